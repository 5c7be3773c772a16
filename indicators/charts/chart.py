"""What the charts share: the frame of a figure, colours, shapes, and the way from a figure to the page."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from importlib import import_module
from typing import Any, TypeAlias

from django.conf import settings

from indicators.numbers import plain_number
from indicators.progress import Verdict

INK, MUTED, GRID, PAPER = "#1a1a1c", "#4d4d4f", "#e6e6e6", "#ffffff"
VALUE = "#3460fb"
ALLOWED = "#dfe8ff"
VERDICT_COLOURS = {
    Verdict.ACHIEVED: "#0017c1",
    Verdict.ON_TRACK: "#3460fb",
    Verdict.SLIGHTLY_BEHIND: "#927200",
    Verdict.BEHIND: "#ce0000",
    Verdict.WORSE: "#ce0000",
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
# Plotly's own text of a hover is x and y: ours alone.
HOVERTEXT = "%{hovertext}<extra></extra>"
FONT_SIZE = 14
QUIET = {"color": MUTED, "size": FONT_SIZE}
# One line of notes above the drawing area.
NOTE_LINE = 26

Trace: TypeAlias = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Chart:
    """One figure for partials/chart.html.

    `figure`: data and layout in Plotly's words, and `narrow`, parts of a layout laid over it on a phone. `sentence`
    is the 主文, plain text; `title` may be empty where a heading stands above. `height` in CSS pixels.
    """

    id: str
    title: str
    sentence: str
    figure: dict[str, Any]
    height: int


def scatter(
    name: str,
    role: str,
    points: Iterable[tuple[float | None, Decimal | float | None]],
    mode: str,
    *,
    hover: Sequence[str] | None = None,
    decimals: int | None = None,
    **more: Any,
) -> Trace:
    """One trace of points: here figures become floats, for pixels only. What is missing stays missing: a gap.

    `role` goes along as `meta`, a stable word for tests. With `decimals` the marks carry [x, the figure as in the
    CSV]; without `hover`, a text a point, a pointer passes over them.
    """
    known = list(points)
    trace: Trace = {
        "type": "scatter",
        "name": name,
        "meta": role,
        "mode": mode,
        "x": [x for x, _ in known],
        "y": [float(y) if isinstance(y, Decimal) else y for _, y in known],
        **more,
    }
    if decimals is not None:
        trace["customdata"] = [
            [x, plain_number(y, decimals=decimals)] for x, y in known if isinstance(y, Decimal)
        ]
    if hover is None:
        return {**trace, "hoverinfo": "skip"}
    return {**trace, "hovertext": list(hover), "hovertemplate": HOVERTEXT}


def to_figure(
    traces: Iterable[Trace],
    layout: dict[str, Any],
    narrow: dict[str, Any],
    *,
    height: int,
    notes: Sequence[str] = (),
) -> dict[str, Any]:
    """Data and layout as plotly itself would write them (check()), and `narrow` as it is.

    `notes` stand above the drawing area; in the demo the last one says that the values are made up.
    """
    demo = [DEMO_NOTE] if settings.DEMO else []
    base: dict[str, Any] = {
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
        "annotations": [_note(line, line in demo) for line in (*notes, *demo)],
    }
    # A trace without a point draws nothing, and would be carried to every phone.
    drawn = [_in_order(trace) for trace in traces if trace["x"]]
    for trace in drawn:
        trace["type"] = trace.pop("type")  # last, as plotly has it
    figure = {"data": drawn, "layout": _in_order({**base, **layout}), "narrow": narrow}
    if settings.DEBUG:
        check(figure)
    return figure


def check(figure: dict[str, Any]) -> None:
    """ValueError unless plotly knows every part of the figure, and would write it in these very letters.

    While developing and in tests: its validation is half of the time that a page with a chart takes.
    """
    # Not at the head of the module: a process that serves pages never needs it. plotly asks a pandas that another thread
    # is half through importing for what is not there yet: all of it comes first.
    import_module("pandas")
    import plotly.graph_objects as go

    data, layout = figure["data"], figure["layout"]
    # Without its default template, which alone weighs 6 KB a figure.
    built = go.Figure(data=data, layout={**layout, "template": None}).to_plotly_json()
    built["layout"].pop("template", None)
    if json.dumps([data, layout]) != json.dumps([built["data"], built["layout"]]):
        raise ValueError(f"plotly would write {built}, not {figure}")


def _in_order(part: Any) -> Any:
    """Keys by the alphabet, as plotly writes them, whatever the order in which a chart names its parts."""
    if isinstance(part, dict):
        return {name: _in_order(part[name]) for name in sorted(part)}
    return [_in_order(one) for one in part] if isinstance(part, list) else part


def _note(text: str, is_demo: bool) -> dict[str, Any]:
    """A text above the drawing area; the demo's is a band, as on the page itself."""
    band = {"bgcolor": INK, "font": {"color": PAPER, "size": FONT_SIZE}}
    return {"text": text, "showarrow": False, **(band if is_demo else {"font": QUIET})}


def plain(text: str) -> str:
    """Text from people, never markup: Plotly makes links and styles of some."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def word_at(name: str, text: str, at: tuple[float, Decimal | float], side: str) -> Trace:
    """A word alone, on a side of a point, as Plotly's textposition has it."""
    return scatter(
        name, "label", [at], "text", text=[text], textposition=side, textfont=QUIET, cliponaxis=False
    )
