"""The plan as printed: basic policies, measures, initiatives, departments and reference figures.

What is exact and what is restated is set down in figures.md §1: names and figures stand here as printed,
sentences as one restated line (`summary`, 要約) beside a field for the plan's own wording (`original`,
原文), which is empty in the repository and filled at run time by `manage.py load_plan_text`.

This app knows nothing of indicators. Every model has a natural key, so that the fixtures carry no
database ids.
"""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords


class PlanManager(models.Manager["Plan"]):
    def get_by_natural_key(self, slug: str) -> "Plan":
        return self.get(slug=slug)


class Plan(models.Model):
    """One basic plan of the city. Years are fiscal years (April to March), both ends included."""

    slug = models.SlugField("識別名", max_length=50, unique=True)
    city = models.CharField("市の名称", max_length=50)
    name = models.CharField("計画の名称", max_length=100)
    first_year = models.PositiveSmallIntegerField("最初の年度", help_text="西暦（2023 は令和5年度）")
    last_year = models.PositiveSmallIntegerField("最後の年度", help_text="西暦（2026 は令和8年度）")

    objects = PlanManager()

    class Meta:
        verbose_name = verbose_name_plural = "計画"
        ordering = ["first_year", "slug"]
        constraints = [
            models.CheckConstraint(
                name="plan_last_year_not_before_first",
                condition=Q(last_year__gte=F("first_year")),
                violation_error_message="最後の年度は最初の年度以降にしてください。",
            ),
            models.CheckConstraint(name="plan_has_name", condition=~Q(slug="") & ~Q(name="") & ~Q(city="")),
        ]

    def __str__(self) -> str:
        return f"{self.city}{self.name}"

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    @property
    def years(self) -> range:
        """The plan's fiscal years, e.g. 2023 … 2026."""
        return range(self.first_year, self.last_year + 1)


class BasicPolicyManager(models.Manager["BasicPolicy"]):
    def get_by_natural_key(self, plan_slug: str, number: str) -> "BasicPolicy":
        return self.get(plan__slug=plan_slug, number=number)


class BasicPolicy(models.Model):
    """A basic policy (基本政策01 …). The number is text because the plan prints its leading zero."""

    plan = models.ForeignKey(Plan, models.PROTECT, verbose_name="計画", related_name="policies")
    number = models.CharField(
        "番号",
        max_length=2,
        validators=[RegexValidator(r"\A[0-9]{2}\Z", "2桁の半角数字で入力してください。")],
    )
    name = models.CharField("名称", max_length=100)

    history = HistoricalRecords(verbose_name="基本政策の履歴", verbose_name_plural="基本政策の履歴")
    objects = BasicPolicyManager()

    class Meta:
        verbose_name = verbose_name_plural = "基本政策"
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="policy_unique_number"),
            models.CheckConstraint(name="policy_has_name", condition=~Q(number="") & ~Q(name="")),
        ]

    def __str__(self) -> str:
        return f"基本政策{self.number} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("public:policy", args=[self.number])

    def natural_key(self) -> tuple[str, str]:
        return (*self.plan.natural_key(), self.number)

    natural_key.dependencies = ["measures.plan"]  # type: ignore[attr-defined]


class DepartmentManager(models.Manager["Department"]):
    def get_by_natural_key(self, slug: str) -> "Department":
        return self.get(slug=slug)


class Department(models.Model):
    """A department of the city hall (課・室・公民館). The slug is its romanised name, used in addresses."""

    name = models.CharField("名称", max_length=50, unique=True)
    slug = models.SlugField("識別名", max_length=50, unique=True, help_text="ローマ字。URLに使います。")
    order = models.PositiveSmallIntegerField("並び順", default=0)

    history = HistoricalRecords(verbose_name="担当課の履歴", verbose_name_plural="担当課の履歴")
    objects = DepartmentManager()

    class Meta:
        verbose_name = verbose_name_plural = "担当課"
        ordering = ["order", "name"]
        constraints = [
            models.CheckConstraint(name="department_has_name", condition=~Q(name="") & ~Q(slug="")),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("public:department", args=[self.slug])

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


class MeasureManager(models.Manager["Measure"]):
    def get_by_natural_key(self, number: int) -> "Measure":
        return self.get(number=number)


class Measure(models.Model):
    """A measure (施策 41 …) with its goal (目標)."""

    policy = models.ForeignKey(BasicPolicy, models.PROTECT, verbose_name="基本政策", related_name="measures")
    number = models.PositiveSmallIntegerField("番号", unique=True)
    name = models.CharField("名称", max_length=100)
    goal = models.CharField("目標（要約）", max_length=200)
    goal_original = models.TextField("目標（原文）", blank=True)

    history = HistoricalRecords(verbose_name="施策の履歴", verbose_name_plural="施策の履歴")
    objects = MeasureManager()

    class Meta:
        verbose_name = verbose_name_plural = "施策"
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(name="measure_has_name", condition=~Q(name="") & ~Q(goal="")),
        ]

    def __str__(self) -> str:
        return f"施策{self.number} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("public:measure", args=[self.number])

    def natural_key(self) -> tuple[int]:
        return (self.number,)


