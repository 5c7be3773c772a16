"""Questions that a page asks of the rows it holds: one year, the newest, the worst."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from operator import attrgetter

from indicators.frames.row import Row
from indicators.progress import Verdict
from measures.fiscal_year import CalendarYear


def years(rows: Iterable[Row]) -> list[int]:
    """The years of the rows, oldest first. Plain numbers, which are called fiscal years, where not all rows are counted by
    calendar year: a year of the whole plan has the plan's words."""
    found = list(rows)
    own: type[int] = CalendarYear if found and all(row.is_calendar for row in found) else int
    return sorted({own(row.year) for row in found})


def of_year(rows: Iterable[Row], year: int) -> tuple[Row, ...]:
    """Exactly that year: an indicator without a value stays, as without a value (docs/progress.md §13)."""
    return tuple(row for row in rows if row.year == year)


def counted(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Without years outside of an indicator's own of which nothing is said: files and charts have none of them."""
    return tuple(row for row in rows if row.is_counted)


def asked_of_year(rows: Iterable[Row], year: int, plan_id: int | None = None) -> tuple[Row, ...]:
    """Of that year (and plan) what somebody has to enter, or has entered: an indicator that had ended, or not begun, is not due.

    Whatever counts what a cycle asks for (board, cycles, tasks, mails, dashboard) asks here.
    """
    return tuple(row for row in rows if row.year == year and row.is_asked and plan_id in (None, row.plan_id))


def newest(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Each indicator at its newest judged year, and the state of a newer record (docs/progress.md §13).

    Without a judged year it is the newest year with a record, else the first of the plan of which a value is asked. A year
    that is over and that the rhythm of a survey passes over is told as a record is.
    """
    return tuple(_newest(list(of_one)) for _, of_one in groupby(rows, key=attrgetter("indicator_id")))


def _newest(of_one: list[Row]) -> Row:
    said = [row for row in of_one if row.has_record]
    judged = [row for row in said if row.is_judged]
    in_plan = [row for row in of_one if row.year >= row.plan_first_year and not row.absent]
    first = next((row for row in (*(row for row in in_plan if not row.off_survey), *in_plan)), of_one[0])
    best = judged[-1] if judged else said[-1] if said else first
    passed = [
        row
        for row in of_one
        # Where nothing was said of any year there is nothing yet that could have become old.
        if said and row.off_survey and not row.absent and row.year < (row.day_year or 0)
    ]
    newer = max(
        (row for row in (*said, *passed) if row.year > best.year), key=attrgetter("year"), default=None
    )
    overdue = tuple(one for row in of_one for one in row.overdue)
    if best.ended_by_day:
        # It leaves the latest view's counts; its last figure stays to be read.
        best = replace(best, absent="ended", applies=False)
    if newer is None:
        return replace(best, overdue=overdue) if overdue else best
    return replace(best, newer_year=newer.year, newer_state=newer.value_state or "withdrawn", overdue=overdue)


# The verdicts that call for somebody, the worst first; then the others, and at the end what could not be judged.
LATE = tuple(verdict for verdict in reversed(Verdict) if verdict.is_missed)
URGENCY = (*LATE, Verdict.ON_TRACK, Verdict.ACHIEVED, Verdict.TOO_EARLY, Verdict.UNJUDGED)


def severity(row: Row) -> tuple[int, Decimal]:
    """By what the worst comes first: the verdict, then how far behind (docs/progress.md §13). Equal ones: by code."""
    shortfall = row.shortfall
    return URGENCY.index(Verdict(row.verdict)), Decimal(2) if shortfall is None else shortfall


def worst_first(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (*severity(row), row.measure_number, row.code))


def late_first(rows: Iterable[Row]) -> list[Row]:
    """What is behind, the worst first."""
    return worst_first(row for row in rows if row.verdict in LATE and row.applies)


def unexplained(rows: Iterable[Row]) -> list[Row]:
    """Of each indicator its newest judged row that is public, where it is missed and says no reason or no next step.

    `rows`: indicator by indicator, oldest first. An earlier year is shown beside no figure of today.
    """
    found = []
    for _, of_one in groupby(rows, key=attrgetter("indicator_id")):
        newest = next((row for row in reversed(list(of_one)) if row.number and row.is_judged), None)
        if newest is not None and newest.applies and newest.why and not newest.why.is_whole:
            found.append(newest)
    return found
