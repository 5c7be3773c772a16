"""Result: the working record of one value of one year, from draft to published (figures.md §3, §5)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from indicators.models.indicator import Indicator
from indicators.models.vocabulary import (
    CARRIES_VALUE,
    CHAIN_STARTS_WITH_FIRST,
    COMPLETE,
    REASON_GIVEN,
    YEAR_FROM,
    YEAR_TO,
    FigureField,
    Kind,
    WorkflowState,
)
from indicators.progress import ValueState

OPEN_STATES = (WorkflowState.DRAFT, WorkflowState.RETURNED, WorkflowState.SUBMITTED)
EDITABLE_STATES = (WorkflowState.DRAFT, WorkflowState.RETURNED)


class ResultQuerySet(models.QuerySet["Result"]):
    def open(self) -> "ResultQuerySet":
        """Not yet published: what somebody still has to act on."""
        return self.filter(state__in=OPEN_STATES)

    def editable(self) -> "ResultQuerySet":
        return self.filter(state__in=EDITABLE_STATES)

    def of(self, indicator: Indicator, year: int) -> "ResultQuerySet":
        return self.filter(indicator=indicator, year=year)

    def at(self, edit_number: int) -> "ResultQuerySet":
        """Only if nobody has saved since `edit_number` was read: keeps edits from being lost."""
        return self.filter(edit_number=edit_number)


class Result(models.Model):
    """One record of a chain. The first is typed by staff; later ones are 確定, 訂正, 改定 or 取下げ.

    Written by workflow.py alone. `value` in the indicator's unit; `edit_number` grows by one at each save.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="results", verbose_name="指標")
    year = models.PositiveSmallIntegerField("年度", help_text="西暦")
    number = models.PositiveSmallIntegerField("回", default=1)
    kind = models.CharField("種別", max_length=10, choices=Kind, default=Kind.FIRST)
    reason = models.CharField("変更の理由", max_length=300, blank=True)
    state = models.CharField("進み", max_length=10, choices=WorkflowState, default=WorkflowState.DRAFT)
    value_state = models.CharField("値の状態", max_length=15, choices=ValueState.choices, blank=True)
    value = FigureField("値", null=True, blank=True)
    note = models.TextField("説明", blank=True, max_length=1000, help_text="市民に公表されます")
    as_of = models.DateField("時点", null=True, blank=True)
    expected_on = models.DateField("公表予定日", null=True, blank=True)
    edit_number = models.PositiveIntegerField("保存の回数", default=1)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="入力した人"
    )
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="最後に保存した人"
    )
    edited_at = models.DateTimeField("最後に保存した日時")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="提出した人",
    )
    submitted_at = models.DateTimeField("提出した日時", null=True, blank=True)
    return_reason = models.CharField("差戻しの理由", max_length=300, blank=True)
    kept_open = models.BooleanField("締めた後も入力を受け付ける", default=False)

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "実績の入力"
        ordering = ["indicator", "year", "number"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "year", "number"], name="result_number_in_chain"),
            models.UniqueConstraint(
                fields=["indicator", "year"],
                condition=Q(state__in=OPEN_STATES),
                name="one_open_result_a_value",
            ),
            models.CheckConstraint(condition=Q(state__in=WorkflowState.values), name="result_state"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="result_kind"),
            models.CheckConstraint(
                condition=Q(value_state__in=[*ValueState.values, ""]), name="result_value_state"
            ),
            models.CheckConstraint(condition=Q(year__range=(YEAR_FROM, YEAR_TO)), name="result_year"),
            models.CheckConstraint(condition=CHAIN_STARTS_WITH_FIRST, name="result_chain_start"),
            models.CheckConstraint(condition=REASON_GIVEN, name="result_change_reason"),
            # Even a draft never holds a value beside a state that says there is none.
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value_state__in=[*CARRIES_VALUE, ""]),
                name="result_value_fits_state",
            ),
            models.CheckConstraint(
                condition=Q(state__in=EDITABLE_STATES) | COMPLETE, name="result_complete_when_submitted"
            ),
            models.CheckConstraint(
                condition=Q(submitted_by__isnull=True, submitted_at__isnull=True)
                | Q(submitted_by__isnull=False, submitted_at__isnull=False),
                name="result_submitted_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(state=WorkflowState.DRAFT) | Q(submitted_by__isnull=False),
                name="result_submitted_before_the_rest",
            ),
            models.CheckConstraint(
                condition=~Q(state=WorkflowState.RETURNED) | ~Q(return_reason=""), name="result_return_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}年度 {self.get_state_display()}"

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
        """Who entered, edited last or submitted it: none of them may publish it (figures.md §5)."""
        ids = {self.entered_by_id, self.edited_by_id, self.submitted_by_id}
        return {pk for pk in ids if pk is not None}
