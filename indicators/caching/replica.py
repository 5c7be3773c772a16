"""Where public pages are read: a replica of the database, where DATABASE_REPLICA_URL names one (decisions/0041).

A page is read whole at one place, and its ETag there too. Whoever is signed in, or saves, reads the database itself, and so
sees what they have just done.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import Error, InterfaceError, OperationalError, connections
from django.http import HttpRequest, HttpResponse

PRIMARY, REPLICA = "default", "replica"
# Seconds in which a replica may still show the public state before; then the database itself is read until it follows.
LONGEST_BEHIND = 2.0
# Of the time in which a place did not answer, so many times over it is not asked again: a server that hangs costs a fifth.
_PAUSES = 4

_place: ContextVar[str] = ContextVar("where rows are read", default=PRIMARY)


class PlaceOfReading:
    """The router: rows are read where the page is read, and written in the database itself."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return _place.get()

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return PRIMARY

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True  # the same rows, wherever they were read

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == PRIMARY


def has_replica() -> bool:
    return REPLICA in settings.DATABASES


@contextmanager
def reading(place: str) -> Iterator[None]:
    before = _place.set(place)
    try:
        yield
    finally:
        _place.reset(before)


class Choice:
    """Which place this process reads public pages at, chosen anew whenever it looks at the public state."""

    def __init__(self) -> None:
        self.place = PRIMARY
        self._differs_since: float | None = None
        self._away_until: dict[str, float] = {}

    def look(self, ask: Callable[[], str]) -> str:
        """What `ask` says of the public state at the place that is chosen by it; "" where no place answers.

        The replica is read while it says the same as the database, or has said another for no longer than LONGEST_BEHIND;
        and while the database is away.
        """
        said = self._asked(PRIMARY, ask)
        if not has_replica():
            return said
        of_replica, now = self._asked(REPLICA, ask), time.monotonic()
        if not said or not of_replica or of_replica == said:
            self._differs_since = None
        elif self._differs_since is None:
            self._differs_since = now
        is_late = self._differs_since is not None and now - self._differs_since > LONGEST_BEHIND
        self.place = REPLICA if of_replica and not is_late else PRIMARY
        return of_replica if self.place == REPLICA else said

    def is_away(self, place: str, seconds: float) -> None:
        """It did not answer within `seconds`."""
        self._away_until[place] = time.monotonic() + _PAUSES * seconds
        if place == REPLICA:
            self.place = PRIMARY

    def _asked(self, place: str, ask: Callable[[], str]) -> str:
        began = time.monotonic()
        if has_replica() and began < self._away_until.get(place, 0):
            return ""
        try:
            with reading(place):
                return ask()
        except Error:
            connections[place].close()
            self.is_away(place, time.monotonic() - began)
            return ""


choice = Choice()  # of this process


def read_at_choice(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A public view, read at the place that is chosen just now; where the replica goes away meanwhile, once more at the other."""

    @wraps(view)
    def read(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if choice.place == PRIMARY or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return view(request, *args, **kwargs)
        began = time.monotonic()
        try:
            with reading(REPLICA):
                return view(request, *args, **kwargs)
        except (OperationalError, InterfaceError):
            connections[REPLICA].close()
            choice.is_away(REPLICA, time.monotonic() - began)
        return view(request, *args, **kwargs)

    return read
