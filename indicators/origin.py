"""Where the site stands and who asks, whatever a request says of both (docs/trust.md §6).

No forwarded header is believed unless the settings name the proxy that writes it: a stranger's SCRIPT_NAME or
X-Forwarded-Proto would decide what the next reader is shown, and a stranger's X-Forwarded-For who is locked out.
"""

import os
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.request import split_domain_port
from django.utils.encoding import iri_to_uri

# The proxy that is meant where a setting speaks of one and none is named: the one on this machine.
LOOPBACK = ("127.0.0.1", "::1")
# In TRUSTED_PROXIES: whoever may open the server's Unix socket, which knows no addresses.
UNIX = "unix"
_IPV6_OF_ONE_PLACE = 64  # bits: one household or office has all addresses below them
_FORWARDED = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_", "HTTP_X_REAL_IP", "HTTP_X_SCRIPT_NAME", "HTTP_X_SCHEME")
_ODD_PREFIX = "このサイトは、SCRIPT_NAME の前置きの下にはありません。"


class OnlyKnownProxies:
    """The first middleware: what a proxy would say of the request is dropped where no known proxy says it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Some servers take the part of the path that a page lies below from a header, and from the environment.
        if request.META.get("SCRIPT_NAME", "") != os.environ.get("SCRIPT_NAME", ""):
            return HttpResponseBadRequest(_ODD_PREFIX, content_type="text/plain; charset=utf-8")
        if not _is_proxy(request.META.get("REMOTE_ADDR", "")):
            for name in [name for name in request.META if name.startswith(_FORWARDED)]:
                del request.META[name]
            request.META.pop(_who_header(), None)
        return self.get_response(request)


def _who_header() -> str:
    """The header that says who it is, where the settings name one: they name the proxy then, too."""
    return f"HTTP_{settings.REMOTE_USER_HEADER.upper().replace('-', '_')}"


def client_address(request: HttpRequest) -> str:
    """The address of who asks, for limits, locks and the log; "" where the server knows none.

    That of the connection; of one that a known proxy holds, the last one in CLIENT_ADDRESS_HEADER that is not a
    proxy's own: what stands before it was written by the visitor. Of an IPv6 address the first of its /64.
    """
    told = request.META.get("REMOTE_ADDR", "")
    if settings.CLIENT_ADDRESS_HEADER and _is_proxy(told):
        for part in reversed(request.headers.get(settings.CLIENT_ADDRESS_HEADER, "").split(",")):
            address = _address_in(part)
            if not address:
                break
            told = address
            if not _is_proxy(address):
                break
    return _place(told)


def whole_url(request: HttpRequest, path: str) -> str:
    """`path` of this site with scheme and host: those of SITE_URL where it is set, never a header's of a proxy."""
    return f"{_site_origin(request)}{iri_to_uri(path)}"


def _site_origin(request: HttpRequest) -> str:
    """https://plan.city.example.jp. Without SITE_URL, and in an export, as the request was addressed (ALLOWED_HOSTS)."""
    if settings.SITE_ORIGIN and getattr(request, "static_copy", None) is None:
        return str(settings.SITE_ORIGIN)
    domain, port = split_domain_port(request.get_host())  # small letters, no dot at the end
    return f"{request.scheme}://{domain}{port and f':{port}'}"


def is_canonical(request: HttpRequest) -> bool:
    """Whether an answer to it may be kept for others: any host will do where SITE_URL says what pages call themselves,
    else only the port that the server listens on, since there are 65,535 of them."""
    if settings.SITE_ORIGIN:
        return True
    return split_domain_port(request.get_host())[1] in ("", request.META.get("SERVER_PORT"))


def _is_proxy(address: str) -> bool:
    named = settings.TRUSTED_PROXIES or (LOOPBACK if _speaks_of_a_proxy() else ())
    if not address:
        return UNIX in named
    try:
        asked = ip_address(address)
    except ValueError:
        return False
    return any(asked in ip_network(proxy, strict=False) for proxy in named if proxy != UNIX)


def _speaks_of_a_proxy() -> bool:
    return bool(settings.CLIENT_ADDRESS_HEADER or settings.SECURE_PROXY_SSL_HEADER)


def _address_in(part: str) -> str:
    """192.0.2.1, also of 192.0.2.1:4711, [2001:db8::1]:4711 and "[2001:db8::1]"; "" of anything else."""
    text = part.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        return str(ip_address(text))
    except ValueError:
        return ""


def _place(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, IPv6Address) and not found.is_loopback:
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ip_network((int(found), _IPV6_OF_ONE_PLACE), strict=False).network_address)
    return str(found)
