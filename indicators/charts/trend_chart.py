"""The way of one indicator: baseline, yearly values, expected path, target (docs/progress.md §5; docs/look.md §5).

Every trace has a name (what it shows, in Japanese) and as `meta` its role, a stable word for tests. x is the
fiscal year; the marks of yearly values carry [year, the figure as in the CSV] as customdata.
"""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from indicators.charts.axis import Scale, scale_of, year_label, years_of
from indicators.charts.breaks import break_lines, earlier_lines, lines_through, name_breaks
from indicators.charts.chart import (
    FONT_SIZE,
    GRID,
    INK,
    MUTED,
    PAPER,
    QUIET,
    VALUE,
    Chart,
    Trace,
    plain,
    scatter,
    to_figure,
)
from indicators.charts.comparisons import comparison_lines, name_lines, name_outlook, outlook_line
from indicators.charts.judged import colour_of, due_mark, gap_line, has_due_mark, name_gap
from indicators.charts.labels import gap_word, hover, label_of, point_label, with_unit
from indicators.charts.revisions import other_baselines, other_targets
from indicators.charts.trajectory import (
    allowed_zones,
    baseline_mark,
    expected_paths,
    interim_marks,
    name_path,
    target_mark,
)
from indicators.frames import Break, BreakCause, Earlier, Row, Series
from indicators.models import Kind
from indicators.progress import Direction, Outlook, ValueState
from indicators.wording.figures import held_limit
from indicators.wording.trend import break_sentence, comparison_sentence, outlook_words, sentence
from measures.fiscal_year import FiscalYear

HEIGHT = 340
ACTUAL, PROVISIONAL, ESTIMATE, PART_YEAR, UNPUBLISHED = "実績", "速報", "見込", "年度途中", "未公表の値"
# Below this part of the axis a label under its mark would stand on the years.
_FOOT = 8
# Published marks are blue: full, hollow, hollow with a dot or a stroke. What citizens cannot see is a hollow black diamond.
SYMBOLS = {
    ACTUAL: "circle",
    PROVISIONAL: "circle",
    ESTIMATE: "circle-dot",
    PART_YEAR: "circle-cross",
    UNPUBLISHED: "diamond",
}
_BEFORE = {Kind.CORRECTION: "訂正前", Kind.REVISION: "改定前", Kind.WITHDRAWAL: "取下げ前"}
_OF_STATE = {
    ValueState.PROVISIONAL: PROVISIONAL,
    ValueState.ESTIMATE: ESTIMATE,
    ValueState.PART_YEAR: PART_YEAR,
}


def trend(
    rows: Sequence[Row],
    comparisons: Sequence[Series] = (),
    outlook: Outlook | None = None,
    *,
    shown: Row | None = None,
    chart_id: str | None = None,
    earlier: Sequence[Earlier] = (),
) -> Chart:
    """One indicator's rows, in order of years. A year without a value is a gap that says why, never a 0.

    `shown`: the row that the page speaks of, by default the last. The baseline, the path and the target that its verdict
    went by are the named ones; those of other years are grey.

    `comparisons`: series that it is held beside. `outlook`: 参考推計, for pages of staff alone. `earlier`: of indicators
    that this one follows, with the break before it.
    """
    rows = [row for row in rows if row.is_counted] or rows
    earlier = [one for one in earlier if one.is_drawn and one.rows]
    before_it = [row for one in earlier for row in one.rows]
    last = shown if shown is not None and shown.is_counted else rows[-1]
    scale = scale_of(rows, comparisons, outlook, before_it)
    years = years_of(rows, comparisons, before_it)
    breaks = _drawn_breaks(rows, earlier)
    limit = Direction(last.direction).is_limit
    traces = [] if outlook is None else outlook_line(outlook, last)
    if not limit:
        traces += expected_paths(rows, last)
    traces += [*break_lines(breaks, scale), *comparison_lines(comparisons, last), *_lines(rows, last)]
    traces += [*earlier_lines(earlier, rows), *gap_line(last)]
    traces += [_points(name, rows, last, scale) for name in SYMBOLS]
    traces += [_gaps(rows, scale), *baseline_mark(rows, last), *target_mark(last, limit)]
    traces += [*other_baselines(rows, last), *other_targets(rows, last), _replaced(rows), *due_mark(last)]
    if not limit:
        traces += interim_marks(rows)
        traces += [] if has_due_mark(last) else name_path(rows, last)
    traces += [*name_gap(last), *name_lines(comparisons), *name_breaks(breaks, earlier, scale)]
    traces += [] if outlook is None else [name_outlook(outlook, last)]
    # The limit of this indicator is not that of those before it.
    since = max((one.relative.takes_over for one in earlier), default=None)
    return Chart(
        id=chart_id or f"trend-{last.code}",
        title="",
        sentence=sentence(rows)
        + outlook_words(outlook, rows)
        + comparison_sentence(comparisons, last)
        + break_sentence(breaks, rows),
        figure=to_figure(
            traces,
            {
                **_axes(scale, years, last),
                **({"shapes": list(allowed_zones(rows, last, scale, years, since))} if limit else {}),
            },
            {},
            height=HEIGHT,
            notes=[_axis_note(last, scale)],
        ),
        height=HEIGHT,
    )


