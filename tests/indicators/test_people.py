"""Accounts and rights through workflow/people.py and transfers.py: who may, what is logged, what begins on its day."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client

from indicators import outbox, workflow
from indicators.accounts import equip_office
from indicators.models import Batch, Event, Membership, PowerRequest
from indicators.permissions import at_work, departments_of, is_at_work, is_manager, is_plan_office
from indicators.workflow import Incomplete, NotAllowed, Planned, StaleVersion, WrongState
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
        "erin": make_user("erin", office=True),
        "dave": make_dave(),
        "root": make_user("root", office=True, is_staff=True, is_superuser=True),
    }


def fresh(person: User) -> User:
    return User.objects.get(pk=person.pk)


def confirm(name: str, cast: dict[str, User]) -> None:
    """The second person of the office says yes to all that waits."""
    for request in PowerRequest.objects.waiting():
        workflow.confirm_power(request=request, by=cast[name])


def names(person: User) -> list[str]:
    return list(departments_of(fresh(person)).values_list("name", flat=True))


def standing() -> list[Any]:
    """Everything that a refused change must leave as it was."""
    return [
        list(User.objects.order_by("pk").values()),
        list(Membership.objects.order_by("pk").values()),
        Event.objects.count(),
    ]


def invited(**fields: Any) -> dict[str, Any]:
    typed = {"username": "hanako", "last_name": "山田", "first_name": "花子", "email": "hanako@example.jp"}
    return {**typed, "departments": [make_department()], **fields}


def planned(person: User, **fields: Any) -> Planned:
    return Planned(**{"person": person, "on": APRIL, "departments": ("zaisei",), **fields})


# --- Invitations --------------------------------------------------------------------------------------


def test_who_is_invited_gets_a_link_and_no_password(cast):
    hanako, link = workflow.invite(**invited(), by=cast["bob"])
    assert link == ""
    outbox.deliver()
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
    assert not is_plan_office(fresh(ivan))
    confirm("carol", cast)
    assert is_plan_office(fresh(ivan))
    client = Client()
    client.force_login(ivan)
    assert client.get("/admin/").status_code == 200


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


def test_an_invitation_waits_where_the_mail_server_is_away(cast, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    hanako, link = workflow.invite(**invited(), by=cast["bob"])
    assert link == ""
    with pytest.raises(OSError, match="refused"):
        outbox.deliver()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert workflow.invite_again(person=hanako, by=cast["carol"]) == ""
    outbox.deliver()
    assert len(mail.outbox) == 1  # two were asked for, and one link is enough
    assert Event.objects.filter(action="invited", person=hanako).count() == 2


def test_who_has_a_password_is_not_invited_again(cast):
    alice = cast["alice"]
    alice.set_password("ながいパスワード2027年")
    alice.email = "alice@example.jp"
    alice.save()
    with pytest.raises(WrongState, match="すでにログインできます"):
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
    alice, seen = cast["alice"], workflow.Rights.of(cast["alice"]).version
    change = {"person": alice, "office": False, "expected_version": seen}
    zaisei = make_department("zaisei", "財政課")
    workflow.change_rights(**change, departments=[zaisei], manager=False, by=cast["bob"])
    before = standing()
    with pytest.raises(StaleVersion):
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
    return [
        lambda: workflow.change_rights(person=person, departments=[], office=False, manager=True, by=by),
        lambda: workflow.disable(person=person, reason="退職", by=by),
        lambda: workflow.enable(person=person, reason="復帰", by=by),
        lambda: workflow.unlock(person=person, by=by),
        lambda: workflow.invite_again(person=person, by=by),
        lambda: workflow.prepare_transfer(planned=planned(person), by=by),
        lambda: workflow.cancel_transfer(person=person, by=by),
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
    make_user("ivan", office=True, password=None)  # invited; without a password nobody's second pair of eyes
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


@pytest.mark.usefixtures("zaisei")
def test_a_transfer_begins_on_its_day_by_itself(cast):
    """By Japan's clock, and with nobody to carry it out."""
    alice = cast["alice"]
    workflow.prepare_transfer(planned=planned(alice, manager=True, reason="定期異動"), by=cast["bob"])
    after_preparation = standing()
    with time_machine.travel(MIDNIGHT - timedelta(seconds=1), tick=False):
        assert names(alice) == ["産業振興課"]
        assert not is_manager(fresh(alice))
    with time_machine.travel(MIDNIGHT, tick=False):
        assert names(alice) == ["財政課"]
        assert is_manager(fresh(alice))
        assert workflow.transfer_of(alice) is None
    assert standing() == after_preparation
    event = Event.objects.get(action="transfer_set")
    assert (event.by, event.reason, event.at) == (cast["bob"], "定期異動", NOW)
    assert (event.detail["after"]["on"], event.detail["after"]["departments"]) == ("2027-04-01", ["財政課"])


