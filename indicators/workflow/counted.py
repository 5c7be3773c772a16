"""How far a long step is, told to whoever listens: a page that shows it while its person waits."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

One = TypeVar("One")
Told = Callable[[str, int, int], None]  # what is done, how many, of how many
EVERY = 250  # rows between two words

_listener: ContextVar[Told | None] = ContextVar("listener", default=None)


@contextmanager
def listening(told: Told) -> Iterator[None]:
    """`told` hears of every long step until the block ends."""
    before = _listener.set(told)
    try:
        yield
    finally:
        _listener.reset(before)


def counted(what: str, things: Sequence[One]) -> Iterator[One]:
    """Each of the things; who listens is told how many are done."""
    told = _listener.get()
    for done, one in enumerate(things):
        if told is not None and done % EVERY == 0:
            told(what, done, len(things))
        yield one
