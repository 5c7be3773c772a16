"""Main initiatives (主な取組) with their bullets and departments."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from measures.models.department import Department
from measures.models.measure import Measure
from measures.models.natural_key import NaturalKeyModel


class Initiative(NaturalKeyModel):
    """A main initiative of a measure (主な取組, 41-1 …), ordered by number, not by place in the text."""

    natural_key_fields = ("measure__plan__slug", "measure__number", "number")

    measure = models.ForeignKey(Measure, models.CASCADE, verbose_name="施策", related_name="initiatives")
    number = models.PositiveSmallIntegerField("番号", help_text="1-2 の 2")
    name = models.CharField("名称", max_length=100)
    departments = models.ManyToManyField(
        Department, through="InitiativeDepartment", verbose_name="担当課", related_name="initiatives"
    )

    history = HistoricalRecords(verbose_name="主な取組の履歴", verbose_name_plural="主な取組の履歴")

    class Meta:
        verbose_name = verbose_name_plural = "主な取組"
        ordering = ["measure", "number"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "number"], name="initiative_unique_number"),
            models.CheckConstraint(name="initiative_has_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def code(self) -> str:
        """The number as the plan prints it, e.g. "41-1"."""
        return f"{self.measure.number}-{self.number}"

    @property
    def details_in_order(self) -> "list[InitiativeDetail]":
        """Its bullets in the plan's order; no query after prefetch_related("details")."""
        return list(self.details.all())

    @property
    def departments_in_order(self) -> list[Department]:
        """The departments in the plan's order (docs/product.md §7), which `departments.all()` does not keep.

        Costs no query after prefetch_related("participations__department").
        """
        return [participation.department for participation in self.participations.all()]


class InitiativeDetail(NaturalKeyModel):
    """A ▶▶ bullet of an initiative."""

    natural_key_fields = (
        "initiative__measure__plan__slug",
        "initiative__measure__number",
        "initiative__number",
        "order",
    )

    initiative = models.ForeignKey(
        Initiative, models.CASCADE, verbose_name="主な取組", related_name="details"
    )
    order = models.PositiveSmallIntegerField("順番")
    summary = models.CharField("要約", max_length=200, blank=True)
    original = models.TextField("原文", blank=True)

    history = HistoricalRecords(
        verbose_name="主な取組の内容の履歴", verbose_name_plural="主な取組の内容の履歴"
    )

    class Meta:
        verbose_name = verbose_name_plural = "主な取組の内容"
        ordering = ["initiative", "order"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "order"], name="detail_unique_order"),
            models.CheckConstraint(name="detail_has_text", condition=~Q(summary="") | ~Q(original="")),
        ]

    def __str__(self) -> str:
        return f"{self.initiative.code} 内容{self.order}"

    @property
    def words(self) -> str:
        """What a page says: 要約, or 原文 where nobody has restated it."""
        return self.summary or self.original


class InitiativeDepartment(NaturalKeyModel):
    """A department's part in an initiative, in the plan's order. The plan names no lead among them."""

    natural_key_fields = (
        "initiative__measure__plan__slug",
        "initiative__measure__number",
        "initiative__number",
        "department__slug",
    )

    initiative = models.ForeignKey(
        Initiative, models.CASCADE, verbose_name="主な取組", related_name="participations"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, verbose_name="担当課", related_name="participations"
    )
    order = models.PositiveSmallIntegerField("順番")

    history = HistoricalRecords(
        verbose_name="主な取組の担当課の履歴", verbose_name_plural="主な取組の担当課の履歴"
    )

    class Meta:
        verbose_name = verbose_name_plural = "主な取組の担当課"
        ordering = ["initiative", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "department"], name="participation_unique_department"
            ),
            models.UniqueConstraint(fields=["initiative", "order"], name="participation_unique_order"),
        ]

    def __str__(self) -> str:
        return f"{self.initiative.code} {self.department}"
