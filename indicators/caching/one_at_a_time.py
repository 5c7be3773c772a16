"""A turn that one thread of all processes of this machine has at a time. The system gives it back however a process ends.

A file and not the database: what is only read must not write there, and a lock of the server's would hold a connection.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def take(handle: int) -> None:
        """OSError where somebody else has it."""
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def take(handle: int) -> None:
        """OSError where somebody else has it."""
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


_LOOKS_EVERY = 0.05  # seconds


@contextmanager
def turn(file: Path, *, wait: float = 0.0) -> Iterator[bool]:
    """Whether it is ours, within `wait` seconds; True where the file cannot be made: better two at work than none.

    The file stays: to remove it would let two in.
    """
    try:
        handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        yield True
        return
    try:
        yield _within(handle, wait)
    finally:
        os.close(handle)


def _within(handle: int, wait: float) -> bool:
    ends = time.monotonic() + wait
    while True:
        try:
            take(handle)
        except OSError:
            if time.monotonic() >= ends:
                return False
            time.sleep(_LOOKS_EVERY)
        else:
            return True
