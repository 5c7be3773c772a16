"""What stands beside the way of an indicator and is never judged: the figures of others, and 参考推計."""

from collections.abc import Sequence

from indicators.charts.chart import ALLOWED, MUTED, PAPER, VALUE, Trace, plain, scatter, word_at
from indicators.charts.labels import with_unit
from indicators.charts.names import lines, wrapped
from indicators.frames import Comparison, Row, Series
from indicators.progress import Outlook
from measures.fiscal_year import FiscalYear

# Of a name at its line; the table has it whole.
_NAME_LENGTH = 12
# One after the other, where an indicator has several.
SYMBOLS = ("triangle-up", "square", "pentagon", "hexagon")


def comparison_lines(comparisons: Sequence[Series], last: Row) -> list[Trace]:
    """A thin grey line each with its own mark; a year without a figure is a gap. Names come with name_lines()."""
    found = []
    for place, series in enumerate(comparisons):
        known = [one for one in series.years if one.value is not None]
        if known:
            found += [_line(series, known), _marks(series, known, last, SYMBOLS[place % len(SYMBOLS)])]
    return found


def _line(series: Series, known: Sequence[Comparison]) -> Trace:
    """Through neighbouring years alone."""
    figures = {one.year: one.value for one in known}
    return scatter(
        plain(series.name),
        "comparison-line",
        [(year, figures.get(year)) for year in range(known[0].year, known[-1].year + 1)],
        "lines",
        line={"color": MUTED, "width": 1.5},
        connectgaps=False,
    )


def _marks(series: Series, known: Sequence[Comparison], last: Row, symbol: str) -> Trace:
    return scatter(
        plain(series.name),
        "comparison",
        [(one.year, one.value) for one in known],
        "markers",
        decimals=known[0].decimals,
        marker={
            "symbol": symbol,
            "size": 9,
            # What citizens cannot see is hollow, as among the indicator's own values.
            "color": [PAPER if one.unpublished else MUTED for one in known],
            "line": {"width": 1.5, "color": MUTED},
        },
        hover=[_hover(series, one, last) for one in known],
        cliponaxis=False,
    )


def name_lines(comparisons: Sequence[Series]) -> list[Trace]:
    """The name of each series, once, best beside its newest point."""
    found = []
    for series in comparisons:
        known = [one for one in series.years if one.value is not None]
        if known:
            text = lines(wrapped(series.name, length=_NAME_LENGTH))
            at = (known[-1].year, known[-1].value or 0)
            found.append(word_at(f"{plain(series.name)}の名札", text, at, "middle right"))
    return found


def _hover(series: Series, one: Comparison, last: Row) -> str:
    assert one.value is not None
    unpublished = "（未公表）" if one.unpublished else ""
    figure = with_unit(last, one.value)
    return f"{plain(series.name)}<br>{FiscalYear(one.year).wareki}：{figure}{unpublished}"


def outlook_line(found: Outlook, last: Row) -> list[Trace]:
    """From the newest judged year to the target's: a dotted line within its range, never a verdict."""
    start = found.path[0]
    low, high = with_unit(last, found.low), with_unit(last, found.high)
    edge = (start, (found.target_year, found.high), (found.target_year, found.low))
    return [
        scatter(
            "参考推計の範囲",
            "outlook-range",
            [*edge, start],
            "lines",
            line={"width": 0, "color": VALUE},
            fill="toself",
            fillcolor=ALLOWED,
        ),
        scatter(
            found.label,
            "outlook",
            found.path,
            "lines",
            decimals=last.decimals,
            line={"color": VALUE, "width": 2, "dash": "dot"},
            hover=[
                f"{FiscalYear(last.own_year(year)).wareki}の参考推計 {with_unit(last, figure)}"
                + (f"<br>{low}〜{high}" if year == found.target_year else "")
                for year, figure in found.path
            ],
        ),
    ]


def name_outlook(found: Outlook, last: Row) -> Trace:
    """参考推計, rather on the side that the target does not take, whose path it would else seem to name."""
    above = found.value < last.target
    at = (found.target_year, found.high if above else found.low)
    return word_at("参考推計の名札", found.label, at, "top left" if above else "bottom left")
