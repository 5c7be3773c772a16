"""How a public page answers: reading only, as of a day, cached only as long as nothing was published, no cookie."""

import json
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import condition, conditional_page, require_safe

from indicators.caching import public_etag
from indicators.frames import Comparison, Row
from indicators.spreadsheets import comparisons_csv, comparisons_payload, csv_bytes, json_payload
from indicators.views.public.compression import compressed
from indicators.views.public.moment import BadDay, keep_day, moment_of, on_day
from indicators.views.public.response_cache import with_response_cache
from indicators.views.shared.bad_address import bad_address
from indicators.views.shared.files import XLSX
from indicators.views.shared.filters import BadAddress

View = Callable[..., HttpResponse]
Crumb = dict[str, str]
# Ending → media type, and whether a browser saves or shows it.
FILES = {
    "csv": ("text/csv; charset=utf-8", "attachment"),
    "json": ("application/json", "inline"),
    "jsonld": ("application/ld+json", "inline"),
    "ttl": ("text/turtle; charset=utf-8", "inline"),
    "xlsx": (XLSX, "attachment"),
}


def public_page(view: View) -> View:
    """GET and HEAD. A page as of a past day says so, and its links keep the day; a bad day is a page that says why.

    For a reader who is not signed in, the public revision is the page's ETag: a browser asks again each time, and
    gets 304 without a query for figures while nothing was published. A page of a signed-in person carries their
    name, so no shared cache may keep it and its ETag is made of its content.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        moment = moment_of(request)
        response = view(request, *args, **kwargs)
        if moment is not None and response.get("Content-Type", "").startswith("text/html"):
            response.content = keep_day(response.content.decode(), moment).encode()
        keeper = "private" if request.user.is_authenticated else "public"
        response.setdefault("Cache-Control", f"{keeper}, no-cache")
        patch_vary_headers(response, ["Cookie"])
        return response

    def etag(request: HttpRequest) -> str | None:
        return None if request.user.is_authenticated else public_etag()

    return _sent(refusing(answer, etag), is_shared=lambda request: not request.user.is_authenticated)


def public_file(view: View) -> View:
    """A file is the same for everybody, whoever is signed in."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.setdefault("Cache-Control", "public, no-cache")
        return response

    return _sent(refusing(answer, lambda request: public_etag()), is_shared=lambda request: True)


def _sent(view: View, *, is_shared: Callable[[HttpRequest], bool]) -> View:
    """Compressed, where the same bytes are for everybody: beside what one person alone sees, their size would tell."""

    @wraps(view)
    def sent(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        return compressed(request, response) if is_shared(request) else response

    return sent


def tell_bad_day(request: HttpRequest, problem: BadDay) -> HttpResponse:
    return render(request, "public/bad_day.html", {"problem": str(problem)}, status=400)


def tell_missing(request: HttpRequest, missing: Http404) -> HttpResponse:
    """On a past day a page says that there was nothing yet; else Django's own page for it."""
    moment = moment_of(request)
    if moment is None:
        raise missing
    return render(request, "public/not_yet.html", {"moment": moment}, status=404)


def refusing(
    answer: View,
    etag: Callable[[HttpRequest], str | None],
    *,
    bad_day: Callable[[HttpRequest, BadDay], HttpResponse] = tell_bad_day,
    missing: Callable[[HttpRequest, Http404], HttpResponse] = tell_missing,
) -> View:
    """GET and HEAD, by its ETag; what cannot be read or is not there is told by `bad_day` and `missing`."""

    @wraps(answer)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            moment = moment_of(request)
        except BadDay as problem:
            return bad_day(request, problem)
        # The ETag is read before the figures: a page may be newer than its ETag, and is asked for again, never older.
        current = etag(request)
        known = condition(lambda *args, **kwargs: current)(with_response_cache(answer, current))
        try:
            response: HttpResponse = conditional_page(known)(request, *args, **kwargs)
        except BadAddress as refusal:
            return bad_address(request, refusal)
        except Http404 as problem:
            return missing(request, problem)
        if moment is not None and "Location" in response:
            response["Location"] = on_day(response["Location"], moment)
        return response

    return require_safe(checked)


def csv_file(request: HttpRequest, rows: Iterable[Row], name: str) -> HttpResponse:
    """The rows as CSV to be saved as kisarazu-plan-<name>.csv, as of a day as kisarazu-plan-<name>-<day>.csv."""
    return file_of(request, csv_bytes(rows), name, "csv")


def comparisons_file(request: HttpRequest, beside: Iterable[Comparison], name: str) -> HttpResponse:
    """Published figures of others as CSV."""
    return file_of(request, comparisons_csv(beside), f"{name}-comparisons", "csv")


def json_file(
    request: HttpRequest, rows: Iterable[Row], name: str, beside: Iterable[Comparison]
) -> HttpResponse:
    """The rows as JSON, shown by a browser and saved as kisarazu-plan-<name>.json.

    `beside`: published figures of others, under the key "comparisons". As of a past day the key "as_of" says which;
    "provisional" is there, and true, while that day is not over.
    """
    payload = {**day_of(request), **json_payload(rows), "comparisons": comparisons_payload(beside)}
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


def crumbs(*pages: tuple[str, str]) -> list[Crumb]:
    """The way here from the home page: (label, address) each, the last one this page."""
    return [{"label": label, "url": url} for label, url in (("ホーム", reverse("public:home")), *pages)]
