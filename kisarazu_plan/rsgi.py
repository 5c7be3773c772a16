"""What granian serves: requests are read whole apart from the threads that work on them (docs/trust.md §7).

A reader who sends a letter every few seconds holds a connection and no thread; what is finished leaves from here, and for
the rest a few threads ask Django, through WSGI. Whoever saves has threads apart: they may wait for each other in the
database, and readers wait for none of them (docs/decisions/0039-writers-apart.md). No reader holds a thread by waiting:
who asks for what is being made waits here, and so does who asks for a file while another one is being made.
"""

import asyncio
import ctypes
import io
import logging
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import lru_cache
from multiprocessing import parent_process
from typing import IO, Any, NamedTuple

from kisarazu_plan.turns import CROWDED, RETRY_AFTER, TooLong, Turns
from kisarazu_plan.wsgi import application as pages

# isort: split
# These ask for settings and models, which are there since wsgi.py was read.
from django.conf import settings

from indicators.caching.finished_pages import Answer
from indicators.sign_in import has_session
from kisarazu_plan.sign_in_queue import READING, Crowded, SignInQueue, is_sign_in

# Of each process; a thread may hold a connection to the database. More writers would only wait for each other there, and
# each one more at work slows every reader of its process (Python runs one thread at a time).
THREADS, WRITERS = 4, 2
_ASKED_ANEW = 0.5  # of each second
# A thread that makes a file lets the next page leave after so many seconds; Python's own 0.005 doubles what a page takes.
SWITCH_SECONDS = 0.0005
BODY_SECONDS = 120  # in which all of a request must have come
IN_MEMORY = 256 * 1024  # bytes of a body; what is longer waits in a temporary file
# The largest form holds twenty files of 20 MB each; each of them is refused by its own limit, in words (docs/trust.md §4).
MOST_BODY = 450 * 1024 * 1024
MOST_BODY_OF_STRANGERS = 2 * 1024 * 1024  # whoever is not signed in has a form to sign in
_TOO_LARGE = (413, "送られたものが大きすぎます。\n")
_TOO_SLOW = (408, "送り終わるまでに時間がかかりすぎました。もう一度送ってください。\n")
_BROKEN_OFF = (400, "途中までしか届きませんでした。もう一度送ってください。\n")
_PLAIN = ("content-type", "text/plain; charset=utf-8")
_NO_HOST = (400, [_PLAIN], "Host のない要求には答えられません。\n")  # RFC 9112, 3.2
_CROWDED = "いま、ログインが混み合っています。{seconds}秒ほど待って、もう一度お試しください。パスワードの間違いには数えません。\n"

_PREFIX = os.environ.get("SCRIPT_NAME", "")
# What a plain question has none of: with one of these it is answered on the longer way.
_OF_NO_PLAIN_QUESTION = ("cookie", "range", "if-match", "if-unmodified-since")
_OF_A_PLAIN_QUESTION = ("host", "accept-encoding", "if-none-match")
_MOST_PLAIN = 512  # questions of one process whose answer is known at once
_OF_EVERY_REQUEST = {
    "SCRIPT_NAME": _PREFIX,
    "wsgi.version": (1, 0),
    "wsgi.errors": sys.stderr,
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
    "indicators.asks_again": True,  # views/shared/heavy.py: no thread waits
}

Headers = list[tuple[str, str]]
# How a plain question was asked, and the status, headers and bytes that answer it in the public state of that ETag.
Plain = tuple[str | None, ...]
logger = logging.getLogger(__name__)


class Refused(Exception):
    """The request is not worked on. Arguments: the status, what is said, and headers besides."""


class Made(NamedTuple):
    """Django's answer: `parts` is what follows `content` where it comes in parts (a file), `close` ends the request."""

    status: int
    headers: Headers
    content: bytes
    parts: Iterable[bytes] | None
    close: Any
    is_busy: bool = False


