"""The desk of draft, submit, send back and publish (workflow/review/), by the record that uses all of it: the sheet."""

from datetime import timedelta
from functools import partial
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, transaction

from indicators import workflow
from indicators.models import EvaluationSheet, Event
from indicators.workflow import SHEETS, Incomplete, NotAllowed, StaleVersion, WrongState
from tests.indicators.factories import (
    NOON,
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_dave,
    make_department,
    make_indicator,
    make_measure,
    make_user,
    publish_sheet,
    sheet_said,
    submit_sheet,
)
from tests.indicators.test_races import ROUNDS, at_once, split

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> SimpleNamespace:
    bob = make_bob()
    for year in (2023, 2024, 2025):
        make_cycle(year, by=bob, closed=year < 2025)
    make_indicator()
    return SimpleNamespace(measure=make_measure(), alice=make_alice(), bob=bob, carol=make_carol())


def save(world: SimpleNamespace, **changes: object) -> EvaluationSheet:
    wanted = {"owner": world.measure, "year": 2024, "data": sheet_said(), "by": world.alice, "now": NOON}
    return SHEETS.save(**{**wanted, **changes})


def stored() -> list[tuple[object, ...]]:
    """Everything that a refusal must leave as it was."""
    return [
        *EvaluationSheet.objects.order_by("pk").values_list(),
        *Event.objects.order_by("pk").values_list(),
    ]


# --- A sheet's way ----------------------------------------------------------------------------------


def test_from_the_first_draft_to_the_public(world: SimpleNamespace):
    draft = save(world, data={"achievements": "  相談会を開きました。\n"})
    assert (draft.state, draft.number, draft.version) == ("draft", 1, 1)
    assert draft.achievements == "相談会を開きました。"
    assert draft.author_ids == {world.alice.pk}

    saved = save(world, data=sheet_said(rating="B"), version=1)
    assert (saved.state, saved.version, saved.rating) == ("draft", 2, "B")

    submitted = SHEETS.submit(owner=world.measure, year=2024, by=world.alice, version=2, now=NOON)
    assert (submitted.state, submitted.submitted_by, submitted.submitted_at) == (
        "submitted",
        world.alice,
        NOON,
    )
    assert SHEETS.current_published(world.measure, 2024) is None

    returned = SHEETS.send_back(
        record=submitted, version=3, reason=" 数を確かめてください。 ", by=world.bob, now=NOON
    )
    assert (returned.state, returned.return_reason) == ("returned", "数を確かめてください。")

    again = SHEETS.submit(
        owner=world.measure,
        year=2024,
        by=world.alice,
        version=4,
        data=sheet_said(rating="D"),
        now=NOON,
    )
    assert (again.state, again.rating, again.return_reason) == ("submitted", "D", "")

    out = SHEETS.publish(record=again, version=again.version, by=world.bob, now=NOON)
    assert (out.state, out.published_by, out.published_at) == ("published", world.bob, NOON)
    assert SHEETS.current_published(world.measure, 2024) == out == SHEETS.current(world.measure, 2024)

    lines = Event.objects.filter(measure=world.measure, year=2024, number=1).order_by("pk")
    assert [(line.action, line.by, line.from_state, line.to_state, line.reason) for line in lines] == [
        ("created", world.alice, "", "draft", ""),
        ("saved", world.alice, "draft", "draft", ""),
        ("submitted", world.alice, "draft", "submitted", ""),
        ("sent_back", world.bob, "submitted", "returned", "数を確かめてください。"),
        ("saved", world.alice, "returned", "returned", ""),
        ("submitted", world.alice, "returned", "submitted", ""),
        ("published", world.bob, "submitted", "published", ""),
    ]
    second_save = lines[4].detail
    assert (second_save["before"]["rating"], second_save["after"]["rating"]) == ("B", "D")


def test_a_submission_saves_and_moves_or_does_neither(world: SimpleNamespace):
    save(world)
    before = stored()
    with pytest.raises(Incomplete) as refusal:
        SHEETS.submit(
            owner=world.measure,
            year=2024,
            by=world.alice,
            version=1,
            data=sheet_said(achievements="書きかえた", challenges="", rating=""),
        )
    assert refusal.value.errors == {
        "challenges": "課題を入力してください。",
        "rating": "自己評価を選んでください。",
    }
    assert stored() == before


def test_years_are_apart(world: SimpleNamespace):
    save(world)
    other = save(world, year=2023, data=sheet_said(rating="A"))
    assert other.number == 1
    assert SHEETS.current(world.measure, 2024).rating == "C"


