"""Figures of others beside an indicator: by four eyes, in chains, drawn and filed, never judged, never leaked."""

import csv
import io
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from indicators import charts, frames
from indicators.models import ComparisonSeries, ComparisonValue, Event, Indicator
from indicators.spreadsheets.comparisons import comparisons_csv, comparisons_payload
from indicators.views.shared.panels import panels_of
from indicators.workflow import COMPARISONS, Incomplete, NotAllowed, StaleVersion, WrongState
from tests.indicators.factories import (
    EVERY,
    NOON,
    load_fixtures,
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_dave,
    make_department,
    make_indicator,
    make_target,
    make_threshold,
    make_user,
    publish_comparison,
    publish_value,
    said,
    submit_comparison,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=30)


@pytest.fixture
def world() -> SimpleNamespace:
    """43A as a share that should stay below 90.0, held beside the prefecture's average."""
    make_threshold()
    bob = make_bob()
    make_cycle(2024, by=bob)
    indicator = make_indicator(
        unit="％",
        decimals=1,
        direction="at_most",
        counting="annual",
        baseline_value=Decimal("89.8"),
        target="90",
    )
    series = ComparisonSeries.objects.create(indicator=indicator, name="県の平均", source="県の統計")
    return SimpleNamespace(
        indicator=indicator, series=series, alice=make_alice(), bob=bob, carol=make_carol()
    )


def save(world: SimpleNamespace, **changes: object) -> ComparisonValue:
    written = {"value": Decimal("92.4"), "source": "決算の概要", "note": ""}
    return COMPARISONS.save(
        **{"owner": world.series, "year": 2024, "data": written, "by": world.alice, "now": NOON, **changes}
    )


def publish(world: SimpleNamespace, year: int, value: str, *, source: str = "決算の概要") -> ComparisonValue:
    return publish_comparison(world.series, year, value, by=world.alice, publisher=world.bob, source=source)


def change(world: SimpleNamespace, year: int, value: str | None) -> ComparisonValue:
    COMPARISONS.open_change(owner=world.series, year=year, reason="統計の訂正", by=world.alice, now=LATER)
    return publish_comparison(world.series, year, value, by=world.alice, publisher=world.bob, now=LATER)


# --- The desk -----------------------------------------------------------------------------------------


def test_from_the_first_draft_to_the_public_and_into_the_log(world: SimpleNamespace) -> None:
    draft = save(world)
    submitted = COMPARISONS.submit(
        owner=world.series, year=2024, by=world.alice, version=draft.version, now=NOON
    )
    with pytest.raises(NotAllowed):
        COMPARISONS.publish(record=submitted, version=submitted.version, by=world.alice)
    out = COMPARISONS.publish(record=submitted, version=submitted.version, by=world.bob, now=LATER)
    assert (out.state, out.published_by, out.published_at) == ("published", world.bob, LATER)
    events = Event.objects.order_by("pk")
    assert [(event.action, event.series, event.indicator, event.year) for event in events] == [
        (action, world.series, None, 2024) for action in ("created", "submitted", "published")
    ]
    assert events[0].detail["after"] == {
        "reason": "",
        "value": "92.4",
        "source": "決算の概要",
        "note": "",
    }


def test_who_enters_the_indicator_enters_what_it_is_held_beside(world: SimpleNamespace) -> None:
    stranger = make_user("eve", departments=(make_department("zaisei", "財政課"),))
    for person in (stranger, make_dave()):
        with pytest.raises(NotAllowed):
            save(world, by=person)
    assert save(world, by=world.bob).entered_by == world.bob
    assert not ComparisonValue.objects.exclude(entered_by=world.bob).exists()


def test_nobody_publishes_their_own(world: SimpleNamespace) -> None:
    record = submit_comparison(world.series, 2024, "92.4", by=world.bob)
    with pytest.raises(NotAllowed):
        COMPARISONS.publish(record=record, version=record.version, by=world.bob)
    assert COMPARISONS.publish(record=record, version=record.version, by=world.carol)


@pytest.mark.parametrize(
    ("spoilt", "field"),
    [
        ({"value": None}, "value"),
        ({"source": " "}, "source"),
    ],
)
def test_what_is_not_complete_stays_a_draft(
    spoilt: dict[str, object], field: str, world: SimpleNamespace
) -> None:
    written = {"value": Decimal("92.4"), "source": "決算の概要", **spoilt}
    draft = save(world, data=written)
    with pytest.raises(Incomplete) as refusal:
        COMPARISONS.submit(owner=world.series, year=2024, by=world.alice, version=draft.version)
    assert list(refusal.value.errors) == [field]
    assert ComparisonValue.objects.get().state == "draft"


