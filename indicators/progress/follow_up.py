"""By when the next record of what is not final is due (docs/progress.md §2)."""

from datetime import date

from indicators.progress.vocabulary import ValueState


def next_due(state: str, year: int, announced: date | None) -> date | None:
    """The announced day; without one September 30 of the following fiscal year. None for what is final, and for no state."""
    if not state or not ValueState(state).is_followed_up:
        return None
    return announced or date(year + 1, 9, 30)
