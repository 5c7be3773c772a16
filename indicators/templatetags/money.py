"""Amounts on a page: in 千円, and the yen behind them."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from indicators.frames import Amounts, CostSum, PartOfCost, SpendingRow
from indicators.wording import money as words

register = template.Library()


@register.filter
def thousands(amount: int | None) -> SafeString:
    """12,346千円, the exact yen in small below; — where nothing is said."""
    if amount is None:
        return SafeString("—")
    return format_html('{}<small class="yen">{}</small>', words.thousands(amount), words.yen(amount))


@register.filter
def yen(amount: int | None) -> str:
    return words.yen(amount) or "—"


@register.filter
def labour(hundredths: int | None) -> str:
    return words.labour(hundredths) or "—"


@register.filter
def rate(amounts: Amounts) -> str:
    return words.rate(amounts)


@register.filter
def over(amounts: Amounts) -> str:
    return words.over(amounts)


@register.filter
def cost_words(money: CostSum) -> str:
    return words.sum_sentence(money)


@register.filter
def share_words(part: PartOfCost) -> str:
    return words.share_of(part)


@register.filter
def spending_read(row: SpendingRow) -> list[tuple[str, str]]:
    return words.read_of_row(row)
