"""Tables as a workbook: one sheet a table, numbers as numbers, days as days; the same content gives the same bytes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from indicators.numbers import decimals_of
from indicators.spreadsheets.cells import HEAD, write_text
from indicators.spreadsheets.fields import CellValue, Field, FieldType, with_notice
from indicators.spreadsheets.reproducible import reproducible_bytes
from indicators.spreadsheets.tables import plain_text
from measures.city import City
from measures.site import site_city

_WIDTHS = {FieldType.TEXT: 22, FieldType.MOMENT: 26, FieldType.NUMBER: 14}
_LIST_WIDTH = 28
_LONGEST_TITLE = 31  # Excel's own limit; it calls a longer one a damaged file
# A sheet's title may not hold these.
_NO_TITLE = str.maketrans("[]:*?/\\", "（）：＊？／￥")


@dataclass(frozen=True)
class TableSheet:
    """One table of the workbook."""

    title: str
    fields: tuple[Field, ...]
    records: Sequence[Any]


def tables_xlsx(
    sheets: Iterable[TableSheet], lists: Mapping[str, Sequence[Sequence[str]]], opens_on: str = ""
) -> bytes:
    """The sheets in their order, then `lists`: rows of text under a title, the first of them a head if it is long.

    `opens_on`: the title of the sheet that a person sees first; "" is the first one.
    """
    book = Workbook()
    del book[book.sheetnames[0]]
    city = site_city()
    for sheet in sheets:
        _table(book.create_sheet(_title(sheet.title)), sheet, city)
    for title, lines in lists.items():
        _list(book.create_sheet(_title(title)), lines)
    if opens_on:
        book.active = book.sheetnames.index(_title(opens_on))
    return reproducible_bytes(book)


def _title(text: str) -> str:
    return text.translate(_NO_TITLE)[:_LONGEST_TITLE]


def _table(page: Worksheet, sheet: TableSheet, city: City) -> None:
    fields = with_notice(sheet.fields, city)
    for place, field in enumerate(fields, 1):
        _head(page.cell(1, place), field.name)
        page.column_dimensions[get_column_letter(place)].width = _WIDTHS.get(field.type, 12)
    for line, record in enumerate(sheet.records, 2):
        for place, field in enumerate(fields, 1):
            _fill(page.cell(line, place), field.type, field.value_of(record))
    page.freeze_panes = "A2"
    page.auto_filter.ref = page.dimensions


def _list(page: Worksheet, lines: Sequence[Sequence[str]]) -> None:
    for line, texts in enumerate(lines, 1):
        for place, text in enumerate(texts, 1):
            cell = page.cell(line, place)
            write_text(cell, plain_text(text))
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            page.column_dimensions[get_column_letter(place)].width = _LIST_WIDTH
    for cell in page[1]:
        cell.font, cell.fill = Font(bold=True), HEAD


def _head(cell: SheetCell, text: str) -> None:
    write_text(cell, plain_text(text))
    cell.font, cell.fill = Font(bold=True), HEAD


def _fill(cell: SheetCell, kind: FieldType, content: CellValue) -> None:
    if content is None:
        return
    if isinstance(content, bool | int):
        cell.value = content
    elif kind == FieldType.NUMBER:
        figure = Decimal(content)
        cell.value = figure
        places = decimals_of(figure)
        cell.number_format = f"0.{'0' * places}" if places else "0"
    elif kind == FieldType.DAY:
        cell.value = date.fromisoformat(content)
        cell.number_format = "yyyy-mm-dd"
    else:
        write_text(cell, plain_text(content))
