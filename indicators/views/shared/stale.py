"""What public addresses answer while the database is away: the last good copy, with a band that says of when it is."""

import re
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import timezone

from indicators.caching.finished_pages import AWAY, mark_finished
from indicators.caching.response_cache import CachedResponse
from indicators.views.shared.compression import compressed
from indicators.views.shared.moment import BadDay
from indicators.views.shared.response_cache import cache_address, last_copy
from indicators.wording.outage import kept_on

# The band of an old copy stands before the head of the page; where a page has none (paper, embedded), it is the first thing.
_PLACE = re.compile(rb'<header class="site-head">|(?<=<body>)|(?<=<body )[^>]*>')
# A page carries the styles of what it held when it was made.
_BAND = '<aside aria-label="{name}" lang="{lang}" style="background:#fff3cd;color:#1f1f1f;padding:.5rem 1rem">{words}</aside>'


def stale_response(request: HttpRequest) -> HttpResponse | None:
    """The last good copy of a public address or of the API; None where there is none."""
    try:
        match = resolve(request.path_info)
        address = cache_address(request)
    except (Resolver404, BadDay):
        return None
    if match.namespace not in ("public", "api") or request.method not in ("GET", "HEAD") or address is None:
        return None
    found = last_copy(request, address)
    return None if found is None else stale_copy(request, found, match)


def stale_copy(
    request: HttpRequest, found: CachedResponse, match: ResolverMatch | None = None
) -> HttpResponse:
    """The copy as an answer that says of when it is."""
    made_at = timezone.localtime(found.made_at)
    content = found.content
    if found.headers.get("Content-Type", "").startswith("text/html"):
        content = _with_band(content, made_at, match)
    response = HttpResponse(content, status=found.status, headers=found.headers)
    response["Cache-Control"] = "no-store"
    response["X-Copy-Made-At"] = made_at.isoformat(timespec="seconds")
    response = compressed(request, response)
    mark_finished(response, AWAY)
    return response


def _with_band(content: bytes, made_at: datetime, match: ResolverMatch | None) -> bytes:
    name = "" if match is None else match.url_name or ""
    lang = "en" if name.startswith("en_") else "ja"
    title, words = kept_on(
        made_at, kind="english" if lang == "en" else "easy" if name.startswith("easy_") else ""
    )
    band = _BAND.format(name=title, lang=lang, words=words).encode()
    place = _PLACE.search(content)
    if place is None:
        return content
    at = place.start() if place[0].startswith(b"<header") else place.end()
    return content[:at] + band + content[at:]
