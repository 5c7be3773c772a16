"""No test falls between the two databases, and `--quick` asks every room."""

from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests import selection


def make_test(*marks: str, database: bool = False, path: str = "test_a.py") -> Any:
    return SimpleNamespace(
        path=Path(path),
        fixturenames=[selection.DATABASE] if database else [],
        get_closest_marker=lambda name: name if name in marks else None,
    )


@pytest.mark.parametrize(
    ("mark", "database", "declared"), list(product(["", "sqlite", "postgres"], [True, False], [True, False]))
)
def test_every_test_runs_somewhere_and_a_pure_one_once(mark: str, database: bool, declared: bool) -> None:
    test = make_test(mark, "django_db" if declared else "", database=database)
    times = [selection.runs_on(test, postgres=postgres) for postgres in (False, True)].count(True)
    assert times == (2 if not mark and (database or declared) else 1)


def test_a_fixture_of_the_database_is_known_as_one(request: pytest.FixtureRequest, db: None) -> None:
    assert not selection.is_pure(request.node)


def test_this_test_is_pure(request: pytest.FixtureRequest) -> None:
    assert selection.is_pure(request.node)


def test_quick_takes_what_is_pure_and_the_first_of_each_file_that_needs_a_database() -> None:
    pure = make_test(path="test_numbers.py")
    first = make_test("django_db", path="test_pages.py")
    second = make_test("django_db", path="test_pages.py")
    slow = make_test("django_db", "slow", path="test_cost.py")
    brief = make_test("django_db", path="test_cost.py")
    browser = make_test("browser", path="browser/test_charts.py")
    found = list(selection.quick([pure, first, second, pure, slow, brief, browser]))
    assert found == [pure, first, pure, brief]
