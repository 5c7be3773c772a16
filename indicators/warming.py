"""Makes the copy of everything that citizens can open, one after the other (docs/trust.md §1, decisions/0037).

Asked is the site itself, in this process, as by somebody who is not signed in; so nothing is kept that a visitor could not
get. What is current already is passed over: whoever was stopped in the middle goes on where it was.
"""

import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.utils import timezone

from indicators.caching.public_revision import public_etag
from indicators.caching.response_cache import Warmed, note_warmed, sweep_copies
from indicators.open_data.api.resources import RESOURCES
from indicators.views.public.site.addresses import OF_THE_SITE, Address, public_addresses
from indicators.views.shared.heavy import HEAVY
from indicators.views.shared.response_cache import PINNED
from measures.addresses import reverse
from measures.plans import plan_in_force

# An address that nothing answers: its words are kept for all of them.
NOWHERE = "/404/"
MOST_API_PAGES = 50  # of one list; programs that read more take the files
_ROUNDS = 5  # how often it begins anew where something is published meanwhile; then the next look goes on
_TOLD = 5
_LONGEST_REST = 2.0

Pause = Callable[[float], None]


class Away(Exception):
    """The database is away: what is answered are the copies themselves."""


@dataclass
class _Walk:
    etag: str
    pause: Pause
    made: int = 0
    problems: list[str] = field(default_factory=list)

    def ask(self, address: str, *, expected: int = 200) -> Any:
        """Ask the site; the answer, None where the public state is another one by now. Raises Away."""
        began = time.process_time()
        answer = asked(address)
        if "X-Copy-Made-At" in answer:
            raise Away
        if answer.get("ETag", self.etag).removeprefix("W/") != self.etag:
            return None
        self.made += 1
        if answer.status_code not in (expected, 301, 302):
            self.problems.append(f"{address}（{answer.status_code}）")
        self.pause(time.process_time() - began)
        return answer


def warm(*, pause: Pause) -> Warmed | None:
    """Make what is missing; None where the site changed again and again meanwhile. Raises Away.

    `pause` is told after each how many seconds of the processor it took.
    """
    began = time.time()
    for _ in range(_ROUNDS):
        walk = _Walk(public_etag(), pause)
        if _walked(walk) and public_etag() == walk.etag:
            warmed = Warmed(walk.etag, timezone.now(), walk.made, tuple(walk.problems[:_TOLD]))
            note_warmed(warmed)
            sweep_copies(began)
            return warmed
    return None


def gently(took: float) -> None:
    """Readers come first: a short rest after each copy, a long one where all processors have work."""
    load = os.getloadavg()[0] / (os.cpu_count() or 1) if hasattr(os, "getloadavg") else 0.0
    time.sleep(min(took * (2.0 if load > 1 else 0.2), _LONGEST_REST))


def at_once(took: float) -> None:
    """No rest: somebody waits for it to be done."""


def _walked(walk: _Walk) -> bool:
    if walk.ask(NOWHERE, expected=404) is None or walk.ask(reverse("login")) is None:
        return False
    if any(walk.ask(address) is None for address in _addresses()):
        return False
    for name in RESOURCES:
        address = reverse("api:listing", args=[name])
        if (first := walk.ask(address)) is None:
            return False
        pages = json.loads(first.content)["pages"] if first.status_code == 200 else 1
        further = (f"{address}?page={page}" for page in range(2, 1 + min(pages, MOST_API_PAGES)))
        if any(walk.ask(page) is None for page in further):
            return False
    return True


def _addresses() -> Iterator[str]:
    """Pages before what takes long; each by its short address and by the one that names its plan, as citations do."""
    plan = plan_in_force()
    found = public_addresses()
    for address in sorted(found, key=lambda one: one.name in HEAVY):
        yield address.url
        if plan is not None and not address.key and address.name not in OF_THE_SITE:
            yield _named(address, plan.key)
    yield reverse("api:index")
    yield reverse("api:openapi")


def _named(address: Address, key: str) -> str:
    return replace(address, key=key).url


def asked(address: str) -> Any:
    """The answer of this very site to somebody who is not signed in, as its pages call it (SITE_URL)."""
    site = urlsplit(settings.SITE_URL)
    port = site.port or (443 if site.scheme == "https" else 80)
    path, _, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": os.environ.get("SCRIPT_NAME", ""),
        "PATH_INFO": unquote(path).encode().decode("latin-1"),  # WSGI has bytes as if they were Latin letters
        "QUERY_STRING": query,
        "HTTP_HOST": site.netloc,
        "SERVER_NAME": site.hostname or "",
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": site.scheme,
        "wsgi.input": BytesIO(),
        PINNED: True,
    }
    handler: Any = WSGIHandler()
    answer = handler(environ, lambda *_: None)
    answer.close()
    return answer
