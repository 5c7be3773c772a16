"""The only reader of figures: what citizens see, what staff see, and what a year or a chain does to it (docs/progress.md, docs/publication.md §1)."""

from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from string import ascii_uppercase
from types import NoneType, SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators import frames, workflow
from indicators.frames import Row
from indicators.frames.calculation import Calculation
from indicators.frames.sources import Source
from indicators.models import RULE_KINDS, Counting, Direction, Indicator, Kind, Result, Threshold, ValueState
from tests.indicators.factories import (
    EVERY,
    NOON,
    load_fixtures,
    make_alice,
    make_bob,
    make_cycle,
    make_indicator,
    make_measure,
    make_plan,
    make_target,
    make_threshold,
    publish_change,
    publish_value,
    said,
    submit_value,
)
from tests.indicators.generated import generate

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=30)
# Of a target: a time before every publication of these tests.
BEFORE = datetime(2024, 4, 1, tzinfo=UTC)

City = SimpleNamespace


@pytest.fixture
def city() -> City:
    """43A: 584 in fiscal 2022 to 2,000 in fiscal 2026. Alice enters, Bob publishes; the cycle of 2024 is open."""
    bob = make_bob()
    city = City(indicator=make_indicator(), alice=make_alice(), bob=bob)
    for year in (2023, 2024, 2025):
        make_cycle(year, by=bob)
    make_threshold()
    return city


def publish(city: City, year: int, value: str | None, value_state: str = "", **fields: object) -> None:
    indicator = fields.pop("indicator", city.indicator)
    due = date(2026, 9, 1) if value_state == ValueState.UNPUBLISHED else None
    entry = said(value, value_state, note="事情", expected_on=due)
    publish_value(indicator, year, entry, by=city.alice, publisher=city.bob, **fields)  # type: ignore[arg-type]


def change(city: City, year: int, kind: str, value: str | None = None, **fields: object) -> None:
    entry = said(value) if value else None
    publish_change(
        city.indicator,
        year,
        kind,
        entry,
        by=city.alice,
        publisher=city.bob,
        now=LATER,
        **fields,  # type: ignore[arg-type]
    )


def row_of(rows: Iterable[Row], year: int, code: str = "43A") -> Row:
    return next(row for row in rows if (row.code, row.year) == (code, year))


# --- What citizens see, what staff see ----------------------------------------------------------------


def test_a_frame_has_every_year_of_the_plan_and_nothing_is_not_zero(city: City) -> None:
    rows = frames.published(EVERY)
    assert frames.years(rows) == [2023, 2024, 2025, 2026]
    for row in rows:
        assert (row.value, row.value_state, row.previous_value, row.change) == (None, "", None, None)
        assert (row.verdict, row.progress, row.has_record) == ("unjudged", None, False)
    assert row_of(rows, 2024).expected == 1292


def test_a_real_zero_is_a_value(city: City) -> None:
    publish(city, 2023, "0")
    publish(city, 2024, "0")
    row = row_of(frames.published(EVERY), 2024)
    assert (row.value, row.previous_value, row.change) == (0, 0, 0)
    assert (row.has_value, row.verdict) == (True, "worse")


def test_only_a_published_value_is_public(city: City) -> None:
    result = submit_value(city.indicator, 2024, said("980"), by=city.alice)
    public, staff = frames.published(EVERY), frames.working(EVERY)
    assert not any(row.has_record or row.unpublished or row.workflow_state for row in public)
    row = row_of(staff, 2024)
    assert (row.value, row.verdict, row.unpublished, row.workflow_state) == (980, "behind", True, "submitted")
    assert (row.kind, row.number, row.published_at) == ("", 0, None)

    workflow.publish(record=result, version=result.version, by=city.bob, now=NOON)
    for rows in (frames.published(EVERY), frames.working(EVERY)):
        row = row_of(rows, 2024)
        assert (row.value, row.unpublished, row.workflow_state) == (980, False, "published")
        assert (row.kind, row.number, row.published_at) == ("first", 1, NOON)


