"""Redaction: a passage of text that had to go by law, such as a person's name (docs/publication.md §10)."""

from typing import Any

from django.db import models
from django.db.models import Q

from indicators.models.comparison import ComparisonSeries
from indicators.models.indicator import Indicator
from measures.models import Measure
from measures.models.person_field import optional_person_field, person_field


class Redaction(models.Model):
    """One passage, proposed by one person and carried out by another; figures are never redacted.

    The passage itself is kept only until it is carried out; what stays is each text's hash (RedactedText), who, when
    and why. `kept` names the things whose text stays as it is, as workflow/redactions/places.py calls them.
    """

    passage = models.CharField("消す文字列", max_length=300, blank=True)
    reason = models.CharField("理由", max_length=300)
    kept = models.JSONField("文を残すもの", default=list, blank=True)
    proposed_at = models.DateTimeField("申し出た日時")
    proposed_by = person_field("申し出た人")
    carried_out_at = models.DateTimeField("消した日時", null=True, blank=True)
    carried_out_by = optional_person_field("消した人")
    closed_at = models.DateTimeField("終えた日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "文の削除"
        ordering = ["-proposed_at", "-pk"]
        constraints = [
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
        return f"{self.proposed_at:%Y-%m-%d} 文の削除"


def _about(model: Any, verbose_name: str) -> Any:
    return models.ForeignKey(
        model, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=verbose_name
    )


class RedactedText(models.Model):
    """One text that lost the passage: where it stands, and its hash as it was, for whoever holds the text itself.

    Written before the text changes: while its redaction is open (carried out and not closed, so within that
    transaction alone) the guards let exactly this column of this row change. Of a text about an indicator,
    a measure or a series, it names that.
    """

    redaction = models.ForeignKey(Redaction, models.PROTECT, related_name="texts", verbose_name="文の削除")
    table_name = models.CharField("表", max_length=63)
    row_id = models.CharField("行", max_length=64)
    column_name = models.CharField("列", max_length=63)
    sha256 = models.CharField("もとの文のSHA-256", max_length=64)
    is_public = models.BooleanField("公表していた文", default=False)
    indicator = _about(Indicator, "指標")
    measure = _about(Measure, "施策")
    series = _about(ComparisonSeries, "比較系列")
    year = models.PositiveSmallIntegerField("年度", null=True, blank=True, help_text="西暦")

    class Meta:
        verbose_name = verbose_name_plural = "削除のあった文"
        ordering = ["redaction", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["redaction", "table_name", "row_id", "column_name"], name="text_redacted_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table_name} {self.row_id} {self.column_name} {self.sha256}"
