"""The plan itself and its years."""

from datetime import date
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from measures.city import code_refusal
from measures.models.natural_key import NaturalKeyManager, NaturalKeyModel


def check_city_code(code: str) -> None:
    if refusal := code_refusal(code):
        raise ValidationError(refusal)


class PlanManager(NaturalKeyManager["Plan"]):
    def get_queryset(self) -> models.QuerySet["Plan"]:
        """Without those that were withdrawn, which no page shows any more."""
        return super().get_queryset().filter(withdrawn_at__isnull=True)


class Plan(NaturalKeyModel):
    """One basic plan of the city. Years are fiscal years (April to March), both ends included.

    The words are what the plan calls its levels (政策・施策・基本事業): fixed once it is public.
    """

    natural_key_fields = ("slug",)

    slug = models.SlugField("識別名", max_length=50, unique=True)
    key = models.SlugField(
        "アドレスでの名前",
        max_length=20,
        unique=True,
        help_text="/plans/3/ の 3。計画の何次かなど、短いもの。登録したあとは変えられません。",
    )
    city = models.CharField("市の名称", max_length=50)
    city_code = models.CharField(
        "全国地方公共団体コード",
        max_length=6,
        blank=True,
        validators=[check_city_code],
        help_text="6桁。ファイルとカタログに出て、ほかの市のデータとつながります。",
    )
    contact = models.CharField(
        "問い合わせ先", max_length=100, blank=True, help_text="オープンデータの問い合わせを受ける課など"
    )
    contact_phone = models.CharField("問い合わせ先の電話番号", max_length=30, blank=True)
    contact_mail = models.EmailField("問い合わせ先のメール", blank=True)
    contact_url = models.URLField("問い合わせのページ", blank=True)
    name = models.CharField("計画の名称", max_length=100)
    first_year = models.PositiveSmallIntegerField("最初の年度", help_text="西暦（2023 は令和5年度）")
    last_year = models.PositiveSmallIntegerField("最後の年度", help_text="西暦（2026 は令和8年度）")
    policy_word = models.CharField("1段目の呼び名", max_length=20, default="基本政策", help_text="例：政策")
    measure_word = models.CharField("2段目の呼び名", max_length=20, default="施策")
    initiative_word = models.CharField(
        "3段目の呼び名", max_length=20, default="主な取組", help_text="例：基本事業"
    )
    # Of a plan that was loaded by mistake (docs/trust.md); its addresses are free for another (PlanWithdrawal).
    withdrawn_at = models.DateTimeField("取り下げた日時", null=True, blank=True, editable=False)

    objects: ClassVar[PlanManager] = PlanManager()
    with_withdrawn = models.Manager["Plan"]()

    class Meta:
        verbose_name = verbose_name_plural = "計画"
        ordering = ["first_year", "slug"]
        constraints = [
            models.CheckConstraint(
                name="plan_last_year_not_before_first",
                condition=Q(last_year__gte=F("first_year")),
                violation_error_message="最後の年度は最初の年度以降にしてください。",
            ),
            models.CheckConstraint(
                name="plan_has_name", condition=~Q(slug="") & ~Q(key="") & ~Q(name="") & ~Q(city="")
            ),
            models.CheckConstraint(
                name="plan_has_words",
                condition=~Q(policy_word="") & ~Q(measure_word="") & ~Q(initiative_word=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.city}{self.name}"

    @property
    def words(self) -> tuple[str, str, str]:
        """What it calls its levels, from the first."""
        return self.policy_word, self.measure_word, self.initiative_word

    @property
    def plan_id(self) -> int:
        """A plan is of itself, for addresses (measures/addresses.py)."""
        return self.pk

    @property
    def plan_key(self) -> str:
        return self.key

    @property
    def is_public(self) -> bool:
        """Whether citizens can read it; else it is in preparation."""
        publication = getattr(self, "publication", None)
        return publication is not None and publication.published_at is not None

    @property
    def years(self) -> range:
        """The plan's fiscal years, e.g. 2023 … 2026."""
        return range(self.first_year, self.last_year + 1)

    @property
    def first_day(self) -> date:
        """April 1 of the first fiscal year."""
        return date(self.first_year, 4, 1)
