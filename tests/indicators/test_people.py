"""Accounts and rights through workflow/people.py and transfers.py: who may, what is logged, what waits for its day."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import call_command
from django.test import Client

from indicators import workflow
from indicators.models import Batch, Event, Membership, Transfer
from indicators.permissions import departments_of, is_manager, is_plan_office
from indicators.workflow import Conflict, Incomplete, NotAllowed, Planned, WrongState
from measures.models import Department
from tests.indicators.factories import (
    make_alice,
    make_bob,
    make_carol,
    make_dave,
    make_department,
    make_user,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 3, 1, 3, tzinfo=UTC)
APRIL = date(2027, 4, 1)
MIDNIGHT = datetime(2027, 3, 31, 15, tzinfo=UTC)  # 2027-04-01 0:00 in Japan


@pytest.fixture(autouse=True)
def _on_a_day_in_march():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def cast() -> dict[str, User]:
    """Alice of 産業振興課, three of the plan office, a manager, a superuser of the office."""
    return {
        "alice": make_alice(),
        "bob": make_bob(),
        "carol": make_carol(),
        "erin": make_user("erin", office=True, is_staff=True),
        "dave": make_dave(),
        "root": make_user("root", office=True, is_staff=True, is_superuser=True),
    }


def fresh(person: User) -> User:
    return User.objects.get(pk=person.pk)


def names(person: User) -> list[str]:
    return list(departments_of(fresh(person)).values_list("name", flat=True))


def standing() -> list[Any]:
    """Everything that a refused change must leave as it was."""
    return [
        list(User.objects.order_by("pk").values()),
        list(Membership.objects.order_by("pk").values("user", "department")),
        list(User.groups.through.objects.order_by("pk").values()),
        list(Transfer.objects.order_by("pk").values()),
        Event.objects.count(),
    ]


def invited(**fields: Any) -> dict[str, Any]:
    typed = {"username": "hanako", "last_name": "山田", "first_name": "花子", "email": "hanako@example.jp"}
    return {**typed, "departments": [make_department()], **fields}


def planned(person: User, **fields: Any) -> Planned:
    return Planned(**{"person": person, "on": APRIL, "departments": ("zaisei",), **fields})


# --- Invitations --------------------------------------------------------------------------------------


def test_who_is_invited_gets_a_link_and_no_password(cast):
    hanako, sent = workflow.invite(**invited(), by=cast["bob"])
    assert sent
    assert not hanako.has_usable_password()
    assert names(hanako) == ["産業振興課"]
    (letter,) = mail.outbox
    assert letter.to == ["hanako@example.jp"]
    assert "http://127.0.0.1:8000/password/reset/" in letter.body
    assert "3日間" in letter.body
    event = Event.objects.get(action="invited")
    assert (event.person, event.by, event.detail["after"]["departments"]) == (
        hanako,
        cast["bob"],
        ["産業振興課"],
    )


def test_the_office_gets_the_admin_with_its_role(cast):
    ivan, _ = workflow.invite(**invited(departments=[], office=True), by=cast["bob"])
    assert is_plan_office(fresh(ivan))
    assert fresh(ivan).is_staff


@pytest.mark.parametrize(
    ("spoilt", "field"),
    [
        ({"username": ""}, "username"),
        ({"username": "Hanako"}, "username"),
        ({"username": "花子"}, "username"),
        ({"username": "h"}, "username"),
        ({"username": "../office"}, "username"),
        ({"username": "transfers"}, "username"),
        ({"username": "alice"}, "username"),
        ({"last_name": "　"}, "last_name"),
        ({"email": "hanako"}, "email"),
        ({"email": "a@example.jp\nBcc: b@example.jp"}, "email"),
        ({"email": "ALICE@example.jp"}, "email"),
        ({"departments": []}, "departments"),
    ],
)
def test_an_invitation_that_cannot_be_is_refused_at_its_field(cast, spoilt: dict[str, Any], field: str):
    User.objects.filter(username="alice").update(email="alice@example.jp")
    before = standing()
    with pytest.raises(Incomplete) as refusal:
        workflow.invite(**invited(**spoilt), by=cast["bob"])
    assert list(refusal.value.errors) == [field]
    assert standing() == before
    assert mail.outbox == []


def test_an_account_stays_where_the_mail_fails(cast, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    hanako, sent = workflow.invite(**invited(), by=cast["bob"])
    assert not sent
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert workflow.invite_again(person=hanako, by=cast["carol"])
    assert len(mail.outbox) == 1
    assert Event.objects.filter(action="invited", person=hanako).count() == 2


def test_who_has_a_password_is_not_invited_again(cast):
    alice = cast["alice"]
    alice.set_password("ながいパスワード2027年")
    alice.email = "alice@example.jp"
    alice.save()
    with pytest.raises(WrongState, match="すでにパスワード"):
        workflow.invite_again(person=alice, by=cast["bob"])
    assert mail.outbox == []


# --- Rights, at once ----------------------------------------------------------------------------------


def test_rights_change_at_once_and_are_written_down(cast):
    alice, zaisei = cast["alice"], make_department("zaisei", "財政課")
    workflow.change_rights(
        person=alice, departments=[zaisei], office=False, manager=True, reason="応援", by=cast["bob"]
    )
    assert names(alice) == ["財政課"]
    assert is_manager(fresh(alice))
    event = Event.objects.get(action="rights_changed")
    assert (event.by, event.person, event.reason) == (cast["bob"], alice, "応援")
    assert event.detail["before"] == {
        "departments": ["産業振興課"],
        "office": False,
        "manager": False,
        "active": True,
    }
    assert event.detail["after"]["departments"] == ["財政課"]
    assert event.detail["after"]["manager"]


def test_whoever_was_slower_is_told(cast):
    alice, seen = cast["alice"], workflow.Rights.of(cast["alice"]).key
    change = {"person": alice, "office": False, "seen": seen}
    zaisei = make_department("zaisei", "財政課")
    workflow.change_rights(**change, departments=[zaisei], manager=False, by=cast["bob"])
    before = standing()
    with pytest.raises(Conflict):
        workflow.change_rights(**change, departments=[], manager=True, by=cast["carol"])
    assert standing() == before


def test_the_same_again_is_no_change(cast):
    with pytest.raises(Incomplete, match="いまと同じ"):
        workflow.change_rights(
            person=cast["alice"], departments=[make_department()], office=False, manager=False, by=cast["bob"]
        )


def test_an_ended_department_cannot_be_given(cast):
    old = make_department("old", "前の課")
    Department.objects.filter(pk=old.pk).update(ended_on=date(2026, 4, 1))
    with pytest.raises(Incomplete) as refusal:
        workflow.change_rights(
            person=cast["alice"],
            departments=[Department.objects.get(pk=old.pk)],
            office=False,
            manager=False,
            by=cast["bob"],
        )
    assert list(refusal.value.errors) == ["departments"]


def act_on(person: User, by: User) -> list[Any]:
    """Everything that can be done to somebody."""
    transfer = Transfer.objects.waiting().filter(person=person).first() or Transfer(pk=0, person=person)
    return [
        lambda: workflow.change_rights(person=person, departments=[], office=False, manager=True, by=by),
        lambda: workflow.disable(person=person, reason="退職", by=by),
        lambda: workflow.enable(person=person, reason="復帰", by=by),
        lambda: workflow.unlock(person=person, by=by),
        lambda: workflow.invite_again(person=person, by=by),
        lambda: workflow.prepare_transfer(planned=planned(person), by=by),
        lambda: workflow.cancel_transfer(transfer=transfer, by=by),
    ]


@pytest.mark.parametrize(
    ("who", "whom"),
    [
        ("alice", "dave"),
        ("dave", "alice"),
        ("alice", "alice"),
        ("bob", "bob"),
        ("root", "root"),
        ("bob", "root"),
    ],
)
def test_who_may_not(cast, who: str, whom: str):
    make_department("zaisei", "財政課")
    before = standing()
    for act in act_on(cast[whom], cast[who]):
        with pytest.raises(NotAllowed):
            act()
    if who != whom or who == "alice":
        with pytest.raises(NotAllowed):
            workflow.change_contact(
                person=cast[whom], last_name="別", first_name="名", email="x@example.jp", by=cast[who]
            )
    with pytest.raises(NotAllowed):
        workflow.invite(**invited(), by=cast["alice"])
    assert standing() == before
    assert mail.outbox == []


def test_a_right_that_was_taken_away_a_moment_ago_is_gone(cast):
    bob = cast["bob"]
    assert is_plan_office(bob)  # asked, and kept for this request
    workflow.change_rights(
        person=bob, departments=[make_department()], office=False, manager=False, by=cast["carol"]
    )
    with pytest.raises(NotAllowed):
        workflow.disable(person=cast["erin"], reason="退職", by=bob)


def test_two_of_the_office_remain(cast):
    workflow.disable(person=cast["erin"], reason="異動", by=cast["bob"])
    workflow.disable(
        person=cast["root"], reason="異動", by=make_user("root2", is_superuser=True, office=True)
    )
    User.objects.filter(username="root2").update(is_active=False)
    before = standing()
    for act in (
        lambda: workflow.disable(person=cast["carol"], reason="異動", by=cast["bob"]),
        lambda: workflow.change_rights(
            person=cast["carol"], departments=[make_department()], office=False, manager=False, by=cast["bob"]
        ),
        lambda: workflow.prepare_transfer(
            planned=planned(cast["carol"], leaves=True, departments=()), by=cast["bob"]
        ),
    ):
        with pytest.raises(Incomplete, match="2人以上"):
            act()
    assert standing() == before


def test_nobody_leaves_a_scheduled_publication_behind(cast):
    carol = cast["carol"]
    Batch.objects.create(
        title="令和8年度実績の公表",
        announced_on=date(2027, 4, 10),
        created_at=NOW,
        created_by=carol,
        scheduled_for=MIDNIGHT + timedelta(days=9),
    )
    make_department("zaisei", "財政課")
    for act in (
        lambda: workflow.disable(person=carol, reason="異動", by=cast["bob"]),
        lambda: workflow.prepare_transfer(planned=planned(carol), by=cast["bob"]),
    ):
        with pytest.raises(Incomplete, match="令和8年度実績の公表"):
            act()
    workflow.prepare_transfer(planned=planned(carol, on=date(2027, 4, 11)), by=cast["bob"])


# --- Off and on ---------------------------------------------------------------------------------------


def test_a_session_ends_at_once_and_does_not_come_back(cast):
    alice, client = cast["alice"], Client()
    client.force_login(alice)
    assert client.get("/entry/").status_code == 200
    workflow.disable(person=alice, reason="退職", by=cast["bob"])
    assert client.get("/entry/").status_code == 302
    assert User.objects.filter(username="alice").exists()
    workflow.enable(person=alice, reason="再任用", by=cast["carol"])
    assert client.get("/entry/").status_code == 302, "the old session stays closed"
    assert names(alice) == ["産業振興課"]
    actions = Event.objects.filter(person=alice).order_by("pk").values_list("action", "reason")
    assert list(actions) == [("disabled", "退職"), ("enabled", "再任用")]


def test_others_stay_signed_in(cast):
    client = Client()
    client.force_login(cast["dave"])
    workflow.disable(person=cast["alice"], reason="退職", by=cast["bob"])
    assert client.get("/dashboard/").status_code == 200


def test_a_reason_is_asked_for(cast):
    for act in (workflow.disable, workflow.enable):
        with pytest.raises((Incomplete, WrongState)):
            act(person=cast["alice"], reason="　", by=cast["bob"])
    assert fresh(cast["alice"]).is_active


# --- Transfers ----------------------------------------------------------------------------------------


@pytest.fixture
def zaisei() -> Department:
    return make_department("zaisei", "財政課")


def test_a_transfer_waits_for_its_day(cast, zaisei):
    alice = cast["alice"]
    workflow.prepare_transfer(planned=planned(alice, manager=True, reason="定期異動"), by=cast["bob"])
    workflow.do_due(now=MIDNIGHT - timedelta(seconds=1))
    assert names(alice) == ["産業振興課"]
    done = workflow.do_due(now=MIDNIGHT)
    assert [refusal for _, refusal in done.transfers] == [""]
    assert names(alice) == ["財政課"]
    assert is_manager(fresh(alice))
    event = Event.objects.get(action="transferred")
    assert (event.by, event.reason, event.at) == (cast["bob"], "定期異動", MIDNIGHT)
    before = standing()
    assert workflow.do_due(now=MIDNIGHT + timedelta(days=1)).transfers == []
    assert standing() == before


def test_who_leaves_is_switched_off_and_kept(cast):
    workflow.prepare_transfer(planned=planned(cast["alice"], departments=(), leaves=True), by=cast["bob"])
    workflow.do_due(now=MIDNIGHT)
    alice = fresh(cast["alice"])
    assert not alice.is_active
    assert alice.memberships.count() == 1


def test_a_cancelled_transfer_does_not_happen(cast, zaisei):
    transfer = workflow.prepare_transfer(planned=planned(cast["alice"]), by=cast["bob"])
    workflow.cancel_transfer(transfer=transfer, by=cast["carol"])
    with pytest.raises(WrongState):
        workflow.cancel_transfer(transfer=transfer, by=cast["carol"])
    assert workflow.do_due(now=MIDNIGHT).transfers == []
    assert names(cast["alice"]) == ["産業振興課"]


def test_a_second_transfer_takes_the_place_of_the_first(cast, zaisei):
    first = workflow.prepare_transfer(planned=planned(cast["alice"]), by=cast["bob"])
    with pytest.raises(Conflict):
        workflow.prepare_transfer(planned=planned(cast["alice"], manager=True, replaces=0), by=cast["carol"])
    second = workflow.prepare_transfer(
        planned=planned(cast["alice"], manager=True, replaces=first.pk), by=cast["carol"]
    )
    assert list(Transfer.objects.waiting()) == [second]


@pytest.mark.parametrize(
    ("spoilt", "field"),
    [
        ({"on": date(2027, 3, 1)}, "on"),
        ({"departments": ()}, "departments"),
        ({"departments": ("nowhere",)}, "departments"),
        ({"leaves": True}, "departments"),
    ],
)
def test_a_transfer_that_cannot_be(cast, zaisei, spoilt: dict[str, Any], field: str):
    before = standing()
    with pytest.raises(Incomplete) as refusal:
        workflow.prepare_transfer(planned=planned(cast["alice"], **spoilt), by=cast["bob"])
    assert list(refusal.value.errors) == [field]
    assert standing() == before


def test_the_office_changes_hands_in_one_night(cast, zaisei):
    """All who are there leave, all who come are new: whoever joins goes first."""
    by = cast["bob"]
    workflow.disable(person=cast["root"], reason="x", by=make_user("boss", is_superuser=True, office=True))
    User.objects.filter(username="boss").update(is_active=False)
    workflow.disable(person=cast["erin"], reason="x", by=by)
    frank = make_user("frank", departments=(zaisei,))
    workflow.prepare_transfers(
        planned=[
            planned(cast["carol"]),
            planned(frank, departments=(), office=True),
            planned(cast["dave"], departments=(), office=True),
        ],
        by=by,
    )
    workflow.prepare_transfer(planned=planned(by), by=cast["carol"])
    done = workflow.do_due(now=MIDNIGHT)
    assert [refusal for _, refusal in done.transfers] == [""] * 4
    office = {user.username for user in User.objects.all() if is_plan_office(user)}
    assert office == {"frank", "dave"}


def test_a_table_is_saved_whole_or_not_at_all(cast, zaisei):
    before = standing()
    with pytest.raises(Incomplete) as refusal:
        workflow.prepare_transfers(
            planned=[planned(cast["alice"]), planned(cast["dave"], departments=("nowhere",))], by=cast["bob"]
        )
    assert list(refusal.value.errors) == [f"person-{cast['dave'].pk}"]
    assert standing() == before


def test_what_is_refused_on_the_day_waits_and_says_why(cast, zaisei):
    transfer = workflow.prepare_transfer(planned=planned(cast["alice"]), by=cast["bob"])
    Department.objects.filter(slug="zaisei").update(slug="elsewhere")
    for moment, said in ((MIDNIGHT, 1), (MIDNIGHT + timedelta(minutes=1), 0)):
        assert len(workflow.do_due(now=moment).transfers) == said, "said once"
    transfer.refresh_from_db()
    assert "まだありません" in transfer.refusal
    assert names(cast["alice"]) == ["産業振興課"]
    Department.objects.filter(slug="elsewhere").update(slug="zaisei")
    workflow.do_due(now=MIDNIGHT + timedelta(minutes=2))
    assert names(cast["alice"]) == ["財政課"]


def test_who_is_switched_off_is_not_transferred(cast, zaisei):
    workflow.prepare_transfer(planned=planned(cast["alice"]), by=cast["bob"])
    workflow.disable(person=cast["alice"], reason="退職", by=cast["bob"])
    assert not Transfer.objects.waiting().exists()
    with pytest.raises(WrongState):
        workflow.prepare_transfer(planned=planned(fresh(cast["alice"])), by=cast["bob"])


def test_the_command_of_cron_says_what_happened(cast, zaisei, capsys):
    workflow.prepare_transfer(planned=planned(cast["alice"]), by=cast["bob"])
    workflow.prepare_transfer(planned=planned(cast["dave"]), by=cast["bob"])
    User.objects.filter(username="dave").update(is_superuser=True)
    with time_machine.travel(MIDNIGHT, tick=False):
        call_command("publish_due")
        call_command("publish_due")
    said = capsys.readouterr()
    assert said.out.count("異動（alice 2027-04-01）を行いました。") == 1
    assert said.err.count("システム管理者になりました") == 1
