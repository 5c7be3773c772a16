"""Words that are the same for everybody at many addresses: of an address that is not there, and of the form to sign in."""

import re
from collections.abc import Callable

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token

from indicators.caching.finished_pages import mark_finished
from indicators.caching.public_revision import public_etag
from indicators.caching.response_cache import NOW as STORE
from indicators.caching.response_cache import CachedResponse, cached_response
from indicators.origin import is_canonical, whole_url
from indicators.views.shared.languages import EASY, ENGLISH, spoken
from indicators.views.shared.response_cache import current_copy, keep
from indicators.views.shared.static_copy import static_copy_of

# No address has a fragment: these are nobody's.
MISSING, LOGIN = "/#404", "/#login"
_TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]*')


def kept_missing(request: HttpRequest, make: Callable[[], HttpResponse]) -> HttpResponse:
    """The page of an address that nothing answers. Where something does (measures/99/), and in easy words, a link
    may lead to the very address."""
    if _may_be_somebodys(request) or not is_canonical(request):
        return make()
    etag = public_etag()
    if request.resolver_match is not None or spoken(request) in (EASY, ENGLISH):
        response = make()
        if public_etag() == etag:
            mark_finished(response, etag)
        return response
    return _kept(request, MISSING, etag, make)


def kept_login(request: HttpRequest, make: Callable[[], HttpResponse]) -> HttpResponse:
    """The form as somebody gets it who asks for nothing else; each gets a token of their own."""
    if _may_be_somebodys(request) or not is_canonical(request) or request.META.get("QUERY_STRING"):
        return make()

    def without_token() -> HttpResponse:
        made = make()
        return HttpResponse(_TOKEN.sub(rb"\1", made.content), status=made.status_code)

    response = _kept(request, LOGIN, public_etag(), without_token)
    token = get_token(request).encode()
    response.content = _TOKEN.sub(lambda found: found[1] + token, response.content)
    mark_finished(response, "")
    return response


def _may_be_somebodys(request: HttpRequest) -> bool:
    """Whoever is signed in has a name around these words, at the address of a file too."""
    cookies = {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name} & set(request.COOKIES)
    return bool(cookies) or static_copy_of(request) is not None


def _kept(request: HttpRequest, name: str, etag: str, make: Callable[[], HttpResponse]) -> HttpResponse:
    address = whole_url(request, name)
    if (known := current_copy(request, address, etag)) is not None:
        return known
    response = make()
    keep(request, address, response, etag)
    return response


def last_missing(request: HttpRequest) -> CachedResponse | None:
    """The same words, of whichever state."""
    if not is_canonical(request) or spoken(request) in (EASY, ENGLISH):
        return None
    return cached_response(whole_url(request, MISSING), STORE)
