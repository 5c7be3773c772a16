"""One export at a time writes into a folder. The system gives the lock back however the process ends."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from indicators.export.errors import AlreadyRunning

NAME = ".export-lock"

if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """AlreadyRunning at once where another process holds it. The empty file stays: to remove it would let two in."""
    with (folder / NAME).open("ab") as file:
        try:
            _take(file)
        except OSError:
            raise AlreadyRunning(
                f"{folder} には、いま別の書き出しが動いています。終わってから、もう一度実行してください。"
            ) from None
        yield
