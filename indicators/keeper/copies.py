"""That the copies of public pages are those of the present state: looked at by one question, made by a process of its own.

Not in the keeper itself: what it takes in memory is given back, its pages do not hold up a publication, and the keeper
needs to know nothing of pages.
"""

import subprocess
import sys
import time
from threading import Lock

from django.conf import settings

from indicators.caching.public_revision import public_etag
from indicators.caching.response_cache import Warmed, keeps_copies, last_warmed

LONGEST_LOOK = 2.0  # seconds; what takes longer goes on, and a later look hears of its end
_POLLS_EVERY = 0.2


class Maker:
    """The process that makes copies, one at a time."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._stopped, self._lock = False, Lock()

    @property
    def is_at_work(self) -> bool:
        """Whether one was started whose end nobody has heard of."""
        return self._child is not None

    def run(self, longest: float = LONGEST_LOOK) -> int | None:
        """Its exit code; None where it is still at work after so many seconds, or was stopped."""
        with self._lock:
            if self._child is None and not self._stopped:
                command = [sys.executable, "manage.py", "warm_copies", "--gently"]
                self._child = subprocess.Popen(command, cwd=settings.BASE_DIR, stdin=subprocess.DEVNULL)
        child, ends = self._child, time.monotonic() + longest
        while child is not None and not self._stopped and time.monotonic() < ends:
            if (code := child.poll()) is not None:
                self._child = None
                return code
            time.sleep(_POLLS_EVERY)
        return None

    def stop(self) -> None:
        """The keeper ends: what is not made yet is made by the next one."""
        with self._lock:
            self._stopped = True
            if self._child is not None and self._child.poll() is None:
                self._child.terminate()


maker = Maker()


def current() -> Warmed | None:
    """The last walk, where its copies are those of the present state."""
    warmed = last_warmed()
    return warmed if warmed is not None and warmed.etag == public_etag() else None


def renew() -> tuple[Warmed | None, str]:
    """Let copies be made where they are not current. What was made, None where nothing had to be; and what is wrong."""
    if not keeps_copies():
        return None, ""
    if not maker.is_at_work and (warmed := current()) is not None:
        return None, _told(warmed)
    code = maker.run()
    if code is None:
        return None, ""
    if code:
        return None, f"公開ページの写しを作れませんでした（{code}）。"
    warmed = current()
    return warmed, "" if warmed is None else _told(warmed)


def _told(warmed: Warmed) -> str:
    return f"写しを作れなかったページがあります：{'、'.join(warmed.problems)}" if warmed.problems else ""
