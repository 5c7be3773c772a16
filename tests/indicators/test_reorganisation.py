"""Departments are renamed, merged and split: leads, open tasks and people move together, names of the past stay."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from indicators import workflow
from indicators.models import Event, Indicator, Membership, Reorganisation, Result
from indicators.permissions import departments_of, may_enter, may_write_sheet, measures_to_evaluate
from indicators.workflow import DepartmentChange, Incomplete, NewDepartment, NotAllowed, Planned, WrongState
from measures.models import Department, Initiative, InitiativeDepartment
from tests.indicators.factories import (
    LONG_AGO,
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
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 3, tzinfo=UTC)
APRIL = date(2026, 4, 1)
MIDNIGHT = datetime(2026, 3, 31, 15, tzinfo=UTC)  # 2026-04-01 0:00 in Japan


@pytest.fixture(autouse=True)
def _on_a_day_in_march():
    with time_machine.travel(NOW, tick=False):
        yield


class City:
    """産業振興課 leads 43A and 43B and has Alice and Frank; 財政課 leads 46A and has Gina."""

    def __init__(self) -> None:
        self.sangyo, self.zaisei = make_department(), make_department("zaisei", "財政課")
        self.a, self.b = make_indicator(), make_indicator(letter="B")
        self.c = make_indicator(measure=make_measure(46), department=self.zaisei)
        self.alice, self.frank = make_alice(), make_user("frank", departments=(self.sangyo,))
        self.gina = make_user("gina", departments=(self.zaisei,))
        self.bob, self.carol, self.dave = make_bob(), make_carol(), make_dave()
        self.initiative = Initiative.objects.create(measure=make_measure(43), number=1, name="相談会")
        InitiativeDepartment.objects.create(initiative=self.initiative, department=self.sangyo, order=1)

    def change(self, kind: str = "rename", **fields: Any) -> DepartmentChange:
        sound: dict[str, Any] = {"kind": kind, "on": APRIL, "reason": "機構改革"}
        if kind == "rename":
            sound |= {"departments": [self.sangyo], "new": [NewDepartment("商工課", "shoko")]}
        elif kind == "merge":
            sound |= {
                "departments": [self.sangyo, self.zaisei],
                "new": [NewDepartment("経済財政課", "keizai-zaisei")],
            }
        else:
            sound |= {
                "departments": [self.sangyo],
                "new": [NewDepartment("商工課", "shoko"), NewDepartment("観光課", "kanko")],
                "leads": {"43A": "shoko", "43B": "kanko"},
                "members": {"alice": "shoko", "frank": "kanko"},
            }
        return DepartmentChange(**{**sound, **fields})

    def prepare(self, kind: str = "rename", **fields: Any) -> Reorganisation:
        """By Bob, and confirmed by Carol."""
        prepared = workflow.prepare_reorganisation(change=self.change(kind, **fields), by=self.bob)
        return workflow.confirm_reorganisation(reorganisation=prepared, by=self.carol)


@pytest.fixture
def city() -> City:
    return City()


def leads() -> dict[str, str]:
    return {one.code: one.lead_department.slug for one in Indicator.objects.with_plan()}


def members() -> set[tuple[str, str]]:
    """Who is of which department on the day of the change."""
    found = Membership.objects.on(APRIL).filter(department__isnull=False)
    return set(found.values_list("user__username", "department__slug"))


def standing() -> list[Any]:
    return [
        leads(),
        members(),
        list(Department.objects.order_by("pk").values()),
        list(Reorganisation.objects.order_by("pk").values()),
        Event.objects.count(),
        Indicator.history.count(),
    ]


def test_a_renamed_department_takes_everything_along_on_its_day(city: City):
    city.prepare()
    before = standing()
    workflow.do_due(now=MIDNIGHT - timedelta(seconds=1))
    assert standing() == before
    done = workflow.do_due(now=MIDNIGHT)
    assert [refusal for _, refusal in done.reorganisations] == [""]
    assert leads() == {"43A": "shoko", "43B": "shoko", "46A": "zaisei"}
    assert members() == {("alice", "shoko"), ("frank", "shoko"), ("gina", "zaisei")}
    old = Department.objects.get(slug="sangyo-shinko")
    assert (old.name, old.ended_on) == ("産業振興課", APRIL)
    assert [one.slug for one in old.living_successors()] == ["shoko"]
    after = standing()
    assert workflow.do_due(now=MIDNIGHT + timedelta(days=1)).reorganisations == []
    assert standing() == after


def test_what_is_published_at_midnight_goes_out_before_its_department_changes(city: City):
    """The log tells it so: the value was the old department's when it went out."""
    make_cycle(2024, by=city.bob)
    value = workflow.submit(owner=city.a, year=2024, by=city.alice, version=0, data=said("980"))
    workflow.schedule(
        chosen=[workflow.Chosen(value, value.version)],
        title="実績の公表",
        announced_on=APRIL,
        scheduled_for=MIDNIGHT,
        by=city.bob,
    )
    city.prepare()
    workflow.do_due(now=MIDNIGHT)
    done = Event.objects.filter(at=MIDNIGHT).order_by("pk").values_list("action", flat=True)
    told = [
        action for action in done if action in ("published", "batch_published", "reorg_applied", "lead_moved")
    ]
    assert told[:2] == ["published", "batch_published"]
    assert set(told[2:]) == {"reorg_applied", "lead_moved"}
    assert city.a.publications.get().published_at == MIDNIGHT


