"""Redaction: a passage of a published text that had to go by law, such as a person's name (docs/publication.md §10)."""

from django.db import models
from django.db.models import Q

from indicators.models.indicator import Indicator
from indicators.models.vocabulary import YEAR_FROM, YEAR_TO, optional_person_field, person_field


class Redaction(models.Model):
    """One passage, proposed by one person and carried out by another; figures are never redacted.

    The passage itself is kept only until it is carried out; what stays is the hash of each text as it was, who, when
    and why. While `carried_out_at` is set and `closed_at` is not, and only within that transaction, the guards let
    the texts of this value be blanked.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="redactions", verbose_name="指標")
    year = models.PositiveSmallIntegerField("年度", help_text="西暦")
    passage = models.CharField("消す文字列", max_length=300, blank=True)
    reason = models.CharField("理由", max_length=300)
    hashes = models.JSONField("もとの文のSHA-256", default=list, blank=True)
    proposed_at = models.DateTimeField("申し出た日時")
    proposed_by = person_field("申し出た人")
    carried_out_at = models.DateTimeField("消した日時", null=True, blank=True)
    carried_out_by = optional_person_field("消した人")
    closed_at = models.DateTimeField("終えた日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "文の削除"
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(year__range=(YEAR_FROM, YEAR_TO)), name="redaction_year"),
            models.CheckConstraint(condition=~Q(reason=""), name="redaction_reason"),
            models.CheckConstraint(
                condition=Q(carried_out_at__isnull=True, carried_out_by__isnull=True, closed_at__isnull=True)
                | Q(carried_out_at__isnull=False, carried_out_by__isnull=False),
                name="redaction_by_someone",
            ),
            # Once it is done, the passage is nowhere any more.
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, passage__gt="") | Q(closed_at__isnull=False, passage=""),
                name="redaction_forgets_the_passage",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}年度 文の削除"
