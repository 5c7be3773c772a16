"""Figures as files: CSV and JSON of exactly what a page shows, from the page's own frame.

Long form, one row an indicator × fiscal year, one header row. The western year stands beside the Japanese one,
days are ISO dates, moments carry Japan's +09:00. Figures have the indicator's decimals, no thousands separators
and no unit; an empty cell is not zero. `expected` and `progress` have up to six decimals (half up; progress 1
is the target). Nothing depends on the day a file is made, so that the same published state gives the same bytes.
"""

import csv
import io
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from unicodedata import category
from zoneinfo import ZoneInfo

import pandas as pd
from django.conf import settings

from indicators.frames import Row, Struck, rows
from indicators.models import Kind, ValueState
from indicators.numbers import plain_number
from measures.fiscal_year import FiscalYear

DEMO_NOTICE = "デモ：実績はすべて架空の値です"
JAPAN = ZoneInfo("Asia/Tokyo")
MOST_DECIMALS = 6
# A spreadsheet runs a cell that begins so as a formula; a Japanese one reads the full-width signs alike.
STARTS_FORMULA = tuple("=+-@＝＋－＠\t\r")

Cell = str | int | bool | None
Columns = Mapping[str, Callable[[Row], Cell]]
NO_MORE: Columns = {}


def csv_bytes(frame: pd.DataFrame, more: Columns = NO_MORE) -> bytes:
    """UTF-8 with BOM, CRLF. Text that could run as a formula has a ' in front; numbers stay numbers.

    `more`: columns behind the public ones, for files of the staff.
    """
    columns = {**COLUMNS, **more}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    notice = [("notice", DEMO_NOTICE)] if settings.DEMO else []
    writer.writerow([*columns, *(name for name, _ in notice)])
    for row in rows(frame):
        cells = {name: column(row) for name, column in columns.items()}
        writer.writerow(
            [csv_cell(name, cell) for name, cell in cells.items()] + [sentence for _, sentence in notice]
        )
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8")


def json_payload(frame: pd.DataFrame, more: Columns = NO_MORE) -> dict[str, Any]:
    """{"notice": in the demo alone, "rows": [...]}: the columns of the CSV, and more than a cell can hold.

    Figures are text, so that no digit is lost; what is missing is null. `trace` is 計算のしかた line by line,
    `earlier` the records that 訂正, 改定 or 取下げ replaced, oldest first.
    """
    found = [
        {
            **{name: column(row) for name, column in {**COLUMNS, **more}.items()},
            "trace": list(row.trace),
            "earlier": [_earlier(row, old) for old in row.struck],
        }
        for row in rows(frame)
    ]
    return {**({"notice": DEMO_NOTICE} if settings.DEMO else {}), "rows": found}


def _figure(row: Row, figure: Decimal | None) -> str | None:
    return None if figure is None else plain_number(figure, decimals=row.decimals)


def _exact(figure: Decimal | None) -> str | None:
    """Up to six decimals, without the zeros at the end."""
    if figure is None:
        return None
    text = plain_number(figure, decimals=MOST_DECIMALS)
    return text.rstrip("0").rstrip(".")


def moment_text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(JAPAN).isoformat(timespec="seconds")


def _state_label(row: Row) -> str | None:
    if row.is_withdrawn:
        return Kind.WITHDRAWAL.label
    return ValueState(row.value_state).label if row.value_state else None


def _earlier(row: Row, old: Struck) -> dict[str, Cell]:
    return {
        "value": _figure(row, old.value),
        "value_state": old.value_state or None,
        "replaced_by": old.kind,
        "replaced_at": moment_text(old.published_at),
    }


COLUMNS: dict[str, Callable[[Row], Cell]] = {
    "indicator_code": lambda row: row.code,
    "indicator_name": lambda row: row.name,
    "measure_number": lambda row: row.measure_number,
    "measure_name": lambda row: row.measure_name,
    "basic_policy": lambda row: row.policy_name,
    "lead_department": lambda row: row.department,
    "fiscal_year": lambda row: row.year,
    "fiscal_year_ja": lambda row: FiscalYear(row.year).wareki,
    "value": lambda row: _figure(row, row.value),
    "unit": lambda row: row.unit,
    "value_state": lambda row: row.value_state or None,
    "value_state_ja": _state_label,
    "baseline": lambda row: _figure(row, row.printed_baseline),
    "baseline_label": lambda row: row.baseline_label,
    "baseline_fiscal_year": lambda row: row.printed_baseline_year,
    # From which fiscal year's verdict on a revised baseline is used; null for the plan's own.
    "baseline_revised_from": lambda row: row.baseline_first_year,
    "target": lambda row: _figure(row, row.target),
    "target_label": lambda row: row.target_label,
    "target_fiscal_year": lambda row: row.target_year,
    # That year's own interim target, where it has one; `expected` is the same figure then.
    "interim_target": lambda row: _figure(row, row.interim_target),
    "direction": lambda row: row.direction,
    "counting": lambda row: row.counting,
    "expected": lambda row: _exact(row.expected),
    "progress": lambda row: _exact(row.progress),
    "margin": lambda row: _figure(row, row.margin),
    "verdict": lambda row: row.verdict,
    "verdict_ja": lambda row: row.label,
    "verdict_reason": lambda row: row.reason,
    "note": lambda row: row.note or None,
    "as_of": lambda row: row.as_of.isoformat() if row.as_of else None,
    "expected_on": lambda row: row.expected_on.isoformat() if row.expected_on else None,
    "record_kind": lambda row: row.kind or None,
    "record_number": lambda row: row.number or None,
    "change_reason": lambda row: row.change_reason or None,
    "published_at": lambda row: moment_text(row.published_at),
    # Null where there is nothing to publish, false for a value that only staff can see.
    "is_published": lambda row: None if not row.has_record else not row.unpublished,
}
FIGURES = {
    "value",
    "baseline",
    "target",
    "interim_target",
    "expected",
    "progress",
    "margin",
    "gap_points",
    "needed_change_a_year",
    "mean_change_a_year",
    "outlook",
    "outlook_low",
    "outlook_high",
    "was_value",
    "is_value",
}


def csv_cell(name: str, cell: Cell) -> str | int:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int) or name in FIGURES:
        return cell
    # Control and invisible format characters go; the ideographic space, which is not "printable", stays.
    text = "".join(letter for letter in cell if category(letter) not in ("Cc", "Cf") or letter in "\n\t")
    return f"'{text}" if text.lstrip(" \n\u3000").startswith(STARTS_FORMULA) else text
