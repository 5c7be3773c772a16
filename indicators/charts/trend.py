"""The way of one indicator: baseline, yearly values, expected path, target (figures.md §4.3; look.md)."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import Any

import plotly.graph_objects as go

from indicators.charts.chart import (
    ALLOWED,
    GRID,
    INK,
    MUTED,
    PAPER,
    VALUE,
    Chart,
    label_of,
    plain,
    state_word,
    to_figure,
    to_float,
    with_unit,
)
from indicators.frames import Row
from indicators.numbers import format_number
from indicators.progress import Direction, Rule, ValueState, Verdict
from measures.fiscal_year import FiscalYear

HEIGHT = 340
SHARE = "％"
# Plotly's name of each drawn series; a browser test reads them.
BASELINE, EXPECTED, ACTUAL, PROVISIONAL, ESTIMATE, UNPUBLISHED, TARGET = (
    "現状値",
    "目安",
    "実績",
    "速報",
    "見込",
    "未公表の値",
    "目標",
)


def trend(rows: Sequence[Row], *, chart_id: str | None = None) -> Chart:
    """Rows of one indicator, in order of years. Markers carry the fiscal year as x; a year without a value is a gap."""
    last = rows[-1]
    bounds = _bounds(rows)
    traces = [
        *_expected(rows),
        _line(rows),
        *(
            _points(name, [row for row in rows if row.has_value and _series(row) == name])
            for name in (ACTUAL, PROVISIONAL, ESTIMATE, UNPUBLISHED)
        ),
        _baseline(last),
        _target(last),
    ]
    first_year = min(rows[0].year, last.printed_baseline_year)
    years = list(range(first_year, max(last.target_year, rows[-1].year) + 1))
    layout: dict[str, Any] = {
        "height": HEIGHT,
        "margin": {"l": 64, "r": 112, "t": 36, "b": 64},
        "xaxis": {
            "tickvals": years,
            "ticktext": [_tick(year, last) for year in years],
            "range": [years[0] - 0.4, years[-1] + 0.4],
            "showgrid": False,
            "zeroline": False,
            "linecolor": INK,
            "fixedrange": True,
        },
        "yaxis": {
            "range": [float(bound) for bound in bounds],
            "gridcolor": GRID,
            "zeroline": False,
            "fixedrange": True,
            "tickformat": ",d" if last.decimals == 0 else f",.{last.decimals}f",
            "nticks": 6,
            "title": {"text": _axis_title(last, bounds), "font": {"size": 14, "color": MUTED}},
        },
        "shapes": _allowed_zone(last, bounds),
    }
    if last.decimals == 0 and bounds[1] - bounds[0] < 6:
        layout["yaxis"]["dtick"] = 1
    narrow = {"margin": {"l": 48, "r": 24, "t": 36, "b": 64}, "yaxis": {"title": {"text": ""}, "nticks": 5}}
    return Chart(
        id=chart_id or f"trend-{last.code}",
        title="",
        sentence=_sentence(rows),
        figure=to_figure(traces, layout, narrow),
        height=HEIGHT,
    )


def _series(row: Row) -> str:
    if row.unpublished:
        return UNPUBLISHED
    return {ValueState.PROVISIONAL: PROVISIONAL, ValueState.ESTIMATE: ESTIMATE}.get(
        ValueState(row.value_state), ACTUAL
    )


def _line(rows: Sequence[Row]) -> go.Scatter:
    """Solid through neighbouring judged values; an estimate, an unpublished value or an empty year breaks it."""
    solid = {row.year: row.value for row in rows if row.has_value and _series(row) in (ACTUAL, PROVISIONAL)}
    years = list(range(rows[0].year, rows[-1].year + 1))
    return go.Scatter(
        name="",
        x=years,
        y=[to_float(solid.get(year)) for year in years],
        mode="lines",
        line={"color": VALUE, "width": 3},
        connectgaps=False,
        hoverinfo="skip",
    )


def _points(name: str, rows: Sequence[Row]) -> go.Scatter:
    symbol = {ACTUAL: "circle", PROVISIONAL: "circle", ESTIMATE: "circle", UNPUBLISHED: "diamond"}[name]
    marker: dict[str, Any] = {
        "symbol": symbol if name == ACTUAL else f"{symbol}-open",
        "size": 12,
        "color": VALUE if name != UNPUBLISHED else INK,
        "line": {"width": 3 if name == ACTUAL else 2.5, "color": VALUE if name != UNPUBLISHED else INK},
    }
    return go.Scatter(
        name=name,
        x=[row.year for row in rows],
        y=[to_float(row.value) for row in rows],
        mode="markers+text" if name != ESTIMATE else "lines+markers+text",
        line={"color": VALUE, "width": 2, "dash": "dot"},
        marker=marker,
        text=[_point_label(row) for row in rows],
        textposition="top center",
        textfont={"color": INK, "size": 14, "weight": 700},
        hovertext=[_hover(row) for row in rows],
        hovertemplate="%{hovertext}<extra></extra>",
        cliponaxis=False,
    )


def _point_label(row: Row) -> str:
    assert row.value is not None
    word = "未公表" if row.unpublished else state_word(row) if row.value_state != ValueState.ACTUAL else ""
    if not word and row.struck:
        word = "訂正" if row.kind == "correction" else "改定" if row.kind == "revision" else ""
    return f"{label_of(row, row.value)}{f' {word}' if word else ''}"


def _hover(row: Row) -> str:
    assert row.value is not None
    state = "未公表の値" if row.unpublished else state_word(row)
    lines = [f"{FiscalYear(row.year).wareki}：{with_unit(row, row.value)}（{state}）"]
    if row.expected is not None and not Direction(row.direction).is_limit:
        lines.append(f"目安 {with_unit(row, row.expected)}")
    lines.append(f"判定 {row.label}")
    lines += [
        f"{FiscalYear(row.year).wareki}の前の公表値 {with_unit(row, old.value)}"
        for old in row.struck
        if old.value is not None
    ]
    return "<br>".join(lines)


def _expected(rows: Sequence[Row]) -> list[go.Scatter]:
    """One thin dashed line for each target that was in force; none for a limit, which holds every year alike."""
    if Direction(rows[-1].direction).is_limit:
        return []
    lines = []
    for _, group in groupby(rows, key=attrgetter("target_first_year", "target_year", "target")):
        of_target = list(group)
        start = of_target[0]
        points: list[tuple[int, Decimal]] = [(start.baseline_year, start.baseline)]
        points += [
            (row.year, row.expected)
            for row in of_target
            if row.expected is not None and row.year > start.baseline_year
        ]
        lines.append(
            go.Scatter(
                name=EXPECTED,
                x=[year for year, _ in points],
                y=[to_float(figure) for _, figure in points],
                mode="lines",
                line={"color": INK, "width": 1.5, "dash": "dash"},
                hoverinfo="skip",
            )
        )
    return lines


def _baseline(last: Row) -> go.Scatter:
    """Hollow, in the fiscal year that its label falls in; where counting restarts, the 0 that it restarts from."""
    restarts = last.counting == "cumulative_from_zero"
    figure = Decimal(0) if restarts else last.printed_baseline
    word = "起点 0（数え直し）" if restarts else f"現状値 {with_unit(last, figure)}"
    return go.Scatter(
        name=BASELINE,
        x=[last.printed_baseline_year],
        y=[to_float(figure)],
        mode="markers+text",
        marker={"symbol": "circle", "size": 12, "color": PAPER, "line": {"width": 2.5, "color": MUTED}},
        text=[label_of(last, figure)],
        textposition="bottom center",
        textfont={"color": MUTED, "size": 14},
        hovertext=[f"{word}（{plain(last.baseline_label)}）"],
        hovertemplate="%{hovertext}<extra></extra>",
        cliponaxis=False,
    )


def _target(last: Row) -> go.Scatter:
    return go.Scatter(
        name=TARGET,
        x=[last.target_year],
        y=[to_float(last.target)],
        mode="markers+text",
        marker={"symbol": "line-ew-open", "size": 26, "line": {"width": 4, "color": INK}, "color": INK},
        text=[f"{_limit_word(last)} {with_unit(last, last.target)}"],
        textposition="top center",
        textfont={"color": INK, "size": 14, "weight": 700},
        hovertext=[f"{FiscalYear(last.target_year).wareki}の目標 {plain(last.target_label)}"],
        hovertemplate="%{hovertext}<extra></extra>",
        cliponaxis=False,
    )


def _allowed_zone(last: Row, bounds: tuple[Decimal, Decimal]) -> list[dict[str, Any]]:
    direction = Direction(last.direction)
    if not direction.is_limit:
        return []
    low, high = bounds
    inside = (low, last.target) if direction is Direction.AT_MOST else (last.target, high)
    zone = {
        "type": "rect",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": float(inside[0]),
        "y1": float(inside[1]),
        "fillcolor": ALLOWED,
        "line": {"width": 0},
        "layer": "below",
    }
    edge = {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": float(last.target),
        "y1": float(last.target),
        "line": {"color": INK, "width": 2},
        "layer": "below",
    }
    return [zone, edge]


def _bounds(rows: Sequence[Row]) -> tuple[Decimal, Decimal]:
    """Counts from zero; shares around what is drawn, with room for the labels."""
    last = rows[-1]
    figures = [last.target, *(row.value for row in rows if row.value is not None)]
    figures += [row.expected for row in rows if row.expected is not None]
    figures.append(Decimal(0) if last.counting == "cumulative_from_zero" else last.printed_baseline)
    low, high = min(figures), max(figures)
    room = (high - low or abs(high) or Decimal(1)) / 5
    if last.unit != SHARE and low >= 0:
        return Decimal(0), high + (high or Decimal(1)) / 6
    floor = max(low - room, Decimal(0)) if low >= 0 else low - room
    return floor.quantize(Decimal(1).scaleb(-last.decimals)), high + room


def _axis_title(last: Row, bounds: tuple[Decimal, Decimal]) -> str:
    unit = plain(last.unit)
    return f"{unit}（縦軸は{label_of(last, bounds[0])}から）" if bounds[0] != 0 else unit


def _tick(year: int, last: Row) -> str:
    words = {last.target_year: "目標", last.printed_baseline_year: "現状値"}
    if last.counting == "cumulative_from_zero":
        words[last.printed_baseline_year] = "起点"
    return f"{FiscalYear(year).short}<br>{words[year]}" if year in words else FiscalYear(year).short


def _limit_word(row: Row) -> str:
    return {Direction.AT_MOST: "上限", Direction.AT_LEAST: "下限"}.get(Direction(row.direction), "目標")


def _sentence(rows: Sequence[Row]) -> str:
    """主文: the newest value, its change, its verdict."""
    said = [row for row in rows if row.has_value and row.value_state != ValueState.ESTIMATE]
    last = rows[-1]
    aim = f"{FiscalYear(last.target_year).wareki}の{_limit_word(last)}は{last.target_label}です。"
    if not said:
        return f"{last.name}の実績はまだありません。{aim}"
    row = said[-1]
    assert row.value is not None
    value = format_number(row.value, decimals=row.decimals, unit=row.unit)
    change = ""
    if row.change is not None:
        size = format_number(abs(row.change), decimals=row.decimals)
        unit = "ポイント" if row.unit == SHARE else row.unit
        change = (
            "前の年度と同じで、"
            if row.change == 0
            else f"前の年度より{size}{unit}{'増え' if row.change > 0 else '減り'}、"
        )
    draft = "（未公表）" if row.unpublished else ""
    verdict = row.label if row.rule != Rule.TARGET_LEVEL_REACHED else "目標の水準に到達"
    told = "判定はありません" if row.verdict == Verdict.UNJUDGED else f"判定は「{verdict}」です"
    return f"{FiscalYear(row.year).wareki}は{value}{draft}。{change}{told}。{aim}"
