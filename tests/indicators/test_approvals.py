"""Approval by levels: who may do what with a record where it waits, of every kind, and whose own it never is."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators.approvals import in_departments, waiting_for
from indicators.models import (
    ComparisonSeries,
    Deputy,
    Event,
    Mail,
    Membership,
    Role,
    RouteSeat,
)
from indicators.outbox.letters import message_of
from indicators.workflow import (
    COMPARISONS,
    DEEDS,
    SHEETS,
    SPENDING,
    VALUES,
    DepartmentChange,
    NewDepartment,
    NotAllowed,
    StaleVersion,
    WorkflowError,
    WrongState,
    confirm_reorganisation,
    prepare_reorganisation,
)
from indicators.workflow.approval_due import pass_on_due
from measures.models import Department, Initiative, InitiativeDepartment
from tests.indicators.factories import (
    LONG_AGO,
    NOON,
    deed_said,
    line_of,
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_dave,
    make_department,
    make_indicator,
    make_measure,
    make_user,
    said,
    sheet_said,
    submit_comparison,
    submit_deed,
    submit_sheet,
    submit_spending,
    submit_value,
)

pytestmark = pytest.mark.django_db
KINDS = ("value", "sheet", "comparison", "deed")
DAY = timedelta(days=1)


def seat(level: int, title: str, user: Any, department: Any, **fields: Any) -> RouteSeat:
    told = {"since": LONG_AGO, **fields}
    return RouteSeat.objects.create(level=level, title=title, user=user, department=department, **told)


def stand_in(principal: Any, user: Any, by: Any, **fields: Any) -> Deputy:
    today = timezone.localdate()
    told = {"since": today, "until": today + 7 * DAY, "set_at": NOON, **fields}
    return Deputy.objects.create(principal=principal, user=user, set_by=by, **told)


@pytest.fixture
def city() -> SimpleNamespace:
    """産業振興課 with 係長 and 課長, whose deputy the office chose; another department with a 係長 of its own."""
    own, other = make_department(), make_department("zaisei", "財政課")
    bob = make_bob()
    make_cycle(2024, by=bob)
    indicator = make_indicator()
    people = {
        "alice": make_alice(),
        "clerk": make_user("clerk", departments=(own,)),
        "chief": make_user("chief", departments=(own,), email="chief@example.jp"),
        "head": make_user("head", departments=(own,), email="head@example.jp"),
        "deputy": make_user("deputy", departments=(own,), email="deputy@example.jp"),
        "stranger": make_user("stranger", departments=(other,)),
        "bob": bob,
        "carol": make_carol(),
        "dave": make_dave(),
        "root": make_user("root", departments=(own,), is_superuser=True),
    }
    seat(1, "係長", people["chief"], own)
    seat(1, "係長", people["root"], own)
    seat(2, "課長", people["head"], own)
    seat(1, "係長", people["stranger"], other)
    stand_in(people["head"], people["deputy"], bob)
    series = ComparisonSeries.objects.create(indicator=indicator, name="県の平均", source="県の統計")
    initiative = Initiative.objects.create(measure=make_measure(), number=1, name="移住の相談")
    InitiativeDepartment.objects.create(initiative=initiative, department=own, order=1)
    return SimpleNamespace(
        people=people,
        own=own,
        other=other,
        indicator=indicator,
        series=series,
        measure=make_measure(),
        **people,
    )


WORKFLOWS: dict[str, Any] = {
    "value": VALUES,
    "sheet": SHEETS,
    "comparison": COMPARISONS,
    "deed": DEEDS,
    "costs": SPENDING,
}
# By who corrects: each says something else.
OTHER_DATA: dict[str, Callable[[str], Any]] = {
    "value": lambda who: said("990", note=f"{who}が確かめました。"),
    "sheet": lambda who: sheet_said(challenges=f"{who}の目には人手が足りません。"),
    "comparison": lambda who: {"value": Decimal("93"), "source": f"{who}の見た決算", "note": ""},
    "deed": lambda who: deed_said(cause=f"{who}の確かめた理由"),
}


def hand_in(city: SimpleNamespace, kind: str, by: Any) -> Any:
    if kind == "value":
        return submit_value(city.indicator, 2024, said("980"), by=by)
    if kind == "sheet":
        return submit_sheet(city.measure, by=by)
    if kind == "deed":
        return submit_deed(line_of(), by=by)
    if kind == "costs":
        return submit_spending(by=by, department=city.own, shares=[("43-1", "100")])
    return submit_comparison(city.series, 2024, "92", by=by)


def approve(kind: str, record: Any, by: Any) -> Any:
    return WORKFLOWS[kind].approve(record=record, version=record.version, by=by)


def at_level(city: SimpleNamespace, kind: str, level: int) -> Any:
    record = hand_in(city, kind, city.alice)
    if level != 1:
        record = approve(kind, record, city.chief)
    return approve(kind, record, city.head) if level == 0 else record


def act(kind: str, action: str, record: Any, by: Any) -> Any:
    about: dict[str, Any] = {"record": record, "version": record.version, "by": by, "now": NOON}
    if action == "send_back":
        about["reason"] = "時点を確かめてください。"
    if action == "correct":
        about["data"] = OTHER_DATA[kind](by.username)
    return getattr(WORKFLOWS[kind], action)(**about)


OFFICE = {"bob", "carol"}
AT_TWO = {"head", "deputy"}
MAY: dict[tuple[int, str], set[str]] = {
    (1, "approve"): {"chief"},
    (1, "correct"): {"chief"},
    (1, "send_back"): {"chief", *OFFICE},
    (1, "publish"): set(),
    (1, "take_back"): {"alice"},
    (2, "approve"): AT_TWO,
    (2, "correct"): AT_TWO,
    (2, "send_back"): AT_TWO | OFFICE,
    (2, "publish"): set(),
    (2, "take_back"): set(),  # the chief has acted
    (0, "approve"): set(),
    (0, "correct"): set(),
    (0, "send_back"): OFFICE,
    (0, "publish"): OFFICE,
    (0, "take_back"): set(),
}


@pytest.mark.parametrize("level", [1, 2, 0])
@pytest.mark.parametrize("kind", KINDS)
def test_every_person_level_and_action(city: SimpleNamespace, kind: str, level: int) -> None:
    """Who is not named is refused, and nothing is written; who is named leaves one line of the log."""
    record = at_level(city, kind, level)
    assert record.approval_level == level
    for action in ("approve", "correct", "send_back", "publish", "take_back"):
        done = set()
        for name, person in city.people.items():
            before = Event.objects.count()
            try:
                with transaction.atomic():
                    act(kind, action, record, person)
                    assert Event.objects.count() == before + 1
                    done.add(name)
                    transaction.set_rollback(True)
            except WorkflowError:
                pass
            assert Event.objects.count() == before
            assert type(record).objects.get(pk=record.pk).version == record.version
        assert done == MAY[level, action], action


# Who handed it in, and what each then did → who may go on with it: (at which level, who).
OWN: list[tuple[str, list[tuple[str, str]], tuple[int, set[str]]]] = [
    # Nobody approves their own: where nobody else sits at a level, it is passed over.
    ("chief", [], (2, AT_TWO)),
    ("head", [], (1, {"chief"})),
    ("head", [("chief", "approve")], (2, {"deputy"})),
    ("deputy", [("chief", "approve")], (2, {"head"})),
    ("bob", [("chief", "approve")], (2, {"head"})),  # who wrote it did not choose who approves it
    # Who corrected approves it no more at any level: the next level, or the deputy.
    ("alice", [("chief", "correct")], (2, AT_TWO)),
    ("alice", [("chief", "approve"), ("head", "correct")], (2, {"deputy"})),
    ("alice", [("chief", "approve"), ("head", "correct"), ("deputy", "correct")], (0, OFFICE)),
    # Nor who corrected it before it was sent back, and handed in anew.
    ("alice", [("chief", "correct"), ("head", "send_back"), ("alice", "hand_in")], (2, AT_TWO)),
    ("alice", [("chief", "send_back"), ("alice", "hand_in")], (1, {"chief"})),
    ("alice", [("alice", "take_back"), ("alice", "hand_in")], (1, {"chief"})),
]


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_approves_what_went_through_their_own_hands(city: SimpleNamespace, kind: str) -> None:
    for author, steps, (level, able) in OWN:
        with transaction.atomic():
            record = hand_in(city, kind, city.people[author])
            for name, action in steps:
                if action == "hand_in":
                    record = WORKFLOWS[kind].submit(
                        owner=WORKFLOWS[kind].owner_of(record),
                        year=2024,
                        version=record.version,
                        by=city.people[name],
                        now=NOON,
                    )
                else:
                    record = act(kind, action, record, city.people[name])
            action = "approve" if level else "publish"
            done = set()
            for name, person in city.people.items():
                try:
                    with transaction.atomic():
                        act(kind, action, record, person)
                        done.add(name)
                        transaction.set_rollback(True)
                except WorkflowError:
                    pass
            assert (record.approval_level, done) == (level, able), (author, steps)
            transaction.set_rollback(True)


@pytest.mark.parametrize("kind", KINDS)
def test_who_approved_or_corrected_does_not_publish(city: SimpleNamespace, kind: str) -> None:
    """A person of the plan office who sits on a department's route, or stands in there."""
    seat(3, "部長", city.bob, city.own)
    record = at_level(city, kind, 0)
    assert record.approval_level == 3
    record = approve(kind, record, city.bob)
    with pytest.raises(NotAllowed, match="課で承認したか直した人は、公表できません"):
        act(kind, "publish", record, city.bob)
    assert act(kind, "publish", record, city.carol)