@pytest.mark.parametrize("figure", ["92.45", "1234567890123456", "123456789012345.6"])
def test_a_figure_that_would_be_rounded_is_not_stored(figure: str, world: SimpleNamespace) -> None:
    with pytest.raises(Incomplete) as refusal:
        save(world, data={"value": Decimal(figure), "source": "決算の概要"})
    assert list(refusal.value.errors) == ["value"]
    assert not ComparisonValue.objects.exists()


@pytest.mark.parametrize("year", [1988, 2027])
def test_a_year_that_it_cannot_have(year: int, world: SimpleNamespace) -> None:
    with pytest.raises(WrongState):
        save(world, year=year)


def test_history_and_years_without_a_cycle_are_fine(world: SimpleNamespace) -> None:
    assert save(world, year=1995).year == 1995
    assert save(world, year=2026).year == 2026


def test_the_second_of_two_is_told(world: SimpleNamespace) -> None:
    draft = save(world)
    save(world, version=draft.version, by=world.bob, data={"value": Decimal("93.0")})
    with pytest.raises(StaleVersion) as refusal:
        save(world, version=draft.version)
    assert refusal.value.current.value == 93
    with pytest.raises(StaleVersion):
        save(world)


# --- What stands --------------------------------------------------------------------------------------


def test_the_newest_number_stands_and_the_old_ones_are_struck(world: SimpleNamespace) -> None:
    publish(world, 2023, "92.4")
    change(world, 2023, "92.1")
    one = frames.comparisons(EVERY)[0]
    assert (one.value, one.number, one.unpublished, one.reason) == (Decimal("92.1"), 2, False, "統計の訂正")
    assert [(old.value, old.replaced_at, old.reason) for old in one.superseded] == [
        (Decimal("92.4"), LATER, "統計の訂正")
    ]
    # As of the day before the change.
    before = frames.comparisons(EVERY, as_of=LATER - timedelta(days=1))[0]
    assert (before.value, before.number, before.superseded) == (Decimal("92.4"), 1, ())
    assert frames.comparisons(EVERY, as_of=NOON - timedelta(days=1)) == []


def test_a_change_without_a_value_withdraws_it(world: SimpleNamespace) -> None:
    publish(world, 2023, "92.4")
    change(world, 2023, None)
    one = frames.comparisons(EVERY)[0]
    assert (one.value, one.is_withdrawn, one.superseded[0].value) == (None, True, Decimal("92.4"))
    assert frames.series_of([one])[world.indicator.pk][0].newest is None


def test_a_draft_is_seen_by_staff_alone(world: SimpleNamespace) -> None:
    publish(world, 2023, "92.4")
    submit_comparison(world.series, 2024, "77.7", by=world.alice)
    COMPARISONS.open_change(owner=world.series, year=2023, reason="確認中", by=world.alice)
    out = {one.year: (one.value, one.unpublished) for one in frames.comparisons(EVERY)}
    assert out == {2023: (Decimal("92.4"), False)}
    staff = {
        one.year: (one.value, one.unpublished, one.number) for one in frames.comparisons(EVERY, drafts=True)
    }
    assert staff == {2023: (Decimal("92.4"), True, 1), 2024: (Decimal("77.7"), True, 0)}


def test_nothing_beside_an_indicator_that_is_not_public(world: SimpleNamespace) -> None:
    hidden = make_indicator(letter="B", target=None)
    series = ComparisonSeries.objects.create(indicator=hidden, name="県の平均")
    publish_comparison(series, 2023, "5", by=world.alice, publisher=world.bob)
    assert frames.comparisons(EVERY) == []
    make_target(hidden, "2000")
    assert [one.code for one in frames.comparisons(EVERY)] == ["43B"]


def test_it_plays_no_part_in_any_verdict(world: SimpleNamespace) -> None:
    publish_value(world.indicator, 2024, said("89.1"), by=world.alice, publisher=world.bob)
    before = frames.published(EVERY)
    publish(world, 2024, "80.0")
    assert frames.published(EVERY) == before


def test_as_many_queries_for_many(world: SimpleNamespace, django_assert_num_queries) -> None:
    publish(world, 2023, "92.4")
    with django_assert_num_queries(2):
        frames.comparisons(EVERY)
    for letter in "BCDEF":
        other = ComparisonSeries.objects.create(indicator=make_indicator(letter=letter), name="平均")
        for year in (2023, 2024):
            publish_comparison(other, year, "5", by=world.alice, publisher=world.bob)
    with django_assert_num_queries(2):
        assert len(frames.comparisons(EVERY)) == 11


