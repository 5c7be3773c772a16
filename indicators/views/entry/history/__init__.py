"""Who, when, from what to what, and why: of values, rules, the plan's texts and people's rights, read in one place."""

from indicators.views.entry.history.overview import overview
from indicators.views.entry.history.people import people
from indicators.views.entry.history.rules import indicator
from indicators.views.entry.history.texts import measure
from indicators.views.entry.history.value import value

__all__ = ["indicator", "measure", "overview", "people", "value"]