def test_an_account_that_one_of_them_set_up_is_no_second_pair_of_eyes(city: SimpleNamespace) -> None:
    """In both directions, until another of the office has confirmed it; the level is passed over meanwhile."""

    def invited(person: Any, by: Any) -> None:
        Event.objects.create(at=NOON, by=by, action=Event.Action.INVITED, person=person)

    with transaction.atomic():
        invited(city.chief, by=city.bob)
        assert hand_in(city, "value", city.bob).approval_level == 2  # bob could sign in as the chief
        transaction.set_rollback(True)
    invited(city.alice, by=city.chief)
    assert hand_in(city, "value", city.alice).approval_level == 2  # the chief could have been alice
    Event.objects.create(at=NOON, by=city.carol, action=Event.Action.ACCOUNT_CONFIRMED, person=city.alice)
    assert [one.waiting.number for one in in_departments()] == [2]  # it went on, and stays there


def test_a_deputy_whom_a_writer_chose_does_not_count(city: SimpleNamespace) -> None:
    Deputy.objects.all().delete()
    stand_in(city.head, city.clerk, city.head)
    record = hand_in(city, "value", city.head)
    record = approve("value", record, city.chief)
    assert record.approval_level == 0  # the head's own choice would have approved the head's own figure
    stand_in(city.chief, city.clerk, city.chief)
    SHEETS.submit(
        owner=city.measure, year=2024, by=city.alice, version=0, data=sheet_said(), now=NOON
    )  # somebody else's
    assert [one.record.approval_level for one in waiting_for(city.clerk)] == [1]


