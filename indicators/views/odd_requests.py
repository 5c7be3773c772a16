"""What no person types and no database takes, and questions that say two things at once: one guard for every address (docs/trust.md §2)."""

import logging
from collections.abc import Callable
from typing import Any

from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

from indicators.forms.typed import typed_words
from indicators.views.shared.bad_address import bad_address
from indicators.views.shared.filters import BadAddress
from indicators.views.shared.moment import PARAMETER

NUL, UNREADABLE = "\0", "\ufffd"
# Days are refused by their own words; a sheet of several years is asked for by a tick each (views/entry/table_place.py).
_SEVERAL = frozenset({PARAMETER, "years"})
_METHODS = ("GET", "HEAD", "OPTIONS", "POST")
_SAY_SO_THEMSELVES = ("api", "admin")
logger = logging.getLogger(__name__)


class OddRequests:
    """The middleware: a cookie with a NUL is none; in a path and in a question it is a sign that fits nothing.

    Forms say of each box what is wrong with it. What passes them and is too long or too odd for a column ends in words
    with all that was typed, and not in an error of PostgreSQL.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if NUL in request.path_info:
            request.path_info = request.path_info.replace(
                NUL, UNREADABLE
            )  # each surface says 404 in its own form
        if any(NUL in name + text for name, text in request.COOKIES.items()):
            request.COOKIES = {n: text for n, text in request.COOKIES.items() if NUL not in n + text}
        if "%00" in request.META.get("QUERY_STRING", ""):
            asked = request.GET.copy()
            for name, texts in request.GET.lists():
                del asked[name]
                asked.setlist(
                    name.replace(NUL, UNREADABLE), [text.replace(NUL, UNREADABLE) for text in texts]
                )
            request.GET = asked  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """No page takes PUT and its like. A name that stands twice in the question is no choice of either. The API and Django's
        admin say so themselves."""
        match = request.resolver_match
        if match is None or match.namespace in _SAY_SO_THEMSELVES:
            return None
        if request.method not in _METHODS:
            return HttpResponseNotAllowed(_METHODS)  # told before a token is missed
        if request.method == "POST":
            return None
        doubled = (name for name, texts in request.GET.lists() if len(texts) > 1 and name not in _SEVERAL)
        if (name := next(doubled, None)) is None:
            return None
        said = "、".join(request.GET.getlist(name))
        refusal = BadAddress(name, said, "同じ項目が2つ以上あります。1つだけ指定してください。")
        return bad_address(request, refusal, status=400)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if not isinstance(problem, DataError) and not _is_nul(problem):
            return None
        logger.warning("cannot be kept, at %s %s: %s", request.method, request.path, problem)
        context = {"typed": typed_words(request.POST)}
        return render(request, "odd_request.html", context, status=400)


def _is_nul(problem: Exception) -> bool:
    return isinstance(problem, ValueError) and "NUL (0x00)" in str(problem)
