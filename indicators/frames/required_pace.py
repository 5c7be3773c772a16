"""The pace and the outlook of an indicator, from the rows that its page shows (docs/progress.md §15)."""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any

from indicators.frames.breaks import BreakCause
from indicators.frames.row import Row
from indicators.progress import Counting, Outlook, Pace, outlook, pace
from measures.fiscal_year import by_calendar

# The same figures give the same pace: lists and files ask for it again and again, for each of their columns.
_pace = lru_cache(maxsize=2**14)(pace)
_outlook = lru_cache(maxsize=2**14)(outlook)


def pace_of(row: Row, *, current_year: int) -> Pace | None:
    """Needed beside mean change a year, by the road that the row's verdict went by; None where none is asked, nor where
    the indicator ends before its target's year, the road begins before the series breaks, or the figure was counted in a way in which the target's year is not: a mean, or a
    way to go, over both would compare what cannot be compared.

    `current_year`: the fiscal year of the day that the page shows.
    """
    if (
        not row.is_judged
        or row.is_limit
        or row.ends_short
        or is_before_break(row, row.baseline_year)
        or _breaks_before_target(row)
    ):
        return None
    found = _pace(
        direction=row.direction,
        counting=_counting(row),
        **_begin(row),
        target=row.target,
        target_year=row.target_year,
        value=row.value,
        year=row.year,
        state=row.value_state,
        current_year=_now(row, current_year),
        newest_change=row.newest_change,
    )
    if found is None or not row.is_calendar:
        return found
    return replace(found, trace=tuple(map(by_calendar, found.trace)))


def is_before_break(row: Row, year: int | None) -> bool:
    """Whether the row's figure is of another kind than that of the year."""
    return row.own_break is not None and year is not None and year < row.own_break


def _breaks_before_target(row: Row) -> bool:
    """Whether the target's year is counted otherwise than the row's figure."""
    return any(
        one.cause == BreakCause.RECOUNT and row.year < one.year <= row.target_year for one in row.breaks
    )


def _now(row: Row, current_year: int) -> int:
    """What is counted by calendar year takes that of the day shown."""
    return row.day_year if row.is_calendar and row.day_year is not None else current_year


def _counting(row: Row) -> str:
    """A line that begins at a judged value, as that of a revised target does, restarts no more."""
    restarts = row.counting == Counting.CUMULATIVE_FROM_ZERO
    return Counting.CUMULATIVE if restarts and row.starts_at_value else row.counting


def _begin(row: Row) -> dict[str, Any]:
    """The start of the row's road as pace() takes it: computed from a judged value, or given."""
    if row.baseline is None or row.baseline_year is None:
        return {}
    if row.starts_at_value:
        return {"start": (row.baseline_year, row.baseline)}
    return {"baseline": row.baseline, "baseline_year": row.baseline_year}


def outlook_of(rows: Iterable[Row], *, current_year: int) -> Outlook | None:
    """参考推計 from the judged rows of one indicator; None below three years since its series broke last, and where it ends
    before its target's year. `current_year`: as for pace_of().

    For an increase or a decrease the effective baseline is a point as well; for a limit it plays no part.
    """
    of_one = sorted(rows, key=lambda row: row.year)
    if not of_one:
        return None
    last = of_one[-1]
    if last.ends_short:
        return None
    points = [
        (row.year, row.value)
        for row in of_one
        if row.is_judged and row.value is not None and not is_before_break(last, row.year)
    ]
    if not last.is_limit and last.start is not None:
        printed = last.printed_baseline_year
        year = last.plan_first_year - 1 if printed is None else printed
        if not is_before_break(last, year):
            points.insert(0, (year, last.start))
    return _outlook(tuple(points), target_year=last.target_year, current_year=_now(last, current_year))
