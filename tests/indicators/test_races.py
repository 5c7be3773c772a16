"""Races with real threads, each with a connection of its own: nothing is lost, who comes second is told so.

The same on SQLite and on PostgreSQL (docs/trust.md §1: the usual get-and-save lost 915 of 960 edits).
"""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from functools import partial
from threading import Barrier
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connections

from indicators import workflow
from indicators.models import Event, Kind, Publication, Result
from indicators.workflow import StaleVersion, WorkflowError, WrongState
from tests.indicators.factories import (
    NOON,
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_department,
    make_indicator,
    make_measure,
    make_plan,
    make_user,
    publish_value,
    said,
    submit_value,
)

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 32
ROUNDS = 5  # of each duel: one alone could be won before the other has begun
YEARS = range(2002, 2002 + 2 * ROUNDS, 2)  # history, in which no year has a year before to be compared with


@pytest.fixture
def world() -> SimpleNamespace:
    bob = make_bob()
    make_cycle(2024, by=bob)
    return SimpleNamespace(indicator=make_indicator(), alice=make_alice(), bob=bob, carol=make_carol())


def at_once(*steps: Callable[[], object]) -> list[object]:
    """Do all steps at the same moment, each in a thread of its own; give each one's result or its refusal."""
    gate = Barrier(len(steps))

    def run(step: Callable[[], object]) -> object:
        try:
            connections["default"].ensure_connection()
            gate.wait(timeout=30)
            return step()
        except WorkflowError as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(steps)) as threads:
        return list(threads.map(run, steps))


def split(outcomes: Sequence[object]) -> tuple[list[Any], list[Any]]:
    """Who won, and the conflicts of those who did not; any other refusal has no place here."""
    lost = [outcome for outcome in outcomes if isinstance(outcome, WorkflowError)]
    assert all(isinstance(refusal, StaleVersion) for refusal in lost)
    return [outcome for outcome in outcomes if not isinstance(outcome, WorkflowError)], lost


def test_two_editors_of_one_draft(world: SimpleNamespace):
    draft = workflow.save_draft(owner=world.indicator, year=2024, data=said("1"), by=world.alice)
    for _ in range(ROUNDS):
        outcomes = at_once(
            *(
                partial(
                    workflow.save_draft,
                    owner=world.indicator,
                    year=2024,
                    data=said(value),
                    by=who,
                    version=draft.version,
                )
                for value, who in (("100", world.alice), ("200", world.bob))
            )
        )
        won, lost = split(outcomes)
        assert (len(won), len(lost)) == (1, 1)
        now = Result.objects.get()
        assert (now.value, now.edited_by) == (won[0].value, won[0].edited_by)
        # Who came second is shown what stands, and still holds what they typed.
        assert (lost[0].current.value, lost[0].current.version) == (now.value, now.version)
        draft = now
    assert draft.version == 1 + ROUNDS
    assert Event.objects.filter(action="saved").count() == ROUNDS


def test_two_who_begin_the_same_value(world: SimpleNamespace):
    for year in YEARS:
        outcomes = at_once(
            *(
                partial(workflow.save_draft, owner=world.indicator, year=year, data=said(value), by=who)
                for value, who in (("100", world.alice), ("200", world.bob))
            )
        )
        won, lost = split(outcomes)
        assert (len(won), len(lost)) == (1, 1)
        assert Result.objects.get(year=year).value == won[0].value == lost[0].current.value


def test_a_double_submit(world: SimpleNamespace):
    for year in YEARS:
        workflow.save_draft(owner=world.indicator, year=year, data=said("100"), by=world.alice)
        step = partial(
            workflow.submit,
            owner=world.indicator,
            year=year,
            by=world.alice,
            version=1,
            data=said("101"),
        )
        won, lost = split(at_once(step, step))
        assert (len(won), len(lost)) == (1, 1)
        assert lost[0].current.state == "submitted"
    assert Event.objects.filter(action="submitted").count() == ROUNDS


def test_two_publishers(world: SimpleNamespace):
    for year in YEARS:
        result = submit_value(world.indicator, year, said("100"), by=world.alice)
        won, lost = split(
            at_once(
                *(
                    partial(workflow.publish, record=result, version=2, by=who)
                    for who in (world.bob, world.carol)
                )
            )
        )
        assert (len(won), len(lost)) == (1, 1)
        assert Publication.objects.get(year=year).published_by == won[0].published_by
        assert lost[0].current.state == "published"
    assert Event.objects.filter(action="published").count() == ROUNDS


def test_publish_against_send_back_and_edit(world: SimpleNamespace):
    """What goes out is what the publisher looked at, whoever else is at it at the same moment."""
    for year in YEARS:
        result = submit_value(world.indicator, year, said("100"), by=world.alice)

        def send_back_and_mend(result: Result = result, year: int = year) -> Result:
            returned = workflow.send_back(record=result, version=2, reason="確認", by=world.carol)
            entry = said("999")
            return workflow.submit(
                owner=world.indicator,
                year=year,
                by=world.alice,
                version=returned.version,
                data=entry,
            )

        won, lost = split(
            at_once(
                partial(workflow.publish, record=result, version=2, by=world.bob),
                send_back_and_mend,
            )
        )
        assert (len(won), len(lost)) == (1, 1)
        published = Publication.objects.filter(year=year).first()
        if published is None:
            assert Result.objects.get(year=year).value == 999
        else:
            assert (published.value, Result.objects.get(year=year).value) == (100, 100)