@pytest.mark.usefixtures("zaisei")
def test_who_is_asked_on_both_sides_of_midnight_has_the_rights_of_each(cast):
    """The same object: what was read before midnight does not stand after it."""
    workflow.prepare_transfer(planned=planned(cast["alice"], manager=True), by=cast["bob"])
    alice = fresh(cast["alice"])
    assert not is_manager(alice)
    with time_machine.travel(MIDNIGHT, tick=False):
        assert is_manager(alice)


def test_the_admin_opens_and_closes_with_the_role_of_the_day(cast):
    """Door and rights inside follow from the memberships of today; no flag and no group is written."""
    make_department("zaisei", "財政課")
    equip_office()
    workflow.prepare_transfer(planned=planned(cast["alice"], departments=(), office=True), by=cast["bob"])
    confirm("carol", cast)
    workflow.prepare_transfer(planned=planned(cast["erin"]), by=cast["bob"])
    for moment, allowed in ((MIDNIGHT - timedelta(seconds=1), "erin"), (MIDNIGHT, "alice")):
        with time_machine.travel(moment, tick=False):
            for name in ("alice", "erin"):
                client = Client()
                client.force_login(cast[name])
                status = client.get("/admin/measures/measure/").status_code
                assert (status == 200) is (name == allowed), (name, moment)
                assert fresh(cast[name]).has_perm("measures.view_measure") is (name == allowed)
    assert not User.objects.filter(groups__isnull=False).exists()
    assert not fresh(cast["alice"]).is_staff


def test_who_leaves_is_out_from_the_day_on_and_kept(cast):
    alice, client = cast["alice"], Client()
    workflow.prepare_transfer(planned=planned(alice, departments=(), leaves=True), by=cast["bob"])
    with time_machine.travel(MIDNIGHT - timedelta(seconds=1), tick=False):
        client.force_login(alice)
        assert client.get("/entry/").status_code == 200
    with time_machine.travel(MIDNIGHT, tick=False):
        assert client.get("/entry/").status_code == 302, "an open session ends with the day"
        assert not is_at_work(fresh(alice))
        assert not at_work().filter(pk=alice.pk).exists()
        assert names(alice) == []
        with pytest.raises(WrongState):
            workflow.disable(person=alice, reason="退職", by=cast["bob"])
        workflow.enable(person=alice, reason="再任用", by=cast["bob"])
        assert names(alice) == ["産業振興課"]
        assert client.get("/entry/").status_code == 302, "the old session stays closed"


@pytest.mark.usefixtures("zaisei")
def test_a_cancelled_transfer_does_not_happen(cast):
    alice = cast["alice"]
    before = list(Membership.objects.order_by("pk").values())
    transfer = workflow.prepare_transfer(planned=planned(alice), by=cast["bob"])
    with pytest.raises(WrongState):
        workflow.cancel_transfer(person=alice, expected_version="2027-05-01 member:zaisei", by=cast["carol"])
    workflow.cancel_transfer(person=alice, expected_version=transfer.version, by=cast["carol"])
    with pytest.raises(WrongState):
        workflow.cancel_transfer(person=alice, expected_version=transfer.version, by=cast["carol"])
    assert list(Membership.objects.order_by("pk").values()) == before
    with time_machine.travel(MIDNIGHT, tick=False):
        assert names(alice) == ["産業振興課"]


@pytest.mark.usefixtures("zaisei")
def test_on_its_day_a_transfer_can_no_longer_be_cancelled(cast):
    workflow.prepare_transfer(planned=planned(cast["alice"]), by=cast["bob"])
    with time_machine.travel(MIDNIGHT, tick=False), pytest.raises(WrongState):
        workflow.cancel_transfer(person=cast["alice"], by=cast["carol"])


