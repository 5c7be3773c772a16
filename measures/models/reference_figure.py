"""The charts printed in the plan, as far as the text holds them."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from measures.models.measure import Measure
from measures.models.natural_key import NaturalKeyModel
from measures.models.unit_field import UnitField


class ReferenceFigure(NaturalKeyModel):
    """The chart printed on a measure's page. Title and source are exact.

    Points are public only where state is VERIFIED: the text ties value to label for certain
    (docs/product.md §7). UNVERIFIED points are for staff; UNREGISTERED has none.
    """

    natural_key_fields = (
        "measure__plan__slug",
        "measure__number",
    )

    class State(models.TextChoices):
        VERIFIED = "verified", "確認済み"
        UNVERIFIED = "unverified", "未確認"
        UNREGISTERED = "unregistered", "未登録"

    measure = models.OneToOneField(
        Measure, models.CASCADE, verbose_name="施策", related_name="reference_figure"
    )
    title = models.CharField("図の題名", max_length=100)
    source = models.CharField("出所", max_length=100)
    unit = UnitField("単位", max_length=10, blank=True)
    decimals = models.PositiveSmallIntegerField("小数点以下の桁数", default=0)
    state = models.CharField("状態", max_length=12, choices=State.choices, default=State.UNREGISTERED)
    note = models.TextField("職員向けの注記", blank=True)

    history = HistoricalRecords(verbose_name="参考図の履歴", verbose_name_plural="参考図の履歴")

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

    @property
    def is_public(self) -> bool:
        """Whether a citizen may see the points."""
        return self.state == self.State.VERIFIED


class ReferencePoint(NaturalKeyModel):
    """A value of a reference figure. The label is blank where the text does not tie one to it."""

    natural_key_fields = ("figure__measure__plan__slug", "figure__measure__number", "order")

    figure = models.ForeignKey(ReferenceFigure, models.CASCADE, verbose_name="参考図", related_name="points")
    order = models.PositiveSmallIntegerField("順番")
    label = models.CharField("項目", max_length=50, blank=True)
    value = models.DecimalField("値", max_digits=19, decimal_places=4, null=True, blank=True)

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
