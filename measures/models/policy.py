"""Basic policies (基本政策)."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from measures.models.plan import Plan


class BasicPolicyManager(models.Manager["BasicPolicy"]):
    def get_by_natural_key(self, plan_slug: str, number: str) -> "BasicPolicy":
        return self.get(plan__slug=plan_slug, number=number)


class BasicPolicy(models.Model):
    """A basic policy (基本政策01 …). The number is text because the plan prints its leading zero."""

    plan = models.ForeignKey(Plan, models.PROTECT, verbose_name="計画", related_name="policies")
    number = models.CharField(
        "番号",
        max_length=2,
        validators=[RegexValidator(r"\A[0-9]{2}\Z", "2桁の半角数字で入力してください。")],
    )
    name = models.CharField("名称", max_length=100)

    history = HistoricalRecords(verbose_name="基本政策の履歴", verbose_name_plural="基本政策の履歴")
    objects = BasicPolicyManager()

    class Meta:
        verbose_name = verbose_name_plural = "基本政策"
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="policy_unique_number"),
            models.CheckConstraint(name="policy_has_name", condition=~Q(number="") & ~Q(name="")),
        ]

    def __str__(self) -> str:
        return f"基本政策{self.number} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("public:policy", args=[self.number])

    def natural_key(self) -> tuple[str, str]:
        return (*self.plan.natural_key(), self.number)

    natural_key.dependencies = ["measures.plan"]  # type: ignore[attr-defined]
