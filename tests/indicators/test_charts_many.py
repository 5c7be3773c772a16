"""Charts of a whole city: capped, sorted, marked where a value is not public, and readable at any number of groups."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from indicators import charts, frames
from indicators.frames import Row
from indicators.progress import RollUp
from indicators.wording.figures import percent
from tests.indicators.factories import make_indicator, make_threshold

pytestmark = [pytest.mark.django_db, pytest.mark.reads]


@pytest.fixture
def row() -> Row:
    make_threshold()
    return frames.preview(make_indicator(), 2024, Decimal(980), "actual")


def with_gap(row: Row, place: int, **changes: Any) -> Row:
    return replace(
        row,
        indicator_id=place,
        code=f"43{place}",
        progress=Decimal("0.5") - Decimal(place) / 1000,
        expected_progress=Decimal("0.5"),
        **changes,
    )


def trace(chart: charts.Chart, meta: str) -> dict[str, Any]:
    found: dict[str, Any] = next(trace for trace in chart.figure["data"] if trace["meta"] == meta)
    return found


def test_of_many_indicators_the_chart_draws_the_worst_and_says_so(row: Row) -> None:
    rows = [with_gap(row, place) for place in range(1, 101)]
    chart = charts.progress_against_expected(rows)
    drawn = [code for code, _, _ in trace(chart, "progress")["customdata"]]
    assert drawn == [f"43{place}" for place in range(100, 60, -1)]
    assert "図の100件のうち、目安に届いていないのは100件です" in chart.sentence
    assert "図は、目安から遠いほうの40件です。すべての指標は下の表にあります" in chart.sentence
    whole = charts.progress_against_expected(rows[:40])
    assert "図は、目安から遠いほう" not in whole.sentence
    assert chart.height == whole.height


def test_many_without_a_progress_are_counted_and_not_all_named(row: Row) -> None:
    missing = [
        replace(row, code=f"4{place}", value=None, progress=None, value_state="") for place in range(30)
    ]
    limit = replace(row, code="46A", direction="at_most", progress=None)
    sentence = charts.progress_against_expected([*missing, limit]).sentence
    assert "図にないのは31件：46A" in sentence
    assert "ほか26件" in sentence
    assert len(sentence) < 300


def test_a_value_that_is_not_public_is_hollow_and_says_so(row: Row) -> None:
    public, hidden = with_gap(row, 2, unpublished=False), with_gap(row, 1, unpublished=True)
    chart = charts.progress_against_expected([public, hidden])
    symbols = trace(chart, "progress")["marker"]["symbol"]
    assert [symbol.endswith("-open") for symbol in symbols] == [False, True]
    labels = trace(chart, "label")["text"]
    assert ["（未公表）" in label for label in labels] == [False, True]
    assert "白抜きは未公表の値" in [note["text"] for note in chart.figure["layout"]["annotations"]]
    shown = charts.progress_against_expected([public])
    assert len(shown.figure["layout"]["annotations"]) == 1


def test_bars_of_many_departments_keep_a_line_each(row: Row) -> None:
    few = charts.verdicts_by({f"第{place}課": RollUp(behind=1) for place in range(16)}, chart_id="few")
    many = charts.verdicts_by(
        {f"とても長い名前を持っている市民協働推進第{place}課": RollUp(behind=place) for place in range(48)},
        chart_id="many",
    )
    names = many.figure["layout"]["yaxis"]["ticktext"]
    assert len(names) == 48
    assert not any("<br>" in name for name in names)
    assert many.height < 1500
    assert many.height / 48 < few.height / 16
    assert many.figure["narrow"]["yaxis"]["ticktext"] != names


def test_the_sentence_of_bars_names_three_of_many_that_are_alike() -> None:
    groups = {f"第{place}課": RollUp(behind=2) for place in range(10)}
    assert "第0課、第1課、第2課、ほか7の2件" in charts.verdicts_by(groups, chart_id="x").sentence
    assert "第0課、第1課の2件" in charts.verdicts_by(dict(list(groups.items())[:2]), chart_id="x").sentence


def test_the_worst_come_first_and_none_by_the_size_of_its_unit(row: Row) -> None:
    """By verdict, by the gap as a part of the way held within ±1 (of a limit the margin as a part of it), and by code."""

    def road(letter: str, verdict: str, progress: str) -> Row:
        share = Decimal(progress)
        return replace(
            row, code=f"43{letter}", verdict=verdict, progress=share, expected_progress=Decimal("0.5")
        )

    def limit(letter: str, target: str, margin: str) -> Row:
        figures: dict[str, Any] = {"margin": Decimal(margin), "progress": None}
        figures |= dict.fromkeys(("target", "upper_limit"), Decimal(target))
        return replace(row, code=f"43{letter}", direction="at_most", verdict="behind", **figures)

    # A target of 100.4 % of the baseline: −1,593.9 % of the way, and no farther ahead than any other whole way back.
    near, back, step = road("Z", "worse", "-15.939"), road("B", "worse", "-0.9"), road("C", "worse", "-0.1")
    at_zero, half, ratio = limit("F", "0", "-2"), road("E", "behind", "0"), limit("D", "90", "-1.3")
    slightly, fine = road("G", "slightly_behind", "0.45"), road("A", "on_track", "0.6")
    rows = [fine, slightly, ratio, half, at_zero, step, near, back]
    assert frames.worst_first(rows) == [back, near, step, at_zero, half, ratio, slightly, fine]
    assert frames.late_first(rows) == [back, near, step, at_zero, half, ratio, slightly]
    assert percent(near) == "−100％より下"
