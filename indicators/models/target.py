"""Targets and thresholds: dated, with a reason, never changed once published (figures.md §4.7, §5)."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q

from indicators.models.indicator import Indicator
from indicators.models.vocabulary import YEAR_FROM, YEAR_TO, FigureField
from measures.models import Plan


class DatedRule(models.Model):
    """What both share: the first year it applies to, who decided it, whether citizens can see it.

    A draft has no `published_at`. A published row is guarded by triggers; a new decision is a new row.
    """

    first_year = models.PositiveSmallIntegerField("適用する最初の年度", help_text="西暦")
    decided_on = models.DateField("決定日", null=True, blank=True, help_text="計画策定時のものは空")
    reason = models.CharField("理由", max_length=300)
    published_at = models.DateTimeField("公表日時", null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="公表した人",
    )

    class Meta:
        abstract = True


class Target(DatedRule):
    """目標 of one indicator, in its unit."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets", verbose_name="指標")
    value = FigureField("目標値")
    target_year = models.PositiveSmallIntegerField("目標の年度", help_text="西暦")
    label = models.CharField("目標の書き方", max_length=40, help_text="計画に書かれたとおり")

    class Meta:
        verbose_name = verbose_name_plural = "目標"
        ordering = ["indicator", "first_year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "first_year"],
                condition=Q(published_at__isnull=False),
                name="one_published_target_a_first_year",
            ),
            models.CheckConstraint(
                condition=Q(target_year__range=(YEAR_FROM, YEAR_TO))
                & Q(first_year__range=(YEAR_FROM, YEAR_TO))
                & Q(first_year__lte=models.F("target_year")),
                name="target_years",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="target_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.label}"


class Threshold(DatedRule):
    """From which share of the expected way a figure is やや遅れ and not 遅れ. It belongs to the plan."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="thresholds", verbose_name="計画")
    value = models.DecimalField("やや遅れの下限", max_digits=4, decimal_places=3, default=Decimal("0.8"))

    class Meta:
        verbose_name = verbose_name_plural = "判定のしきい値"
        ordering = ["plan", "first_year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "first_year"],
                condition=Q(published_at__isnull=False),
                name="one_published_threshold_a_first_year",
            ),
            models.CheckConstraint(condition=Q(value__gt=0, value__lte=1), name="threshold_range"),
            models.CheckConstraint(condition=~Q(reason=""), name="threshold_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.value}（{self.first_year}年度から）"
