"""Public answers, compressed as the reader's browser asks.

Only answers to a reader who is not signed in, and files, which are the same for everybody: none of them holds a secret
(no CSRF token, no name), so that nothing can be guessed from the length of a compressed page (BREACH).
"""

import gzip
import re
from collections.abc import Callable

import brotli
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from indicators.caching.encodings import encoding_for

# Below this a header costs more than compression saves.
_LEAST_BYTES = 400
# Each answer is compressed while somebody waits: 2 ms and 0.5 ms for a page of 35 KB. Brotli's 9 takes 14 ms and saves
# 0.2 % more; 11 takes 70 ms and saves 6 %: for pages that are kept then and given out many times (caching/finished_pages.py).
_QUALITY_BROTLI = 7
_QUALITY_KEPT = 11
_MOST_KEPT = 128 * 1024
_QUALITY_GZIP = 6
_IS_TEXT = re.compile(
    r"(text/|application/(json|xml|atom\+xml|rss\+xml|ld\+json|schema\+json|manifest\+json))"
)

_WAYS: dict[str, Callable[[bytes, bool], bytes]] = {
    "br": lambda body, is_kept: brotli.compress(body, quality=_QUALITY_KEPT if is_kept else _QUALITY_BROTLI),
    # No time in it: the same page gives the same bytes.
    "gzip": lambda body, _: gzip.compress(body, compresslevel=_QUALITY_GZIP, mtime=0),
}


def compressed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer with its body compressed, or as it was where that saves nothing or was not asked for.

    Its ETag becomes a weak one: the same content in other bytes (RFC 9110, 8.8.1).
    """
    patch_vary_headers(response, ["Accept-Encoding"])
    if not _IS_TEXT.match(response.get("Content-Type", "")) or len(response.content) < _LEAST_BYTES:
        return response
    if name := encoding_for(request.headers.get("Accept-Encoding", "")):
        response.content = _WAYS[name](response.content, _is_kept(request, response))
        response["Content-Encoding"] = name
        response["Content-Length"] = str(len(response.content))
        if response.get("ETag", "").startswith('"'):
            response["ETag"] = f"W/{response['ETag']}"
    return response


def _is_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """A page of an address without a question: there are few, and each stays until something is published."""
    is_page = response.get("Content-Type", "").startswith("text/html")
    return is_page and not request.META.get("QUERY_STRING") and len(response.content) <= _MOST_KEPT
