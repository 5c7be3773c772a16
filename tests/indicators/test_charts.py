"""What Plotly is given: the frame's figures, gaps that stay gaps, states that are told, no markup from people (docs/look.md §5)."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from hypothesis import given
from hypothesis import strategies as st

from indicators import charts, frames
from indicators.charts.axis import round_scale
from indicators.charts.chart import Chart
from indicators.models import Counting, Direction, Indicator, Kind, ValueState
from indicators.progress import RollUp
from indicators.spreadsheets.figures import json_payload
from tests.indicators.factories import (
    EVERY,
    NOON,
    load_fixtures,
    make_alice,
    make_bob,
    make_cycle,
    make_indicator,
    make_target,
    make_threshold,
    publish_change,
    publish_value,
    said,
    submit_value,
)

pytestmark = pytest.mark.reads

NASTY = '<b>太</b>&<a href="//x.jp">リンク</a>'


@pytest.fixture
def indicator(db: None) -> Indicator:
    """43A, 584 in fiscal 2022 to 2,000 in fiscal 2026; the cycles of 2023 to 2025 are open."""
    make_threshold()
    make_alice()
    bob = make_bob()
    for year in (2023, 2024, 2025):
        make_cycle(year, by=bob)
    return make_indicator()


def publish(
    indicator: Indicator, year: int, value: str | None, value_state: str = "", as_of: date | None = None
) -> None:
    due = date(2026, 9, 1) if value_state == ValueState.UNPUBLISHED else None
    entry = said(value, value_state, note="事情", expected_on=due, as_of=as_of)
    publish_value(indicator, year, entry, by=alice(), publisher=User.objects.get(username="bob"))


def change(indicator: Indicator, year: int, kind: str, value: str | None = None) -> None:
    entry = said(value) if value else None
    later = NOON + timedelta(days=1)
    bob = User.objects.get(username="bob")
    publish_change(indicator, year, kind, entry, by=alice(), publisher=bob, now=later)


def alice() -> User:
    return User.objects.get(username="alice")


def trend(indicator: Indicator, read: Callable[..., Any] = frames.published) -> Chart:
    return charts.trend(read(Indicator.objects.filter(pk=indicator.pk)))


def traces(chart: Chart, role: str) -> list[dict[str, Any]]:
    return [trace for trace in chart.figure["data"] if trace["meta"] == role]


def points(chart: Chart, role: str) -> dict[int, float]:
    return {x: y for trace in traces(chart, role) for x, y in zip(trace["x"], trace["y"], strict=True)}


def named(chart: Chart, name: str) -> dict[str, Any]:
    return next(trace for trace in chart.figure["data"] if trace["name"] == name)


# --- The way of one indicator -------------------------------------------------------------------------


def test_without_a_value_there_is_the_road_and_no_mark(indicator: Indicator) -> None:
    chart = trend(indicator)
    assert points(chart, "value") == {}
    assert points(chart, "baseline") == {2022: 584}
    assert points(chart, "target") == {2026: 2000}
    assert points(chart, "expected") == {2022: 584, 2023: 938, 2024: 1292, 2025: 1646, 2026: 2000}
    assert chart.sentence == "実績はまだありません。令和8年度の目標は2,000人です。"
    assert (chart.id, chart.height) == ("trend-43A", chart.figure["layout"]["height"])


def test_the_marks_are_the_values_of_the_csv(indicator: Indicator) -> None:
    publish(indicator, 2023, "0")
    publish(indicator, 2024, "1234")
    rows = frames.published(EVERY)
    chart = charts.trend(rows)
    drawn = {year: text for trace in traces(chart, "value") for year, text in trace["customdata"]}
    in_file = json_payload(frames.published(EVERY))["rows"]
    assert drawn == {row["fiscal_year"]: row["value"] for row in in_file if row["value"] is not None}
    assert (
        points(chart, "value") == {year: float(text) for year, text in drawn.items()} == {2023: 0, 2024: 1234}
    )
    assert named(chart, "実績")["text"] == ["0", "1,234"]
    assert chart.sentence.startswith("令和6年度は1,234人。前年度より1,234人増え、判定は「やや遅れ」です。")


def test_the_same_value_again_is_said_in_words(indicator: Indicator) -> None:
    publish(indicator, 2023, "938")
    publish(indicator, 2024, "938")
    assert "前年度と同じで、" in trend(indicator).sentence


def test_a_gap_stays_a_gap_and_says_why(indicator: Indicator) -> None:
    publish(indicator, 2023, "938")
    publish(indicator, 2024, None, ValueState.NOT_SURVEYED)
    publish(indicator, 2025, "1700")
    chart = trend(indicator)
    solid = named(chart, "推移")
    assert solid["connectgaps"] is False
    assert (solid["x"], solid["y"]) == ([2022, 2023, None], [584, 938, None])
    assert 2024 not in points(chart, "value")
    assert (traces(chart, "no-value")[0]["x"], traces(chart, "no-value")[0]["text"]) == (
        [2024],
        ["調査<br>年外"],
    )


def test_each_state_has_its_mark(indicator: Indicator) -> None:
    publish(indicator, 2023, "938")
    publish(indicator, 2024, "1000", ValueState.PROVISIONAL)
    publish(indicator, 2025, "1500", ValueState.ESTIMATE)
    chart = trend(indicator)
    actual, provisional, estimate = (named(chart, name) for name in ("実績", "速報", "見込"))
    assert actual["marker"]["color"] == actual["marker"]["line"]["color"]
    assert provisional["marker"]["color"] == estimate["marker"]["color"] == "#ffffff"
    assert (provisional["text"], estimate["text"]) == (["1,000<br>速報"], ["1,500<br>見込"])
    assert estimate["marker"]["symbol"] == ["circle-dot"]
    # Solid to the 速報, dotted to the 見込.
    assert named(chart, "推移")["x"] == [2022, 2023, None, 2023, 2024, None]
    assert (named(chart, "未確定の推移")["x"], named(chart, "未確定の推移")["line"]["dash"]) == (
        [2024, 2025, None],
        "dot",
    )
    assert "令和6年度：1,000人（速報）" in provisional["hovertext"][0]
    assert chart.sentence.startswith("令和6年度は1,000人（速報）。")


def test_a_part_of_a_year_is_hollow_and_dotted_with_its_day(indicator: Indicator) -> None:
    publish(indicator, 2023, "938")
    publish(indicator, 2024, "1000", ValueState.PART_YEAR, as_of=date(2024, 12, 31))
    chart = trend(indicator)
    part = named(chart, "年度途中")
    assert (part["marker"]["color"], part["text"]) == ("#ffffff", ["1,000<br>年度途中<br>12月31日"])
    assert "令和6年度：1,000人（年度途中、2024年12月31日時点）" in part["hovertext"][0]
    assert named(chart, "未確定の推移")["x"] == [2023, 2024, None]
    assert chart.sentence.startswith("令和5年度は938人。"), "it is not judged: the sentence speaks of 2023"


def test_what_citizens_cannot_see_is_a_diamond_with_its_word(indicator: Indicator) -> None:
    submit_value(indicator, 2024, said("980"), by=alice())
    chart = trend(indicator, frames.working)
    hidden = named(chart, "未公表の値")
    assert (hidden["x"], hidden["y"], hidden["text"]) == ([2024], [980], ["980<br>未公表"])
    assert hidden["marker"]["symbol"] == ["diamond"]
    assert "（未公表）" in chart.sentence
    assert points(trend(indicator), "value") == {}


def test_a_correction_shows_both_values_and_a_withdrawal_the_old_one(indicator: Indicator) -> None:
    publish(indicator, 2023, "701")
    publish(indicator, 2024, "112")
    change(indicator, 2024, Kind.CORRECTION, "1121")
    chart = trend(indicator)
    assert points(chart, "value") == {2023: 701, 2024: 1121}
    assert points(chart, "struck") == {2024: 112}
    assert named(chart, "実績")["text"] == ["701", "1,121<br>訂正"]
    assert named(chart, "実績")["marker"]["symbol"] == ["circle", "square"]
    change(indicator, 2023, Kind.WITHDRAWAL)
    chart = trend(indicator)
    assert points(chart, "value") == {2024: 1121}
    assert traces(chart, "no-value")[0]["text"] == ["取下げ"]


def test_the_baseline_stands_in_its_own_year(db: None) -> None:
    load_fixtures()
    chart = trend(Indicator.objects.get_by_code("45A"))
    assert points(chart, "baseline") == {2021: 17.6}
    axis = chart.figure["layout"]["xaxis"]
    assert axis["tickvals"] == [2021, 2022, 2023, 2024, 2025, 2026]
    assert axis["ticktext"] == ["R3<br>現状値", "R4", "R5", "R6", "R7", "R8<br>目標"]


def test_the_first_year_of_an_era_on_the_axis(indicator: Indicator) -> None:
    publish(indicator, 2019, "300")
    assert trend(indicator).figure["layout"]["xaxis"]["ticktext"][0] == "R1"
    publish(indicator, 2018, "290")
    assert trend(indicator).figure["layout"]["xaxis"]["ticktext"][:2] == ["H30", "R1"]


def test_many_years_name_every_second(indicator: Indicator) -> None:
    publish(indicator, 2010, "300")
    axis = trend(indicator).figure["layout"]["xaxis"]
    named_years = [year for year, text in zip(axis["tickvals"], axis["ticktext"], strict=True) if text]
    assert named_years == [2010, 2012, 2014, 2016, 2018, 2020, 2022, 2024, 2026]


def test_a_value_of_the_baseline_s_year_stands_beside_it_and_is_too_early(indicator: Indicator) -> None:
    publish(indicator, 2022, "590")
    chart = trend(indicator)
    assert (points(chart, "value"), points(chart, "baseline")) == ({2022: 590}, {2022: 584})
    assert named(chart, "実績")["textposition"] == ["top center"]
    assert named(chart, "現状値")["textposition"] == "middle left"
    assert "判定は「判定前」です" in chart.sentence


def test_counting_that_restarts_is_drawn_from_zero(db: None) -> None:
    load_fixtures()
    chart = trend(Indicator.objects.get_by_code("47A"))
    assert points(chart, "baseline") == {2022: 0}
    assert points(chart, "expected") == {2022: 0, 2023: 0.5, 2024: 1, 2025: 1.5, 2026: 2}
    assert chart.figure["layout"]["xaxis"]["ticktext"][0] == "R4<br>起点"
    assert "前の期間は2件" in named(chart, "起点")["hovertext"][0]
    assert chart.figure["layout"]["yaxis"]["ticktext"] == ["0", "1", "2"]


@pytest.mark.parametrize(
    ("direction", "limit", "word", "inside"),
    [(Direction.AT_MOST, "90", "上限", "below"), (Direction.AT_LEAST, "85", "下限", "above")],
)
def test_a_limit_is_a_zone_without_an_expected_path(
    indicator: Indicator, direction: str, limit: str, word: str, inside: str
) -> None:
    rate = make_indicator(
        letter="B",
        target=limit,
        unit="％",
        decimals=1,
        direction=direction,
        counting=Counting.ANNUAL,
        baseline_value=Decimal("89.8"),
    )
    publish(rate, 2024, "90.4")
    chart = trend(rate)
    zone, line = chart.figure["layout"]["shapes"]
    low, high = chart.figure["layout"]["yaxis"]["range"]
    assert (zone["y0"], zone["y1"]) == (low if inside == "below" else high, float(limit))
    assert (line["y0"], line["y1"]) == (float(limit), float(limit))
    assert points(chart, "expected") == {}
    assert named(chart, word)["text"][0].split() == [f"{word}<br>", f"{limit}.0％"]
    assert f"令和8年度の{word}は{limit}.0％です。" in chart.sentence
    assert f"{word} {limit}.0％" in named(chart, "実績")["hovertext"][0]


def test_a_limit_that_changed_is_a_step(indicator: Indicator) -> None:
    rate = make_indicator(letter="B", target="90", direction=Direction.AT_MOST, counting=Counting.ANNUAL)
    make_target(rate, "95", first_year=2025, reason="見直し")
    shapes = trend(rate).figure["layout"]["shapes"]
    before, after = (shape for shape in shapes if shape["type"] == "rect")
    assert (before["y1"], before["x1"]) == (90, 2024.5)
    assert (after["y1"], after["x0"]) == (95, 2024.5)


def test_a_revised_target_has_its_own_path_and_leaves_the_old_mark(indicator: Indicator) -> None:
    publish(indicator, 2024, "1000")
    make_target(indicator, "1400", first_year=2025, reason="見直し", decided_on=date(2025, 2, 3))
    chart = trend(indicator)
    old, new = traces(chart, "expected")
    assert (old["x"], old["y"]) == ([2022, 2023, 2024], [584, 938, 1292])
    assert (new["x"], new["y"]) == ([2024, 2025, 2026], [1000, 1200, 1400])
    assert points(chart, "target") == {2026: 1400}
    assert points(chart, "other-target") == {2026: 2000}
    [name] = traces(chart, "other-target")[0]["text"]
    assert name.strip("<br>") == "前の目標 2,000<br>2025年2月3日に変更"


# --- The axes -----------------------------------------------------------------------------------------


def test_counts_start_from_zero_with_whole_ticks(db: None) -> None:
    load_fixtures()
    for row in frames.of_year(frames.published(EVERY), 2023):
        layout = trend(Indicator.objects.get(pk=row.indicator_id)).figure["layout"]
        if row.unit == "％":
            continue
        assert layout["yaxis"]["range"][0] == 0, row.code
        assert all(tick == int(tick) for tick in layout["yaxis"]["tickvals"]), row.code
        assert layout["annotations"][0]["text"] == f"単位：{row.unit}"


def test_a_share_that_does_not_start_from_zero_says_so(db: None) -> None:
    load_fixtures()
    layout = trend(Indicator.objects.get_by_code("44A")).figure["layout"]
    assert layout["yaxis"]["range"][0] == 50
    assert layout["annotations"][0]["text"] == "単位：％　縦軸は50から"


def test_thousands_are_separated_on_the_axis(indicator: Indicator) -> None:
    assert trend(indicator).figure["layout"]["yaxis"]["ticktext"] == ["0", "500", "1,000", "1,500", "2,000"]


def test_a_negative_value_is_on_the_axis(indicator: Indicator) -> None:
    indicator.may_be_negative = True
    indicator.save()
    publish(indicator, 2024, "-50")
    low, high = trend(indicator).figure["layout"]["yaxis"]["range"]
    assert low < -50 < 2000 < high


FIGURE = st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False)


@given(figures=st.tuples(FIGURE, FIGURE), decimals=st.integers(min_value=0, max_value=2))
def test_every_scale_holds_its_figures_with_few_even_ticks(
    figures: tuple[Decimal, Decimal], decimals: int
) -> None:
    low, high = sorted(figures)
    scale = round_scale(low, high, decimals=decimals)
    assert scale.low <= low <= high <= scale.high
    assert 2 <= len(scale.ticks) <= 9
    steps = {after - before for before, after in zip(scale.ticks, scale.ticks[1:], strict=False)}
    assert len(steps) == 1
    assert len(set(scale.labels)) == len(scale.labels)


# --- Whatever the chart -------------------------------------------------------------------------------


def test_text_from_people_is_never_markup(indicator: Indicator) -> None:
    nasty = make_indicator(letter="B", name=NASTY, unit="<i>件", baseline_label="<b>年度末</b> &")
    make_target(nasty, "3000", label=NASTY, first_year=2024, reason="見直し")
    publish(nasty, 2023, "938")
    rows = frames.of_year(frames.published(EVERY), 2023)
    every = [
        trend(nasty),
        charts.progress_against_expected(rows),
        charts.verdicts_by({NASTY: frames.roll_up(frames.published(EVERY))}, chart_id="x"),
    ]
    for chart in every:
        text = json.dumps(chart.figure, ensure_ascii=False)
        assert "<b>" not in text
        assert "<a " not in text
        assert "<i>" not in text
        assert "&lt;" in text


def test_a_figure_is_plain_json_without_the_default_template(indicator: Indicator) -> None:
    publish(indicator, 2023, "938")
    chart = trend(indicator)
    text = json.dumps(chart.figure, allow_nan=False)
    assert json.loads(text) == chart.figure
    assert "template" not in chart.figure["layout"]
    assert len(text) < 8000


def test_the_demo_says_so_inside_every_chart(indicator: Indicator, settings: Any) -> None:
    def notes() -> list[list[str]]:
        rows = frames.of_year(frames.published(EVERY), 2023)
        every = [
            trend(indicator),
            charts.progress_against_expected(rows),
            charts.verdicts_by({"企画課": RollUp(behind=1)}, chart_id="x"),
        ]
        return [[note["text"] for note in chart.figure["layout"]["annotations"]] for chart in every]

    assert not any("デモ：架空の値" in of_one for of_one in notes())
    settings.DEMO = True
    assert all("デモ：架空の値" in of_one for of_one in notes())


# --- All indicators at a glance -----------------------------------------------------------------------


def test_progress_is_sorted_by_its_distance_worst_first(indicator: Indicator) -> None:
    ceiling = make_indicator(letter="B", target="90", direction=Direction.AT_MOST, counting=Counting.ANNUAL)
    good, silent, guessed, gone = (make_indicator(letter=letter) for letter in "CDEF")
    publish(indicator, 2024, "700")
    publish(ceiling, 2024, "95")
    publish(good, 2024, "1300")
    publish(silent, 2024, None, ValueState.NOT_SURVEYED)
    publish(guessed, 2024, "1500", ValueState.ESTIMATE)
    publish(gone, 2024, "1500")
    change(gone, 2024, Kind.WITHDRAWAL)
    rows = frames.of_year(frames.published(EVERY), 2024)
    chart = charts.progress_against_expected(rows)
    progress = traces(chart, "progress")[0]
    assert [(code, year) for code, year, _ in progress["customdata"]] == [("43A", 2024), ("43C", 2024)]
    assert [Decimal(text) for _, _, text in progress["customdata"]] == [rows[0].progress, rows[2].progress]
    assert progress["marker"]["symbol"] == ["triangle-down", "circle"]
    assert traces(chart, "label")[0]["text"] == ["   遅れ −592人", "   順調 ＋8人"]
    assert "図の2件のうち、目安に届いていないのは1件です。" in chart.sentence
    assert (
        "目安から最も遠いのは43A 移住・定住相談窓口利用登録者数で、目安を592人下回る値です。"
        in chart.sentence
    )
    assert "43B 移住・定住相談窓口利用登録者数（上限で判定し、割合にしない）" in chart.sentence
    assert "43D 移住・定住相談窓口利用登録者数（調査年外）" in chart.sentence
    assert "43E 移住・定住相談窓口利用登録者数（見込）" in chart.sentence
    assert "43F 移住・定住相談窓口利用登録者数（取下げ）" in chart.sentence
    assert chart.figure["narrow"]["yaxis"]["ticktext"] == ["43A", "43C"]


def test_beyond_the_axis_a_progress_stands_at_its_end_and_says_so(indicator: Indicator) -> None:
    far = make_indicator(letter="B")
    publish(indicator, 2024, "0")
    publish(far, 2024, "9000")
    chart = charts.progress_against_expected(frames.of_year(frames.published(EVERY), 2024))
    progress = traces(chart, "progress")[0]
    assert progress["x"] == [-20, 120]
    assert "進捗 −41.2％（軸の端に表示）" in progress["hovertext"][0]
    labels = traces(chart, "label")[0]
    assert all("（軸の外）" in text for text in labels["text"])
    # Right of both marks, or left of them where the axis ends.
    assert (labels["x"], labels["textposition"]) == ([50, 50], ["middle right", "middle left"])


def test_nothing_to_compare_is_said_in_words(indicator: Indicator) -> None:
    chart = charts.progress_against_expected(frames.of_year(frames.published(EVERY), 2024))
    assert chart.sentence.startswith("進捗を目安と比べられる指標はまだありません。図にないのは1件：43A")
    publish(indicator, 2024, "1300")
    chart = charts.progress_against_expected(frames.of_year(frames.published(EVERY), 2024))
    assert chart.sentence == "図の1件に、目安に届いていない指標はありません。"


def test_verdicts_by_group_count_and_are_told_apart_without_colour() -> None:
    groups = {
        "企画課": RollUp(on_track=1, behind=1),
        "財政課": RollUp(on_track=2),
        "産業振興課": RollUp(worse=1),
    }
    chart = charts.verdicts_by(groups, chart_id="by-department")
    bars = {trace["meta"]: trace["x"] for trace in chart.figure["data"]}
    assert bars == {"on_track": [1, 2, 0], "behind": [1, 0, 0], "worse": [0, 0, 1]}
    patterns = {trace["marker"]["pattern"]["shape"] for trace in chart.figure["data"]}
    assert len(patterns) == 3
    assert (
        chart.sentence
        == "目安に届いていない指標（やや遅れ、遅れ、後退）が最も多いのは企画課、産業振興課の1件です。"
    )
    assert charts.verdicts_by({}, chart_id="x").sentence == "目安に届いていない指標はありません。"
