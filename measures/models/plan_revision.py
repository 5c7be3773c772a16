"""A mid-plan revision (中間見直し): drafts of wording and of rules that change together, from a day on, with one reason."""

from django.db import models
from django.db.models import F, Q

from measures.models.person_field import optional_person_field
from measures.models.plan import Plan


class PlanRevision(models.Model):
    """Gathers drafts that wait, and takes them into the plan in one transaction: at once, or on `effective_on`.

    `gathered`: [key, what it is of] of each draft, the key kind:id:version as it was looked at ("wording:5:3"). Confirmed by a second
    person it waits for its day, and can be withdrawn until then. Once it is in, it is fixed.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="revisions", verbose_name="計画")
    title = models.CharField("題名", max_length=100)
    reason = models.CharField("理由", max_length=300)
    decided_on = models.DateField("決めた日", null=True, blank=True)
    effective_on = models.DateField("この日から", null=True, blank=True, help_text="空なら確かめたときから")
    gathered = models.JSONField("まとめた下書き", default=list)
    version = models.PositiveIntegerField("保存の回数", default=1)
    created_by = optional_person_field("はじめた人")
    edited_by = optional_person_field("最後に保存した人")
    edited_at = models.DateTimeField("最後に保存した日時")
    confirmed_at = models.DateTimeField("確かめた日時", null=True, blank=True)
    confirmed_by = optional_person_field("確かめた人")
    published_at = models.DateTimeField("反映した日時", null=True, blank=True)
    refusal = models.CharField("反映できなかった理由", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "中間見直し"
        ordering = ["plan", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(reason=""), name="revision_says_why"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(confirmed_by__isnull=False),
                name="revision_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | (~Q(confirmed_by=F("created_by")) & ~Q(confirmed_by=F("edited_by"))),
                name="revision_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def author_ids(self) -> frozenset[int]:
        return frozenset(pk for pk in (self.created_by_id, self.edited_by_id) if pk is not None)

    @property
    def keys(self) -> list[str]:
        return [key for key, _ in self.gathered]

    @property
    def what(self) -> str:
        """All that it changes, in words."""
        return "、".join(what for _, what in self.gathered)

    @property
    def waits(self) -> bool:
        """Whether it is confirmed, and its day has not come."""
        return self.confirmed_at is not None and self.published_at is None
