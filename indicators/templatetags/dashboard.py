"""Tags of the dashboard: changes a year, the outlook, the words of a pace (figures.md §4.12)."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from indicators.numbers import format_number
from indicators.progress import Outlook, Pace

register = template.Library()

# The icon beside the word: no pace is told by colour alone.
ICONS = {
    "wrong_way": "behind",
    "flat": "unjudged",
    "too_slow": "slightly_behind",
    "enough": "on_track",
    "reached": "achieved",
}


@register.filter
def a_year(change: Decimal, line: Any) -> SafeString:
    """A change a year with its sign and unit; a decimal more where needed and mean would look the same and are not."""
    row, pace = line.row, line.pace
    decimals = row.decimals
    if pace.needed != pace.mean and _shown(pace.needed, decimals) == _shown(pace.mean, decimals):
        decimals += 1
    shown = _shown(change, decimals)
    sign = "" if shown.startswith("−") else "＋" if any(digit in shown for digit in "123456789") else "±"
    return format_html(
        '<span class="num">{}{}<small>{}</small></span>',
        sign,
        shown,
        "ポイント" if row.unit == "％" else row.unit,
    )


@register.inclusion_tag("dashboard/pace_word.html")
def pace_word(pace: Pace) -> dict[str, str]:
    return {"kind": pace.kind.value, "word": pace.word, "icon": ICONS[pace.kind.value]}


@register.filter
def outlook_figure(outlook: Outlook, row: Any) -> SafeString:
    """参考推計 at the target's year, with its range."""
    value, low, high = (
        format_number(figure, decimals=row.decimals) for figure in (outlook.value, outlook.low, outlook.high)
    )
    return format_html(
        '<span class="num">{}<small>{}</small></span><br><span class="muted small nowrap">{}〜{}</span>',
        value,
        row.unit,
        low,
        high,
    )


def _shown(change: Decimal, decimals: int) -> str:
    return format_number(change, decimals=decimals)
