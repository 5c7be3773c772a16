"""Where an indicator comes from and where it should get: baseline, expected path, target, allowed zone."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Any

from indicators.charts.axis import Scale, last_year
from indicators.charts.chart import (
    ALLOWED,
    FONT_SIZE,
    INK,
    MUTED,
    PAPER,
    QUIET,
    VALUE,
    Trace,
    plain,
    scatter,
    word_at,
)
from indicators.charts.labels import expected_text, label_of, with_unit
from indicators.frames import Row
from indicators.wording.days import on_day
from indicators.wording.figures import inside_word, limit_word, target_text
from measures.fiscal_year import FiscalYear

# How far along its part of the path the word 目安 stands, at best: clear of the target's mark.
_LABEL_AT = Decimal("0.3")


def expected_paths(rows: Sequence[Row], shown: Row) -> list[Trace]:
    """A thin dashed line for each road that was in force, through its interim targets, up to where the next takes over.

    The newest goes to its end. The one that the verdict of `shown` went by is black, and name_path() names it.
    """
    roads = _roads(rows)
    paths = []
    for road in (road for road in roads if road[0].has_line):
        newest = road is roads[-1]
        points = _points_of(road, newest)
        is_named = _is_road_of(road, shown)
        since = "" if is_named else f"（{FiscalYear(road[0].year).wareki}からの判定の線）"
        paths.append(
            scatter(
                f"目安{since}",
                "expected",
                [(year, figure) for year, (figure, _) in points.items()],
                "lines",
                line={"color": INK if is_named else MUTED, "width": 1.5, "dash": "dash"},
                hover=[
                    f"{FiscalYear(year).wareki}の目安 {text}{since}" for year, (_, text) in points.items()
                ],
            )
        )
    return paths


def _points_of(road: Sequence[Row], newest: bool) -> dict[int, tuple[Decimal, str]]:
    """Year → figure and its words: baseline, interim targets and yearly expected values, and the target at the end."""
    start = road[0]
    if start.baseline is None or start.baseline_year is None or not start.has_line:
        return {}
    found = {start.baseline_year: (start.baseline, with_unit(start, start.baseline))}
    found |= {
        year: (figure, with_unit(start, figure))
        for year, figure in start.interim
        if newest or year <= road[-1].year
    }
    found |= {
        row.year: (row.expected, expected_text(row))
        for row in road
        if row.expected is not None and start.baseline_year < row.year < start.target_year
    }
    if newest or road[-1].year >= start.target_year:
        found[start.target_year] = (start.target, with_unit(start, start.target))
    return {year: said for year, said in sorted(found.items()) if start.ends is None or year <= start.ends}


def interim_marks(rows: Sequence[Row]) -> list[Trace]:
    """A short bar at each interim target, with its figure: on the side of the path where no value has its own."""
    known = {row.year: (row, row.interim_target) for row in rows if row.interim_target is not None}
    last = rows[-1]
    if last.ends is None:
        known |= {year: (last, figure) for year, figure in last.interim if year > last.year}
    points = [(year, row, figure) for year, (row, figure) in sorted(known.items()) if figure is not None]
    if not points:
        return []
    return [
        scatter(
            "中間目標",
            "interim",
            [(year, figure) for year, _, figure in points],
            "markers+text",
            decimals=last.decimals,
            marker=bar(INK, size=12, width=3),
            text=[label_of(row, figure) for _, row, figure in points],
            textposition=[
                "bottom right" if row.value is not None and row.value >= figure else "top left"
                for _, row, figure in points
            ],
            textfont=QUIET,
            hover=[
                f"{FiscalYear(year).wareki}の中間目標 {with_unit(row, figure)}"
                for year, row, figure in points
            ],
            cliponaxis=False,
        )
    ]


def name_path(rows: Sequence[Row], shown: Row) -> list[Trace]:
    """目安, written at the path that the verdict of `shown` went by, best in a part of it that lies far from any value;
    nothing where no line leads to the target."""
    roads = _roads(rows)
    road = next(road for road in roads if _is_road_of(road, shown))
    years = {year: figure for year, (figure, _) in _points_of(road, newest=road is roads[-1]).items()}
    if len(years) < 2:
        return []
    values = {row.year for row in rows if row.has_value}
    parts = [*pairwise(sorted(years))]
    before, after = ([part for part in parts if not values.issuperset(part)] or parts[:1])[-1]
    figure = years[before] + (years[after] - years[before]) * _LABEL_AT
    side = "bottom right" if years[after] >= years[before] else "bottom left"
    return [word_at("目安の名札", "目安", (before + (after - before) * float(_LABEL_AT), figure), side)]


def _roads(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows that were measured by one road each, oldest first."""
    by = attrgetter("target_first_year", "target", "target_year", "interim", "baseline", "baseline_year")
    return [list(group) for _, group in groupby(rows, key=by)]


def _is_road_of(road: Sequence[Row], shown: Row) -> bool:
    return any(row.year == shown.year for row in road)


