"""Opens a public page as a citizen would, who is not signed in: the same views, without a server between."""

from io import BytesIO
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.urls import resolve

from indicators.export.options import ExportOptions
from indicators.views.shared.static_copy import StaticCopy
from measures.addresses import naming, take_key
from measures.shown import nothing_shown


class AnonymousRequest(WSGIRequest):
    """A GET without cookies, to the address under which the export will stand, and not to that of the server.

    ALLOWED_HOSTS names the hosts of the server: the public address need not be among them, and comes from a person
    at the terminal, not from a browser.
    """

    static_copy: StaticCopy

    def __init__(self, options: ExportOptions, path: str, query: str = ""):
        self._host = options.host
        super().__init__(
            {
                "REQUEST_METHOD": "GET",
                "SCRIPT_NAME": options.base_path.rstrip("/"),
                # WSGI carries the bytes of a path as latin-1 letters (PEP 3333).
                "PATH_INFO": path.encode().decode("latin-1"),
                "QUERY_STRING": query,
                "SERVER_NAME": options.host.partition(":")[0],
                "SERVER_PORT": "443" if options.scheme == "https" else "80",
                "SERVER_PROTOCOL": "HTTP/1.1",
                "REMOTE_ADDR": "127.0.0.1",
                "wsgi.url_scheme": options.scheme,
                "wsgi.input": BytesIO(),
            }
        )
        self.user = AnonymousUser()

    def get_host(self) -> str:
        return self._host


def open_page(request: HttpRequest) -> HttpResponse:
    """What the public view answers. Http404 and every other error go through: an export is whole or is not made."""
    request.resolver_match = match = resolve(request.path_info)
    # As the middleware of the site does: what one page showed is nothing to the next, nor to who exports.
    with naming(take_key(request, match.kwargs)), nothing_shown():
        answer: Any = match.func(request, *match.args, **match.kwargs)
        if hasattr(answer, "render") and callable(answer.render):
            answer = answer.render()
    assert isinstance(answer, HttpResponse)
    return answer
