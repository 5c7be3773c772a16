"""Labels of a trend chart: what stands at its marks, and what a hover says. Plotly's own markup, text escaped."""

from decimal import Decimal

from indicators.charts.chart import plain
from indicators.frames import Row
from indicators.numbers import format_number
from indicators.progress import ValueState
from indicators.wording import figures


def label_of(row: Row, figure: Decimal) -> str:
    """The figure at its mark; the unit stands above the axis."""
    return format_number(figure, decimals=row.decimals)


def with_unit(row: Row, figure: Decimal) -> str:
    return plain(figures.with_unit(figure, row))


def point_label(row: Row) -> str:
    assert row.value is not None
    words = figures.state_words(row)
    if row.value_state == ValueState.PART_YEAR and row.as_of:
        # In lines of its own, and short: the year stands on the axis, the whole day in the hover.
        words = [word.partition("、")[0] for word in words] + [f"{row.as_of.month}月{row.as_of.day}日"]
    return "<br>".join([label_of(row, row.value), *words])


def gap_word(row: Row) -> str:
    """Why a year with a record has no mark, in at most two short lines; "" for a year with nothing to say."""
    if row.is_withdrawn:
        return "取下げ"
    words = {
        ValueState.UNPUBLISHED: "未公表",
        ValueState.NOT_SURVEYED: "調査<br>年外",
        ValueState.UNMEASURABLE: "把握<br>不能",
        ValueState.NOT_APPLICABLE: "対象外",
    }
    return words.get(ValueState(row.value_state), "") if row.value_state else ""


def hover(row: Row) -> str:
    assert row.value is not None
    states = "・".join(figures.state_words(row)) or ValueState(row.value_state).label
    lines = [f"{row.wareki}：{with_unit(row, row.value)}（{states}）"]
    if row.is_limit:
        held = figures.held_limit(row)
        shown = plain(figures.target_text(row)) if row.upper is not None else with_unit(row, held)
        lines.append(f"{figures.limit_word(row)} {shown}")
    elif row.expected is not None:
        lines.append(f"目安 {expected_text(row)}")
    if row.gap is not None:
        lines.append(f"目安との差 {plain(figures.gap_text(row))}（{figures.gap_word(row)}）")
    note = figures.limit_note(row)
    lines.append(f"判定 {row.label}" + (f"（{note}）" if note else ""))
    return "<br>".join(lines)


def expected_text(row: Row) -> str:
    return plain(figures.expected_text(row))
