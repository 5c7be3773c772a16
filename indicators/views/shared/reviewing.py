"""What the pages of reviewed records show in entry and in review: who did what, what is attached, a value's row."""

from typing import Any

from django.utils import timezone

from indicators import frames
from indicators.models import Cycle, Indicator, Result, Reviewed
from indicators.models import WorkflowState as State
from indicators.wording.days import days_left
from indicators.wording.people import person
from indicators.workflow import evidence_of, may_attach

Context = dict[str, Any]


def working_row(indicator: Indicator, year: int) -> frames.Row | None:
    """The value as staff see it; None for a year that has no row."""
    return row_of_year(frames.working(Indicator.objects.filter(pk=indicator.pk)), year)


def published_row(indicator: Indicator, year: int) -> frames.Row | None:
    """The value as citizens see it; None for a year that has no row."""
    return row_of_year(frames.published(Indicator.objects.filter(pk=indicator.pk)), year)


def row_of_year(rows: tuple[frames.Row, ...], year: int) -> frames.Row | None:
    """Of one indicator's rows."""
    return next((row for row in rows if row.year == year), None)


def due_context(cycle: Cycle | None) -> Context:
    """The cycle, how long until its day, and whether that has passed, while it is open."""
    if cycle is None or not cycle.is_open:
        return {"cycle": cycle, "left": "", "late": False}
    today = timezone.localdate()
    return {"cycle": cycle, "left": days_left(cycle.due_on, today), "late": cycle.due_on < today}


def is_submitted(record: Reviewed) -> bool:
    return record.state == State.SUBMITTED


def who_context(current: Reviewed | None) -> Context:
    """Who saved, submitted and published it; "" where nobody did."""
    return {
        f"{step}_by": person(who) if (who := getattr(current, f"{step}_by", None)) else ""
        for step in ("edited", "submitted", "published")
    }


def evidence_context(indicator: Indicator, year: int, result: Result | None) -> Context:
    """What is attached: to this record, and to the earlier ones of its chain."""
    number = result.number if result else 1
    found = evidence_of(indicator, year)
    return {
        "evidence": [one for one in found if one.number == number],
        "older_evidence": [one for one in found if one.number != number],
        "may_attach": may_attach(indicator, year, number, result),
    }
