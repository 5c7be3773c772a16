"""How a public file is handed over: its media type, its name, the day that it speaks of."""

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from indicators.frames import Comparison, Row
from indicators.spreadsheets.comparisons import comparisons_csv, comparisons_payload
from indicators.spreadsheets.figures import csv_bytes, json_payload
from indicators.views.shared.moment import moment_of

# The media type of a workbook.
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Ending → media type, and whether a browser saves or shows it.
FILES = {
    "csv": ("text/csv; charset=utf-8", "attachment"),
    "json": ("application/json", "inline"),
    "jsonld": ("application/ld+json", "inline"),
    "ttl": ("text/turtle; charset=utf-8", "inline"),
    "xlsx": (XLSX, "attachment"),
}


def csv_file(request: HttpRequest, rows: Iterable[Row], name: str) -> HttpResponse:
    """The rows as CSV to be saved as kisarazu-plan-<name>.csv, as of a day as kisarazu-plan-<name>-<day>.csv."""
    return file_of(request, csv_bytes(rows), name, "csv")


def comparisons_file(request: HttpRequest, comparisons: Iterable[Comparison], name: str) -> HttpResponse:
    """Published figures of others as CSV."""
    return file_of(request, comparisons_csv(comparisons), f"{name}-comparisons", "csv")


def json_file(
    request: HttpRequest, rows: Iterable[Row], name: str, comparisons: Iterable[Comparison]
) -> HttpResponse:
    """The rows as JSON, shown by a browser and saved as kisarazu-plan-<name>.json.

    `comparisons`: published figures of others, under the key "comparisons". As of a past day the key "as_of" says which;
    "provisional" is there, and true, while that day is not over.
    """
    payload = {**day_of(request), **json_payload(rows), "comparisons": comparisons_payload(comparisons)}
    return file_of(request, json_bytes(payload), name, "json")


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
    moment = moment_of(request)
    day = f"-{moment.day.isoformat()}" if moment else ""
    return f"{'demo-' if settings.DEMO else ''}kisarazu-plan-{name}{day}"
