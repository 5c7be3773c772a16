"""Each constraint of the database is met by a row that breaks it alone, written past forms and workflow."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError

from indicators import progress
from indicators.models import (
    CARRIES_VALUE,
    Baseline,
    Batch,
    BatchCorrection,
    BatchItem,
    Counting,
    Cycle,
    Direction,
    Event,
    Evidence,
    FigurePoints,
    Indicator,
    Kind,
    Membership,
    MoneyUpload,
    Notice,
    NoticeChoice,
    Passport,
    PlanUpload,
    PowerRequest,
    Publication,
    PublicRevision,
    Recount,
    RedactedText,
    Redaction,
    Result,
    Rhythm,
    Target,
    Threshold,
    ValueState,
    WorkflowState,
)
from indicators.models.vocabulary import plain
from tests.indicators.bad_people import BAD_PEOPLE
from tests.indicators.bad_reviews import BAD_REVIEWS
from tests.indicators.factories import (
    NOON,
    PLAN_PUBLISHED_AT,
    make_alice,
    make_bob,
    make_cycle,
    make_department,
    make_indicator,
    make_measure,
    make_plan,
    make_target,
    make_threshold,
    result_fields,
    said,
    submit_value,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> SimpleNamespace:
    bob = make_bob()
    return SimpleNamespace(
        plan=make_plan(), measure=make_measure(), indicator=make_indicator(), alice=make_alice(), bob=bob
    )


World = SimpleNamespace


def _result(world: World, **fields: Any) -> Result:
    return Result(**result_fields(world.indicator, world.alice, **fields))


def _handed_in(world: World, **fields: Any) -> Result:
    return _result(world, submitted_by=world.alice, submitted_at=NOON, **fields)


def _published(world: World, **fields: Any) -> Publication:
    """A sound publication beside its result; `fields` spoil the publication alone."""
    number = fields.get("number", 1)
    result = Result.objects.create(
        **result_fields(
            world.indicator,
            world.alice,
            number=number,
            kind=Kind.FIRST if number == 1 else Kind.CORRECTION,
            reason="" if number == 1 else "集計の誤り",
            state=WorkflowState.PUBLISHED,
            submitted_by=world.alice,
            submitted_at=NOON,
        )
    )
    sound = {
        "indicator": world.indicator,
        "year": 2024,
        "number": 1,
        "kind": Kind.FIRST,
        "value_state": ValueState.ACTUAL,
        "value": Decimal(980),
        "result": result,
        "published_at": NOON,
        "published_by": world.bob,
    }
    return Publication(**{**sound, **fields})


def _indicator(world: World, **fields: Any) -> Indicator:
    sound = {
        "measure": world.measure,
        "letter": "B",
        "name": "指標",
        "unit": "件",
        "direction": Direction.INCREASE,
        "counting": Counting.POINT,
        "baseline_value": Decimal(1),
        "baseline_label": "令和４年度",
        "baseline_year": 2022,
        "lead_department": make_department(),
    }
    return Indicator(**{**sound, **fields})


def _target(world: World, **fields: Any) -> Target:
    sound = {"value": Decimal(9), "target_year": 2026, "label": "9人", "first_year": 2024, "reason": "見直し"}
    return Target(indicator=world.indicator, **{**sound, **fields})


def _baseline(world: World, **fields: Any) -> Baseline:
    sound = {
        "value": Decimal(9),
        "baseline_year": 2022,
        "label": "令和4年度",
        "first_year": 2024,
        "reason": "見直し",
    }
    return Baseline(indicator=world.indicator, **{**sound, **fields})


def _second_published_baseline(world: World) -> Baseline:
    published = {"published_at": NOON, "published_by": world.bob}
    _baseline(world, **published).save()
    return _baseline(world, **published)


def _rhythm(world: World, **fields: Any) -> Rhythm:
    sound = {"every": 2, "survey_year": 2024, "first_year": 2024, "reason": "1年おきの調査"}
    return Rhythm(indicator=world.indicator, **{**sound, **fields})


def _recount(world: World, **fields: Any) -> Recount:
    return Recount(indicator=world.indicator, **{"first_year": 2024, "reason": "調べ方の変更", **fields})


def _twice(make: Callable, world: World) -> Any:
    """Two that are published for the same first year."""
    published = {"published_at": NOON, "published_by": world.bob}
    make(world, **published).save()
    return make(world, **published)


def _upload(world: World, **fields: Any) -> PlanUpload:
    sound = {"name": "計画.xlsx", "reason": "追加", "uploaded_by": world.alice, "uploaded_at": NOON}
    return PlanUpload(plan=world.plan, **{**sound, **fields})


def _second_upload(world: World) -> PlanUpload:
    _upload(world).save()
    return _upload(world)


def _second_table(world: World) -> MoneyUpload:
    told = {
        "plan": world.plan,
        "year": 2024,
        "name": "表.csv",
        "uploaded_by": world.alice,
        "uploaded_at": NOON,
    }
    MoneyUpload(**told).save()
    return MoneyUpload(**told)


def _second_revision(world: World) -> PublicRevision:
    return PublicRevision(pk=2, number=1)


def _threshold(world: World, **fields: Any) -> Threshold:
    return Threshold(**{"plan": world.plan, "first_year": 2024, "reason": "見直し", **fields})


def _cycle(world: World, **fields: Any) -> Cycle:
    sound = {"plan": world.plan, "year": 2024, "due_on": date(2025, 5, 31)}
    return Cycle(**{**sound, "opened_at": NOON, "opened_by": world.bob, **fields})


def _second_cycle(world: World) -> Cycle:
    make_cycle(2024, by=world.bob)
    return _cycle(world)


def _second_number(world: World) -> Result:
    _handed_in(world, state=WorkflowState.PUBLISHED).save()
    return _handed_in(world, state=WorkflowState.PUBLISHED)


def _second_open(world: World) -> Result:
    _result(world).save()
    return _result(world, number=2, kind=Kind.CORRECTION, reason="誤り")


def _second_published_threshold(world: World) -> Threshold:
    make_threshold()
    return _threshold(world, first_year=2023, published_at=NOON)


def _second_publication(world: World) -> Publication:
    _published(world).save()
    other = Result.objects.create(**result_fields(world.indicator, world.alice, year=2025))
    return Publication(
        indicator=world.indicator,
        year=2024,
        number=1,
        kind=Kind.FIRST,
        value_state=ValueState.ACTUAL,
        value=Decimal(1),
        result=other,
        published_at=NOON,
        published_by=world.bob,
    )


def _second_membership(world: World) -> Membership:
    return Membership(user=world.alice, department=make_department())


SUBMITTED, RETURNED = WorkflowState.SUBMITTED, WorkflowState.RETURNED
CHANGE = {"number": 2, "kind": Kind.CORRECTION, "reason": "集計の誤り"}


def _batch(world: World, **fields: Any) -> Batch:
    sound = {"title": "令和6年度実績の公表", "announced_on": date(2025, 6, 30), "published_at": NOON}
    return Batch(**{**sound, "created_at": NOON, "created_by": world.bob, **fields})


def _said_anew(world: World, **fields: Any) -> BatchCorrection:
    batch = Batch.objects.first()
    if batch is None:
        batch = _batch(world)
        batch.save()
    sound = {"title": "公表", "announced_on": date(2025, 6, 30), "reason": "誤り", "number": 1}
    old = {"old_title": "公開", "old_announced_on": date(2025, 6, 29)}
    by = {"published_at": NOON, "published_by": world.bob}
    return BatchCorrection(batch=batch, **{**sound, **old, **by, **fields})


def _said_anew_twice(world: World) -> BatchCorrection:
    _said_anew(world).save()
    return _said_anew(world)


def _power(world: World, **fields: Any) -> PowerRequest:
    return PowerRequest(
        **{"person": world.alice, "kind": "enable", "asked_at": NOON, "asked_by": world.bob, **fields}
    )


def _power_twice(world: World) -> PowerRequest:
    _power(world).save()
    return _power(world)


def _second_item(world: World) -> BatchItem:
    batch = _batch(world)
    batch.save()
    item = {"batch": batch, "indicator": world.indicator, "year": 2024, "version": 2}
    BatchItem.objects.create(**item)
    return BatchItem(**item)


def _second_notice(world: World) -> Notice:
    told = {"user": world.bob, "kind": "request", "key": "late-1", "at": NOON}
    Notice.objects.create(**told)
    return Notice(**told)


def _second_choice(world: World) -> NoticeChoice:
    chosen = {"user": world.bob, "kind": "request", "how": "daily", "since": NOON}
    NoticeChoice.objects.create(**chosen)
    return NoticeChoice(**chosen)


def _redaction(world: World, **fields: Any) -> Redaction:
    sound = {"passage": "名前", "reason": "個人の名前"}
    return Redaction(**{**sound, "proposed_at": NOON, "proposed_by": world.alice, **fields})


def _redacted_twice(world: World) -> RedactedText:
    redaction = _redaction(world)
    redaction.save()
    text = {"redaction": redaction, "table_name": "t", "row_id": "1", "column_name": "c", "sha256": "0" * 64}
    RedactedText.objects.create(**text)
    return RedactedText(**text)


def _evidence(world: World, **fields: Any) -> Evidence:
    """A sound link; of a file with `fields` of one."""
    sound = {"indicator": world.indicator, "year": 2024, "url": "https://example.jp/a"}
    return Evidence(**{**sound, "added_by": world.alice, "added_at": NOON, **fields})


def _same_evidence(world: World, **fields: Any) -> Evidence:
    _evidence(world, **fields).save()
    return _evidence(world, **fields)


FILE = {"url": "", "name": "表.csv", "content_type": "text/csv", "size": 9, "sha256": "0" * 64}


ENDED = {"last_year": 2025, "end_reason": "統計の廃止", "ended_on": date(2026, 3, 1)}


BAD_ROWS: list[tuple[str, str, Callable[[World], models.Model]]] = [
    ("indicator_once_in_measure", "A again", lambda w: _indicator(w, letter="A")),
    ("indicator_letter", "a digit", lambda w: _indicator(w, letter="1")),
    ("indicator_letter", "lower case", lambda w: _indicator(w, letter="b")),
    ("indicator_letter", "kana", lambda w: _indicator(w, letter="あ")),
    ("indicator_decimals", "seven", lambda w: _indicator(w, decimals=7)),
    ("indicator_direction", "unknown", lambda w: _indicator(w, direction="up")),
    ("indicator_counting", "unknown", lambda w: _indicator(w, counting="weekly")),
    ("indicator_baseline_year", "Showa", lambda w: _indicator(w, baseline_year=1988)),
    ("indicator_baseline_year", "far off", lambda w: _indicator(w, baseline_year=2101)),
    ("indicator_baseline_has_year", "no year", lambda w: _indicator(w, baseline_year=None)),
    ("indicator_year_kind", "unknown", lambda w: _indicator(w, year_kind="school")),
    (
        "indicator_years",
        "ends first",
        lambda w: _indicator(w, first_year=2025, **{**ENDED, "last_year": 2024}),
    ),
    ("indicator_years", "Showa", lambda w: _indicator(w, first_year=1988)),
    ("indicator_end", "without a reason", lambda w: _indicator(w, **{**ENDED, "end_reason": ""})),
    ("indicator_end", "without a day", lambda w: _indicator(w, **{**ENDED, "ended_on": None})),
    ("indicator_end", "a successor of what goes on", lambda w: _indicator(w, successor=w.indicator)),
    ("target_upper", "not above", lambda w: _target(w, upper=Decimal(9))),
    ("target_tolerance", "negative", lambda w: _target(w, tolerance=Decimal(-1))),
    ("target_wording", "unknown", lambda w: _target(w, wording="odd")),
    ("result_parts", "a denominator alone", lambda w: _result(w, denominator=Decimal(2))),
    ("result_parts", "of nothing", lambda w: _result(w, numerator=Decimal(1), denominator=Decimal(0))),
    ("result_respondents", "nobody", lambda w: _result(w, respondents=0)),
    (
        "result_parts_of_a_value",
        "of no value",
        lambda w: _result(w, value=None, value_state="unmeasurable", note="なし", respondents=5),
    ),
    ("publication_parts", "negative", lambda w: _published(w, numerator=Decimal(-1), denominator=Decimal(2))),
    ("publication_respondents", "nobody", lambda w: _published(w, respondents=0)),
    (
        "publication_parts_of_a_value",
        "of no value",
        lambda w: _published(w, value=None, value_state="unmeasurable", note="なし", respondents=5),
    ),
    (
        "indicator_lowest_below_highest",
        "the same",
        lambda w: _indicator(w, lowest=Decimal(5), highest=Decimal(5)),
    ),
    (
        "indicator_continues_another",
        "itself",
        lambda w: _indicator(w, pk=77, continues_id=77),
    ),
    (
        "one_published_target_a_first_year",
        "2023 again",
        lambda w: _target(w, first_year=2023, published_at=NOON, published_by=w.bob),
    ),
    ("target_years", "applies after it is due", lambda w: _target(w, first_year=2027)),
    ("target_years", "target year far off", lambda w: _target(w, target_year=2101)),
    ("target_years", "first year in Showa", lambda w: _target(w, first_year=1988)),
    ("target_reason", "empty", lambda w: _target(w, reason="")),
    ("one_published_baseline_a_first_year", "2024 again", _second_published_baseline),
    ("baseline_years", "of Showa", lambda w: _baseline(w, baseline_year=1988)),
    ("baseline_years", "first year far off", lambda w: _baseline(w, first_year=2101)),
    ("baseline_reason", "empty", lambda w: _baseline(w, reason="")),
    ("baseline_label", "empty", lambda w: _baseline(w, label="")),
    ("one_published_rhythm_a_first_year", "2024 again", lambda w: _twice(_rhythm, w)),
    ("rhythm_years", "every no year", lambda w: _rhythm(w, every=0)),
    ("rhythm_years", "of Showa", lambda w: _rhythm(w, survey_year=1988)),
    ("rhythm_reason", "empty", lambda w: _rhythm(w, reason="")),
    ("one_published_recount_a_first_year", "2024 again", lambda w: _twice(_recount, w)),
    ("recount_year", "of Showa", lambda w: _recount(w, first_year=1988)),
    ("recount_reason", "empty", lambda w: _recount(w, reason="")),
    ("plan_upload_one_a_person", "two", _second_upload),
    ("money_upload_one_a_person", "two", _second_table),
    ("plan_upload_reason", "none", lambda w: _upload(w, handed_in_at=NOON, reason="")),
    ("plan_upload_approved", "without a day", lambda w: _upload(w, handed_in_at=NOON, approved_by=w.bob)),
    (
        "plan_upload_approved",
        "before it was handed in",
        lambda w: _upload(w, approved_by=w.bob, publish_on=date(2025, 6, 1)),
    ),
    (
        "plan_upload_four_eyes",
        "by one",
        lambda w: _upload(w, handed_in_at=NOON, approved_by=w.alice, publish_on=date(2025, 6, 1)),
    ),
    ("passport_reason", "empty", lambda w: Passport(indicator=w.indicator)),
    (
        "passport_source_https",
        "http",
        lambda w: Passport(indicator=w.indicator, reason="理由", source_url="http://example.jp/"),
    ),
    (
        "figure_points_reason",
        "empty",
        lambda w: FigurePoints(measure=w.indicator.measure, reason="", chart="bars"),
    ),
    (
        "figure_points_decimals",
        "five",
        lambda w: FigurePoints(measure=w.indicator.measure, reason="理由", chart="bars", decimals=5),
    ),
    (
        "figure_points_chart",
        "a pie",
        lambda w: FigurePoints(measure=w.indicator.measure, reason="理由", chart="pie"),
    ),
    ("result_source_https", "javascript", lambda w: _result(w, source_url="javascript:alert(1)")),
    ("publication_source_https", "http", lambda w: _published(w, source_url="http://example.jp/")),
    ("public_revision_is_one_row", "another one", _second_revision),
    ("one_published_threshold_a_first_year", "2023 again", _second_published_threshold),
    ("threshold_range", "zero", lambda w: _threshold(w, value=Decimal(0))),
    ("threshold_range", "above one", lambda w: _threshold(w, value=Decimal("1.001"))),
    ("threshold_reason", "empty", lambda w: _threshold(w, reason="")),
    ("one_cycle_a_year", "2024 again", _second_cycle),
    ("cycle_year", "Showa", lambda w: _cycle(w, year=1988)),
    ("cycle_closed_by_someone", "by nobody", lambda w: _cycle(w, closed_at=NOON)),
    ("cycle_closed_by_someone", "at no time", lambda w: _cycle(w, closed_by=w.bob)),
    (
        "cycle_closed_by_someone",
        "before it was opened",
        lambda w: _cycle(w, closed_at=NOON - timedelta(seconds=1), closed_by=w.bob),
    ),
    ("result_number_in_chain", "number 1 again", _second_number),
    ("one_open_result_a_value", "a change beside a draft", _second_open),
    ("result_state", "unknown", lambda w: _handed_in(w, state="approved")),
    ("result_kind", "unknown", lambda w: _result(w, **{**CHANGE, "kind": "odd"})),
    ("result_value_state", "unknown", lambda w: _result(w, value_state="odd", value=None)),
    ("result_year", "Showa", lambda w: _result(w, year=1988)),
    ("result_chain_start", "初回 as the second", lambda w: _result(w, number=2)),
    ("result_chain_start", "訂正 as the first", lambda w: _result(w, **{**CHANGE, "number": 1})),
    ("result_change_reason", "訂正", lambda w: _result(w, **{**CHANGE, "reason": ""})),
    ("result_change_reason", "改定", lambda w: _result(w, number=2, kind=Kind.REVISION)),
    (
        "result_change_reason",
        "取下げ",
        lambda w: _result(w, number=2, kind=Kind.WITHDRAWAL, value=None, value_state=""),
    ),
    *(
        (
            "result_value_fits_state",
            state.value,
            lambda w, state=state: _result(w, value_state=state, note="理由"),
        )
        for state in ValueState
        if state not in CARRIES_VALUE
    ),
    (
        "result_complete_when_submitted",
        "実績 without a value",
        lambda w: _handed_in(w, state=SUBMITTED, value=None),
    ),
    (
        "result_complete_when_submitted",
        "nothing said",
        lambda w: _handed_in(w, state=SUBMITTED, value=None, value_state=""),
    ),
    (
        "result_complete_when_submitted",
        "a value without its state",
        lambda w: _handed_in(w, state=SUBMITTED, value_state=""),
    ),
    (
        "result_complete_when_submitted",
        "no value and no reason",
        lambda w: _handed_in(w, state=SUBMITTED, value=None, value_state=ValueState.NOT_SURVEYED),
    ),
    (
        "result_complete_when_submitted",
        "取下げ that keeps a value",
        lambda w: _handed_in(w, state=SUBMITTED, **{**CHANGE, "kind": Kind.WITHDRAWAL}),
    ),
    ("result_submitted_by_someone", "at no time", lambda w: _result(w, submitted_by=w.alice)),
    ("result_submitted_by_someone", "by nobody", lambda w: _result(w, submitted_at=NOON)),
    ("result_submitted_by_someone", "submitted", lambda w: _result(w, state=SUBMITTED)),
    ("result_submitted_by_someone", "published", lambda w: _result(w, state=WorkflowState.PUBLISHED)),
    (
        "result_submitted_by_someone",
        "returned",
        lambda w: _result(w, state=RETURNED, return_reason="確認してください"),
    ),
    ("result_level", "a draft", lambda w: _result(w, approval_level=1)),
    ("result_return_reason", "empty", lambda w: _handed_in(w, state=RETURNED)),
    ("publication_number_in_chain", "number 1 again", _second_publication),
    ("publication_kind", "unknown", lambda w: _published(w, **{**CHANGE, "kind": "odd"})),
    # An unknown state is no complete record either: which of the two speaks first is the database's matter.
    ("publication_complete", "実績 without a value", lambda w: _published(w, value=None)),
    (
        "publication_complete",
        "a value beside 未公表",
        lambda w: _published(w, value_state=ValueState.UNPUBLISHED, note="集計中"),
    ),
    (
        "publication_complete",
        "調査年外 without a reason",
        lambda w: _published(w, value_state=ValueState.NOT_SURVEYED, value=None),
    ),
    (
        "publication_complete",
        "取下げ that keeps a value",
        lambda w: _published(w, **{**CHANGE, "kind": Kind.WITHDRAWAL}),
    ),
    ("publication_year", "Showa", lambda w: _published(w, year=1988)),
    ("publication_change_reason", "訂正", lambda w: _published(w, **{**CHANGE, "reason": ""})),
    ("publication_chain_start", "初回 as the second", lambda w: _published(w, number=2)),
    ("publication_chain_start", "訂正 as the first", lambda w: _published(w, **{**CHANGE, "number": 1})),
    ("member_once_in_department", "again", _second_membership),
    (
        "cycle_reminders_in_order",
        "after the due day",
        lambda w: _cycle(w, first_reminder_on=date(2025, 6, 1)),
    ),
    (
        "cycle_reminders_in_order",
        "a second without a first",
        lambda w: _cycle(w, second_reminder_on=date(2025, 5, 1)),
    ),
    (
        "cycle_reminders_in_order",
        "both on a day",
        lambda w: _cycle(w, first_reminder_on=date(2025, 5, 1), second_reminder_on=date(2025, 5, 1)),
    ),
    *(
        (
            "cycle_sheet_reminders_in_order",
            what,
            lambda w, days=days: _cycle(w, **{f"sheets_{name}": day for name, day in days.items()}),
        )
        for what, days in {
            "of no due day": {"first_reminder_on": date(2025, 6, 1)},
            "after the due day": {"due_on": date(2025, 6, 30), "first_reminder_on": date(2025, 7, 1)},
            "a second without a first": {"due_on": date(2025, 6, 30), "second_reminder_on": date(2025, 6, 1)},
        }.items()
    ),
    ("batch_has_a_title", "none", lambda w: _batch(w, title="")),
    (
        "batch_out_or_cancelled",
        "both",
        lambda w: _batch(w, scheduled_for=NOON, cancelled_at=NOON, cancelled_by=w.bob),
    ),
    ("batch_out_or_scheduled", "neither", lambda w: _batch(w, published_at=None)),
    (
        "batch_cancelled_by_someone",
        "by nobody",
        lambda w: _batch(w, published_at=None, scheduled_for=NOON, cancelled_at=NOON),
    ),
    ("batch_correction_number", "twice", _said_anew_twice),
    ("batch_correction_says_why", "no reason", lambda w: _said_anew(w, reason="")),
    ("value_once_in_batch", "twice", _second_item),
    ("one_power_request_waits", "twice", _power_twice),
    ("power_by_two", "by nobody", lambda w: _power(w, closed_at=NOON, confirmed=True)),
    ("power_by_two", "by one", lambda w: _power(w, closed_at=NOON, closed_by=w.bob, confirmed=True)),
    ("notice_said_once", "twice", _second_notice),
    ("one_choice_a_kind", "two", _second_choice),
    ("text_redacted_once", "twice", _redacted_twice),
    ("redaction_reason", "none", lambda w: _redaction(w, reason="")),
    ("redaction_by_someone", "by nobody", lambda w: _redaction(w, carried_out_at=NOON)),
    (
        "redaction_forgets_the_passage",
        "kept",
        lambda w: _redaction(w, carried_out_at=NOON, carried_out_by=w.bob, closed_at=NOON),
    ),
    ("redaction_forgets_the_passage", "lost", lambda w: _redaction(w, passage="")),
    ("evidence_year", "Showa", lambda w: _evidence(w, year=1988)),
    ("evidence_year", "number 0", lambda w: _evidence(w, number=0)),
    ("evidence_link_file_or_path", "neither", lambda w: _evidence(w, url="")),
    ("evidence_link_file_or_path", "both", lambda w: _evidence(w, **{**FILE, "url": "https://example.jp/a"})),
    ("evidence_link_file_or_path", "a file without a sum", lambda w: _evidence(w, **{**FILE, "sha256": ""})),
    ("evidence_link_file_or_path", "an empty file", lambda w: _evidence(w, **{**FILE, "size": 0})),
    ("evidence_scheme", "javascript", lambda w: _evidence(w, url="javascript:alert(1)")),
    ("evidence_removed_by_someone", "by nobody", lambda w: _evidence(w, removed_at=NOON)),
    ("one_file_once_a_value", "twice", lambda w: _same_evidence(w, **FILE)),
    ("one_link_once_a_value", "twice", _same_evidence),
    *BAD_REVIEWS,
    *BAD_PEOPLE,
]


@pytest.mark.parametrize(
    ("constraint", "make"),
    [pytest.param(name, make, id=f"{name}: {what}") for name, what, make in BAD_ROWS],
)
def test_the_database_refuses_a_row_that_breaks(constraint: str, make: Callable, world: World):
    row = make(world)
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        type(row)._default_manager.bulk_create([row])
    kinds = {c.name: type(c) for c in type(row)._meta.constraints}
    if kinds[constraint] is models.CheckConstraint:
        assert constraint in str(refusal.value)
    else:
        assert "unique" in str(refusal.value).lower() or "append-only" in str(refusal.value)


def test_no_chain_begins_with_number_0(world: World):
    """Two constraints refuse it: which of them speaks is the database's matter."""
    with pytest.raises(IntegrityError, match=r"result_(chain_start|year)"), transaction.atomic():
        Result.objects.bulk_create([_result(world, number=0)])