def test_a_change_of_today_happens_at_once(city: City):
    change = city.prepare(on=date(2026, 3, 1))
    assert change.applied_at == NOW
    assert leads()["43A"] == "shoko"


def test_merged_departments_become_one(city: City):
    Membership.objects.create(user=city.alice, department=city.zaisei, since=LONG_AGO)
    city.prepare("merge")
    workflow.do_due(now=MIDNIGHT)
    assert set(leads().values()) == {"keizai-zaisei"}
    assert members() == {(name, "keizai-zaisei") for name in ("alice", "frank", "gina")}
    ended = Department.objects.filter(ended_on=APRIL).values_list("slug", flat=True)
    assert set(ended) == {"sangyo-shinko", "zaisei"}


def test_one_department_takes_another_in(city: City):
    city.prepare("merge", new=[NewDepartment("財政課")])
    workflow.do_due(now=MIDNIGHT)
    assert set(leads().values()) == {"zaisei"}
    assert Department.objects.get(slug="zaisei").is_living
    assert [one.slug for one in Department.objects.get(slug="sangyo-shinko").living_successors()] == [
        "zaisei"
    ]


def test_a_split_goes_where_it_was_said(city: City):
    city.prepare("split")
    workflow.do_due(now=MIDNIGHT)
    assert leads() == {"43A": "shoko", "43B": "kanko", "46A": "zaisei"}
    assert members() == {("alice", "shoko"), ("frank", "kanko"), ("gina", "zaisei")}
    old = Department.objects.get(slug="sangyo-shinko")
    assert {one.slug for one in old.living_successors()} == {"shoko", "kanko"}


def test_a_part_leaves_and_the_rest_goes_on(city: City):
    city.prepare(
        "split",
        new=[NewDepartment("産業振興課"), NewDepartment("観光課", "kanko")],
        leads={"43A": "sangyo-shinko", "43B": "kanko"},
        members={"alice": "sangyo-shinko", "frank": "kanko"},
    )
    workflow.do_due(now=MIDNIGHT)
    assert leads()["43A"] == "sangyo-shinko"
    assert leads()["43B"] == "kanko"
    assert Department.objects.get(slug="sangyo-shinko").is_living
    assert not Event.objects.filter(person=city.alice, action="transferred").exists(), (
        "nothing changed for her"
    )


def test_a_split_says_of_each_where_it_goes(city: City):
    before = standing()
    with pytest.raises(Incomplete) as refusal:
        city.prepare("split", leads={"43A": "shoko"}, members={"alice": "elsewhere", "frank": "kanko"})
    assert set(refusal.value.errors) == {"lead-43B", "member-alice"}
    assert standing() == before


