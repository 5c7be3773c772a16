"""Earlier series of a line: the yearly values of what an indicator follows, as they were published there."""

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


def earlier_series(row: Row, source: Source) -> tuple[Earlier, ...]:
    """Those of the indicator that the row is of, the nearest first; nothing is asked where it follows none."""
    if not row.continues and not row.predecessors:
        return ()
    before = relatives_before(row.indicator_id, source.as_of)
    asked = Indicator.objects.filter(pk__in=[one.indicator_id for one in before])
    rows = published(asked, as_of=source.as_of)
    return tuple(
        Earlier(
            one,
            tuple(
                found
                for found in rows
                if found.indicator_id == one.indicator_id and found.year < one.takes_over and found.has_record
            ),
            (one.unit, one.year_kind) == (row.unit, row.year_kind),
        )
        for one in before
    )