class Front:
    """The RSGI application of one worker process."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="django")
        self._writers = ThreadPoolExecutor(WRITERS, thread_name_prefix="writing")
        self._looks = ThreadPoolExecutor(1, thread_name_prefix="look")  # never behind a page that takes long
        self._sign_ins = SignInQueue()
        self._turns = Turns()
        self._is_behind_proxy = bool(settings.CLIENT_ADDRESS_HEADER or settings.SECURE_PROXY_SSL_HEADER)
        # That of the last look: what nginx keeps until the second turns has to be of that very second.
        self._second = 0
        self._plain: dict[Plain, Answer] = {}

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        sys.setswitchinterval(SWITCH_SECONDS)
        _end_with_parent()

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """The worker ends: what has begun is finished first."""
        self._threads.shutdown()
        self._writers.shutdown()
        self._looks.shutdown()
        self._sign_ins.shutdown()

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        plain = None if self._is_behind_proxy else plain_question(scope)
        if plain is not None and (known := self._plain.get(plain)) and not pages.is_look_due():
            if known.etag == pages.etag:
                protocol.response_bytes(int(known.status[:3]), known.headers, known.content)
                return
            self._plain.clear()
        environ = environ_of(scope)
        loop = asyncio.get_running_loop()
        if "HTTP_HOST" not in environ and scope.http_version == "1.1":
            protocol.response_str(*_NO_HOST)
            return
        second = int(time.time()) if self._is_behind_proxy else 0
        if pages.is_look_due() or second != self._second:
            looked = loop.run_in_executor(self._looks, pages.look)
            if not pages.is_away:  # a server that does not answer may hold it for seconds
                await looked
            self._second = second
        finished = pages.finished(environ) or await self._turns.made_by_another(environ)
        if finished is not None:
            if plain is not None and finished.status.startswith(("200", "304")):
                self._remember(plain, scope.headers, finished)
            status = int(finished.status[:3])
            headers = [*finished.headers, *self._for_proxy(status)]
            protocol.response_bytes(status, headers, finished.content)
            return
        try:
            with await _body_of(scope, protocol, environ, self._threads) as body:
                environ["wsgi.input"] = body
                made = await self._made(environ, body)
                await self._send(protocol, made, is_head=scope.method == "HEAD")
        except Refused as refusal:
            status, words, *more = refusal.args
            protocol.response_str(status, [_PLAIN, *more], words)

    def _remember(self, plain: Plain, headers: Any, answer: Answer) -> None:
        if any(len(headers.get_all(name)) > 1 for name in _OF_A_PLAIN_QUESTION):
            return
        if len(self._plain) >= _MOST_PLAIN:
            self._plain.clear()  # what is asked often is soon there again
        self._plain[plain] = answer

    async def _made(self, environ: dict[str, Any], body: IO[bytes]) -> Made:
        """Django's answer, in a thread of readers, of writers, or of whoever signs in. Raises Refused where too many do."""
        if not is_sign_in(environ, body, is_stranger=not pages.names_somebody(environ)):
            return await self._read_or_written(environ)
        try:
            return await self._sign_ins.run(environ, _made)
        except Crowded as crowd:
            is_of_one, seconds = crowd.args
            again, status = ("retry-after", str(seconds)), 429 if is_of_one else 503
            raise Refused(status, _CROWDED.format(seconds=seconds), again) from crowd

    async def _read_or_written(self, environ: dict[str, Any]) -> Made:
        loop = asyncio.get_running_loop()
        if environ["REQUEST_METHOD"] not in READING:
            return await loop.run_in_executor(self._writers, _made, environ)

        async def ask() -> Made:  # with an environ for each time: Django writes into it
            return await loop.run_in_executor(self._threads, _made, {**environ})

        try:
            return await self._turns.read(environ, ask)
        except TooLong as crowded:
            raise Refused(503, CROWDED, ("retry-after", RETRY_AFTER)) from crowded

    def _for_proxy(self, status: int) -> Headers:
        """How long nginx keeps it: until the second turns, since it reckons in whole ones ("1" would be up to two). That what it has
        is still good counts for nothing in a second's first part: else that would outlive a publication by all of a second."""
        if not self._is_behind_proxy:
            return []
        now = time.time()
        counts = status != 304 or now % 1 >= _ASKED_ANEW
        return [("x-accel-expires", f"@{int(now)}" if counts else "0")]

    async def _send(self, protocol: Any, made: Made, *, is_head: bool) -> None:
        loop, headers = asyncio.get_running_loop(), [*made.headers, *self._for_proxy(made.status)]
        try:
            if made.parts is None or is_head:
                protocol.response_bytes(made.status, headers, b"" if is_head else made.content)
                return
            transport, parts = protocol.response_stream(made.status, headers), iter(made.parts)
            while (part := await loop.run_in_executor(self._threads, next, parts, None)) is not None:
                await transport.send_bytes(part)
        finally:
            if made.close is not None:
                await loop.run_in_executor(self._threads, made.close)


