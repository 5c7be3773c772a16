"""What no answer may leave open: whether others may keep it (docs/trust.md §6)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# Whoever keeps one asks before it is shown again, and no cache between keeps it: an address that is refused or leads
# elsewhere today may be a page after the next publication, and the words around a refusal may name who is signed in.
USUAL = "private, no-cache"


class AskedAnew:
    """The outermost middleware: an answer that says nothing of keeping (a refusal, a redirect) says USUAL.

    Not a 304, which repeats what was said of what the browser holds.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 304:
            response.headers.setdefault("Cache-Control", USUAL)
        return response
