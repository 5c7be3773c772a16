"""Public answers kept as finished bytes, given out before Django has begun (docs/trust.md §1).

The first answer of a public state is made and kept with its headers in the memory of the process; later ones leave
before sessions, people, templates and figures are asked. Of what is written in between nothing can be missed for longer
than LOOK_EVERY: that often, at most, a process looks at the public revision; and none of yesterday's leaves after midnight in
Japan. While the database is away, the last good copies are given out in the same way.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from datetime import time as time_of_day
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import close_old_connections, connection
from django.utils import timezone
from django.utils.http import parse_etags

from indicators.caching.encodings import encoding_for
from indicators.caching.public_revision import public_etag
from indicators.caching.replica import choice

LOOK_EVERY = 0.25  # seconds: a publication is seen by every process within one
# A page is some 15 KB packed, in up to three encodings: all pages of a plan of some hundred indicators.
MOST_BYTES = 48 * 1024 * 1024
# Whoever asks for past days must not push out the pages of now.
MOST_BYTES_OF_DAYS = 12 * 1024 * 1024
# Of addresses that are not there, without end.
MOST_BYTES_OF_MISSING = 4 * 1024 * 1024
_LONGEST = 1024 * 1024  # a workbook is kept by the store of files, once for all processes
_LONGEST_KEY = 400
# What decides which answer is made, beside the cookies; the header of a proxy joins where the settings name one.
_ASKED = ("wsgi.url_scheme", "HTTP_HOST", "SERVER_PORT", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING")
# Questions with a condition or a part in them are Django's to answer.
_OTHER_WAYS = frozenset({"HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_RANGE"})
# What 304 leaves out: it is of the body, which the reader has.
_OF_THE_BODY = {"content-type", "content-length", "content-encoding", "content-disposition", "link"}
_MARK, _BUSY = "finished_under", "is_busy"
# In place of a public ETag while the database does not say which it is.
AWAY = "away"

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
Key = tuple[str | None, ...]


@dataclass(frozen=True)
class Finished:
    """One answer, as it was sent; `etag` is the public state that it was made in, "" never stands there."""

    etag: str
    headers: Headers
    content: bytes
    status: str = "200 OK"


@dataclass(frozen=True)
class Answer:
    """What goes to one reader; `etag` is the public state that it is of."""

    status: str
    headers: Headers
    content: bytes
    etag: str = ""


def mark_finished(response: Any, etag: str) -> None:
    """Say that `response` is for everybody who asks the same, as long as the public ETag is `etag`."""
    setattr(response, _MARK, etag)


def finished_under(response: Any) -> str:
    """The public ETag that an answer was marked with; "" where it is not for everybody."""
    return str(getattr(response, _MARK, ""))


def mark_busy(response: Any) -> None:
    """Say that the same question, asked again in a moment, may be answered: another file is being made."""
    setattr(response, _BUSY, True)


class Shelf:
    """Finished answers up to a number of bytes; the first that came goes first. Safe for threads."""

    def __init__(self, most_bytes: int) -> None:
        self._most, self._bytes, self._lock = most_bytes, 0, Lock()
        self._kept: dict[Key, Finished] = {}

    def get(self, key: Key) -> Finished | None:
        return self._kept.get(key)

    def put(self, key: Key, finished: Finished) -> None:
        with self._lock:
            self._drop(key)
            self._kept[key] = finished
            self._bytes += len(finished.content)
            while self._bytes > self._most:
                self._drop(next(iter(self._kept)))

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._bytes = 0

    def _drop(self, key: Key) -> None:
        if (gone := self._kept.pop(key, None)) is not None:
            self._bytes -= len(gone.content)


class FinishedPages:
    """A WSGI application around Django's: what it keeps, it answers by itself."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._now, self._days = Shelf(MOST_BYTES), Shelf(MOST_BYTES_OF_DAYS)
        self._missing = Shelf(MOST_BYTES_OF_MISSING)
        self._etag, self._next_look = "", 0.0
        self._turns_at = 0.0  # seconds since 1970: midnight after the last look
        self._file: tuple[int, int] | None = None
        proxy = settings.SECURE_PROXY_SSL_HEADER
        self._asked = (*_ASKED, proxy[0]) if proxy else _ASKED

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if self.is_look_due():
            self.look()
        if (answer := self.finished(environ)) is not None:
            start_response(answer.status, answer.headers)
            return (answer.content,)
        return self.made(environ, start_response)

    def is_look_due(self) -> bool:
        return time.monotonic() >= self._next_look

    @property
    def etag(self) -> str:
        """Of the public state, as of the last look."""
        return self._etag

    @property
    def is_away(self) -> bool:
        """Whether the database said nothing at the last look: to ask it may take seconds."""
        return self._etag == AWAY

    def look(self) -> None:
        """Ask the database which public state it is; others go on meanwhile with what is known. AWAY while it does not say."""
        turns_at = _next_midnight()
        # So that who asks is_look_due() alone gives out nothing of yesterday either.
        self._next_look = time.monotonic() + min(LOOK_EVERY, turns_at - time.time())
        etag = self._asked_of_database()
        if etag != self._etag:
            self._etag = etag
            for shelf in (self._now, self._days, self._missing):
                shelf.clear()
        self._turns_at = turns_at

    def _asked_of_database(self) -> str:
        # No request of Django's has begun, so that nobody else puts away a connection that is too old or broken. One to
        # a file is kept while that file is at its place: to open it costs 6 ms.
        file = _file_of_database()
        if file is None or file != self._file:
            close_old_connections()
            self._file = file
        # Where none answers: what is to be said then, Django says (views/stale_fallback.py).
        return choice.look(public_etag) or AWAY

    def finished(self, environ: Environ) -> Answer | None:
        """What is kept for this question, as of the last look; it waits for nothing."""
        key = self.key(environ)
        if key is None or time.time() >= self._turns_at:
            return None
        found = self._shelf(environ).get(key) or self._missing.get(key)
        return None if found is None or found.etag != self._etag else _answer(found, environ)

    def made(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """What Django answers, kept where it is for everybody."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            try:
                return self._application(environ, start_response)
            finally:
                self._next_look = 0.0  # what this process has just published, it shows at once
        key = self.key(environ)
        if key is None or environ["REQUEST_METHOD"] == "HEAD":
            return self._application(environ, start_response)
        return self._kept(self._shelf(environ), key, environ, start_response)

    @staticmethod
    def names_somebody(environ: Environ) -> bool:
        """Whether a cookie says that the answer may be one person's; whether it is a true one, the database knows."""
        cookies = environ.get("HTTP_COOKIE", "")
        return settings.SESSION_COOKIE_NAME in cookies or CookieStorage.cookie_name in cookies

    @staticmethod
    def is_busy(response: Any) -> bool:
        """Whether it was marked so (mark_busy)."""
        return getattr(response, _BUSY, False)

    def _shelf(self, environ: Environ) -> Shelf:
        return self._days if environ["QUERY_STRING"] else self._now

    def _kept(
        self, shelf: Shelf, key: Key, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        said: list[tuple[str, Headers]] = []

        def heard(status: str, headers: Headers, *rest: Any) -> Any:
            said.append((status, headers))
            return start_response(status, headers, *rest)

        response = self._application(environ, heard)
        etag = finished_under(response)
        if etag and said:
            (status, headers), content = said[0], bytes(getattr(response, "content", b""))
            if len(content) <= _LONGEST and not any(name.lower() == "set-cookie" for name, _ in headers):
                into = self._missing if status.startswith("404") else shelf
                if status.startswith(("200", "404")):
                    into.put(key, Finished(etag, list(headers), content, status))
        return response

    def key(self, environ: Environ) -> Key | None:
        """What was asked, letter by letter; None where it is no plain reading, or may be answered to one person alone."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or not _OTHER_WAYS.isdisjoint(environ):
            return None
        if self.names_somebody(environ):
            return None
        if len(environ["PATH_INFO"]) + len(environ["QUERY_STRING"]) > _LONGEST_KEY:
            return None
        return (*map(environ.get, self._asked), encoding_for(environ.get("HTTP_ACCEPT_ENCODING", "")))


def _next_midnight() -> float:
    """In Japan, where pages turn with the day; in seconds since 1970."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, time_of_day.min)).timestamp()


def _file_of_database() -> tuple[int, int] | None:
    """Which file SQLite's is at this moment; None where there is none, or on a server."""
    if connection.vendor != "sqlite":
        return None
    try:
        found = Path(connection.settings_dict["NAME"]).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _answer(found: Finished, environ: Environ) -> Answer:
    known = environ.get("HTTP_IF_NONE_MATCH", "")
    if known and found.status.startswith("200") and found.etag != AWAY and _is_known(known, found.etag):
        headers = [pair for pair in found.headers if pair[0].lower() not in _OF_THE_BODY]
        return Answer("304 Not Modified", headers, b"", found.etag)
    content = b"" if environ["REQUEST_METHOD"] == "HEAD" else found.content
    return Answer(found.status, list(found.headers), content, found.etag)


@lru_cache(maxsize=256)
def _is_known(header: str, etag: str) -> bool:
    """Whether a reader has what it names; compared weakly, as GET is (RFC 9110, 13.1.2)."""
    return any(one.removeprefix("W/") == etag or one == "*" for one in parse_etags(header))
