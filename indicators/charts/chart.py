"""What the charts share: the frame of a figure, colours, words, and the way from a figure to the page."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go
from django.conf import settings

from indicators.frames import Row
from indicators.numbers import format_number
from indicators.progress import ValueState, Verdict

INK, MUTED, GRID, PAPER = "#1a1a1c", "#4d4d4f", "#e6e6e6", "#ffffff"
VALUE = "#3460fb"
ALLOWED = "#e8f1fe"
VERDICT_COLOURS = {
    Verdict.ACHIEVED: "#0017c1",
    Verdict.ON_TRACK: "#3460fb",
    Verdict.SLIGHTLY_BEHIND: "#927200",
    Verdict.BEHIND: "#ce0000",
    Verdict.WORSE: "#7a0000",
    Verdict.TOO_EARLY: "#626264",
    Verdict.UNJUDGED: "#626264",
}
# A shape or a pattern beside each colour: no verdict is told by colour alone.
VERDICT_SYMBOLS = {
    Verdict.ACHIEVED: "star",
    Verdict.ON_TRACK: "circle",
    Verdict.SLIGHTLY_BEHIND: "triangle-up",
    Verdict.BEHIND: "triangle-down",
    Verdict.WORSE: "x",
    Verdict.TOO_EARLY: "circle-open",
    Verdict.UNJUDGED: "circle-open",
}
VERDICT_PATTERNS = {
    Verdict.ACHIEVED: "",
    Verdict.ON_TRACK: "/",
    Verdict.SLIGHTLY_BEHIND: ".",
    Verdict.BEHIND: "\\",
    Verdict.WORSE: "x",
    Verdict.TOO_EARLY: "-",
    Verdict.UNJUDGED: "+",
}
DEMO_NOTE = "デモ：架空の値"


@dataclass(frozen=True)
class Chart:
    """One figure for partials/chart.html. `figure`: data, layout, and narrow (laid over layout on phones)."""

    id: str
    title: str
    sentence: str
    figure: dict[str, Any]
    height: int


def to_figure(
    traces: list[go.Scatter | go.Bar], layout: dict[str, Any], narrow: dict[str, Any]
) -> dict[str, Any]:
    """Checked by plotly, as plain lists; without its default template, which alone weighs 6 KB a figure."""
    base: dict[str, Any] = {
        "template": None,
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "font": {"color": INK, "size": 14},
        "showlegend": False,
        "hoverlabel": {"bgcolor": PAPER, "bordercolor": INK, "font": {"color": INK, "size": 14}},
        "separators": ".,",
    }
    if settings.DEMO:
        base["annotations"] = [demo_note()]
    built = go.Figure(data=traces, layout={**base, **layout}).to_plotly_json()
    found: dict[str, Any] = {"data": built["data"], "layout": built["layout"]}
    found["layout"].pop("template", None)
    return {**found, "narrow": narrow}


def demo_note() -> dict[str, Any]:
    """A picture of the chart says what the page's band says."""
    return {
        "text": DEMO_NOTE,
        "xref": "paper",
        "yref": "paper",
        "x": 1,
        "y": 1,
        "xanchor": "right",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"color": MUTED, "size": 14},
    }


def plain(text: str) -> str:
    """Text from people, never markup: Plotly makes links and styles of some."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def to_float(figure: Decimal | None) -> float | None:
    """For pixels only."""
    return None if figure is None else float(figure)


def label_of(row: Row, figure: Decimal) -> str:
    return format_number(figure, decimals=row.decimals)


def with_unit(row: Row, figure: Decimal) -> str:
    return plain(format_number(figure, decimals=row.decimals, unit=row.unit))


def state_word(row: Row) -> str:
    return ValueState(row.value_state).label if row.value_state else ""
