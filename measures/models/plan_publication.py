"""That a plan is public: prepared by one person of the office, published as a whole by another (docs/publication.md §13)."""

from django.db import models
from django.db.models import F, Q

from measures.models.natural_key import NaturalKeyModel
from measures.models.person_field import optional_person_field
from measures.models.plan import Plan


class PlanPublication(NaturalKeyModel):
    """A plan goes out, and from which day it is the one in force. Without a published one it is in preparation.

    A draft has no `published_at`; a published row is guarded by triggers. `edition`: which state of the whole plan whoever
    drafted it looked at; "" of one that was loaded.
    """

    natural_key_fields = ("plan__slug",)

    plan = models.OneToOneField(Plan, models.PROTECT, related_name="publication", verbose_name="計画")
    in_force_on = models.DateField(
        "計画が始まる日", help_text="この日から、この計画を現在の計画として表示します。"
    )
    decided_on = models.DateField("決定日", null=True, blank=True)
    reason = models.CharField("説明", max_length=300, help_text="例：議会の議決を経て策定しました。")
    version = models.PositiveIntegerField("保存の回数", default=1, editable=False)
    drafted_by = optional_person_field("下書きした人")
    drafted_at = models.DateTimeField("下書きした日時", null=True, blank=True, editable=False)
    edition = models.CharField(
        "確かめた内容", max_length=64, blank=True, editable=False, help_text="下書きした人が見た計画の要約値"
    )
    published_at = models.DateTimeField("公表日時", null=True, blank=True)
    published_by = optional_person_field("公表した人")

    class Meta:
        verbose_name = verbose_name_plural = "計画の公表"
        ordering = ["plan", "published_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="plan_publication_reason"),
            # Who did it is unknown of a plan that was loaded: unknown passes.
            models.CheckConstraint(
                condition=~Q(published_by=F("drafted_by")) | Q(published_by__isnull=True),
                name="plan_publication_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}の公表"
