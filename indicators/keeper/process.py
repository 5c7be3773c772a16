"""The process itself: it leads or waits, a thread looks at each duty, and a watch ends it where one hangs.

Nothing is lost or done twice where it ends, at whatever place: each step is one transaction that takes what it does by
one UPDATE. The lease only spares two keepers from doing the same work, so that a clock that is wrong does no harm.
"""

import logging
import os
import socket
import threading
import time
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from indicators.keeper.copies import maker
from indicators.keeper.duties import DUTIES, Work, look
from indicators.models import Duty, KeeperLease

logger = logging.getLogger(__name__)

BEAT = timedelta(seconds=10)
LEASE = timedelta(seconds=60)  # longer than the 20 seconds for which SQLite may let a writer wait
LONGEST_WAIT = timedelta(seconds=30)  # from one question to the next, while the database is away
HANGS = timedelta(minutes=10)  # a look that takes so long comes to no end
STUCK = 75  # the exit code then: whoever supervises starts a new one


class Keeper:
    """Looks after all duties until `stop` is set."""

    def __init__(self, stop: threading.Event) -> None:
        self.stop = stop
        self.holder = f"{socket.gethostname()[:50]}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self.leads = threading.Event()
        self._began: dict[str, float] = {}
        self._refused = 0  # beats in a row that the database did not answer

    def run(self) -> int:
        """The exit code: 0 where it was stopped, STUCK where a thread ended or hangs."""
        threads = [self._thread("lease", self._beat)]
        threads += [self._thread(work.name, partial(self._look, work)) for work in DUTIES]
        while not self.stop.wait(1):
            hanging = [name for name, began in self._began.copy().items() if _age(began) > HANGS]
            if hanging or not all(thread.is_alive() for thread in threads):
                logger.critical("the keeper ends, to be started anew: %s", hanging or "a thread is gone")
                return STUCK
        maker.stop()
        for thread in threads:
            thread.join(timeout=20)  # a mail that is on its way; a publication takes less
        give_up(self.holder)
        connection.close()
        return 0

    def _thread(self, name: str, step: Callable[[], timedelta]) -> threading.Thread:
        """Call `step` again and again, after as long a pause as it asks for."""

        def repeat() -> None:
            pause = timedelta()
            while not self.stop.wait(pause.total_seconds()):
                self._began[name] = time.monotonic()
                try:
                    pause = step()
                finally:
                    self._began.pop(name, None)
                    connection.close()  # one that broke is not met again

        thread = threading.Thread(target=repeat, name=name, daemon=True)
        thread.start()
        return thread

    def _beat(self) -> timedelta:
        led = self.leads.is_set()
        try:
            leads = take(self.holder)
        except Exception as problem:  # noqa: BLE001 - away, locked, not migrated yet: it waits, and comes back
            logger.warning("no lease: %s", str(problem).strip().partition("\n")[0])
            self.leads.clear()
            self._refused += 1
            return min(timedelta(seconds=2**self._refused), LONGEST_WAIT)
        self._refused = 0
        if leads != led:
            logger.info("this keeper leads" if leads else "another keeper leads; this one waits")
        (self.leads.set if leads else self.leads.clear)()
        return BEAT

    def _look(self, work: Work) -> timedelta:
        if not self.leads.wait(timeout=1):
            return timedelta()
        now = timezone.now()
        try:
            duty = Duty.objects.filter(name=work.name).first() or Duty(name=work.name)
        except Exception:  # noqa: BLE001 - the database went away since the last beat, which says so
            return work.pause(1)
        due = work.next_look(duty.looked_at, now)
        if due > now:
            return min(due - now, timedelta(minutes=1))
        looked = look(work)
        for line in looked.done:
            logger.info("%s", line)
        for line in looked.problems:
            logger.warning("%s", line)
        return work.pause(duty.failures + 1) if looked.problems else timedelta()


def take(holder: str, *, now: datetime | None = None) -> bool:
    """Take or renew the lease; whether it is `holder`'s now."""
    now = now or timezone.now()
    KeeperLease.objects.get_or_create(pk=1, defaults={"until": now})
    free = Q(holder=holder) | Q(until__lte=now)
    return bool(KeeperLease.objects.filter(free, pk=1).update(holder=holder, until=now + LEASE))


def give_up(holder: str) -> None:
    """Let the next one lead at once."""
    try:
        KeeperLease.objects.filter(pk=1, holder=holder).update(until=timezone.now())
    except Exception as problem:  # noqa: BLE001 - it ends all the same; the lease runs out by itself
        logger.debug("the lease runs out by itself: %r", problem)


def _age(began: float) -> timedelta:
    return timedelta(seconds=time.monotonic() - began)
