"""Basic policies (基本政策)."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from measures.addresses import reverse_of
from measures.levels import in_levels
from measures.models.natural_key import NaturalKeyModel
from measures.models.plan import Plan


class BasicPolicy(NaturalKeyModel):
    """A basic policy (基本政策01 …). The number is text because the plan prints its leading zero."""

    natural_key_fields = ("plan__slug", "number")

    plan = models.ForeignKey(Plan, models.PROTECT, verbose_name="計画", related_name="policies")
    number = models.CharField(
        "番号",
        max_length=2,
        validators=[RegexValidator(r"\A[0-9]{2}\Z", "2桁の半角数字で入力してください。")],
    )
    name = models.CharField("名称", max_length=100)

    history = HistoricalRecords(verbose_name="基本政策の履歴", verbose_name_plural="基本政策の履歴")

    class Meta:
        verbose_name = verbose_name_plural = "基本政策"
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="policy_unique_number"),
            models.CheckConstraint(name="policy_has_name", condition=~Q(number="") & ~Q(name="")),
        ]

    def __str__(self) -> str:
        return f"{in_levels('基本政策')}{self.number} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse_of(self, "public:policy", self.number)

    @property
    def plan_key(self) -> str:
        """The name of its plan in addresses."""
        return self.plan.key
