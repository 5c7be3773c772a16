"""A reference figure of the plan: bars of amounts or years, or shares of one whole."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from indicators.charts.chart import HOVERTEXT, INK, PAPER, Chart, Trace, plain, to_figure
from indicators.charts.names import lines, wrapped
from indicators.numbers import format_number

Points = Sequence[tuple[str, str, Decimal]]
Words = Callable[[Decimal], str]
# Told apart by a pattern, too.
_SERIES = (("#3460fb", ""), ("#0017c1", "/"), ("#626264", "."), ("#927200", "\\"), (INK, "x"))
_PITCH = 40


def reference_bars(points: Points, *, chart_id: str, title: str, unit: str, decimals: int) -> Chart:
    """A bar a label and series, from the top in the figure's order, each with its figure in words."""
    labels = list(dict.fromkeys(label for label, _, _ in points))
    series = list(dict.fromkeys(name for _, name, _ in points))
    names = [wrapped(label) for label in labels]
    height = 70 + _PITCH * len(labels) * min(len(series), 3) + (40 if len(series) > 1 else 0)

    def words(value: Decimal) -> str:
        return format_number(value, decimals=decimals, unit=unit)

    traces = [_bars(place, name, labels, points, words) for place, name in enumerate(series)]
    short = [wrapped(label, length=8, most=3) for label in labels]
    narrow = {"yaxis": {"ticktext": [lines(name) for name in short]}}
    return Chart(
        id=chart_id,
        title="",
        sentence=_sentence(points, title, words),
        figure=to_figure(
            traces,
            _layout(names, points, len(series) > 1),
            narrow,
            height=height,
            notes=[f"単位：{unit}"] if unit else [],
        ),
        height=height,
    )


def _bars(place: int, name: str, labels: list[str], points: Points, words: Words) -> Trace:
    """The bars of one series, the `place`-th of the figure."""
    colour, shape = _SERIES[place % len(_SERIES)]
    own = [(labels.index(label), value) for label, its, value in points if its == name]
    of_series = f"（{plain(name)}）" if name else ""
    return {
        "type": "bar",
        "name": plain(name),
        "meta": "figure",
        "y": [at for at, _ in own],
        "x": [float(value) for _, value in own],
        "orientation": "h",
        "marker": {
            "color": colour,
            "line": {"width": 1, "color": PAPER},
            "pattern": {"shape": shape, "fgcolor": PAPER, "size": 8, "solidity": 0.15},
        },
        "text": [words(value) for _, value in own],
        "textposition": "auto",
        "cliponaxis": False,
        "hovertext": [f"{plain(labels[at])}{of_series}：{words(value)}" for at, value in own],
        "hovertemplate": HOVERTEXT,
    }


def _layout(names: Sequence[Sequence[str]], points: Points, has_series: bool) -> dict[str, Any]:
    most = max((float(value) for _, _, value in points), default=0.0)
    least = min((float(value) for _, _, value in points), default=0.0)
    return {
        "barmode": "group",
        **({"showlegend": True} if has_series else {}),
        "xaxis": {
            "range": [min(least, 0.0), max(most, 0.0) * 1.08 or 1],
            "showgrid": False,
            "zerolinecolor": INK,
            "fixedrange": True,
            "separatethousands": True,
        },
        "yaxis": {
            "range": [len(names) - 0.4, -0.6],
            "tickvals": list(range(len(names))),
            "ticktext": [lines(name) for name in names],
            "showgrid": False,
            "fixedrange": True,
        },
    }


def _sentence(points: Points, title: str, words: Words) -> str:
    label, name, value = max(points, key=lambda point: point[2])
    named = f"{label}（{name}）" if name else label
    return f"{title}で最も大きいのは、{named}の{words(value)}です。"
