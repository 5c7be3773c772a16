"""Progress against what was expected, every indicator in one sorted chart (docs/look.md §5)."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from indicators.charts.chart import (
    FONT_SIZE,
    GRID,
    INK,
    NOTE_LINE,
    PAPER,
    VERDICT_COLOURS,
    VERDICT_SYMBOLS,
    Chart,
    Trace,
    plain,
    scatter,
    to_figure,
)
from indicators.charts.names import lines, wrapped
from indicators.frames import LATE, Row, worst_first
from indicators.numbers import plain_number
from indicators.progress import Direction, Verdict
from indicators.wording.figures import (
    expected_text,
    gap_phrase,
    gap_text,
    gap_word,
    limit_word,
    percent,
    state_word,
    with_unit,
)
from measures.fiscal_year import FiscalYear

# The ends of the axis, in per cent of the road to the target.
LOWEST, HIGHEST = Decimal(-20), Decimal(120)
# More lines than these nobody reads: the table has the rest.
MOST_LINES = 40
MOST_NAMES = 5
# A label goes to the left of marks beyond the first of these, if they leave as much of the axis free.
LEFT_FROM, LEFT_ROOM = 70, 40


def progress_against_expected(rows: Sequence[Row], *, chart_id: str = "progress-against-expected") -> Chart:
    """A dumbbell an indicator, worst first: the mark is the progress, the tick what was expected by that year.

    One row an indicator; of many the worst, and the sentence says so. A hollow mark is not published yet. Rows without
    a progress (limits, no line to the target, nothing to judge) are named in the sentence and never given a percentage. A progress beyond −20 or 120 % stands on that end, and its label says so.
    """
    comparable = worst_first(row for row in rows if _has_place(row))
    shown = comparable[:MOST_LINES]
    notes = ["縦線は目安、数は目安との差（指標の単位）"]
    if any(row.unpublished for row in shown):
        notes.append("白抜きは未公表の値")
    # What stands above and below, a line for the demo's word among it, and room for names of two lines.
    height = 62 + NOTE_LINE * (len(notes) + 1) + 44 * max(len(shown), 1)
    # Names take the half of a phone: there the code stands for them, and the list of bullet charts for the chart.
    narrow = {"yaxis": {"ticktext": [row.code for row in shown]}}
    traces = [*_gaps(shown), _expected_marks(shown), _progress_marks(shown), _labels(shown)]
    return Chart(
        id=chart_id,
        title="",
        sentence=_sentence(comparable, [row for row in rows if not _has_place(row)]),
        figure=to_figure(traces, _layout(shown), narrow, height=height, notes=notes),
        height=height,
    )


def _gaps(shown: Sequence[Row]) -> list[Trace]:
    """A bar an indicator, from its progress to what was expected."""
    return [
        scatter(
            "目安との差",
            "gap",
            [(_place(row.progress), place), (_place(row.expected_progress), place)],
            "lines",
            line={"color": VERDICT_COLOURS[Verdict(row.verdict)], "width": 6},
            opacity=0.35,
        )
        for place, row in enumerate(shown)
    ]


def _expected_marks(shown: Sequence[Row]) -> Trace:
    return scatter(
        "目安",
        "expected",
        [(_place(row.expected_progress), place) for place, row in enumerate(shown)],
        "markers",
        marker={"symbol": "line-ns-open", "size": 22, "color": INK, "line": {"width": 2, "color": INK}},
        hover=[_hover(row) for row in shown],
    )


def _progress_marks(shown: Sequence[Row]) -> Trace:
    return scatter(
        "進捗",
        "progress",
        [(_place(row.progress), place) for place, row in enumerate(shown)],
        "markers",
        customdata=[
            [row.code, row.year, plain_number(row.progress)] for row in shown if row.progress is not None
        ],
        marker={
            "size": 15,
            "symbol": [_symbol(row) for row in shown],
            "color": [VERDICT_COLOURS[Verdict(row.verdict)] for row in shown],
            # A hollow mark has no fill to be told from the paper: its line is the mark, and wider.
            "line": {"width": [2.5 if row.unpublished else 1.5 for row in shown], "color": PAPER},
        },
        hover=[_hover(row) for row in shown],
        cliponaxis=False,
    )


def _labels(shown: Sequence[Row]) -> Trace:
    left = [_is_told_left(row) for row in shown]
    return scatter(
        "差の名札",
        "label",
        [
            (_lower_end(row) if is_left else _upper_end(row), place)
            for place, (row, is_left) in enumerate(zip(shown, left, strict=True))
        ],
        "text",
        text=[
            f"{_gap_label(row)}   " if is_left else f"   {_gap_label(row)}"
            for row, is_left in zip(shown, left, strict=True)
        ],
        textposition=["middle left" if is_left else "middle right" for is_left in left],
        textfont={"color": INK, "size": FONT_SIZE},
        cliponaxis=False,
    )


def _layout(shown: Sequence[Row]) -> dict[str, Any]:
    names = [wrapped(f"{row.code} {row.name}") for row in shown]
    return {
        "xaxis": {
            "range": [float(LOWEST) - 2, float(HIGHEST)],
            "tickvals": [0, 25, 50, 75, 100],
            "ticktext": ["0％<br>現状値", "25％", "50％", "75％", "100％<br>目標"],
            "gridcolor": GRID,
            "linecolor": INK,
            "zeroline": False,
            "fixedrange": True,
        },
        "yaxis": {
            "range": [len(shown) - 0.4, -0.6],
            "tickvals": list(range(len(shown))),
            "ticktext": [lines(name) for name in names],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
        "shapes": [_target_line()],
    }


def _target_line() -> dict[str, Any]:
    return {
        "type": "line",
        "yref": "paper",
        "x0": 100,
        "x1": 100,
        "y0": 0,
        "y1": 1,
        "layer": "below",
        "line": {"color": INK, "width": 1.5},
    }


def _has_place(row: Row) -> bool:
    """Both ends of a bar: a target alone, without a line to it, gives a gap and no share (docs/progress.md §3)."""
    return row.gap is not None and row.progress_gap is not None


def _place(progress: Decimal | None) -> float:
    """Per cent, held at the ends of the axis; label and hover keep the true figure."""
    assert progress is not None
    return float(min(max(progress * 100, LOWEST), HIGHEST))


def _symbol(row: Row) -> str:
    """The verdict's shape, hollow where citizens cannot see the value."""
    symbol = VERDICT_SYMBOLS[Verdict(row.verdict)]
    return symbol if not row.unpublished or symbol.endswith("-open") else f"{symbol}-open"


