"""Membership: what a person is in the city hall from a day on: of a department, of the plan office, a manager."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from measures.models import Department


class Role(models.TextChoices):
    """What one row says. LEFT outweighs all others: whoever left does not sign in."""

    MEMBER = "member", "入力担当"
    OFFICE = "office", "計画担当"
    MANAGER = "manager", "管理職"
    LEFT = "left", "利用を終えた人"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def on(self, day: date | None = None) -> "MembershipQuerySet":
        """Those of a day; None is today."""
        return self.lasting_after(day).filter(since__lte=_or_today(day))

    def changing_later(self) -> "MembershipQuerySet":
        """Those that begin or end after today: what is prepared."""
        today = timezone.localdate()
        return self.filter(Q(since__gt=today) | Q(until__gt=today))

    def lasting_after(self, day: date | None = None) -> "MembershipQuerySet":
        """Those that are not over on a day, also where they begin later."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=_or_today(day)))


class Membership(models.Model):
    """From `since` on, until the day before `until`; open where that is None. permissions.py reads the rows of today.

    A transfer (異動) is nothing but rows that begin and end on a later day: nobody has to carry it out.
    `coming` names, by slug, a department that a prepared reorganisation will make on that day.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name="利用者"
    )
    role = models.CharField("役割", max_length=7, choices=Role, default=Role.MEMBER)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name="課"
    )
    coming = models.SlugField("これからできる課", max_length=50, blank=True)
    since = models.DateField("いつから", default=timezone.localdate)
    until = models.DateField("いつまで（この日を含まない）", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "所属と役割"
        ordering = ["since", "pk"]
        constraints = [
            # Coalesce, since a database takes two rows without a department for different ones.
            models.UniqueConstraint(
                "user",
                "role",
                Coalesce("department", Value(0)),
                "coming",
                condition=Q(until__isnull=True),
                name="member_once_in_department",
                violation_error_message="この人には、同じ所属・役割がすでにあります。",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=models.F("since")), name="membership_lasts"
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role"),
            # A member belongs to one department, there or coming; the other roles to none.
            models.CheckConstraint(
                condition=Q(role=Role.MEMBER, department__isnull=False, coming="")
                | (Q(role=Role.MEMBER, department__isnull=True) & ~Q(coming=""))
                | (~Q(role=Role.MEMBER) & Q(department__isnull=True, coming="")),
                name="member_of_one_department",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department or self.coming or self.get_role_display()} {self.user}"

    @property
    def slug(self) -> str:
        """Of the department, there or coming; "" for a role."""
        return self.department.slug if self.department else self.coming

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


def _or_today(day: date | None) -> date:
    # By Japan's clock (settings.TIME_ZONE): rights change at midnight there, nine hours before UTC's.
    return day or timezone.localdate()
