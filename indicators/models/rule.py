"""Targets, baselines, interim targets, rhythms of surveys, recounts and thresholds: dated, with a reason, fixed once published (docs/progress.md §10, docs/publication.md §6)."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q

from indicators.models.drafted import Drafted
from indicators.models.indicator import Indicator
from indicators.models.vocabulary import YEAR_FROM, YEAR_TO, FigureField
from measures.models import Plan


def _of_each(word: str, *chain: str) -> list[models.BaseConstraint]:
    """Of the published ones of a chain there is one a first year; drafts may compete until one of them goes out.
    Every rule has a reason."""
    return [
        models.UniqueConstraint(
            fields=[*chain, "first_year"],
            condition=Q(published_at__isnull=False),
            name=f"one_published_{word}_a_first_year",
        ),
        models.CheckConstraint(condition=~Q(reason=""), name=f"{word}_reason"),
    ]


# No survey of a plan comes more seldom than a census twice over.
LONGEST_RHYTHM = 20


class DatedRule(Drafted):
    """What they share: the first year it applies to, and when it was decided.

    Of the published ones of a chain the newest `first_year` holds. RULE_KINDS lists the kinds.
    """

    decision: ClassVar[tuple[str, ...]] = ("first_year", "decided_on", "reason")

    first_year = models.PositiveSmallIntegerField("適用する最初の年度", help_text="西暦")
    decided_on = models.DateField("決定日", null=True, blank=True, help_text="計画策定時のものは空")

    class Meta:
        abstract = True


class LimitWording(models.TextChoices):
    """How a limit is worded: as such, or as a promise for each year (docs/progress.md §7). The rule is the same."""

    LIMIT = "limit", "上限・下限・範囲"
    YEARLY = "yearly", "毎年の目標"


class Target(DatedRule):
    """目標 of one indicator, in its unit: of a range the lower limit, and `upper` the other.

    `tolerance`: by how much a limit may be missed and be やや遅れ; `wording` is of limits too.
    """

    key = "target"
    word = "目標"
    content = ("value", "target_year", "label", "upper", "tolerance", "wording")
    seldom = ("upper", "tolerance", "wording")

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets", verbose_name="指標")
    value = FigureField("目標値")
    target_year = models.PositiveSmallIntegerField("目標の年度", help_text="西暦")
    label = models.CharField("目標の書き方", max_length=40, help_text="計画に書かれたとおり")
    upper = FigureField("範囲の上限", null=True, blank=True, help_text="範囲内に保つ目標だけ。目標値は下限")
    tolerance = FigureField(
        "許容幅", default=Decimal(0), help_text="上限・下限をこの幅まで外れた値は、遅れではなく、やや遅れ"
    )
    wording = models.CharField(
        "上限・下限の書き方", max_length=10, choices=LimitWording, default=LimitWording.LIMIT
    )

    class Meta:
        verbose_name = verbose_name_plural = "目標"
        ordering = ["indicator", "first_year", "pk"]
        constraints = [
            *_of_each("target", "indicator"),
            models.CheckConstraint(
                condition=Q(target_year__range=(YEAR_FROM, YEAR_TO))
                & Q(first_year__range=(YEAR_FROM, YEAR_TO))
                & Q(first_year__lte=models.F("target_year")),
                name="target_years",
            ),
            models.CheckConstraint(condition=Q(tolerance__gte=0), name="target_tolerance"),
            models.CheckConstraint(
                condition=Q(upper__isnull=True) | Q(upper__gt=models.F("value")), name="target_upper"
            ),
            models.CheckConstraint(condition=Q(wording__in=LimitWording.values), name="target_wording"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.label}"


class BaselineQuerySet(models.QuerySet["Baseline"]):
    def in_force(self, year: int) -> "Baseline | None":
        """The published revision that applies to a year; None where the plan's own baseline does."""
        known = self.filter(published_at__isnull=False, first_year__lte=year)
        return known.order_by("-first_year").first()


