"""Publishing targets and thresholds: by the office, once, and only what the rule can judge (docs/progress.md §4, docs/publication.md §6)."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from indicators import frames, workflow
from indicators.models import Counting, Direction, Event, Target, Threshold
from indicators.workflow import Incomplete, NotAllowed, WrongState
from tests.indicators.factories import (
    EVERY,
    NOON,
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_dave,
    make_indicator,
    make_plan,
    make_target,
    make_threshold,
    publish_value,
    said,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> SimpleNamespace:
    return SimpleNamespace(
        indicator=make_indicator(), alice=make_alice(), bob=make_bob(), carol=make_carol(), dave=make_dave()
    )


def _draft(world: SimpleNamespace, value: str = "1500", **fields: object) -> Target:
    given = {"first_year": 2025, "reason": "見直し", "decided_on": date(2025, 3, 25), **fields}
    return make_target(world.indicator, value, published=False, **given)


def test_a_target_goes_out_and_is_logged(world: SimpleNamespace):
    draft = _draft(world)
    published = workflow.publish_rule(rule=draft, by=world.bob, now=NOON)
    row = Target.objects.get(pk=draft.pk)
    assert (row.published_at, row.published_by, published.published_at) == (NOON, world.bob, NOON)
    event = Event.objects.get()
    assert (event.action, event.by, event.at, event.indicator, event.year, event.reason) == (
        "target_set",
        world.bob,
        NOON,
        world.indicator,
        2025,
        "見直し",
    )
    assert event.detail["after"] == {
        "value": "1500",
        "target_year": 2026,
        "label": "1500人",
        "first_year": 2025,
        "decided_on": "2025-03-25",
    }


def test_a_threshold_goes_out_and_is_logged(world: SimpleNamespace):
    make_threshold()
    draft = make_threshold(make_plan(), "0.9", published=False, first_year=2025, reason="厳しくする")
    workflow.publish_rule(rule=draft, by=world.bob, now=NOON)
    assert Threshold.objects.get(pk=draft.pk).published_at == NOON
    event = Event.objects.get()
    assert (event.action, event.indicator, event.year, event.reason) == (
        "threshold_set",
        None,
        2025,
        "厳しくする",
    )
    assert event.detail == {
        "rule": "threshold",
        "plan": "kisarazu-3",
        "before": {"value": "0.8", "first_year": 2023, "decided_on": None},
        "after": {"value": "0.9", "first_year": 2025, "decided_on": None},
    }


def test_citizens_see_it_from_its_first_year_on(world: SimpleNamespace):
    make_cycle(2024, by=world.bob)
    publish_value(world.indicator, 2024, said("980"), by=world.alice, publisher=world.bob)
    draft = _draft(world)
    before = {row.year: row.target for row in frames.published(EVERY)}
    assert set(before.values()) == {Decimal(2000)}
    workflow.publish_rule(rule=draft, by=world.bob)
    after = {row.year: (row.target, row.baseline) for row in frames.published(EVERY)}
    assert after == {2023: (2000, 584), 2024: (2000, 584), 2025: (1500, 980), 2026: (1500, 980)}


def test_only_the_office_publishes_them(world: SimpleNamespace):
    target, threshold = _draft(world), make_threshold(published=False)
    for person in (world.alice, world.dave):
        with pytest.raises(NotAllowed):
            workflow.publish_rule(rule=target, by=person)
        with pytest.raises(NotAllowed):
            workflow.publish_rule(rule=threshold, by=person)
    assert not Target.objects.filter(pk=target.pk).exclude(published_at=None).exists()
    assert not Event.objects.exists()


def test_what_is_public_is_not_published_again(world: SimpleNamespace):
    draft = _draft(world)
    workflow.publish_rule(rule=draft, by=world.bob, now=NOON)
    with pytest.raises(WrongState, match="すでに"):
        workflow.publish_rule(rule=draft, by=world.carol)
    assert Target.objects.get(pk=draft.pk).published_by == world.bob
    gone = _draft(world)
    Target.objects.filter(pk=gone.pk).delete()
    with pytest.raises(WrongState, match="削除"):
        workflow.publish_rule(rule=gone, by=world.bob)


def test_one_year_begins_with_one_target(world: SimpleNamespace):
    first, second = _draft(world), _draft(world, "1600")
    workflow.publish_rule(rule=first, by=world.bob)
    with pytest.raises(WrongState, match="2025年度"):
        workflow.publish_rule(rule=second, by=world.bob)
    make_threshold()
    with pytest.raises(WrongState, match="2023年度"):
        workflow.publish_rule(rule=make_threshold(published=False), by=world.bob)
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    ("value", "fields", "field"),
    [
        ("584", {}, "value"),
        ("500", {}, "value"),
        ("1500", {"target_year": 2022, "first_year": 2022}, "target_year"),
    ],
)
def test_what_the_rule_refuses_stays_a_draft(
    value: str, fields: dict[str, int], field: str, world: SimpleNamespace
):
    draft = _draft(world, value, **fields)
    with pytest.raises(Incomplete) as refusal:
        workflow.publish_rule(rule=draft, by=world.bob)
    assert list(refusal.value.errors) == [field]
    assert Target.objects.get(pk=draft.pk).published_at is None
    assert not Event.objects.exists()


def test_an_indicator_that_no_target_can_serve_is_not_blamed_on_the_target(world: SimpleNamespace):
    world.indicator = make_indicator(
        letter="B", direction=Direction.AT_MOST, counting=Counting.CUMULATIVE, target=None
    )
    with pytest.raises(Incomplete) as refusal:
        workflow.publish_rule(rule=_draft(world), by=world.bob)
    assert list(refusal.value.errors) == ["__all__"]


def test_the_row_counts_and_not_what_the_caller_holds(world: SimpleNamespace):
    draft = _draft(world)
    Target.objects.filter(pk=draft.pk).update(value=1)
    with pytest.raises(Incomplete):
        workflow.publish_rule(rule=draft, by=world.bob)
