"""Which indicators with a limit may leave it, from the rows that a page shows (docs/progress.md §15)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from indicators.frames.required_pace import is_before_break, outlook_of
from indicators.frames.row import Row
from indicators.progress import Direction, LimitRisk, Outlook, ValueState, limit_risks


@dataclass(frozen=True)
class AtRisk:
    """`row` is the newest judged one, inside its limit; `newer` a later value that is not judged, if there is one."""

    row: Row
    newer: Row | None
    outlook: Outlook | None
    end: Decimal | None
    risks: tuple[LimitRisk, ...]


def at_risk(rows: Sequence[Row], *, current_year: int) -> AtRisk | None:
    """None where nothing points outside, and of what has ended. `rows`: of one indicator, in order of years, as far as the page knows them."""
    judged = [row for row in rows if row.is_judged and row.value is not None]
    margin = judged[-1].margin if judged else None
    if margin is None or rows[-1].ended_by_day:  # nothing judged yet, or no limit
        return None
    row, last = judged[-1], rows[-1]
    newer = next((one for one in reversed(rows) if one.year > row.year and _is_not_final(one)), None)
    newer_margin = None if newer is None or newer.value is None else newer.margin_of(newer.value)
    if (
        newer is not None
        and newer_margin is not None
        and newer_margin >= 0
        and is_before_break(newer, row.year)
    ):
        newer_margin = None  # counted otherwise: how much of the last margin is left nobody knows
    found = outlook_of(rows, current_year=current_year)
    # In tT the target's own limits hold, whatever holds by year.
    at_end = replace(
        last,
        lower_limit=None if last.direction == Direction.AT_MOST else last.target,
        upper_limit=last.target if last.direction == Direction.AT_MOST else last.upper,
    )
    ends = [] if found is None else [(at_end.margin_of(one), one) for one in (found.low, found.high)]
    worst = min(((margin, one) for margin, one in ends if margin is not None), default=None)
    risks = limit_risks(
        margin=margin,
        newer_margin=newer_margin,
        outlook_margin=None if worst is None else worst[0],
    )
    return AtRisk(row, newer, found, None if worst is None else worst[1], risks) if risks else None


def _is_not_final(row: Row) -> bool:
    """It carries a value that is drawn and not judged."""
    state = ValueState(row.value_state) if row.value_state else None
    return row.value is not None and state is not None and state.carries_value and not state.is_judged