# --- Shown --------------------------------------------------------------------------------------------


def test_chart_table_sentence_and_files_say_the_same(world: SimpleNamespace) -> None:
    publish_value(world.indicator, 2024, said("89.1"), by=world.alice, publisher=world.bob)
    for year, value in ((2020, "93.5"), (2022, "91.8"), (2023, "92.4"), (2024, "92.0")):
        publish(world, year, value)
    found = frames.comparisons(EVERY)
    panel = panels_of(frames.published(EVERY), current_year=2025, comparisons=found)[0]
    drawn = {trace["meta"]: trace for trace in panel.chart.figure["data"]}
    marks = dict(drawn["comparison"]["customdata"])
    assert marks == {2020: "93.5", 2022: "91.8", 2023: "92.4", 2024: "92.0"}
    line = drawn["comparison-line"]
    assert (line["x"], line["y"]) == ([2020, 2021, 2022, 2023, 2024], [93.5, None, 91.8, 92.4, 92.0])
    assert panel.chart.figure["layout"]["xaxis"]["tickvals"][0] == 2020
    low, high = panel.chart.figure["layout"]["yaxis"]["range"]
    assert low < 89.1 < 93.5 < high
    table = {one.year: one.comparisons[0].value for one in panel.table if one.comparisons[0] is not None}
    assert table == {year: Decimal(text) for year, text in marks.items()}
    assert panel.comparison_sentences == [
        "県の平均は令和6年度に92.0％です（出所：県の統計・決算の概要）。"
        "同じ年度のこの指標は89.1％で、2.9ポイント低くなっています。"
    ]
    assert "県の平均は令和6年度に92.0％です。" in panel.chart.sentence
    in_json = {one["fiscal_year"]: one["value"] for one in comparisons_payload(found)}
    text = comparisons_csv(found).decode("utf-8-sig")
    in_csv = {int(one["fiscal_year"]): one["value"] for one in csv.DictReader(io.StringIO(text))}
    assert in_json == in_csv == marks


def test_a_name_from_people_is_never_markup(world: SimpleNamespace) -> None:
    world.series.name = '<b>県</b>&<a href="//x.jp">平均</a>'
    world.series.save()
    publish(world, 2024, "92.0", source="=1+1")
    chart = charts.trend(
        frames.published(EVERY),
        frames.series_of(frames.comparisons(EVERY))[world.indicator.pk],
    )
    shown = str(chart.figure)
    assert "<b>" not in shown
    assert "<a " not in shown
    assert "'=1+1" in comparisons_csv(frames.comparisons(EVERY)).decode("utf-8-sig")


def test_a_loaded_plan_offers_the_series_that_the_plan_names_and_no_figure() -> None:
    load_fixtures()
    series = ComparisonSeries.objects.get()
    assert (series.indicator.code, series.name, series.source) == ("46A", "県内37市の平均", "")
    assert not ComparisonValue.objects.exists()
    assert ComparisonSeries.objects.get_by_natural_key(*series.natural_key()) == series


def test_an_outlook_is_for_those_who_ask(world: SimpleNamespace) -> None:
    road = make_indicator(letter="B")
    make_cycle(2023, by=world.bob)
    for year, value in ((2023, "900"), (2024, "1200")):
        publish_value(road, year, said(value), by=world.alice, publisher=world.bob)
    rows = frames.published(Indicator.objects.filter(pk=road.pk))
    public, staff = (panels_of(rows, current_year=2025, with_outlook=asked)[0] for asked in (False, True))
    assert (public.outlook, public.outlook_sentence) == (None, "")
    assert "outlook" not in {trace["meta"] for trace in public.chart.figure["data"]}
    drawn = {trace["meta"]: trace for trace in staff.chart.figure["data"]}
    outlook = staff.outlook
    assert dict(drawn["outlook"]["customdata"])[2026] == f"{outlook.value:.0f}"
    assert drawn["outlook-range"]["y"] == [
        float(figure) for figure in (outlook.path[0][1], outlook.high, outlook.low, outlook.path[0][1])
    ]
    assert staff.outlook_sentence.startswith("このまま進むと令和8年度は約1,")
    assert staff.outlook_sentence.endswith("参考推計で、判定には使いません。")
    assert staff.before.year == staff.row.year - 1
