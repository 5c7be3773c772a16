"""Related individual plans (関連する個別計画)."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from measures.models.measure import Measure
from measures.models.natural_key import NaturalKeyModel


class RelatedPlan(NaturalKeyModel):
    """A related individual plan (関連する個別計画). Where the plan prints なし there are no rows."""

    natural_key_fields = ("measure__plan__slug", "measure__number", "order")

    measure = models.ForeignKey(Measure, models.CASCADE, verbose_name="施策", related_name="related_plans")
    order = models.PositiveSmallIntegerField("順番")
    name = models.CharField("名称", max_length=100)

    history = HistoricalRecords(
        verbose_name="関連する個別計画の履歴", verbose_name_plural="関連する個別計画の履歴"
    )

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
