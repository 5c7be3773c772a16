"""With what a value is compared: the year before as it is out, else as it is handed in, never a mere draft (docs/input.md §4)."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from indicators.frames.reading import Record
from indicators.frames.row import Row
from indicators.models import WorkflowState

Found = tuple[Decimal | None, bool]  # the figure, and whether it is only handed in


def figure_before(
    chains: Mapping[int, Sequence[Record]],
    drafts: Mapping[int, Record],
    carried: Mapping[int, Decimal | None],
    year: int,
) -> Found:
    """Of the records by year. A draft that `goes_out` counts as out; without any, that of the plan before where both count alike."""
    chain, draft = chains.get(year - 1, ()), drafts.get(year - 1, {})
    out = draft if draft.get("goes_out") else chain[-1] if chain else {}
    if (figure := out.get("value")) is not None:
        return figure, False
    handed_in = draft.get("value") if draft.get("state") == WorkflowState.SUBMITTED else None
    if draft is not out and handed_in is not None:
        return handed_in, True
    return carried.get(year - 1), False


def year_before(rows: Iterable[Row], year: int) -> Found:
    """Of one indicator's own working rows, whether or not `year` has one yet."""
    of_year = {row.year: row for row in rows}
    before, after = of_year.get(year - 1), of_year.get(year)
    if before is None or not (before.number or before.has_record):
        return None, False
    if after is not None:
        return after.previous_value, after.previous_waits
    return (None, False) if before.unpublished and not before.waits else (before.value, before.waits)
