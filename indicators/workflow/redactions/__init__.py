"""Redactions: a passage of text goes by law, asked for by one person and done by another (docs/publication.md §10).

passage.py says what a text is without it, places.py where texts of people lie, steps.py who does it and when.
"""

from indicators.workflow.redactions.places import Place, Thing, places_of, seal_of
from indicators.workflow.redactions.steps import (
    ask_redaction,
    carry_out_redaction,
    check_redaction,
    may_ask_redaction,
    withdraw_redaction,
)

__all__ = [
    "Place",
    "Thing",
    "ask_redaction",
    "carry_out_redaction",
    "check_redaction",
    "may_ask_redaction",
    "places_of",
    "seal_of",
    "withdraw_redaction",
]
