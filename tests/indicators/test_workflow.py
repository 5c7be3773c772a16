"""The yearly cycle of a value, step by step, and every step that must not happen (docs/publication.md §2–5)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from indicators import workflow
from indicators.models import (
    CARRIES_VALUE,
    Counting,
    Cycle,
    Event,
    Kind,
    Publication,
    Result,
    ValueState,
    WorkflowState,
)
from indicators.workflow import VALUES, Incomplete, NotAllowed, StaleVersion, WorkflowError, WrongState
from tests.indicators.factories import (
    NOON,
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_dave,
    make_department,
    make_indicator,
    make_plan,
    make_user,
    publish_change,
    publish_value,
    said,
    submit_value,
)

pytestmark = pytest.mark.django_db

World = SimpleNamespace
LATER = NOON + timedelta(days=1)


@pytest.fixture
def world() -> World:
    """43A of 産業振興課; the cycle of fiscal 2024 is open."""
    bob = make_bob()
    return World(
        indicator=make_indicator(),
        alice=make_alice(),
        bob=bob,
        carol=make_carol(),
        dave=make_dave(),
        erin=make_user("erin", departments=(make_department("zaisei", "財政課"),)),
        cycle=make_cycle(2024, by=bob),
    )


def _save(world: World, entry: workflow.Entry, **fields: Any) -> Result:
    given = {"owner": world.indicator, "year": 2024, "data": entry, "by": world.alice, "now": NOON}
    return workflow.save_draft(**{**given, **fields})


def _submit(world: World, **fields: Any) -> Result:
    return workflow.submit(
        **{"owner": world.indicator, "year": 2024, "by": world.alice, "now": NOON, **fields}
    )


def _submitted(world: World, entry: workflow.Entry | None = None) -> Result:
    return submit_value(world.indicator, 2024, entry or said("980"), by=world.alice)


def _published(world: World, entry: workflow.Entry | None = None, year: int = 2024) -> Publication:
    return publish_value(world.indicator, year, entry or said("980"), by=world.alice, publisher=world.bob)


def _open_change(world: World, kind: str = Kind.CORRECTION, **fields: Any) -> Result:
    given = {"owner": world.indicator, "year": 2024, "kind": kind, "by": world.alice, "now": LATER}
    return workflow.open_change(**{**given, "reason": "集計の誤り", **fields})


def _change(world: World, kind: str, entry: workflow.Entry | None = None, **fields: Any) -> Publication:
    return publish_change(
        world.indicator, 2024, kind, entry, by=world.alice, publisher=world.bob, now=LATER, **fields
    )


def _actions() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("action", flat=True))


def _everything() -> list[Any]:
    """Rows that a refused step must leave as they were."""
    return [list(model.objects.order_by("pk").values()) for model in (Result, Publication, Event, Cycle)]


# --- The straight way ---------------------------------------------------------------------------------


def test_from_draft_to_citizen(world: World):
    draft = _save(world, said("970", as_of=date(2025, 3, 31)))
    assert (draft.state, draft.value, draft.version, draft.kind) == ("draft", 970, 1, "first")
    saved = _save(world, said("980", note="  LINEの友だち  "), version=1, now=LATER)
    assert (saved.value, saved.note, saved.version) == (980, "LINEの友だち", 2)
    assert (saved.edited_at, saved.as_of) == (LATER, None)
    submitted = _submit(world, version=2)
    assert (submitted.state, submitted.submitted_by, submitted.submitted_at) == (
        "submitted",
        world.alice,
        NOON,
    )
    publication = workflow.publish(record=submitted, version=3, by=world.bob, now=LATER)
    row = Publication.objects.get()
    assert row == publication
    assert (row.value, row.value_state, row.note, row.number, row.kind) == (
        Decimal(980),
        "actual",
        "LINEの友だち",
        1,
        "first",
    )
    assert (row.published_by, row.published_at, row.result.state) == (world.bob, LATER, "published")
    assert _actions() == ["created", "saved", "submitted", "published"]


def test_the_log_says_who_when_from_where_to_where_and_what(world: World):
    _save(world, said("970"))
    _save(world, said("980", as_of=date(2025, 3, 31)), version=1, by=world.bob, now=LATER)
    event = Event.objects.get(action="saved")
    assert (event.by, event.at, event.indicator, event.year, event.number) == (
        world.bob,
        LATER,
        world.indicator,
        2024,
        1,
    )
    assert (event.from_state, event.to_state) == ("draft", "draft")
    assert event.detail["before"]["value"] == "970"
    assert event.detail["after"] == {
        "kind": "first",
        "reason": "",
        "value_state": "actual",
        "value": "980",
        "note": "",
        "as_of": "2025-03-31",
        "expected_on": None,
        "source": "",
        "source_url": "",
    }


def test_every_transition_is_one_line_of_the_log(world: World):
    submitted = _submitted(world)
    workflow.send_back(record=submitted, version=2, reason="単位を確認", by=world.bob, now=LATER)
    event = Event.objects.get(action="sent_back")
    assert (event.from_state, event.to_state, event.reason) == ("submitted", "returned", "単位を確認")
    again = _submit(world, version=3, data=said("981"))
    events = Event.objects.filter(action__in=["saved", "submitted"]).order_by("pk")
    assert [(e.from_state, e.to_state) for e in events][1:] == [
        ("returned", "returned"),
        ("returned", "submitted"),
    ]
    workflow.publish(record=again, version=again.version, by=world.bob, now=LATER)
    event = Event.objects.get(action="published")
    assert (event.by, event.from_state, event.to_state) == (world.bob, "submitted", "published")
    assert event.detail["after"]["value"] == "981"


def test_a_return_and_its_answer(world: World):
    submitted = _submitted(world)
    returned = workflow.send_back(record=submitted, version=2, reason=" 確認を ", by=world.bob, now=NOON)
    assert (returned.state, returned.return_reason, returned.version) == ("returned", "確認を", 3)
    mended = _save(world, said("981"), version=3)
    assert (mended.state, mended.return_reason) == ("returned", "確認を")
    again = _submit(world, version=4)
    assert (again.state, again.return_reason, again.value) == ("submitted", "", 981)


def test_the_moment_is_now_unless_told(world: World):
    before = timezone.now()
    draft = workflow.save_draft(owner=world.indicator, year=2024, data=said("980"), by=world.alice)
    submitted = workflow.submit(owner=world.indicator, year=2024, by=world.alice, version=1)
    returned = workflow.send_back(record=submitted, version=2, reason="確認", by=world.bob)
    again = workflow.submit(owner=world.indicator, year=2024, by=world.alice, version=3)
    publication = workflow.publish(record=returned, version=4, by=world.bob)
    change = workflow.open_change(
        owner=world.indicator, year=2024, kind=Kind.CORRECTION, by=world.alice, reason="誤り"
    )
    workflow.discard(record=change, version=1, by=world.alice)
    workflow.close_cycle(cycle=world.cycle, by=world.bob)
    moments: list[Any] = [
        draft.edited_at,
        submitted.submitted_at,
        again.submitted_at,
        publication.published_at,
    ]
    moments += [change.edited_at, *Event.objects.values_list("at", flat=True)]
    assert all(before <= moment <= timezone.now() for moment in moments)


def test_saving_and_submitting_in_one_step(world: World):
    result = _submit(world, version=0, data=said("980"))
    assert (result.state, result.value, result.version) == ("submitted", 980, 2)
    assert _actions() == ["created", "submitted"]


def test_saving_and_submitting_are_done_both_or_neither(world: World):
    _save(world, said("980"))
    before = _everything()
    with pytest.raises(Incomplete):
        _submit(world, version=1, data=workflow.Entry(value_state="actual"))
    assert _everything() == before


@pytest.mark.parametrize("value", ["0", "-12", "0.000001"])
def test_zero_is_a_value(value: str, world: World):
    world.indicator.may_be_negative = True
    world.indicator.save()
    assert _published(world, said(value, note="窓口の休止")).value == Decimal(value)
    assert Publication.objects.get().value is not None


@pytest.mark.parametrize("state", [state for state in ValueState if state not in CARRIES_VALUE])
def test_a_state_without_a_value_drops_what_stood_in_the_box(state: str, world: World):
    entry = said("980", state, note="理由", expected_on=date(2025, 9, 30))
    draft = _save(world, entry)
    assert draft.value is None
    assert (draft.expected_on is None) is (state != ValueState.UNPUBLISHED)
    submitted = _submit(world, version=1)
    publication = workflow.publish(record=submitted, version=2, by=world.bob)
    assert (publication.value, publication.value_state, publication.note) == (None, state, "理由")


@pytest.mark.parametrize("state", CARRIES_VALUE)
def test_states_that_carry_a_value(state: str, world: World):
    entry = said("980", state, as_of=date(2025, 3, 31), expected_on=date(2025, 9, 30))
    publication = _published(world, entry)
    due = None if state == "actual" else date(2025, 9, 30)
    assert (publication.value, publication.value_state, publication.expected_on) == (980, state, due)


def test_a_draft_may_be_half_finished(world: World):
    assert _save(world, workflow.Entry(note="集計中")).value_state == ""
    assert _save(world, said("980"), version=1).value == 980
    half = _save(world, workflow.Entry(value=Decimal(981)), version=2)
    assert (half.value_state, half.value) == ("", 981)


def test_a_first_draft_can_be_given_up(world: World):
    draft = _save(world, said("980"))
    workflow.discard(record=draft, version=1, by=world.alice, now=LATER)
    assert workflow.current_result(world.indicator, 2024) is None
    event = Event.objects.get(action="discarded")
    assert (event.from_state, event.to_state, event.detail["after"]["value"]) == ("draft", "", "980")
    # A form that is still open on the draft that was given up fits no later one.
    assert _save(world, said("981")).version == 3
    for seen in (1, 2):
        with pytest.raises(StaleVersion):
            _save(world, said("982"), version=seen)


def test_an_entry_is_read_back_from_a_record(world: World):
    entry = said(value_state="unpublished", note="国の公表待ち", expected_on=date(2025, 9, 30))
    assert workflow.Entry.of(_save(world, entry)) == entry


def test_a_change_can_be_asked_for_by_anyone_who_may_enter_and_the_office_too(world: World):
    _published(world)
    assert _open_change(world, by=world.carol).entered_by == world.carol


# --- Wrong persons --------------------------------------------------------------------------------


STEPS: dict[str, Callable[[World, User], object]] = {
    "save": lambda w, who: _save(w, said("980"), by=who),
    "save again": lambda w, who: _save(w, said("980"), version=1, by=who),
    "submit": lambda w, who: _submit(w, version=1, by=who),
    "discard": lambda w, who: workflow.discard(record=w.result, version=1, by=who),
    "send back": lambda w, who: workflow.send_back(
        record=w.result, version=w.result.version, reason="確認", by=who
    ),
    "publish": lambda w, who: workflow.publish(record=w.result, version=w.result.version, by=who),
    "open change": lambda w, who: _open_change(w, by=who),
    "open cycle": lambda w, who: workflow.open_cycle(
        plan=make_plan(), year=2025, due_on=date(2026, 5, 31), by=who
    ),
    "close cycle": lambda w, who: workflow.close_cycle(cycle=w.cycle, by=who),
    "reopen cycle": lambda w, who: workflow.reopen_cycle(
        cycle=w.cycle, due_on=date(2025, 8, 1), reason="遅れ", by=who
    ),
}


@pytest.mark.parametrize(
    ("step", "state", "persons"),
    [
        ("save", None, ["erin", "dave"]),
        ("save again", "draft", ["erin", "dave"]),
        ("submit", "draft", ["erin", "dave"]),
        ("discard", "draft", ["erin", "dave"]),
        ("send back", "submitted", ["alice", "erin", "dave"]),
        ("publish", "submitted", ["alice", "erin", "dave"]),
        ("open change", "published", ["erin", "dave"]),
        ("open cycle", None, ["alice", "erin", "dave"]),
        ("close cycle", None, ["alice", "erin", "dave"]),
        ("reopen cycle", None, ["alice", "erin", "dave"]),
    ],
)
def test_the_wrong_person_changes_nothing(step: str, state: str | None, persons: list[str], world: World):
    if state == "draft":
        world.result = _save(world, said("980"))
    elif state == "submitted":
        world.result = _submitted(world)
    elif state == "published":
        _published(world)
    before = _everything()
    for name in persons:
        with pytest.raises(NotAllowed) as refusal:
            STEPS[step](world, getattr(world, name))
        assert isinstance(refusal.value, PermissionDenied)
        assert refusal.value.message
    assert _everything() == before


@pytest.mark.parametrize("part", ["entered", "edited", "submitted"])
def test_nobody_publishes_what_they_had_a_hand_in(part: str, world: World):
    """企画課 leads indicators itself, so Bob may enter; then Carol has to publish."""
    _save(world, said("970"), by=world.bob if part == "entered" else world.alice)
    _save(world, said("980"), version=1, by=world.bob if part == "edited" else world.alice)
    result = _submit(world, version=2, by=world.bob if part == "submitted" else world.alice)
    before = _everything()
    with pytest.raises(NotAllowed):
        workflow.publish(record=result, version=3, by=world.bob)
    assert _everything() == before
    assert workflow.publish(record=result, version=3, by=world.carol).published_by == world.carol


def test_who_wrote_it_is_read_from_the_row_and_not_from_what_the_caller_holds(world: World):
    stale = _submitted(world)
    workflow.send_back(record=stale, version=2, reason="確認", by=world.carol)
    _submit(world, version=3, data=said("5", note="窓口の休止"), by=world.bob)
    with pytest.raises(NotAllowed):
        workflow.publish(record=stale, version=5, by=world.bob)
    stale.edited_by = stale.submitted_by = world.alice
    with pytest.raises(NotAllowed):
        workflow.publish(record=stale, version=5, by=world.bob)


def test_the_office_may_mend_and_then_the_other_publishes(world: World):
    submitted = _submitted(world)
    workflow.send_back(record=submitted, version=2, reason="こちらで直します", by=world.bob)
    mended = _submit(world, version=3, data=said("981"), by=world.bob)
    workflow.publish(record=mended, version=5, by=world.carol)
    assert Publication.objects.get().value == 981


def test_whoever_sent_it_back_may_publish_it_later(world: World):
    submitted = _submitted(world)
    workflow.send_back(record=submitted, version=2, reason="確認", by=world.bob)
    again = _submit(world, version=3)
    assert workflow.publish(record=again, version=4, by=world.bob)


# --- Impossible steps -----------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["draft", "returned", "published"])
def test_only_what_is_submitted_is_reviewed(state: str, world: World):
    result = _save(world, said("980"))
    if state != "draft":
        result = _submit(world, version=1)
        if state == "returned":
            result = workflow.send_back(record=result, version=2, reason="確認", by=world.bob)
        else:
            result = workflow.publish(record=result, version=2, by=world.bob).result
    before = _everything()
    for step in (
        lambda: workflow.publish(record=result, version=result.version, by=world.bob),
        lambda: workflow.send_back(record=result, version=result.version, reason="再", by=world.bob),
    ):
        with pytest.raises(StaleVersion) as refusal:
            step()
        assert refusal.value.current.state == state
    assert _everything() == before


@pytest.mark.parametrize("state", ["submitted", "published"])
def test_what_has_left_the_department_is_not_edited(state: str, world: World):
    result = _submitted(world)
    if state == "published":
        result = workflow.publish(record=result, version=2, by=world.bob).result
    before = _everything()
    for step in (
        lambda: _save(world, said("1"), version=result.version),
        lambda: _save(world, said("1")),
        lambda: _submit(world, version=result.version),
        lambda: _submit(world, version=result.version, data=said("1")),
        lambda: workflow.discard(record=result, version=result.version, by=world.alice),
    ):
        with pytest.raises(StaleVersion) as refusal:
            step()
        assert refusal.value.current.value == 980
        assert "すでに" in refusal.value.message
    assert _everything() == before


def test_an_old_page_does_not_overwrite_a_newer_save(world: World):
    _save(world, said("970"))
    newer = _save(world, said("980"), version=1, by=world.bob)
    before = _everything()
    for step in (
        lambda: _save(world, said("990"), version=1),
        lambda: _save(world, said("990")),
        lambda: _submit(world, version=1),
        lambda: workflow.discard(record=newer, version=1, by=world.alice),
    ):
        with pytest.raises(StaleVersion, match="先に保存") as refusal:
            step()
        assert (refusal.value.current.value, refusal.value.current.edited_by) == (980, world.bob)
    assert _everything() == before


def test_an_old_review_page_does_not_publish_what_was_mended_since(world: World):
    seen = _submitted(world)
    workflow.send_back(record=seen, version=2, reason="確認", by=world.carol)
    _submit(world, version=3, data=said("981"))
    for step in (
        lambda: workflow.publish(record=seen, version=2, by=world.bob),
        lambda: workflow.send_back(record=seen, version=2, reason="再", by=world.bob),
    ):
        with pytest.raises(StaleVersion) as refusal:
            step()
        assert refusal.value.current.value == 981
    assert not Publication.objects.exists()


def test_a_draft_that_was_given_up_is_gone_for_everyone(world: World):
    draft = _save(world, said("980"))
    workflow.discard(record=draft, version=1, by=world.alice)
    for step in (
        lambda: _save(world, said("990"), version=1),
        lambda: _submit(world, version=1),
        lambda: workflow.discard(record=draft, version=1, by=world.alice),
        lambda: workflow.publish(record=draft, version=1, by=world.bob),
        lambda: workflow.send_back(record=draft, version=1, reason="確認", by=world.bob),
    ):
        with pytest.raises(StaleVersion, match="取りやめ") as refusal:
            step()
        assert refusal.value.current is None


def test_a_return_needs_a_reason(world: World):
    result = _submitted(world)
    with pytest.raises(Incomplete) as refusal:
        workflow.send_back(record=result, version=2, reason=" ", by=world.bob)
    assert list(refusal.value.errors) == ["return_reason"]


def test_a_refusal_of_the_database_is_not_taken_for_a_conflict(world: World):
    with pytest.raises(IntegrityError), transaction.atomic():
        _save(world, workflow.Entry(value_state="odd"))
    assert not Result.objects.exists()


def _after(monkeypatch: pytest.MonkeyPatch, module: Any, look: str, rival: Callable[[], object]) -> None:
    """Let `rival` act once, right after the step under test has looked: the moment that a race needs."""
    really = getattr(module, look)

    def looked(*args: Any, **kwargs: Any) -> Any:
        monkeypatch.setattr(module, look, really)
        answer = really(*args, **kwargs)
        rival()
        return answer

    monkeypatch.setattr(module, look, looked)


def test_a_rival_who_begins_between_look_and_write_is_a_conflict(world: World, monkeypatch):
    _after(monkeypatch, VALUES, "check_time", lambda: _save(world, said("970"), by=world.bob))
    with pytest.raises(StaleVersion) as refusal:
        _save(world, said("980"))
    assert refusal.value.current.value == 970


def test_a_rival_who_opens_a_change_between_look_and_write_is_a_conflict(world: World, monkeypatch):
    _published(world)
    _after(monkeypatch, VALUES, "current", lambda: _open_change(world, by=world.bob))
    with pytest.raises(StaleVersion) as refusal:
        _open_change(world)
    assert refusal.value.current.entered_by == world.bob


def test_the_office_mending_it_at_this_moment_does_not_publish_its_own(world: World, monkeypatch):
    """Bob asks to publish the edit that he is about to make: the look sees Alice's, the write would move Bob's."""
    result = _submitted(world)
    workflow.send_back(record=result, version=2, reason="直します", by=world.bob)

    def mend() -> None:
        _submit(world, version=3, data=said("981"), by=world.bob)

    _after(monkeypatch, VALUES, "may_publish", mend)
    with pytest.raises(StaleVersion):
        workflow.publish(record=result, version=5, by=world.bob)
    assert not Publication.objects.exists()


# --- What is complete -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "fields"),
    [
        (workflow.Entry(), ["value_state"]),
        (workflow.Entry(value=Decimal(5)), ["value_state"]),
        (workflow.Entry(value_state="actual"), ["value"]),
        (workflow.Entry(value_state="estimate", note="見込み"), ["value", "expected_on"]),
        (workflow.Entry(value_state="provisional", value=Decimal(980)), ["expected_on"]),
        (workflow.Entry(value_state="part_year", value=Decimal(980)), ["expected_on", "as_of"]),
        (workflow.Entry(value_state="not_surveyed"), ["note"]),
        (workflow.Entry(value_state="unmeasurable", note="  "), ["note"]),
        (workflow.Entry(value_state="unpublished"), ["note", "expected_on"]),
        (workflow.Entry(value_state="unpublished", note="国の公表待ち"), ["expected_on"]),
    ],
)
def test_what_is_missing_is_said_by_field(entry: workflow.Entry, fields: list[str], world: World):
    _save(world, entry)
    with pytest.raises(Incomplete) as refusal:
        _submit(world, version=1)
    assert list(refusal.value.errors) == fields
    assert all(message.endswith("。") for message in refusal.value.errors.values())
    assert workflow.current_result(world.indicator, 2024).state == "draft"


def test_a_strange_value_asks_for_a_comment_and_is_accepted_with_one(world: World):
    make_cycle(2023, by=world.bob)
    draft = _save(world, said("584"), year=2023)
    with pytest.raises(Incomplete) as refusal:
        _submit(world, year=2023, version=draft.version)
    assert "現状値（令和４年12月末）の値とまったく同じ" in refusal.value.errors["note"]
    noted = said("584", note="増減が同じ数だった")
    assert _submit(world, year=2023, version=1, data=noted).state == "submitted"


def test_what_no_value_can_be_is_refused_in_a_draft_and_at_every_later_step(world: World):
    themes = make_indicator(letter="B", unit="テーマ", baseline_value=Decimal(5), target="60")
    told: dict[str, Any] = {"owner": themes}
    before = _everything()
    for entry, field in (
        (said("-5"), "value"),
        (said("28", as_of=date(2025, 5, 2)), "as_of"),  # NOON is on May 1
        (said("28", "provisional", as_of=date(2027, 3, 31)), "as_of"),
    ):
        with pytest.raises(Incomplete) as refusal:
            _save(world, entry, **told)
        assert list(refusal.value.errors) == [field]
    assert _everything() == before
    _save(world, said("28", "estimate", as_of=date(2026, 3, 31)), **told)
    result = _submit(world, version=1, data=said("28", as_of=date(2025, 5, 1)), **told)
    themes.highest = Decimal(20)
    themes.save()
    with pytest.raises(WrongState, match="20テーマより大きくなりません"):
        workflow.publish(record=result, version=result.version, by=world.bob, now=NOON)
    returned = workflow.send_back(record=result, version=result.version, reason="確認", by=world.bob)
    with pytest.raises(Incomplete) as refusal:
        _submit(world, version=returned.version, **told)
    assert list(refusal.value.errors) == ["value"]


def test_a_million_for_a_target_of_two_asks_for_a_comment(world: World):
    reviews = make_indicator(
        letter="B", counting=Counting.CUMULATIVE_FROM_ZERO, baseline_value=Decimal(2), target="2"
    )
    with pytest.raises(Incomplete) as refusal:
        _submit(world, owner=reviews, version=0, data=said("1000000"))
    assert "現状値と目標の10倍以上" in refusal.value.errors["note"]
    # A day that slid into the text is no comment.
    with pytest.raises(Incomplete) as refusal:
        _submit(world, owner=reviews, version=0, data=said("1000000", note="2025/3/31"))
    assert list(refusal.value.errors) == ["note"]
    assert _submit(world, owner=reviews, version=0, data=said("1000000", note="部門ごとに数えた")).pk


def test_warnings_look_at_the_year_before_as_it_stands(world: World):
    make_cycle(2023, by=world.bob)
    assert workflow.warnings_of(world.indicator, 2024, said("980")) == ()
    draft = _save(world, said("980"), year=2023)
    assert workflow.warnings_of(world.indicator, 2024, said("980")) == ()
    handed_in = _submit(world, year=2023, version=draft.version)
    assert workflow.warnings_of(world.indicator, 2024, said("980")) == (
        "提出済み（公表前）の令和5年度の値とまったく同じです。",
    )
    workflow.publish(record=handed_in, version=handed_in.version, by=world.bob, now=NOON)
    # A correction counts when it is out.
    _open_change(world, year=2023)
    _save(world, said("98765"), year=2023, number=2, version=1, now=LATER)
    assert workflow.warnings_of(world.indicator, 2024, said("980")) == ("令和5年度の値とまったく同じです。",)
    assert workflow.warnings_of(world.indicator, 2024, workflow.Entry()) == ()
    # 令和5年度 has a value now; the baseline is of 令和4年度.
    assert workflow.warnings_of(world.indicator, 2023, said("584")) == (
        "現状値（令和４年12月末）の値とまったく同じです。",
    )


def test_warnings_know_how_an_indicator_counts(world: World):
    make_cycle(2023, by=world.bob)
    total = make_indicator(letter="B", counting=Counting.CUMULATIVE, baseline_value=Decimal(80), target="120")
    anew = make_indicator(
        letter="C", counting=Counting.CUMULATIVE_FROM_ZERO, baseline_value=Decimal(2), target="2"
    )
    assert "累計なのに" in workflow.warnings_of(total, 2023, said("79"))[0]
    # The printed 2件 belongs to another count, which is no year before.
    assert workflow.warnings_of(anew, 2023, said("2")) == ()
    submit_value(anew, 2023, said("2"), by=world.alice)
    assert "累計なのに" in workflow.warnings_of(anew, 2024, said("1"))[0]
    assert workflow.warnings_of(anew, 2024, said("3")) == ()


# --- Cycles and history ---------------------------------------------------------------------------


def test_a_cycle_is_opened_and_closed_and_logged(world: World):
    cycle = workflow.open_cycle(plan=make_plan(), year=2025, due_on=date(2026, 5, 29), by=world.bob, now=NOON)
    assert (cycle.is_open, cycle.opened_by, cycle.due_on) == (True, world.bob, date(2026, 5, 29))
    workflow.close_cycle(cycle=cycle, by=world.carol, now=LATER)
    cycle.refresh_from_db()
    assert (cycle.is_open, cycle.closed_by, cycle.closed_at) == (False, world.carol, LATER)
    events = [(event.action, event.year, event.by) for event in Event.objects.order_by("pk")]
    assert events == [
        ("cycle_opened", 2025, world.bob),
        ("cycle_mailed", 2025, world.bob),
        ("cycle_closed", 2025, world.carol),
    ]


def test_cycles_that_cannot_be(world: World):
    for year, words in ((2022, "期間"), (2027, "期間"), (2024, "すでに")):
        with pytest.raises(WrongState, match=words):
            workflow.open_cycle(plan=make_plan(), year=year, due_on=date(2026, 5, 29), by=world.bob)
    workflow.close_cycle(cycle=world.cycle, by=world.bob)
    with pytest.raises(WrongState, match="すでに"):
        workflow.close_cycle(cycle=world.cycle, by=world.bob)
    assert _actions() == ["cycle_closed"]


@pytest.mark.parametrize("year", [2023, 2025, 2026, 2027, 2100])
def test_a_year_without_an_open_cycle_takes_no_value(year: int, world: World):
    assert not workflow.entry_is_open(world.indicator, year)
    with pytest.raises(WrongState, match=r"令和\d+年度は入力を受け付けていません"):
        _save(world, said("1"), year=year)


@pytest.mark.parametrize("year", [0, 1988, 2101, 99999])
def test_a_year_that_is_none_takes_no_value(year: int, world: World):
    with pytest.raises(WrongState, match="年度は入力を受け付けていません"):
        _save(world, said("1"), year=year)


def test_a_closed_cycle_takes_no_first_value_but_changes_go_on(world: World):
    _published(world)
    other = make_indicator(letter="B")
    draft = _save(world, said("5"), owner=other)
    workflow.close_cycle(cycle=world.cycle, by=world.bob, discarded={draft.pk: draft.version})
    before = _everything()
    for step in (
        lambda: _save(world, said("6"), owner=other),
        lambda: _save(world, said("6"), owner=make_indicator(letter="C")),
    ):
        with pytest.raises(WrongState):
            step()
    assert _everything() == before
    assert _change(world, Kind.CORRECTION, said("985")).number == 2


def test_closing_asks_about_every_draft(world: World):
    draft = _save(world, said("5"))
    before = _everything()
    with pytest.raises(Incomplete) as refusal:
        workflow.close_cycle(cycle=world.cycle, by=world.bob)
    assert list(refusal.value.errors) == [f"draft-{draft.pk}"]
    assert _everything() == before
    world.cycle.refresh_from_db()
    assert world.cycle.is_open

    workflow.close_cycle(cycle=world.cycle, by=world.bob, kept=[draft.pk])
    closed = Event.objects.get(action="cycle_closed")
    assert closed.detail == {"plan": "kisarazu-3", "kept": ["43A"], "discarded": []}
    # What was kept is finished as ever, and nothing else begins.
    submitted = _submit(world, data=said("6", note="窓口の休止"), version=draft.version)
    assert workflow.publish(record=submitted, version=submitted.version, by=world.bob).value == 6
    with pytest.raises(WrongState):
        _save(world, said("6"), owner=make_indicator(letter="C"))


def test_what_is_sent_back_after_the_closing_can_be_mended(world: World):
    submitted = _submitted(world)
    workflow.close_cycle(cycle=world.cycle, by=world.bob)
    returned = workflow.send_back(record=submitted, version=2, reason="確認", by=world.bob)
    assert workflow.may_go_on(returned, world.indicator, 2024)
    again = _submit(world, data=said("981"), version=returned.version)
    assert workflow.publish(record=again, version=again.version, by=world.bob).value == 981


def test_a_cycle_is_opened_again_with_a_reason(world: World):
    with pytest.raises(WrongState, match="締められていません"):
        workflow.reopen_cycle(cycle=world.cycle, due_on=date(2025, 8, 1), reason="遅れ", by=world.bob)
    workflow.close_cycle(cycle=world.cycle, by=world.bob)
    with pytest.raises(Incomplete) as refusal:
        workflow.reopen_cycle(cycle=world.cycle, due_on=date(2025, 8, 1), reason=" ", by=world.bob)
    assert list(refusal.value.errors) == ["reason"]
    reopened = workflow.reopen_cycle(
        cycle=world.cycle, due_on=date(2025, 8, 1), reason="災害対応で遅れた課があるため", by=world.carol
    )
    assert (reopened.is_open, reopened.due_on) == (True, date(2025, 8, 1))
    assert _save(world, said("6")).version == 1
    event = Event.objects.get(action="cycle_reopened")
    assert (event.by, event.reason) == (world.carol, "災害対応で遅れた課があるため")


@pytest.mark.parametrize(
    ("first", "second", "field"),
    [
        (date(2026, 6, 1), None, "first_reminder_on"),
        (None, date(2026, 5, 1), "second_reminder_on"),
        (date(2026, 5, 2), date(2026, 5, 2), "second_reminder_on"),
    ],
)
def test_reminders_come_in_order(first: Any, second: Any, field: str, world: World):
    with pytest.raises(Incomplete) as refusal:
        workflow.open_cycle(
            plan=make_plan(),
            year=2025,
            due_on=date(2026, 5, 29),
            first_reminder_on=first,
            second_reminder_on=second,
            by=world.bob,
        )
    assert list(refusal.value.errors) == [field]
    assert _actions() == []


def test_what_was_submitted_in_time_is_still_published_after_the_closing(world: World):
    result = _submitted(world)
    workflow.close_cycle(cycle=world.cycle, by=world.bob)
    assert workflow.publish(record=result, version=2, by=world.bob).number == 1


@pytest.mark.parametrize("year", [1989, 2019, 2022])
def test_history_before_the_plan_needs_no_cycle(year: int, world: World):
    assert workflow.entry_is_open(world.indicator, year)
    assert _published(world, said("300"), year=year).year == year


def test_a_count_from_zero_has_no_history(world: World):
    anew = make_indicator(
        letter="C", counting=Counting.CUMULATIVE_FROM_ZERO, baseline_value=Decimal(2), target="2"
    )
    assert not workflow.entry_is_open(anew, 2022)
    assert workflow.entry_is_open(anew, 2024)


# --- Changes of what is published -----------------------------------------------------------------


PROVISIONAL = said("980", "provisional")


def test_a_day_that_has_come_is_kept_in_a_draft_and_not_handed_in(world: World) -> None:
    """On the day itself, too: what is due today is late tomorrow."""
    today = timezone.localdate(NOON)
    entry = said("980", "estimate", expected_on=today)
    draft = workflow.save_draft(owner=world.indicator, year=2024, data=entry, by=world.alice, now=NOON)
    about: dict[str, Any] = {"owner": world.indicator, "year": 2024, "by": world.alice, "now": NOON}
    with pytest.raises(Incomplete) as refusal:
        workflow.submit(**about, version=draft.version)
    assert list(refusal.value.errors) == ["expected_on"]
    tomorrow = replace(entry, expected_on=today + timedelta(days=1))
    waiting = workflow.submit(**about, version=draft.version, data=tomorrow)
    later = NOON + timedelta(days=2)  # passed while it waited: the reviewer is warned, and may publish
    assert workflow.warnings_at_review(waiting, NOON) == ()
    assert "が過ぎています" in workflow.warnings_at_review(waiting, later)[0]
    workflow.publish(record=waiting, version=waiting.version, by=world.bob, now=later)
    # A 訂正 of the figure leaves the day that citizens read as passed; another past day is not taken.
    about |= {"now": later}
    change = workflow.open_change(**about, kind="correction", reason="数え直し")
    with pytest.raises(Incomplete):
        workflow.submit(**about, number=2, version=change.version, data=entry)
    assert workflow.submit(**about, number=2, version=change.version).state == "submitted"


UNPUBLISHED = said(value_state="unpublished", note="国の公表待ち", expected_on=date(2025, 9, 30))
ESTIMATE = said("980", "estimate")
PART_YEAR = said("980", "part_year", as_of=date(2024, 12, 31))
NOT_SURVEYED = said(value_state="not_surveyed", note="隔年の調査")


@pytest.mark.parametrize(
    "entry", [PROVISIONAL, ESTIMATE, PART_YEAR, UNPUBLISHED], ids=lambda e: e.value_state
)
def test_a_figure_becomes_final(entry: workflow.Entry, world: World):
    _published(world, entry)
    change = _open_change(world, Kind.FINAL, reason="")
    assert (change.number, change.value_state, change.value) == (2, "actual", entry.value)
    assert (change.expected_on, change.note) == (None, "")  # the excuse is no text of the figure that came
    final = _submit(world, number=2, version=1, data=said("985", note=entry.note))
    publication = workflow.publish(record=final, version=3, by=world.bob)
    assert (publication.kind, publication.number, publication.value, publication.reason) == (
        "final",
        2,
        985,
        "",
    )


@pytest.mark.parametrize(
    ("entry", "kinds"),
    [
        (said("980"), "supplement correction revision withdrawal"),
        (NOT_SURVEYED, "correction revision withdrawal"),
        (PROVISIONAL, "final update supplement correction revision withdrawal"),
        (ESTIMATE, "final update correction revision withdrawal"),
        (PART_YEAR, "final update correction revision withdrawal"),
        (UNPUBLISHED, "final update correction revision withdrawal"),
    ],
    ids=lambda given: getattr(given, "value_state", ""),
)
def test_which_kinds_fit_what_is_published(entry: workflow.Entry, kinds: str, world: World):
    publication = _published(world, entry)
    assert " ".join(workflow.allowed_kinds(publication)) == kinds
    for kind in set(Kind.values) - set(kinds.split()):
        with pytest.raises(WrongState, match="種別"):
            _open_change(world, kind)
    with pytest.raises(WrongState):
        _open_change(world, "nonsense")


@pytest.mark.parametrize(
    "entry", [PROVISIONAL, ESTIMATE, PART_YEAR, UNPUBLISHED], ids=lambda e: e.value_state
)
@pytest.mark.parametrize(
    "newer", [PROVISIONAL, ESTIMATE, PART_YEAR, UNPUBLISHED], ids=lambda e: e.value_state
)
def test_what_is_not_final_is_updated_after_closing_and_without_a_reason(
    entry: workflow.Entry, newer: workflow.Entry, world: World
):
    _published(world, entry)
    workflow.close_cycle(cycle=Cycle.objects.get(year=2024), by=world.bob)
    change = _open_change(world, Kind.UPDATE, reason="")
    assert (change.value_state, change.value) == (entry.value_state, entry.value)
    with pytest.raises(Incomplete) as refusal:  # the old day is over: the next record has one of its own
        _submit(world, number=2, version=1)
    assert list(refusal.value.errors) == ["expected_on"]
    update = _submit(world, number=2, version=1, data=replace(newer, expected_on=date(2026, 1, 30)))
    publication = workflow.publish(record=update, version=3, by=world.bob)
    assert (publication.kind, publication.reason) == ("update", "")
    assert (publication.value_state, publication.expected_on) == (newer.value_state, date(2026, 1, 30))


@pytest.mark.parametrize("entry", [said("985"), NOT_SURVEYED], ids=lambda e: e.value_state)
def test_an_update_stays_short_of_final(entry: workflow.Entry, world: World):
    _published(world, ESTIMATE)
    _open_change(world, Kind.UPDATE)
    _save(world, entry, number=2, version=1)
    with pytest.raises(Incomplete) as refusal:
        _submit(world, number=2, version=2)
    assert "更新" in refusal.value.errors["value_state"]


@pytest.mark.parametrize("kind", [Kind.CORRECTION, Kind.REVISION])
def test_a_correction_keeps_the_chain(kind: str, world: World):
    first = _published(world)
    change = _open_change(world, kind, reason=" 転記の誤り ")
    assert (change.value, change.value_state, change.reason) == (980, "actual", "転記の誤り")
    assert Publication.objects.get() == first  # nothing public changes while the change is open
    _submit(world, number=2, version=1, data=said("908"), reason="転記の誤り（980→908）")
    workflow.publish(record=change, version=3, by=world.bob, now=LATER)
    chain = Publication.objects.values_list("number", "kind", "value", "reason")
    assert list(chain) == [(1, "first", 980, ""), (2, kind, 908, "転記の誤り（980→908）")]


@pytest.mark.parametrize("kind", [Kind.CORRECTION, Kind.REVISION, Kind.WITHDRAWAL])
def test_a_change_says_why(kind: str, world: World):
    _published(world)
    with pytest.raises(WrongState, match="理由"):
        _open_change(world, kind, reason="  ")
    change = _open_change(world, kind)
    with pytest.raises(Incomplete) as refusal:
        _save(world, said("1"), number=2, version=1, reason=" ")
    assert list(refusal.value.errors) == ["reason"]
    kept = _save(world, said("985"), number=2, version=change.version)
    assert kept.reason == "集計の誤り"
    assert _save(world, said("985"), number=2, version=2, reason="転記の誤り").reason == "転記の誤り"


def test_a_final_figure_may_say_why_and_need_not(world: World):
    _published(world, PROVISIONAL)
    _open_change(world, Kind.FINAL, reason="")
    assert _save(world, said("985"), number=2, version=1, reason="決算の確定").reason == "決算の確定"
    assert _save(world, said("985"), number=2, version=2, reason="").reason == ""


def test_a_final_figure_is_an_actual_one(world: World):
    _published(world, PROVISIONAL)
    _open_change(world, Kind.FINAL)
    for number, entry in enumerate((ESTIMATE, NOT_SURVEYED), 1):
        _save(world, entry, number=2, version=number)
        with pytest.raises(Incomplete) as refusal:
            _submit(world, number=2, version=number + 1)
        assert "確定" in refusal.value.errors["value_state"]
    _save(world, workflow.Entry(), number=2, version=3)
    with pytest.raises(Incomplete) as refusal:
        _submit(world, number=2, version=4)
    assert "選んで" in refusal.value.errors["value_state"]


def test_a_withdrawal_has_no_value_whatever_is_typed(world: World):
    _published(world, said("980", note="説明", as_of=date(2025, 3, 31)))
    change = _open_change(world, Kind.WITHDRAWAL)
    assert (change.value, change.value_state, change.note, change.as_of) == (None, "", "", None)
    result = _submit(world, number=2, version=1, data=said("5", note="再集計のため"))
    publication = workflow.publish(record=result, version=3, by=world.bob)
    assert (publication.value, publication.value_state, publication.note) == (None, "", "再集計のため")
    assert workflow.allowed_kinds(publication) == (Kind.CORRECTION,)
    assert _change(world, Kind.CORRECTION, said("990"), reason="再集計が済んだ").value == 990


def test_a_withdrawal_after_a_withdrawal_is_none(world: World):
    _published(world)
    _change(world, Kind.WITHDRAWAL)
    with pytest.raises(WrongState):
        _open_change(world, Kind.WITHDRAWAL)


def test_a_correction_of_what_is_not_yet_published_elsewhere_keeps_its_date(world: World):
    _published(world, UNPUBLISHED)
    assert _open_change(world).expected_on == date(2025, 9, 30)


def test_two_open_changes_of_one_value_cannot_exist(world: World):
    _published(world)
    change = _open_change(world)
    for kind in (Kind.CORRECTION, Kind.WITHDRAWAL):
        with pytest.raises(StaleVersion) as refusal:
            _open_change(world, kind, by=world.bob)
        assert refusal.value.current == change
    _open_change_elsewhere = _published(world, said("300"), year=2022)
    assert _open_change(world, year=2022).year == _open_change_elsewhere.year


@pytest.mark.parametrize("state", [None, "draft", "submitted"])
def test_what_is_not_published_cannot_be_changed(state: str | None, world: World):
    if state == "draft":
        _save(world, said("980"))
    elif state == "submitted":
        _submitted(world)
    with pytest.raises(WorkflowError) as refusal:
        _open_change(world)
    assert isinstance(refusal.value, WrongState if state is None else StaleVersion)


def test_a_change_that_is_given_up_leaves_what_is_published(world: World):
    _published(world)
    change = _open_change(world)
    workflow.discard(record=change, version=1, by=world.alice)
    current = workflow.current_result(world.indicator, 2024)
    assert (current.number, current.state) == (1, WorkflowState.PUBLISHED)
    assert Event.objects.get(action="discarded").detail["after"]["reason"] == "集計の誤り"
    assert _open_change(world).number == 2


def test_a_change_goes_through_review_as_well(world: World):
    _published(world)
    _open_change(world, by=world.bob)
    result = _submit(world, number=2, version=1, data=said("985"))
    with pytest.raises(NotAllowed):  # Bob began it
        workflow.publish(record=result, version=3, by=world.bob)
    returned = workflow.send_back(record=result, version=3, reason="根拠は？", by=world.carol)
    again = _submit(world, number=2, version=4, data=said("986", note="集計表による"))
    assert again.version == returned.version + 2
    workflow.publish(record=again, version=6, by=world.carol)
    assert list(Publication.objects.values_list("value", flat=True)) == [980, 986]


def test_a_chain_can_go_on(world: World):
    _published(world, UNPUBLISHED)
    _change(world, Kind.FINAL, said("980"), reason="")
    _change(world, Kind.CORRECTION, said("985"))
    _change(world, Kind.REVISION, said("986"), reason="国の遡及改定")
    _change(world, Kind.WITHDRAWAL)
    _change(world, Kind.CORRECTION, said("987"))
    kinds = Publication.objects.values_list("kind", flat=True)
    assert list(kinds) == ["first", "final", "correction", "revision", "withdrawal", "correction"]
    assert list(Publication.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert workflow.current_result(world.indicator, 2024).number == 6
