"""Indicator: what is measured, from which baseline, in which direction (docs/progress.md §1)."""

from decimal import Decimal
from string import ascii_uppercase
from typing import ClassVar

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from indicators.models.vocabulary import YEAR_FROM, YEAR_TO, FigureField
from indicators.plausibility import Bounds
from indicators.progress import Counting, Direction
from measures.addresses import reverse_of
from measures.fiscal_year import CalendarYear, FiscalYear
from measures.models import Department, Measure, Plan
from measures.models.natural_key import NaturalKeyManager, NaturalKeyModel
from measures.models.unit_field import UnitField

LETTERS = list(ascii_uppercase)


class YearKind(models.TextChoices):
    """By which years an indicator is counted; the number of a year is the same (docs/progress.md §1)."""

    FISCAL = "fiscal", "年度（4月〜翌年3月）"
    CALENDAR = "calendar", "暦年（1月〜12月）"


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def with_plan(self) -> "IndicatorQuerySet":
        """With measure, policy and lead department in the same query."""
        return self.select_related("measure__policy__plan", "measure__plan", "lead_department")

    def of_plan(self, plan: Plan | None) -> "IndicatorQuerySet":
        """None is no plan, and has none."""
        return self.filter(measure__plan=plan)

    def public(self) -> "IndicatorQuerySet":
        """Those that citizens see: with a published target."""
        return self.filter(targets__published_at__isnull=False).distinct()

    def get_by_code(self, code: str) -> "Indicator":
        """The indicator of a code such as 44B, asked of those of one plan; DoesNotExist for anything else."""
        number, letter = code[:-1], code[-1:]
        if not (number.isascii() and number.isdigit() and len(number) <= 4):
            raise Indicator.DoesNotExist(code)
        return self.get(measure__number=int(number), letter=letter)


IndicatorManager = NaturalKeyManager.from_queryset(IndicatorQuerySet)