# --- The wrong person, the wrong time, the wrong state ----------------------------------------------


def test_who_may_not_write(world: SimpleNamespace):
    draft = save(world)
    others = (
        make_user("eve", departments=(make_department("zaisei", "財政課"),)),
        make_dave(),
        make_alice_who_left(),
    )
    before = stored()
    for person in others:
        for step in (
            partial(save, world, by=person, version=1),
            partial(save, world, by=person, year=2023),
            partial(SHEETS.submit, owner=world.measure, year=2024, by=person, version=1),
            partial(SHEETS.discard, record=draft, version=1, by=person),
            partial(SHEETS.open_change, owner=world.measure, year=2024, reason="誤り", by=person),
        ):
            with pytest.raises(NotAllowed):
                step()
    assert stored() == before


def make_alice_who_left():
    return make_user("gone", departments=(make_department(),), is_active=False)


def test_who_may_not_review(world: SimpleNamespace):
    sheet = submit_sheet(world.measure, by=world.alice)
    before = stored()
    for person in (world.alice, make_dave(), make_user("eve")):
        with pytest.raises(NotAllowed):
            SHEETS.publish(record=sheet, version=sheet.version, by=person)
        with pytest.raises(NotAllowed):
            SHEETS.send_back(record=sheet, version=sheet.version, reason="理由", by=person)
    assert stored() == before


@pytest.mark.parametrize("role", ["entered", "edited last", "submitted"])
def test_nobody_publishes_their_own(world: SimpleNamespace, role: str):
    """Each of the three roles bars alone; the other person of the plan office may."""
    first = save(world, by=world.bob if role == "entered" else world.alice)
    second = save(world, by=world.bob if role == "edited last" else world.alice, version=first.version)
    sheet = SHEETS.submit(
        owner=world.measure,
        year=2024,
        by=world.bob if role == "submitted" else world.alice,
        version=second.version,
    )
    before = stored()
    with pytest.raises(NotAllowed):
        SHEETS.publish(record=sheet, version=sheet.version, by=world.bob)
    assert stored() == before
    assert SHEETS.publish(record=sheet, version=sheet.version, by=world.carol).state == "published"


def test_the_office_may_write_and_another_publishes(world: SimpleNamespace):
    sheet = submit_sheet(world.measure, by=world.bob)
    assert SHEETS.publish(record=sheet, version=sheet.version, by=world.carol).state == "published"


@pytest.mark.parametrize("year", [2022, 2026, 2027])
def test_years_without_a_cycle_and_outside_the_plan(world: SimpleNamespace, year: int):
    with pytest.raises(WrongState) as refusal:
        save(world, year=year)
    assert ("サイクル" if year == 2026 else "期間にありません") in str(refusal.value)
    assert not EvaluationSheet.objects.exists()


def test_a_submitted_sheet_stays_as_it_was_submitted(world: SimpleNamespace):
    sheet = submit_sheet(world.measure, by=world.alice)
    seen = sheet.version
    before = stored()
    for step in (
        partial(save, world, version=seen),
        partial(SHEETS.submit, owner=world.measure, year=2024, by=world.alice, version=seen),
        partial(SHEETS.discard, record=sheet, version=seen, by=world.alice),
        partial(SHEETS.open_change, owner=world.measure, year=2024, reason="誤り", by=world.alice),
    ):
        with pytest.raises(StaleVersion) as refusal:
            step()
        assert refusal.value.current == sheet
    assert stored() == before


def test_only_what_was_submitted_is_published_or_sent_back(world: SimpleNamespace):
    draft = save(world)
    before = stored()
    with pytest.raises(StaleVersion):
        SHEETS.publish(record=draft, version=1, by=world.bob)
    with pytest.raises(StaleVersion):
        SHEETS.send_back(record=draft, version=1, reason="理由", by=world.bob)
    assert stored() == before


def test_sending_back_needs_a_reason(world: SimpleNamespace):
    sheet = submit_sheet(world.measure, by=world.alice)
    with pytest.raises(Incomplete) as refusal:
        SHEETS.send_back(record=sheet, version=sheet.version, reason="　 \n", by=world.bob)
    assert set(refusal.value.errors) == {"return_reason"}
    assert SHEETS.current(world.measure, 2024).state == "submitted"


# --- Lost edits -------------------------------------------------------------------------------------


