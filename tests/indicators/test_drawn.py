"""Charts as the server draws them: sound markup, the figure's own words, nothing of people's texts as markup (docs/look.md §5)."""

from decimal import Decimal

import plotly.graph_objects as go
import pytest

from indicators import charts, frames
from indicators.charts.chart import Chart
from indicators.models import Indicator
from indicators.progress import RollUp
from tests.indicators.drawn_geometry import read, tree
from tests.indicators.factories import EVERY, make_indicator, make_target, make_threshold

pytestmark = [pytest.mark.django_db, pytest.mark.reads]

NASTY = '<b>太</b>&"<script>alert(1)</script>'


@pytest.fixture
def indicator() -> Indicator:
    make_threshold()
    made = make_indicator(name=NASTY, unit="<i>件", baseline_label="<b>年度末</b> &")
    make_target(made, "3000", label=NASTY, first_year=2025, reason="見直し")
    return made


@pytest.fixture
def every(indicator: Indicator) -> list[Chart]:
    rows = frames.published(EVERY)
    row = frames.preview(indicator, 2024, Decimal(980), "actual")
    return [
        charts.trend(rows),
        charts.progress_against_expected([row]),
        charts.verdicts_by({NASTY: RollUp(behind=1, on_track=2)}, chart_id="by-policy"),
        charts.reference_bars(
            [(NASTY, "", Decimal("1.5")), ("いいえ", "", Decimal(2))],
            chart_id="figure-1",
            title=NASTY,
            unit="％",
            decimals=1,
        ),
    ]


def texts(markup: str) -> list[str]:
    return ["".join(one.itertext()) for one in tree(markup).iter("text")]


def test_every_kind_of_chart_is_drawn_twice_with_one_name_and_sentence(every: list[Chart]) -> None:
    for chart in every:
        drawn = charts.drawn(chart)
        wide, narrow = tree(drawn.wide), tree(drawn.narrow)
        title, description = wide.find("title"), wide.find("desc")
        assert title is not None
        assert description is not None
        assert title.text
        assert description.text == chart.sentence
        for root in (wide, narrow):
            assert root.get("role") == "img"
            told = f"{root.get('aria-labelledby')} {root.get('aria-describedby', '')}"
            assert told.strip() == f"{title.get('id')} {description.get('id')}"
            assert len([*root.iter("text")]) >= 4
        ids = [found for root in (wide, narrow) for one in root.iter() if (found := one.get("id"))]
        assert len(ids) == len(set(ids))


def test_nothing_in_a_drawing_is_markup_of_people_or_needs_a_looser_policy(every: list[Chart]) -> None:
    for chart in every:
        drawn = charts.drawn(chart)
        for markup in (drawn.wide, drawn.narrow):
            elements = {one.tag for one in tree(markup).iter()}
            assert elements <= {"svg", "title", "desc", "g", "path", "text", "tspan", "pattern"}
            assert "style=" not in markup
            assert "http" not in markup.replace("http://www.w3.org/2000/svg", "")
            assert "on" not in {one.partition("=")[0][:2] for one in markup.split() if "=" in one}


def test_the_words_are_those_of_the_figure(every: list[Chart]) -> None:
    trend = texts(charts.drawn(every[0]).wide)
    assert "R4現状値" in trend
    assert "2,000" in trend
    assert "単位：<i>件" in trend
    bars = texts(charts.drawn(every[3]).narrow)
    assert "1.5％" in bars
    assert "いいえ" in bars


def test_names_and_figures_of_bars_and_dumbbells_stay_inside(every: list[Chart]) -> None:
    for chart in every:
        drawn = charts.drawn(chart)
        for markup in (drawn.wide, drawn.narrow):
            assert [fault for fault in read(markup).faults() if "leaves" in fault] == []


def test_the_library_s_figure_is_one_that_it_knows_and_has_no_markup_of_people(every: list[Chart]) -> None:
    for chart in every:
        live = charts.drawn(chart).live
        for part in ("wide", "narrow"):
            layout = {**live["layout"], **live[part]}
            for axis in ("xaxis", "yaxis"):
                layout[axis] = {**live["layout"][axis], **live[part][axis]}
            built = go.Figure(data=live["data"], layout=layout)
            assert len(built.layout.annotations) >= 4
            told = [note.text for note in built.layout.annotations]
            assert not [text for text in told if "<" in text]
