"""One figure as a cell of a page: the number apart from its unit, and a word where there is none (docs/look.md §3)."""

from decimal import Decimal
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from indicators.frames import Row
from indicators.numbers import format_number, percent_number
from indicators.progress import Outlook
from indicators.wording.figures import (
    STATES,
    Measured,
    difference,
    difference_unit,
    expected_number,
    gap_number,
    limit_of_year,
    not_final,
)
from indicators.wording.pace import change_against, needed_and_mean


def _nothing(word: str) -> SafeString:
    return format_html('<span aria-hidden="true">—</span><span class="sr">{}</span>', word)


def _with_unit(shown: str, unit: str) -> SafeString:
    if not unit:
        return format_html('<span class="num">{}</span>', shown)
    return format_html('<span class="num">{}<small>{}</small></span>', shown, unit)


def _is_nothing(shown: str) -> bool:
    return not any(digit in shown for digit in "123456789")


def _sign(shown: str) -> str:
    """The sign that a difference lacks: format_number() writes the minus alone, and nothing has none."""
    return "" if shown.startswith("−") or _is_nothing(shown) else "＋"


_EMPTY = _nothing("値なし")
NO_CHANGE = "増減なし"


def share(value: Decimal) -> SafeString:
    """0.8 → 80％"""
    return _with_unit(percent_number(value), "％")


def number(value: Any, row: Any = None) -> SafeString:
    """`row.target|number:row`, or `row|number` for the row's own value; a real 0 is shown as 0."""
    if row is None:
        value, row = value.value, value
    if value is None:
        return _EMPTY
    return _with_unit(format_number(value, decimals=row.decimals), row.unit)


def target_cell(row: Row) -> SafeString:
    """The target's figure; of a range both limits; beside a limit that moves that of the row's own year."""
    if row.upper is None:
        figure = number(row.target, row)
        if own := limit_of_year(row):
            return format_html("{}<small>（{}）</small>", figure, own)
        return figure
    return _range(row.target, row.upper, row)


def rule_figure(rule: Any) -> SafeString:
    """What a published target or baseline says, in its own unit; of a range both limits."""
    upper = getattr(rule, "upper", None)
    return number(rule.value, rule) if upper is None else _range(rule.value, upper, rule)


def _range(low: Decimal, high: Decimal, of: Measured) -> SafeString:
    shown = "〜".join(format_number(figure, decimals=of.decimals) for figure in (low, high))
    return _with_unit(shown, of.unit)


def signed(apart: Decimal | None, row: Measured) -> SafeString:
    """A change with its sign: ＋11件, −1.8ポイント, 増減なし."""
    if apart is None:
        return _EMPTY
    shown = difference(apart, row)
    return format_html(
        '<span class="num">{}</span>', NO_CHANGE if _is_nothing(shown) else _sign(shown) + shown
    )


def margin(apart: Decimal | None, row: Measured) -> SafeString:
    """How much is left up to a limit, negative beyond it: ＋0.6ポイント, −1.3ポイント, 0.0ポイント on the limit."""
    if apart is None:
        return _EMPTY
    shown = difference(apart, row)
    return format_html('<span class="num">{}</span>', _sign(shown) + shown)


def width(apart: Decimal, of: Measured) -> SafeString:
    """How wide a tolerance is: of a share in points."""
    return _with_unit(format_number(apart, decimals=of.decimals), difference_unit(of.unit))


def expected(row: Row) -> SafeString:
    """The expected value (目安); of a range its two limits."""
    if row.lower_limit is not None and row.upper_limit is not None:
        limits = (row.lower_limit, row.upper_limit)
        return _with_unit("〜".join(format_number(one, decimals=row.decimals) for one in limits), row.unit)
    if row.expected is None:
        return _nothing("目安なし")
    return format_html('<span class="num">{}<small>{}</small></span>', expected_number(row), row.unit)


def gap(row: Row) -> SafeString:
    """目安との差 with its sign and unit: −18.0ポイント, ＋0.3件."""
    if row.gap is None:
        return _nothing("目安と比べられません")
    return _with_unit(gap_number(row), difference_unit(row.unit))


def value_cell(row: Row) -> SafeString:
    """The value, with its state where it is not final; else the word that says why there is none."""
    if row.value is not None:
        shown = number(row)
        if state := not_final(row):
            word, _, day = state.partition("、")
            return format_html(
                '{}<span class="value-state {}">{}</span>{}',
                shown,
                row.value_state,
                word,
                format_html('<span class="value-day">{}</span>', day) if day else "",
            )
        return shown
    if getattr(row, "off_survey", False):
        return format_html('<span class="value-word">{}</span>', "調査のない年")
    if row.value_state and row.value_state != "actual":
        return format_html('<span class="value-word">{}</span>', STATES[row.value_state])
    return _nothing("実績なし")


def needed_a_year(line: Any) -> SafeString:
    """The needed change a year with its sign and unit, as the public page says it. `line`: with the `row` and its `pace`."""
    return _a_year(needed_and_mean(line.pace, line.row)[0], line.row)


def mean_a_year(line: Any) -> SafeString:
    """The mean change a year with its sign and unit. `line`: with the `row` and its `pace`."""
    if not line.pace.mean:
        return format_html('<span class="num">{}</span>', NO_CHANGE)
    return _a_year(needed_and_mean(line.pace, line.row)[1], line.row)


def _a_year(shown: str, row: Row) -> SafeString:
    return format_html('<span class="num">{}<small>{}</small></span>', shown, difference_unit(row.unit))


def outlook_figure(outlook: Outlook, row: Row) -> SafeString:
    """参考推計 at the target's year, with its range, and the newest change where it points the other way."""
    value, low, high = (
        format_number(figure, decimals=row.decimals) for figure in (outlook.value, outlook.low, outlook.high)
    )
    shown = format_html(
        '<span class="num">{}<small>{}</small></span><br><span class="muted small nowrap">{}〜{}</span>',
        value,
        row.unit,
        low,
        high,
    )
    against = change_against(row, outlook)
    return format_html('{}<br><span class="small nowrap">{}</span>', shown, against) if against else shown
