"""Which plans there are to be seen, and which one is in force: both are dated (docs/publication.md §13)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from enum import Enum

from measures.models import Plan

# Without a name from the database of zones, as in past.py.
JAPAN = timezone(timedelta(hours=9))
_BEGINNING = datetime.min.replace(tzinfo=JAPAN)


def published_plans(as_of: datetime | None = None) -> list[Plan]:
    """Those that citizens could see at a moment, None is now, the oldest first; one query.

    Before the first of them was published its pages are shown in its oldest words, as everything on such a day.
    """
    out = Plan.objects.exclude(publication__published_at=None).select_related("publication")
    by_time = list(out.order_by("publication__published_at", "pk"))
    known = [plan for plan in by_time if as_of is None or _was_out(plan, as_of)] or by_time[:1]
    return sorted(known, key=lambda plan: plan.publication.in_force_on)


def _was_out(plan: Plan, as_of: datetime) -> bool:
    at = plan.publication.published_at
    return at is not None and at <= as_of


def in_force_among(plans: Sequence[Plan], day: date) -> Plan | None:
    """Of published plans, the one that began last by that day; before any began, the first one."""
    begun = [plan for plan in plans if plan.publication.in_force_on <= day]
    return begun[-1] if begun else next(iter(plans), None)


def plan_in_force(as_of: datetime | None = None) -> Plan | None:
    """The one in force at a moment, None is now; None where no plan was ever published."""
    moment = as_of or datetime.now(JAPAN)
    return in_force_among(published_plans(as_of), moment.astimezone(JAPAN).date())


def told_among(plans: Sequence[Plan]) -> list[Plan]:
    """Of published plans those that joined others, newest first: that they are out is news. The first one came with the site."""
    by_time = sorted(plans, key=lambda plan: (plan.publication.published_at or _BEGINNING, plan.pk))
    return by_time[:0:-1]


class Standing(Enum):
    """Where a plan stands on a day, in words for people."""

    PREPARING = "準備中"
    COMING = "公表"
    IN_FORCE = "現在の計画"
    PAST = "前の計画"


def standing_of(plan: Plan, plans: Sequence[Plan], day: date) -> Standing:
    """Among the published plans, on a day."""
    if plan not in plans:
        return Standing.PREPARING
    current = in_force_among(plans, day)
    if current is None or current == plan:
        return Standing.IN_FORCE
    return (
        Standing.COMING if plan.publication.in_force_on > current.publication.in_force_on else Standing.PAST
    )


def follower_of(plan: Plan, moment: datetime | None = None) -> Plan | None:
    """The plan in force that took the place of this one, None while it is in force itself or still to come."""
    moment = moment or datetime.now(JAPAN)
    plans, day = published_plans(), moment.astimezone(JAPAN).date()
    is_past = standing_of(plan, plans, day) is Standing.PAST
    return in_force_among(plans, day) if is_past else None
