"""Verdicts by basic policy or department: counts, never an average (docs/progress.md §12)."""

from collections.abc import Mapping, Sequence
from typing import Any

from indicators.charts.chart import (
    GRID,
    HOVERTEXT,
    INK,
    PAPER,
    VERDICT_COLOURS,
    VERDICT_PATTERNS,
    Chart,
    Trace,
    plain,
    to_figure,
)
from indicators.charts.names import lines, wrapped
from indicators.progress import RollUp, Verdict

# On a phone, letters of a name in a line.
NARROW_LENGTH = 8
# From so many groups on a bar takes less room and its name one line, so that 48 of them stay one picture.
MANY = 16
PITCH, TIGHT_PITCH = 44, 28
MOST_NAMED = 3


def verdicts_by(groups: Mapping[str, RollUp], *, chart_id: str, title: str = "") -> Chart:
    """One stacked bar a group, in the order given; every part has its count, its colour and its pattern."""
    many = len(groups) > MANY
    names = [wrapped(name, most=1 if many else 2) for name in groups]
    height = 120 + (TIGHT_PITCH if many else PITCH) * max(len(names), 1)
    short = [wrapped(name, length=NARROW_LENGTH, most=1 if many else 3) for name in groups]
    narrow = {"yaxis": {"ticktext": [lines(name) for name in short]}}
    return Chart(
        id=chart_id,
        title=title,
        sentence=_sentence_of_groups(groups),
        figure=to_figure(_bars(groups), _layout(groups, names), narrow, height=height, notes=["単位：件"]),
        height=height,
    )


def _bars(groups: Mapping[str, RollUp]) -> list[Trace]:
    """One trace a verdict that any group has."""
    return [
        {
            "type": "bar",
            "name": verdict.label,
            "meta": verdict.value,
            "y": list(range(len(groups))),
            "x": [counts.counts[verdict] for counts in groups.values()],
            "orientation": "h",
            "width": 0.6,
            "marker": {
                "color": VERDICT_COLOURS[verdict],
                "line": {"width": 1.5, "color": PAPER},
                "pattern": {
                    "shape": VERDICT_PATTERNS[verdict],
                    "fgcolor": PAPER,
                    "fillmode": "overlay",
                    "size": 8,
                    "solidity": 0.15,
                },
            },
            "hovertext": [
                f"{plain(name)}：{verdict.label} {counts.counts[verdict]}件"
                for name, counts in groups.items()
            ],
            "hovertemplate": HOVERTEXT,
        }
        for verdict in Verdict
        if any(counts.counts[verdict] for counts in groups.values())
    ]


def _layout(groups: Mapping[str, RollUp], names: Sequence[Sequence[str]]) -> dict[str, Any]:
    most = max((counts.applicable for counts in groups.values()), default=0)
    step = max(1, most // 5)
    return {
        "barmode": "stack",
        "showlegend": True,
        "xaxis": {
            "range": [0, max(most, 1) + 0.1],
            "tickvals": list(range(0, max(most, 1) + 1, step)),
            "gridcolor": GRID,
            "zerolinecolor": INK,
            "fixedrange": True,
        },
        "yaxis": {
            "range": [len(names) - 0.4, -0.6],
            "tickvals": list(range(len(names))),
            "ticktext": [lines(name) for name in names],
            "showgrid": False,
            "fixedrange": True,
        },
    }


def _sentence_of_groups(groups: Mapping[str, RollUp]) -> str:
    late = {name: counts.slightly_behind + counts.behind + counts.worse for name, counts in groups.items()}
    most = max(late.values(), default=0)
    if not most:
        return "目安に届いていない指標はありません。"
    leading = [name for name, count in late.items() if count == most]
    more = f"ほか{len(leading) - MOST_NAMED}" if len(leading) > MOST_NAMED + 1 else ""
    worst = "、".join([*leading[:MOST_NAMED], more] if more else leading)
    return f"目安に届いていない指標（やや遅れ、遅れ、後退）が最も多いのは{worst}の{most}件です。"
