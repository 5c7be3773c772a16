"""Which tests run where. Rules, not lists: a new test falls under them by what it asks for.

- What touches no database says the same on both: it runs on SQLite and not again on PostgreSQL.
- What is marked `reads` asks pages, files or figures and looks at what they say: it runs on SQLite alone, since
  tests/test_both_databases.py holds that PostgreSQL answers the same bytes. Not so what writes through a view, who may
  what, what the database itself refuses, several at a time, a kill, the search or a fuzz; where one of these stands in a
  file marked so, it is marked `both`.
- What a browser shows comes of the same bytes: it runs on SQLite, and one journey on both (`both`).
- `--quick` takes every such test, and of each file that needs a database its first test, but no browser and nothing
  marked `slow`. Files begin with what their room is for, so that every room, page and form is asked once.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

DATABASE = "django_db_setup"  # what every fixture of a database rests on
MARKS = ("postgres", "sqlite", "reads", "both")


def is_pure(item: pytest.Item) -> bool:
    """Tell whether a test asks for no database; Django refuses it one then."""
    return item.get_closest_marker("django_db") is None and DATABASE not in getattr(item, "fixturenames", ())


def runs_on(item: pytest.Item, *, postgres: bool) -> bool:
    """Tell whether a test runs on this database; each runs on one at least, pure ones on exactly one."""
    asked = {name for name in MARKS if item.get_closest_marker(name) is not None}
    if not postgres:
        return "postgres" not in asked
    shows = "reads" in asked or item.get_closest_marker("browser") is not None
    on_sqlite_alone = "sqlite" in asked or is_pure(item) or (shows and "both" not in asked)
    return "postgres" in asked or not on_sqlite_alone


def longest_first(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """So that no worker sits over a long one at the end while the others have nothing left."""
    return sorted(
        items, key=lambda item: [item.get_closest_marker(name) is None for name in ("slow", "browser")]
    )


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
