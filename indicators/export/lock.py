"""One export at a time writes into a folder. The system gives the lock back however the process ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indicators.caching.one_at_a_time import take
from indicators.export.errors import AlreadyRunning

NAME = ".export-lock"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """AlreadyRunning at once where another process holds it. The empty file stays: to remove it would let two in."""
    with (folder / NAME).open("ab") as file:
        try:
            take(file.fileno())
        except OSError:
            raise AlreadyRunning(
                f"{folder} には、いま別の書き出しが動いています。終わってから、もう一度実行してください。"
            ) from None
        yield
