"""Earlier series of a line: the yearly values of what an indicator follows, as they were published there."""

from collections.abc import Iterable
from dataclasses import dataclass

from indicators.frames.figures import published
from indicators.frames.lineage import Relative, relatives_before
from indicators.frames.row import Row
from indicators.frames.sources import Source
from indicators.models import Indicator


@dataclass(frozen=True)
class Earlier:
    """`rows`: each year with a record before the later indicator takes over, oldest first.

    `is_drawn`: its figures are of the unit and the kind of year of the line, so that one axis has both.
    """

    relative: Relative
    rows: tuple[Row, ...]
    is_drawn: bool


def earlier_series(rows: Iterable[Row], source: Source) -> dict[int, tuple[Earlier, ...]]:
    """By the indicator's id, of those among the rows that follow others: the nearest first. Where none does, nothing is
    asked. `source`: of which moment.
    """
    following = {row.indicator_id: row for row in rows if row.continues or row.predecessors}
    if not following:
        return {}
    before = relatives_before(following, source.as_of)
    asked = {one.indicator_id for of_one in before.values() for one in of_one}
    found: dict[int, list[Row]] = {pk: [] for pk in asked}
    for row in published(Indicator.objects.filter(pk__in=asked), as_of=source.as_of):
        found[row.indicator_id].append(row)
    return {
        pk: tuple(_earlier(one, found[one.indicator_id], following[pk]) for one in of_one)
        for pk, of_one in before.items()
    }


def _earlier(one: Relative, rows: Iterable[Row], last: Row) -> Earlier:
    known = tuple(row for row in rows if row.year < one.takes_over and row.has_record)
    return Earlier(one, known, (one.unit, one.year_kind) == (last.unit, last.year_kind))
