"""kill -9 while many values go out: all of a batch or nothing of it, and the next look goes on as if nothing had been.

The same on SQLite and on PostgreSQL (docs/trust.md §1).
"""

from collections.abc import Iterator
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from indicators import workflow
from indicators.models import Batch, Event, Publication, Result
from indicators.workflow import Chosen
from tests.indicators.factories import (
    NOON,
    make_alice,
    make_bob,
    make_cycle,
    make_indicator,
    said,
    submit_value,
)
from tests.indicators.killing import Killer, StepFailed

pytestmark = pytest.mark.django_db(transaction=True)
POINTS, FEWER = 50, 20  # of a whole batch; of what goes the same way
LETTERS = "ABCDEFGHIJKL"
HERE = "tests.indicators.test_kill"
SOON = timedelta(minutes=1)


# --- The steps, as the child process does them ------------------------------------------------------------


def publish_batch(ids: list[int], title: str) -> None:
    results = Result.objects.select_related("indicator__measure").in_bulk(ids)
    chosen = [Chosen(results[pk], results[pk].version) for pk in ids]
    bob = User.objects.get(username="bob")
    workflow.publish_many(chosen=chosen, title=title, announced_on=date(2025, 6, 30), by=bob)


def send_back_batch(ids: list[int]) -> None:
    results = Result.objects.select_related("indicator__measure").in_bulk(ids)
    chosen = [Chosen(results[pk], results[pk].version) for pk in ids]
    workflow.send_back_many(chosen=chosen, reason="確認", by=User.objects.get(username="bob"))


def look_for_what_is_due() -> None:
    """What cron and run.py's server do."""
    call_command("publish_due", verbosity=0)


def fail() -> None:
    raise ValueError("mine")


# --- What stands -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def killer(django_db_setup: None) -> Iterator[Killer]:
    with Killer() as killer:
        yield killer


@pytest.fixture
def city() -> SimpleNamespace:
    """Twelve submitted values of fiscal 2024."""
    bob, alice = make_bob(), make_alice()
    make_cycle(2024, by=bob)
    indicators = [make_indicator(letter=letter) for letter in LETTERS]
    results = [
        submit_value(one, 2024, said(str(900 + place)), by=alice) for place, one in enumerate(indicators)
    ]
    return SimpleNamespace(bob=bob, results=results, ids=[result.pk for result in results])


def written() -> tuple[list[object], ...]:
    """Everything that a publication or a sending back leaves, row by row."""
    return (
        list(Result.objects.order_by("pk").values_list("pk", "state", "version", "return_reason")),
        list(Publication.objects.order_by("pk").values_list("result", "batch", "value")),
        list(Batch.objects.order_by("pk").values_list("pk", "title", "published_at")),
        list(Event.objects.order_by("pk").values_list("pk", "action")),
    )


def kill_all_along(killer: Killer, step: str, *, points: int = FEWER, **arguments: Any) -> None:
    """Until the step is committed: after each of so many deaths at least, spread over it, nothing is different."""
    before = written()
    whole = killer.run(f"{HERE}.{step}", kill_at_commit="before", **arguments)
    assert whole.killed
    assert written() == before
    died, every = 0, max(1, whole.statements // (points + 3))
    for death in killer.deaths(f"{HERE}.{step}", every=every, **arguments):
        if Event.objects.count() != len(before[-1]):
            break  # it died after its commit; whether all of it is there is for the test to see
        assert written() == before, death
        died += 1
    assert died >= points


def schedule(city: SimpleNamespace, title: str, results: list[Result]) -> Batch:
    chosen = [Chosen(result, result.version) for result in results]
    batch, refused = workflow.schedule(
        chosen=chosen,
        title=title,
        announced_on=date(2025, 5, 1),
        scheduled_for=NOON + SOON,
        by=city.bob,
        now=NOON,
    )
    assert refused == []
    return batch


def states_of(results: list[Result]) -> set[str]:
    return set(
        Result.objects.filter(pk__in=[result.pk for result in results]).values_list("state", flat=True)
    )


@pytest.mark.slow
def test_one_batch_now(city: SimpleNamespace, killer: Killer):
    kill_all_along(killer, "publish_batch", points=POINTS, ids=city.ids, title="実績の公表")
    assert states_of(city.results) == {"published"}
    assert Publication.objects.filter(batch__title="実績の公表").count() == len(LETTERS)
    assert Event.objects.filter(action="published").count() == len(LETTERS)


@pytest.mark.slow
def test_many_sent_back(city: SimpleNamespace, killer: Killer):
    kill_all_along(killer, "send_back_batch", ids=city.ids)
    assert states_of(city.results) == {"returned"}


@pytest.mark.slow
def test_a_schedule_carried_out(city: SimpleNamespace, killer: Killer):
    batch = schedule(city, "予約した公表", city.results)
    kill_all_along(killer, "look_for_what_is_due")
    batch.refresh_from_db()
    assert batch.published_at is not None
    assert batch.publications.count() == len(LETTERS)


@pytest.mark.slow
def test_the_second_of_two_schedules(city: SimpleNamespace, killer: Killer):
    """The first is out, whole, though its process died while it was at the second; the next look does the second."""
    first, second = schedule(city, "一つめ", city.results[:4]), schedule(city, "二つめ", city.results[4:])
    assert killer.run(f"{HERE}.look_for_what_is_due", kill_at_commit="after").killed
    assert states_of(city.results[:4]) == {"published"}
    assert states_of(city.results[4:]) == {"submitted"}
    kill_all_along(killer, "look_for_what_is_due")
    for batch, count in ((first, 4), (second, len(LETTERS) - 4)):
        batch.refresh_from_db()
        assert batch.publications.count() == count
    assert Event.objects.filter(action="batch_published").count() == 2


def test_an_answer_that_was_never_heard(city: SimpleNamespace, killer: Killer):
    """Committed, and the process gone before it could say so: all is out, and asking again publishes nothing twice."""
    step = f"{HERE}.publish_batch"
    before = written()
    assert killer.run(step, kill_at_commit="before", ids=city.ids, title="実績の公表").killed
    assert written() == before
    assert killer.run(step, kill_at_commit="after", ids=city.ids, title="実績の公表").killed
    out = written()
    assert states_of(city.results) == {"published"}
    with pytest.raises(StepFailed, match="公表できるものがありません"):
        killer.run(step, ids=city.ids, title="実績の公表")
    assert written() == out


def test_deaths_that_the_clock_chose(city: SimpleNamespace, killer: Killer):
    """Whole or nothing, wherever it was; and one whole batch in the end."""
    step = f"{HERE}.publish_batch"
    before = written()
    for milliseconds in (1, 3, 9, 27, 81):
        killer.run(step, kill_in=milliseconds / 1000, ids=city.ids, title="実績の公表")
        if states_of(city.results) == {"published"}:
            break
        assert written() == before
    else:
        killer.run(step, ids=city.ids, title="実績の公表")
    assert Publication.objects.filter(batch__title="実績の公表").count() == len(LETTERS)
    assert Batch.objects.count() == 1


def test_the_harness_tells_what_failed(killer: Killer):
    with pytest.raises(StepFailed, match="ValueError: mine"):
        killer.run(f"{HERE}.fail")
    assert not killer.run(f"{HERE}.look_for_what_is_due").killed
