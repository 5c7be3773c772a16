"""A cell's meaning, by the same normalisers that read what is typed into a form (docs/input.md §5).

Every refusal is a ValueError with a Japanese message; the caller sets the cell's address before it.
"""

import re
from dataclasses import replace
from decimal import Decimal

from indicators.numbers import Reading, read_cell_number, read_number, read_percent_cell
from indicators.spreadsheets.upload.sheet import Cell, CellKind
from measures.fiscal_year import FiscalYear
from measures.typed_text import holdable

# A yen sign before the digits says what a unit of 円 says behind them.
_YEN = re.compile(r"^([-−－△▲(]?)\s*[¥￥\\]\s*(?=[-−－△▲(]?)")

_DIGITS = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
# Units in which a number that a format divides by thousands stands as it is seen.
_SCALES = {"千": 10**3, "百万": 10**6, "十億": 10**9}


def read_figure(cell: Cell, *, decimals: int, unit: str) -> Reading:
    """The number of a cell, exact, with the notices that a person should see. An empty cell is no number."""
    _check(cell, "数値")
    if cell.kind == CellKind.PERCENT and not cell.shown:
        reading = read_percent_cell(cell.number, decimals=decimals, unit=unit)
    elif cell.shown:
        reading = _read_shown(cell, decimals=decimals, unit=unit)
    elif cell.kind == CellKind.NUMBER:
        reading = read_cell_number(cell.number, decimals=decimals, unit=unit)
    else:
        reading = read_number(cell.text, decimals=decimals, unit=unit)
    return replace(reading, notices=(*reading.notices, cell.notice)) if cell.notice else reading


def _read_shown(cell: Cell, *, decimals: int, unit: str) -> Reading:
    """A number whose format scales it or puts words beside it: read as if it were typed so, and it must be the one that
    is held. In a unit of thousands that is the thousandth part of what a format shows scaled by as much."""
    shown = _YEN.sub(r"\1", cell.shown, count=1) if unit == "円" else cell.shown
    assert cell.number is not None
    held = cell.number * 100 if cell.kind == CellKind.PERCENT else cell.number
    digits = _DIGITS.search(shown)
    is_scaled = digits is not None and Decimal(digits[0].replace(",", "")) != abs(held)
    refusal = ValueError(
        f"セルの表示形式のため「{cell.shown}」と見えますが、{cell.text}が入っています。"
        "標準の書式にして、見えるとおりの数を入力し直してください。"
    )
    try:
        reading = read_number(shown, decimals=decimals, unit=unit)
    except ValueError:
        if is_scaled:
            raise refusal from None
        raise
    if reading.value == held:
        return reading
    factor = next((many for word, many in _SCALES.items() if unit.startswith(word)), None)
    if factor is None or not is_scaled or reading.value * factor != held:
        raise refusal
    notice = f"表示のとおり「{cell.shown}」と読みました（セルに入っている数は{cell.text}です）。"
    return replace(reading, notices=(*reading.notices, notice))


def read_year(cell: Cell, *, era_column: bool = False, by_calendar: bool = False) -> FiscalYear:
    """The fiscal year of a cell. `era_column`: the column is headed as one of era years (令和); `by_calendar`: what the row
    is about is counted by calendar year, so that 令和7年 is its 2025."""
    _check(cell, "年度")
    if cell.kind == CellKind.NUMBER and not cell.shown:
        number = cell.number
        assert number is not None
        if number != number.to_integral_value():
            raise ValueError(
                f"「{cell.text}」を年度として読めません。「令和5年度」のように入力してください。"
            )
        return FiscalYear.parse(int(number), era_column=era_column)
    text = holdable(cell.shown or cell.text)
    if by_calendar and text.strip().endswith("年"):
        text = f"{text.strip()}度"
    return FiscalYear.parse(text, era_column=era_column)


def read_words(cell: Cell) -> str:
    """The text of a cell as typed; of a number its digits (a code such as 0101 loses its zero in Excel itself)."""
    if cell.kind != CellKind.NUMBER:
        _check(cell, "文字")
    elif cell.doubt:
        raise ValueError(cell.doubt)
    return cell.shown or cell.text


def read_day_text(cell: Cell) -> str:
    """The text of a cell in a column of days, for the form's own reader of days; a real day is in ISO form.

    So is a number that a program left of a day when it dropped the format (SheetJS does); day_notice() tells it.
    """
    if cell.kind != CellKind.DATE:
        _check(cell, "日付")
    elif cell.doubt:
        raise ValueError(cell.doubt)
    return cell.shown or cell.day or cell.text


def day_notice(cell: Cell) -> str:
    """Which day was read of a bare number; "" where the cell says it itself."""
    return f"日付の書式がない数（{cell.text}）を、{cell.day}という日付と読みました。" if cell.day else ""


def _check(cell: Cell, wanted: str) -> None:
    if cell.doubt:
        raise ValueError(cell.doubt)
    if cell.kind == CellKind.DATE:
        raise ValueError(
            f"日付（{cell.text}）になっています。セルの書式を「文字列」にしてから、{wanted}を入力し直してください。"
        )
    if cell.kind == CellKind.BOOLEAN:
        raise ValueError(f"「{cell.text}」（真偽の値）になっています。{wanted}を入力し直してください。")
    if cell.kind == CellKind.ERROR:
        raise ValueError(f"Excelのエラー（{cell.text}）になっています。{wanted}を入力し直してください。")
    if cell.kind == CellKind.PERCENT and wanted != "数値":
        raise ValueError(f"％の値（{cell.text}）になっています。{wanted}を入力し直してください。")
