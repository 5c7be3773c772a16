"""Copies of what public pages answered: the current one spares the rendering, the last one bridges an outage."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.html import format_html

from indicators.caching.finished_pages import mark_finished
from indicators.caching.public_revision import public_etag
from indicators.caching.response_cache import DAYS, NOW, CachedResponse, cached_response, store_response
from indicators.origin import is_canonical, whole_url
from indicators.views.shared.moment import PARAMETER, BadDay, moment_of
from indicators.views.shared.static_copy import static_copy_of
from indicators.wording.days import japanese_date

# No address of a page is as long, and stores have bounds of their own for names (Django warns from 250 on).
_LONGEST = 200

View = Callable[..., HttpResponse]

# The band of an old copy stands before it.
_HEADER = b'<header class="site-head">'
# Of one answer alone, or set anew for each: they would be another's, or wrong, in a later answer.
_NOT_CACHED = {"content-length", "date", "etag", "set-cookie"}


def with_response_cache(answer: View, etag: str | None) -> View:
    """`answer`, or what it answered before under the same ETag.

    Kept is only what it made while nothing was published: a page that was half made by then may hold both states.
    """

    def cached(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = None if etag is None or _bypasses_cache(request) else _cache_key(request)
        if etag is None or key is None:
            return answer(request, *args, **kwargs)
        found = cached_response(*key)
        if found is not None and found.etag == etag:
            copy = HttpResponse(found.content, headers=found.headers)
            mark_finished(copy, etag)
            return copy
        response = answer(request, *args, **kwargs)
        if request.method == "GET" and _is_for_everybody(request, response) and public_etag() == etag:
            headers = {name: text for name, text in response.items() if name.lower() not in _NOT_CACHED}
            store_response(*key, CachedResponse(etag, timezone.now(), headers, response.content))
            mark_finished(response, etag)
        return response

    return cached


def stale_response(request: HttpRequest) -> HttpResponse | None:
    """The last good copy of a public address, which says from when it is; None where there is none."""
    try:
        public = resolve(request.path_info).namespace == "public"
        key = _cache_key(request) if public and request.method in ("GET", "HEAD") else None
    except (Resolver404, BadDay):
        return None
    found = None if key is None else cached_response(*key)
    if found is None:
        return None
    made_at = timezone.localtime(found.made_at)
    band = format_html(
        '<aside class="as-of-band" aria-label="保存してあった内容"><div class="wrap"><p>いまデータベースにつながらない'
        "ため、<b>{}</b>に保存した内容を表示しています。しばらくたってから、読み込み直してください。</p></div></aside>",
        f"{japanese_date(made_at)} {made_at:%H:%M}",
    )
    content = found.content.replace(_HEADER, band.encode() + _HEADER, 1)
    response = HttpResponse(content, headers=found.headers)
    response["Cache-Control"] = "no-store"
    response["X-Copy-Made-At"] = made_at.isoformat(timespec="seconds")
    return response


def _cache_key(request: HttpRequest) -> tuple[str, str] | None:
    """Under which name and in which store an answer lies; None for addresses of which there would be too many.

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
        return address, NOW
    moment = moment_of(request)
    if moment is not None and asked == f"{PARAMETER}={moment.day.isoformat()}":
        return address, DAYS
    return None


def _bypasses_cache(request: HttpRequest) -> bool:
    """A static copy of the site has pages of its own; a page may say who is signed in, and what was done."""
    return static_copy_of(request) is not None or (
        request.path.endswith("/")
        and bool({settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name} & set(request.COOKIES))
    )


def _is_for_everybody(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and "private" not in response.get("Cache-Control", "")
    )
