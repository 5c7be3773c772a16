"""Records as CSV in the ways of figures.py, whatever they tell of: one row a record, one header row."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from django.conf import settings

from indicators.spreadsheets.figures import DEMO_NOTICE, Cell, csv_cell

Told = TypeVar("Told")


def long_form_csv(columns: Mapping[str, Callable[[Told], Cell]], found: Iterable[Told]) -> bytes:
    """UTF-8 with BOM, CRLF; in the demo a last column says so."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    notice = {"notice": DEMO_NOTICE} if settings.DEMO else {}
    writer.writerow([*columns, *notice])
    for one in found:
        cells = {name: column(one) for name, column in columns.items()}
        writer.writerow([*(csv_cell(name, cell) for name, cell in cells.items()), *notice.values()])
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8")
