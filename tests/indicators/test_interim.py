"""Interim targets: which the expected way leads through, from when on, and how they are drafted and published."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from indicators import charts, frames, workflow
from indicators.models import Event, Indicator, InterimTarget
from indicators.spreadsheets.figures import json_payload
from indicators.workflow import Decision, Incomplete, NotAllowed, StaleVersion, WrongState
from tests.indicators.factories import (
    EVERY,
    NOON,
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_dave,
    make_indicator,
    make_interim,
    make_target,
    make_threshold,
    publish_value,
    said,
    submit_value,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=30)


@pytest.fixture
def world() -> SimpleNamespace:
    """43A: 584 in fiscal 2022 to 2,000 in fiscal 2026, 354 a year."""
    make_threshold()
    bob = make_bob()
    for year in (2023, 2024, 2025):
        make_cycle(year, by=bob)
    return SimpleNamespace(
        indicator=make_indicator(), alice=make_alice(), bob=bob, carol=make_carol(), dave=make_dave()
    )


def rows(as_of: datetime | None = None) -> dict[int, frames.Row]:
    return {row.year: row for row in frames.published(EVERY, as_of=as_of)}


def expected(as_of: datetime | None = None) -> dict[int, Decimal | None]:
    return {year: row.expected for year, row in rows(as_of).items()}


def publish(world: SimpleNamespace, year: int, value: str) -> None:
    publish_value(world.indicator, year, said(value), by=world.alice, publisher=world.bob)


# --- What the expected way leads through --------------------------------------------------------------


def test_the_way_leads_through_them_and_on_straight(world: SimpleNamespace) -> None:
    make_interim(world.indicator, 2024, "1250")
    assert expected() == {2023: 917, 2024: 1250, 2025: 1625, 2026: 2000}
    of_2024 = rows()[2024]
    assert of_2024.interim == ((2024, Decimal(1250)),)
    assert (of_2024.interim_target, rows()[2025].interim_target) == (1250, None)


def test_the_verdict_goes_by_it_and_says_so(world: SimpleNamespace) -> None:
    publish(world, 2024, "1200")
    assert rows()[2024].verdict == "slightly_behind"
    make_interim(world.indicator, 2024, "1100")
    row = rows()[2024]
    assert (row.verdict, row.expected) == ("on_track", 1100)
    assert "中間目標 1,100（令和6年度）" in row.trace
    assert "目安 ＝ 中間目標 ＝ 1,100" in row.trace
    # Both at once, and a year between them.
    make_interim(world.indicator, 2025, "1700")
    assert "中間目標 1,700（令和7年度）" in rows()[2024].trace


def test_a_later_one_changes_no_verdict_of_an_earlier_year(world: SimpleNamespace) -> None:
    publish(world, 2023, "900")
    publish(world, 2024, "1200")
    before = rows()
    make_interim(world.indicator, 2025, "1400", first_year=2025)
    make_interim(world.indicator, 2024, "1250", first_year=2025)
    after = rows()
    for year in (2023, 2024):
        assert after[year] == before[year]
    assert (before[2025].expected, after[2025].expected) == (1646, 1400)


def test_of_each_year_the_newest_that_applies_holds(world: SimpleNamespace) -> None:
    make_interim(world.indicator, 2025, "1500", first_year=2023)
    make_interim(world.indicator, 2025, "1700", first_year=2025, reason="見直し")
    assert expected()[2024] == Decimal(584) + (Decimal(1500) - 584) * 2 / 3
    assert expected()[2025] == 1700


def test_one_without_a_value_takes_it_away(world: SimpleNamespace) -> None:
    make_interim(world.indicator, 2025, "1500", first_year=2023)
    make_interim(world.indicator, 2025, None, first_year=2025, reason="取りやめ")
    assert rows()[2024].interim == ((2025, Decimal(1500)),)
    assert (rows()[2025].interim, expected()[2025]) == ((), 1646)


def test_a_revised_target_leaves_them_behind(world: SimpleNamespace) -> None:
    publish(world, 2023, "900")
    publish(world, 2024, "1000")
    make_interim(world.indicator, 2024, "1250")
    make_interim(world.indicator, 2025, "1600")
    make_target(world.indicator, "1600", first_year=2025, reason="見直し")
    assert rows()[2024].interim == ((2024, Decimal(1250)), (2025, Decimal(1600)))
    # From the last judged value, 1,000 in 2024, straight to 1,600 in 2026.
    assert (rows()[2025].interim, expected()[2025]) == ((), 1300)
    make_interim(world.indicator, 2025, "1350", first_year=2025, reason="見直し後")
    assert (expected()[2025], rows()[2025].baseline) == (1350, 1000)


def test_what_does_not_lie_on_the_road_says_nothing(world: SimpleNamespace) -> None:
    for year in (2021, 2022, 2026, 2027):
        make_interim(world.indicator, year, "700", first_year=2023)
    make_interim(world.indicator, 2025, "700", first_year=2022, reason="目標より前から")
    assert expected() == {2023: 938, 2024: 1292, 2025: 1646, 2026: 2000}


def test_of_a_ceiling_they_are_its_limits_by_year_and_a_range_has_none(world: SimpleNamespace) -> None:
    ceiling = make_indicator(letter="B", direction="at_most", counting="annual", target="90")
    span = make_indicator(letter="C", direction="within", counting="annual", target=None)
    make_target(span, "90", upper=Decimal(100))
    for indicator in (ceiling, span):
        make_interim(indicator, 2025, "95")
    of_one = {code: [row for row in frames.published(EVERY) if row.code == code] for code in ("43B", "43C")}
    assert [row.upper_limit for row in of_one["43B"]] == [95, 95, 95, 90]
    assert [(row.expected, row.interim) for row in of_one["43C"]] == [(None, ())] * 4
    assert {(row.lower_limit, row.upper_limit) for row in of_one["43C"]} == {(90, 100)}


def test_a_draft_and_a_later_publication_are_not_seen(world: SimpleNamespace) -> None:
    make_interim(world.indicator, 2024, "1250", published=False)
    assert expected()[2024] == 1292
    row = frames.preview(world.indicator, 2024, Decimal(1000), "actual")
    assert row.expected == 1292
    make_interim(world.indicator, 2024, "1100", published_at=LATER)
    assert expected(as_of=LATER - timedelta(seconds=1))[2024] == 1292
    assert expected(as_of=LATER)[2024] == 1100
    assert [one.value for one in frames.interims(EVERY, as_of=NOON)] == []
    assert [one.value for one in frames.interims(EVERY)] == [1100]


def test_staff_s_figures_and_the_entry_form_go_by_published_ones(world: SimpleNamespace) -> None:
    submit_value(world.indicator, 2024, said("1200"), by=world.alice)
    make_interim(world.indicator, 2024, "1100")
    make_interim(world.indicator, 2025, "1900", published=False)
    working = {row.year: row for row in frames.working(EVERY)}
    assert (working[2024].expected, working[2024].verdict, working[2025].expected) == (
        1100,
        "on_track",
        1550,
    )
    assert frames.preview(world.indicator, 2024, Decimal(1000), "actual").expected == 1100


def test_the_pace_asks_nothing_of_them(world: SimpleNamespace) -> None:
    publish(world, 2024, "1200")
    before = frames.pace_of(rows()[2024], current_year=2025)
    make_interim(world.indicator, 2025, "1400")
    assert frames.pace_of(rows()[2024], current_year=2025) == before
    assert before.needed == 400


def test_counting_from_zero_leads_from_zero(world: SimpleNamespace) -> None:
    make_indicator(
        letter="B", counting="cumulative_from_zero", baseline_value=Decimal(2), target="2", unit="件"
    )
    make_interim(Indicator.objects.get(letter="B"), 2024, "1.5")
    of_it = {row.year: row.expected for row in frames.published(EVERY) if row.code == "43B"}
    assert of_it == {2023: Decimal("0.75"), 2024: Decimal("1.5"), 2025: Decimal("1.75"), 2026: 2}


def test_as_many_queries_for_many(world: SimpleNamespace, django_assert_num_queries) -> None:
    with django_assert_num_queries(8):
        frames.published(EVERY)
    for letter in "BCDEF":
        other = make_indicator(letter=letter)
        for year in (2023, 2024, 2025):
            make_interim(other, year, "900")
    with django_assert_num_queries(8):
        frames.published(EVERY)


# --- What a reader sees -------------------------------------------------------------------------------


def test_chart_file_and_row_say_the_same(world: SimpleNamespace) -> None:
    for year, value in ((2023, "900"), (2024, "1250"), (2025, "1600")):
        make_interim(world.indicator, year, value)
    publish(world, 2023, "941")
    found = frames.published(EVERY)
    chart = charts.trend(found)
    marks = next(trace for trace in chart.figure["data"] if trace["meta"] == "interim")
    in_file = {
        row["fiscal_year"]: row["interim_target"]
        for row in json_payload(found)["rows"]
        if row["interim_target"] is not None
    }
    assert dict(marks["customdata"]) == in_file == {2023: "900", 2024: "1250", 2025: "1600"}
    assert marks["text"] == ["900", "1,250", "1,600"]
    path = next(trace for trace in chart.figure["data"] if trace["meta"] == "expected")
    assert (path["x"], path["y"]) == ([2022, 2023, 2024, 2025, 2026], [584, 900, 1250, 1600, 2000])


def test_two_ways_are_drawn_where_they_were_changed_on_the_way(world: SimpleNamespace) -> None:
    make_interim(world.indicator, 2024, "1250", first_year=2024)
    chart = charts.trend(frames.published(EVERY))
    old, new = (trace for trace in chart.figure["data"] if trace["meta"] == "expected")
    assert (old["x"], old["y"]) == ([2022, 2023], [584, 938])
    assert (new["x"], new["y"]) == ([2022, 2024, 2025, 2026], [584, 1250, 1625, 2000])


def test_the_straight_line_is_offered_as_a_hint(world: SimpleNamespace) -> None:
    make_interim(world.indicator, 2024, "1900")
    assert frames.straight_line(rows()[2026]) == {2023: 938, 2024: 1292, 2025: 1646}


def test_a_sheet_frozen_before_there_were_any_is_still_read(world: SimpleNamespace) -> None:
    make_interim(world.indicator, 2024, "1250")
    frozen = frames.freeze(list(rows().values()), at=NOON)
    assert frames.thaw(frozen) == list(rows().values())
    older = [{name: cell for name, cell in cells.items() if name != "interim"} for cells in frozen]
    assert {row.interim for row in frames.thaw(older)} == {()}


# --- Drafted, and published by somebody else ----------------------------------------------------------

DECISION = Decision(first_year=2024, decided_on=date(2024, 3, 25), reason="年度ごとの計画")


def draft(world: SimpleNamespace, points: dict[int, str | None], **changes: object) -> list[InterimTarget]:
    figures = {year: None if text is None else Decimal(text) for year, text in points.items()}
    wanted = {"indicator": world.indicator, "points": figures, "decision": DECISION, "by": world.bob}
    return workflow.draft_interims(**{**wanted, "expected_versions": versions(world), **changes})


def versions(world: SimpleNamespace) -> list[str]:
    return [one.at_version for one in workflow.drafts_of(InterimTarget, world.indicator)]


def test_the_years_go_out_together_and_are_logged(world: SimpleNamespace) -> None:
    draft(world, {2024: "1250", 2025: "1600"})
    assert expected()[2024] == 1292
    out = workflow.publish_interims(
        indicator=world.indicator,
        first_year=2024,
        by=world.carol,
        expected_versions=versions(world),
        now=NOON,
    )
    assert [(one.year, one.value, one.published_by, one.published_at) for one in out] == [
        (2024, 1250, world.carol, NOON),
        (2025, 1600, world.carol, NOON),
    ]
    assert expected() == {2023: 938, 2024: 1250, 2025: 1600, 2026: 2000}
    events = Event.objects.filter(action="interim_set").order_by("pk")
    assert [(event.action, event.indicator, event.year, event.by) for event in events] == [
        ("interim_set", world.indicator, 2024, world.carol)
    ] * 2
    assert events[1].detail["after"] == {
        "year": 2025,
        "value": "1600",
        "first_year": 2024,
        "decided_on": "2024-03-25",
    }


def test_nobody_publishes_their_own(world: SimpleNamespace) -> None:
    draft(world, {2024: "1250", 2025: "1600"})
    # Carol mends one of the two: that one is hers now, the other stays Bob's.
    draft(world, {2024: "1250", 2025: "1650"}, by=world.carol)
    assert [one.drafted_by for one in workflow.drafts_of(InterimTarget, world.indicator)] == [
        world.bob,
        world.carol,
    ]
    for person in (world.bob, world.carol, world.alice, world.dave):
        with pytest.raises(NotAllowed):
            workflow.publish_interims(
                indicator=world.indicator, first_year=2024, by=person, expected_versions=versions(world)
            )
    assert not InterimTarget.objects.exclude(published_at=None).exists()
    assert set(Event.objects.values_list("action", flat=True)) == {"rule_drafted"}
    for person in (world.alice, world.dave):
        with pytest.raises(NotAllowed):
            draft(world, {2024: "1"}, by=person)
        with pytest.raises(NotAllowed):
            workflow.discard_rule(
                model=InterimTarget, owner=world.indicator, pk=1, by=person, expected_versions=versions(world)
            )


def test_who_comes_second_is_told(world: SimpleNamespace) -> None:
    draft(world, {2024: "1250"})
    before = versions(world)
    draft(world, {2024: "1300"}, by=world.carol)
    for act in (
        lambda: draft(world, {2024: "1400"}, expected_versions=before),
        lambda: draft(world, {2025: "1400"}, expected_versions=[]),
        lambda: workflow.publish_interims(
            indicator=world.indicator, first_year=2024, by=world.bob, expected_versions=before
        ),
        lambda: workflow.discard_rule(
            model=InterimTarget,
            owner=world.indicator,
            pk=InterimTarget.objects.get().pk,
            by=world.bob,
            expected_versions=before,
        ),
    ):
        with pytest.raises(StaleVersion):
            act()
    assert InterimTarget.objects.get().value == 1300


def test_saving_again_replaces_the_drafts_and_only_them(world: SimpleNamespace) -> None:
    make_interim(world.indicator, 2024, "1111")
    draft(world, {2024: "1250", 2025: "1600"})
    moved = Decision(first_year=2025, decided_on=None, reason="先送り")
    draft(world, {2025: "1500"}, decision=moved, instead_of=2024)
    only = workflow.drafts_of(InterimTarget, world.indicator).get()
    assert (only.year, only.first_year, only.value, only.reason) == (2025, 2025, 1500, "先送り")
    workflow.discard_rule(
        model=InterimTarget,
        owner=world.indicator,
        pk=only.pk,
        by=world.carol,
        expected_versions=versions(world),
    )
    assert InterimTarget.objects.get().value == 1111


@pytest.mark.parametrize(
    ("points", "changes", "fields"),
    [
        ({2026: "1900"}, {}, ["2026"]),
        ({2022: "600"}, {}, ["2022"]),
        ({2023: "900", 2024: "1250"}, {}, ["2023"]),
        ({2024: None}, {}, ["2024"]),
        ({2024: "1250"}, {"first_year": 2031}, ["first_year"]),
        ({2024: "1250"}, {"reason": " "}, ["reason"]),
    ],
)
def test_what_the_rule_refuses_is_told_at_its_year(
    points: dict[int, str | None], changes: dict[str, object], fields: list[str], world: SimpleNamespace
) -> None:
    decision = Decision(**{**vars(DECISION), **changes})
    with pytest.raises(Incomplete) as refusal:
        draft(world, points, decision=decision)
    assert list(refusal.value.errors) == fields
    assert not InterimTarget.objects.exists()


def test_one_that_cannot_be_keeps_all_from_going_out(world: SimpleNamespace) -> None:
    draft(world, {2024: "1250", 2025: "1600"})
    make_interim(world.indicator, 2025, "1500", first_year=2024)
    with pytest.raises(WrongState, match="すでに公表"):
        workflow.publish_interims(
            indicator=world.indicator, first_year=2024, by=world.carol, expected_versions=versions(world)
        )
    assert InterimTarget.objects.filter(published_at=None).count() == 2
    assert set(Event.objects.values_list("action", flat=True)) == {"rule_drafted"}


def test_taking_one_away(world: SimpleNamespace) -> None:
    make_interim(world.indicator, 2025, "1500", first_year=2023)
    draft(world, {2025: None}, decision=Decision(2025, date(2025, 3, 1), "取りやめ"))
    workflow.publish_interims(
        indicator=world.indicator, first_year=2025, by=world.carol, expected_versions=versions(world)
    )
    assert (expected()[2024], expected()[2025]) == (Decimal(584) + Decimal(916) * 2 / 3, 1646)
    assert [one.value for one in frames.interims(EVERY)] == [1500, None]


def test_what_publishing_would_change_is_worked_out_without_storing(world: SimpleNamespace) -> None:
    publish(world, 2024, "1200")
    drafts = draft(world, {2024: "1100"})
    as_if = {row.year: row for row in frames.assuming(Indicator.objects.all(), drafts)}
    assert (as_if[2024].verdict, rows()[2024].verdict) == ("on_track", "slightly_behind")
    workflow.publish_interims(
        indicator=world.indicator,
        first_year=2024,
        by=world.carol,
        expected_versions=versions(world),
        now=datetime(2026, 4, 1, tzinfo=UTC),
    )
    assert {row.year: row for row in frames.published(EVERY)} == as_if
    revised = make_target(world.indicator, "1500", first_year=2025, published=False)
    assert frames.assuming(Indicator.objects.all(), [revised])[-1].target == 1500
    assert rows()[2026].target == 2000
