"""What became of the promises since a moment, for those who want to be told: verdicts that changed, days that passed.

Published figures alone, since it goes out by mail; of what departments type only that it has not come.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from indicators.frames.figures import published, working
from indicators.frames.row import Row
from indicators.frames.selection import asked_of_year, newest
from indicators.models import RULES_OF_INDICATOR, Cycle, Indicator, Publication, Threshold, ValueState
from measures.models import Plan

# What a department still has in hand.


@dataclass(frozen=True)
class Missed:
    """A cycle whose day has passed, with what nobody has handed in."""

    cycle: Cycle
    rows: tuple[Row, ...]

    @property
    def departments(self) -> list[tuple[str, list[Row]]]:
        """Each department with its indicators, that with most first."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.department, []).append(row)
        return sorted(found.items(), key=lambda one: -len(one[1]))


def touched_since(moment: datetime) -> QuerySet[Indicator]:
    """The indicators of which something that can turn a verdict was published after the moment."""
    after = Q(published_at__gt=moment)
    if Threshold.objects.filter(after).exists():
        return Indicator.objects.all()
    found = Q()
    sources: tuple[type[Any], ...] = (Publication, *RULES_OF_INDICATOR)
    for source in sources:
        found |= Q(pk__in=source.objects.filter(after).values("indicator"))
    return Indicator.objects.filter(found)


def turned_since(moment: datetime, plans: Iterable[Plan]) -> tuple[tuple[Row, Row], ...]:
    """Then and now, of each indicator of these plans whose newest published verdict is another one; the first one, too."""
    asked = touched_since(moment).filter(measure__plan__in=list(plans))
    if not asked.exists():
        return ()
    before = {row.indicator_id: row for row in newest(published(asked, as_of=moment))}
    return tuple(
        (old, row)
        for row in newest(published(asked))
        if (old := before.get(row.indicator_id)) and row.has_record and old.label != row.label
    )


def missed_cycles(plans: Iterable[Plan], since: date, today: date) -> tuple[Missed, ...]:
    """Open cycles whose day passed on `since` or later, before today, and of which something has not come."""
    cycles = Cycle.objects.filter(
        closed_at__isnull=True, plan__in=list(plans), due_on__gte=since, due_on__lt=today
    ).select_related("plan")
    found = []
    for cycle in cycles.order_by("-year"):
        rows = asked_of_year(working(cycle.plan), cycle.year)
        missing = tuple(row for row in rows if row.is_missing)
        if missing:
            found.append(Missed(cycle, missing))
    return tuple(found)


def overdue_since(plans: Iterable[Plan], since: date, today: date) -> tuple[Row, ...]:
    """Published values that are not final and whose next record was due on `since` or later, before today."""
    states = [state for state in ValueState if state.is_followed_up]
    asked = Indicator.objects.filter(
        measure__plan__in=list(plans),
        pk__in=Publication.objects.filter(value_state__in=states).values("indicator"),
    )
    if not asked.exists():
        return ()
    rows = (row for row in published(asked) if row.due_on is not None and since <= row.due_on < today)
    return tuple(sorted(rows, key=lambda row: (row.due_on, row.code)))
