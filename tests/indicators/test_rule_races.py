"""Two of the office at once, with real threads: rules that contradict each other never both go out (docs/publication.md §6).

The same on SQLite and on PostgreSQL.
"""

from decimal import Decimal
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest

from indicators import frames, workflow
from indicators.models import Baseline, Event, Indicator, Target, Threshold
from indicators.workflow import Incomplete, StaleVersion, WorkflowError, WrongState
from tests.indicators.factories import (
    EVERY,
    make_baseline,
    make_bob,
    make_carol,
    make_indicator,
    make_plan,
    make_target,
    make_threshold,
    make_user,
)
from tests.indicators.test_races import ROUNDS, at_once

pytestmark = pytest.mark.django_db(transaction=True)
LETTERS = "ABCDEFGH"[:ROUNDS]


@pytest.fixture
def world() -> SimpleNamespace:
    make_threshold()
    dan = make_user("dan", office=True)
    indicators = [make_indicator(letter=letter) for letter in LETTERS]
    return SimpleNamespace(indicators=indicators, bob=make_bob(), carol=make_carol(), dan=dan)


def winners(outcomes: list[object]) -> list[Any]:
    return [one for one in outcomes if not isinstance(one, WorkflowError)]


def test_a_target_and_a_baseline_that_contradict_do_not_both_go_out(world: SimpleNamespace) -> None:
    for indicator in world.indicators:
        target = make_target(indicator, "1500", first_year=2025, published=False, drafted_by=world.dan)
        baseline = make_baseline(indicator, "1600", first_year=2025, published=False, drafted_by=world.dan)
        outcomes = at_once(
            partial(workflow.publish_rule, rule=target, by=world.bob),
            partial(workflow.publish_rule, rule=baseline, by=world.carol),
        )
        assert len(winners(outcomes)) == 1
        assert [type(one) for one in outcomes if isinstance(one, WorkflowError)] == [Incomplete]
    assert len(frames.published(EVERY)) == 4 * len(LETTERS), "every indicator can still be judged"


def test_two_publishers_of_one_draft(world: SimpleNamespace) -> None:
    for indicator in world.indicators:
        draft = make_baseline(indicator, published=False, drafted_by=world.dan)
        outcomes = at_once(
            partial(workflow.publish_rule, rule=draft, by=world.bob),
            partial(workflow.publish_rule, rule=draft, by=world.carol),
        )
        assert len(winners(outcomes)) == 1
        assert [type(one) for one in outcomes if isinstance(one, WorkflowError)] == [WrongState]
    assert Event.objects.filter(action="baseline_set").count() == len(LETTERS)


def test_two_drafts_of_one_first_year(world: SimpleNamespace) -> None:
    for first, second in ((2024, 2024), (2025, 2025)):
        drafts = [
            make_threshold(make_plan(), value, first_year=year, published=False, drafted_by=world.dan)
            for value, year in (("0.7", first), ("0.9", second))
        ]
        outcomes = at_once(
            partial(workflow.publish_rule, rule=drafts[0], by=world.bob),
            partial(workflow.publish_rule, rule=drafts[1], by=world.carol),
        )
        assert len(winners(outcomes)) == 1
        assert Threshold.objects.filter(first_year=first, published_at__isnull=False).count() == 1


def test_two_who_begin_a_draft_at_once(world: SimpleNamespace) -> None:
    """There is no row yet that could be locked: the indicator's is."""
    for indicator in world.indicators:
        steps = [
            partial(_draft, indicator, by, value) for by, value in ((world.bob, 1500), (world.carol, 1700))
        ]
        outcomes = at_once(*steps)
        assert len(winners(outcomes)) == 1
        assert [type(one) for one in outcomes if isinstance(one, WorkflowError)] == [StaleVersion]
        assert Target.objects.filter(indicator=indicator, published_at=None).count() == 1


def test_publishing_against_an_edit(world: SimpleNamespace) -> None:
    """What goes out is what was seen, or nothing does."""
    for indicator in world.indicators:
        draft = make_baseline(indicator, "700", published=False, drafted_by=world.dan)
        versions = [draft.at_version]
        told = {"value": Decimal(800), "baseline_year": 2022, "label": "再集計", "first_year": 2024}
        told |= {"decided_on": None, "reason": "書き直し"}
        at_once(
            partial(workflow.publish_rule, rule=draft, by=world.bob, expected_versions=versions),
            partial(
                workflow.draft_rule,
                model=Baseline,
                owner=indicator,
                data=told,
                by=world.carol,
                expected_versions=versions,
                instead_of=draft.pk,
            ),
        )
        row = Baseline.objects.get(indicator=indicator)
        assert (row.value, row.published_at is not None) in ((700, True), (800, False))


def _draft(indicator: Indicator, by: Any, value: int) -> Target:
    told = {"value": Decimal(value), "target_year": 2026, "label": f"{value}人", "first_year": 2025}
    told |= {"decided_on": None, "reason": "見直し"}
    return workflow.draft_rule(model=Target, owner=indicator, data=told, by=by, expected_versions=[])
