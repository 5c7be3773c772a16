"""Baselines as dated rules: which verdicts they decide, what contradicts them, and how they go out (docs/progress.md §10, docs/publication.md §6)."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from indicators import charts, frames, workflow
from indicators.frames import Row
from indicators.models import Baseline, DatedRule, Event, Indicator, Target
from indicators.progress import Direction
from indicators.spreadsheets.figures import json_payload
from indicators.wording.figures import revised_from_plan
from indicators.workflow import Incomplete, NotAllowed, StaleVersion, WrongState
from tests.indicators.factories import (
    EVERY,
    NOON,
    make_alice,
    make_baseline,
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
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> SimpleNamespace:
    """43A: 584 in fiscal 2022 to 2,000 in fiscal 2026; 900 in 2023 and 1,000 in 2024 are published."""
    make_threshold()
    bob, alice = make_bob(), make_alice()
    indicator = make_indicator()
    for year, value in ((2023, "900"), (2024, "1000")):
        make_cycle(year, by=bob)
        publish_value(indicator, year, said(value), by=alice, publisher=bob)
    return SimpleNamespace(indicator=indicator, alice=alice, bob=bob, carol=make_carol(), dave=make_dave())


def rows(as_of: datetime | None = None) -> dict[int, Row]:
    return {row.year: row for row in frames.published(EVERY, as_of=as_of)}


def told(model: type[DatedRule], **changes: Any) -> dict[str, Any]:
    common = {"first_year": 2025, "decided_on": date(2025, 3, 25), "reason": "見直し"}
    if model is Baseline:
        common |= {"value": Decimal(600), "baseline_year": 2022, "label": "令和４年度末"}
    else:
        common |= {"value": Decimal(1500), "target_year": 2026, "label": "1,500人"}
    return {**common, **changes}


def draft(world: SimpleNamespace, model: type[Any] = Baseline, by: Any = None, **changes: Any) -> Any:
    versions = [one.at_version for one in workflow.drafts_of(model, world.indicator)]
    instead_of = changes.pop("instead_of", None)
    return workflow.draft_rule(
        model=model,
        owner=world.indicator,
        data=told(model, **changes),
        by=by or world.bob,
        expected_versions=changes.pop("expected_versions", versions),
        instead_of=instead_of,
        now=NOON,
    )


def publish(world: SimpleNamespace, rule: Any, now: datetime = NOON) -> Any:
    return workflow.publish_rule(rule=rule, by=world.carol, now=now)


# --- What it decides ----------------------------------------------------------------------------------


def test_it_holds_from_its_first_year_and_leaves_earlier_verdicts_alone(world: SimpleNamespace) -> None:
    before = rows()
    make_baseline(world.indicator, "1100", first_year=2024)
    after = rows()
    assert after[2023] == before[2023]
    assert [(row.baseline, row.baseline_first_year) for row in after.values()] == [
        (584, None),
        (1100, 2024),
        (1100, 2024),
        (1100, 2024),
    ]
    assert (before[2024].verdict, after[2024].verdict) == ("behind", "worse")
    assert after[2024].expected == 1100 + Decimal(900) * 2 / 4
    assert after[2024].label == "後退"


def test_the_calculation_says_that_it_was_revised(world: SimpleNamespace) -> None:
    make_baseline(world.indicator, "600", first_year=2024, decided_on=date(2024, 6, 3))
    found = rows()
    assert not any("見直された" in line for line in found[2023].trace)
    assert found[2024].trace[0] == (
        "現状値は、2024年6月3日に決め、令和6年度の判定から見直された値（計画に書かれた現状値は 584、令和４年12月末）"
    )
    assert "現状値 600（令和4年度）" in found[2024].trace


def test_of_two_the_newest_first_year_holds(world: SimpleNamespace) -> None:
    make_baseline(world.indicator, "700", first_year=2025)
    make_baseline(world.indicator, "600", first_year=2024)
    assert [row.baseline for row in rows().values()] == [584, 600, 700, 700]


def test_a_draft_changes_nothing(world: SimpleNamespace) -> None:
    before = rows()
    draft(world, value=Decimal(700), first_year=2024)
    assert rows() == before


def test_as_of_a_day_it_holds_only_from_its_publication_on(world: SimpleNamespace) -> None:
    day = datetime(2026, 1, 10, tzinfo=UTC)
    make_baseline(world.indicator, "700", first_year=2024, published_at=day)
    assert rows(day - timedelta(days=1))[2024].baseline == 584
    assert rows(day)[2024].baseline == 700
    assert len(frames.baselines(EVERY, as_of=day - timedelta(days=1))) == 1


def test_a_revised_target_starts_at_the_last_judged_value_whatever_the_baseline(
    world: SimpleNamespace,
) -> None:
    """0002: a baseline whose own year is earlier than that value does not move the line."""
    make_target(world.indicator, "1500", first_year=2025, reason="見直し")
    before = rows()
    assert (before[2025].baseline, before[2025].baseline_year) == (1000, 2024)
    make_baseline(world.indicator, "700", first_year=2025)
    after = rows()
    assert (after[2025].baseline, after[2025].baseline_year, after[2025].expected) == (
        1000,
        2024,
        before[2025].expected,
    )
    assert after[2025].printed_baseline == 700


@pytest.mark.parametrize("baseline_year", [2024, 2025])
def test_a_baseline_of_the_same_or_a_later_year_starts_the_line_of_a_revised_target(
    baseline_year: int, world: SimpleNamespace
) -> None:
    """Counted anew in a year that was measured already: the new figure is where the road begins."""
    make_target(world.indicator, "1500", first_year=2025, reason="見直し")
    make_baseline(world.indicator, "800", first_year=2025, baseline_year=baseline_year)
    found = rows()[2026]
    assert (found.baseline, found.baseline_year) == (800, baseline_year)


def test_where_the_value_has_passed_the_revised_target_no_line_leads_to_it(world: SimpleNamespace) -> None:
    make_target(world.indicator, "950", first_year=2025, reason="見直し")
    make_baseline(world.indicator, "700", first_year=2025)
    found = rows()[2025]
    assert (found.baseline, found.baseline_year, found.has_line) == (1000, 2024, False)


def test_counting_from_zero_keeps_its_start(world: SimpleNamespace) -> None:
    zero = make_indicator(
        letter="B", counting="cumulative_from_zero", baseline_value=Decimal(2), target="2", unit="件"
    )
    make_baseline(zero, "3", first_year=2024)
    of_it = {row.year: row for row in frames.published(EVERY) if row.code == "43B"}
    assert [(row.baseline, row.printed_baseline) for row in of_it.values()] == [(0, 2), *[(0, 3)] * 3]
    assert of_it[2024].expected == 1


def test_a_limit_is_judged_by_its_margin_all_the_same(world: SimpleNamespace) -> None:
    limit = make_indicator(
        letter="B", direction=Direction.AT_MOST, counting="annual", target="90", baseline_value=Decimal("89")
    )
    before = [row.verdict for row in frames.published(EVERY) if row.code == "43B"]
    make_baseline(limit, "95", first_year=2024)
    after = [row for row in frames.published(EVERY) if row.code == "43B"]
    assert [row.verdict for row in after] == before
    assert after[-1].printed_baseline == 95


def test_the_number_of_queries_does_not_grow(world: SimpleNamespace, django_assert_num_queries) -> None:
    with django_assert_num_queries(8):
        frames.published(EVERY)
    for letter in "BCDEF":
        make_baseline(make_indicator(letter=letter))
    with django_assert_num_queries(8):
        frames.published(EVERY)


def test_chart_file_and_table_say_the_same(world: SimpleNamespace) -> None:
    make_baseline(world.indicator, "700", first_year=2024, baseline_year=2021, label="<b>令和３年度</b>")
    found = list(rows().values())
    traces = charts.trend(found).figure["data"]
    by_role = {trace["meta"]: trace for trace in traces}
    assert (by_role["baseline"]["x"], by_role["baseline"]["y"]) == ([2021], [700])
    assert (by_role["other-baseline"]["x"], by_role["other-baseline"]["y"]) == ([2022], [584])
    assert "<b>" not in str(by_role["baseline"]["hovertext"])
    payload = json_payload(frames.published(EVERY))["rows"]
    assert [
        (row["baseline"], row["baseline_fiscal_year"], row["baseline_revised_from"]) for row in payload
    ] == [
        ("584", 2022, None),
        *[("700", 2021, 2024)] * 3,
    ]
    paths = [trace["x"] for trace in traces if trace["meta"] == "expected"]
    assert [path[0] for path in paths] == [2022, 2021]


def test_a_frozen_sheet_of_before_is_read_as_it_was(world: SimpleNamespace) -> None:
    """Rows that were frozen before there were revised baselines have no first year of one."""
    frozen = frames.freeze(rows().values(), at=NOON)
    for cells in frozen:
        del cells["baseline_first_year"]
    assert frames.thaw(frozen) == list(rows().values())


def test_a_warning_holds_against_the_baseline_in_force(world: SimpleNamespace) -> None:
    fresh = make_indicator(letter="B")
    make_baseline(fresh, "10", first_year=2023)
    jump = "".join(workflow.warnings_of(fresh, 2023, said("500")))
    assert "令和４年度末（再集計）" in jump


# --- Target and baseline against each other -----------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"value": Decimal(2000)}, "value", "「下限以上に保つ」か「上限以下に保つ」"),
        ({"value": Decimal(2001)}, "value", "増やす目標が現状値より下"),
        ({"baseline_year": 2026}, "baseline_year", "適用する最初の年度より後"),
        ({"label": " "}, "label", "いつの値か"),
        ({"reason": " "}, "reason", "理由を入力"),
        ({"first_year": 1900}, "first_year", "年度は"),
    ],
)
def test_a_baseline_that_cannot_be_is_refused_in_words(
    changes: dict[str, Any], field: str, words: str, world: SimpleNamespace
) -> None:
    with pytest.raises(Incomplete) as refusal:
        draft(world, **changes)
    assert list(refusal.value.errors) == [field]
    assert words in refusal.value.errors[field]
    assert not Baseline.objects.exists()
    assert not Event.objects.filter(action=Event.Action.RULE_DRAFTED).exists()


def test_a_baseline_that_a_later_target_contradicts_is_refused(world: SimpleNamespace) -> None:
    """1,400 agrees with the 2,000 of its first year, and not with the 1,300 that takes over in 2026."""
    make_target(world.indicator, "1300", first_year=2026, reason="見直し")
    with pytest.raises(Incomplete, match="1,300人"):
        draft(world, value=Decimal(1400), first_year=2024)


def test_a_target_that_a_later_baseline_contradicts_is_refused(world: SimpleNamespace) -> None:
    make_baseline(world.indicator, "1600", first_year=2026)
    with pytest.raises(Incomplete) as refusal:
        draft(world, Target, value=Decimal(1500), first_year=2025)
    assert "令和8年度から使う現状値1,600人に対して" in refusal.value.errors["value"]
    assert draft(world, Target, value=Decimal(1700), first_year=2025).pk


def test_a_baseline_that_is_over_does_not_hold_a_later_target_back(world: SimpleNamespace) -> None:
    make_baseline(world.indicator, "1600", first_year=2024)
    make_baseline(world.indicator, "700", first_year=2025)
    assert draft(world, Target, value=Decimal(1500), first_year=2025).pk


@pytest.mark.parametrize("first_out", [Baseline, Target])
def test_of_two_drafts_that_contradict_each_other_the_second_stays(
    first_out: type[Any], world: SimpleNamespace
) -> None:
    drafts = {
        Baseline: draft(world, value=Decimal(1600)),
        Target: draft(world, Target, value=Decimal(1500)),
    }
    publish(world, drafts.pop(first_out))
    (other,) = drafts.values()
    with pytest.raises(Incomplete, match="下にあります"):
        publish(world, other)
    other.refresh_from_db()
    assert other.published_at is None
    assert rows()  # what is published can still be judged


def test_a_draft_with_the_number_of_another_kind_s_row_is_not_taken_for_it(world: SimpleNamespace) -> None:
    """The first baseline has the id of the first target: the check still knows them apart."""
    made = make_baseline(world.indicator, "3000", published=False, id=Target.objects.get().pk)
    with pytest.raises(Incomplete):
        publish(world, made)


def test_an_indicator_that_is_not_public_has_no_baseline_to_revise(world: SimpleNamespace) -> None:
    world.indicator = make_indicator(letter="B", target=None)
    with pytest.raises(Incomplete, match="まだ公表されていません"):
        draft(world)


def test_counting_from_zero_refuses_another_start(world: SimpleNamespace) -> None:
    world.indicator = make_indicator(
        letter="B", counting="cumulative_from_zero", baseline_value=Decimal(2), target="2"
    )
    with pytest.raises(Incomplete) as refusal:
        draft(world, value=Decimal(3), baseline_year=2021)
    assert list(refusal.value.errors) == ["baseline_year"]
    assert draft(world, value=Decimal(3), baseline_year=2022).pk


# --- The way of a draft -------------------------------------------------------------------------------


def test_it_goes_out_and_is_logged(world: SimpleNamespace) -> None:
    made = draft(world)
    out = publish(world, made)
    assert (out.published_by, out.published_at, out.drafted_by) == (world.carol, NOON, world.bob)
    drafted, published = Event.objects.filter(indicator=world.indicator, number=None).order_by("pk")
    text = {
        "value": "600",
        "baseline_year": 2022,
        "label": "令和４年度末",
        "first_year": 2025,
        "decided_on": "2025-03-25",
    }
    assert (drafted.action, drafted.by, drafted.detail) == (
        "rule_drafted",
        world.bob,
        {"rule": "baseline", "after": text},
    )
    assert (published.action, published.by, published.year, published.reason) == (
        "baseline_set",
        world.carol,
        2025,
        "見直し",
    )
    assert published.detail == {"rule": "baseline", "after": text}


def test_nobody_publishes_their_own_and_only_the_office_does_anything(world: SimpleNamespace) -> None:
    made = draft(world)
    for person in (world.bob, world.alice, world.dave):
        with pytest.raises(NotAllowed):
            workflow.publish_rule(rule=made, by=person)
    for person in (world.alice, world.dave):
        with pytest.raises(NotAllowed):
            draft(world, by=person)
        with pytest.raises(NotAllowed):
            workflow.discard_rule(
                model=Baseline, owner=world.indicator, pk=made.pk, by=person, expected_versions=()
            )
    # Carol mends it: now it is hers, and Bob may publish it.
    draft(world, by=world.carol, value=Decimal(610), instead_of=made.pk)
    with pytest.raises(NotAllowed):
        workflow.publish_rule(rule=made, by=world.carol)
    assert workflow.publish_rule(rule=made, by=world.bob).value == 610


def test_who_comes_second_is_told(world: SimpleNamespace) -> None:
    made = draft(world)
    stale = [made.at_version]
    draft(world, value=Decimal(650), instead_of=made.pk)
    common: dict[str, Any] = {
        "model": Baseline,
        "owner": world.indicator,
        "by": world.carol,
        "expected_versions": stale,
    }
    with pytest.raises(StaleVersion):
        workflow.draft_rule(data=told(Baseline, value=Decimal(700)), instead_of=made.pk, **common)
    with pytest.raises(StaleVersion):
        workflow.discard_rule(pk=made.pk, **common)
    with pytest.raises(StaleVersion):
        workflow.publish_rule(rule=made, by=world.carol, expected_versions=stale)
    made.refresh_from_db()
    assert (made.value, made.published_at) == (650, None)


def test_saving_what_was_not_changed_makes_nobody_its_author(world: SimpleNamespace) -> None:
    made = draft(world)
    draft(world, by=world.carol, instead_of=made.pk)
    made.refresh_from_db()
    assert made.drafted_by == world.bob
    assert Event.objects.filter(action="rule_drafted").count() == 1


def test_a_year_begins_with_one_baseline(world: SimpleNamespace) -> None:
    made = draft(world)
    with pytest.raises(Incomplete, match="ほかにあります"):
        draft(world, value=Decimal(650))
    publish(world, made)
    with pytest.raises(Incomplete, match="すでに公表"):
        draft(world, value=Decimal(650))
    twin = make_baseline(world.indicator, "650", published=False, first_year=2025)
    with pytest.raises(WrongState, match="すでに公表"):
        publish(world, twin)


def test_giving_a_draft_up_keeps_what_it_said(world: SimpleNamespace) -> None:
    made = draft(world)
    workflow.discard_rule(
        model=Baseline,
        owner=world.indicator,
        pk=made.pk,
        by=world.carol,
        expected_versions=[made.at_version],
        now=NOON,
    )
    assert not Baseline.objects.exists()
    line = Event.objects.get(action="rule_discarded")
    assert (line.by, line.detail["before"]["value"]) == (world.carol, "600")


def test_what_publishing_would_change_is_worked_out_without_storing(world: SimpleNamespace) -> None:
    made = draft(world, value=Decimal(1100), first_year=2024)
    as_if = {row.year: row.verdict for row in frames.assuming(Indicator.objects.all(), [made])}
    assert as_if[2024] == "worse"
    assert rows()[2024].verdict == "behind"
    publish(world, made)
    assert {year: row.verdict for year, row in rows().items()} == as_if


def test_interim_targets_behind_a_later_baseline_say_nothing_any_more(world: SimpleNamespace) -> None:
    make_interim(world.indicator, 2024, "1200")
    make_baseline(world.indicator, "950", first_year=2025, baseline_year=2024)
    assert (rows()[2024].interim, rows()[2025].interim) == (((2024, 1200),), ())
    assert Indicator.objects.get() == world.indicator


def named(trace: dict[str, Any]) -> list[str]:
    """Its words without the empty lines that keep them clear of others."""
    return [text.strip("<br>") for text in trace["text"]]


def test_what_a_verdict_went_by_is_named_and_what_the_plan_prints_stands(
    world: SimpleNamespace, client: Client
) -> None:
    """The page of a year before the revision: its own baseline, line and target are the named ones, on chart and page."""
    day = date(2025, 2, 3)
    make_baseline(world.indicator, "600", first_year=2025, label="令和４年度末", decided_on=day)
    make_target(world.indicator, "1800", first_year=2025, label="1,800人（見直し）", decided_on=day)
    found = rows()
    traces: dict[str, list[Any]] = {}
    for trace in charts.trend(list(found.values()), shown=found[2024]).figure["data"]:
        traces.setdefault(trace["meta"], []).append(trace)
    [baseline], [other] = traces["baseline"], traces["other-baseline"]
    assert (baseline["y"], baseline["text"]) == ([584], ["現状値<br>584"])
    assert (other["y"], named(other)) == ([600], ["見直した現状値 600<br>2025年2月3日に決定"])
    [target], [later] = traces["target"], traces["other-target"]
    assert (target["y"], target["text"]) == ([2000], ["  目標<br>  2,000人"])
    assert (later["y"], named(later)) == ([1800], ["見直した目標 1,800<br>2025年2月3日に決定"])
    used, next_one = traces["expected"]
    assert (used["y"][0], used["name"]) == (584, "目安")
    assert next_one["name"] == "目安（令和7年度からの判定の線）"
    assert used["line"]["color"] != next_one["line"]["color"]

    page = client.get("/indicators/43A/").content.decode()
    words = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "計画に書かれた現状値 584 人 （令和４年12月末）" in words
    assert "令和7年度の判定から使う現状値（2025年2月3日決定） 600 人 （令和４年度末）" in words
    assert "計画に書かれた目標 2000人（令和8年度）" in words
    assert "令和7年度の判定から使う目標（2025年2月3日決定） 1,800人（見直し）（令和8年度）" in words
    assert found[2025].trace[:2] == (
        "目標が改定されたので、改定の前の最後の実績を起点にして測る",
        "目標は、2025年2月3日に決め、令和7年度の判定から見直された値（計画に書かれた目標は 2,000、令和8年度）",
    )
    printed = (found[2025].plan_target, found[2025].plan_target_label, found[2025].plan_baseline)
    assert printed == (Decimal(2000), "2000人", Decimal(584))
    # On the card.
    assert revised_from_plan(found[2024]) == ""
    assert revised_from_plan(found[2025]) == "目標は2025年2月3日に見直し（計画では令和8年度に2,000人）"
