"""Four eyes for power: nobody becomes two people of the plan office (docs/trust.md §3)."""

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from indicators import workflow
from indicators.models import Event, Mail, Membership, PowerRequest, Role
from indicators.permissions import is_plan_office
from indicators.workflow import NotAllowed, WrongState
from tests.indicators.factories import make_alice, make_bob, make_carol, make_department, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> dict[str, User]:
    people = {"alice": make_alice(), "bob": make_bob(), "carol": make_carol()}
    for name, person in people.items():
        User.objects.filter(pk=person.pk).update(email=f"{name}@example.jp")
    return {name: User.objects.get(username=name) for name in people}


def again(person: User) -> User:
    return User.objects.get(pk=person.pk)


def waiting() -> PowerRequest:
    return PowerRequest.objects.waiting().get()


def second_self(by: User) -> User:
    invited, link = workflow.invite(
        username="bob2", last_name="別の", first_name="私", email="bob@private.example", departments=[],
        office=True, by=by,
    )  # fmt: skip
    assert link == "", "whoever saw it would be two of the office"
    return invited


def test_a_second_self_is_nobody_until_another_one_confirms_it(cast: dict[str, User]):
    second = second_self(cast["bob"])
    assert not is_plan_office(again(second))
    second.set_password("a password of bob's")
    second.save()
    for person in (cast["bob"], second, cast["alice"]):
        with pytest.raises(NotAllowed):
            workflow.confirm_power(request=waiting(), by=person)
    told = Mail.objects.filter(kind=Mail.Kind.NOTICE)
    assert {mail.user.username for mail in told} == {"bob", "carol"}
    workflow.confirm_power(request=waiting(), by=cast["carol"])
    assert is_plan_office(again(second))
    logged = Event.objects.filter(person=second).order_by("pk")
    assert [(event.action, event.by.username) for event in logged] == [
        ("invited", "bob"), ("power_asked", "bob"), ("rights_changed", "carol"), ("account_sure", "carol"),
    ]  # fmt: skip
    with pytest.raises(WrongState):
        workflow.confirm_power(request=PowerRequest.objects.get(), by=cast["carol"])


def test_the_role_alone_waits_and_what_else_was_changed_holds(cast: dict[str, User]):
    zaisei = make_department("zaisei", "財政課")
    workflow.change_rights(
        person=cast["alice"], departments=[zaisei], office=True, manager=False, by=cast["bob"], reason="増員"
    )
    rights = workflow.Rights.of(cast["alice"])
    assert (rights.departments, rights.office) == (frozenset({"zaisei"}), False)
    workflow.withdraw_power(request=waiting(), by=cast["carol"])
    assert not is_plan_office(again(cast["alice"]))
    assert not PowerRequest.objects.waiting().exists()


@pytest.mark.parametrize("whose", ["bob", "carol"])
def test_an_address_of_the_office_is_changed_by_two(cast: dict[str, User], whose: str):
    workflow.change_contact(
        person=cast[whose], last_name="山田", first_name="", email="bob@private.example", by=cast["bob"]
    )
    now = again(cast[whose])
    assert (now.last_name, now.email) == ("山田", f"{whose}@example.jp")
    if whose == "bob":
        workflow.confirm_power(request=waiting(), by=cast["carol"])
        assert again(cast[whose]).email == "bob@private.example"
    else:
        with pytest.raises(NotAllowed):  # it is about carol herself
            workflow.confirm_power(request=waiting(), by=cast["carol"])


def test_anybody_else_s_address_is_changed_at_once(cast: dict[str, User]):
    workflow.change_contact(
        person=cast["alice"], last_name="有栖", first_name="", email="new@example.jp", by=cast["bob"]
    )
    assert again(cast["alice"]).email == "new@example.jp"
    assert not PowerRequest.objects.exists()


