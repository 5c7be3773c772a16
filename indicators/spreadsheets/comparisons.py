"""Figures of others as files: long form, one row a series × fiscal year, in the ways of figures.py."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from indicators.frames import Comparison
from indicators.numbers import plain_number
from indicators.spreadsheets.figures import Cell, moment_text
from indicators.spreadsheets.long_form import long_form_csv
from measures.fiscal_year import FiscalYear

COLUMNS: dict[str, Callable[[Comparison], Cell]] = {
    "indicator_code": lambda one: one.code,
    "indicator_name": lambda one: one.indicator_name,
    "series": lambda one: one.series,
    "fiscal_year": lambda one: one.year,
    "fiscal_year_ja": lambda one: FiscalYear(one.year).wareki,
    # Empty where the figure was withdrawn.
    "value": lambda one: _figure(one, one.value),
    "unit": lambda one: one.unit,
    "source": lambda one: one.source or None,
    "note": lambda one: one.note or None,
    "record_number": lambda one: one.number or None,
    "change_reason": lambda one: one.reason or None,
    "published_at": lambda one: moment_text(one.published_at),
}


def comparisons_csv(found: Iterable[Comparison]) -> bytes:
    return long_form_csv(COLUMNS, found)


def comparisons_payload(found: Iterable[Comparison]) -> list[dict[str, Any]]:
    """The columns of the CSV, and `earlier`: what was published before and has been replaced, oldest first."""
    return [
        {
            **{name: column(one) for name, column in COLUMNS.items()},
            "earlier": [
                {
                    "value": _figure(one, old.value),
                    "source": old.source or None,
                    "replaced_at": moment_text(old.replaced_at),
                    "reason": old.reason,
                }
                for old in one.struck
            ],
        }
        for one in found
    ]


def _figure(one: Comparison, figure: Decimal | None) -> str | None:
    return None if figure is None else plain_number(figure, decimals=one.decimals)