def test_what_came_after_the_preparation_is_asked_for(city: City):
    """A new indicator of the department: the split waits, says so, and goes on when it was answered."""
    change = city.prepare("split")
    make_indicator(letter="C")
    before = leads()
    ((_, refusal),) = workflow.do_due(now=MIDNIGHT).reorganisations
    assert "43C" in refusal
    assert leads() == before
    assert workflow.do_due(now=MIDNIGHT).reorganisations == [], "said once"
    answered = {**change.leads, "43C": "kanko"}
    workflow.assign_split(reorganisation=change, leads=answered, members=change.members, by=city.bob)
    assert workflow.do_due(now=MIDNIGHT).reorganisations == [], "what was answered anew is looked at anew"
    workflow.confirm_reorganisation(reorganisation=change, by=city.carol)
    workflow.do_due(now=MIDNIGHT)
    assert leads()["43C"] == "kanko"


def test_an_open_draft_goes_along_and_its_new_people_go_on(city: City):
    """The task stays open: nothing is typed again, and who was left behind can no longer save it."""
    make_cycle(2025, by=city.bob)
    draft = workflow.save_draft(owner=city.a, year=2025, data=said("980"), by=city.frank)
    city.prepare("split")
    workflow.do_due(now=MIDNIGHT)
    assert list(Result.objects.values_list("pk", "state", "value", "version")) == [
        (draft.pk, "draft", 980, draft.version)
    ]
    with time_machine.travel(MIDNIGHT, tick=False):
        indicator = Indicator.objects.get(pk=city.a.pk)
        alice, frank = (type(city.alice).objects.get(username=name) for name in ("alice", "frank"))
        assert may_enter(alice, indicator)
        with pytest.raises(NotAllowed):
            workflow.save_draft(owner=indicator, year=2025, data=said("1"), by=frank, version=draft.version)
        handed_in = workflow.submit(owner=indicator, year=2025, by=alice, version=draft.version)
        assert handed_in.state == "submitted"
        assert handed_in.entered_by == city.frank


def test_history_keeps_the_old_names(city: City):
    city.prepare("split")
    workflow.do_due(now=MIDNIGHT)
    Department.objects.filter(slug="shoko").update(name="別の名前")
    event = Event.objects.get(action="reorg_applied")
    assert (event.detail["from"], event.detail["to"]) == (["産業振興課"], ["商工課", "観光課"])
    assert event.detail["leads_moved"][0] == {"code": "43A", "from": "産業振興課", "to": "商工課"}
    lead = Event.objects.get(action="lead_moved", indicator=city.a)
    assert (lead.detail["from"], lead.detail["to"], lead.by) == ("産業振興課", "商工課", city.bob)
    moved = Event.objects.get(action="transferred", person=city.alice)
    assert moved.detail["before"]["departments"] == ["産業振興課"]
    newest, first = city.a.history.all()[:2]
    assert (newest.lead_department.slug, first.lead_department.slug) == ("shoko", "sangyo-shinko")
    assert (newest.history_user, newest.history_change_reason) == (city.bob, "機構改革")
    old = Department.objects.get(slug="sangyo-shinko").history.first()
    assert (old.name, old.ended_on, old.history_user) == ("産業振興課", APRIL, city.bob)


def test_initiatives_keep_their_printed_department_and_its_successors_their_work(city: City):
    measure = make_measure(47)
    initiative = Initiative.objects.create(measure=measure, number=1, name="見直し")
    InitiativeDepartment.objects.create(initiative=initiative, department=city.sangyo, order=1)
    assert may_write_sheet(city.alice, measure)
    city.prepare()
    workflow.do_due(now=MIDNIGHT)
    city.initiative.refresh_from_db()
    assert [one.name for one in city.initiative.departments_in_order] == ["産業振興課"]
    alice = type(city.alice).objects.get(username="alice")
    assert measure in measures_to_evaluate(alice)


