"""Public answers, compressed as the reader's browser asks.

Only answers to a reader who is not signed in, and files, which are the same for everybody: none of them holds a secret
(no CSRF token, no name), so that nothing can be guessed from the length of a compressed page (BREACH).
"""

import gzip
import re
from collections.abc import Callable

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from indicators.caching.encodings import encoding_for

# Below this a header costs more than compression saves.
_LEAST_BYTES = 400
# Each answer is compressed while somebody waits: 2 ms and 0.5 ms for a page of 35 KB. Brotli's 9 takes 14 ms and saves
# 0.2 % more; 11 takes 70 ms and saves 6 %: for pages that are kept then and given out many times (caching/finished_pages.py).
_QUALITY_BROTLI = 7
_MOST_KEPT = 128 * 1024
_QUALITY_GZIP = 6
_IS_TEXT = re.compile(
    r"(text/|application/(json|xml|atom\+xml|rss\+xml|ld\+json|schema\+json|manifest\+json))"
)

_PACKINGS = "packings"

_WAYS: dict[str, Callable[[bytes, bool], bytes]] = {
    "br": lambda body, is_kept: brotli.compress(
        body, quality=settings.BROTLI_OF_COPIES if is_kept else _QUALITY_BROTLI
    ),
    # No time in it: the same page gives the same bytes.
    "gzip": lambda body, _: gzip.compress(body, compresslevel=_QUALITY_GZIP, mtime=0),
}


def compressed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer with its body compressed, or as it was where that saves nothing or was not asked for.

    Its ETag becomes a weak one: the same content in other bytes (RFC 9110, 8.8.1).
    """
    patch_vary_headers(response, ["Accept-Encoding"])
    if not saves(response):
        return response
    if name := encoding_for(request.headers.get("Accept-Encoding", "")):
        known = dict(getattr(response, _PACKINGS, ()))
        response.content = known.get(name) or _WAYS[name](response.content, _is_kept(request, response))
        response["Content-Encoding"] = name
        response["Content-Length"] = str(len(response.content))
        if response.get("ETag", "").startswith('"'):
            response["ETag"] = f"W/{response['ETag']}"
    return response


def packings(response: HttpResponse) -> tuple[tuple[str, bytes], ...]:
    """Its body in each packing, as small as can be, for a copy that goes out many times; () where that saves nothing."""
    if not saves(response):
        return ()
    best = len(response.content) <= _MOST_KEPT
    return tuple((name, pack(response.content, best)) for name, pack in _WAYS.items())


def take_packings(response: HttpResponse, packed: tuple[tuple[str, bytes], ...]) -> None:
    """Let compressed() take these instead of packing the same bytes once more."""
    setattr(response, _PACKINGS, packed)


def saves(response: HttpResponse) -> bool:
    """Whether it is worth to pack it."""
    return bool(_IS_TEXT.match(response.get("Content-Type", ""))) and len(response.content) >= _LEAST_BYTES


def _is_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """A page of an address without a question: there are few, and each stays until something is published."""
    is_page = response.get("Content-Type", "").startswith("text/html")
    return is_page and not request.META.get("QUERY_STRING") and len(response.content) <= _MOST_KEPT
