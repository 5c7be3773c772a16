"""What was done for an initiative: chains by department and year, ends and their taking back, parts that make a whole, past days."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from indicators import frames, workflow
from indicators.models import Deed, DeedLead, DeedLine, Event, Redaction
from indicators.workflow import (
    DEEDS,
    DeedDraft,
    Incomplete,
    ManyDeedsRefused,
    NotAllowed,
    StaleVersion,
    WrongState,
    keep_deeds,
)
from measures.document_writer import Writer
from measures.documents import document_of
from measures.models import Department, Measure, Plan
from measures.texts import initiatives
from tests.indicators.factories import (
    NOON,
    deed_said,
    line_of,
    load_fixtures,
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_dave,
    make_user,
    publish_deed,
    publish_deed_change,
    submit_deed,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=30)


@pytest.fixture
def world() -> SimpleNamespace:
    """The real plan: 45-2 is of three departments; Alice is of the first of them, Erin of the second."""
    plan = load_fixtures()
    bob = make_bob()
    for year in (2023, 2024, 2025):
        make_cycle(year, by=bob)
    shared = next(one for one in initiatives(plan.pk) if len(one.departments_in_order) > 1)
    first, second, *_ = shared.departments_in_order
    return SimpleNamespace(
        plan=plan,
        bob=bob,
        carol=make_carol(),
        code=shared.code,
        first=first,
        second=second,
        departments=shared.departments_in_order,
        alice=make_alice(first),
        erin=make_user("erin", departments=(second,)),
        line=line_of(shared.code, first.slug),
        other=line_of(shared.code, second.slug),
    )


def publish(world: SimpleNamespace, line: DeedLine, year: int = 2024, **fields: Any) -> Deed:
    by = world.alice if line.department == world.first else world.erin
    return publish_deed(line, year, by=by, publisher=world.bob, **fields)


def year_of(world: SimpleNamespace, year: int, **asked: Any) -> frames.InitiativeYear:
    found = frames.deeds(world.plan, **asked)
    leads = frames.deed_leads(world.plan, asked.get("as_of"))
    told = [one for one in initiatives(world.plan.pk) if one.code == world.code]
    [one] = frames.year_of_initiatives(told, found, leads, year)
    return one


# --- The desk -------------------------------------------------------------------------------------------


def test_from_the_first_draft_to_the_public_and_into_the_log(world: SimpleNamespace) -> None:
    assert world.line.pk is None, "a line comes with its first deed"
    submitted = submit_deed(world.line, by=world.alice)
    assert DeedLine.objects.get() == world.line
    with pytest.raises(NotAllowed):
        DEEDS.publish(record=submitted, version=submitted.version, by=world.alice)
    out = DEEDS.publish(record=submitted, version=submitted.version, by=world.bob, now=LATER)
    assert (out.state, out.published_by, out.published_at) == ("published", world.bob, LATER)
    assert out.about, "the words of the plan of that day go with it"
    events = Event.objects.order_by("pk")
    assert [(event.action, event.line, event.measure, event.year) for event in events] == [
        (action, world.line, None, 2024) for action in ("created", "submitted", "published")
    ]
    assert events[0].detail["after"] == {
        **deed_said(),
        "quantity": "10",
        "projects": "移住相談事業 https://example.jp/iju",
        "reason": "",
    }
    with pytest.raises(IntegrityError):
        Deed.objects.update(done="ほかのこと")


def test_a_department_writes_its_own_part_and_the_office_every_one(world: SimpleNamespace) -> None:
    for person in (world.erin, make_dave()):
        with pytest.raises(NotAllowed):
            submit_deed(world.line, by=person)
    submit_deed(world.other, by=world.erin)
    submit_deed(world.line, by=world.bob)
    with pytest.raises(NotAllowed):  # nor what they entered themselves
        DEEDS.publish_together(chosen=[(world.line.deeds.get(), 2)], by=world.bob)


@pytest.mark.parametrize(
    ("spoilt", "field"),
    [
        ({"standing": ""}, "standing"),
        ({"done": " "}, "done"),
        ({"cause": ""}, "cause"),
        ({"next_step": ""}, "next_step"),
        ({"unit": ""}, "unit"),
        ({"quantity": None}, "quantity"),
        ({"standing": "stopped", "cause": ""}, "cause"),
        ({"standing": "finished", "cause": ""}, "cause"),
        ({"quantity": Decimal("0.1234567")}, "quantity"),
        ({"projects": [["", "https://example.jp/"]]}, "projects"),
        ({"projects": [["事業", "http://example.jp/"]]}, "projects"),
        ({"projects": [["事業", "https://intra.local/"]]}, "projects"),
        ({"projects": [["事業", ""]] * 11}, "projects"),
    ],
)
def test_what_is_not_handed_in(world: SimpleNamespace, spoilt: dict[str, Any], field: str) -> None:
    with pytest.raises(Incomplete) as refused:
        submit_deed(world.line, by=world.alice, **spoilt)
    assert set(refused.value.errors) == {field}
    assert not Deed.objects.exists(), "nothing is left of it"
    assert not DeedLine.objects.exists()


@pytest.mark.parametrize(
    "said",
    [
        {"standing": "on_schedule", "cause": "", "next_step": "", "quantity": Decimal(0)},
        {"standing": "stopped", "done": "", "next_step": "", "quantity": None, "unit": ""},
        {"planned": "", "projects": []},
    ],
)
def test_what_is_enough(world: SimpleNamespace, said: dict[str, Any]) -> None:
    assert submit_deed(world.line, by=world.alice, **said).state == "submitted"


def test_what_the_plan_does_not_ask(world: SimpleNamespace) -> None:
    stranger = Department.objects.exclude(pk__in=[one.pk for one in world.departments])[0]
    for line in (line_of(f"{world.code}.99", world.first.slug), line_of(world.code, stranger.slug)):
        with pytest.raises(WrongState):
            submit_deed(line, by=world.bob)
    with pytest.raises(WrongState, match="サイクルが始まる"):
        submit_deed(world.line, 2026, by=world.alice)
    with pytest.raises(WrongState, match="期間にありません"):
        submit_deed(world.line, 2030, by=world.alice)


# --- Chains and ends --------------------------------------------------------------------------------------


def test_a_correction_is_a_new_record_with_its_reason(world: SimpleNamespace) -> None:
    publish(world, world.line)
    publish_deed_change(
        world.line, by=world.alice, publisher=world.bob, reason="数え漏れ", now=LATER, quantity=Decimal(12)
    )
    [row] = frames.deeds(world.plan)
    assert (row.number, row.quantity, row.reason) == (2, 12, "数え漏れ")
    assert [(old.quantity, old.reason, old.replaced_at) for old in row.superseded] == [
        (10, "数え漏れ", LATER)
    ]
    [then] = frames.deeds(world.plan, as_of=LATER - timedelta(days=1))
    assert (then.number, then.quantity, then.superseded) == (1, 10, ())


def test_a_change_in_the_works_is_the_staff_s_alone(world: SimpleNamespace) -> None:
    publish(world, world.line)
    DEEDS.open_change(owner=world.line, year=2024, reason="直す", by=world.alice)
    submit_deed(world.line, by=world.alice, done="秘密")
    submit_deed(world.other, by=world.erin, done="秘密")
    assert [row.done for row in frames.deeds(world.plan)] == ["相談会を10回開きました。"]
    assert {(row.done, row.unpublished, row.number) for row in frames.deeds(world.plan, drafts=True)} == {
        ("秘密", True, 1),
        ("秘密", True, 0),
    }


@pytest.mark.parametrize("standing", ["finished", "stopped"])
def test_an_end_ends_later_years_until_it_is_taken_back(world: SimpleNamespace, standing: str) -> None:
    publish(world, world.line, 2023, standing=standing, cause="終えた理由", next_step="")
    bullet = line_of(f"{world.code}.1", world.first.slug)
    for line in (world.line, bullet):
        with pytest.raises(WrongState, match="令和5年度に「"):
            submit_deed(line, 2024, by=world.alice)
    submit_deed(world.other, 2024, by=world.erin)  # the part of another department goes on
    publish_deed_change(
        world.line, 2023, by=world.alice, publisher=world.bob, reason="続けることになった", standing="late"
    )
    assert submit_deed(world.line, 2024, by=world.alice).state == "submitted"
    DEEDS.open_change(owner=world.line, year=2023, reason="やはり終える", by=world.alice)
    with pytest.raises(Incomplete, match="令和6年度の記録がある"):
        submit_deed(world.line, 2023, by=world.alice, standing=standing, cause="終えた理由")


def test_a_bullet_that_ended_ends_alone(world: SimpleNamespace) -> None:
    publish(world, line_of(f"{world.code}.1", world.first.slug), 2023, standing="finished")
    with pytest.raises(WrongState):
        submit_deed(line_of(f"{world.code}.1", world.first.slug), 2024, by=world.alice)
    assert submit_deed(world.line, 2024, by=world.alice)


# --- The whole --------------------------------------------------------------------------------------------


def test_an_initiative_is_whole_when_all_parts_are_out(world: SimpleNamespace) -> None:
    assert not year_of(world, 2024).is_whole
    publish(world, world.line, standing="on_schedule")
    half = year_of(world, 2024)
    assert (half.is_whole, half.standing) == (False, "on_schedule")
    assert [part.department for part in half.open] == world.departments[1:]
    for department in world.departments[1:]:
        publish_deed(line_of(world.code, department.slug), by=world.bob, publisher=world.carol)
    whole = year_of(world, 2024)
    assert (whole.is_whole, whole.standing) == (True, "late"), "one that is late makes it late"


def test_an_ended_part_is_settled_in_later_years(world: SimpleNamespace) -> None:
    for department in world.departments:
        line = line_of(world.code, department.slug)
        publish_deed(line, 2023, by=world.bob, publisher=world.carol, standing="finished")
    later = year_of(world, 2025)
    assert (later.is_whole, later.is_ended, later.standing) == (True, True, "finished")


def test_who_gathers_is_set_by_two(world: SimpleNamespace) -> None:
    measure = Measure.objects.get(number=int(world.code.partition("-")[0]))
    number = int(world.code.partition("-")[2])
    draft = workflow.draft_rule(
        model=DeedLead,
        owner=measure,
        data={"initiative": number, "department": world.second, "reason": "とりまとめを決めた"},
        by=world.bob,
        expected_versions=(),
    )
    with pytest.raises(NotAllowed):
        workflow.publish_rule(rule=draft, by=world.bob)
    assert frames.deed_leads(world.plan) == {}
    workflow.publish_rule(rule=draft, by=world.carol, now=LATER)
    assert frames.deed_leads(world.plan)[world.code].department == world.second.name
    assert [part.is_lead for part in year_of(world, 2024).parts][:2] == [False, True]
    assert frames.deed_leads(world.plan, LATER - timedelta(days=1)) == {}
    assert Event.objects.filter(action="deed_lead_set", measure=measure).exists()
    stranger = Department.objects.exclude(pk__in=[one.pk for one in world.departments])[0]
    for wrong in ({"department": stranger}, {"initiative": 99}):
        data = {"initiative": number, "department": world.second, "reason": "理由", **wrong}
        with pytest.raises(Incomplete):
            workflow.draft_rule(model=DeedLead, owner=measure, data=data, by=world.bob, expected_versions=())


# --- The plan beside it -----------------------------------------------------------------------------------


def test_what_was_published_outlives_a_revision_of_the_plan(world: SimpleNamespace) -> None:
    publish(world, world.line)
    publish(world, line_of(f"{world.code}.1", world.first.slug))
    measure = Measure.objects.get(number=int(world.code.partition("-")[0]))
    content = document_of(measure)
    content["initiatives"] = [
        one for one in content["initiatives"] if f"{measure.number}-{one['number']}" != world.code
    ]
    Writer(by=world.bob, reason="見直し", now=LATER).measure(world.plan, measure.number, content)
    assert [row.about != "" for row in frames.deeds(world.plan)] == [True, True]
    with pytest.raises(WrongState):  # of a year that is new, nothing more is asked
        submit_deed(world.line, 2025, by=world.alice)
    DEEDS.open_change(owner=world.line, year=2024, reason="誤り", by=world.alice)
    assert submit_deed(world.line, 2024, by=world.alice), "what is public can be corrected for ever"


def test_those_who_follow_a_department_write_on(world: SimpleNamespace) -> None:
    heir = Department.objects.create(name="新しい課", slug="atarashii", order=99)
    world.first.successors.add(heir)
    frank = make_user("frank", departments=(heir,))
    assert submit_deed(world.line, by=frank).entered_by == frank


def test_a_name_that_must_go_goes_from_a_published_deed(world: SimpleNamespace) -> None:
    publish(world, world.line, done="山田太郎さんと開きました。", projects=[["山田太郎基金", ""]])
    asked = workflow.ask_redaction(passage="山田太郎", reason="個人の名前", by=world.alice)
    workflow.carry_out_redaction(redaction=asked, by=world.bob)
    [row] = frames.deeds(world.plan)
    assert "山田" not in row.done + str(row.projects) + str(Event.objects.values_list("detail"))
    assert Redaction.objects.get().closed_at
    with pytest.raises(Incomplete):  # nobody of another department asks
        workflow.ask_redaction(passage="相談会", reason="個人の名前", by=world.erin)


# --- Many at once ------------------------------------------------------------------------------------------


def test_a_table_is_kept_whole_or_not_at_all(world: SimpleNamespace) -> None:
    bullet = line_of(f"{world.code}.1", world.first.slug)
    sound = DeedDraft(world.line, deed_said(), 0, None)
    poor = DeedDraft(bullet, deed_said(cause=""), 0, None)
    with pytest.raises(ManyDeedsRefused) as refused:
        keep_deeds(year=2024, drafts=[sound, poor], submitted=[sound, poor], by=world.alice)
    assert list(refused.value.errors) == [bullet.place]
    assert not Deed.objects.exists()
    fresh = [
        DeedDraft(line_of(world.code, world.first.slug), deed_said(), 0, None),
        DeedDraft(line_of(f"{world.code}.1", world.first.slug), deed_said(cause=""), 0, None),
    ]
    keep_deeds(year=2024, drafts=fresh, submitted=fresh[:1], by=world.alice)
    assert [deed.state for deed in Deed.objects.order_by("line__detail")] == ["submitted", "draft"]
    again = DeedDraft(line_of(f"{world.code}.1", world.first.slug), deed_said(), 9, None)
    with pytest.raises(ManyDeedsRefused) as refused:
        keep_deeds(year=2024, drafts=[again], by=world.alice)
    assert list(refused.value.taken) == [again.line.place]


def test_many_go_out_together_or_none(world: SimpleNamespace) -> None:
    first, second = submit_deed(world.line, by=world.alice), submit_deed(world.other, by=world.bob)
    with pytest.raises(NotAllowed):
        DEEDS.publish_together(chosen=[(first, first.version), (second, second.version)], by=world.bob)
    assert not Deed.objects.filter(state="published").exists()
    DEEDS.publish_together(chosen=[(first, first.version), (second, second.version)], by=world.carol)
    assert Deed.objects.filter(state="published").count() == 2
    with pytest.raises(StaleVersion):
        DEEDS.publish_together(chosen=[(first, first.version)], by=world.carol)


def test_a_draft_that_keeps_itself_writes_once(world: SimpleNamespace) -> None:
    said = {"owner": world.line, "year": 2024, "by": world.alice}
    blank: dict[str, Any] = dict.fromkeys(DEEDS.content, "") | {"quantity": None, "projects": []}
    assert DEEDS.keep(**said, data=blank) is None
    first = DEEDS.keep(**said, data=blank | {"done": "始めました。"})
    assert first is not None
    again = DEEDS.keep(**said, data=blank | {"done": "始めました。"}, version=0, record_id=first.pk)
    assert again is not None
    assert again.version == first.version
    with pytest.raises(StaleVersion):
        DEEDS.keep(**{**said, "by": world.bob}, data=blank | {"done": "別の文"}, version=0)


def test_all_of_a_plan_is_read_in_one_question(world: SimpleNamespace) -> None:
    for code in ("43-1", "44-1", "44-2", world.code):
        for department in next(
            one for one in initiatives(world.plan.pk) if one.code == code
        ).departments_in_order:
            publish_deed(line_of(code, department.slug), by=world.bob, publisher=world.carol)
    for asked, most in (({}, 1), ({"drafts": True}, 1), ({"as_of": LATER}, 2)):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(frames.deeds(Plan.objects.get(), **asked)) > 4
        assert len(queries) - 1 <= most