def test_successors_are_followed_however_far(city: City):
    city.prepare()
    workflow.do_due(now=MIDNIGHT)
    shoko = Department.objects.get(slug="shoko")
    with time_machine.travel(datetime(2027, 4, 1, 3, tzinfo=UTC), tick=False):
        city.prepare(
            "merge",
            on=date(2027, 4, 1),
            departments=[shoko, city.zaisei],
            new=[NewDepartment("産業振興課", "sangyo-shinko-2")],
        )
    old = Department.objects.get(slug="sangyo-shinko")
    assert [(one.slug, one.name) for one in old.living_successors()] == [("sangyo-shinko-2", "産業振興課")]
    new = old.living_successors()[0]
    printed = Department.objects.with_predecessors([new.pk])
    assert set(Department.objects.filter(pk__in=printed).values_list("slug", flat=True)) == {
        "sangyo-shinko",
        "shoko",
        "zaisei",
        "sangyo-shinko-2",
    }
    assert Department.objects.now_called().keys() == printed - {new.pk}


@pytest.mark.parametrize(
    ("kind", "spoilt", "field"),
    [
        ("rename", {"reason": " "}, "reason"),
        ("rename", {"new": [NewDepartment("", "x")]}, "name-1"),
        ("rename", {"new": [NewDepartment("産業振興課", "x")]}, "name-1"),
        ("rename", {"new": [NewDepartment("財政課")]}, "name-1"),
        ("rename", {"new": [NewDepartment("商工課")]}, "slug-1"),
        ("rename", {"new": [NewDepartment("商工課", "商工")]}, "slug-1"),
        ("rename", {"new": [NewDepartment("商工課", "Shoko")]}, "slug-1"),
        ("rename", {"new": [NewDepartment("商工課", "zaisei")]}, "slug-1"),
        ("rename", {"new": [NewDepartment("商工課", "a"), NewDepartment("観光課", "b")]}, "name-1"),
        ("rename", {"departments": []}, "departments"),
        ("split", {"new": [NewDepartment("商工課", "shoko")]}, "name-2"),
        ("split", {"new": [NewDepartment("商工課", "a"), NewDepartment("商工課", "b")]}, "name-2"),
        ("split", {"new": [NewDepartment("商工課", "a"), NewDepartment("観光課", "a")]}, "slug-2"),
    ],
)
def test_a_change_that_cannot_be_is_refused_at_its_field(
    city: City, kind: str, spoilt: dict[str, Any], field: str
):
    before = standing()
    with pytest.raises(Incomplete) as refusal:
        city.prepare(kind, **spoilt)
    assert list(refusal.value.errors) == [field]
    assert standing() == before


def test_one_department_is_changed_once_at_a_time(city: City):
    city.prepare()
    for again in (
        lambda: city.prepare(new=[NewDepartment("別の課", "betsu")]),
        lambda: city.prepare("merge"),
        lambda: city.prepare(departments=[city.zaisei], new=[NewDepartment("商工課", "shoko-2")]),
        lambda: city.prepare(departments=[city.zaisei], new=[NewDepartment("予算課", "shoko")]),
    ):
        with pytest.raises(Incomplete):
            again()
    assert Reorganisation.objects.count() == 1


def test_a_second_person_confirms_what_citizens_read(city: City):
    prepared = workflow.prepare_reorganisation(change=city.change("split"), by=city.bob)
    assert workflow.do_due(now=MIDNIGHT).reorganisations == [], "it waits, whatever its day"
    with pytest.raises(NotAllowed):
        workflow.confirm_reorganisation(reorganisation=prepared, by=city.bob)
    workflow.confirm_reorganisation(reorganisation=prepared, by=city.carol)
    with pytest.raises(WrongState):
        workflow.confirm_reorganisation(reorganisation=prepared, by=city.carol)
    # Answered anew it is another change: Carol's, which Bob, who prepared it, does not confirm either.
    answers: dict[str, Any] = {
        "leads": {"43A": "kanko", "43B": "kanko"},
        "members": {"alice": "shoko", "frank": "kanko"},
    }
    workflow.assign_split(reorganisation=prepared, by=city.carol, **answers)
    for person in (city.bob, city.carol):
        with pytest.raises(NotAllowed):
            workflow.confirm_reorganisation(reorganisation=prepared, by=person)
    eve = make_user("eve", office=True)
    with time_machine.travel(MIDNIGHT, tick=False):
        done = workflow.confirm_reorganisation(reorganisation=prepared, by=eve)
    assert done.applied_at == MIDNIGHT, "its day had come"
    assert leads()["43A"] == "kanko"
    assert Event.objects.filter(action=Event.Action.REORG_CONFIRMED).count() == 2