def test_staff_see_an_open_correction_and_citizens_what_stands(city: City) -> None:
    publish(city, 2024, "980")
    opened = workflow.open_change(
        owner=city.indicator, year=2024, kind=Kind.CORRECTION, by=city.alice, reason="集計漏れ", now=LATER
    )
    workflow.save_draft(
        owner=city.indicator,
        year=2024,
        number=opened.number,
        data=said("1300"),
        by=city.alice,
        version=opened.version,
        now=LATER,
    )
    public, staff = row_of(frames.published(EVERY), 2024), row_of(frames.working(EVERY), 2024)
    assert (public.value, public.verdict, public.superseded) == (980, "behind", ())
    assert (staff.value, staff.verdict, staff.unpublished) == (1300, "on_track", True)


def test_an_indicator_without_a_published_target_is_in_no_frame(city: City) -> None:
    make_indicator(letter="B", target=None)
    make_target(make_indicator(letter="C", target=None), published=False)
    assert {row.code for row in frames.working(EVERY)} == {"43A"}


def test_the_change_is_to_the_year_before_in_the_same_frame(city: City) -> None:
    publish(city, 2023, "701")
    publish(city, 2024, "650")
    submit_value(city.indicator, 2025, said("900"), by=city.alice)
    assert row_of(frames.published(EVERY), 2024).change == -51
    assert row_of(frames.published(EVERY), 2025).change is None
    assert row_of(frames.working(EVERY), 2025).change == 250


def test_preview_judges_a_typed_value_and_stores_nothing(city: City) -> None:
    publish(city, 2023, "701")
    row = frames.preview(city.indicator, 2024, Decimal("1292"), ValueState.ACTUAL)
    assert (row.value, row.verdict, row.previous_value, row.unpublished) == (1292, "on_track", 701, True)
    empty = frames.preview(city.indicator, 2024, None, ValueState.NOT_SURVEYED)
    assert (empty.value, empty.verdict, empty.reason) == (None, "unjudged", empty.reason)
    assert not row_of(frames.working(EVERY), 2024).has_record


# --- Chains -------------------------------------------------------------------------------------------


def test_a_correction_strikes_and_a_final_value_does_not(city: City) -> None:
    publish(city, 2024, "980", ValueState.PROVISIONAL)
    change(city, 2024, Kind.FINAL, "990")
    row = row_of(frames.published(EVERY), 2024)
    assert (row.value, row.kind, row.number, row.superseded) == (990, "final", 2, ())
    change(city, 2024, Kind.CORRECTION, "995")
    change(city, 2024, Kind.REVISION, "1001")
    row = row_of(frames.published(EVERY), 2024)
    assert (row.value, row.kind, row.number, row.change_reason) == (1001, "revision", 4, "集計の誤り")
    assert [(old.value, old.kind) for old in row.superseded] == [(990, "correction"), (995, "revision")]


def test_what_is_not_final_is_overdue_from_the_day_after(city: City) -> None:
    publish(city, 2023, "700")
    entry = said("980", ValueState.ESTIMATE, expected_on=date(2025, 10, 30))
    publish_value(city.indicator, 2024, entry, by=city.alice, publisher=city.bob)
    on_the_day, after = (datetime(2025, 10, 30, 14, 59, tzinfo=UTC) + timedelta(minutes=m) for m in (0, 1))
    row = row_of(frames.published(EVERY, as_of=on_the_day), 2024)
    assert (row.due_on, row.overdue) == (date(2025, 10, 30), ())
    overdue = (frames.Overdue(2024, date(2025, 10, 30)),)
    row = row_of(frames.published(EVERY, as_of=after), 2024)
    assert (row.overdue, row.is_overdue) == (overdue, True), "midnight in Japan"
    latest = row_of(frames.newest(frames.published(EVERY, as_of=after)), 2023)
    assert (latest.overdue, latest.is_overdue) == (overdue, False)
    assert [(one.year, one.overdue) for one in frames.overdue(EVERY, as_of=after)] == [(2024, overdue)]
    assert frames.overdue(EVERY, as_of=on_the_day) == []
    final = workflow.open_change(owner=city.indicator, year=2024, kind=Kind.FINAL, by=city.alice, reason="")
    assert row_of(frames.working(EVERY), 2024).due_on == date(2025, 10, 30), "a draft on top settles nothing"
    final = workflow.submit(
        owner=city.indicator, year=2024, by=city.alice, number=2, version=final.version, data=said("990")
    )
    workflow.publish(record=final, version=final.version, by=city.bob)
    assert (row_of(frames.published(EVERY), 2024).due_on, frames.overdue(EVERY)) == (None, [])


