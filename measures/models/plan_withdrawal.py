"""That a plan was loaded by mistake and is gone from every page: asked by one of the office, carried out by another (docs/trust.md)."""

from django.db import models
from django.db.models import F, Q

from measures.models.person_field import optional_person_field, person_field
from measures.models.plan import Plan


class PlanWithdrawal(models.Model):
    """Nothing of the plan is deleted; `key` and `slug` are what it was called until then, and free again.

    One that is only asked for has no `withdrawn_at`.
    """

    plan = models.OneToOneField(Plan, models.PROTECT, related_name="withdrawal", verbose_name="計画")
    key = models.CharField("アドレスでの名前", max_length=20)
    slug = models.CharField("識別名", max_length=50)
    reason = models.CharField("理由", max_length=300)
    asked_at = models.DateTimeField("申し出た日時")
    asked_by = person_field("申し出た人")
    withdrawn_at = models.DateTimeField("取り下げた日時", null=True, blank=True)
    withdrawn_by = optional_person_field("取り下げた人")

    class Meta:
        verbose_name = verbose_name_plural = "計画の取下げ"
        ordering = ["asked_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="plan_withdrawal_reason"),
            models.CheckConstraint(
                condition=~Q(withdrawn_by=F("asked_by")) | Q(withdrawn_by__isnull=True),
                name="plan_withdrawal_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}の取下げ"