class StatementManager(models.Manager["Statement"]):
    def get_by_natural_key(self, measure: int, section: str, order: int) -> "Statement":
        return self.get(measure__number=measure, section=section, order=order)


class Statement(models.Model):
    """A ● bullet of a measure: state of things, what is needed, or what the city will do."""

    class Section(models.TextChoices):
        SITUATION = "situation", "現状"
        ISSUE = "issue", "課題"
        DIRECTION = "direction", "課題解決に向けた方向性"

    measure = models.ForeignKey(Measure, models.CASCADE, verbose_name="施策", related_name="statements")
    section = models.CharField("区分", max_length=10, choices=Section.choices)
    order = models.PositiveSmallIntegerField("順番")
    summary = models.CharField("要約", max_length=200)
    original = models.TextField("原文", blank=True)

    history = HistoricalRecords(
        verbose_name="現状・課題・方向性の履歴", verbose_name_plural="現状・課題・方向性の履歴"
    )
    objects = StatementManager()

    class Meta:
        verbose_name = verbose_name_plural = "現状・課題・方向性"
        # The plan's order of sections, which is not the alphabet's.
        ordering = [
            "measure",
            models.Case(
                models.When(section="situation", then=0), models.When(section="issue", then=1), default=2
            ),
            "order",
        ]
        constraints = [
            models.UniqueConstraint(fields=["measure", "section", "order"], name="statement_unique_order"),
            models.CheckConstraint(
                name="statement_known_section",
                condition=Q(section__in=["situation", "issue", "direction"]),
            ),
            models.CheckConstraint(name="statement_has_summary", condition=~Q(summary="")),
        ]

    def __str__(self) -> str:
        return f"{self.measure.number} {self.get_section_display()}{self.order}"

    def natural_key(self) -> tuple[int, str, int]:
        return (*self.measure.natural_key(), self.section, self.order)

    natural_key.dependencies = ["measures.measure"]  # type: ignore[attr-defined]


class ViewpointManager(models.Manager["Viewpoint"]):
    def get_by_natural_key(self, measure: int, kind: str, order: int) -> "Viewpoint":
        return self.get(measure__number=measure, kind=kind, order=order)


class Viewpoint(models.Model):
    """An item of DXの視点 or GXの視点, exact as printed (short noun phrases)."""

    class Kind(models.TextChoices):
        DX = "dx", "DXの視点"
        GX = "gx", "GXの視点"

    measure = models.ForeignKey(Measure, models.CASCADE, verbose_name="施策", related_name="viewpoints")
    kind = models.CharField("区分", max_length=2, choices=Kind.choices)
    order = models.PositiveSmallIntegerField("順番")
    text = models.CharField("内容", max_length=100)

    history = HistoricalRecords(verbose_name="DX・GXの視点の履歴", verbose_name_plural="DX・GXの視点の履歴")
    objects = ViewpointManager()

    class Meta:
        verbose_name = verbose_name_plural = "DX・GXの視点"
        ordering = ["measure", "kind", "order"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "kind", "order"], name="viewpoint_unique_order"),
            models.CheckConstraint(name="viewpoint_known_kind", condition=Q(kind__in=["dx", "gx"])),
            models.CheckConstraint(name="viewpoint_has_text", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.measure.number} {self.get_kind_display()}{self.order}"

    def natural_key(self) -> tuple[int, str, int]:
        return (*self.measure.natural_key(), self.kind, self.order)

    natural_key.dependencies = ["measures.measure"]  # type: ignore[attr-defined]


class ContributionManager(models.Manager["Contribution"]):
    def get_by_natural_key(self, measure: int, actor: str, order: int) -> "Contribution":
        return self.get(measure__number=measure, actor=actor, order=order)


