"""The pace and the outlook of an indicator, from the rows that its page shows (docs/progress.md §15)."""

from collections.abc import Iterable
from functools import lru_cache

from indicators.frames.row import Row
from indicators.progress import Direction, Outlook, Pace, effective_baseline, outlook, pace

# The same figures give the same pace: lists and files ask for it again and again, for each of their columns.
_pace = lru_cache(maxsize=2**14)(pace)
_outlook = lru_cache(maxsize=2**12)(outlook)


def pace_of(row: Row, *, current_year: int) -> Pace | None:
    """Needed beside mean change a year, by the road that the row's verdict went by; None where none is asked.

    `current_year`: the fiscal year of the day that the page shows.
    """
    if not row.is_judged:
        return None
    return _pace(
        direction=row.direction,
        counting=row.counting,
        baseline=row.baseline,
        baseline_year=row.baseline_year,
        target=row.target,
        target_year=row.target_year,
        value=row.value,
        year=row.year,
        state=row.value_state,
        current_year=current_year,
        newest_change=row.newest_change,
    )


def outlook_of(rows: Iterable[Row], *, current_year: int) -> Outlook | None:
    """参考推計 from the judged rows of one indicator; None below three years. `current_year`: as for pace_of().

    For an increase or a decrease the effective baseline is a point as well; for a limit it plays no part.
    """
    of_one = sorted(rows, key=lambda row: row.year)
    if not of_one:
        return None
    last = of_one[-1]
    points = [(row.year, row.value) for row in of_one if row.is_judged and row.value is not None]
    if not Direction(last.direction).is_limit:
        start = effective_baseline(counting=last.counting, baseline=last.printed_baseline)
        points.insert(0, (last.printed_baseline_year, start))
    return _outlook(tuple(points), target_year=last.target_year, current_year=current_year)
