"""What is said of which indicators an initiative is meant to move, and of what is missing between deeds and results."""

from collections.abc import Mapping

from indicators.frames import Aim
from indicators.models import Standing
from measures.fiscal_year import FiscalYear
from measures.levels import in_levels

# Wherever deeds and results stand beside each other.
NO_CAUSE = "取組と判定を並べて見せているもので、取組が数値を動かしたと示すものではありません。"
A_SETTING = "計画には、どの取組がどの指標をねらうかは書かれていません。企画課が理由をつけて決めたものです。"
NOT_SET = "ねらう指標は、まだ決めていません。"
TAKEN_BACK = "ねらう指標はありません。"
# What the dashboard's table of initiatives can be narrowed to; the first are how they stand.
UNDONE, BEHIND_BOTH = "undone", "behind_both"
OVER, SPENT_UNDONE, SPENT_UNMEASURED = "over_budget", "spent_undone", "spent_unmeasured"
DEEDS = {
    **dict(Standing.choices),
    UNDONE: "実績が未公表",
    BEHIND_BOTH: "取組も指標も遅れ",
    OVER: "予算を超えた",
    SPENT_UNDONE: "決算はあるが、取組の実績が未公表",
    SPENT_UNMEASURED: "決算はあるが、ねらう指標の値が未公表",
}
# Of an initiative of which a department has still to say something.
NOT_SAID = "未公表"


def aim_years(one: Aim) -> str:
    """令和5年度から / 令和5年度から令和7年度まで"""
    first = FiscalYear(one.first_year).wareki
    if one.last_year is None:
        return f"{first}から"
    last = FiscalYear(one.last_year).wareki
    return f"{first}だけ" if one.last_year == one.first_year else f"{first}から{last}まで"


def as_planned(counts: Mapping[str, int], year: int) -> str:
    """令和6年度の主な取組は、18件のうち12件が予定どおりです（遅れ3件、未公表2件）。

    `counts`: how many initiatives stand where, "" of those of which nothing can be said yet.
    """
    whole, rest = as_planned_in_short(counts, year)
    said = whole.replace(in_levels("主な取組"), f"{in_levels('主な取組')}は、", 1)
    return f"{said}です（{rest}）。" if rest else f"{said}です。"


def as_planned_in_short(counts: Mapping[str, int], year: int) -> tuple[str, str]:
    """令和6年度の主な取組18件のうち12件が予定どおり; 遅れ3件、未公表2件, "" where all go as planned."""
    planned, total = counts[Standing.ON_SCHEDULE], sum(counts.values())
    others = {word: counts[one] for one, word in Standing.choices if one != Standing.ON_SCHEDULE}
    rest = [f"{word}{count}件" for word, count in {**others, NOT_SAID: counts[""]}.items() if count]
    part = f"{total}件のうち{planned}件" if planned < total else f"{total}件のすべて"
    return f"{FiscalYear(year).wareki}の{in_levels('主な取組')}{part}が予定どおり", "、".join(rest)
