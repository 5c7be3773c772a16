"""What stands beside the way of an indicator and is never judged: the figures of others, and 参考推計."""

from collections.abc import Sequence

import plotly.graph_objects as go

from indicators.charts.chart import ALLOWED, MUTED, PAPER, VALUE, plain, to_float
from indicators.charts.words import with_unit
from indicators.frames import Comparison, Row, Series
from indicators.numbers import plain_number
from indicators.progress import Outlook
from measures.fiscal_year import FiscalYear

# One after the other, where an indicator has several.
SYMBOLS = ("triangle-up", "square", "pentagon", "hexagon")


def comparison_lines(beside: Sequence[Series], last: Row) -> list[go.Scatter]:
    """A thin grey line each, with its own mark and its name at its last point; a year without a figure is a gap."""
    found = []
    for place, series in enumerate(beside):
        known = [one for one in series.years if one.value is not None]
        if known:
            found += [_line(series, known), _marks(series, known, last, SYMBOLS[place % len(SYMBOLS)])]
    return found


def _line(series: Series, known: Sequence[Comparison]) -> go.Scatter:
    """Through neighbouring years alone."""
    years = {one.year: one for one in known}
    every = range(known[0].year, known[-1].year + 1)
    return go.Scatter(
        name=plain(series.name),
        meta="comparison-line",
        x=list(every),
        y=[to_float(years[year].value) if year in years else None for year in every],
        mode="lines",
        line={"color": MUTED, "width": 1.5},
        connectgaps=False,
        hoverinfo="skip",
    )


def _marks(series: Series, known: Sequence[Comparison], last: Row, symbol: str) -> go.Scatter:
    return go.Scatter(
        name=plain(series.name),
        meta="comparison",
        x=[one.year for one in known],
        y=[to_float(one.value) for one in known],
        customdata=[
            [one.year, plain_number(one.value, decimals=one.decimals)]
            for one in known
            if one.value is not None
        ],
        mode="markers+text",
        marker={
            "symbol": symbol,
            "size": 9,
            # What citizens cannot see is hollow, as among the indicator's own values.
            "color": [PAPER if one.unpublished else MUTED for one in known],
            "line": {"width": 1.5, "color": MUTED},
        },
        text=[*[""] * (len(known) - 1), plain(series.name)],
        textposition=[_side(one, series, last) for one in known],
        textfont={"color": MUTED, "size": 14},
        hovertext=[_hover(series, one, last) for one in known],
        hovertemplate="%{hovertext}<extra></extra>",
        cliponaxis=False,
    )


def _side(one: Comparison, series: Series, last: Row) -> str:
    """The name runs to the left, over the line's own past, and above it: the limit's words stand at the right."""
    return "top left"


def _hover(series: Series, one: Comparison, last: Row) -> str:
    assert one.value is not None
    unpublished = "（未公表）" if one.unpublished else ""
    figure = with_unit(last, one.value)
    return f"{plain(series.name)}<br>{FiscalYear(one.year).wareki}：{figure}{unpublished}"


def outlook_line(found: Outlook, last: Row) -> list[go.Scatter]:
    """From the newest judged year to the target's: a dotted line within its range, never a verdict."""
    years = [year for year, _ in found.path]
    start = found.path[0]
    low, high = with_unit(last, found.low), with_unit(last, found.high)
    return [
        go.Scatter(
            name="参考推計の範囲",
            meta="outlook-range",
            x=[start[0], found.target_year, found.target_year, start[0]],
            y=[to_float(figure) for figure in (start[1], found.high, found.low, start[1])],
            mode="lines",
            line={"width": 0, "color": VALUE},
            fill="toself",
            fillcolor=ALLOWED,
            hoverinfo="skip",
        ),
        go.Scatter(
            name=found.label,
            meta="outlook",
            x=years,
            y=[to_float(figure) for _, figure in found.path],
            customdata=[[year, plain_number(figure, decimals=last.decimals)] for year, figure in found.path],
            mode="lines",
            line={"color": VALUE, "width": 2, "dash": "dot"},
            hovertext=[
                f"{FiscalYear(year).wareki}の参考推計 {with_unit(last, figure)}"
                + (f"<br>{low}〜{high}" if year == found.target_year else "")
                for year, figure in found.path
            ],
            hovertemplate="%{hovertext}<extra></extra>",
        ),
        _outlook_label(found),
    ]


def _outlook_label(found: Outlook) -> go.Scatter:
    """参考推計, written below the end of its line."""
    return go.Scatter(
        name="参考推計の名札",
        meta="label",
        x=[found.target_year],
        y=[to_float(min(found.low, found.value))],
        mode="markers+text",
        marker={"size": 6, "opacity": 0},
        text=["参考推計"],
        textposition="bottom left",
        textfont={"color": MUTED, "size": 14},
        hoverinfo="skip",
        cliponaxis=False,
    )
