"""施策評価シート: what a department says of its measure in one year, beside the year's figures."""

from django.db import models
from django.db.models import Q

from indicators.models.reviewed import EDITABLE_STATES, PublishedInPlace, one_open_a_chain
from measures.levels import in_levels
from measures.models import Department, Measure


class EvaluationSheet(PublishedInPlace):
    """One sheet of one measure and year. `figures` holds the figures of the day when it was published.

    The department writes 成果, 課題, 今後の方向性 and its own rating; the plan office adds what the council said and
    its remark. Of the plan nothing is judged here: a rating never changes a verdict.
    """

    class Rating(models.TextChoices):
        A = "A", "A 想定を上回る"
        B = "B", "B 想定どおり"
        C = "C", "C 想定をやや下回る"
        D = "D", "D 想定を下回る"

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="sheets", verbose_name="施策")
    achievements = models.TextField("成果", blank=True, max_length=2000)
    challenges = models.TextField("課題", blank=True, max_length=2000)
    next_steps = models.TextField("今後の方向性", blank=True, max_length=2000)
    rating = models.CharField("自己評価", max_length=1, choices=Rating, blank=True)
    external_evaluation = models.TextField("外部評価（審議会）", blank=True, max_length=2000)
    office_remark = models.TextField("企画課の所見", blank=True, max_length=2000)
    # Whose route it goes: the department of who handed it in, among those that write it.
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提出した課"
    )
    figures = models.JSONField("公表した日の指標", null=True, blank=True)

    class Meta(PublishedInPlace.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "施策評価シート"
        ordering = ["measure", "year", "number"]
        constraints = [
            *PublishedInPlace.Meta.constraints,
            *one_open_a_chain("measure", "sheet", "one_open_sheet"),
            models.CheckConstraint(condition=Q(rating__in=["A", "B", "C", "D", ""]), name="sheet_rating"),
            models.CheckConstraint(
                condition=Q(state__in=EDITABLE_STATES)
                | ~(Q(achievements="") | Q(challenges="") | Q(next_steps="") | Q(rating="")),
                name="sheet_complete",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(figures__isnull=False), name="sheet_keeps_its_figures"
            ),
        ]

    def __str__(self) -> str:
        return f"{in_levels('施策')}{self.measure.number} {self.year}年度 評価シート"
