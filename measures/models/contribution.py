"""What the city and what citizens do for a measure (市・市民等の取組)."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from measures.models.measure import Measure
from measures.models.natural_key import NaturalKeyModel


class Contribution(NaturalKeyModel):
    """What the city, or citizens and others, contribute to a measure (市の取組 / 市民等の取組)."""

    natural_key_fields = ("measure__plan__slug", "measure__number", "actor", "order")

    class Actor(models.TextChoices):
        CITY = "city", "市の取組"
        CITIZENS = "citizens", "市民等の取組"

    measure = models.ForeignKey(Measure, models.CASCADE, verbose_name="施策", related_name="contributions")
    actor = models.CharField("主体", max_length=8, choices=Actor.choices)
    order = models.PositiveSmallIntegerField("順番")
    summary = models.CharField("要約", max_length=200, blank=True)
    original = models.TextField("原文", blank=True)

    history = HistoricalRecords(
        verbose_name="市・市民等の取組の履歴", verbose_name_plural="市・市民等の取組の履歴"
    )

    class Meta:
        verbose_name = verbose_name_plural = "市・市民等の取組"
        # "city" would come after "citizens" by the alphabet; the plan puts the city first.
        ordering = ["measure", models.Case(models.When(actor="city", then=0), default=1), "order"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "actor", "order"], name="contribution_unique_order"),
            models.CheckConstraint(
                name="contribution_known_actor", condition=Q(actor__in=["city", "citizens"])
            ),
            models.CheckConstraint(name="contribution_has_text", condition=~Q(summary="") | ~Q(original="")),
        ]

    def __str__(self) -> str:
        return f"{self.measure.number} {self.get_actor_display()}{self.order}"

    @property
    def words(self) -> str:
        """What a page says: 要約, or 原文 where nobody has restated it."""
        return self.summary or self.original