class Indicator(NaturalKeyModel):
    """One 指標 of the plan. Its targets are dated rows of their own (Target)."""

    natural_key_fields = ("measure__plan__slug", "measure__number", "letter")

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="indicators", verbose_name="施策")
    letter = models.CharField("記号", max_length=1, help_text="計画に載っている順に A、B…")
    name = models.CharField("指標名", max_length=100)
    unit = UnitField("単位", max_length=10, blank=True, help_text="指数や順位のように単位がなければ空")
    decimals = models.PositiveSmallIntegerField("小数の桁数", default=0)
    direction = models.CharField("目指す方向", max_length=10, choices=Direction.choices)
    counting = models.CharField("数え方", max_length=20, choices=Counting.choices)
    year_kind = models.CharField(
        "年の数え方",
        max_length=10,
        choices=YearKind,
        default=YearKind.FISCAL,
        help_text="暦年なら「令和7年」と表示します",
    )
    baseline_value = FigureField("現状値", null=True, blank=True, help_text="計画に現状値がなければ空")
    baseline_label = models.CharField(
        "現状値の時点", max_length=40, help_text="計画に書かれたとおり。現状値がなければ「－」や「新規」"
    )
    baseline_year = models.PositiveSmallIntegerField(
        "現状値の年度",
        null=True,
        blank=True,
        help_text="西暦。計画期間に0から数え直す指標では、計画の前の年度。現状値がなければ空",
    )
    may_be_negative = models.BooleanField(
        "負の値をとる",
        default=False,
        help_text="増減や収支のように、0より小さくなることがある指標だけ。件数・人数・団体数・割合はなりません",
    )
    lowest = FigureField(
        "とりうる最小の値", null=True, blank=True, help_text="これより小さい値は入力できません。空は制限なし"
    )
    highest = FigureField(
        "とりうる最大の値", null=True, blank=True, help_text="これより大きい値は入力できません。空は制限なし"
    )
    first_year = models.PositiveSmallIntegerField(
        "最初の年度", null=True, blank=True, help_text="西暦。計画の途中から数える指標だけ"
    )
    last_year = models.PositiveSmallIntegerField(
        "最後の年度", null=True, blank=True, help_text="西暦。計画の途中で終了した指標だけ"
    )
    end_reason = models.CharField("終了の理由", max_length=300, blank=True, help_text="市民に公表されます")
    ended_on = models.DateField("終了の決定日", null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name="引き継ぐ指標",
    )
    remark = models.CharField("備考（要約）", max_length=200, blank=True)
    remark_original = models.TextField("備考（原文）", blank=True)
    meaning = models.CharField("この指標がわかること", max_length=300, blank=True)
    lead_department = models.ForeignKey(
        Department, models.PROTECT, related_name="led_indicators", verbose_name="主担当課"
    )
    lead_confirmed = models.BooleanField(
        "主担当を確認済み",
        default=False,
        help_text="計画は指標の担当課を定めていない。確認するまでは初期設定と表示する",
    )

    continues = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="continued_by",
        verbose_name="前の計画の指標",
        help_text="前の計画から続く指標のとき。グラフに前の計画の値も表示します。",
    )
    same_basis = models.BooleanField(
        "前の計画と同じ数え方",
        default=False,
        help_text="前の計画の値と比べられるときだけ。違うときは、グラフに区切りを示し、前の計画の値と比べません。",
    )

    objects: ClassVar[IndicatorManager] = IndicatorManager()
    history = HistoricalRecords(verbose_name="指標の履歴", verbose_name_plural="指標の履歴")

    class Meta:
        verbose_name = verbose_name_plural = "指標"
        ordering = ["measure__plan", "measure__number", "letter"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "letter"], name="indicator_once_in_measure"),
            models.CheckConstraint(
                condition=~Q(continues=models.F("id")) | Q(continues__isnull=True),
                name="indicator_continues_another",
            ),
            # Each letter by name: between A and Z there are others too, by a database's own order of letters.
            models.CheckConstraint(condition=Q(letter__in=LETTERS), name="indicator_letter"),
            models.CheckConstraint(condition=Q(decimals__lte=6), name="indicator_decimals"),
            models.CheckConstraint(condition=Q(direction__in=Direction.values), name="indicator_direction"),
            models.CheckConstraint(condition=Q(counting__in=Counting.values), name="indicator_counting"),
            models.CheckConstraint(
                condition=Q(baseline_year__isnull=True) | Q(baseline_year__range=(YEAR_FROM, YEAR_TO)),
                name="indicator_baseline_year",
            ),
            # Of a figure somebody knows of when it is; what is counted from zero may have a year alone.
            models.CheckConstraint(
                condition=Q(baseline_value__isnull=True)
                | Q(baseline_year__isnull=False)
                | Q(direction__in=[one.value for one in Direction if one.is_limit]),
                name="indicator_baseline_has_year",
            ),
            models.CheckConstraint(condition=Q(year_kind__in=YearKind.values), name="indicator_year_kind"),
            models.CheckConstraint(
                condition=(Q(first_year__isnull=True) | Q(first_year__range=(YEAR_FROM, YEAR_TO)))
                & (Q(last_year__isnull=True) | Q(last_year__range=(YEAR_FROM, YEAR_TO)))
                & (
                    Q(first_year__isnull=True)
                    | Q(last_year__isnull=True)
                    | Q(first_year__lte=models.F("last_year"))
                ),
                name="indicator_years",
            ),
            # What has ended says since when and why; only such a one has a successor.
            models.CheckConstraint(
                condition=Q(
                    last_year__isnull=True, end_reason="", ended_on__isnull=True, successor__isnull=True
                )
                | (Q(last_year__isnull=False, ended_on__isnull=False) & ~Q(end_reason="")),
                name="indicator_end",
            ),
            models.CheckConstraint(
                condition=Q(lowest__isnull=True)
                | Q(highest__isnull=True)
                | Q(lowest__lt=models.F("highest")),
                name="indicator_lowest_below_highest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse_of(self, "public:indicator", self.code)

    @property
    def plan_id(self) -> int:
        return self.measure.plan_id

    @property
    def plan_key(self) -> str:
        """The name of its plan in addresses."""
        return self.measure.plan.key

    @property
    def code(self) -> str:
        """44B: the address of the indicator, never to be taken for initiative 44-2."""
        return f"{self.measure.number}{self.letter}"

    @property
    def is_calendar(self) -> bool:
        return self.year_kind == YearKind.CALENDAR

    def own_year(self, year: int) -> int:
        """The same number, in the words of the kind of year by which the indicator is counted."""
        return CalendarYear(year) if self.is_calendar else year

    def year_name(self, year: int) -> str:
        """令和7年度, 令和7年."""
        return FiscalYear(self.own_year(year)).wareki

    def is_counted(self, year: int) -> bool:
        """Whether the year lies between its first and its last one."""
        return (self.first_year or YEAR_FROM) <= year <= (self.last_year or YEAR_TO)

    @property
    def bounds(self) -> Bounds:
        return Bounds(self.may_be_negative, self.lowest, self.highest)

    def impossible(self, value: Decimal | None) -> str:
        """Why no figure in its unit can be this; "" where one can."""
        return self.bounds.refusal(value, decimals=self.decimals, unit=self.unit)
