"""外部評価の意見: what the members of a council said of a measure's year, and what the city answers, comment by comment."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from indicators.models.reviewed import EDITABLE_STATES, PublishedInPlace, one_open_a_chain
from measures.levels import in_levels
from measures.models import Measure


class OutsideReview(PublishedInPlace):
    """One record of one measure and year, beside its evaluation sheet: published with it or after it, and never a change
    of it or of the figures frozen into it.

    `comments`: a list of {"speaker", "text", "answer"} in the order of the meeting, all of them people's words.
    """

    # How many comments a record holds, and how long each text is at most.
    MOST: ClassVar[int] = 30
    LONGEST: ClassVar[dict[str, int]] = {"speaker": 60, "text": 1000, "answer": 1000}

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="outside_reviews", verbose_name="施策")
    meeting = models.CharField("会議の名前", max_length=100, blank=True)
    held_on = models.DateField("会議の日", null=True, blank=True)
    comments = models.JSONField("意見と市の答え", default=list, blank=True)

    class Meta(PublishedInPlace.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "外部評価の意見"
        ordering = ["measure", "year", "number"]
        constraints = [
            *PublishedInPlace.Meta.constraints,
            *one_open_a_chain("measure", "outside_review", "one_open_outside_review"),
            models.CheckConstraint(
                condition=Q(state__in=EDITABLE_STATES)
                | (~Q(meeting="") & Q(held_on__isnull=False) & ~Q(comments=[])),
                name="outside_review_complete",
            ),
        ]

    def __str__(self) -> str:
        return f"{in_levels('施策')}{self.measure.number} {self.year}年度 外部評価の意見"
