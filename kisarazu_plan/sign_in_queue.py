"""One password at a time is looked at on this machine; whoever else signs in waits, and holds up nobody who reads.

To check one takes most of a second of a processor (that is what makes it hard to guess). So a flood of wrong ones would take
every processor; here it takes one at the most, and no thread that makes pages (docs/trust.md §7).
"""

import asyncio
import math
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from queue import PriorityQueue
from typing import IO, Any, TypeVar

from django.conf import settings
from django.http import HttpRequest

from indicators.caching.one_at_a_time import turn
from indicators.origin import client_address
from indicators.sign_in import is_known_browser

READING = ("GET", "HEAD", "OPTIONS")
MOST_WAITING = 40  # of known browsers, and of others, in each process: some half a minute
MOST_OF_AN_ADDRESS = 32  # a whole city hall has one
SECONDS_EACH = 0.7
_LONGEST_TURN = 120.0  # seconds
_PAUSE = 0.06  # the turn goes to whoever asks first: so to another process, which looks every 50 ms
# Where a password is looked at or made; a form of any other page may hold one, too, where its login ran out.
_PLACES = ("/login/", "/login/here/", "/password/")
_BEGIN = ("/admin/login/", "/password/reset/")
_WITHIN = b"again-password"
_MOST_OF_STRANGERS = 2 * 1024 * 1024  # bytes (rsgi.py)
Made = TypeVar("Made")


class Crowded(Exception):
    """Too many wait. Arguments: whether they are of this one address, and seconds after which to try again."""


class SignInQueue:
    """Of one process. Browsers in which somebody signed in before come first, so that no flood of strangers keeps staff out."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sign-in")
        self._jobs: PriorityQueue[tuple[bool, int, Callable[[], None]]] = PriorityQueue()
        self._number = count()
        self._waiting: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}

    def shutdown(self) -> None:
        self._thread.shutdown()

    async def run(self, environ: dict[str, Any], make: Callable[[dict[str, Any]], Made]) -> Made:
        """What `make` gives when it is this request's turn. Raises Crowded where too many wait already."""
        request = HttpRequest()
        request.META = environ
        address, known = client_address(request), is_known_browser(environ.get("HTTP_COOKIE", ""))
        waiting = self._waiting[known]
        if waiting.total() >= MOST_WAITING or waiting[address] >= MOST_OF_AN_ADDRESS:
            raise Crowded(waiting.total() < MOST_WAITING, math.ceil(waiting.total() * SECONDS_EACH))
        made: Future[Made] = Future()

        def job() -> None:
            try:
                # No other process of this machine signs somebody in meanwhile, unless one hangs.
                with turn(settings.TURNS_DIR / "sign-in.lock", wait=_LONGEST_TURN):
                    made.set_result(make(environ))
            except BaseException as problem:  # noqa: BLE001 (whoever waits for it hears of it)
                made.set_exception(problem)
            time.sleep(_PAUSE)

        waiting[address] += 1
        self._jobs.put((not known, next(self._number), job))
        self._thread.submit(lambda: self._jobs.get()[2]())
        ended = asyncio.wrap_future(made)
        ended.add_done_callback(lambda _: self._left(waiting, address))
        # Who goes away meanwhile keeps their place: else a crowd that comes and goes would make the line endless.
        return await asyncio.shield(ended)

    @staticmethod
    def _left(waiting: Counter[str], address: str) -> None:
        waiting[address] -= 1
        if not waiting[address]:
            del waiting[address]


def is_sign_in(environ: dict[str, Any], body: IO[bytes], is_stranger: bool) -> bool:
    """Whether answering may mean to look at a password. Whoever has no session can send nothing else."""
    if environ["REQUEST_METHOD"] in READING:
        return False
    path = environ["PATH_INFO"]
    return is_stranger or path in _PLACES or path.startswith(_BEGIN) or _holds_password(body)


def _holds_password(body: IO[bytes]) -> bool:
    """In as much as whoever has no true session can send."""
    try:
        return _WITHIN in body.read(_MOST_OF_STRANGERS)
    finally:
        body.seek(0)
