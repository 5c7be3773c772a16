"""Result: the working record of one value of one year, from draft to published (docs/progress.md §2, docs/publication.md §2)."""

from django.db import models
from django.db.models import Q

from indicators.evidence.links import LONGEST_URL
from indicators.models.indicator import Indicator
from indicators.models.reviewed import EDITABLE_STATES, OPEN_STATES, Reviewed, one_open_a_chain
from indicators.models.vocabulary import (
    CARRIES_VALUE,
    CHAIN_STARTS_WITH_FIRST,
    COMPLETE,
    LONGEST_WHY,
    REASON_GIVEN,
    SOURCE_HTTPS,
    FigureField,
    Kind,
    parts_of,
)
from indicators.progress import ValueState


class ResultQuerySet(models.QuerySet["Result"]):
    def open(self) -> "ResultQuerySet":
        """Not yet published: what somebody still has to act on."""
        return self.filter(state__in=OPEN_STATES)

    def editable(self) -> "ResultQuerySet":
        return self.filter(state__in=EDITABLE_STATES)

    def of(self, indicator: Indicator, year: int) -> "ResultQuerySet":
        return self.filter(indicator=indicator, year=year)


class Result(Reviewed):
    """One record of a chain. The first is typed by staff; later ones are 確定, 更新, 訂正, 改定 or 取下げ.

    `value` in the indicator's unit. Published it is a Publication, and the record stays as it was.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="results", verbose_name="指標")
    kind = models.CharField("種別", max_length=10, choices=Kind, default=Kind.FIRST)
    value_state = models.CharField("値の状態", max_length=15, choices=ValueState.choices, blank=True)
    value = FigureField("値", null=True, blank=True)
    note = models.TextField("説明", blank=True, max_length=1000, help_text="市民に公表されます")
    as_of = models.DateField("時点", null=True, blank=True)
    expected_on = models.DateField("公表予定日", null=True, blank=True)
    source = models.CharField("出典", max_length=200, blank=True)
    source_url = models.CharField("出典のリンク", max_length=LONGEST_URL, blank=True)
    numerator = FigureField("分子", null=True, blank=True)
    denominator = FigureField("分母", null=True, blank=True)
    respondents = models.PositiveIntegerField("回答数", null=True, blank=True)
    shortfall_reason = models.CharField("届かない理由", max_length=LONGEST_WHY, blank=True)
    next_step = models.CharField("次にすること", max_length=LONGEST_WHY, blank=True)
    kept_open = models.BooleanField("締めた後も入力を受け付ける", default=False)

    objects = ResultQuerySet.as_manager()

    class Meta(Reviewed.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "実績の入力"
        ordering = ["indicator", "year", "number"]
        constraints = [
            *Reviewed.Meta.constraints,
            *one_open_a_chain("indicator", "result", "one_open_result_a_value"),
            *parts_of("result"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="result_kind"),
            models.CheckConstraint(
                condition=Q(value_state__in=[*ValueState.values, ""]), name="result_value_state"
            ),
            models.CheckConstraint(condition=CHAIN_STARTS_WITH_FIRST, name="result_chain_start"),
            models.CheckConstraint(condition=REASON_GIVEN, name="result_change_reason"),
            models.CheckConstraint(condition=SOURCE_HTTPS, name="result_source_https"),
            # Even a draft never holds a value beside a state that says there is none.
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value_state__in=[*CARRIES_VALUE, ""]),
                name="result_value_fits_state",
            ),
            models.CheckConstraint(
                condition=Q(state__in=EDITABLE_STATES) | COMPLETE, name="result_complete_when_submitted"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}年度 {self.get_state_display()}"
