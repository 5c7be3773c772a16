"""How a public file is handed over: its media type, its name, the day that it speaks of."""

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from indicators.frames import Row, Source, comparisons
from indicators.spreadsheets.comparisons import comparisons_payload
from indicators.spreadsheets.figures import csv_bytes, json_payload
from indicators.views.shared.moment import moment_of, past_day

# The media type of a workbook.
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Ending → media type, and whether a browser saves or shows it.
FILES = {
    "ics": ("text/calendar; charset=utf-8", "inline"),
    "csv": ("text/csv; charset=utf-8", "attachment"),
    "json": ("application/json", "inline"),
    "jsonld": ("application/ld+json", "inline"),
    "ttl": ("text/turtle; charset=utf-8", "inline"),
    "xlsx": (XLSX, "attachment"),
}


def figures_file(
    request: HttpRequest, rows: Iterable[Row], name: str, ending: str, source: Source
) -> HttpResponse:
    """The rows as CSV to be saved as basic-plan-<name>.csv, or as JSON to be shown by a browser.

    JSON has the published figures of others, as `source` knows them, under the key "comparisons". As of a past day the
    key "as_of" says which; "provisional" is there, and true, while that day is not over.
    """
    if ending == "csv":
        return file_of(request, csv_bytes(rows), name, ending)
    others = comparisons_payload(comparisons(source))
    payload = {**day_of(request), **json_payload(rows), "comparisons": others}
    return file_of(request, json_bytes(payload), name, ending)


def day_of(request: HttpRequest) -> dict[str, Any]:
    """What a JSON file says of the day that it was asked for."""
    moment = moment_of(request)
    day: dict[str, Any] = {} if moment is None else {"as_of": moment.day.isoformat()}
    if moment is not None and moment.is_provisional:
        day["provisional"] = True
    return day


def json_bytes(payload: dict[str, Any]) -> bytes:
    """As people can read it, too."""
    return json.dumps(payload, ensure_ascii=False, indent=2).encode()


def file_of(request: HttpRequest, body: bytes, name: str, ending: str) -> HttpResponse:
    """A file that is saved under the site's name, with the day where one was asked for; a browser shows JSON itself."""
    media, how = FILES[ending]
    answer = HttpResponse(body, content_type=media)
    answer["Content-Disposition"] = f'{how}; filename="{_file_name(request, name)}.{ending}"'
    return answer


def _file_name(request: HttpRequest, name: str) -> str:
    day = past_day(request)
    return f"{'demo-' if settings.DEMO else ''}basic-plan-{name}{f'-{day.isoformat()}' if day else ''}"
