"""Measures (施策) and their goals."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from measures.models.natural_key import NaturalKeyModel
from measures.models.policy import BasicPolicy


class Measure(NaturalKeyModel):
    """A measure (施策 41 …) with its goal (目標)."""

    natural_key_fields = ("number",)

    policy = models.ForeignKey(BasicPolicy, models.PROTECT, verbose_name="基本政策", related_name="measures")
    number = models.PositiveSmallIntegerField("番号", unique=True)
    name = models.CharField("名称", max_length=100)
    goal = models.CharField("目標（要約）", max_length=200)
    goal_original = models.TextField("目標（原文）", blank=True)

    history = HistoricalRecords(verbose_name="施策の履歴", verbose_name_plural="施策の履歴")

    class Meta:
        verbose_name = verbose_name_plural = "施策"
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(name="measure_has_name", condition=~Q(name="") & ~Q(goal="")),
        ]

    def __str__(self) -> str:
        return f"施策{self.number} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("public:measure", args=[self.number])
