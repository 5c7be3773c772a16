"""Questions that a page asks of the rows it holds: one year, the newest, how many stand how."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby
from operator import attrgetter

from indicators.frames.row import Row
from indicators.progress import RollUp, Verdict


def years(rows: Iterable[Row]) -> list[int]:
    """The fiscal years of the rows, oldest first."""
    return sorted({row.year for row in rows})


def of_year(rows: Iterable[Row], year: int) -> tuple[Row, ...]:
    """Exactly that year: an indicator without a value stays, as without a value (docs/progress.md §13)."""
    return tuple(row for row in rows if row.year == year)


def newest(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Each indicator at its newest judged year, and the state of a newer record (docs/progress.md §13).

    Without a judged year it is the newest year with a record, else the plan's first.
    """
    return tuple(_newest(list(of_one)) for _, of_one in groupby(rows, key=attrgetter("indicator_id")))


def _newest(of_one: list[Row]) -> Row:
    said = [row for row in of_one if row.has_record]
    judged = [row for row in said if row.is_judged]
    first = next((row for row in of_one if row.year == row.plan_first_year), of_one[0])
    best = judged[-1] if judged else said[-1] if said else first
    newer = said[-1] if said and said[-1].year > best.year else None
    overdue = tuple(one for row in of_one for one in row.overdue)
    if newer is None:
        return replace(best, overdue=overdue) if overdue else best
    return replace(best, newer_year=newer.year, newer_state=newer.value_state or "withdrawn", overdue=overdue)


def roll_up(rows: Iterable[Row]) -> RollUp:
    """Counts by verdict of rows, one an indicator; 対象外 leaves every denominator."""
    tally: dict[str, int] = {}
    for row in rows:
        word = Verdict(row.verdict).value if row.applies else "not_applicable"
        tally[word] = tally.get(word, 0) + 1
    return RollUp(**tally)