def test_one_of_the_office_is_switched_on_again_by_two(cast: dict[str, User]):
    make_user("erin", office=True)
    dan = make_user("dan", office=True)
    workflow.disable(person=dan, reason="異動", by=cast["bob"])
    workflow.enable(person=dan, reason="戻った", by=cast["bob"])
    assert not again(dan).is_active
    workflow.confirm_power(request=waiting(), by=cast["carol"])
    assert is_plan_office(again(dan))


def test_while_too_few_can_confirm_the_server_appoints(cast: dict[str, User]):
    def appoint(name: str) -> str:
        call_command("appoint_office", name, stdout=(out := StringIO()))
        return out.getvalue()

    with pytest.raises(CommandError, match="2人以上"):
        appoint("alice")
    User.objects.filter(username="carol").update(is_active=False)
    second_self(cast["bob"])
    board = Client()
    board.force_login(cast["bob"])
    assert "2人より少なくなっています" in board.get("/office/").content.decode()
    make_user("root", is_superuser=True)
    with pytest.raises(CommandError, match="システム管理者"):
        appoint("root")
    assert "計画担当にしました" in appoint("alice")
    assert is_plan_office(again(cast["alice"]))
    event = Event.objects.get(action=Event.Action.APPOINTED)
    assert (event.by, event.person) == (None, cast["alice"])
    html = board.get("/office/").content.decode()
    assert "サーバーのコマンドで" in html
    assert "認めるのを待っています" in html
    assert "2人より少なくなっています" not in html
    with pytest.raises(CommandError, match="2人以上"):
        appoint("bob2")


def test_a_superuser_is_not_of_the_office_and_gives_no_role(cast: dict[str, User]):
    root = make_user("root", office=True, is_superuser=True, is_staff=True)
    assert not is_plan_office(root)
    with pytest.raises(NotAllowed):
        second_self(root)
    with pytest.raises(NotAllowed, match="システム管理者"):
        workflow.change_rights(
            person=make_user("boss", is_superuser=True, departments=(make_department(),)),
            departments=[make_department()], office=True, manager=False, by=cast["bob"],
        )  # fmt: skip
    client = Client()
    client.force_login(root)
    for person in (cast["bob"], root):
        address = f"/admin/auth/user/{person.pk}/"
        assert client.post(f"{address}change/", {"email": "root@private.example"}).status_code == 403
        assert client.post(f"{address}password/", {"password1": "x", "password2": "x"}).status_code == 403
    form = {
        **{name: getattr(cast["alice"], name) for name in ("username", "email", "last_name", "first_name")},
        "date_joined_0": "2026-01-01", "date_joined_1": "00:00:00", "is_active": "on",
        "memberships-TOTAL_FORMS": "1", "memberships-INITIAL_FORMS": "0",
        "memberships-0-role": "office", "memberships-0-since": "2020-01-01",
        "memberships-0-user": cast["alice"].pk,
    }  # fmt: skip
    client.post(f"/admin/auth/user/{cast['alice'].pk}/change/", form)
    assert not Membership.objects.filter(user=cast["alice"], role=Role.OFFICE).exists()


def test_pages_ask_and_confirm_and_what_is_closed_stays(cast: dict[str, User]):
    asks, confirms = Client(), Client()
    asks.force_login(cast["bob"])
    confirms.force_login(cast["carol"])
    typed: dict[str, Any] = {
        "action": "contact", "contact-last_name": "ボブ", "contact-first_name": "", "contact-email": "b@new.example"
    }  # fmt: skip
    page = "/office/people/bob/"
    assert "ほかの計画担当が認めると" in asks.post(page, typed, follow=True).content.decode()
    asked = waiting()
    assert 'value="confirm"' not in asks.get(page).content.decode()
    assert asks.post(page, {"action": "confirm", "request": asked.pk}).status_code == 403
    assert "b@new.example" in confirms.get("/office/").content.decode()
    done = confirms.post(page, {"action": "confirm", "request": asked.pk}, follow=True)
    assert "申し出を認めました" in done.content.decode()
    assert again(cast["bob"]).email == "b@new.example"
    assert confirms.post(page, {"action": "drop", "request": asked.pk}).status_code == 409
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        PowerRequest.objects.update(confirmed=False)
