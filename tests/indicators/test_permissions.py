"""Who may do what: Alice of the lead department, Erin of another, Bob and Carol of the plan office, Dave."""

import pytest
from django.contrib.auth.models import AnonymousUser, User

from indicators import permissions
from indicators.models import Membership, Result
from tests.indicators.factories import (
    make_alice,
    make_bob,
    make_carol,
    make_dave,
    make_department,
    make_indicator,
    make_user,
    result_fields,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> dict[str, User | AnonymousUser]:
    zaisei = make_department("zaisei", "財政課")
    retired = make_user(
        "retired", departments=(make_department(),), office=True, manager=True, is_active=False
    )
    return {
        "alice": make_alice(),
        "erin": make_user("erin", departments=(zaisei,)),
        "bob": make_bob(),
        "carol": make_carol(),
        "dave": make_dave(),
        "root": make_user("root", is_superuser=True, is_staff=True),
        "retired": retired,
        "anonymous": AnonymousUser(),
    }


ALLOWED = {
    "is_plan_office": {"bob", "carol"},
    "is_manager": {"dave"},
    "may_read_unpublished": {"bob", "carol", "dave"},
    "may_review": {"bob", "carol"},
}


@pytest.mark.parametrize("question", ALLOWED)
def test_questions_about_a_person(question: str, cast):
    answers = {name for name, person in cast.items() if getattr(permissions, question)(person)}
    assert answers == ALLOWED[question]


def test_who_may_enter(cast):
    """A superuser is no colleague: rights follow from membership, not from the admin's flags."""
    indicator = make_indicator()
    assert {name for name, person in cast.items() if permissions.may_enter(person, indicator)} == {
        "alice",
        "bob",
        "carol",
    }


@pytest.mark.parametrize("part", ["entered_by", "edited_by", "submitted_by"])
def test_nobody_publishes_what_they_had_a_hand_in(part: str, cast):
    fields = result_fields(make_indicator(), cast["alice"], submitted_by=cast["alice"])
    result = Result(**{**fields, part: cast["bob"]})
    assert {name for name, person in cast.items() if permissions.may_publish(person, result)} == {"carol"}


def test_both_publish_what_neither_touched(cast):
    result = Result(**result_fields(make_indicator(), cast["alice"]))
    assert {name for name, person in cast.items() if permissions.may_publish(person, result)} == {
        "bob",
        "carol",
    }


def test_departments_and_what_they_lead(cast):
    led = make_indicator()
    make_indicator(letter="B", department=make_department("kikaku", "企画課"))
    assert [department.name for department in permissions.departments_of(cast["alice"])] == ["産業振興課"]
    assert list(permissions.indicators_to_enter(cast["alice"])) == [led]
    for name in ("dave", "anonymous", "retired"):
        assert not permissions.departments_of(cast[name]).exists()
        assert not permissions.indicators_to_enter(cast[name]).exists()


def test_a_transfer_on_april_1_moves_the_right_along(cast):
    indicator = make_indicator()
    Membership.objects.filter(user=cast["alice"]).update(department=make_department("zaisei"))
    moved, stayed = User.objects.get(username="alice"), User.objects.get(username="erin")
    assert not permissions.may_enter(moved, indicator)
    indicator.lead_department = make_department("zaisei")
    assert permissions.may_enter(moved, indicator)
    assert permissions.may_enter(stayed, indicator)


def test_membership_in_two_departments(cast):
    Membership.objects.create(user=cast["erin"], department=make_department())
    erin = User.objects.get(username="erin")
    assert permissions.departments_of(erin).count() == 2
    assert permissions.may_enter(erin, make_indicator())


def test_a_request_asks_the_database_once(cast, django_assert_num_queries):
    indicator, bob = make_indicator(), User.objects.get(username="bob")
    with django_assert_num_queries(1):
        assert permissions.is_plan_office(bob)
        assert not permissions.is_manager(bob)
    alice = User.objects.get(username="alice")
    with django_assert_num_queries(1):
        assert permissions.department_ids(alice) == permissions.department_ids(alice)
    assert permissions.may_enter(alice, indicator)


def test_the_group_is_made_once(cast):
    assert permissions.office_group() == permissions.office_group()