def test_the_second_save_is_told_what_stands(world: SimpleNamespace):
    save(world)
    save(world, data=sheet_said(achievements="ボブの文"), by=world.bob, version=1)
    before = stored()
    with pytest.raises(StaleVersion) as refusal:
        save(world, data=sheet_said(achievements="アリスの文"), version=1)
    assert refusal.value.current.achievements == "ボブの文"
    assert refusal.value.current.edited_by == world.bob
    assert stored() == before


def test_a_first_draft_where_there_is_one_already(world: SimpleNamespace):
    save(world)
    with pytest.raises(StaleVersion) as refusal:
        save(world, by=world.bob, version=0)
    assert refusal.value.current.edited_by == world.alice


def test_a_page_that_shows_an_earlier_record(world: SimpleNamespace):
    """Edits are counted anew in a change and in a new draft: the same number does not mean the same text."""
    gone = save(world)
    SHEETS.discard(record=gone, version=1, by=world.bob)
    second = save(world, by=world.bob, data=sheet_said(achievements="ボブの文"))
    assert gone.version == second.version
    before = stored()
    for step in (
        partial(save, world, version=1, record_id=gone.pk),
        partial(
            SHEETS.submit,
            owner=world.measure,
            year=2024,
            by=world.alice,
            version=1,
            record_id=gone.pk,
            data=sheet_said(),
        ),
    ):
        with pytest.raises(StaleVersion) as refusal:
            step()
        assert refusal.value.current == second
    assert stored() == before
    assert save(world, version=1, record_id=second.pk).version == 2


def test_publishing_what_was_changed_after_the_look(world: SimpleNamespace):
    seen = submit_sheet(world.measure, by=world.alice)
    returned = SHEETS.send_back(record=seen, version=seen.version, reason="理由", by=world.carol)
    SHEETS.submit(
        owner=world.measure,
        year=2024,
        by=world.alice,
        version=returned.version,
        data=sheet_said(rating="A"),
    )
    with pytest.raises(StaleVersion):
        SHEETS.publish(record=seen, version=seen.version, by=world.bob)
    assert SHEETS.current(world.measure, 2024).state == "submitted"


# --- Changes and discards ---------------------------------------------------------------------------


def test_a_change_stands_beside_what_is_published(world: SimpleNamespace):
    first = publish_sheet(world.measure, by=world.alice, publisher=world.bob)
    with pytest.raises(Incomplete):
        SHEETS.open_change(owner=world.measure, year=2024, reason=" ", by=world.alice)
    change = SHEETS.open_change(owner=world.measure, year=2024, reason=" 数の誤り ", by=world.alice)
    assert (change.number, change.state, change.reason) == (2, "draft", "数の誤り")
    assert change.achievements == first.achievements
    assert SHEETS.current_published(world.measure, 2024) == first

    with pytest.raises(StaleVersion) as refusal:
        SHEETS.open_change(owner=world.measure, year=2024, reason="また", by=world.bob)
    assert refusal.value.current == change
    with pytest.raises(Incomplete) as missing:
        save(world, version=1, reason="")
    assert set(missing.value.errors) == {"reason"}

    sheet = SHEETS.submit(
        owner=world.measure,
        year=2024,
        by=world.alice,
        version=1,
        data=sheet_said(rating="B"),
        reason="数の誤りを直しました",
    )
    second = SHEETS.publish(record=sheet, version=sheet.version, by=world.bob, now=NOON + timedelta(days=3))
    assert SHEETS.current_published(world.measure, 2024) == second
    assert (second.number, second.reason, second.rating) == (2, "数の誤りを直しました", "B")
    first.refresh_from_db()
    assert (first.state, first.rating) == ("published", "C")


def test_a_change_needs_something_published(world: SimpleNamespace):
    with pytest.raises(WrongState):
        SHEETS.open_change(owner=world.measure, year=2024, reason="誤り", by=world.alice)


def test_a_draft_is_given_up_and_the_log_keeps_it(world: SimpleNamespace):
    draft = save(world)
    with pytest.raises(StaleVersion):
        SHEETS.discard(record=draft, version=7, by=world.alice)
    SHEETS.discard(record=draft, version=1, by=world.alice)
    assert SHEETS.current(world.measure, 2024) is None
    line = Event.objects.get(action="discarded")
    assert (line.from_state, line.to_state) == ("", "")
    assert line.detail["after"]["achievements"] == "相談会を開きました。"
    with pytest.raises(StaleVersion) as refusal:
        save(world, version=1)
    assert refusal.value.current is None


