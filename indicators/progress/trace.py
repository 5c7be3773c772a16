"""計算のしかた: a verdict in words, with the numbers in them (docs/progress.md §14)."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from indicators.progress import notation
from indicators.progress.vocabulary import LEVEL_REACHED, Direction, Rule, ValueState
from indicators.progress.yardstick import Yardstick
from measures.fiscal_year import year_label

_REACHES = {1: "≧", -1: "≦"}
_MISSES = {1: "＜", -1: "＞"}
_REASONS = {
    Rule.NO_VALUE: "値がないため判定できない",
    Rule.TARGET_LEVEL_REACHED: LEVEL_REACHED,
    Rule.TARGET_MET: "目標を達成",
    Rule.UP_TO_BASELINE_YEAR: "{start}の年度以前の値のため判定しない",
    Rule.EXPECTED_REACHED: "目安に到達",
    Rule.WORSE_THAN_BASELINE: "{start}より後退",
    Rule.NEAR_EXPECTED: "目安に届かないが、目安までの{threshold}以上",
    Rule.FAR_FROM_EXPECTED: "目安までの{threshold}に届かない",
    Rule.INSIDE_LIMIT: "{limit}の範囲内",
    Rule.OUTSIDE_LIMIT: "{limit}の範囲外",
}


@dataclass(frozen=True)
class Case:
    """One value (or none) held against its yardstick, and the rule that decided."""

    yardstick: Yardstick
    year: int
    state: ValueState
    value: Fraction | None
    expected: Fraction | None
    rule: Rule

    @property
    def reason(self) -> str:
        if self.rule is Rule.NOT_JUDGED_STATE:
            unwanted = self.state in (ValueState.ESTIMATE, ValueState.PART_YEAR, ValueState.NOT_APPLICABLE)
            return f"{self.state.label}のため{'判定しない' if unwanted else '判定できない'}"
        return _REASONS[self.rule].format(start=self.start, threshold=self.threshold, limit=self.limit)

    @property
    def trace(self) -> tuple[str, ...]:
        """B, T, A, E, the formulas with the numbers in them, and the rule that held: a line each."""
        return tuple(_limit_lines(self) if self.yardstick.direction.is_limit else _road_lines(self))

    @property
    def start(self) -> str:
        """What B is called: the printed 現状値, or the 0 from which the plan counts anew."""
        return "起点" if self.yardstick.restarts else "現状値"

    @property
    def limit(self) -> str:
        return "上限" if self.yardstick.direction is Direction.AT_MOST else "下限"

    @property
    def threshold(self) -> str:
        return f"{notation.number(self.yardstick.slightly_behind_from * 100)}％"

    @property
    def value_line(self) -> str:
        year = year_label(self.year)
        if self.value is not None:
            return f"{self.state.label} {notation.number(self.value)}（{year}）"
        return f"{year}の値はない" + ("" if self.state.is_judged else f"（{self.state.label}）")

    @property
    def unjudged_line(self) -> str:
        if self.rule is Rule.NO_VALUE:
            return "値がないため、判定なし（0％とは数えない）"
        return f"{self.state.label}のため、判定なし（0％とは数えない）"

    def against(self, value: Fraction, mark: Fraction, *, reached: bool) -> str:
        """「121 ≧ 120」: the value as it was given, the mark beside it never rounded onto it."""
        sign = (_REACHES if reached else _MISSES)[self.yardstick.direction.sign]
        return f"{notation.number(value)} {sign} {self.mark(mark)}"

    def mark(self, mark: Fraction) -> str:
        """E to two decimals more than the figures that it comes from; B and T are shown whole."""
        figures = [figure for _, figure in self.yardstick.knots]
        if self.value is not None:
            figures.append(self.value)
        places = max(notation.places(figure) for figure in figures) + 2
        return notation.result(mark, places=places, other=self.value)


def _limit_lines(case: Case) -> Iterator[str]:
    rule, limit = case.yardstick, case.yardstick.target
    yield f"{case.limit} {notation.number(limit)}（目標の年度は{year_label(rule.target_year)}）"
    yield (
        f"現状値 {notation.number(rule.printed_baseline)}（{year_label(rule.baseline_year)}）"
        "は参考で、判定には使わない"
    )
    yield case.value_line
    yield f"目安 ＝ {case.limit} ＝ {notation.number(limit)}（どの年度も同じ）"
    if case.value is None or case.rule is Rule.NOT_JUDGED_STATE:
        yield case.unjudged_line
        return
    larger, smaller = (limit, case.value) if rule.direction is Direction.AT_MOST else (case.value, limit)
    margin = notation.number(larger - smaller)
    yield f"余裕 ＝ {notation.difference(larger, smaller)} ＝ {margin}"
    if case.rule is Rule.OUTSIDE_LIMIT:
        yield f"{case.against(case.value, limit, reached=False)}（{case.limit}）で範囲の外なので、遅れ"
    else:
        verdict = "達成" if case.rule is Rule.TARGET_MET else "順調"
        yield f"{case.against(case.value, limit, reached=True)}（{case.limit}）で範囲の内なので、{verdict}"


def _road_lines(case: Case) -> Iterator[str]:
    yield from _given_lines(case)
    yield _expected_line(case)
    if case.value is None or case.rule is Rule.NOT_JUDGED_STATE:
        yield case.unjudged_line
        return
    rule = case.yardstick
    progress = rule.progress(case.value)
    # Held against 0 where it is negative, so that a small step back does not read as 0 ％.
    shown = notation.percent(progress, other=Fraction(0 if progress < 0 else 1))
    yield f"進捗 ＝{_ratio(case.value, rule.baseline, notation.number(rule.target))}＝ {shown}"
    yield from _verdict_lines(case, case.value)


def _given_lines(case: Case) -> Iterator[str]:
    rule = case.yardstick
    printed, start = notation.number(rule.printed_baseline), year_label(rule.baseline_year)
    if rule.restarts:
        first = year_label(rule.baseline_year + 1)
        yield f"起点 0（{start}）：{first}から0に戻して数え直す。計画の現状値 {printed} は参考"
    else:
        yield f"現状値 {printed}（{start}）"
    for year, interim in rule.interim:
        yield f"中間目標 {notation.number(interim)}（{year_label(year)}）"
    yield f"目標 {notation.number(rule.target)}（{year_label(rule.target_year)}）"
    yield case.value_line


def _expected_line(case: Case) -> str:
    rule, year, expected = case.yardstick, case.year, case.expected
    if expected is None:
        return f"目安はない（{case.start}の{year_label(rule.baseline_year)}より前）"
    if year >= rule.target_year:
        return f"目安 ＝ 目標 ＝ {notation.number(expected)}"
    (left_year, left), (right_year, right) = rule.segment(year)
    if year == left_year:
        name = case.start if year == rule.baseline_year else "中間目標"
        return f"目安 ＝ {name} ＝ {notation.number(expected)}"
    passed, whole = year - left_year, right_year - left_year
    slope = f"（{notation.difference(right, left)}）× {passed}年 ÷ {whole}年"
    return f"目安 ＝ {notation.number(left)} ＋{slope} ＝ {case.mark(expected)}"


def _verdict_lines(case: Case, value: Fraction) -> Iterator[str]:
    """The rule that held: the first one of docs/progress.md §6 that does."""
    rule = case.yardstick
    if case.rule in (Rule.TARGET_LEVEL_REACHED, Rule.TARGET_MET):
        words = "達成" if case.rule is Rule.TARGET_MET else LEVEL_REACHED
        yield f"{case.against(value, rule.target, reached=True)}（目標）なので、{words}"
    elif case.rule is Rule.UP_TO_BASELINE_YEAR or case.expected is None:
        start = f"{case.start}の年度（{year_label(rule.baseline_year)}）"
        yield f"{year_label(case.year)}は{start}以前なので、判定前"
    elif case.rule is Rule.EXPECTED_REACHED:
        yield f"{case.against(value, case.expected, reached=True)}（目安）なので、順調"
    elif case.rule is Rule.WORSE_THAN_BASELINE:
        yield f"{case.against(value, rule.baseline, reached=False)}（{case.start}）なので、後退"
    else:
        share = (value - rule.baseline) / (case.expected - rule.baseline)
        shown = notation.percent(share, other=rule.slightly_behind_from)
        yield f"{case.against(value, case.expected, reached=False)}（目安）なので、目安に届かない"
        yield f"目安までの割合 ＝{_ratio(value, rule.baseline, case.mark(case.expected))}＝ {shown}"
        near = case.rule is Rule.NEAR_EXPECTED
        yield (
            f"{shown} {'≧' if near else '＜'} {case.threshold}（やや遅れの基準）"
            f"なので、{'やや遅れ' if near else '遅れ'}"
        )


def _ratio(value: Fraction, baseline: Fraction, whole: str) -> str:
    return f"（{notation.difference(value, baseline)}）÷（{notation.minus(whole, baseline)}）"