def _drawn_breaks(rows: Sequence[Row], earlier: Sequence[Earlier]) -> list[Break]:
    """Those that have something on either side: of the indicator's own series, and before it where a line is drawn.

    Beyond the nearest earlier indicator, the breaks between those before it.
    """
    found = (
        list(rows[-1].breaks)
        if earlier
        else [one for one in rows[-1].breaks if one.cause == BreakCause.RECOUNT]
    )
    for one in earlier:
        found += [other for other in one.rows[-1].breaks if other.year > one.rows[0].year]
    return sorted(dict.fromkeys(found), key=attrgetter("year"))


def _axes(scale: Scale, years: Sequence[int], last: Row) -> dict[str, Any]:
    return {
        "xaxis": {
            "tickvals": years,
            "ticktext": [year_label(year, last, years=years) for year in years],
            "range": [years[0] - 0.55, years[-1] + 0.1],
            "showgrid": False,
            "zeroline": False,
            "linecolor": INK,
            "fixedrange": True,
        },
        "yaxis": {
            "range": [float(scale.low), float(scale.high)],
            "tickvals": [float(tick) for tick in scale.ticks],
            "ticktext": scale.labels,
            "gridcolor": GRID,
            "zeroline": False,
            "fixedrange": True,
        },
    }


# --- Yearly values --------------------------------------------------------------------------------


def _series(row: Row) -> str:
    if row.unpublished:
        return UNPUBLISHED
    return _OF_STATE.get(ValueState(row.value_state), ACTUAL)


def _lines(rows: Sequence[Row], last: Row) -> list[Trace]:
    """Solid between neighbouring years that are firm, dotted to a 見込, a 年度途中 or an unpublished value."""
    drawn = {row.year: (row.value, _series(row) in (ACTUAL, PROVISIONAL)) for row in rows if row.has_value}
    begins = last.printed_baseline_year or last.baseline_year
    if last.start is not None and begins is not None:
        drawn.setdefault(begins, (last.start, True))
    broken = {one.year for one in last.breaks if one.cause == BreakCause.RECOUNT}
    return lines_through(drawn, broken, width=3)


def _points(name: str, rows: Sequence[Row], shown: Row, scale: Scale) -> Trace:
    of_series = [row for row in rows if row.has_value and _series(row) == name]
    colour = INK if name == UNPUBLISHED else VALUE
    own = [colour_of(row, shown, colour) for row in of_series]
    colours = colour if set(own) <= {colour} else own
    return scatter(
        name,
        "value",
        [(row.year, row.value) for row in of_series],
        "markers+text",
        decimals=rows[-1].decimals,
        marker={
            # A corrected value is a square, so that it is found without reading its label.
            "symbol": [
                SYMBOLS[name].replace("circle", "square") if row.superseded else SYMBOLS[name]
                for row in of_series
            ],
            "size": 12,
            "color": colours if name == ACTUAL else PAPER,
            "line": {"width": 2.5, "color": colours},
        },
        text=[point_label(row) for row in of_series],
        textposition=[_label_place(row, scale) for row in of_series],
        textfont={"color": INK, "size": FONT_SIZE, "weight": 700},
        hover=[hover(row) for row in of_series],
        cliponaxis=False,
    )


def _label_place(row: Row, scale: Scale) -> str:
    """On the side of the value that the expected path, or the limit, does not take; clear of the foot and the target."""
    assert row.value is not None
    if row.year == row.printed_baseline_year and row.start is not None:
        return "top center" if row.value >= row.start else "bottom center"
    other = held_limit(row) if row.expected is None else row.expected
    near_foot = row.value - scale.low < (scale.high - scale.low) / _FOOT
    side = "top" if row.value >= other or near_foot else "bottom"
    is_beside_target = row.year == row.target_year and not Direction(row.direction).is_limit
    return f"{side} {'left' if is_beside_target else 'center'}"


def _replaced(rows: Sequence[Row]) -> Trace:
    """What was published before a 訂正, 改定 or 取下げ: a small grey cross in its year, with what became of it."""
    old = [(row, said.value) for row in rows for said in row.superseded if said.value is not None]
    words = [_BEFORE[Kind(said.kind)] for row in rows for said in row.superseded if said.value is not None]
    return scatter(
        "取り消した値",
        "struck",
        [(row.year, figure) for row, figure in old],
        "markers+text",
        marker={"symbol": "x-thin-open", "size": 9, "color": MUTED, "line": {"width": 2, "color": MUTED}},
        text=[f"{word} {label_of(row, figure)}" for word, (row, figure) in zip(words, old, strict=True)],
        textposition="top center",
        textfont=QUIET,
        hover=[
            f"{FiscalYear(row.year).wareki}：取り消した値 {with_unit(row, figure)}" for row, figure in old
        ],
        cliponaxis=False,
    )


def _gaps(rows: Sequence[Row], scale: Scale) -> Trace:
    """Years with a record and no value: the reason stands at the foot of the chart. No figure is drawn."""
    silent = [(row, gap_word(row)) for row in rows if not row.has_value and gap_word(row)]
    return scatter(
        "値のない年",
        "no-value",
        [(row.year, scale.low) for row, _ in silent],
        "text",
        text=[word for _, word in silent],
        textposition="top center",
        textfont=QUIET,
        cliponaxis=False,
    )


def _axis_note(last: Row, scale: Scale) -> str:
    """The unit, and where the axis starts when that is not zero."""
    unit = f"単位：{plain(last.unit)}"
    return unit if scale.starts_at_zero else f"{unit}　縦軸は{scale.labels[0]}から"
