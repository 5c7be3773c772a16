"""In which order indicators are listed: what is behind first, or the farthest from its expected value."""

from collections.abc import Iterable

from indicators.frames import Row
from indicators.progress import Verdict

LATE = (Verdict.WORSE, Verdict.BEHIND, Verdict.SLIGHTLY_BEHIND)


def late_first(rows: Iterable[Row]) -> list[Row]:
    """What is behind, the worst verdict first, and within it what is farthest from the expected value."""
    late = [row for row in rows if row.verdict in LATE and row.applies]
    return sorted(late, key=lambda row: (LATE.index(Verdict(row.verdict)), row.gap or 0))


def worst_first(rows: Iterable[Row]) -> list[Row]:
    """The order of the chart; what has no progress comes last, in the plan's order."""
    return sorted(rows, key=lambda row: (row.gap is None, row.gap or 0))
