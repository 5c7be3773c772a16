"""The plan office's first account: made once, told once (docs/trust.md §3)."""

import re
from io import StringIO

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.core.management import call_command

from indicators.accounts import new_password
from indicators.permissions import PLAN_OFFICE, departments_of, is_plan_office
from tests.indicators.factories import load_fixtures, make_bob, make_user

pytestmark = pytest.mark.django_db


def _said() -> str:
    out = StringIO()
    call_command("create_first_office", stdout=out)
    return out.getvalue()


def test_the_first_start_makes_one_account_and_tells_its_password():
    load_fixtures()
    said = _said()
    user = User.objects.get()
    password = re.search(r"パスワード  (\S+)", said)
    assert user.username in said
    assert password is not None
    assert user.check_password(password[1])
    assert (user.is_staff, user.is_superuser, is_plan_office(user)) == (True, False, True)
    assert [department.name for department in departments_of(user)] == ["企画課"]
    assert "もう1人" in said
    assert "/office/people/" in said


def test_a_second_start_changes_nothing():
    _said()
    before = User.objects.get().password
    assert "すでにあります" in _said()
    assert User.objects.get().password == before


def test_without_a_plan_there_is_no_department_to_belong_to():
    _said()
    assert not departments_of(User.objects.get()).exists()


def test_an_office_that_has_somebody_needs_nobody():
    make_bob()
    assert "すでにあります" in _said()
    assert User.objects.count() == 1


def test_a_name_that_is_taken_is_left_to_its_owner():
    make_user("kikaku")
    assert "kikaku2" in _said()
    assert not is_plan_office(User.objects.get(username="kikaku"))


def test_the_office_gets_its_rights_and_keeps_what_the_city_gave():
    group = Group.objects.create(name=PLAN_OFFICE)
    extra = group.permissions.model.objects.get(codename="view_session")
    group.permissions.add(extra)
    _said()
    granted = set(group.permissions.values_list("content_type__app_label", "codename"))
    assert ("sessions", "view_session") in granted
    assert {
        ("measures", "view_measure"),
        ("indicators", "view_indicator"),
        ("auth", "view_user"),
    } <= granted
    assert ("auth", "change_user") not in granted
    assert ("measures", "change_measure") not in granted  # the plan's texts have pages of their own
    for model in (
        *("publication", "result", "event", "cycle", "target", "baseline", "threshold"),
        *("indicator", "comparisonseries"),
    ):
        rights = {code for app, code in granted if app == "indicators" and code.endswith(f"_{model}")}
        assert rights == {f"view_{model}"}
    assert ("auth", "delete_user") not in granted
    assert ("auth", "change_group") not in granted


def test_passwords_are_long_and_never_the_same():
    passwords = {new_password() for _ in range(100)}
    assert len(passwords) == 100
    for password in passwords:
        validate_password(password)
