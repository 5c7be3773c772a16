"""Races of batches, schedules and closings with real threads: each value goes one way, and each refusal is told."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from functools import partial
from threading import Barrier, BrokenBarrierError
from threading import Event as Moment
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from indicators import workflow
from indicators.models import Batch, BatchItem, Cycle, Event, Publication, Result
from indicators.workflow import Chosen, Incomplete, StaleVersion, WrongState
from tests.indicators.factories import (
    NOON,
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_indicator,
    said,
    submit_value,
)
from tests.indicators.test_races import ROUNDS, YEARS, at_once

pytestmark = pytest.mark.django_db(transaction=True)
LETTERS = "ABCDEFGH"
TOLD: dict[str, Any] = {"title": "実績の公表", "announced_on": date(2025, 5, 1)}


def pausing(step: Callable[[], object], after: str, pause: Callable[[], object]) -> Callable[[], object]:
    """The step, with a pause when its first statement that begins with `after` is done: for moments that are rare."""

    def run() -> object:
        paused = False

        def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            nonlocal paused
            answer = execute(sql, params, many, context)
            if sql.startswith(after) and not paused:
                paused = True
                pause()
            return answer

        with connection.execute_wrapper(wrapper):
            return step()

    return run


def for_a_moment(event: Moment) -> None:
    """Until it happens, or for the half second that shows that it cannot happen yet."""
    event.wait(timeout=0.5)


@pytest.fixture
def world() -> SimpleNamespace:
    bob = make_bob()
    make_cycle(2024, by=bob)
    indicators = [make_indicator(letter=letter) for letter in LETTERS]
    return SimpleNamespace(indicators=indicators, alice=make_alice(), bob=bob, carol=make_carol())


def submitted(world: SimpleNamespace, year: int) -> list[Chosen]:
    results = [submit_value(one, year, said("100"), by=world.alice) for one in world.indicators]
    return [Chosen(result, result.version) for result in results]


@pytest.mark.slow
def test_two_batches_of_the_same_values_in_opposite_orders(world: SimpleNamespace):
    """One goes out whole, the other is told of every value; neither waits for the other for ever."""
    for year in YEARS:
        chosen = submitted(world, year)
        both = Barrier(2)

        def meet(both: Barrier = both) -> None:
            with suppress(BrokenBarrierError):
                both.wait(timeout=0.5)

        outcomes = at_once(
            *(
                pausing(
                    partial(workflow.publish_many, chosen=order, by=by, **TOLD),
                    'UPDATE "indicators_result"',
                    meet,
                )
                for order, by in ((chosen, world.bob), (chosen[::-1], world.carol))
            )
        )
        assert [isinstance(outcome, Incomplete) for outcome in outcomes].count(True) == 1
        assert Publication.objects.filter(year=year).count() == len(LETTERS)
        assert len(set(Publication.objects.filter(year=year).values_list("batch"))) == 1
    assert Batch.objects.count() == ROUNDS


def test_a_batch_against_a_sending_back_in_the_opposite_order(world: SimpleNamespace):
    for year in YEARS:
        chosen = submitted(world, year)
        at_once(
            partial(workflow.publish_many, chosen=chosen, by=world.bob, **TOLD),
            partial(workflow.send_back_many, chosen=chosen[::-1], reason="確認", by=world.carol),
        )
        states = set(Result.objects.filter(year=year).values_list("state", flat=True))
        assert states in ({"published"}, {"returned"})
        assert Publication.objects.filter(year=year).count() == (len(LETTERS) if "published" in states else 0)


def test_a_batch_against_one_of_its_values_alone(world: SimpleNamespace):
    """Each value is out once; what the batch did not get is named, or the one alone is told that it was late."""
    for year in YEARS:
        chosen = submitted(world, year)
        alone = chosen[3]
        batch, single = at_once(
            partial(workflow.publish_many, chosen=chosen, by=world.bob, **TOLD),
            partial(workflow.publish, record=alone.result, version=alone.version, by=world.carol),
        )
        of_batch = Publication.objects.filter(year=year, batch__isnull=False)
        assert isinstance(batch, tuple)
        if isinstance(single, StaleVersion):
            assert of_batch.count() == len(LETTERS)
            assert single.current.state == "published"
        else:
            assert [one.result for one in batch[1]] == [alone.result]
            assert set(of_batch.values_list("result", flat=True)) == {
                one.result.pk for one in chosen if one is not alone
            }
        assert Publication.objects.filter(year=year).count() == len(LETTERS)
    assert Event.objects.filter(action="published").count() == ROUNDS * len(LETTERS)


def test_a_schedule_carried_out_against_a_sending_back(world: SimpleNamespace):
    """Sent back or out, never both; what stayed behind says why on the schedule."""
    for year in YEARS:
        chosen = submitted(world, year)
        moment = NOON + timedelta(hours=1)
        batch, _ = workflow.schedule(chosen=chosen, scheduled_for=moment, by=world.bob, now=NOON, **TOLD)
        back = chosen[-1]
        due, sent = at_once(
            partial(workflow.publish_due, now=moment),
            partial(
                workflow.send_back,
                record=back.result,
                version=back.version,
                reason="確認",
                by=world.carol,
            ),
        )
        result = Result.objects.get(pk=back.result.pk)
        behind = list(
            BatchItem.objects.filter(batch=batch).exclude(refusal="").values_list("result", flat=True)
        )
        assert isinstance(due, list)
        if isinstance(sent, StaleVersion):
            assert (result.state, sent.current.state, behind) == ("published", "published", [])
        else:
            assert (result.state, result.return_reason, behind) == ("returned", "確認", [result.pk])
        out = set(Publication.objects.filter(batch=batch).values_list("result", flat=True))
        assert out == {one.result.pk for one in chosen} - set(behind)


def test_two_looks_for_what_is_due_and_a_cancellation(world: SimpleNamespace):
    for year in YEARS:
        moment = NOON + timedelta(hours=1)
        batch, _ = workflow.schedule(
            chosen=submitted(world, year), scheduled_for=moment, by=world.bob, now=NOON, **TOLD
        )
        first, second, cancelled = at_once(
            partial(workflow.publish_due, now=moment),
            partial(workflow.publish_due, now=moment),
            partial(workflow.cancel, batch=batch, by=world.carol),
        )
        assert isinstance(first, list)
        assert isinstance(second, list)
        batch.refresh_from_db()
        was_cancelled = not isinstance(cancelled, WrongState)
        assert (batch.cancelled_at is not None) is was_cancelled
        assert [len(first) + len(second), batch.publications.count()] == (
            [0, 0] if was_cancelled else [1, len(LETTERS)]
        )


def test_a_closing_against_a_draft_that_is_begun(world: SimpleNamespace):
    """The closing has asked what is open, and is not yet committed: no draft is begun that it did not ask about."""
    cycle = Cycle.objects.get()
    asked, begun = Moment(), Moment()

    def begin() -> object:
        asked.wait(timeout=10)
        try:
            return workflow.save_draft(owner=world.indicators[0], year=2024, data=said("1"), by=world.alice)
        finally:
            begun.set()

    def pause() -> None:
        asked.set()
        for_a_moment(begun)

    closing = partial(workflow.close_cycle, cycle=cycle, by=world.bob)
    closed, draft = at_once(pausing(closing, 'SELECT "indicators_result"', pause), begin)
    cycle.refresh_from_db()
    assert (closed, cycle.is_open) == (None, False)
    assert isinstance(draft, WrongState)
    assert not Result.objects.exists()


def test_a_closing_that_gives_up_a_draft_against_a_save_of_it(world: SimpleNamespace):
    """What the office did not see is not given up: the closing is told, and nothing of it happens."""
    cycle = Cycle.objects.get()
    draft = workflow.save_draft(owner=world.indicators[0], year=2024, data=said("1"), by=world.alice)
    for handed_in in (False, True):
        step = workflow.submit if handed_in else workflow.save_draft
        closed, saved = at_once(
            partial(workflow.close_cycle, cycle=cycle, discarded={draft.pk: draft.version}, by=world.bob),
            partial(
                step,
                owner=world.indicators[0],
                year=2024,
                by=world.alice,
                version=draft.version,
                data=said("2", note="受付を始めたのが年度の終わりのため"),
            ),
        )
        cycle.refresh_from_db()
        left = Result.objects.first()
        if isinstance(saved, Result):
            # What was handed in is no draft any more: a closing that comes after it has nothing to ask.
            assert isinstance(closed, StaleVersion) or (handed_in and closed is None)
            assert (left, left and left.value) == (saved, 2)
            break
        assert isinstance(saved, StaleVersion | WrongState)
        assert (closed, left, cycle.is_open) == (None, None, False)
        workflow.reopen_cycle(cycle=cycle, due_on=date(2026, 5, 29), reason="再開", by=world.bob)
        draft = workflow.save_draft(owner=world.indicators[0], year=2024, data=said("1"), by=world.alice)
