"""Pace in words: what the years still to come would have to bring, or why nothing is asked (docs/progress.md §15)."""

from decimal import ROUND_UP, Decimal

from indicators.frames import Row
from indicators.numbers import format_number, plain_number
from indicators.progress import Outlook, Pace
from indicators.wording.figures import difference_unit, in_own_years, own_wareki
from measures.fiscal_year import FiscalYear

TARGET_YEAR_REPORTED = "目標の年度の値が出ています"
TARGET_YEAR_OVER = "目標の年度は終わりました"
_MOST_DECIMALS = 3


@in_own_years
def pace_sentence(row: Row, found: Pace | None, current_year: int) -> str:
    """令和5年度の値から、残り1年度で＋8.2ポイント必要（令和8年度）; else why none is asked, "" where there is nothing to say.

    `found` is the pace of `row` on a day of `current_year`.
    """
    if found is None:
        return no_more_years(row, current_year)
    if not found.needed:
        return ""
    needed = needed_and_mean(found, row)[0] + difference_unit(row.unit)
    left = found.years_left
    share = f"残り{left}年度で" if left == 1 else f"残り{left}年度、1年度あたり"
    return f"{row.wareki}の値から、{share}{needed}必要{_years_ahead(row, left)}"


def _years_ahead(row: Row, left: int) -> str:
    """（令和8年度〜令和9年度） where years since the value are gone: a reader who counts from it finds more than are left."""
    if left == row.target_year - row.year:
        return ""
    names = (FiscalYear(row.target_year - left + 1).wareki, FiscalYear(row.target_year).wareki)
    return f"（{'〜'.join(dict.fromkeys(names))}）"


@in_own_years
def no_more_years(row: Row, current_year: int) -> str:
    """Why no year is left up to the target's; "" where one is, and for a limit, which holds in every year."""
    if row.is_limit:
        return ""
    if row.ends_short:
        return end_words(row)
    if row.year >= row.target_year and row.is_judged:
        return TARGET_YEAR_REPORTED
    now = row.day_year if row.is_calendar and row.day_year is not None else current_year
    return TARGET_YEAR_OVER if now > row.target_year else ""


def end_words(row: Row) -> str:
    """令和6年度で終了した指標です; 終了する where that year is not over on the day shown."""
    return f"{own_wareki(row.ends, row)}で終了{'した' if row.ended_by_day else 'する'}指標です"


def change_against(newest: Row | None, found: Outlook) -> str:
    """前年度は−2件, where the newest change points against the outlook's slope; else "". `newest`: its newest judged row."""
    change = None if newest is None else newest.newest_change
    if newest is None or newest.judged_before is None or not change or change * found.slope >= 0:
        return ""
    before = newest.judged_before[0]
    since = "前年度は" if before == newest.year - 1 else f"{FiscalYear(before).wareki}からは"
    return since + signed_change(change, newest) + difference_unit(newest.unit)


def needed_and_mean(found: Pace, row: Row) -> tuple[str, str]:
    """The two changes a year, signed, without the unit; with as many more decimals as it takes to tell them apart.

    The needed one is rounded away from zero: what is made in full then reaches the target (5.72 → ＋5.8, 5.2件 → ＋6件).
    """
    places = row.decimals
    while places < _MOST_DECIMALS and _order(found, places) != _order(found, None):
        places += 1
    return signed_change(_rounded_up(found.needed, places), row, places), signed_change(
        found.mean, row, places
    )


def _order(found: Pace, places: int | None) -> tuple[bool, bool]:
    """Which of the two is the larger, exactly or as shown."""
    needed, mean = found.needed, found.mean
    if places is not None:
        needed, mean = _rounded_up(needed, places), Decimal(plain_number(mean, decimals=places))
    return needed < mean, needed > mean


def _rounded_up(change: Decimal, places: int) -> Decimal:
    return change.quantize(Decimal(1).scaleb(-places), rounding=ROUND_UP)


def signed_change(change: Decimal, row: Row, decimals: int | None = None) -> str:
    """With its sign and without the unit, with as many more decimals as it takes not to look like nothing."""
    places = row.decimals if decimals is None else decimals
    while change and places < _MOST_DECIMALS and not round(change, places):
        places += 1
    shown = format_number(change, decimals=places)
    return shown if shown.startswith("−") or not change else f"＋{shown}"
