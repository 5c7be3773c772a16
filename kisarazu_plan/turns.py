"""Who waits before Django is asked, and so without a thread: for what is being made already, for a turn, for a free thread.

Of one process (kisarazu_plan/rsgi.py). Files that take long have their turn among all processes of the machine
(indicators/views/shared/heavy.py); Django answers at once that it is another's, and is asked again from here.
"""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from typing import Any, Protocol, TypeVar

from kisarazu_plan.wsgi import application as pages

# As many threads may be at work on what visitors ask with a question (past days, words, filters): the others stay free.
THREADS_OF_QUESTIONS = 2
# For such a thread, or for the turn to make a file; then the visitor is asked to come again.
WAIT_SECONDS = 20.0
RETRY_AFTER = "10"
CROWDED = "いま混み合っています。10秒ほどたってから、もう一度開いてください。\n"
_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 1.0  # seconds, from one question to the next
# Of staff, who are not to wait behind visitors; and files that have a turn of their own.
_OF_NO_QUESTION = re.compile(
    r"(/plans/[^/]+)?/((entry|office|dashboard|comments|admin|log(in|out)|password|mail|health|static)(/|$)"
    r"|open-data/[^/]+\.(csv|json|xlsx)$|(plan|changes)\.(csv|json)$|measures/\d+/sheets/\d+\.xlsx$)"
)


class MayBeBusy(Protocol):
    @property
    def is_busy(self) -> bool: ...


Made = TypeVar("Made", bound=MayBeBusy)


class TooLong(Exception):
    """No thread became free in WAIT_SECONDS."""


class Turns:
    """`ask`, in what follows: lets a thread ask Django."""

    def __init__(self) -> None:
        self._questions = asyncio.Semaphore(THREADS_OF_QUESTIONS)
        self._begun: dict[Any, asyncio.Event] = {}  # what is being made just now

    async def made_by_another(self, environ: dict[str, Any]) -> Any:
        """Of many who ask the same at one moment (after a publication) one lets it be made: the finished answer, else None."""
        if (begun := self._begun.get(pages.key(environ))) is None:
            return None
        await begun.wait()
        return pages.finished(environ)

    async def read(self, environ: dict[str, Any], ask: Callable[[], Awaitable[Made]]) -> Made:
        """What Django says to who reads; of a file that waits for its turn, asked again and again. Raises TooLong."""
        key = pages.key(environ) if environ["REQUEST_METHOD"] == "GET" else None
        if key is None or key in self._begun:
            return await self._asked(environ, ask)
        self._begun[key] = asyncio.Event()
        try:
            ends, pause = time.monotonic() + WAIT_SECONDS, _FIRST_PAUSE
            while (made := await self._asked(environ, ask)).is_busy and time.monotonic() < ends:
                await asyncio.sleep(pause)
                pause = min(pause * 1.5, _LONGEST_PAUSE)
            return made
        finally:
            self._begun.pop(key).set()

    async def _asked(self, environ: dict[str, Any], ask: Callable[[], Awaitable[Made]]) -> Made:
        if not environ["QUERY_STRING"] or _OF_NO_QUESTION.match(environ["PATH_INFO"]):
            return await ask()
        try:
            await asyncio.wait_for(self._questions.acquire(), WAIT_SECONDS)
        except TimeoutError as crowded:
            raise TooLong from crowded
        try:
            return await ask()
        finally:
            self._questions.release()
