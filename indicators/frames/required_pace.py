"""The pace and the outlook of an indicator, from the rows that its page shows (docs/progress.md §15)."""

from collections.abc import Iterable
from functools import lru_cache

from indicators.frames.row import Row
from indicators.progress import Direction, Outlook, Pace, effective_baseline, outlook, pace

# The same figures give the same pace: lists and files ask for it again and again, for each of their columns.
_pace = lru_cache(maxsize=2**14)(pace)
_outlook = lru_cache(maxsize=2**12)(outlook)


def pace_of(row: Row) -> Pace | None:
    """Needed beside mean change a year, by the road that the row's verdict went by; None where none is asked."""
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
    )


def outlook_of(rows: Iterable[Row]) -> Outlook | None:
    """参考推計 from the judged rows of one indicator and its effective baseline; None for limits and below three years."""
    of_one = sorted(rows, key=lambda row: row.year)
    if not of_one or Direction(of_one[-1].direction).is_limit:
        return None
    last = of_one[-1]
    baseline = effective_baseline(counting=last.counting, baseline=last.printed_baseline)
    judged = [(row.year, row.value) for row in of_one if row.is_judged and row.value is not None]
    return _outlook(((last.printed_baseline_year, baseline), *judged), target_year=last.target_year)
