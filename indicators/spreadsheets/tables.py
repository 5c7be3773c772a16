"""Tables as CSV: UTF-8 with BOM, CRLF, one header row; nothing that a spreadsheet would run as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any
from unicodedata import category

from indicators.spreadsheets.fields import CellValue, Field, FieldType, with_notice

# A spreadsheet runs a cell that begins so as a formula; a Japanese one reads the full-width signs alike.
STARTS_FORMULA = tuple("=+-@＝＋－＠\t\r")


def table_csv(fields: Sequence[Field], records: Iterable[Any]) -> bytes:
    """One line a record; in the demo a column more that says so."""
    columns = with_notice(fields)
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
    return f"'{text}" if text.lstrip(" \n\u3000").startswith(STARTS_FORMULA) else text


def plain_text(text: str) -> str:
    """Control and invisible format characters go; the ideographic space, which is not "printable", stays."""
    return "".join(letter for letter in text if category(letter) not in ("Cc", "Cf") or letter in "\n\t")
