"""Reviewed: a record that goes from draft to published by four eyes, and is fixed from then on (docs/publication.md §2, §4)."""

from django.db import models
from django.db.models import Q

from indicators.models.vocabulary import (
    YEAR_FROM,
    YEAR_TO,
    WorkflowState,
)
from measures.models.person_field import optional_person_field, person_field

OPEN_STATES = (WorkflowState.DRAFT, WorkflowState.RETURNED, WorkflowState.SUBMITTED)
EDITABLE_STATES = (WorkflowState.DRAFT, WorkflowState.RETURNED)


def one_open_a_chain(owner: str, word: str, one_open: str) -> list[models.BaseConstraint]:
    """Numbers are given once in a chain, and one of its records at most is open."""
    return [
        models.UniqueConstraint(fields=[owner, "year", "number"], name=f"{word}_number_in_chain"),
        models.UniqueConstraint(fields=[owner, "year"], condition=Q(state__in=OPEN_STATES), name=one_open),
    ]


class Reviewed(models.Model):
    """One record of a chain of a year. Number 1 is the first; a later one replaces it and says why.

    Written by workflow/review/ alone; `version` grows by one at each step. A subclass names what a chain belongs
    to, adds its contents, and says which of them a record must have before other eyes see it.
    """

    year = models.PositiveSmallIntegerField("年度", help_text="西暦")
    number = models.PositiveSmallIntegerField("回", default=1)
    reason = models.CharField("変更の理由", max_length=300, blank=True)
    state = models.CharField("進み", max_length=10, choices=WorkflowState, default=WorkflowState.DRAFT)
    version = models.PositiveIntegerField("保存の回数", default=1)
    entered_by = person_field("入力した人")
    edited_by = person_field("最後に保存した人")
    edited_at = models.DateTimeField("最後に保存した日時")
    submitted_by = optional_person_field("提出した人")
    submitted_at = models.DateTimeField("提出した日時", null=True, blank=True)
    return_reason = models.CharField("差戻しの理由", max_length=300, blank=True)
    # At which level of its department's route a submitted record waits (models/approval.py); 0 is the plan office.
    approval_level = models.PositiveSmallIntegerField("承認を待つ段", default=0)
    # When somebody who may act on it first opened or moved it: from then on it is not taken back.
    looked_at = models.DateTimeField("初めて見られた日時", null=True, blank=True)
    decision_number = models.CharField("決裁番号", max_length=60, blank=True, help_text="公表されません")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(state__in=WorkflowState.values), name="%(class)s_state"),
            models.CheckConstraint(
                condition=Q(year__range=(YEAR_FROM, YEAR_TO), number__gte=1), name="%(class)s_year"
            ),
            models.CheckConstraint(
                condition=Q(state=WorkflowState.DRAFT, submitted_by__isnull=True, submitted_at__isnull=True)
                | Q(submitted_by__isnull=False, submitted_at__isnull=False),
                name="%(class)s_submitted_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state=WorkflowState.RETURNED) | ~Q(return_reason=""),
                name="%(class)s_return_reason",
            ),
            models.CheckConstraint(
                condition=Q(approval_level=0) | Q(state=WorkflowState.SUBMITTED), name="%(class)s_level"
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE_STATES

    @property
    def is_change(self) -> bool:
        return self.number > 1

    @property
    def author_ids(self) -> set[int]:
        """Who entered, edited last or submitted it: none of them may publish it."""
        ids = {self.entered_by_id, self.edited_by_id, self.submitted_by_id}
        return {pk for pk in ids if pk is not None}


class PublishedInPlace(Reviewed):
    """Its published row is what citizens see: guarded by triggers, and the newest published number stands."""

    published_at = models.DateTimeField("公表した日時", null=True, blank=True)
    published_by = optional_person_field("公表した人")

    class Meta(Reviewed.Meta):
        abstract = True
        constraints = [
            *Reviewed.Meta.constraints,
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="%(class)s_change_reason"),
            models.CheckConstraint(
                condition=Q(
                    state=WorkflowState.PUBLISHED, published_at__isnull=False, published_by__isnull=False
                )
                | (
                    ~Q(state=WorkflowState.PUBLISHED)
                    & Q(published_at__isnull=True, published_by__isnull=True)
                ),
                name="%(class)s_published_by_someone",
            ),
        ]
