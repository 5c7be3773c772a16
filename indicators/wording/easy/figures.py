"""Figures, years and names as sentences of /easy/ have them: the very digits of every other page."""

from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from indicators.frames import Row
from indicators.numbers import format_number
from indicators.wording.easy.readings import WORDS
from indicators.wording.figures import Measured, difference_unit, held_limit, target_text
from measures.fiscal_year import CalendarYear, FiscalYear

# Of what is no number that is counted: shares, degrees, points; then ranks, and what has no unit and may be one.
_LEVELS = frozenset(("％", "℃", "度", "点", "ポイント", "倍"))
_RANKS = frozenset(("", "位", "番", "番目"))


def city(text: object) -> SafeString:
    """What a city wrote, within a sentence of ours."""
    return format_html('<span class="city">{}</span>', text)


def unit(word: str) -> SafeString | str:
    """Whose word it is: one of the list is read by us, any other one is the city's."""
    is_ours = word in WORDS or not word or word in ("人", "％", "℃", "ポイント", "か所")
    return word if is_ours else city(word)


def amount(figure: Decimal, of: Measured, decimals: int | None = None) -> SafeString:
    """980人"""
    number = format_number(figure, decimals=of.decimals if decimals is None else decimals)
    return format_html("{}{}", number, unit(of.unit))


def apart(figure: Decimal, of: Measured, decimals: int | None = None) -> SafeString:
    """How far, without a sign: 11人, 1.8ポイント."""
    number = format_number(abs(figure), decimals=of.decimals if decimals is None else decimals)
    return format_html("{}{}", number, unit(difference_unit(of.unit)))


def limits(row: Row) -> tuple[SafeString, SafeString]:
    """Both limits of a range; of the target's year."""
    assert row.upper is not None
    return amount(row.target, row), amount(row.upper, row)


def limit(row: Row) -> SafeString:
    """The one that the value of the row's year is held against."""
    return amount(held_limit(row), row)


def target(row: Row) -> SafeString:
    return format_html("{}", target_text(row)) if row.upper is not None else amount(row.target, row)


def year(number: int, row: Row) -> str:
    """令和6年度（2024年度）; of an indicator that is counted by calendar year 令和6年（2024年）."""
    return FiscalYear(CalendarYear(number) if row.is_calendar else int(number)).long


def year_before(row: Row) -> str:
    return "前の 年" if row.is_calendar else "前の 年度"


def larger(figure: Decimal) -> str:
    """Of a difference: what holds of people and money, of shares and of ranks, where 高い would be a praise."""
    return "大きい" if figure > 0 else "小さい"


def much(row: Row, *, more: bool) -> str:
    """多い, 少ない of what is counted; 高い, 低い of a share; of a rank the number is said to be large or small."""
    if row.unit in _RANKS:
        return "数が 大きい" if more else "数が 小さい"
    if row.unit in _LEVELS:
        return "高い" if more else "低い"
    return "多い" if more else "少ない"


def became(figure: Decimal, row: Row) -> str:
    if row.unit in _RANKS:
        return "大きく なりました" if figure > 0 else "小さく なりました"
    if row.unit in _LEVELS:
        return "上がりました" if figure > 0 else "下がりました"
    return "ふえました" if figure > 0 else "へりました"
