"""計算のしかた: a verdict in words, with the numbers in them (docs/progress.md §14)."""

from collections.abc import Iterator
from fractions import Fraction

from indicators.progress import notation
from indicators.progress.case import Case
from indicators.progress.limit_trace import limit_lines
from indicators.progress.vocabulary import LEVEL_REACHED, Rule
from measures.fiscal_year import year_label


def trace_of(case: Case) -> tuple[str, ...]:
    """B, T, A, E, the formulas with the numbers in them, and the rule that held: a line each."""
    return tuple(limit_lines(case) if case.yardstick.direction.is_limit else _road_lines(case))


def _road_lines(case: Case) -> Iterator[str]:
    yield from _given_lines(case)
    yield _expected_line(case)
    if case.value is None or case.is_unjudged:
        yield case.unjudged_line
        return
    rule, progress = case.yardstick, case.yardstick.progress(case.value)
    if progress is not None and rule.baseline is not None:
        # Held against 0 where it is negative, so that a small step back does not read as 0 ％.
        shown = notation.percent(progress, other=Fraction(0 if progress < 0 else 1))
        yield f"進捗 ＝{_ratio(case.value, rule.baseline, notation.number(rule.target))}＝ {shown}"
    yield from _verdict_lines(case, case.value)


def _given_lines(case: Case) -> Iterator[str]:
    rule = case.yardstick
    if rule.start is None:
        yield "現状値はない（起点になる値がまだない）"
    else:
        yield _start_line(case, *rule.start)
    for year, interim in rule.interim:
        yield f"中間目標 {notation.number(interim)}（{year_label(year)}）"
    yield f"目標 {notation.number(rule.target)}（{year_label(rule.target_year)}）"
    yield case.value_line


def _start_line(case: Case, year: int, baseline: Fraction) -> str:
    if not case.yardstick.restarts:
        return f"{case.start} {notation.number(baseline)}（{year_label(year)}）"
    printed = case.yardstick.printed_baseline
    reference = "" if printed is None else f"計画の現状値 {notation.number(printed)} は参考"
    return f"起点 0（{year_label(year)}）：{year_label(year + 1)}から0に戻して数え直す。{reference}"


def _expected_line(case: Case) -> str:
    rule, year, expected = case.yardstick, case.year, case.expected
    if expected is None:
        if rule.start is None:
            return "目安はない（起点がまだない）"
        return f"目安はない（{case.start}の{year_label(rule.start[0])}より前）"
    if year >= rule.target_year or rule.line_start is None:
        return f"目安 ＝ 目標 ＝ {notation.number(expected)}"
    (left_year, left), (right_year, right) = rule.segment(year)
    if year == left_year:
        name = case.start if year == rule.line_start[0] else "中間目標"
        return f"目安 ＝ {name} ＝ {notation.number(expected)}"
    passed, whole = year - left_year, right_year - left_year
    slope = f"（{notation.difference(right, left)}）× {passed}年 ÷ {whole}年"
    return f"目安 ＝ {notation.number(left)} ＋{slope} ＝ {case.mark(expected)}"


def _verdict_lines(case: Case, value: Fraction) -> Iterator[str]:
    """The rule that held: the first one of docs/progress.md §6 that does."""
    rule, start = case.yardstick, case.yardstick.start
    if case.rule in (Rule.TARGET_LEVEL_REACHED, Rule.TARGET_MET):
        words = "達成" if case.rule is Rule.TARGET_MET else LEVEL_REACHED
        yield f"{case.against(value, rule.target, reached=True)}（目標）なので、{words}"
    elif case.rule is Rule.NO_START_YET:
        yield "起点がまだなく、目標の年度より前なので、判定前"
    elif case.rule is Rule.TARGET_ALONE:
        yield case.reason
        yield f"{case.against(value, rule.target, reached=False)}（目標）なので、遅れ"
    elif start is None or case.rule is Rule.UP_TO_BASELINE_YEAR or case.expected is None:
        given = f"{case.start}の年度（{'' if start is None else year_label(start[0])}）"
        yield f"{year_label(case.year)}は{given}以前なので、判定前"
    elif case.rule is Rule.EXPECTED_REACHED:
        yield f"{case.against(value, case.expected, reached=True)}（目安）なので、順調"
    elif case.rule is Rule.WORSE_THAN_BASELINE:
        yield f"{case.against(value, start[1], reached=False)}（{case.start}）なので、後退"
    else:
        yield from _share_lines(case, value, start[1], case.expected)


def _share_lines(case: Case, value: Fraction, baseline: Fraction, expected: Fraction) -> Iterator[str]:
    shown = notation.percent(
        (value - baseline) / (expected - baseline), other=case.yardstick.slightly_behind_from
    )
    yield f"{case.against(value, expected, reached=False)}（目安）なので、目安に届かない"
    yield f"目安までの割合 ＝{_ratio(value, baseline, case.mark(expected))}＝ {shown}"
    near = case.rule is Rule.NEAR_EXPECTED
    yield (
        f"{shown} {'≧' if near else '＜'} {case.threshold}（やや遅れの基準）"
        f"なので、{'やや遅れ' if near else '遅れ'}"
    )


def _ratio(value: Fraction, baseline: Fraction, whole: str) -> str:
    return f"（{notation.difference(value, baseline)}）÷（{notation.minus(whole, baseline)}）"