# --- Routes that change -----------------------------------------------------------------------------------


def move_away(user: Any) -> None:
    Membership.objects.filter(user=user).update(until=timezone.localdate())


def test_a_record_is_never_stranded(city: SimpleNamespace) -> None:
    """Transferred, left, switched off, taken off the route: it goes on by itself, with a line and a mail."""
    record = at_level(city, "value", 1)
    move_away(city.chief)
    assert [one.waiting.number for one in in_departments()] == [2]  # at once, whoever looks
    assert VALUES.why_not_arrived(record) == "まだ課で承認されていません（課長の承認待ち）。"
    with pytest.raises(NotAllowed):
        approve("value", record, city.chief)
    assert pass_on_due() == ["43A 移住・定住相談窓口利用登録者数（令和6年度）"]
    assert pass_on_due() == []
    line = Event.objects.filter(action=Event.Action.LEVEL_PASSED).get()
    assert (line.by, line.detail["passed"], line.detail["to"]) == (None, ["係長"], "課長")
    record.refresh_from_db()
    assert record.approval_level == 2
    RouteSeat.objects.filter(level=2).delete()
    assert [one.waiting.number for one in in_departments()] == []
    assert VALUES.publish(record=record, version=record.version, by=city.carol, now=NOON)


def test_levels_nobody_sits_at_and_departments_without_a_route(city: SimpleNamespace) -> None:
    RouteSeat.objects.all().update(until=timezone.localdate())
    assert hand_in(city, "value", city.alice).approval_level == 0
    seat(1, "係長", city.chief, city.own, since=timezone.localdate() + DAY)  # from tomorrow
    assert hand_in(city, "comparison", city.alice).approval_level == 0
    seat(4, "部長", city.dave, city.own)
    assert hand_in(city, "sheet", city.alice).approval_level == 4


def test_managers_and_people_of_the_department_sit_there_nobody_else(city: SimpleNamespace) -> None:
    RouteSeat.objects.all().delete()
    seat(1, "係長", city.stranger, city.own)
    assert hand_in(city, "value", city.alice).approval_level == 0
    Membership.objects.create(user=city.stranger, role=Role.MANAGER, since=LONG_AGO)
    assert hand_in(city, "comparison", city.alice).approval_level == 1


def test_the_route_goes_with_the_department(city: SimpleNamespace) -> None:
    """Renamed: seats, waiting records and a sheet's route are of the new one; of the old one nothing is left."""
    value, sheet = hand_in(city, "value", city.alice), hand_in(city, "sheet", city.alice)
    today = timezone.localdate()
    change = DepartmentChange(
        kind="rename",
        on=today,
        departments=[city.own],
        new=[NewDepartment("産業課", "sangyo")],
        reason="機構改革",
    )
    prepared = prepare_reorganisation(change=change, by=city.bob)
    confirm_reorganisation(reorganisation=prepared, by=city.carol)
    new = Department.objects.get(slug="sangyo")
    lasting = RouteSeat.objects.lasting_after(today).filter(department=new)
    assert {(one.level, one.user.username) for one in lasting} == {(1, "chief"), (1, "root"), (2, "head")}
    assert not RouteSeat.objects.lasting_after(today).filter(department=city.own).exists()
    city.chief.__dict__.pop("_approval_seats", None)
    assert {one.record.pk for one in waiting_for(city.chief)} >= {value.pk, sheet.pk}
    sheet.refresh_from_db()
    assert sheet.department == new


