"""RouteSeat: who approves at which level of a department before the plan office sees a record. Deputy: who stands in for whom."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from measures.models import Department
from measures.models.person_field import person_field

HIGHEST_LEVEL = 5


class DatedQuerySet(models.QuerySet[Any]):
    def on(self, day: date | None = None) -> "DatedQuerySet":
        """Those of a day; None is today."""
        return self.lasting_after(day).filter(since__lte=day or timezone.localdate())

    def lasting_after(self, day: date | None = None) -> "DatedQuerySet":
        """Those that are not over on a day, also where they begin later."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=day or timezone.localdate()))


class Dated(models.Model):
    """From `since` on, until the day before `until`; open where that is None (as a Membership)."""

    since = models.DateField("いつから", default=timezone.localdate)
    until = models.DateField("いつまで（この日を含まない）", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="%(class)s_lasts"
            )
        ]

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


class RouteSeat(Dated):
    """One person at one level of a department's route; level 1 comes first. Several at a level: any one of them approves.

    Whether the person may act on a day is asked then (indicators/approvals/routes.py): who was transferred or has left
    sits there no more, though nobody has changed the route.
    """

    department = models.ForeignKey(Department, models.PROTECT, related_name="route_seats", verbose_name="課")
    level = models.PositiveSmallIntegerField("段")
    title = models.CharField("役職", max_length=20)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="route_seats", verbose_name="承認する人"
    )

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "承認の道すじ"
        ordering = ["department", "level", "since", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(level__range=(1, HIGHEST_LEVEL)) & ~Q(title=""), name="route_seat_level"
            ),
            models.UniqueConstraint(
                fields=["department", "level", "user"],
                condition=Q(until__isnull=True),
                name="once_at_a_level",
                violation_error_message="この人は、この段にすでにいます。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.title} {self.user}"


class Deputy(Dated):
    """Who approves in the place of whom, from day to day, wherever that person sits."""

    principal = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="deputies", verbose_name="だれの"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="stands_in", verbose_name="代理"
    )
    set_by = person_field("決めた人")
    set_at = models.DateTimeField("決めた日時")

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "承認の代理"
        ordering = ["principal", "since", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=~Q(principal=F("user")), name="deputy_is_another"),
            # Whoever stands in for a person does so for some days, not for good.
            models.CheckConstraint(condition=Q(until__isnull=False), name="deputy_for_some_days"),
        ]

    def __str__(self) -> str:
        return f"{self.principal}の代理 {self.user}"

    @property
    def last_day(self) -> date | None:
        """The last day of it, as people say it."""
        return self.until and self.until - timedelta(days=1)
