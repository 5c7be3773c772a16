"""Several processes make the pages, and they come in the order in which one alone would make them."""

import ctypes
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any, NamedTuple

from django.db import connections

from indicators.export.errors import ExportRefused

TOGETHER = 8  # pages in a row for one process: they ask for the same rows, which it then has read
AHEAD = 4  # such rows that wait to be written, for each process: a large site never lies whole in memory


class Made(NamedTuple):
    """What became of one address: its files, links that led to nothing, and static files that it asked for first."""

    files: list[tuple[str, bytes]]
    lost: dict[str, list[str]]
    assets: dict[str, bytes]


Make = Callable[[Any], Made]
_make: Make | None = None  # what a child makes pages by: it is a copy of this process


def crew_size(wanted: int) -> int:
    """How many processes make the pages; `wanted` 0: one for each processor.

    One alone where the system cannot copy a process, and within a transaction, of which another process sees nothing.
    """
    if sys.platform != "linux" or any(one.in_atomic_block for one in connections.all(initialized_only=True)):
        return 1
    return wanted or len(os.sched_getaffinity(0))


def made_in_order(make: Make, things: Sequence[Any], crew: int) -> Iterator[Made]:
    """`make` of each, in their order. ExportRefused where a process was killed."""
    if crew == 1:
        yield from map(make, things)
        return
    global _make
    _make = make
    connections.close_all()  # each process opens one of its own: two cannot speak through one
    try:
        with ProcessPoolExecutor(crew, get_context("fork"), initializer=_end_with_parent) as processes:
            waiting: deque[Future[list[Made]]] = deque()
            for begin in range(0, len(things), TOGETHER):
                waiting.append(processes.submit(_make_some, things[begin : begin + TOGETHER]))
                if len(waiting) >= crew * AHEAD:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
    except BrokenProcessPool as broken:
        raise ExportRefused(
            "ページを作るプロセスのひとつが止められたため、書き出しを中止しました。フォルダーは前のままです。"
            "もう一度実行してください（メモリーが足りないときは --processes 1 で）。"
        ) from broken
    finally:
        _make = None


def _end_with_parent() -> None:
    """Where the command itself is killed nobody would tell its children, who wait for work for ever."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def _make_some(things: Sequence[Any]) -> list[Made]:
    assert _make is not None
    return [_make(one) for one in things]