class Contribution(models.Model):
    """What the city, or citizens and others, contribute to a measure (市の取組 / 市民等の取組)."""

    class Actor(models.TextChoices):
        CITY = "city", "市の取組"
        CITIZENS = "citizens", "市民等の取組"

    measure = models.ForeignKey(Measure, models.CASCADE, verbose_name="施策", related_name="contributions")
    actor = models.CharField("主体", max_length=8, choices=Actor.choices)
    order = models.PositiveSmallIntegerField("順番")
    summary = models.CharField("要約", max_length=200)
    original = models.TextField("原文", blank=True)

    history = HistoricalRecords(
        verbose_name="市・市民等の取組の履歴", verbose_name_plural="市・市民等の取組の履歴"
    )
    objects = ContributionManager()

    class Meta:
        verbose_name = verbose_name_plural = "市・市民等の取組"
        # "city" would come after "citizens" by the alphabet; the plan puts the city first.
        ordering = ["measure", models.Case(models.When(actor="city", then=0), default=1), "order"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "actor", "order"], name="contribution_unique_order"),
            models.CheckConstraint(
                name="contribution_known_actor", condition=Q(actor__in=["city", "citizens"])
            ),
            models.CheckConstraint(name="contribution_has_summary", condition=~Q(summary="")),
        ]

    def __str__(self) -> str:
        return f"{self.measure.number} {self.get_actor_display()}{self.order}"

    def natural_key(self) -> tuple[int, str, int]:
        return (*self.measure.natural_key(), self.actor, self.order)

    natural_key.dependencies = ["measures.measure"]  # type: ignore[attr-defined]


class InitiativeManager(models.Manager["Initiative"]):
    def get_by_natural_key(self, measure: int, number: int) -> "Initiative":
        return self.get(measure__number=measure, number=number)


class Initiative(models.Model):
    """A main initiative of a measure (主な取組, 41-1 …), ordered by number, not by place in the text."""

    measure = models.ForeignKey(Measure, models.CASCADE, verbose_name="施策", related_name="initiatives")
    number = models.PositiveSmallIntegerField("番号", help_text="41-1 の 1")
    name = models.CharField("名称", max_length=100)
    departments = models.ManyToManyField(
        Department, through="InitiativeDepartment", verbose_name="担当課", related_name="initiatives"
    )

    history = HistoricalRecords(verbose_name="主な取組の履歴", verbose_name_plural="主な取組の履歴")
    objects = InitiativeManager()

    class Meta:
        verbose_name = verbose_name_plural = "主な取組"
        ordering = ["measure", "number"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "number"], name="initiative_unique_number"),
            models.CheckConstraint(name="initiative_has_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def natural_key(self) -> tuple[int, int]:
        return (*self.measure.natural_key(), self.number)

    natural_key.dependencies = ["measures.measure"]  # type: ignore[attr-defined]

    @property
    def code(self) -> str:
        """The number as the plan prints it, e.g. "41-1"."""
        return f"{self.measure.number}-{self.number}"

    @property
    def departments_in_order(self) -> list[Department]:
        """The departments in the plan's order (figures.md §1), which `departments.all()` does not keep.

        Costs no query after prefetch_related("participations__department").
        """
        return [participation.department for participation in self.participations.all()]


class InitiativeDetailManager(models.Manager["InitiativeDetail"]):
    def get_by_natural_key(self, measure: int, initiative: int, order: int) -> "InitiativeDetail":
        return self.get(initiative__measure__number=measure, initiative__number=initiative, order=order)


class InitiativeDetail(models.Model):
    """A ▶▶ bullet of an initiative."""

    initiative = models.ForeignKey(
        Initiative, models.CASCADE, verbose_name="主な取組", related_name="details"
    )
    order = models.PositiveSmallIntegerField("順番")
    summary = models.CharField("要約", max_length=200)
    original = models.TextField("原文", blank=True)

    history = HistoricalRecords(
        verbose_name="主な取組の内容の履歴", verbose_name_plural="主な取組の内容の履歴"
    )
    objects = InitiativeDetailManager()

    class Meta:
        verbose_name = verbose_name_plural = "主な取組の内容"
        ordering = ["initiative", "order"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "order"], name="detail_unique_order"),
            models.CheckConstraint(name="detail_has_summary", condition=~Q(summary="")),
        ]

    def __str__(self) -> str:
        return f"{self.initiative.code} 内容{self.order}"

    def natural_key(self) -> tuple[int, int, int]:
        return (*self.initiative.natural_key(), self.order)

    natural_key.dependencies = ["measures.initiative"]  # type: ignore[attr-defined]


class InitiativeDepartmentManager(models.Manager["InitiativeDepartment"]):
    def get_by_natural_key(self, measure: int, initiative: int, department: str) -> "InitiativeDepartment":
        return self.get(
            initiative__measure__number=measure,
            initiative__number=initiative,
            department__slug=department,
        )


class InitiativeDepartment(models.Model):
    """A department's part in an initiative, in the plan's order. The plan names no lead among them."""

    initiative = models.ForeignKey(
        Initiative, models.CASCADE, verbose_name="主な取組", related_name="participations"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, verbose_name="担当課", related_name="participations"
    )
    order = models.PositiveSmallIntegerField("順番")

    objects = InitiativeDepartmentManager()

    class Meta:
        verbose_name = verbose_name_plural = "主な取組の担当課"
        ordering = ["initiative", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "department"], name="participation_unique_department"
            ),
            models.UniqueConstraint(fields=["initiative", "order"], name="participation_unique_order"),
        ]

    def __str__(self) -> str:
        return f"{self.initiative.code} {self.department}"

    def natural_key(self) -> tuple[int, int, str]:
        return (*self.initiative.natural_key(), *self.department.natural_key())

    natural_key.dependencies = ["measures.initiative", "measures.department"]  # type: ignore[attr-defined]


