"""The moment at which a plan goes out by itself, set by the second person (docs/publication.md §13)."""

from django.db import models
from django.db.models import Q

from indicators.models.vocabulary import all_or_none
from measures.models import PlanPublication
from measures.models.person_field import optional_person_field


class PlanBooking(models.Model):
    """Of the draft of a plan's publication, as it was looked at: there until it is out, taken back, or the draft is another.

    Without a moment it says why nothing went out (`refusal`); the draft waits for a second person again then.
    """

    publication = models.OneToOneField(
        PlanPublication, models.CASCADE, related_name="booking", verbose_name="計画の公表"
    )
    version = models.PositiveIntegerField("確かめた下書きの保存の回数")
    at = models.DateTimeField("公表する日時", null=True, blank=True)
    booked_by = optional_person_field("予約した人")
    refusal = models.CharField("公表できなかった理由", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "計画の公表の予約"
        constraints = [
            models.CheckConstraint(condition=all_or_none("at", "booked_by"), name="plan_booking_by_someone"),
            models.CheckConstraint(
                condition=Q(at__isnull=False) | ~Q(refusal=""), name="plan_booking_waits_or_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publication}の予約"
