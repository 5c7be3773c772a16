"""Deeds on a page: how one stands as a chip, what it says under its labels."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from indicators.frames import Aim, DeedRow, Part
from indicators.wording import aims as aim_words
from indicators.wording import deeds as words

register = template.Library()


@register.simple_tag
def deed_chip(standing: str) -> SafeString:
    """A word in its frame: never a colour alone. Nothing where nothing is said."""
    if not standing:
        return SafeString("")
    return format_html('<span class="deed {}">{}</span>', standing, words.standing_word(standing))


@register.filter
def deed_word(standing: str) -> str:
    return words.standing_word(standing)


@register.filter
def part_words(part: Part) -> str:
    return words.part_words(part)


@register.filter
def deed_read(row: DeedRow) -> list[tuple[str, str]]:
    return words.read_of_row(row)


@register.filter
def deed_amount(quantity: Decimal | None, unit: str) -> str:
    return words.amount(quantity, unit)


@register.filter
def of_code(years: Mapping[str, Any] | None, code: str) -> Any:
    """An initiative's year with its words; None where nothing of the measure is public."""
    return (years or {}).get(code)


@register.filter
def aim_years(one: Aim) -> str:
    return aim_words.aim_years(one)
