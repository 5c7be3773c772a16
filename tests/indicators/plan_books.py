"""A plan's workbook as a person handles it: taken, cells set by a program, given back."""

import io
from collections.abc import Callable, Mapping
from typing import Any

from openpyxl import Workbook, load_workbook

from indicators.forms.plan_file.tables import PlanFile
from indicators.forms.plan_file.workbook import read_sheets, read_workbook
from indicators.plan_tables import PlanTables, tables_of
from indicators.spreadsheets.plan_workbook import plan_xlsx
from measures.models import Plan


def book_of(plan: Plan, tables: PlanTables | None = None) -> bytes:
    tables = tables_of(plan) if tables is None else tables
    return plan_xlsx(key=plan.key, name=str(plan), years=plan.years, tables=tables, examples={})


def changed(
    data: bytes,
    cells: Mapping[tuple[str, str], Any] | None = None,
    more: Callable[[Workbook], None] | None = None,
    rows: Mapping[str, list[list[Any]]] | None = None,
) -> bytes:
    """With cells set by sheet and address, and rows put behind those of a sheet."""
    book = load_workbook(io.BytesIO(data))
    for (sheet, address), value in (cells or {}).items():
        book[sheet][address].value = value
    for sheet, lines in (rows or {}).items():
        page = book[sheet]
        at = 1 + max(
            (cell.row for row in page.iter_rows(min_row=1) for cell in row if cell.value is not None),
            default=1,
        )
        for line in lines:
            for column, value in enumerate(line, 1):
                page.cell(at, column).value = value
            at += 1
    if more is not None:
        more(book)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def read(plan: Plan, data: bytes) -> PlanFile:
    return read_workbook(plan, read_sheets("plan.xlsx", data), tables_of(plan))


def address(data: bytes, sheet: str, key: str, heading: str) -> str:
    """Of the first row whose first cell is `key`."""
    page = load_workbook(io.BytesIO(data))[sheet]
    columns = {cell.value: cell.column_letter for cell in page[1]}
    row = next(cell.row for cell in page["A"] if str(cell.value) == key)
    return f"{columns[heading]}{row}"