def baseline_mark(rows: Sequence[Row], shown: Row) -> list[Trace]:
    """Hollow, in the fiscal year that its label falls in; where counting restarts, the 0 that it restarts from.

    It is that of `shown`; beside others (revisions.py) it says that it is the baseline.
    """
    figure, restarts = shown.start, shown.counting == "cumulative_from_zero"
    begins = shown.baseline_year if restarts else shown.printed_baseline_year
    if figure is None or begins is None:
        return []  # no baseline, and a value that stands for one is drawn as the value that it is
    same_year = next((row.value for row in rows if row.year == shown.printed_baseline_year), None)
    # A value of the baseline's own year has its label above or below; one and the same figure is written once.
    place = "top left" if same_year is None else "middle left"
    words = "" if same_year == figure else label_of(shown, figure)
    if any(row.printed_baseline != shown.printed_baseline for row in rows):
        words = f"現状値<br>{label_of(shown, figure)}"
        place = "top center" if same_year is None else place  # a phone cuts what ends at the mark
    before = shown.printed_baseline
    printed = "" if before is None else f"{with_unit(shown, before)}（{plain(shown.baseline_label)}）"
    told = f"起点 0から数え直し{printed and f'<br>前の期間は{printed}'}" if restarts else f"現状値 {printed}"
    return [
        scatter(
            "起点" if restarts else "現状値",
            "baseline",
            [(begins, figure)],
            "markers+text",
            decimals=shown.decimals,
            marker=ring(VALUE, size=12, width=2.5),
            text=[words],
            textposition=place,
            textfont=QUIET,
            hover=[told],
            cliponaxis=False,
        )
    ]


def target_mark(last: Row, limit: bool) -> list[Trace]:
    """A bar in its year with its words at the right; on a limit, which is a line, the words alone. None of a target in a
    year that its indicator, having ended, does not reach; a limit held up to then.
    """
    if last.ends_short and not limit:
        return []
    return [
        scatter(
            limit_word(last),
            "target",
            [(last_year(last), last.target)],
            "text" if limit else "markers+text",
            decimals=last.decimals,
            marker=bar(INK, size=24, width=4),
            text=[f"  {limit_word(last)}<br>  {plain(target_text(last))}"],
            textposition="middle right",
            textfont={"color": INK, "size": FONT_SIZE, "weight": 700},
            hover=[f"{FiscalYear(last.target_year).wareki}の{limit_word(last)} {plain(last.target_label)}"],
            cliponaxis=False,
        )
    ]


def bar(colour: str, *, size: int, width: int) -> dict[str, Any]:
    return {
        "symbol": "line-ns-open",
        "size": size,
        "color": colour,
        "line": {"width": width, "color": colour},
    }


def ring(colour: str, *, size: int, width: float) -> dict[str, Any]:
    return {"symbol": "circle", "size": size, "color": PAPER, "line": {"width": width, "color": colour}}


def allowed_zones(
    rows: Sequence[Row], shown: Row, scale: Scale, years: Sequence[int], since: int | None = None
) -> Iterator[dict[str, Any]]:
    """The allowed side of the limit, or the band of a range, shaded, with each limit as a line; a step where it changes.

    Of several the one of the target's year is named at its end (target_mark), each other at its line: with the day where
    the target was changed, with its figure alone where it is a limit by year. `since`: the year before which the line is
    another indicator's, which this limit says nothing of.
    """
    by = attrgetter("target_first_year", "lower_limit", "upper_limit")
    groups = [list(group) for _, group in groupby(rows, key=by)]
    for place, group in enumerate(groups):
        first = years[0] - 2 if since is None else since - 0.5
        left = first if place == 0 else group[0].year - 0.5
        right = years[-1] + 2 if group is groups[-1] else group[-1].year + 0.5
        across: dict[str, Any] = {"x0": left, "x1": right}
        words: dict[str, Any] = {}
        if len(groups) == 1:
            across = {"xref": "paper", "x0": 0, "x1": 1} if since is None else across
            words = {"label": {"text": inside_word(group[0]), "textposition": "bottom left", "font": QUIET}}
        lower, upper = group[0].lower_limit, group[0].upper_limit
        yield {
            **across,
            "type": "rect",
            "layer": "below",
            **_height(lower, upper, scale),
            "fillcolor": ALLOWED,
            "line": {"width": 0},
            **words,
        }
        named = group is groups[-1] if shown.interim else _is_road_of(group, shown)
        for limit in (lower, upper):
            if limit is not None:
                yield {
                    **across,
                    "type": "line",
                    "layer": "between",
                    "y0": float(limit),
                    "y1": float(limit),
                    "line": {"color": INK, "width": 2},
                    **({} if named else {"label": _limit_label(group, rows, limit)}),
                }


def _height(lower: Decimal | None, upper: Decimal | None, scale: Scale) -> dict[str, float]:
    """From the open end, or the lower limit, to the limit."""
    begins = lower if lower is not None and upper is not None else scale.low if lower is None else scale.high
    ends = upper if upper is not None else lower
    assert ends is not None  # every limit has one
    return {"y0": float(begins), "y1": float(ends)}


def _limit_label(group: Sequence[Row], rows: Sequence[Row], limit: Decimal) -> dict[str, Any]:
    row = group[0]
    later = next((other for other in rows if other.target_first_year > row.target_first_year), None)
    day = on_day((later or row).target_decided_on, "変更" if later else "決定")
    aside = "" if row.interim else f"（{day}）"
    text = f"{limit_word(row)} {label_of(row, limit)}{aside}"
    # The first step begins outside of the chart.
    return {"text": text, "textposition": "end" if row.interim else "start", "font": QUIET}