@pytest.mark.usefixtures("zaisei")
def test_a_second_transfer_takes_the_place_of_the_first(cast):
    alice = cast["alice"]
    first = workflow.prepare_transfer(planned=planned(alice), by=cast["bob"])
    with pytest.raises(StaleVersion):
        workflow.prepare_transfer(planned=planned(alice, manager=True, expected_version=""), by=cast["carol"])
    second = workflow.prepare_transfer(
        planned=planned(alice, on=date(2027, 3, 15), manager=True, expected_version=first.version),
        by=cast["carol"],
    )
    assert workflow.transfer_of(alice) == second
    assert not Membership.objects.filter(user=alice, since=APRIL).exists()


@pytest.mark.usefixtures("zaisei")
def test_rights_of_today_change_beside_a_prepared_transfer(cast):
    alice = cast["alice"]
    prepared = workflow.prepare_transfer(planned=planned(alice), by=cast["bob"])
    shimin = make_department("shimin", "市民課")
    workflow.change_rights(person=alice, departments=[shimin], office=False, manager=True, by=cast["bob"])
    assert (names(alice), workflow.transfer_of(alice)) == (["市民課"], prepared)
    with time_machine.travel(MIDNIGHT, tick=False):
        assert names(alice) == ["財政課"]
        assert not is_manager(fresh(alice))


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
    """All who are there leave, all who come are new: in no moment it is empty."""
    by = cast["bob"]
    workflow.disable(person=cast["erin"], reason="x", by=by)
    frank = make_user("frank", departments=(zaisei,))
    workflow.prepare_transfers(
        planned=[
            planned(frank, departments=(), office=True),
            planned(cast["dave"], departments=(), office=True),
        ],
        by=by,
    )
    with pytest.raises(
        Incomplete, match="2人以上"
    ):  # who is to come does not count until another one confirms it
        workflow.prepare_transfers(planned=[planned(cast["carol"])], by=by)
    confirm("carol", cast)
    workflow.prepare_transfers(planned=[planned(cast["carol"])], by=by)
    workflow.prepare_transfer(planned=planned(by), by=cast["carol"])
    for moment, office in (
        (MIDNIGHT - timedelta(seconds=1), {"bob", "carol"}),
        (MIDNIGHT, {"frank", "dave"}),
    ):
        with time_machine.travel(moment, tick=False):
            assert {user.username for user in User.objects.all() if is_plan_office(user)} == office


def test_who_is_to_join_the_office_is_not_given_up_while_others_rely_on_it(cast):
    """Nothing is refused on the day itself: what would leave the office empty then is refused now."""
    make_department("zaisei", "財政課")
    workflow.prepare_transfer(planned=planned(cast["alice"], departments=(), office=True), by=cast["bob"])
    confirm("carol", cast)
    workflow.prepare_transfers(planned=[planned(cast["erin"]), planned(cast["bob"])], by=cast["carol"])
    # carol and alice are left from April on
    before = standing()
    with pytest.raises(WrongState, match="2人以上"):
        workflow.cancel_transfer(person=cast["alice"], by=cast["carol"])
    with pytest.raises(Incomplete, match="2人以上"):  # until that later day carol would be alone
        workflow.prepare_transfer(
            planned=planned(cast["alice"], departments=(), office=True, on=APRIL + timedelta(days=90)),
            by=cast["carol"],
        )
    with pytest.raises(Incomplete, match="2人以上"):
        workflow.disable(person=cast["alice"], reason="退職", by=cast["carol"])
    assert standing() == before


def test_a_table_is_saved_whole_or_not_at_all(cast, zaisei):
    before = standing()
    with pytest.raises(Incomplete) as refusal:
        workflow.prepare_transfers(
            planned=[planned(cast["alice"]), planned(cast["dave"], departments=("nowhere",))], by=cast["bob"]
        )
    assert list(refusal.value.errors) == [f"person-{cast['dave'].pk}"]
    assert standing() == before


def test_who_is_switched_off_is_not_transferred(cast, zaisei):
    workflow.prepare_transfer(planned=planned(cast["alice"]), by=cast["bob"])
    workflow.disable(person=cast["alice"], reason="退職", by=cast["bob"])
    assert workflow.transfer_of(cast["alice"]) is None
    with pytest.raises(WrongState):
        workflow.prepare_transfer(planned=planned(fresh(cast["alice"])), by=cast["bob"])