def test_a_record_without_a_day_is_due_at_the_end_of_september_of_the_next_fiscal_year(city: City) -> None:
    """One that was published before a day was asked for."""
    publish(city, 2024, "980", ValueState.PROVISIONAL)
    result = submit_value(city.indicator, 2023, said("700", ValueState.ESTIMATE), by=city.alice)
    Result.objects.filter(pk=result.pk).update(expected_on=None)
    result.refresh_from_db()
    workflow.publish(record=result, version=result.version, by=city.bob, now=NOON)
    row = row_of(frames.published(EVERY), 2023)
    assert (row.expected_on, row.due_on) == (None, date(2024, 9, 30))
    assert row.overdue == (frames.Overdue(2023, date(2024, 9, 30)),)
    assert row_of(frames.published(EVERY), 2024).overdue == (), "its own day is far off"


def test_an_update_strikes_nothing_and_is_no_correction(city: City) -> None:
    publish(city, 2024, "980", ValueState.ESTIMATE)
    people = {"by": city.alice, "publisher": city.bob}
    entry = said("985", ValueState.PROVISIONAL)
    publish_change(city.indicator, 2024, Kind.UPDATE, entry, **people, reason="", now=LATER)
    row = row_of(frames.published(EVERY), 2024)
    assert (row.value, row.kind, row.number, row.superseded) == (985, "update", 2, ())
    newest, first = frames.history(EVERY)
    assert (newest.kind_label, newest.is_correction, first.superseded) == ("更新", False, False)
    assert frames.corrections(EVERY) == []


def test_a_withdrawn_value_is_gone_and_says_so(city: City) -> None:
    publish(city, 2023, "701")
    publish(city, 2024, "980")
    change(city, 2024, Kind.WITHDRAWAL)
    row = row_of(frames.published(EVERY), 2024)
    assert (row.value, row.verdict, row.is_withdrawn, row.has_record) == (None, "unjudged", True, True)
    assert "取り下げ" in row.reason
    assert [(old.value, old.kind) for old in row.superseded] == [(980, "withdrawal")]
    latest = row_of(frames.newest(frames.published(EVERY)), 2023)
    assert (latest.newer_year, latest.newer_state) == (2024, "withdrawn")


def test_history_tells_every_record_newest_first(city: City) -> None:
    publish(city, 2024, "980")
    change(city, 2024, Kind.CORRECTION, "995")
    publish(city, 2025, None, ValueState.UNPUBLISHED, now=LATER + timedelta(days=1))
    newest, corrected, first = frames.history(EVERY)
    assert (newest.year, newest.value, newest.value_state, newest.number) == (2025, None, "unpublished", 1)
    assert (corrected.value, corrected.is_current, corrected.superseded, corrected.is_correction) == (
        995,
        True,
        False,
        True,
    )
    assert corrected.before == first
    assert (first.value, first.is_current, first.superseded, first.before) == (980, False, True, None)
    assert [record.value for record in frames.history(EVERY, as_of=NOON)] == [980]