# --- Taking back ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_taken_back_until_somebody_has_looked(city: SimpleNamespace, kind: str) -> None:
    record, workflow = hand_in(city, kind, city.alice), WORKFLOWS[kind]
    workflow.look(record, city.alice)  # her own look
    workflow.look(record, city.clerk)  # of who may not act on it
    workflow.look(record, city.head)  # not his turn
    assert workflow.may_take_back(city.alice, record)
    draft = act(kind, "take_back", record, city.alice)
    assert (draft.state, draft.submitted_by, draft.approval_level) == ("draft", None, 0)
    record = workflow.submit(
        owner=workflow.owner_of(draft), year=2024, version=draft.version, by=city.alice, now=NOON
    )
    workflow.look(record, city.chief)
    assert not workflow.may_take_back(city.alice, record)
    with pytest.raises(WrongState, match="すでに見られている"):
        act(kind, "take_back", record, city.alice)
    with pytest.raises(StaleVersion):
        workflow.take_back(record=record, version=record.version - 1, by=city.alice)


# --- Mails ------------------------------------------------------------------------------------------------


def test_one_mail_for_all_that_was_handed_in_together(city: SimpleNamespace, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    record = hand_in(city, "value", city.alice)
    hand_in(city, "sheet", city.alice)
    (mail,) = Mail.objects.filter(kind=Mail.Kind.APPROVAL)
    assert mail.user == city.chief
    message = message_of(mail, NOON)
    assert message is not None
    assert message.subject == "【基本計画のいま】承認のお願い（2件）"
    assert "43A 移住・定住相談窓口利用登録者数（令和6年度）" in message.body
    assert "施策43 令和6年度の評価シート" in message.body
    assert message.body.count("http") == 1
    approve("value", record, city.chief)
    asked = Mail.objects.filter(kind=Mail.Kind.APPROVAL).exclude(pk=mail.pk)
    assert {one.user.username for one in asked} == {"head", "deputy"}
    record = SHEETS.current(city.measure, 2024)
    assert record is not None
    approve("sheet", record, city.chief)
    assert message_of(mail, NOON) is None  # nothing waits for the chief any more


# --- The number of the paper decision ----------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_the_number_of_the_paper_decision(city: SimpleNamespace, kind: str) -> None:
    record, workflow = at_level(city, kind, 2), WORKFLOWS[kind]
    for name, person in city.people.items():
        may = name in {"alice", "clerk", "chief", "head", "deputy", "root", "bob", "carol"}
        try:
            after = workflow.set_decision_number(record=record, number=" 木企第　12号 ", by=person)
            assert may, name
            assert (after.decision_number, after.version) == ("木企第 12号", record.version)
        except NotAllowed:
            assert not may, name
    assert Event.objects.filter(action=Event.Action.NUMBER_KEPT).count() == 1
    approve(kind, workflow.current(workflow.owner_of(record), 2024), city.deputy)
    record = workflow.current(workflow.owner_of(record), 2024)
    act(kind, "publish", record, city.carol)
    with pytest.raises(WrongState):
        workflow.set_decision_number(record=record, number="13", by=city.carol)


# --- Many -------------------------------------------------------------------------------------------------


def test_lists_ask_the_same_whatever_their_length(
    city: SimpleNamespace, django_assert_num_queries: Any
) -> None:
    def listed() -> int:

        for person in (city.chief, city.bob):
            person.__dict__.pop("_approval_seats", None)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            waiting_for(city.chief)
            in_departments()
        return len(asked)

    hand_in(city, "value", city.alice)
    hand_in(city, "sheet", city.alice)
    hand_in(city, "comparison", city.alice)
    few = listed()
    for letter in "BCDEF":
        submit_value(make_indicator(letter=letter), 2024, said("980"), by=city.alice)
    assert len(waiting_for(city.chief)) == 8
    assert listed() == few


def test_from_to_of_a_day(city: SimpleNamespace) -> None:
    """A deputy of next week approves next week."""
    Deputy.objects.all().update(since=date(2099, 1, 1), until=date(2099, 1, 8))
    at_level(city, "value", 2)
    assert waiting_for(city.deputy) == []
    assert len(waiting_for(city.head)) == 1
