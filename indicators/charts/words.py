"""The words of a trend chart: labels at the marks, what a hover says, and the sentence above."""

from collections.abc import Sequence
from decimal import Decimal

from indicators.charts.chart import plain
from indicators.frames import Row, Series
from indicators.models import Kind
from indicators.numbers import format_number
from indicators.progress import Direction, Outlook, ValueState, Verdict, expected_display
from measures.fiscal_year import FiscalYear

CHANGED = {Kind.CORRECTION: "訂正", Kind.REVISION: "改定"}


def label_of(row: Row, figure: Decimal) -> str:
    """The figure at its mark; the unit stands above the axis."""
    return format_number(figure, decimals=row.decimals)


def with_unit(row: Row, figure: Decimal) -> str:
    return plain(format_number(figure, decimals=row.decimals, unit=row.unit))


def limit_word(row: Row) -> str:
    return {Direction.AT_MOST: "上限", Direction.AT_LEAST: "下限"}.get(Direction(row.direction), "目標")


def state_words(row: Row) -> list[str]:
    """What a reader must know of a value that is not simply the published 実績."""
    words = ["未公表"] if row.unpublished else []
    if row.value_state in (ValueState.PROVISIONAL, ValueState.ESTIMATE):
        words.append(ValueState(row.value_state).label)
    if row.struck and not row.unpublished and row.struck[-1].kind in CHANGED:
        words.append(CHANGED[Kind(row.struck[-1].kind)])
    return words


def point_label(row: Row) -> str:
    assert row.value is not None
    return "<br>".join([label_of(row, row.value), *state_words(row)])


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
    states = "・".join(state_words(row)) or ValueState(row.value_state).label
    lines = [f"{FiscalYear(row.year).wareki}：{with_unit(row, row.value)}（{states}）"]
    if Direction(row.direction).is_limit:
        lines.append(f"{limit_word(row)} {with_unit(row, row.target)}")
    elif row.expected is not None:
        lines.append(f"目安 {expected_text(row)}")
    lines.append(f"判定 {row.label}")
    return "<br>".join(lines)


def expected_text(row: Row) -> str:
    """With a decimal more where rounding would make it look reached (figures.md §4.8)."""
    assert row.expected is not None
    shown = expected_display(row.expected, row.value, decimals=row.decimals, direction=row.direction)
    exponent = shown.as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else row.decimals
    return plain(format_number(shown, decimals=decimals, unit=row.unit))


def sentence(rows: Sequence[Row]) -> str:
    """主文: the newest judged value, its change, its verdict, and what is aimed at."""
    last = rows[-1]
    year = FiscalYear(last.target_year).wareki
    aim = f"{year}の{limit_word(last)}は{format_number(last.target, decimals=last.decimals, unit=last.unit)}です。"
    said = [row for row in rows if row.has_value and row.value_state != ValueState.ESTIMATE]
    row = next((row for row in reversed(said) if row.is_judged), said[-1] if said else None)
    if row is None or row.value is None:
        return f"実績はまだありません。{aim}"
    told = "判定はありません" if row.verdict == Verdict.UNJUDGED else f"判定は「{row.label}」です"
    states = "・".join(state_words(row))
    value = format_number(row.value, decimals=row.decimals, unit=row.unit)
    return f"{FiscalYear(row.year).wareki}は{value}{f'（{states}）' if states else ''}。{_change(row)}{told}。{aim}"


def _change(row: Row) -> str:
    if row.change is None:
        return ""
    if row.change == 0:
        return "前年度と同じで、"
    unit = "ポイント" if row.unit == "％" else row.unit
    size = format_number(abs(row.change), decimals=row.decimals, unit=unit)
    return f"前年度より{size}{'増え' if row.change > 0 else '減り'}、"


def outlook_words(found: Outlook | None, last: Row) -> str:
    """参考推計 at the target year, with its range; "" where there is none."""
    if found is None:
        return ""
    value, low, high = (
        format_number(figure, decimals=last.decimals, unit=last.unit)
        for figure in (found.value, found.low, found.high)
    )
    return f"{found.label}は{FiscalYear(found.target_year).wareki}に{value}（{low}〜{high}）です。"


def comparison_sentence(beside: Sequence[Series], last: Row) -> str:
    """What others stand at in their newest year; plain text, as the whole sentence is."""
    said = []
    for series in beside:
        if (one := series.newest) is not None and one.value is not None:
            figure = format_number(one.value, decimals=last.decimals, unit=last.unit)
            said.append(f"{series.name}は{FiscalYear(one.year).wareki}に{figure}です。")
    return "".join(said)
