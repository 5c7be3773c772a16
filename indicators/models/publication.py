"""Publication: what citizens see. Append-only, in code and by triggers (docs/publication.md §1, §12)."""

from django.db import models
from django.db.models import Q

from indicators.evidence.links import LONGEST_URL
from indicators.models.batch import Batch
from indicators.models.indicator import Indicator
from indicators.models.result import Result
from indicators.models.vocabulary import (
    CHAIN_STARTS_WITH_FIRST,
    COMPLETE,
    LONGEST_WHY,
    REASON_GIVEN,
    SOURCE_HTTPS,
    YEAR_FROM,
    YEAR_TO,
    FigureField,
    Kind,
    parts_of,
)
from indicators.progress import ValueState
from measures.models.person_field import person_field


class Publication(models.Model):
    """One published record of a chain: a copy of the value as it went out, never changed afterwards.

    The newest number of a chain is the figure that stands; the others are shown struck through, but for 確定 and 更新.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="publications", verbose_name="指標")
    year = models.PositiveSmallIntegerField("年度", help_text="西暦")
    number = models.PositiveSmallIntegerField("回")
    kind = models.CharField("種別", max_length=10, choices=Kind)
    reason = models.CharField("変更の理由", max_length=300, blank=True)
    value_state = models.CharField("値の状態", max_length=15, choices=ValueState.choices, blank=True)
    value = FigureField("値", null=True, blank=True)
    note = models.TextField("説明", blank=True, max_length=1000)
    as_of = models.DateField("時点", null=True, blank=True)
    expected_on = models.DateField("公表予定日", null=True, blank=True)
    source = models.CharField("出典", max_length=200, blank=True)
    source_url = models.CharField("出典のリンク", max_length=LONGEST_URL, blank=True)
    numerator = FigureField("分子", null=True, blank=True)
    denominator = FigureField("分母", null=True, blank=True)
    respondents = models.PositiveIntegerField("回答数", null=True, blank=True)
    shortfall_reason = models.CharField("届かない理由", max_length=LONGEST_WHY, blank=True)
    next_step = models.CharField("次にすること", max_length=LONGEST_WHY, blank=True)
    result = models.OneToOneField(
        Result, models.PROTECT, related_name="publication", verbose_name="入力の記録"
    )
    batch = models.ForeignKey(
        Batch, models.PROTECT, null=True, blank=True, related_name="publications", verbose_name="一括公表"
    )
    published_at = models.DateTimeField("公表した日時")
    published_by = person_field("公表した人")

    class Meta:
        verbose_name = verbose_name_plural = "公表"
        ordering = ["indicator", "year", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "year", "number"], name="publication_number_in_chain"
            ),
            *parts_of("publication"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="publication_kind"),
            models.CheckConstraint(
                condition=Q(value_state__in=[*ValueState.values, ""]), name="publication_value_state"
            ),
            models.CheckConstraint(condition=Q(year__range=(YEAR_FROM, YEAR_TO)), name="publication_year"),
            models.CheckConstraint(condition=COMPLETE, name="publication_complete"),
            models.CheckConstraint(condition=REASON_GIVEN, name="publication_change_reason"),
            models.CheckConstraint(condition=SOURCE_HTTPS, name="publication_source_https"),
            models.CheckConstraint(condition=CHAIN_STARTS_WITH_FIRST, name="publication_chain_start"),
        ]
        indexes = [models.Index(fields=["published_at"], name="publication_by_time")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}年度 第{self.number}回（{self.get_kind_display()}）"
