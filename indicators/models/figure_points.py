"""The points of a measure's reference figure, typed by one person and verified by another (docs/publication.md §6)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from indicators.models.drafted import Drafted
from measures.levels import in_levels
from measures.models import Measure
from measures.models.unit_field import UnitField


class FigurePoints(Drafted):
    """参考図表の数値 of one measure, each edition whole. The newest published one stands instead of the loaded points.

    `points`: a list of [label, series, value] in the figure's order; the value is text with all its digits, the
    series "" where there is one alone.
    """

    key = "figure"
    word = "参考図表の数値"
    chain = ("measure",)
    content: ClassVar[tuple[str, ...]] = ("chart", "unit", "decimals", "points")

    class Chart(models.TextChoices):
        BARS = "bars", "棒グラフ（量や年度ごとの値）"
        SHARES = "shares", "割合（合わせて100％になる内訳）"

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="figure_points", verbose_name="施策")
    chart = models.CharField("図の種類", max_length=10, choices=Chart)
    unit = UnitField("単位", max_length=10, blank=True)
    decimals = models.PositiveSmallIntegerField("小数の桁数", default=0)
    points = models.JSONField("数値", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "参考図表の数値"
        ordering = ["measure", "published_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="figure_points_reason"),
            models.CheckConstraint(condition=Q(decimals__lte=4), name="figure_points_decimals"),
            models.CheckConstraint(condition=Q(chart__in=["bars", "shares"]), name="figure_points_chart"),
        ]

    def __str__(self) -> str:
        return f"{in_levels('施策')}{self.measure.number} {self.word}"