def plain_question(scope: Any) -> Plain | None:
    """All that decides the answer to who reads a page as everybody does, of an address without a question; else None.

    Of a header that was sent twice it says the first one: what is answered to that is not for whoever sent it once.
    """
    headers = scope.headers
    if scope.query_string or scope.method not in ("GET", "HEAD"):
        return None
    for name in _OF_NO_PLAIN_QUESTION:
        if name in headers:
            return None
    asked = (headers.get(name) for name in _OF_A_PLAIN_QUESTION)
    return scope.method, scope.scheme, scope.authority, scope.path, *asked


def environ_of(scope: Any) -> dict[str, Any]:
    """The request as WSGI names it (PEP 3333), without its body."""
    name, port = _place(scope.server)
    environ: dict[str, Any] = {
        **_OF_EVERY_REQUEST,
        "REQUEST_METHOD": scope.method,
        # WSGI has the bytes of a path as if they were Latin letters.
        "PATH_INFO": scope.path.removeprefix(_PREFIX).encode(errors="replace").decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": name,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.url_scheme": scope.scheme,
    }
    for name, text in scope.headers.items():
        if key := _key_of(name):
            joint = "; " if key == "HTTP_COOKIE" else ","
            environ[key] = f"{environ[key]}{joint}{text}" if key in environ else text
    # Where the address was sent whole, what it says of the host is what counts (RFC 9112, 3.2.2).
    if scope.authority:
        environ["HTTP_HOST"] = scope.authority
    return environ


@lru_cache(maxsize=64)
def _place(server: str) -> tuple[str, str]:
    name, _, port = server.rpartition(":")
    return name.strip("[]"), port


@lru_cache(maxsize=1024)
def _key_of(name: str) -> str:
    """The name that WSGI gives to a header; "" for one with an underscore: it would be taken for the same name with a hyphen,
    which a proxy may have removed."""
    if "_" in name:
        return ""
    key = name.upper().replace("-", "_")
    return key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"


async def _body_of(
    scope: Any, protocol: Any, environ: dict[str, Any], threads: ThreadPoolExecutor
) -> IO[bytes]:
    """All that was sent, from its beginning. Raises Refused where it is too long, takes too long or broke off: half a form
    is none, and who went away in the middle of one waits for no turn."""
    if "CONTENT_LENGTH" not in environ and "HTTP_TRANSFER_ENCODING" not in environ:
        return io.BytesIO()
    told, most = 0, MOST_BODY_OF_STRANGERS

    async def allow(size: int) -> None:
        nonlocal most
        if size <= most:
            return
        # Anybody can write a cookie: that it names a session, the database says.
        loop, may_be_more = asyncio.get_running_loop(), most < MOST_BODY and pages.names_somebody(environ)
        if may_be_more and await loop.run_in_executor(threads, has_session, environ.get("HTTP_COOKIE", "")):
            most = MOST_BODY
        if size > most:
            raise Refused(*_TOO_LARGE)

    with suppress(ValueError):
        told = int(environ.get("CONTENT_LENGTH", 0))
    await allow(told)
    body = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 (its reader closes it)
    empty = 0
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for part in protocol:
                empty += not part
                body.write(part)
                await allow(body.tell())
        # granian gives an empty part for the end, and one more for what broke off before it.
        if body.tell() < told or empty > 1:
            raise Refused(*_BROKEN_OFF)
    except TimeoutError as late:
        body.close()
        raise Refused(*_TOO_SLOW) from late
    except BaseException:
        body.close()
        raise
    environ["CONTENT_LENGTH"] = str(body.tell())  # what came in chunks had none
    body.seek(0)
    return body


def _made(environ: dict[str, Any]) -> Made:
    """In a thread: Django's answer."""
    said: list[tuple[str, Headers]] = []
    response = pages.made(environ, lambda status, headers, *_: said.append((status, headers)))
    status, headers = said[0]
    close = getattr(response, "close", None)
    if getattr(response, "streaming", True):
        return Made(int(status[:3]), headers, b"", response, close)
    content = b"".join(response)
    if close is not None:
        close()
    return Made(int(status[:3]), headers, content, None, None, pages.is_busy(response))


def _end_with_parent() -> None:
    """Where granian itself is killed, its workers end, too, and leave the port to the next one (Linux)."""
    with suppress(Exception):
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
    parent = parent_process()
    if (
        parent is not None and os.name == "posix" and os.getppid() != parent.pid
    ):  # it was killed before that was said
        os._exit(1)  # nothing has begun


application = Front()
