"""What somebody brings in of a whole plan, kept between the look at it and the step; and how the office's own table is read."""

from typing import Any

from django.db import models
from django.db.models import Q

from indicators.models.vocabulary import all_or_none
from measures.models import Plan
from measures.models.person_field import optional_person_field, person_field


class PlanUpload(models.Model):
    """A file of a plan as it was read: of one person one a plan, gone once it is in the plan or given up.

    `tables`: the plan's tables as the file says them (indicators/plan_tables/); `raw`: sheets of another layout as they
    stand, of which somebody chooses what each column is. Handed in, it waits for another person of the
    office, who publishes all of it at once, or from a day on: then only what they saw goes out (`approved_sum`).
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="uploads", verbose_name="計画")
    name = models.CharField("ファイルの名前", max_length=100)
    tables: Any = models.JSONField("内容", default=dict)
    raw: Any = models.JSONField("読んだままの表", default=dict, blank=True)
    warnings: Any = models.JSONField("注意", default=list, blank=True)
    deletes = models.BooleanField("ファイルにない行を消す", default=False)
    reason = models.CharField("理由", max_length=300, blank=True)
    version = models.PositiveIntegerField("保存の回数", default=1)
    uploaded_by = person_field("取り込んだ人")
    uploaded_at = models.DateTimeField("取り込んだ日時")
    handed_in_at = models.DateTimeField("公表を頼んだ日時", null=True, blank=True)
    publish_on = models.DateField("公表する日", null=True, blank=True)
    approved_by = optional_person_field("公表を決めた人")
    approved_sum = models.CharField("決めたときの内容の和", max_length=16, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "計画のファイル"
        ordering = ["plan", "uploaded_at"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "uploaded_by"], name="plan_upload_one_a_person"),
            models.CheckConstraint(
                condition=Q(handed_in_at__isnull=True) | ~Q(reason=""), name="plan_upload_reason"
            ),
            models.CheckConstraint(
                condition=all_or_none("publish_on", "approved_by")
                & (Q(publish_on__isnull=True) | Q(handed_in_at__isnull=False)),
                name="plan_upload_approved",
            ),
            models.CheckConstraint(
                condition=~Q(approved_by=models.F("uploaded_by")) | Q(approved_by__isnull=True),
                name="plan_upload_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.name}"

    @property
    def author_ids(self) -> set[int]:
        """Who brought it in: they may not publish it."""
        return {self.uploaded_by_id}


class TableLayout(models.Model):
    """Which column of the office's own table is what, as it was chosen last: of each plan. `money`: of the accounting
    system's table, with the unit of its amounts."""

    plan = models.OneToOneField(Plan, models.CASCADE, related_name="table_layout", verbose_name="計画")
    content: Any = models.JSONField("列の選び方", default=dict)
    money: Any = models.JSONField("会計の表の列の選び方", default=dict, blank=True)
    edited_by = optional_person_field("選んだ人")
    edited_at = models.DateTimeField("選んだ日時")

    class Meta:
        verbose_name = verbose_name_plural = "表の列の選び方"

    def __str__(self) -> str:
        return f"{self.plan}の表の列"