def _is_beyond(row: Row) -> bool:
    return row.progress is not None and not LOWEST <= row.progress * 100 <= HIGHEST


def _gap_label(row: Row) -> str:
    label = f"{row.label} {plain(gap_text(row))}{'（未公表）' if row.unpublished else ''}"
    return f"{label}（軸の外）" if _is_beyond(row) else label


def _lower_end(row: Row) -> float:
    return min(_place(row.progress), _place(row.expected_progress))


def _upper_end(row: Row) -> float:
    return max(_place(row.progress), _place(row.expected_progress))


def _is_told_left(row: Row) -> bool:
    """The label stands right of both marks; left of them where the axis ends there and begins far away."""
    return _upper_end(row) > LEFT_FROM and _lower_end(row) > LEFT_ROOM


def _hover(row: Row) -> str:
    assert row.value is not None
    beyond = "（軸の端に表示）" if _is_beyond(row) else ""
    return "<br>".join(
        (
            f"{row.code} {plain(row.name)}",
            f"{FiscalYear(row.year).wareki}{'（未公表）' if row.unpublished else ''}",
            f"値 {plain(with_unit(row.value, row))}",
            f"目安 {plain(expected_text(row))}",
            f"目安との差 {plain(gap_text(row))}（{gap_word(row)}）",
            f"進捗 {percent(row)}{beyond}",
            f"判定 {row.label}",
        )
    )


def _sentence(comparable: Sequence[Row], rest: Sequence[Row]) -> str:
    """Of all rows, not only of those that the chart has room for."""
    aside = f"図にないのは{len(rest)}件：{_named(rest)}。" if rest else ""
    if len(comparable) > MOST_LINES:
        aside = f"図は、目安から遠いほうの{MOST_LINES}件です。すべての指標は下の表にあります。{aside}"
    late = [row for row in comparable if row.verdict in LATE]
    if not comparable:
        return f"進捗を目安と比べられる指標はまだありません。{aside}"
    if not late:
        return f"図の{len(comparable)}件に、目安に届いていない指標はありません。{aside}"
    worst = late[0]
    return (
        f"図の{len(comparable)}件のうち、目安に届いていないのは{len(late)}件です。"
        f"目安から最も遠いのは{worst.code} {worst.name}で、{gap_phrase(worst)}値です。{aside}"
    )


def _named(rest: Sequence[Row]) -> str:
    # The limits first: there the reason is the rule, not a value that is still to come.
    ordered = sorted(rest, key=lambda row: not Direction(row.direction).is_limit)
    names = [_why_not(row) for row in ordered[:MOST_NAMES]]
    if len(rest) > MOST_NAMES + 1:
        return "、".join([*names, f"ほか{len(rest) - MOST_NAMES}件"])
    return "、".join(_why_not(row) for row in rest)


def _why_not(row: Row) -> str:
    """An indicator without a progress by name, with the reason."""
    if Direction(row.direction).is_limit:
        return f"{row.code} {row.name}（{limit_word(row)}で判定し、割合にしない）"
    if row.gap is not None:
        return f"{row.code} {row.name}（目標だけと比べ、割合にしない）"
    if row.verdict == Verdict.TOO_EARLY:
        return f"{row.code} {row.name}（{row.label}）"
    return f"{row.code} {row.name}（{state_word(row) or '値なし'}）"
