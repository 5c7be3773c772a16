"""Comparison series: figures of others beside an indicator, such as the average of the prefecture's cities."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from indicators.models.indicator import Indicator
from indicators.models.reviewed import EDITABLE_STATES, PublishedInPlace, one_open_a_chain
from indicators.models.vocabulary import FigureField
from measures.models.natural_key import NaturalKeyModel


class ComparisonSeries(NaturalKeyModel):
    """What an indicator is held beside, in its unit. It plays no part in any verdict."""

    natural_key_fields = (
        "indicator__measure__plan__slug",
        "indicator__measure__number",
        "indicator__letter",
        "name",
    )

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="comparisons", verbose_name="指標")
    name = models.CharField("名前", max_length=60)
    source = models.CharField("出所", max_length=200, blank=True)

    # Name and source stand in files: those of a past day keep the words of that day.
    history = HistoricalRecords(verbose_name="比較系列の履歴", verbose_name_plural="比較系列の履歴")

    class Meta:
        verbose_name = verbose_name_plural = "比較系列"
        ordering = ["indicator", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "name"], name="comparison_once_for_indicator"),
            models.CheckConstraint(condition=~Q(name=""), name="comparison_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code} {self.name}"


class ComparisonValue(PublishedInPlace):
    """One year of a series, in the indicator's unit. A change without a value withdraws the figure."""

    series = models.ForeignKey(
        ComparisonSeries, models.PROTECT, related_name="values", verbose_name="比較系列"
    )
    value = FigureField("値", null=True, blank=True)
    source = models.CharField("出所", max_length=300, blank=True)
    note = models.TextField("説明", blank=True, max_length=1000)

    class Meta(PublishedInPlace.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "比較値"
        ordering = ["series", "year", "number"]
        constraints = [
            *PublishedInPlace.Meta.constraints,
            *one_open_a_chain("series", "comparison", "one_open_comparison"),
            models.CheckConstraint(
                condition=Q(state__in=EDITABLE_STATES)
                | (Q(value__isnull=False) & ~Q(source=""))
                | Q(number__gt=1, value__isnull=True),
                name="comparison_complete",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.year}年度"
