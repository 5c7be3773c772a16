"""Which tests run where. Rules, not lists: a new test falls under them by what it asks for.

- What touches no database says the same on both: it runs on SQLite and not again on PostgreSQL.
- `--quick` takes every such test, and of each file that needs a database its first test, but no browser and nothing
  marked `slow`. Files begin with what their room is for, so that every room, page and form is asked once.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

DATABASE = "django_db_setup"  # what every fixture of a database rests on


def is_pure(item: pytest.Item) -> bool:
    """Tell whether a test asks for no database; Django refuses it one then."""
    return item.get_closest_marker("django_db") is None and DATABASE not in getattr(item, "fixturenames", ())


def runs_on(item: pytest.Item, *, postgres: bool) -> bool:
    """Tell whether a test runs on this database; each runs on one at least, pure ones on exactly one."""
    if postgres:
        return item.get_closest_marker("postgres") is not None or (
            item.get_closest_marker("sqlite") is None and not is_pure(item)
        )
    return item.get_closest_marker("postgres") is None


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