def test_giving_up_a_change_leaves_the_published_one(world: SimpleNamespace):
    first = publish_sheet(world.measure, by=world.alice, publisher=world.bob)
    change = SHEETS.open_change(owner=world.measure, year=2024, reason="誤り", by=world.alice)
    SHEETS.discard(record=change, version=1, by=world.bob)
    assert SHEETS.current(world.measure, 2024) == first
    with pytest.raises(StaleVersion):
        SHEETS.discard(record=first, version=first.version, by=world.bob)


def test_what_is_published_is_guarded_by_the_database(world: SimpleNamespace):
    sheet = publish_sheet(world.measure, by=world.alice, publisher=world.bob)
    for break_it in (
        lambda: EvaluationSheet.objects.filter(pk=sheet.pk).update(achievements="別の文"),
        lambda: EvaluationSheet.objects.filter(pk=sheet.pk).update(state="draft", published_at=None),
        lambda: EvaluationSheet.objects.filter(pk=sheet.pk).update(figures=[]),
        lambda: EvaluationSheet.objects.filter(pk=sheet.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            break_it()
    sheet.refresh_from_db()
    assert sheet.achievements == "相談会を開きました。"


# --- Races ------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_race_of_two_publishers(world: SimpleNamespace):
    for number in range(60, 60 + ROUNDS):
        make_indicator(measure=make_measure(number))
        sheet = submit_sheet(make_measure(number), by=world.alice)
        won, lost = split(
            at_once(
                *(
                    partial(SHEETS.publish, record=sheet, version=sheet.version, by=who)
                    for who in (world.bob, world.carol)
                )
            )
        )
        assert (len(won), len(lost)) == (1, 1)
        sheet.refresh_from_db()
        assert sheet.published_by == won[0].published_by
        assert lost[0].current.state == "published"
    assert Event.objects.filter(action="published").count() == ROUNDS


@pytest.mark.django_db(transaction=True)
def test_race_of_publishing_against_mending(world: SimpleNamespace):
    """What goes out is what the publisher looked at."""
    for number in range(60, 60 + ROUNDS):
        make_indicator(measure=make_measure(number))
        measure = make_measure(number)
        sheet = submit_sheet(measure, by=world.alice)

        def mend(sheet: EvaluationSheet = sheet) -> EvaluationSheet:
            returned = SHEETS.send_back(record=sheet, version=sheet.version, reason="確認", by=world.carol)
            return SHEETS.submit(
                owner=sheet.measure,
                year=2024,
                by=world.alice,
                version=returned.version,
                data=sheet_said(rating="A"),
            )

        publish = partial(SHEETS.publish, record=sheet, version=sheet.version, by=world.bob)
        won, lost = split(at_once(publish, mend))
        assert (len(won), len(lost)) == (1, 1)
        now = SHEETS.current(measure, 2024)
        assert (now.state, now.rating) in {("published", "C"), ("submitted", "A")}


@pytest.mark.django_db(transaction=True)
def test_race_of_publishing_against_remarks(world: SimpleNamespace):
    """Bob's remark goes out with another's publication, or not at all: never by a publication that did not see it."""
    for number in range(60, 60 + ROUNDS):
        make_indicator(measure=make_measure(number))
        sheet = submit_sheet(make_measure(number), by=world.alice)
        won, lost = split(
            at_once(
                partial(SHEETS.publish, record=sheet, version=sheet.version, by=world.carol),
                partial(
                    SHEETS.add_remarks,
                    record=sheet,
                    version=sheet.version,
                    external_evaluation="",
                    office_remark="所見",
                    by=world.bob,
                ),
            )
        )
        assert (len(won), len(lost)) == (1, 1)
        sheet.refresh_from_db()
        assert (sheet.state, sheet.office_remark) in {("published", ""), ("submitted", "所見")}


@pytest.mark.django_db(transaction=True)
def test_race_of_two_first_drafts(world: SimpleNamespace):
    for number in range(60, 60 + ROUNDS):
        make_indicator(measure=make_measure(number))
        measure = make_measure(number)
        won, lost = split(
            at_once(*(partial(save, world, owner=measure, by=who) for who in (world.alice, world.bob)))
        )
        assert (len(won), len(lost)) == (1, 1)
        assert EvaluationSheet.objects.get(measure=measure).edited_by == won[0].edited_by


def test_the_module_gives_the_desk():
    assert workflow.SHEETS is SHEETS