def test_as_of_a_past_day_is_as_it_was(city: City) -> None:
    publish(city, 2024, "980")
    make_target(
        city.indicator, "1500", first_year=2024, published_at=LATER - timedelta(days=1), reason="見直し"
    )
    change(city, 2024, Kind.CORRECTION, "1300")
    then, now = frames.published(EVERY, as_of=NOON), frames.published(EVERY)
    assert (row_of(then, 2024).value, row_of(then, 2024).target, row_of(then, 2024).superseded) == (
        980,
        2000,
        (),
    )
    assert (row_of(now, 2024).value, row_of(now, 2024).target) == (1300, 1500)
    before = frames.published(EVERY, as_of=NOON - timedelta(seconds=1))
    assert not any(row.has_record for row in before)


# --- Years --------------------------------------------------------------------------------------------


def test_years_before_the_plan_are_kept_and_too_early_to_judge(city: City) -> None:
    publish(city, 2019, "300")
    publish(city, 2022, "560")
    rows = frames.published(EVERY)
    assert frames.years(rows) == [2019, 2022, 2023, 2024, 2025, 2026]
    assert row_of(rows, 2019).wareki == "令和元年度"
    assert [row_of(rows, year).verdict for year in (2019, 2022)] == ["too_early", "too_early"]
    assert row_of(rows, 2022).change is None
    assert frames.roll_up(frames.of_year(rows, 2022)).judged == 0


def test_latest_is_the_newest_judged_year_with_word_of_a_newer_record(city: City) -> None:
    latest = frames.newest(frames.published(EVERY))
    assert [(row.year, row.has_record, row.newer_year) for row in latest] == [(2023, False, None)]
    publish(city, 2023, None, ValueState.NOT_SURVEYED)
    row = frames.newest(frames.published(EVERY))[0]
    assert (row.year, row.value_state, row.newer_year) == (2023, "not_surveyed", None)
    publish(city, 2024, "980")
    publish(city, 2025, "1500", ValueState.ESTIMATE)
    row = frames.newest(frames.published(EVERY))[0]
    assert (row.year, row.value, row.newer_year, row.newer_state) == (2024, 980, 2025, "estimate")
    assert frames.roll_up(frames.newest(frames.published(EVERY))).sentence == "1件のうち1件を判定"
    fixed = frames.of_year(frames.published(EVERY), 2025)
    assert frames.roll_up(fixed).sentence == "1件のうち0件を判定"


def test_not_applicable_leaves_every_denominator(city: City) -> None:
    other = make_indicator(letter="B")
    publish(city, 2024, "980")
    publish(city, 2024, None, ValueState.NOT_APPLICABLE, indicator=other)
    counts = frames.roll_up(frames.of_year(frames.published(EVERY), 2024))
    assert (counts.applicable, counts.judged, counts.not_applicable) == (1, 1, 1)


# --- Targets and thresholds ---------------------------------------------------------------------------


def test_a_revised_target_holds_from_its_first_year_on_a_road_from_the_last_judged_value(city: City) -> None:
    publish(city, 2023, "900")
    publish(city, 2024, "1000")
    publish(city, 2025, "1100")
    make_target(city.indicator, "1400", first_year=2025, published_at=LATER, reason="見直し")
    rows = frames.published(EVERY)
    assert [row_of(rows, year).target for year in (2023, 2024, 2025, 2026)] == [2000, 2000, 1400, 1400]
    assert (row_of(rows, 2024).baseline_year, row_of(rows, 2024).verdict) == (2022, "behind")
    row = row_of(rows, 2025)
    assert (row.baseline, row.baseline_year, row.expected, row.verdict) == (1000, 2024, 1200, "behind")
    assert row.printed_baseline == 584
    assert "改定の前の最後の実績を起点" in row.trace[0]
    # What the plan prints stands beside it.
    assert "計画に書かれた目標は 2,000、令和8年度" in row.trace[1]
    assert row.trace[2] == "起点 1,000（令和6年度）"
    assert not any("現状値" in line for line in row.trace)


def test_a_revised_target_that_was_passed_already_is_held_against_alone(city: City) -> None:
    publish(city, 2024, "1000")
    publish(city, 2025, "850")
    make_target(city.indicator, "900", first_year=2025, published_at=LATER, reason="見直し")
    row = row_of(frames.published(EVERY), 2025)
    assert (row.baseline, row.baseline_year, row.target) == (1000, 2024, 900)
    assert (row.verdict, row.rule, row.expected, row.progress) == ("behind", "target_alone", 900, None)


