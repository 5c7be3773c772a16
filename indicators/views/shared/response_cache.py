"""Copies of what public pages answered: the current one spares the rendering, the last one bridges an outage."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.utils import timezone

from indicators.caching.finished_pages import mark_finished
from indicators.caching.public_revision import public_etag
from indicators.caching.response_cache import DAYS, NOW, CachedResponse, cached_response, store_response
from indicators.origin import is_canonical, whole_url
from indicators.views.shared.compression import packings, saves, take_packings
from indicators.views.shared.heavy import Busy, is_heavy, turn_of_heavy
from indicators.views.shared.moment import PARAMETER, moment_of
from indicators.views.shared.static_copy import static_copy_of

# No address of a page is as long, and stores have bounds of their own for names (Django warns from 250 on).
_LONGEST = 200

View = Callable[..., HttpResponse]

# Of one answer alone, or set anew for each: they would be another's, or wrong, in a later answer.
_NOT_CACHED = {"content-length", "date", "etag", "set-cookie"}
# What may be asked for so that an answer is kept: there are only so many, each in one spelling. Words, filters and days to
# compare have no end.
_BOUNDED = {
    PARAMETER: r"\d{4}-\d\d-\d\d",
    "year": r"[1-9]\d{3}",
    "page": r"[1-9]\d{0,3}",
    "number": r"[1-9]\d{0,2}",
    "sort": r"[a-z_]{1,20}",
    "kind": r"[a-z_]{1,20}",
    "furigana": r"off",
}
_MOST_ASKED = 3
# In the environ of a request by which the keeper makes a copy (indicators/warming.py): it is pinned, and packed.
PINNED = "indicators.pinned"


def with_response_cache(answer: View, etag: str | None) -> View:
    """`answer`, or what it answered before under the same ETag.

    Kept is only what it made while nothing was published: a page that was half made by then may hold both states.
    Raises Busy where it is heavy to make, and another one is being made.
    """

    def cached(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        address = None if etag is None or _bypasses_cache(request) else cache_address(request)

        def made() -> HttpResponse:
            response = answer(request, *args, **kwargs)
            if etag is not None and address is not None and _is_for_everybody(request, response):
                keep(request, address, response, etag)
            return response

        if etag is None:
            return made()
        if (known := current_copy(request, address, etag)) is not None:
            return known
        if not is_heavy(request):
            return made()
        with turn_of_heavy(request) as ours:
            # Whoever had the turn may have made just this.
            known = current_copy(request, address, etag)
            if known is None and not ours:
                raise Busy
            return known or made()

    return cached


def current_copy(request: HttpRequest, address: str | None, etag: str) -> HttpResponse | None:
    """What was kept of the present public state."""
    kept = () if address is None else _copies(request, address)
    found = next((one for one in kept if one.etag == etag), None)
    if found is None:
        return None
    copy = HttpResponse(found.content, status=found.status, headers=found.headers)
    if _pins(request) and not found.packed and saves(copy):
        return None
    take_packings(copy, found.packed)
    mark_finished(copy, etag)
    return copy


def last_copy(request: HttpRequest, address: str) -> CachedResponse | None:
    """What was kept last, of whichever state."""
    return max(_copies(request, address), key=lambda one: one.made_at, default=None)


def _copies(request: HttpRequest, address: str) -> Iterator[CachedResponse]:
    """What was asked for with a question may be pinned, too: pages of a year, earlier versions of a sheet."""
    asked = request.META.get("QUERY_STRING", "")
    stores = (DAYS,) if PARAMETER in asked else (NOW, DAYS) if asked or not _is_own_host(request) else (NOW,)
    for store in stores:
        if (found := cached_response(address, store)) is not None:
            yield found


def keep(request: HttpRequest, address: str, response: HttpResponse, etag: str) -> None:
    """Keep what was made under `etag`, unless something was published meanwhile."""
    if request.method != "GET" or public_etag() != etag:
        return
    headers = {name: text for name, text in response.items() if name.lower() not in _NOT_CACHED}
    packed = _packed(request, address, response) if _pins(request) else ()
    is_of_now = _pins(request) or (not request.META.get("QUERY_STRING") and _is_own_host(request))
    kept = CachedResponse(etag, timezone.now(), headers, response.content, packed, response.status_code)
    store_response(address, NOW if is_of_now else DAYS, kept)
    take_packings(response, packed)
    mark_finished(response, etag)


def _packed(request: HttpRequest, address: str, response: HttpResponse) -> tuple[tuple[str, bytes], ...]:
    """What most pages say is the same after midnight, or after a publication that is about others: to pack is what costs."""
    before = last_copy(request, address)
    same = before is not None and before.packed and before.content == response.content
    return before.packed if before is not None and same else packings(response)


def cache_address(request: HttpRequest) -> str | None:
    """Under which name an answer lies; None for addresses of which there would be too many.

    Letter by letter what was asked, and no reading of it: what two spellings share is kept under neither, since a
    page may say its own address. Its path was held against its route before (answers.py).
    """
    if not is_canonical(request):
        return None
    # Whole, since pages and feeds hold links that begin with it.
    address = whole_url(request, request.get_full_path())
    if len(address) > _LONGEST:
        return None
    asked = request.META.get("QUERY_STRING", "")
    if not asked:
        return address
    parts = [part.partition("=") for part in asked.split("&")]
    names = [name for name, _, _ in parts]
    is_bounded = len(parts) == len(set(names)) <= _MOST_ASKED and all(
        name in _BOUNDED and re.fullmatch(_BOUNDED[name], value) for name, _, value in parts
    )
    if not is_bounded:
        return None
    moment_of(request)  # BadDay where it is none
    return address


def _bypasses_cache(request: HttpRequest) -> bool:
    """A static copy of the site has pages of its own; a page may say who is signed in, and what was done."""
    return static_copy_of(request) is not None or (
        request.path.endswith("/")
        and bool({settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name} & set(request.COOKIES))
    )


def _pins(request: HttpRequest) -> bool:
    return bool(request.META.get(PINNED))


def _is_own_host(request: HttpRequest) -> bool:
    """One of those that the settings name; of the others (*.example.jp) there is no end."""
    if settings.SITE_ORIGIN:
        return True
    return split_domain_port(request.get_host())[0] in settings.ALLOWED_HOSTS


def _is_for_everybody(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and "private" not in response.get("Cache-Control", "")
    )
