"""A cell's meaning, by the same normalisers that read what is typed into a form (docs/input.md §5).

Every refusal is a ValueError with a Japanese message; the caller sets the cell's address before it.
"""

import re
from dataclasses import replace

from indicators.numbers import Reading, read_cell_number, read_number, read_percent_cell
from indicators.spreadsheets.upload.sheet import Cell, CellKind
from measures.fiscal_year import FiscalYear
from measures.typed_text import holdable

# A yen sign before the digits says what a unit of 円 says behind them.
_YEN = re.compile(r"^([-−－△▲(]?)\s*[¥￥\\]\s*(?=[-−－△▲(]?)")


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
    """A number whose format puts words beside it: read as if it were typed so, and it must be the one that is held."""
    shown = _YEN.sub(r"\1", cell.shown, count=1) if unit == "円" else cell.shown
    reading = read_number(shown, decimals=decimals, unit=unit)
    assert cell.number is not None
    held = cell.number * 100 if cell.kind == CellKind.PERCENT else cell.number
    if reading.value != held:
        raise ValueError(
            f"セルの表示形式のため「{cell.shown}」と見えますが、{cell.text}が入っています。"
            "標準の書式にして、見えるとおりの数を入力し直してください。"
        )
    return reading


def read_year(cell: Cell, *, era_column: bool = False) -> FiscalYear:
    """The fiscal year of a cell. `era_column`: the column is headed as one of era years (令和)."""
    _check(cell, "年度")
    if cell.kind == CellKind.NUMBER and not cell.shown:
        number = cell.number
        assert number is not None
        if number != number.to_integral_value():
            raise ValueError(
                f"「{cell.text}」を年度として読めません。「令和5年度」のように入力してください。"
            )
        return FiscalYear.parse(int(number), era_column=era_column)
    return FiscalYear.parse(holdable(cell.shown or cell.text), era_column=era_column)


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