def test_an_unknown_value_state_cannot_be_published(world: World):
    row = _published(world, value_state="odd", value=None, note="x")
    with pytest.raises(IntegrityError, match="publication_value_state"), transaction.atomic():
        Publication.objects.bulk_create([row])


def test_every_constraint_is_broken_above():
    found = {
        c.name for model in apps.get_app_config("indicators").get_models() for c in model._meta.constraints
    }
    assert found == {name for name, _, _ in BAD_ROWS} | {"publication_value_state"}


@pytest.mark.parametrize("figure", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_what_is_no_figure_is_not_stored(figure: str, world: World):
    """numbers.py refuses these in words; nothing that forgot to ask it stores them either."""
    with pytest.raises(ValidationError), transaction.atomic():
        Result.objects.bulk_create([_result(world, value=Decimal(figure))])
    assert not Result.objects.exists()


@pytest.mark.parametrize(
    "figure", ["0", "-5", "0.31", "89.1", "123456789012345", "123456789.123456", "-0.000001", "0.1"]
)
def test_a_figure_of_fifteen_digits_comes_back_as_it_was(figure: str, world: World):
    result = _result(world, value=Decimal(figure))
    result.save()
    assert Result.objects.get().value == Decimal(figure)


def test_two_open_rows_of_different_years_are_no_trouble(world: World):
    _result(world, year=2023).save()
    _result(world, year=2024).save()
    assert Result.objects.open().count() == 2


def test_two_drafts_of_a_target_may_compete(world: World):
    _target(world).save()
    _target(world).save()
    assert world.indicator.targets.filter(published_at=None).count() == 2


# --- Words --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "unit"), [("%", "％"), ("％", "％"), ("件", "件"), ("%ポイント", "％ポイント")]
)
def test_a_half_width_per_cent_is_the_full_one_once_saved(world: World, typed: str, unit: str):
    created = _indicator(world, letter="Z", unit=typed)
    assert Indicator._meta.get_field("unit").clean(typed, None) == unit
    created.save()
    assert created.unit == unit
    assert Indicator.objects.get(letter="Z").unit == unit
    assert Indicator.history.get(letter="Z").unit == unit
    Indicator.objects.filter(letter="Z").update(unit=typed)
    (text,) = json.loads(serializers.serialize("json", Indicator.objects.filter(letter="Z", unit=typed)))
    text["fields"]["unit"] = typed
    for loaded in serializers.deserialize("json", json.dumps([text])):
        loaded.save()
    assert Indicator.objects.get(letter="Z").unit == unit


