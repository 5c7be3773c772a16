"""Files that take long to make: one at a time on a machine, so that nobody else waits for their readers (docs/trust.md §1)."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators.caching.finished_pages import mark_busy
from indicators.caching.one_at_a_time import turn

# Names of public addresses that read everything of a plan, now or on a past day.
HEAVY = frozenset(
    {
        "workbook",
        "dataset_csv",
        "dataset_json",
        "dataset_xlsx",
        "plan_csv",
        "plan_json",
        "sheet_xlsx",
        "changes_csv",
        "changes_json",
    }
)
# Seconds that a thread waits for its turn; none where the server asks again by itself, so that its threads stay free
# (kisarazu_plan/rsgi.py says so in the environ).
PATIENCE = 20.0
ASKS_AGAIN = "indicators.asks_again"
RETRY_AFTER = 10  # seconds


class Busy(Exception):
    """Another file is being made."""


def is_heavy(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.namespace == "public" and match.url_name in HEAVY


@contextmanager
def turn_of_heavy(request: HttpRequest) -> Iterator[bool]:
    """Whether it may be made now."""
    wait = 0.0 if request.META.get(ASKS_AGAIN) else PATIENCE
    with turn(settings.TURNS_DIR / "heavy.lock", wait=wait) as ours:
        yield ours


def tell_busy(request: HttpRequest) -> HttpResponse:
    response = render(request, "busy.html", {"seconds": RETRY_AFTER}, status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    mark_busy(response)
    return response
