"""The DX and GX items of a measure."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from measures.models.measure import Measure
from measures.models.natural_key import NaturalKeyModel


class Viewpoint(NaturalKeyModel):
    """An item of DXの視点 or GXの視点, exact as printed (short noun phrases)."""

    natural_key_fields = ("measure__plan__slug", "measure__number", "kind", "order")

    class Kind(models.TextChoices):
        DX = "dx", "DXの視点"
        GX = "gx", "GXの視点"

    measure = models.ForeignKey(Measure, models.CASCADE, verbose_name="施策", related_name="viewpoints")
    kind = models.CharField("区分", max_length=2, choices=Kind.choices)
    order = models.PositiveSmallIntegerField("順番")
    text = models.CharField("内容", max_length=100)

    history = HistoricalRecords(verbose_name="DX・GXの視点の履歴", verbose_name_plural="DX・GXの視点の履歴")

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