def test_every_direction_and_counting_is_worded():
    assert [word.label for word in Direction] == [
        "増やす",
        "減らす",
        "上限以内に保つ",
        "下限以上に保つ",
        "範囲内に保つ",
    ]
    assert [word.label for word in Counting][:3] == ["その年度の数", "その時点の数", "累計"]


def test_what_is_judged_carries_a_value():
    assert {state.value for state in progress.ValueState if state.is_judged} <= set(CARRIES_VALUE)


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (None, None),
        (Decimal("980.000000"), "980"),
        (Decimal("0.310000"), "0.31"),
        (Decimal("0E-6"), "0"),
        (Decimal("1E+3"), "1000"),
        (Decimal("-1.5"), "-1.5"),
        (Decimal("100"), "100"),
    ],
)
def test_plain_writes_a_figure_with_every_digit(figure: Decimal | None, text: str | None):
    assert plain(figure) == text


# --- Small questions --------------------------------------------------------------------------------


def test_an_indicator_is_found_by_its_code(world: World):
    assert Indicator.objects.get_by_code("43A") == world.indicator
    assert str(world.indicator) == "43A 移住・定住相談窓口利用登録者数"


@pytest.mark.parametrize(
    "code", ["", "A", "43", "43a", "43B", "44-2", "４３A", "²A", "43AA", "99999999999999A"]
)
def test_a_code_that_is_none_finds_nothing(code: str, world: World):
    with pytest.raises(Indicator.DoesNotExist):
        Indicator.objects.get_by_code(code)


