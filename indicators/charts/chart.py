"""What the charts share: the frame of a figure, colours, shapes, and the way from a figure to the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, TypeAlias

import plotly.graph_objects as go
from django.conf import settings

from indicators.progress import Verdict

INK, MUTED, GRID, PAPER = "#1a1a1c", "#4d4d4f", "#e6e6e6", "#ffffff"
VALUE = "#3460fb"
ALLOWED = "#dfe8ff"
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
FONT_SIZE = 14
# One line of notes above the drawing area, in pixels.
NOTE_LINE = 26

Trace: TypeAlias = go.Scatter | go.Bar


@dataclass(frozen=True)
class Chart:
    """One figure for partials/chart.html.

    `figure`: data and layout for Plotly, and `narrow`, parts of a layout laid over it below 600 px. `sentence`
    is the 主文, plain text; `title` may be empty where a heading stands above. `height` in CSS pixels.
    """

    id: str
    title: str
    sentence: str
    figure: dict[str, Any]
    height: int


def to_figure(
    traces: Sequence[Trace],
    layout: dict[str, Any],
    narrow: dict[str, Any],
    *,
    height: int,
    notes: Sequence[str] = (),
    notes_at: Literal["left", "right"] = "left",
) -> dict[str, Any]:
    """Checked by plotly, as plain lists; without its default template, which alone weighs 6 KB a figure.

    `notes` stand above the drawing area, one a line, from its `notes_at` side; in the demo the last line says that the values are made up.
    """
    demo = [DEMO_NOTE] if settings.DEMO else []
    lines = [*notes, *demo]
    top = 10 + NOTE_LINE * len(lines) + layout.get("margin", {}).get("t", 0)
    base: dict[str, Any] = {
        "template": None,
        "height": height,
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "font": {"color": INK, "size": FONT_SIZE},
        "showlegend": False,
        "hoverlabel": {
            "bgcolor": PAPER,
            "bordercolor": INK,
            "align": "left",
            "font": {"color": INK, "size": FONT_SIZE},
        },
        "separators": ".,",
        "annotations": [
            _note(line, len(lines) - place, line in demo, notes_at) for place, line in enumerate(lines)
        ],
    }
    # Fixed margins: Plotly would halve them where they take more than half of the width.
    laid = {**base, **layout, "margin": {"autoexpand": False, **layout.get("margin", {}), "t": top}}
    built = go.Figure(data=list(traces), layout=laid).to_plotly_json()
    # A trace without a point draws nothing, and would be carried to every phone.
    drawn = [trace for trace in built["data"] if len(trace.get("x", "?"))]
    found: dict[str, Any] = {"data": drawn, "layout": built["layout"]}
    found["layout"].pop("template", None)
    return {**found, "narrow": narrow}


def _note(text: str, line: int, is_demo: bool, side: str) -> dict[str, Any]:
    """A line of text above the drawing area; the demo's is a band, as on the page itself."""
    band = {"bgcolor": INK, "font": {"color": PAPER, "size": FONT_SIZE}, "borderpad": 3}
    return {
        "text": text,
        "xref": "paper",
        "yref": "paper",
        "x": 0 if side == "left" else 1,
        "y": 1,
        "xanchor": side,
        "yanchor": "middle",
        "yshift": NOTE_LINE * line - NOTE_LINE // 2 + 6,
        "showarrow": False,
        **(band if is_demo else {"font": {"color": MUTED, "size": FONT_SIZE}}),
    }


def plain(text: str) -> str:
    """Text from people, never markup: Plotly makes links and styles of some."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def to_float(figure: Decimal | None) -> float | None:
    """For pixels only. Missing stays missing: a gap."""
    return None if figure is None else float(figure)


def width_of(text: str) -> int:
    """About how many pixels a text takes, in the font's size: half-width letters take little more than half."""
    return sum(9 if letter.isascii() else FONT_SIZE for letter in text)