def test_a_draft_target_and_a_draft_threshold_change_nothing(city: City) -> None:
    publish(city, 2024, "1250")
    make_target(city.indicator, "1300", first_year=2024, published=False, reason="案")
    make_threshold(value="0.95", first_year=2024, published=False)
    assert (row_of(frames.working(EVERY), 2024).target, row_of(frames.working(EVERY), 2024).verdict) == (
        2000,
        "slightly_behind",
    )


def test_the_threshold_is_the_one_of_the_year(city: City) -> None:
    make_threshold(value="0.95", first_year=2024)
    publish(city, 2023, "900")
    publish(city, 2024, "1220")
    rows = frames.published(EVERY)
    assert Threshold.objects.count() == 2
    # (900 − 584) / (938 − 584) = 0.89 and (1220 − 584) / (1292 − 584) = 0.90
    assert [row_of(rows, year).verdict for year in (2023, 2024)] == ["slightly_behind", "behind"]


def test_counting_that_restarts_starts_from_zero_and_keeps_the_printed_baseline() -> None:
    load_fixtures()
    row = row_of(frames.published(EVERY), 2024, "47A")
    assert (row.baseline, row.printed_baseline, row.baseline_year, row.target) == (0, 2, 2022, 2)
    assert (row.expected, row.expected_progress) == (1, None)  # no value yet: nothing is said of the way


def test_a_ceiling_has_a_margin_and_never_a_percentage(city: City) -> None:
    ceiling = make_indicator(
        letter="B",
        target="90",
        unit="％",
        decimals=1,
        direction=Direction.AT_MOST,
        counting=Counting.ANNUAL,
        baseline_value=Decimal("89.8"),
    )
    publish(city, 2024, "90.4", indicator=ceiling)
    row = row_of(frames.published(EVERY), 2024, "43B")
    assert (row.verdict, row.margin, row.expected) == ("behind", Decimal("-0.4"), 90)
    assert (row.progress, row.expected_progress, row.gap, row.progress_percent) == (None, None, None, None)


# --- The rows themselves ------------------------------------------------------------------------------


def test_figures_are_decimals_and_what_is_missing_is_none(city: City) -> None:
    percent = make_indicator(letter="B", target="0.35", decimals=2, baseline_value=Decimal("0.27"), unit="％")
    publish(city, 2023, "0.31", indicator=percent)
    publish(city, 2024, "980")
    for read in (frames.published, frames.working):
        for row in (*read(EVERY), *read(EVERY, wide=True)):
            assert {type(cell) for cell in (getattr(row, field.name) for field in fields(row))} <= {
                str,
                int,
                bool,
                Decimal,
                tuple,
                Calculation,
                datetime,
                NoneType,
            }
    assert str(row_of(frames.published(EVERY), 2023, "43B").value) == "0.31"
    assert str(row_of(frames.published(EVERY), 2024).value) == "980"


def test_fifteen_digits_and_six_decimals_survive(city: City) -> None:
    exact = make_indicator(letter="B", target="999999999", decimals=6, baseline_value=Decimal("0.000001"))
    publish(city, 2024, "123456789.123456", indicator=exact)
    assert row_of(frames.published(EVERY), 2024, "43B").value == Decimal("123456789.123456")


@pytest.mark.parametrize("as_of", [None, NOON])
def test_a_wide_read_and_a_plain_one_give_the_same_rows(as_of: datetime | None) -> None:
    """On a generated plan with every state and kind of record; repr, so that 120 and 120.000000 are not the same."""
    generate(departments=4, indicators=26, years=4)
    wide = frames.published(EVERY, as_of=as_of, wide=True)
    assert repr(wide) == repr(frames.published(EVERY, as_of=as_of))
    assert repr(frames.working(EVERY, wide=True)) == repr(frames.working(EVERY))
    assert {row.kind for row in frames.published(EVERY)} >= {"", "first", "correction"}


