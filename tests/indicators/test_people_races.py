"""Races about people and departments: two of the office at once, and two servers that both find the day has come."""

from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pytest
import time_machine

from indicators import workflow
from indicators.models import Event, Indicator, Membership, Reorganisation
from indicators.permissions import is_plan_office
from indicators.workflow import DepartmentChange, NewDepartment, Planned, StaleVersion, WorkflowError
from measures.models import Department
from tests.indicators.factories import (
    make_alice,
    make_bob,
    make_carol,
    make_department,
    make_indicator,
    make_user,
)
from tests.indicators.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2027, 3, 1, 3, tzinfo=UTC)
MIDNIGHT = datetime(2027, 3, 31, 15, tzinfo=UTC)
CALLERS = 6


@pytest.fixture(autouse=True)
def _on_a_day_in_march():
    with time_machine.travel(NOW, tick=False):
        yield


def refused(outcomes: list[object]) -> list[Any]:
    return [outcome for outcome in outcomes if isinstance(outcome, WorkflowError)]


def test_the_office_does_not_remove_itself():
    """Of four each switches off the next one, all at once: two remain."""
    four = [make_user(f"office{number}", office=True) for number in range(4)]
    outcomes = at_once(
        *(
            partial(workflow.disable, person=whom, reason="異動", by=by)
            for by, whom in zip(four, [*four[1:], four[0]], strict=True)
        )
    )
    four[0].refresh_from_db()
    left = [one for one in type(four[0]).objects.all() if is_plan_office(one)]
    assert len(left) >= 2
    assert len(refused(outcomes)) == len(left)


def test_two_change_the_rights_of_one():
    alice, bob, carol = make_alice(), make_bob(), make_carol()
    seen = workflow.Rights.of(alice).version
    outcomes = at_once(
        *(
            partial(
                workflow.change_rights,
                person=alice,
                departments=[make_department(slug, slug)],
                office=False,
                manager=False,
                expected_version=seen,
                by=by,
            )
            for slug, by in (("kikaku", bob), ("zaisei", carol))
        )
    )
    (lost,) = refused(outcomes)
    assert isinstance(lost, StaleVersion)
    assert Event.objects.filter(action="rights_changed").count() == 1
    assert Membership.objects.on().filter(user=alice).count() == 1


def test_two_prepare_a_transfer_of_one():
    alice, bob, carol = make_alice(), make_bob(), make_carol()
    make_department("zaisei", "財政課")
    planned = Planned(person=alice, on=date(2027, 4, 1), departments=("zaisei",), expected_version="")
    outcomes = at_once(*(partial(workflow.prepare_transfer, planned=planned, by=by) for by in (bob, carol)))
    assert len(refused(outcomes)) == 1
    assert Membership.objects.filter(user=alice, since=date(2027, 4, 1)).count() == 1
    assert Event.objects.filter(action="transfer_set").count() == 1


def test_one_prepares_and_one_switches_off():
    """Whoever comes second meets what the first has done: nobody is out and transferred at once."""
    alice, bob, carol = make_alice(), make_bob(), make_carol()
    make_user("erin", office=True)
    make_department("zaisei", "財政課")
    planned = Planned(person=alice, on=date(2027, 4, 1), departments=("zaisei",))
    at_once(
        partial(workflow.prepare_transfer, planned=planned, by=bob),
        partial(workflow.disable, person=alice, reason="退職", by=carol),
    )
    alice.refresh_from_db()
    assert not alice.is_active
    assert workflow.transfer_of(alice) is None


def test_everything_due_happens_once():
    alice, bob, carol = make_alice(), make_bob(), make_carol()
    make_indicator()
    sangyo = Department.objects.get(slug="sangyo-shinko")
    change = DepartmentChange(
        "rename", date(2027, 4, 1), [sangyo], [NewDepartment("商工課", "shoko")], "機構改革"
    )
    prepared = workflow.prepare_reorganisation(change=change, by=bob)
    workflow.confirm_reorganisation(reorganisation=prepared, by=carol)
    planned = Planned(person=alice, on=date(2027, 4, 1), departments=("shoko",), manager=True)
    workflow.prepare_transfer(planned=planned, by=carol)
    outcomes = at_once(*(partial(workflow.do_due, now=MIDNIGHT) for _ in range(CALLERS)))
    assert not refused(outcomes)
    happened = Reorganisation.objects.get()
    assert (happened.applied_at, happened.refusal) == (MIDNIGHT, "")
    assert Event.objects.filter(action="reorg_applied").count() == 1
    assert Event.objects.filter(action="lead_moved").count() == 1
    assert not Event.objects.filter(action="transferred", person=alice).exists(), (
        "she went by her own transfer"
    )
    rights = workflow.Rights.of(alice, date(2027, 4, 1))
    assert (rights.departments, rights.manager) == ({"shoko"}, True)
    assert Indicator.objects.get().lead_department.slug == "shoko"
    assert Department.objects.filter(slug="shoko").count() == 1


def test_a_cancellation_against_the_day():
    """Either it was given up or it happened; never both, never half."""
    bob, carol = make_bob(), make_carol()
    make_indicator()
    sangyo = Department.objects.get(slug="sangyo-shinko")
    change = DepartmentChange(
        "rename", date(2027, 4, 1), [sangyo], [NewDepartment("商工課", "shoko")], "機構改革"
    )
    prepared = workflow.prepare_reorganisation(change=change, by=bob)
    workflow.confirm_reorganisation(reorganisation=prepared, by=carol)
    at_once(
        partial(workflow.do_due, now=MIDNIGHT),
        partial(workflow.cancel_reorganisation, reorganisation=prepared, by=carol, now=MIDNIGHT),
    )
    prepared.refresh_from_db()
    happened = prepared.applied_at is not None
    assert happened != (prepared.cancelled_at is not None)
    assert Department.objects.filter(slug="shoko").exists() is happened
    assert (Indicator.objects.get().lead_department.slug == "shoko") is happened
