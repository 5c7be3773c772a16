"""What changed between two days as files: one row a change, in the ways of figures.py."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings

from indicators.frames import Change
from indicators.numbers import plain_number
from indicators.spreadsheets.figures import DEMO_NOTICE, Cell, moment_text
from indicators.spreadsheets.long_form import long_form_csv
from measures.fiscal_year import FiscalYear

COLUMNS: dict[str, Callable[[Change], Cell]] = {
    # Empty where the whole plan is concerned.
    "indicator_code": lambda one: one.code or None,
    "indicator_name": lambda one: one.name,
    "change": lambda one: one.kind.value,
    "change_ja": lambda one: one.kind.label,
    "fiscal_year": lambda one: one.year,
    "fiscal_year_ja": lambda one: None if one.year is None else FiscalYear(one.year).wareki,
    "was_value": lambda one: _figure(one, one.was_figure),
    "is_value": lambda one: _figure(one, one.is_figure),
    "unit": lambda one: one.unit or None,
    "was_verdict": lambda one: one.was_verdict or None,
    "is_verdict": lambda one: one.is_verdict or None,
    "was_ja": lambda one: one.was,
    "is_ja": lambda one: one.now,
    "reason": lambda one: one.reason or None,
    "published_at": lambda one: moment_text(one.at),
}


def changes_csv(found: Iterable[Change]) -> bytes:
    return long_form_csv(COLUMNS, found)


def changes_payload(
    found: Iterable[Change], since: date, until: date, *, provisional: bool
) -> dict[str, Any]:
    """The two days, and "changes": the columns of the CSV. "provisional" while the later day is not over."""
    return {
        **({"notice": DEMO_NOTICE} if settings.DEMO else {}),
        "from": since.isoformat(),
        "to": until.isoformat(),
        **({"provisional": True} if provisional else {}),
        "changes": [{name: column(one) for name, column in COLUMNS.items()} for one in found],
    }


def _figure(one: Change, figure: Decimal | None) -> str | None:
    return None if figure is None else plain_number(figure, decimals=one.decimals)
