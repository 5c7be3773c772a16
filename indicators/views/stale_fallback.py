"""When the database is away, full or read-only: words instead of an error, and the last good copy of public pages."""

import logging
import sys
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.views.defaults import bad_request, page_not_found, server_error

from indicators.forms.typed import is_secret, typed_words
from indicators.views.api.answers import open_to_all
from indicators.views.api.problems import problem as api_problem
from indicators.views.shared.error_pages import AWAY, FAILED, MISSING, UNREADABLE, error_page
from indicators.views.shared.kept_words import kept_missing, last_missing
from indicators.views.shared.stale import stale_copy, stale_response

RETRY_AFTER = 60  # seconds: short for who waits, long enough that many who wait do not keep the database down
AWAY_FOR_PROGRAMS = "いまデータベースにつながりません。{seconds}秒以上たってから、もう一度送ってください。"
_READ_ONLY_TRANSACTION = "25006"  # PostgreSQL's number; it comes as an InternalError
# What SQLite and PostgreSQL say where they still read.
_NO_WRITING = ("readonly", "read-only", "disk is full", "no space left", "could not extend")
# Where somebody else's work took too long: a time limit, a lock that nobody gave back, two who waited for each other.
_BUSY = ("database is locked", "database table is locked")
_BUSY_NUMBERS = ("57014", "55P03", "40P01")
BUSY_RETRY_AFTER = 5
_NOT_SENT_AGAIN = {"csrfmiddlewaretoken"}

logger = logging.getLogger(__name__)


class StaleFallback:
    """The middleware: what a view could not do for want of a database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        return _answer(request, problem) if _is_outage(problem) else None


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404. The page of an address that is not there asks the database for its frame: without one, plain words."""
    try:
        return kept_missing(request, lambda: _missing(request, exception))
    except Exception as problem:
        if not _is_outage(problem):
            raise
        if (kept := last_missing(request)) is not None:
            return stale_copy(request, kept)
        other = error_page(request, AWAY, status=404)
        return other or render(request, "404_plain.html", status=404)


def _missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, MISSING, status=404) or page_not_found(request, exception)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400: what Django takes for an attack or for too much."""
    return error_page(request, UNREADABLE, status=400) or bad_request(request, exception)


def failed(request: HttpRequest) -> HttpResponse:
    """handler500. What failed outside a view for want of a database (a session, the frame of a page) is told as such."""
    problem = sys.exc_info()[1]
    if isinstance(problem, Exception) and _is_outage(problem):
        return _answer(request, problem)
    return error_page(request, FAILED, status=500) or server_error(request)


def _is_outage(problem: Exception) -> bool:
    if isinstance(problem, OperationalError | InterfaceError):
        return True
    code = getattr(problem.__cause__, "pgcode", None)
    return isinstance(problem, DatabaseError) and code == _READ_ONLY_TRANSACTION


def _answer(request: HttpRequest, problem: Exception) -> HttpResponse:
    logger.error("no database for %s %s: %s", request.method, request.path, problem, exc_info=problem)
    kept = stale_response(request)
    if _is_of_api(request):
        return open_to_all(kept or _unavailable_for_programs(request))
    return kept or _unavailable(request, problem)


def _unavailable_for_programs(request: HttpRequest) -> HttpResponse:
    answer = api_problem(request, 503, AWAY_FOR_PROGRAMS.format(seconds=RETRY_AFTER))
    answer["Retry-After"] = str(RETRY_AFTER)
    return answer


def _is_of_api(request: HttpRequest) -> bool:
    try:
        return resolve(request.path_info).namespace == "api"
    except Resolver404:
        return False


def _unavailable(request: HttpRequest, problem: Exception) -> HttpResponse:
    """503 in words. Nothing of it needs a database; what was typed stands on the page, to be sent once more."""
    reads = any(words in str(problem).lower() for words in _NO_WRITING) or not isinstance(
        problem, OperationalError | InterfaceError
    )
    number = getattr(problem.__cause__, "pgcode", None)
    busy = number in _BUSY_NUMBERS or str(problem).lower().startswith(_BUSY)
    # A page with a password in it would show and keep the password: then nothing of the form is repeated.
    secret = any(is_secret(name) for name in request.POST)
    context = {
        "reads": reads,
        "busy": busy,
        "tried_to_save": request.method == "POST",
        "typed": typed_words(request.POST, reads=False),
        "fields": []
        if secret
        else [
            (name, text)
            for name, texts in request.POST.lists()
            if name not in _NOT_SENT_AGAIN
            for text in texts
        ],
        "files": bool(request.FILES),
        "address": request.get_full_path(),
    }
    other = None if request.method == "POST" else error_page(request, AWAY, status=503)
    response = other or render(request, "503.html", context, status=503)
    response["Retry-After"] = str(BUSY_RETRY_AFTER if busy else RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response
