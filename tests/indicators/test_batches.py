"""Many values at once: published, scheduled, sent back; what cannot go stays behind and says why (docs/publication.md §7)."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace as World
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from indicators import frames, workflow
from indicators.models import (
    Batch,
    BatchCorrection,
    BatchItem,
    Event,
    Indicator,
    Membership,
    Publication,
    Result,
)
from indicators.wording.people import person
from indicators.workflow import Chosen, Incomplete, NotAllowed, StaleVersion, WrongState
from tests.indicators.factories import (
    EVERY,
    NOON,
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_dave,
    make_indicator,
    make_threshold,
    said,
)

LATER = NOON + timedelta(days=2)
TOLD: dict[str, Any] = {"title": "令和6年度実績の公表", "announced_on": date(2025, 5, 3)}


@pytest.fixture
def world(db: None) -> World:
    """Three indicators whose values of fiscal 2024 Alice has submitted."""
    world = World(alice=make_alice(), bob=make_bob(), carol=make_carol(), dave=make_dave())
    make_threshold()
    world.indicators = [make_indicator(letter=letter) for letter in "ABC"]
    world.cycle = make_cycle(2024, by=world.bob)
    world.chosen = [_submit(indicator, world.alice) for indicator in world.indicators]
    return world


def _submit(indicator: Indicator, by: Any, value: str = "980") -> Chosen:
    result = workflow.submit(owner=indicator, year=2024, by=by, version=0, data=said(value), now=NOON)
    return Chosen(result, result.version)


def _publish(world: World, **told: Any) -> Any:
    return workflow.publish_many(**{"chosen": world.chosen, **TOLD, "by": world.bob, "now": LATER, **told})


def _schedule(world: World, **told: Any) -> Any:
    moment = {"scheduled_for": LATER, "now": NOON}
    return workflow.schedule(**{"chosen": world.chosen, **TOLD, "by": world.bob, **moment, **told})


def _codes(refused: list[workflow.Refused]) -> list[str]:
    return [one.result.indicator.code for one in refused]


def _public() -> list[str]:
    return [row.code for row in frames.published(EVERY) if row.number]


def test_values_go_out_together_under_one_title(world: World):
    batch, refused = _publish(world)
    assert refused == []
    assert _public() == ["43A", "43B", "43C"]
    rows = list(Publication.objects.values_list("batch", "published_at", "published_by"))
    assert rows == [(batch.pk, LATER, world.bob.pk)] * 3
    assert (batch.title, batch.announced_on, batch.published_at) == (*TOLD.values(), LATER)
    event = Event.objects.get(action="batch_published")
    assert (event.by, event.detail["published"]) == (world.bob, 3)


def test_what_cannot_go_stays_behind_and_says_why(world: World):
    own = _submit(make_indicator(letter="D"), world.bob)
    mended, sent_back = world.chosen[0], world.chosen[1]
    workflow.send_back(record=sent_back.result, version=2, reason="確認", by=world.carol)
    stale = Chosen(mended.result, 1)
    batch, refused = _publish(world, chosen=[stale, sent_back, world.chosen[2], own])
    assert _codes(refused) == ["43A", "43B", "43D"]
    assert "この値は、見たあとに差し戻されています（" in refused[1].why
    assert refused[1].why.endswith("差し戻しました）。いまは「差戻し」です。")
    assert "自分で" in refused[2].why
    assert _public() == ["43C"]
    assert batch.publications.count() == 1


def test_a_batch_of_nothing_is_none(world: World):
    stale = [Chosen(one.result, 1) for one in world.chosen]
    with pytest.raises(Incomplete, match="43A"):
        _publish(world, chosen=stale)
    with pytest.raises(Incomplete):
        _publish(world, chosen=[])
    with pytest.raises(Incomplete):
        _publish(world, title="  ")
    assert not Batch.objects.exists()
    assert _public() == []


@pytest.mark.parametrize("who", ["alice", "dave"])
def test_only_the_plan_office_publishes_many(world: World, who: str):
    person = getattr(world, who)
    batch, _ = _schedule(world)
    before = Event.objects.count()
    for step in (
        lambda: _publish(world, by=person),
        lambda: _schedule(world, by=person),
        lambda: workflow.cancel(batch=batch, by=person),
        lambda: workflow.send_back_many(chosen=world.chosen, reason="確認", by=person),
    ):
        with pytest.raises(NotAllowed):
            step()
    assert Event.objects.count() == before
    assert _public() == []


def test_a_batch_that_went_out_is_fixed(world: World):
    batch, _ = _publish(world)
    for statement in (
        lambda: Batch.objects.filter(pk=batch.pk).update(title="ほかの題名"),
        lambda: Batch.objects.filter(pk=batch.pk).delete(),
    ):
        with pytest.raises(Exception, match=r"append-only|protected"), transaction.atomic():
            statement()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(published_at=NOON)


# --- Schedules ----------------------------------------------------------------------------------


def test_a_schedule_is_carried_out_at_its_moment_and_not_before(world: World):
    batch, refused = _schedule(world)
    assert refused == []
    assert workflow.publish_due(now=LATER - timedelta(seconds=1)) == []
    assert _public() == []
    late = LATER + timedelta(minutes=7)
    [(done, behind)] = workflow.publish_due(now=late)
    assert (done, behind) == (batch, [])
    assert _public() == ["43A", "43B", "43C"]
    # The real moment, not the one that was wished for.
    assert set(Publication.objects.values_list("published_at", "published_by")) == {(late, world.bob.pk)}
    assert workflow.publish_due(now=late) == []
    assert Publication.objects.count() == 3


def test_what_changed_since_stays_behind_with_its_reason(world: World):
    _schedule(world)
    first, second = world.chosen[0], world.chosen[1]
    returned = workflow.send_back(record=first.result, version=2, reason="確認", by=world.carol, now=NOON)
    workflow.submit(
        owner=first.result.indicator,
        year=2024,
        by=world.alice,
        version=returned.version,
        data=said("990"),
    )
    gone = workflow.send_back(record=second.result, version=2, reason="取りやめ", by=world.carol)
    workflow.discard(record=gone, version=gone.version, by=world.alice)
    [(_, behind)] = workflow.publish_due(now=LATER)
    assert _codes(behind) == ["43A", "43B"]
    assert _public() == ["43C"]
    told = dict(BatchItem.objects.values_list("indicator__letter", "refusal"))
    assert told["A"].startswith(
        f"この値は、見たあとに差し戻され、提出し直されています（{person(world.alice)}が"
    )
    assert told["B"].startswith(f"この下書きはすでに取りやめられています（{person(world.alice)}が")
    assert told["C"] == ""


def test_a_draft_begun_anew_is_not_the_one_that_was_scheduled(world: World):
    """Its edits may be counted alike; what nobody checked does not go out."""
    _schedule(world)
    first = world.chosen[0]
    gone = workflow.send_back(record=first.result, version=2, reason="取りやめ", by=world.carol)
    workflow.discard(record=gone, version=gone.version, by=world.alice)
    _submit(first.result.indicator, world.alice, "12345")
    workflow.publish_due(now=LATER)
    assert _public() == ["43B", "43C"]


def test_who_scheduled_is_asked_again_when_it_goes_out(world: World):
    _schedule(world)
    world.bob.is_active = False
    world.bob.save()
    [(_, behind)] = workflow.publish_due(now=LATER)
    assert len(behind) == 3
    assert _public() == []


def test_a_schedule_is_given_up_until_its_moment(world: World):
    batch, _ = _schedule(world)
    workflow.cancel(batch=batch, by=world.carol, reason="日を改めるため")
    assert workflow.publish_due(now=LATER) == []
    with pytest.raises(WrongState):
        workflow.cancel(batch=batch, by=world.carol)
    again, _ = _schedule(world)
    workflow.publish_due(now=LATER)
    with pytest.raises(WrongState, match="公表された"):
        workflow.cancel(batch=again, by=world.carol)
    actions = [event.action for event in Event.objects.filter(action__startswith="batch").order_by("pk")]
    assert actions == ["batch_scheduled", "batch_cancelled", "batch_scheduled", "batch_published"]


def test_a_value_waits_in_one_schedule_only(world: World):
    _schedule(world, chosen=world.chosen[:1])
    _, refused = _schedule(world)
    assert _codes(refused) == ["43A"]
    with pytest.raises(Incomplete, match="予約できるもの"):
        _schedule(world, chosen=world.chosen[:1])


def test_a_schedule_lies_ahead(world: World):
    for moment in (NOON, datetime(2020, 1, 1, tzinfo=UTC)):
        with pytest.raises(Incomplete) as refusal:
            _schedule(world, scheduled_for=moment)
        assert list(refusal.value.errors) == ["scheduled_for"]
    assert not Batch.objects.exists()


def test_many_are_sent_back_with_one_reason(world: World):
    stale = Chosen(world.chosen[2].result, 1)
    refused = workflow.send_back_many(
        chosen=[*world.chosen[:2], stale], reason="時点を確認してください。", by=world.bob
    )
    assert _codes(refused) == ["43C"]
    states = list(Result.objects.order_by("indicator__letter").values_list("state", "return_reason"))
    assert states == [
        ("returned", "時点を確認してください。"),
        ("returned", "時点を確認してください。"),
        ("submitted", ""),
    ]
    for chosen, reason, field in ((world.chosen, " ", "return_reason"), ([], "確認", "__all__")):
        with pytest.raises(Incomplete) as refusal:
            workflow.send_back_many(chosen=chosen, reason=reason, by=world.bob)
        assert list(refusal.value.errors) == [field]


# --- Days ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "is_told"),
    [
        (date(2024, 3, 31), False),  # before fiscal 2024 began
        (date(2024, 4, 1), True),
        (date(2025, 5, 3), True),  # the day of LATER
        (date(2025, 5, 4), False),
        (date(2027, 5, 3), False),
    ],
)
def test_a_publication_is_dated_within_what_can_be_true(world: World, day: date, is_told: bool):
    for step in (_publish, _schedule):
        if is_told:
            assert step(world, announced_on=day, chosen=[world.chosen[step is _schedule]])
        else:
            with pytest.raises(Incomplete) as refusal:
                step(world, announced_on=day)
            assert list(refusal.value.errors) == ["announced_on"]


def test_a_schedule_lies_within_a_year(world: World):
    with pytest.raises(Incomplete) as refusal:
        _schedule(world, scheduled_for=NOON + timedelta(days=367))
    assert list(refusal.value.errors) == ["scheduled_for"]


def test_nobody_schedules_past_their_leaving(world: World):
    """Bob leaves the office in five days; what he schedules for later could not go out in his name."""
    now = timezone.now()
    Membership.objects.filter(user=world.bob).update(until=timezone.localdate(now) + timedelta(days=5))
    told: dict[str, Any] = {"by": User.objects.get(pk=world.bob.pk), "now": now}
    with pytest.raises(Incomplete) as refusal:
        _schedule(world, scheduled_for=now + timedelta(days=5), **told)
    assert list(refusal.value.errors) == ["scheduled_for"]
    assert "企画課（計画担当）ではありません" in refusal.value.message
    assert not Batch.objects.exists()
    assert _schedule(world, scheduled_for=now + timedelta(days=4), **told)[1] == []


def test_what_stays_behind_because_of_its_author_says_so(world: World):
    _schedule(world)
    Membership.objects.filter(user=world.bob).update(until=date(2025, 5, 2))
    [(_, behind)] = workflow.publish_due(now=LATER)
    assert {one.why for one in behind} == {
        "予約したボブが、公表の日に企画課（計画担当）ではなかったため、公表していません。"
    }


def _draft(batch: Batch, by: Any, **told: Any) -> Any:
    anew = {"title": "令和6年度の実績", "announced_on": date(2025, 5, 2), "reason": "題名の誤り"}
    seen = told.pop("seen", ())
    return workflow.draft_correction(batch=batch, by=by, data={**anew, **told}, expected_versions=seen)


def _out(draft: BatchCorrection, by: Any) -> BatchCorrection:
    return workflow.publish_rule(rule=draft, by=by, now=LATER + timedelta(days=1))


def test_title_and_day_are_corrected_beside_what_was_said(world: World):
    batch, _ = _publish(world)
    draft = _draft(batch, world.carol)
    [now] = frames.announcements(EVERY)
    assert (now.title, now.announced_on, now.said_anew) == (*TOLD.values(), ()), "a draft says nothing"
    made = _out(draft, world.bob)
    assert (made.old_title, made.old_announced_on) == tuple(TOLD.values())
    [now] = frames.announcements(EVERY)
    assert (now.title, now.announced_on) == ("令和6年度の実績", date(2025, 5, 2))
    assert [(one.old_title, one.reason) for one in now.said_anew] == [(TOLD["title"], "題名の誤り")]
    assert now.updated_at == LATER + timedelta(days=1)
    [then] = frames.announcements(EVERY, as_of=LATER + timedelta(hours=1))
    assert (then.title, then.announced_on, then.said_anew) == (*TOLD.values(), ())
    line = Event.objects.get(action="batch_corrected")
    assert (line.by, line.detail["batch"]) == (world.bob, batch.pk)
    assert line.detail["before"] == {"title": TOLD["title"], "announced_on": "2025-05-03"}
    assert line.detail["after"] == {"title": "令和6年度の実績", "announced_on": "2025-05-02"}
    again = _out(_draft(batch, world.bob, title="ほかの題名"), world.carol)
    assert (again.number, again.old_title) == (2, "令和6年度の実績")
    assert frames.announcements(EVERY)[0].title == "ほかの題名"


def test_nobody_publishes_their_own_correction_of_title_and_day(world: World):
    batch, _ = _publish(world)
    draft = _draft(batch, world.carol)
    with pytest.raises(NotAllowed, match="ほかの計画担当"):
        _out(draft, world.carol)
    with pytest.raises(StaleVersion):  # Bob saw no draft
        _draft(batch, world.bob, title="ほかの題名")
    draft = _draft(batch, world.bob, title="ほかの題名", seen=[draft.at_version])
    with pytest.raises(NotAllowed):  # who saves it last is its author
        _out(draft, world.bob)
    assert _out(draft, world.carol).title == "ほかの題名"
    assert batch.corrections.count() == 1


def test_corrections_are_asked_for_only_where_there_is_one(world: World, django_assert_num_queries: Any):
    batch, _ = _publish(world)
    with django_assert_num_queries(2):  # indicators, publications
        frames.announcements(EVERY)
    _out(_draft(batch, world.carol), world.bob)
    with django_assert_num_queries(3):
        [now] = frames.announcements(EVERY)
    assert now.title == "令和6年度の実績"


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"title": " "}, "title"),
        ({"reason": " "}, "reason"),
        ({"announced_on": date(2025, 5, 4)}, "announced_on"),  # it went out on May 3
        ({"announced_on": date(2024, 3, 31)}, "announced_on"),
        (TOLD, "title"),
    ],
)
def test_a_correction_says_something_that_can_be_true(world: World, told: dict[str, Any], field: str):
    batch, _ = _publish(world)
    with pytest.raises(Incomplete) as refusal:
        _draft(batch, world.carol, **told)
    assert list(refusal.value.errors) == [field]
    assert not BatchCorrection.objects.exists()


def test_who_may_correct_and_what(world: World):
    waiting, _ = _schedule(world, chosen=world.chosen[:1])
    with pytest.raises(WrongState):
        _draft(waiting, world.bob)
    batch, _ = _publish(world, chosen=world.chosen[1:])
    for who in (world.alice, world.dave):
        with pytest.raises(NotAllowed):
            _draft(batch, who)
