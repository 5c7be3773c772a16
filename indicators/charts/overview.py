"""All indicators at a glance: progress against what was expected, and verdicts by group (look.md)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go

from indicators.charts.chart import (
    GRID,
    INK,
    VERDICT_COLOURS,
    VERDICT_PATTERNS,
    VERDICT_SYMBOLS,
    Chart,
    plain,
    to_figure,
)
from indicators.frames import Row
from indicators.numbers import format_number
from indicators.progress import RollUp, Verdict
from measures.fiscal_year import FiscalYear

LOWEST, HIGHEST = Decimal(-20), Decimal(120)
LONGEST_NAME = 18


def progress_against_expected(rows: Sequence[Row], *, chart_id: str = "progress-against-expected") -> Chart:
    """A dumbbell an indicator, worst first: the mark is the progress, the tick what was expected by that year.

    Rows without a progress (limits, nothing to judge) are left to the table, and named in the sentence.
    """
    shown = sorted((row for row in rows if row.gap is not None), key=lambda row: row.gap or Decimal(0))
    rest = [row for row in rows if row.gap is None]
    names = [f"{row.code} {plain(_short(row.name))}" for row in shown]
    traces: list[go.Scatter | go.Bar] = []
    for row, name in zip(shown, names, strict=True):
        assert row.progress is not None
        assert row.expected_progress is not None
        traces.append(
            go.Scatter(
                name=row.code,
                x=[_place(row.progress), _place(row.expected_progress)],
                y=[name, name],
                mode="lines",
                line={"color": VERDICT_COLOURS[Verdict(row.verdict)], "width": 5},
                opacity=0.4,
                hoverinfo="skip",
            )
        )
    traces.append(
        go.Scatter(
            name="目安",
            x=[_place(row.expected_progress or Decimal(0)) for row in shown],
            y=names,
            mode="markers",
            marker={"symbol": "line-ns-open", "size": 20, "color": INK, "line": {"width": 2, "color": INK}},
            hoverinfo="skip",
        )
    )
    traces.append(
        go.Scatter(
            name="進捗",
            x=[_place(row.progress or Decimal(0)) for row in shown],
            y=names,
            customdata=[row.code for row in shown],
            mode="markers+text",
            marker={
                "size": 15,
                "symbol": [VERDICT_SYMBOLS[Verdict(row.verdict)] for row in shown],
                "color": [VERDICT_COLOURS[Verdict(row.verdict)] for row in shown],
            },
            text=[_gap_label(row) for row in shown],
            textposition=["middle left" if (row.gap or 0) < 0 else "middle right" for row in shown],
            textfont={"color": INK, "size": 14},
            hovertext=[_hover(row) for row in shown],
            hovertemplate="%{hovertext}<extra></extra>",
            cliponaxis=False,
        )
    )
    height = 110 + 40 * max(len(shown), 1)
    layout: dict[str, Any] = {
        "height": height,
        "margin": {"l": 330, "r": 72, "t": 36, "b": 56},
        "xaxis": {
            "range": [float(LOWEST) - 22, float(HIGHEST) + 4],
            "tickvals": [0, 25, 50, 75, 100],
            "ticktext": ["0％<br>現状値", "25", "50", "75", "100％<br>目標"],
            "gridcolor": GRID,
            "zeroline": False,
            "fixedrange": True,
        },
        "yaxis": {"autorange": "reversed", "showgrid": False, "fixedrange": True, "automargin": False},
        "shapes": [
            {
                "type": "line",
                "yref": "paper",
                "x0": 100,
                "x1": 100,
                "y0": 0,
                "y1": 1,
                "line": {"color": INK, "width": 2},
            }
        ],
    }
    narrow = {
        "margin": {"l": 56, "r": 24, "t": 36, "b": 56},
        "yaxis": {"tickvals": names, "ticktext": [row.code for row in shown]},
    }
    return Chart(
        id=chart_id,
        title="",
        sentence=_sentence(shown, rest),
        figure=to_figure(traces, layout, narrow),
        height=height,
    )


def verdicts_by(groups: Mapping[str, RollUp], *, chart_id: str, title: str = "") -> Chart:
    """One stacked bar a group, in the order given; every part has its word, its colour and its pattern."""
    names = [plain(name) for name in groups]
    traces: list[go.Scatter | go.Bar] = [
        go.Bar(
            name=verdict.label,
            y=names,
            x=[counts.counts[verdict] for counts in groups.values()],
            orientation="h",
            marker={
                "color": VERDICT_COLOURS[verdict],
                "pattern": {
                    "shape": VERDICT_PATTERNS[verdict],
                    "fgcolor": "#ffffff",
                    "size": 6,
                    "solidity": 0.2,
                },
            },
            hovertemplate="%{y}：" + verdict.label + " %{x}件<extra></extra>",
        )
        for verdict in Verdict
        if any(counts.counts[verdict] for counts in groups.values())
    ]
    height = 110 + 40 * max(len(names), 1)
    layout: dict[str, Any] = {
        "height": height,
        "barmode": "stack",
        "showlegend": True,
        "legend": {"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
        "margin": {"l": 230, "r": 24, "t": 56, "b": 40},
        "xaxis": {
            "dtick": 1,
            "tickformat": "d",
            "gridcolor": GRID,
            "fixedrange": True,
            "rangemode": "tozero",
        },
        "yaxis": {"autorange": "reversed", "fixedrange": True},
    }
    narrow = {"margin": {"l": 150, "r": 12, "t": 84, "b": 40}}
    late = {name: counts.slightly_behind + counts.behind + counts.worse for name, counts in groups.items()}
    worst = max(late, key=lambda name: late[name], default="")
    sentence = (
        f"遅れている指標が最も多いのは{worst}の{late[worst]}件です。"
        if worst and late[worst]
        else "遅れている指標はありません。"
    )
    return Chart(
        id=chart_id, title=title, sentence=sentence, figure=to_figure(traces, layout, narrow), height=height
    )


def _place(progress: Decimal) -> float:
    """Per cent, held at the ends of the axis; label and hover keep the true figure."""
    return float(min(max(progress * 100, LOWEST), HIGHEST))


def _gap_label(row: Row) -> str:
    assert row.gap is not None
    sign = "＋" if row.gap >= 0 else ""
    beyond = row.progress is not None and not LOWEST <= row.progress * 100 <= HIGHEST
    return f" {sign}{format_number(row.gap * 100, decimals=1)}{'（軸の外）' if beyond else ''} "


def _hover(row: Row) -> str:
    assert row.progress_percent is not None
    assert row.expected_progress is not None
    return "<br>".join(
        (
            f"{row.code} {plain(row.name)}",
            f"{FiscalYear(row.year).wareki} 進捗 {format_number(row.progress_percent, decimals=1)}％",
            f"目安 {format_number(row.expected_progress * 100, decimals=1)}％",
            f"判定 {row.label}",
        )
    )


def _sentence(shown: Sequence[Row], rest: Sequence[Row]) -> str:
    late = [row for row in shown if row.gap is not None and row.gap < 0]
    aside = (
        f"進捗の割合を出さない{len(rest)}件（{'、'.join(row.code for row in rest)}）は表にあります。"
        if rest
        else ""
    )
    if not shown:
        return f"進捗を比べられる指標はまだありません。{aside}"
    if not late:
        return f"目安を下回る指標はありません。{aside}"
    worst = late[0]
    assert worst.gap is not None
    points = format_number(abs(worst.gap) * 100, decimals=1)
    return (
        f"目安を下回るのは{len(late)}件。最も離れているのは{worst.code} {worst.name}（{worst.department}）で、"
        f"目安より{points}ポイント下です。{aside}"
    )


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
