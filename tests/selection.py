"""Which tests run where. Rules, not lists: a new test falls under them by what it asks for.

- What touches no database says the same on both: it runs on SQLite and not again on PostgreSQL.
- What is marked `reads` asks pages, files or figures and looks at what they say: it runs on SQLite alone, since
  tests/test_both_databases.py holds that PostgreSQL answers the same bytes. Not so what writes through a view, who may
  what, what the database itself refuses, several at a time, a kill, the search or a fuzz; where one of these stands in a
  file marked so, it is marked `both`.
- What people do through pages (tests/indicators/views) comes down to workflow/, whose own tests run on both. Of each file
  of pages PostgreSQL gets the first test, so that every page's statements are asked there, one of four of the others, and
  whatever commits (`transaction=True`) or is marked `both`: locks, counts, permissions, odd signs.
- What a browser shows comes of the same bytes: it runs on SQLite, and one journey on both (`both`).
- `--quick` takes every such test, and of each file that needs a database its first test, but no browser and nothing
  marked `slow`. Files begin with what their room is for, so that every room, page and form is asked once.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from zlib import crc32

import pytest

PAGES = Path(__file__).parent / "indicators" / "views"
ONE_OF = 4  # by the name of the test, so that it stays whatever comes beside it
ANSWERS = "test_both_databases.py"
DATABASE = {
    "django_db_setup",
    "live_server",
}  # what every fixture of a database rests on; the server asks for it by itself
MARKS = ("postgres", "sqlite", "reads", "both")


def is_pure(item: pytest.Item) -> bool:
    """Tell whether a test asks for no database; Django refuses it one then."""
    return item.get_closest_marker("django_db") is None and DATABASE.isdisjoint(
        getattr(item, "fixturenames", ())
    )


def runs_on(item: pytest.Item, *, postgres: bool) -> bool:
    """Tell whether a test runs on this database; each runs on one at least, pure ones on exactly one."""
    asked = {name for name in MARKS if item.get_closest_marker(name) is not None}
    if not postgres:
        return "postgres" not in asked
    shows = "reads" in asked or item.get_closest_marker("browser") is not None
    on_sqlite_alone = "sqlite" in asked or is_pure(item) or (shows and "both" not in asked)
    return "postgres" in asked or not on_sqlite_alone


def on(items: Iterable[pytest.Item], *, postgres: bool) -> Iterator[pytest.Item]:
    """Those that run on this database, in their order."""
    begun: set[Path] = set()
    for item in items:
        if runs_on(item, postgres=postgres):
            if not postgres or item.path not in begun or not _is_left_to_sqlite(item):
                yield item
            begun.add(item.path)


def _is_left_to_sqlite(item: pytest.Item) -> bool:
    """Of pages that write: whether one of the others in its file stands for it on PostgreSQL."""
    kept = commits(item) or item.get_closest_marker("both") or item.get_closest_marker("postgres")
    return PAGES in item.path.parents and not kept and crc32(item.nodeid.encode()) % ONE_OF > 0


def commits(item: pytest.Item) -> bool:
    """Tell whether a test sees what others have committed, as threads and servers do."""
    asked = item.get_closest_marker("django_db")
    told = asked is not None and asked.kwargs.get("transaction", False)
    return bool(told) or "transactional_db" in getattr(item, "fixturenames", ())


def longest_first(items: Iterable[pytest.Item], *, postgres: bool, workers: int = 1) -> list[pytest.Item]:
    """So that no worker sits over a long one at the end while the others have nothing left.

    The answers that PostgreSQL's run waits for are asked before all others on SQLite, and there after the long ones.
    """

    def rank(item: pytest.Item) -> tuple[int, bool]:
        slow, browser = (item.get_closest_marker(name) is not None for name in ("slow", "browser"))
        if item.path.name == ANSWERS:
            return (2 if postgres else 0), True
        return (1 if slow else 3), not browser

    ordered = sorted(items, key=rank)
    is_brief = [rank(item) == (3, True) for item in ordered]
    begin = is_brief.index(True) if True in is_brief else len(ordered)
    return _dealt(ordered[:begin], ordered[begin:], workers)


def _dealt(long: list[pytest.Item], brief: list[pytest.Item], workers: int) -> list[pytest.Item]:
    """In the order in which xdist hands out: to each worker an equal piece of the list, which begins with its share of the
    long ones. A file stays whole, since some make what they share once a process."""
    pieces: list[list[pytest.Item]] = [[] for _ in range(workers)]
    for at, (_, of_one_file) in enumerate(groupby(long, key=lambda item: item.path)):
        pieces[at % workers] += of_one_file
    left = len(long) + len(brief)
    for at, piece in enumerate(pieces):
        size = left // (workers - at)
        more = max(0, size - len(piece))
        piece += brief[:more]
        del brief[:more]
        left -= size
    return [item for piece in [*pieces, brief] for item in piece]


def quick(items: Iterable[pytest.Item]) -> Iterator[pytest.Item]:
    """The tests of `--quick`, in their order."""
    begun: set[Path] = set()
    for item in items:
        if item.get_closest_marker("browser") or item.get_closest_marker("slow"):
            continue
        if is_pure(item):
            yield item
        elif item.path not in begun:
            begun.add(item.path)
            yield item
