"""計算のしかた of a limit: a margin, and nothing to divide (docs/progress.md §7, §14)."""

from collections.abc import Iterator
from fractions import Fraction

from indicators.progress import notation
from indicators.progress.case import Case
from indicators.progress.vocabulary import Rule
from measures.fiscal_year import year_label


def limit_lines(case: Case) -> Iterator[str]:
    """What is promised, what was found, the margin with its numbers, and the rule that held: a line each."""
    yield from _promised(case)
    yield case.value_line
    yield _limit_line(case)
    if case.value is None or case.is_unjudged:
        yield case.unjudged_line
        return
    yield _margin_line(case, case.value)
    yield _verdict_line(case, case.value)


def _promised(case: Case) -> Iterator[str]:
    rule = case.yardstick
    for year, limit in rule.interim:
        yield f"{case.limit} {notation.number(limit)}（{year_label(year)}まで）"
    yield f"{case.limit} {_marks(rule.target, rule.upper)}（目標の年度は{year_label(rule.target_year)}）"
    if rule.tolerance:
        yield f"許容幅 {notation.number(rule.tolerance)}"
    if rule.printed_baseline is not None:
        when = "" if rule.printed_baseline_year is None else f"（{year_label(rule.printed_baseline_year)}）"
        printed = f"現状値 {notation.number(rule.printed_baseline)}{when}"
        if rule.upper is None and rule.printed_baseline == rule.target:
            yield f"{printed}と同じ値を{case.limit}にしている"
        else:
            yield f"{printed}は参考で、判定には使わない"


def _limit_line(case: Case) -> str:
    rule = case.yardstick
    if rule.upper is not None:
        return f"範囲 ＝ {notation.number(rule.target)} 以上 {notation.number(rule.upper)} 以下（どの年度も同じ）"
    limit = notation.number(rule.limit_of(case.year))
    if not rule.interim:
        return f"目安 ＝ {case.limit} ＝ {limit}（どの年度も同じ）"
    return f"目安 ＝ {year_label(case.year)}の{case.limit} ＝ {limit}"


def _margin_line(case: Case, value: Fraction) -> str:
    lower, upper = case.yardstick.limits(case.year) or (None, None)
    sides = [] if lower is None else [notation.difference(value, lower)]
    sides += [] if upper is None else [notation.difference(upper, value)]
    margin = notation.number(case.yardstick.margin(value, case.year) or Fraction(0))
    return f"余裕 ＝ {' と '.join(sides)}{' の小さいほう' if len(sides) > 1 else ''} ＝ {margin}"


def _verdict_line(case: Case, value: Fraction) -> str:
    if case.rule is Rule.BEFORE_FIRST_YEAR:
        first = year_label(case.yardstick.first_year or case.year)
        return f"{year_label(case.year)}は目標の対象となる最初の年度（{first}）より前なので、判定前"
    against = _against(case, value)
    if case.rule is Rule.OUTSIDE_LIMIT:
        return f"{against}で範囲の外なので、遅れ"
    if case.rule in (Rule.JUST_BELOW_LIMIT, Rule.JUST_ABOVE_LIMIT):
        tolerance = notation.number(case.yardstick.tolerance)
        return f"{against}で範囲の外、許容幅 {tolerance} の内なので、やや遅れ（{case.rule.words}）"
    return f"{against}で範囲の内なので、{'達成' if case.rule is Rule.TARGET_MET else '順調'}"


def _against(case: Case, value: Fraction) -> str:
    """「89.9 ≦ 90（上限）」, of a range 「20 ≦ 25 ≦ 30（下限と上限）」, outside the limit that is broken."""
    lower, upper = case.yardstick.limits(case.year) or (None, None)
    shown = notation.number(value)
    if lower is not None and value < lower:
        return f"{shown} ＜ {notation.number(lower)}（下限）"
    if upper is not None and value > upper:
        return f"{shown} ＞ {notation.number(upper)}（上限）"
    if lower is not None and upper is not None:
        return f"{notation.number(lower)} ≦ {shown} ≦ {notation.number(upper)}（{case.limit}）"
    if lower is not None:
        return f"{shown} ≧ {notation.number(lower)}（下限）"
    return f"{shown} ≦ {_marks(upper or Fraction(0), None)}（上限）"


def _marks(lower: Fraction, upper: Fraction | None) -> str:
    return notation.number(lower) + ("" if upper is None else f" と {notation.number(upper)}")