def test_publish_against_the_office_mending_it_itself(world: SimpleNamespace):
    """Bob, who mends at this moment, must not be the publisher of his own figure by a late look."""
    for year in YEARS:
        result = submit_value(world.indicator, year, said("100"), by=world.alice)
        returned = workflow.send_back(record=result, version=2, reason="直します", by=world.bob)

        def publish_both(seen: int = returned.version, result: Result = result) -> Publication:
            return workflow.publish(record=result, version=seen + 2, by=world.bob)

        at_once(
            partial(
                workflow.submit,
                owner=world.indicator,
                year=year,
                by=world.bob,
                version=returned.version,
                data=said("5", note="窓口の休止"),
            ),
            publish_both,
        )
        assert not Publication.objects.filter(year=year).exists()


def test_two_changes_of_one_value(world: SimpleNamespace):
    for year in YEARS:
        publish_value(world.indicator, year, said("100"), by=world.alice, publisher=world.bob)
        won, lost = split(
            at_once(
                *(
                    partial(
                        workflow.open_change,
                        owner=world.indicator,
                        year=year,
                        kind=kind,
                        by=world.alice,
                        reason="誤り",
                    )
                    for kind in (Kind.CORRECTION, Kind.WITHDRAWAL)
                )
            )
        )
        assert (len(won), len(lost)) == (1, 1)
        assert lost[0].current.kind == won[0].kind
    assert Result.objects.filter(number=2).count() == ROUNDS


def test_give_up_against_submit(world: SimpleNamespace):
    for year in YEARS:
        draft = workflow.save_draft(
            owner=world.indicator, year=year, data=said("100"), by=world.alice, now=NOON
        )

        def give_up(draft: Result = draft) -> str:
            workflow.discard(record=draft, version=1, by=world.bob)
            return "given up"

        outcomes = at_once(
            give_up,
            partial(workflow.submit, owner=world.indicator, year=year, by=world.alice, version=1),
        )
        won, lost = split(outcomes)
        assert (len(won), len(lost)) == (1, 1)
        left = Result.objects.filter(year=year).first()
        assert (left is None) is (won[0] == "given up")
        assert lost[0].current == left


def test_two_openings_and_two_closings_of_a_cycle(world: SimpleNamespace):
    plan = make_plan()
    outcomes = at_once(
        *(
            partial(workflow.open_cycle, plan=plan, year=2025, due_on=date(2026, 5, 29), by=who)
            for who in (world.bob, world.carol)
        )
    )
    assert Counter(isinstance(outcome, WrongState) for outcome in outcomes) == {True: 1, False: 1}
    cycle = plan.cycles.get(year=2025)
    outcomes = at_once(
        *(partial(workflow.close_cycle, cycle=cycle, by=who) for who in (world.bob, world.carol))
    )
    assert Counter(isinstance(outcome, WrongState) for outcome in outcomes) == {True: 1, False: 1}
    assert Event.objects.filter(action="cycle_closed").count() == 1


def test_thirty_two_writers_of_one_value(world: SimpleNamespace):
    """Each reads, saves, and after a conflict reads again: all get through, and no save covers another."""
    workflow.save_draft(owner=world.indicator, year=2024, data=said("0"), by=world.alice)

    def add_one() -> int:
        conflicts = 0
        while True:
            seen = workflow.current_result(world.indicator, 2024)
            assert seen is not None
            assert seen.value is not None
            try:
                workflow.save_draft(
                    owner=world.indicator,
                    year=2024,
                    data=said(str(seen.value + 1)),
                    by=world.alice,
                    version=seen.version,
                )
            except StaleVersion:
                conflicts += 1
            else:
                return conflicts

    outcomes = at_once(*[add_one] * WRITERS)
    result = Result.objects.get()
    assert (result.value, result.version) == (WRITERS, WRITERS + 1)
    assert Event.objects.filter(action="saved").count() == WRITERS
    assert all(isinstance(conflicts, int) for conflicts in outcomes)


def test_thirty_two_writers_who_saw_the_same(world: SimpleNamespace):
    workflow.save_draft(owner=world.indicator, year=2024, data=said("0"), by=world.alice)
    outcomes = at_once(
        *(
            partial(
                workflow.save_draft,
                owner=world.indicator,
                year=2024,
                data=said(str(value)),
                by=world.alice,
                version=1,
            )
            for value in range(1, WRITERS + 1)
        )
    )
    won, lost = split(outcomes)
    assert (len(won), len(lost)) == (1, WRITERS - 1)
    assert Result.objects.get().value == won[0].value
    assert {refusal.current.value for refusal in lost} == {won[0].value}


def test_thirty_two_writers_on_thirty_two_values():
    """On the last day before the due date everyone saves at once, and nobody waits in vain."""
    department = make_department()
    make_cycle(2024, by=make_bob())
    desks = []
    for number in range(WRITERS):
        indicator = make_indicator(measure=make_measure(100 + number), department=department)
        desks.append((indicator, make_user(f"staff{number}", departments=(department,))))
    won, lost = split(
        at_once(
            *(
                partial(
                    workflow.submit,
                    owner=indicator,
                    year=2024,
                    by=who,
                    version=0,
                    data=said(str(value)),
                )
                for value, (indicator, who) in enumerate(desks, start=600)
            )
        )
    )
    assert (len(won), len(lost)) == (WRITERS, 0)
    values = Result.objects.filter(state="submitted").values_list("indicator", "value", "submitted_by")
    assert set(values) == {(i.pk, Decimal(value), who.pk) for value, (i, who) in enumerate(desks, start=600)}
    assert Event.objects.count() == 2 * WRITERS