def test_a_department_that_citizens_do_not_see_one_person_renames(city: City):
    alone = make_department("hoshizora", "星空課")
    change = city.change(departments=[alone], new=[NewDepartment("夜空課", "yozora")], on=date(2026, 3, 1))
    assert workflow.prepare_reorganisation(change=change, by=city.bob).applied_at is not None


def test_a_cancelled_change_does_not_happen(city: City):
    change = city.prepare()
    workflow.cancel_reorganisation(reorganisation=change, by=city.carol)
    with pytest.raises(WrongState):
        workflow.cancel_reorganisation(reorganisation=change, by=city.carol)
    assert workflow.do_due(now=MIDNIGHT).reorganisations == []
    assert leads()["43A"] == "sangyo-shinko"


def test_only_the_office_changes_departments(city: City):
    change = city.prepare("split")
    before = standing()
    for person in (city.alice, city.dave):
        for act in (
            lambda by=person: workflow.prepare_reorganisation(change=city.change("merge"), by=by),
            lambda by=person: workflow.confirm_reorganisation(reorganisation=change, by=by),
            lambda by=person: workflow.cancel_reorganisation(reorganisation=change, by=by),
            lambda by=person: workflow.assign_split(reorganisation=change, leads={}, members={}, by=by),
            lambda by=person: workflow.check_reorganisation(city.change(), by=by),
        ):
            with pytest.raises(NotAllowed):
                act()
    assert standing() == before


def test_people_can_be_transferred_into_a_department_that_begins_that_day(city: City):
    change = city.prepare("split")
    planned = Planned(person=city.gina, on=APRIL, departments=("kanko",))
    workflow.prepare_transfer(planned=planned, by=city.bob)
    with pytest.raises(Incomplete):
        workflow.prepare_transfer(
            planned=Planned(person=city.gina, on=date(2026, 3, 31), departments=("kanko",)), by=city.bob
        )
    with pytest.raises(Incomplete):
        workflow.prepare_transfer(
            planned=Planned(person=city.gina, on=APRIL, departments=("sangyo-shinko",)), by=city.bob
        )
    with pytest.raises(WrongState, match="gina"):
        workflow.cancel_reorganisation(reorganisation=change, by=city.bob)
    with time_machine.travel(MIDNIGHT, tick=False):
        workflow.do_due(now=MIDNIGHT)
        gina = type(city.gina).objects.get(username="gina")
        assert [one.slug for one in departments_of(gina)] == ["kanko"]


def test_a_transfer_follows_a_department_that_was_renamed_meanwhile(city: City):
    workflow.prepare_transfer(
        planned=Planned(person=city.gina, on=date(2026, 5, 1), departments=("sangyo-shinko",)), by=city.bob
    )
    city.prepare()
    with time_machine.travel(datetime(2026, 5, 1, tzinfo=UTC), tick=False):
        workflow.do_due()
        gina = type(city.gina).objects.get(username="gina")
        assert [one.slug for one in departments_of(gina)] == ["shoko"]


def test_who_is_switched_off_is_not_asked_about(city: City):
    workflow.disable(person=city.frank, reason="退職", by=city.bob)
    city.prepare("split", members={"alice": "shoko"})
    assert [refusal for _, refusal in workflow.do_due(now=MIDNIGHT).reorganisations] == [""]
    workflow.enable(person=city.frank, reason="再任用", by=city.bob)
    assert not departments_of(type(city.frank).objects.get(username="frank")).exists()


def test_all_or_nothing(city: City):
    """The name of the new department was taken meanwhile: nothing of the change happened."""
    city.prepare()
    make_department("another", "商工課")
    before = standing()[:3]
    ((_, refusal),) = workflow.do_due(now=MIDNIGHT).reorganisations
    assert "商工課" in refusal
    assert standing()[:3] == before
