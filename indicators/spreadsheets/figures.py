"""Figures as files: CSV and JSON of exactly what a page shows, from the page's own rows.

Long form, one row an indicator × fiscal year, one header row. The western year stands beside the Japanese one,
days are ISO dates, moments carry Japan's +09:00. Figures have the indicator's decimals, no thousands separators
and no unit; an empty cell is not zero. `expected` and `progress` have up to six decimals (half up; progress 1
is the target). A year outside of an indicator's own has no row, unless something is said of it. Nothing depends on the day a file is made, so that the same published state gives the same bytes.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from indicators.frames import Row, counted
from indicators.spreadsheets.fields import DEMO_NOTICE, Field, in_order, of_city
from indicators.spreadsheets.tables import table_csv
from indicators.spreadsheets.values import FIELDS, earlier_of
from measures.site import site_city

Fields = tuple[Field, ...]


def csv_bytes(rows: Iterable[Row], more: Fields = ()) -> bytes:
    """UTF-8 with BOM, CRLF. Text that could run as a formula has a ' in front; numbers stay numbers.

    `more`: columns behind the public ones, for files of the staff.
    """
    return table_csv((*FIELDS, *more), counted(rows))


def json_payload(rows: Iterable[Row], more: Fields = ()) -> dict[str, Any]:
    """{"notice": in the demo alone, "rows": [...]}: the columns of the CSV, and more than a cell can hold.

    Figures are text, so that no digit is lost; what is missing is null. `trace` is 計算のしかた line by line,
    `earlier` the records that 訂正, 改定 or 取下げ replaced, oldest first.
    """
    columns = (*FIELDS, *more)
    known = in_order([field for field in columns if not field.is_newer])
    in_cells = (*known, *of_city(site_city()), *(field for field in columns if field.is_newer))
    found = [
        {
            **{field.name: field.value_of(row) for field in in_cells},
            "trace": list(row.trace),
            "earlier": earlier_of(row),
        }
        for row in counted(rows)
    ]
    return {**({"notice": DEMO_NOTICE} if settings.DEMO else {}), "rows": found}