class RelatedPlanManager(models.Manager["RelatedPlan"]):
    def get_by_natural_key(self, measure: int, order: int) -> "RelatedPlan":
        return self.get(measure__number=measure, order=order)


class RelatedPlan(models.Model):
    """A related individual plan (関連する個別計画). Where the plan prints なし there are no rows."""

    measure = models.ForeignKey(Measure, models.CASCADE, verbose_name="施策", related_name="related_plans")
    order = models.PositiveSmallIntegerField("順番")
    name = models.CharField("名称", max_length=100)

    objects = RelatedPlanManager()

    class Meta:
        verbose_name = verbose_name_plural = "関連する個別計画"
        ordering = ["measure", "order"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "order"], name="related_plan_unique_order"),
            models.UniqueConstraint(fields=["measure", "name"], name="related_plan_unique_name"),
            models.CheckConstraint(name="related_plan_has_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[int, int]:
        return (*self.measure.natural_key(), self.order)

    natural_key.dependencies = ["measures.measure"]  # type: ignore[attr-defined]


class ReferenceFigureManager(models.Manager["ReferenceFigure"]):
    def get_by_natural_key(self, measure: int) -> "ReferenceFigure":
        return self.get(measure__number=measure)


class ReferenceFigure(models.Model):
    """The chart printed on a measure's page. Title and source are exact.

    Points are public only where state is VERIFIED: the text ties value to label for certain
    (figures.md §1). UNVERIFIED points are for staff; UNREGISTERED has none.
    """

    class State(models.TextChoices):
        VERIFIED = "verified", "確認済み"
        UNVERIFIED = "unverified", "未確認"
        UNREGISTERED = "unregistered", "未登録"

    measure = models.OneToOneField(
        Measure, models.CASCADE, verbose_name="施策", related_name="reference_figure"
    )
    title = models.CharField("図の題名", max_length=100)
    source = models.CharField("出所", max_length=100)
    unit = models.CharField("単位", max_length=10, blank=True)
    decimals = models.PositiveSmallIntegerField("小数点以下の桁数", default=0)
    state = models.CharField("状態", max_length=12, choices=State.choices, default=State.UNREGISTERED)
    note = models.TextField("職員向けの注記", blank=True)

    objects = ReferenceFigureManager()

    class Meta:
        verbose_name = verbose_name_plural = "参考図"
        ordering = ["measure"]
        constraints = [
            models.CheckConstraint(
                name="reference_figure_known_state",
                condition=Q(state__in=["verified", "unverified", "unregistered"]),
            ),
            models.CheckConstraint(name="reference_figure_has_title", condition=~Q(title="") & ~Q(source="")),
            models.CheckConstraint(name="reference_figure_few_decimals", condition=Q(decimals__lte=4)),
        ]

    def __str__(self) -> str:
        return f"{self.measure.number} {self.title}"

    def natural_key(self) -> tuple[int]:
        return self.measure.natural_key()

    natural_key.dependencies = ["measures.measure"]  # type: ignore[attr-defined]

    @property
    def is_public(self) -> bool:
        """Whether a citizen may see the points."""
        return self.state == self.State.VERIFIED


class ReferencePointManager(models.Manager["ReferencePoint"]):
    def get_by_natural_key(self, measure: int, order: int) -> "ReferencePoint":
        return self.get(figure__measure__number=measure, order=order)


class ReferencePoint(models.Model):
    """A value of a reference figure. The label is blank where the text does not tie one to it."""

    figure = models.ForeignKey(ReferenceFigure, models.CASCADE, verbose_name="参考図", related_name="points")
    order = models.PositiveSmallIntegerField("順番")
    label = models.CharField("項目", max_length=50, blank=True)
    value = models.DecimalField("値", max_digits=19, decimal_places=4, null=True, blank=True)

    objects = ReferencePointManager()

    class Meta:
        verbose_name = verbose_name_plural = "参考図の値"
        ordering = ["figure", "order"]
        constraints = [
            models.UniqueConstraint(fields=["figure", "order"], name="reference_point_unique_order"),
            models.CheckConstraint(
                name="reference_point_not_empty", condition=~Q(label="") | Q(value__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.figure.measure.number} 図の値{self.order}"

    def natural_key(self) -> tuple[int, int]:
        return (*self.figure.natural_key(), self.order)

    natural_key.dependencies = ["measures.referencefigure"]  # type: ignore[attr-defined]