def test_every_kind_of_record_is_read_the_same_wide_and_plain(city: City) -> None:
    load_fixtures()
    publish(city, 2024, None, ValueState.UNPUBLISHED)
    for name in (
        "indicators",
        "publications",
        "open_results",
        "comparisons_and_drafts",
    ):
        plain, wide = (getattr(Source(EVERY, wide=one), name)() for one in (False, True))
        assert repr(wide) == repr(plain), name
    for kind in RULE_KINDS:
        assert repr(Source(EVERY, wide=True).rules(kind)) == repr(Source(EVERY).rules(kind)), kind


def test_moments_know_their_zone(city: City) -> None:
    publish(city, 2024, "980")
    published_at = row_of(frames.published(EVERY), 2024).published_at
    assert published_at == NOON
    assert timezone.is_aware(published_at)


@pytest.mark.parametrize("read", [frames.published, frames.working, frames.history, frames.targets])
def test_the_number_of_queries_is_the_same_for_one_and_for_sixty(
    city: City, read: Callable[[Any], object]
) -> None:
    publish(city, 2023, "701")
    with CaptureQueriesContext(connection) as few:
        read(EVERY)
    for number in range(50, 60):
        for letter in ascii_uppercase[:6]:
            make_indicator(measure=make_measure(number), letter=letter)
    for indicator in Indicator.objects.filter(letter="B"):
        publish(city, 2024, "980", indicator=indicator, now=NOON)
    with CaptureQueriesContext(connection) as many:
        read(EVERY)
    assert len(many) == len(few)


def test_no_indicators_no_rows() -> None:
    make_plan()
    rows = frames.published(EVERY)
    assert rows == frames.newest(rows) == frames.of_year(rows, 2024) == ()
    assert frames.years(rows) == frames.history(EVERY) == []
    assert frames.roll_up(rows).sentence == "判定の対象となる指標なし"


def test_rows_stand_in_the_plan_s_order() -> None:
    load_fixtures()
    codes = list(dict.fromkeys(row.code for row in frames.published(EVERY)))
    assert codes == ["41A", "42A", "43A", "44A", "44B", "45A", "45B", "46A", "47A", "48A", "48B"]
    of_2024 = frames.of_year(frames.published(EVERY), 2024)
    assert [row.code for row in of_2024 if row.measure_number == 44] == ["44A", "44B"]


def test_the_published_targets_with_their_reasons(city: City) -> None:
    make_target(city.indicator, "1500", first_year=2025, published_at=LATER, reason="見直し")
    make_target(city.indicator, "1600", first_year=2026, published=False, reason="案")
    found = frames.targets(EVERY)
    assert [(target.value, target.first_year, target.reason) for target in found] == [
        (2000, 2023, "計画策定時の目標"),
        (1500, 2025, "見直し"),
    ]
    assert [target.value for target in frames.targets(EVERY, as_of=BEFORE)] == [2000]


def test_words_and_per_cents_for_the_eye(city: City) -> None:
    """達成 before the target year is worded with care; a target that was missed never shows 100.0 %."""
    publish(city, 2023, "2000")
    publish(city, 2024, "1999")
    early, missed = (row_of(frames.published(EVERY), year) for year in (2023, 2024))
    assert (early.verdict, early.label, early.progress_percent) == ("achieved", "目標の水準に到達", 100)
    assert (missed.label, missed.progress_percent) == ("順調", Decimal("99.9"))
    assert missed.progress is not None
    assert missed.expected_progress is not None
    # 1999 people where 1292 were due; (1999 − 584) / 1416 − 2/4 of the way.
    assert missed.gap == 707
    assert missed.progress_gap is not None
    assert round(missed.progress_gap, 4) == Decimal("0.4993")
    assert row_of(frames.published(EVERY), 2025).progress_percent is None
    assert [record.kind_label for record in frames.history(EVERY)] == ["初回", "初回"]