class Baseline(DatedRule):
    """現状値 of one indicator, revised, in its unit. The plan's own, printed one stays in the indicator.

    Of the published ones the newest `first_year` holds; years before the first of them keep the plan's.
    """

    key = "baseline"
    word = "現状値"
    content = ("value", "baseline_year", "label")

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="baselines", verbose_name="指標")
    value = FigureField("現状値")
    baseline_year = models.PositiveSmallIntegerField("現状値の年度", help_text="西暦")
    label = models.CharField(
        "現状値の時点", max_length=40, help_text="決定した文書に書かれたとおり。例：令和４年12月末"
    )

    objects = BaselineQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "見直した現状値"
        ordering = ["indicator", "first_year", "pk"]
        constraints = [
            *_of_each("baseline", "indicator"),
            models.CheckConstraint(
                condition=Q(baseline_year__range=(YEAR_FROM, YEAR_TO))
                & Q(first_year__range=(YEAR_FROM, YEAR_TO)),
                name="baseline_years",
            ),
            models.CheckConstraint(condition=~Q(label=""), name="baseline_label"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} 現状値（{self.label}）"


class InterimTarget(DatedRule):
    """中間目標 of one indicator for one year before its target's: the expected way leads through it.

    Of the published ones of a year the newest `first_year` holds; one without a value takes it away again.
    An interim target belongs to the target in force when it begins: a later target leaves it behind.
    """

    key = "interim"
    word = "中間目標"
    chain = ("indicator", "year")
    content = ("year", "value")

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="interim_targets", verbose_name="指標"
    )
    year = models.PositiveSmallIntegerField("中間目標の年度", help_text="西暦")
    value = FigureField("中間目標の値", null=True, blank=True, help_text="空にすると、中間目標を取りやめる")

    class Meta:
        verbose_name = verbose_name_plural = "中間目標"
        ordering = ["indicator", "year", "first_year", "pk"]
        constraints = [
            *_of_each("interim", "indicator", "year"),
            models.CheckConstraint(
                condition=Q(year__range=(YEAR_FROM, YEAR_TO)) & Q(first_year__range=(YEAR_FROM, YEAR_TO)),
                name="interim_years",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}年度の中間目標"


class Rhythm(DatedRule):
    """調査の間隔 of one indicator: every so many years from one year on; the other years are 調査年外 by themselves.

    Of the published ones the newest `first_year` holds; years before the first of them are asked for each. Every year
    again is 1.
    """

    key = "rhythm"
    word = "調査の間隔"
    content = ("every", "survey_year")

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="rhythms", verbose_name="指標")
    every = models.PositiveSmallIntegerField("何年ごとか", help_text="1は毎年")
    survey_year = models.PositiveSmallIntegerField("調査のある年度", help_text="西暦。ここから数えます")

    class Meta:
        verbose_name = verbose_name_plural = "調査の間隔"
        ordering = ["indicator", "first_year", "pk"]
        constraints = [
            *_of_each("rhythm", "indicator"),
            models.CheckConstraint(
                condition=Q(every__range=(1, LONGEST_RHYTHM))
                & Q(survey_year__range=(YEAR_FROM, YEAR_TO))
                & Q(first_year__range=(YEAR_FROM, YEAR_TO)),
                name="rhythm_years",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.every}年ごと（{self.survey_year}年度から）"


class Recount(DatedRule):
    """数え方の区切り of one indicator: from its first year on the figures are counted otherwise, by another tool or a new count.

    `reason` says what changed, in public. `rebased`: what years before are in the new way, where the source counted them
    anew: a list of [year, figure], the figure text with all its digits. Their records stay as they were published.
    """

    key = "recount"
    word = "数え方の区切り"
    content = ("rebased",)
    seldom = ("rebased",)

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="recounts", verbose_name="指標")
    rebased = models.JSONField("新しい数え方で見た前の年度の値", default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "数え方の区切り"
        ordering = ["indicator", "first_year", "pk"]
        constraints = [
            *_of_each("recount", "indicator"),
            models.CheckConstraint(condition=Q(first_year__range=(YEAR_FROM, YEAR_TO)), name="recount_year"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.first_year}年度からの数え方"


class Threshold(DatedRule):
    """From which share of the expected way a figure is やや遅れ and not 遅れ. It belongs to the plan."""

    key = "threshold"
    word = "やや遅れの基準"
    chain = ("plan",)
    content = ("value",)

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="thresholds", verbose_name="計画")
    value = models.DecimalField("やや遅れの基準", max_digits=4, decimal_places=3, default=Decimal("0.8"))

    class Meta:
        verbose_name = verbose_name_plural = "やや遅れの基準"
        ordering = ["plan", "first_year", "pk"]
        constraints = [
            *_of_each("threshold", "plan"),
            models.CheckConstraint(condition=Q(value__gt=0, value__lte=1), name="threshold_range"),
        ]

    def __str__(self) -> str:
        return f"{self.value}（{self.first_year}年度から）"


# In the order in which lists name them.
RULE_KINDS: tuple[type[DatedRule], ...] = (Target, Baseline, InterimTarget, Rhythm, Recount, Threshold)
RULES_OF_INDICATOR = tuple(kind for kind in RULE_KINDS if kind.chain[0] == "indicator")
