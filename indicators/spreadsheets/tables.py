"""Tables as CSV: UTF-8 with BOM, CRLF, one header row; nothing that a spreadsheet would run as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from indicators.spreadsheets.cells import begins_formula, visible_text
from indicators.spreadsheets.fields import CellValue, Field, FieldType, with_notice
from measures.site import site_city


def table_csv(fields: Sequence[Field], records: Iterable[Any]) -> bytes:
    """One line a record; in the demo a column more that says so."""
    columns = with_notice(fields, site_city())
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([field.name for field in columns])
    for record in records:
        writer.writerow([csv_cell(field, field.value_of(record)) for field in columns])
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8")


def csv_cell(field: Field, cell: CellValue) -> str | int:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int) or field.type == FieldType.NUMBER:
        return cell
    text = plain_text(cell)
    # Where a cell begins with a tab, some programs look for a formula behind it.
    is_guarded = begins_formula(text) or text.lstrip(" \n\u3000").startswith("\t")
    return f"'{text}" if is_guarded else text


def plain_text(text: str) -> str:
    """What tables hold of a text: tabs, which people paste from other tables, stay."""
    return visible_text(text, "\n\t")
