"""Days that the office's forms begin with."""

from datetime import date


def next_april(today: date) -> date:
    """The next April 1, when most people are transferred and departments change."""
    this_year = date(today.year, 4, 1)
    return this_year if today < this_year else date(today.year + 1, 4, 1)
