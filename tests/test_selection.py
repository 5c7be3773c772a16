"""No test falls between the two databases, and `--quick` asks every room."""

import ast
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests import selection

HERE = Path(__file__).parent


def make_test(
    *marks: str, database: bool = False, path: str = "test_a.py", name: str = "test_a", **asked: Any
) -> Any:
    """`asked`: what its mark of a database says."""
    return SimpleNamespace(
        path=Path(path),
        nodeid=f"{path}::{name}",
        fixturenames=["django_db_setup"] if database else [],
        get_closest_marker=lambda wanted: SimpleNamespace(kwargs=asked) if wanted in marks else None,
    )


@pytest.mark.parametrize(
    ("mark", "database", "declared"), list(product(["", "sqlite", "postgres"], [True, False], [True, False]))
)
def test_every_test_runs_somewhere_and_a_pure_one_once(mark: str, database: bool, declared: bool) -> None:
    test = make_test(mark, "django_db" if declared else "", database=database)
    times = [selection.runs_on(test, postgres=postgres) for postgres in (False, True)].count(True)
    assert times == (2 if not mark and (database or declared) else 1)


@pytest.mark.parametrize(
    ("marks", "times"),
    [
        (("reads",), 1),
        (("reads", "both"), 2),
        (("both",), 2),
        (("browser",), 1),
        (("browser", "slow"), 1),
        (("browser", "both"), 2),
    ],
)
def test_what_reads_or_shows_runs_once_unless_it_is_asked_for_on_both(
    marks: tuple[str, ...], times: int
) -> None:
    test = make_test("django_db", *marks)
    assert [selection.runs_on(test, postgres=postgres) for postgres in (False, True)].count(True) == times
    assert selection.runs_on(test, postgres=False)


def test_a_journey_on_both_needs_no_mark_of_a_database_where_it_has_a_server() -> None:
    test = make_test("browser", "both")
    test.fixturenames = ["live_server", "new_context"]
    assert [selection.runs_on(test, postgres=postgres) for postgres in (False, True)] == [True, True]


def test_what_writes_through_a_view_runs_on_both() -> None:
    """In a file marked `reads`, a test that posts is marked `both`; one that is refused for it (405) writes nothing."""
    files = [path for path in HERE.rglob("test_*.py") if "pytest.mark.reads" in path.read_text("utf-8")]
    assert len(files) > 20
    forgotten = []
    for path in files:
        source = path.read_text("utf-8")
        lines = source.split("\n")  # as Python counts them
        for one in ast.walk(ast.parse(source)):
            if isinstance(one, ast.FunctionDef):
                body = "\n".join(lines[one.lineno - 1 : one.end_lineno])
                posts = ".post(" in body and "405" not in body
                marked = any("pytest.mark.both" in ast.unparse(mark) for mark in one.decorator_list)
                forgotten += [f"{path.name}: {one.name}"] if posts and not marked else []
    assert forgotten == []


def test_of_pages_that_write_the_first_of_each_file_and_a_quarter_run_on_postgresql() -> None:
    path = str(selection.PAGES / "test_entry.py")
    pages = [make_test("django_db", path=path, name=f"test_{number}") for number in range(400)]
    taken = list(selection.on(pages, postgres=True))
    assert taken[0] is pages[0]
    assert 70 < len(taken) < 130
    assert list(selection.on(pages, postgres=False)) == pages
    # A test is taken whatever stands beside it, but for the first.
    assert list(selection.on([pages[0], *reversed(pages[1:])], postgres=True)) == [pages[0], *taken[:0:-1]]


def test_of_pages_whatever_commits_or_is_asked_for_and_all_of_other_rooms_run_on_postgresql() -> None:
    path = str(selection.PAGES / "test_entry.py")
    commits = [
        make_test("django_db", path=path, name=f"test_{number}", transaction=True) for number in range(40)
    ]
    both = [make_test("django_db", "both", path=path, name=f"test_{number}") for number in range(40)]
    other = [make_test("django_db", path="test_workflow.py", name=f"test_{number}") for number in range(40)]
    asked = [*commits, *both, *other]
    assert list(selection.on(asked, postgres=True)) == asked


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


def test_the_longest_come_first_and_the_others_stay_in_their_order() -> None:
    brief, second = make_test("django_db"), make_test("django_db")
    slow, browser = make_test("slow"), make_test("browser")
    journey = make_test("browser", "slow")
    found = selection.longest_first([brief, browser, second, slow, journey], postgres=False)
    assert found == [journey, slow, browser, brief, second]


def test_what_the_other_run_waits_for_comes_first_and_waits_itself_behind_the_long_ones() -> None:
    brief, slow, journey = make_test("django_db"), make_test("slow"), make_test("browser", "slow")
    answers = make_test("slow", path=selection.ANSWERS)
    assert Path(__file__).with_name(selection.ANSWERS).exists()
    asked = [brief, slow, answers, journey]
    assert selection.longest_first(asked, postgres=False) == [answers, journey, slow, brief]
    assert selection.longest_first(asked, postgres=True) == [journey, slow, answers, brief]


def test_each_worker_begins_with_its_share_of_the_long_ones() -> None:
    brief = [make_test("django_db", path=f"test_{number}.py") for number in range(4)]
    one, two = make_test("slow", path="test_kill.py"), make_test("slow", path="test_kill.py")
    other, shown = make_test("slow", path="test_cost.py"), make_test("browser", path="test_grid.py")
    tests = [*brief, one, two, other, shown]
    assert selection.longest_first(tests, postgres=False, workers=2) == [
        one, two, shown, brief[0],
        other, *brief[1:],
    ]  # fmt: skip
    # More long ones of one file than a worker's piece holds: none is lost.
    found = selection.longest_first([*brief[:1], one, two, other], postgres=False, workers=3)
    assert sorted(map(id, found)) == sorted(map(id, [*brief[:1], one, two, other]))
