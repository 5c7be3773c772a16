"""Money (予算と決算): what a 事務事業 was given and cost in one year, and for which initiatives (docs/publication.md §17)."""

from typing import Any

from django.db import models
from django.db.models import Q

from indicators.models.reviewed import EDITABLE_STATES, PublishedInPlace, one_open_a_chain
from measures.models import Department, Plan
from measures.models.natural_key import NaturalKeyModel
from measures.models.person_field import person_field

# Fifteen digits of yen: as many as numbers.py reads.
MOST_YEN = 10**15 - 1


class Project(NaturalKeyModel):
    """A 事務事業 of a plan's years: what a chain of its costs belongs to. Its name is of each record, since it changes.

    `code`: as the accounting system numbers it; where it does not, the name that it had first.
    """

    natural_key_fields = ("plan__slug", "code")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="projects", verbose_name="計画")
    code = models.CharField("事業コード", max_length=100, help_text="会計の表の番号。なければ事業名")

    class Meta:
        verbose_name = verbose_name_plural = "事務事業"
        ordering = ["plan", "code"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="project_once_in_plan"),
            models.CheckConstraint(condition=~Q(code=""), name="project_has_a_code"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def plan_key(self) -> str:
        return self.plan.key


class Spending(PublishedInPlace):
    """One year of a 事務事業: budget and settled cost in yen, labour in persons, None where nothing is said of it.

    `shares`: [code of an initiative, per cent as text] of each initiative that it is for; together 100. Budgets can be
    negative in a file of corrections (△).
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="spendings", verbose_name="事務事業")
    name = models.CharField("事務事業名", max_length=100, blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="spendings", verbose_name="担当課"
    )
    budget = models.BigIntegerField("予算額", null=True, blank=True, help_text="円")
    settled = models.BigIntegerField("決算額", null=True, blank=True, help_text="円")
    labour = models.DecimalField("人工", max_digits=9, decimal_places=2, null=True, blank=True)
    shares = models.JSONField("取組と割合", default=list, blank=True)
    note = models.TextField("説明", blank=True, max_length=500)

    class Meta(PublishedInPlace.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "事務事業の費用"
        ordering = ["project", "year", "number"]
        constraints = [
            *PublishedInPlace.Meta.constraints,
            *one_open_a_chain("project", "spending", "one_open_spending"),
            models.CheckConstraint(
                condition=Q(state__in=EDITABLE_STATES)
                | (~Q(name="") & ~Q(shares=[]) & ~Q(budget__isnull=True, settled__isnull=True)),
                name="spending_complete",
            ),
            models.CheckConstraint(
                condition=(Q(budget__isnull=True) | Q(budget__range=(-MOST_YEN, MOST_YEN)))
                & (Q(settled__isnull=True) | Q(settled__range=(-MOST_YEN, MOST_YEN)))
                & (Q(labour__isnull=True) | Q(labour__gte=0)),
                name="spending_amounts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name or self.project} {self.year}年度"


class MoneyUpload(models.Model):
    """A file of the accounting system as it was read, between the look at it and the step: one a person and plan.

    `raw`: its cells; `layout`: which column is what and in which unit amounts are, {} while nobody has chosen.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="money_uploads", verbose_name="計画")
    year = models.PositiveSmallIntegerField("年度", help_text="西暦")
    name = models.CharField("ファイルの名前", max_length=100)
    sha256 = models.CharField("ファイルの和", max_length=64)
    raw: Any = models.JSONField("読んだままの表", default=dict)
    layout: Any = models.JSONField("列の選び方", default=dict, blank=True)
    uploaded_by = person_field("取り込んだ人")
    uploaded_at = models.DateTimeField("取り込んだ日時")

    class Meta:
        verbose_name = verbose_name_plural = "会計の表"
        ordering = ["plan", "uploaded_at"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "uploaded_by"], name="money_upload_one_a_person")
        ]

    def __str__(self) -> str:
        return self.name
