"""Batch: several values that go out together, under one title, at once or at a moment set before (docs/publication.md §7)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from indicators.models.drafted import Drafted
from indicators.models.indicator import Indicator
from indicators.models.result import Result
from indicators.models.vocabulary import all_or_none
from measures.models.person_field import optional_person_field, person_field


class BatchQuerySet(models.QuerySet["Batch"]):
    def waiting(self) -> "BatchQuerySet":
        """Scheduled, and neither out nor given up."""
        return self.filter(published_at__isnull=True, cancelled_at__isnull=True)


class Batch(models.Model):
    """令和7年度実績の公表: what citizens read as one announcement. Its publications name it.

    `published_at` is the moment at which it really went out, whatever it was scheduled for.
    """

    title = models.CharField("題名", max_length=100)
    announced_on = models.DateField("公表の日付")
    created_at = models.DateTimeField("作成した日時")
    created_by = person_field("作成した人")
    scheduled_for = models.DateTimeField("予約した日時", null=True, blank=True)
    published_at = models.DateTimeField("公表した日時", null=True, blank=True)
    cancelled_at = models.DateTimeField("予約を取り消した日時", null=True, blank=True)
    cancelled_by = optional_person_field("予約を取り消した人")

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "一括公表"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="batch_has_a_title"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(cancelled_at__isnull=True),
                name="batch_out_or_cancelled",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=False) | Q(scheduled_for__isnull=False),
                name="batch_out_or_scheduled",
            ),
            models.CheckConstraint(
                condition=all_or_none("cancelled_at", "cancelled_by"), name="batch_cancelled_by_someone"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_waiting(self) -> bool:
        return self.published_at is None and self.cancelled_at is None


class BatchCorrection(Drafted):
    """The title and day of a batch that is out, said anew: the newest published number stands.

    What was said before stays beside it, so that the public list can show both, and a past day its own. A batch has one
    draft at most, which has the next number.
    """

    key = "batch"
    word = "公表の題名と日付"
    chain = ("batch",)
    content: ClassVar[tuple[str, ...]] = ("title", "announced_on")

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="corrections", verbose_name="一括公表")
    number = models.PositiveSmallIntegerField("回")
    old_title = models.CharField("前の題名", max_length=100)
    old_announced_on = models.DateField("前の公表の日付")
    title = models.CharField("題名", max_length=100)
    announced_on = models.DateField("公表の日付")

    class Meta:
        verbose_name = verbose_name_plural = "一括公表の訂正"
        ordering = ["batch", "number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="batch_correction_number"),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(reason="") & Q(number__gte=1), name="batch_correction_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（訂正{self.number}）"

    @classmethod
    def published_as(cls) -> str:
        return "batch_corrected"


class BatchItem(models.Model):
    """One value of a batch, at the edit that was looked at. `refusal` says why it stayed behind."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="items", verbose_name="一括公表")
    # Empty where the draft was given up: the value is still named.
    result = models.ForeignKey(
        Result, models.SET_NULL, null=True, related_name="batch_items", verbose_name="入力の記録"
    )
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name="指標")
    year = models.PositiveSmallIntegerField("年度", help_text="西暦")
    version = models.PositiveIntegerField("保存の回数")
    refusal = models.CharField("公表できなかった理由", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "一括公表の値"
        ordering = ["batch", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "indicator", "year"], name="value_once_in_batch")
        ]

    def __str__(self) -> str:
        return f"{self.batch} {self.indicator} {self.year}年度"