def test_natural_keys_lead_back(world: World):
    assert Indicator.objects.get_by_natural_key(*world.indicator.natural_key()) == world.indicator


def test_an_indicator_brings_its_plan_along(world: World, django_assert_num_queries):
    with django_assert_num_queries(1):
        indicator = Indicator.objects.with_plan().get()
        assert (indicator.measure.policy.plan.slug, indicator.lead_department.name) == (
            "kisarazu-3",
            "産業振興課",
        )


def test_who_wrote_a_result(world: World):
    make_cycle(2024, by=world.bob)
    draft = _result(world, edited_by=world.bob)
    assert draft.author_ids == {world.alice.pk, world.bob.pk}
    submitted = submit_value(world.indicator, 2024, said("980"), by=world.alice)
    assert submitted.author_ids == {world.alice.pk}
    assert (submitted.is_open, submitted.is_editable, submitted.is_change) == (True, False, False)


def test_what_is_editable_and_what_is_open(world: World):
    for year, state in enumerate(WorkflowState.values, 2021):
        _handed_in(world, year=year, state=state, return_reason="確認").save()
    open_states = {result.state for result in Result.objects.open()}
    editable = {result.state for result in Result.objects.editable()}
    assert open_states == {"draft", "submitted", "returned"}
    assert editable == {"draft", "returned"}
    assert {result.state for result in Result.objects.all() if result.is_open} == open_states
    assert {result.state for result in Result.objects.all() if result.is_editable} == editable


def test_a_person_who_left_traces_cannot_be_deleted(world: World):
    _result(world).save()
    with pytest.raises(ProtectedError):
        world.alice.delete()


def test_rows_name_themselves_in_japanese(world: World):
    cycle = make_cycle(2024, by=world.bob)
    assert (str(cycle), cycle.is_open) == ("令和6年度のサイクル", True)
    assert str(_result(world)) == "43A 移住・定住相談窓口利用登録者数 2024年度 下書き"
    assert str(_published(world)) == "43A 移住・定住相談窓口利用登録者数 2024年度 第1回（初回）"
    assert str(world.indicator.targets.get()) == "43A 移住・定住相談窓口利用登録者数 2000人"
    assert str(_threshold(world)) == "0.8（2024年度から）"
    assert str(Membership.objects.get(department__isnull=False)) == "産業振興課 alice"
    assert str(Event(at=PLAN_PUBLISHED_AT, action=Event.Action.PUBLISHED)).endswith("公表")
    assert make_target(world.indicator, "1", published=False).published_at is None
