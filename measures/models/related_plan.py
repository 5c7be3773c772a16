"""Related individual plans (関連する個別計画)."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from measures.models.measure import Measure


class RelatedPlanManager(models.Manager["RelatedPlan"]):
    def get_by_natural_key(self, measure: int, order: int) -> "RelatedPlan":
        return self.get(measure__number=measure, order=order)


class RelatedPlan(models.Model):
    """A related individual plan (関連する個別計画). Where the plan prints なし there are no rows."""

    measure = models.ForeignKey(Measure, models.CASCADE, verbose_name="施策", related_name="related_plans")
    order = models.PositiveSmallIntegerField("順番")
    name = models.CharField("名称", max_length=100)

    history = HistoricalRecords(
        verbose_name="関連する個別計画の履歴", verbose_name_plural="関連する個別計画の履歴"
    )
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
