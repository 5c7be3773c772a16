"""Measures (施策) and their goals."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from measures.addresses import reverse_of
from measures.levels import in_levels
from measures.models.natural_key import NaturalKeyModel
from measures.models.plan import Plan
from measures.models.policy import BasicPolicy


class Measure(NaturalKeyModel):
    """A measure (施策 41 …) with its goal (目標). Its number is its plan's."""

    natural_key_fields = ("plan__slug", "number")

    # That of its policy, which a trigger holds (indicators/guards.py): here for the number, which is one plan's.
    plan = models.ForeignKey(Plan, models.PROTECT, verbose_name="計画", related_name="measures")
    policy = models.ForeignKey(BasicPolicy, models.PROTECT, verbose_name="基本政策", related_name="measures")
    number = models.PositiveSmallIntegerField("番号")
    name = models.CharField("名称", max_length=100)
    goal = models.CharField("目標（要約）", max_length=200, blank=True)
    goal_original = models.TextField("目標（原文）", blank=True)
    ended_on = models.DateField("終了した日", null=True, blank=True, help_text="計画の途中で終了した施策だけ")

    history = HistoricalRecords(verbose_name="施策の履歴", verbose_name_plural="施策の履歴")

    class Meta:
        verbose_name = verbose_name_plural = "施策"
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="measure_unique_number"),
            models.CheckConstraint(
                name="measure_has_name", condition=~Q(name="") & (~Q(goal="") | ~Q(goal_original=""))
            ),
        ]

    def __str__(self) -> str:
        return f"{in_levels('施策')}{self.number} {self.name}"

    def clean(self) -> None:
        """Refuse a policy of another plan; the database would refuse it without a word."""
        if self.policy_id and self.plan_id and self.policy.plan_id != self.plan_id:
            raise ValidationError({"policy": "この計画の基本政策を選んでください。"})

    @property
    def goal_words(self) -> str:
        """What a page says: 要約, or 原文 where nobody has restated it."""
        return self.goal or self.goal_original

    def get_absolute_url(self) -> str:
        return reverse_of(self, "public:measure", self.number)

    @property
    def plan_key(self) -> str:
        """The name of its plan in addresses."""
        return self.plan.key
