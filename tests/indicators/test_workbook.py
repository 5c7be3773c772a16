"""The staff's workbook shows what pages show: a reader who subtracts gets the gap, and no rounding tells another story."""

import io
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from indicators import frames
from indicators.spreadsheets.workbook import xlsx_bytes
from tests.indicators.factories import make_indicator, make_threshold


def cells(rows: list[frames.Row]) -> list[dict[str, Any]]:
    sheet = load_workbook(io.BytesIO(xlsx_bytes(rows, "表", {}, current_year=2024))).worksheets[0]
    head, *lines = sheet.iter_rows()
    return [dict(zip((one.value for one in head), line, strict=True)) for line in lines]


@pytest.mark.django_db
def test_a_gap_is_what_a_reader_of_the_workbook_works_out() -> None:
    make_threshold()
    row = frames.preview(make_indicator(), 2023, Decimal(140), "actual")
    # 45B in 2023: 136.25 was due. Half goes away from zero, so that 136.3 is shown and the gap is 3.7.
    due = replace(row, expected=Decimal("136.25"), progress=Decimal("0.3"), expected_progress=Decimal("0.25"))
    missed = replace(row, progress=Decimal("0.9996"), verdict="slightly_behind")
    plain = replace(row, progress=Decimal("0.4"), verdict="behind")
    first, second, third = cells([due, missed, plain])
    shown = [(first[name].value, first[name].number_format) for name in ("目安", "目安との差")]
    assert shown == [(136.3, "#,##0.0"), (3.7, "#,##0.0")]
    assert (first["目安との差の向き"].value, first["進み具合の差（％）"].value) == ("目安を上回る", 5)
    # 0.0% would show a target that was missed as 100.0%.
    assert (second["進捗"].value, second["進捗"].number_format) == (0.9996, "0.0000%")
    assert third["進捗"].number_format == "0.0%"
