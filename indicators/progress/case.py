"""One value held against its yardstick, and what its parts are called in words (docs/progress.md §14)."""

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
    Rule.JUST_BELOW_LIMIT: "下限をわずかに下回る（許容幅の内）",
    Rule.JUST_ABOVE_LIMIT: "上限をわずかに上回る（許容幅の内）",
    Rule.BEFORE_FIRST_YEAR: "目標の対象となる最初の年度より前の値のため判定しない",
    Rule.NO_START_YET: "現状値がまだないため判定しない",
    Rule.TARGET_ALONE: "現状値がないため、目標だけと比べました",
}
_LIMITS = {Direction.AT_MOST: "上限", Direction.AT_LEAST: "下限", Direction.WITHIN: "下限と上限"}


@dataclass(frozen=True, slots=True)
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
        if self.rule is Rule.TARGET_ALONE and self.yardstick.start is not None:
            passed = self.yardstick.reaches(self.yardstick.start[1], self.yardstick.target)
            return f"起点が目標の{'水準を満たしていた' if passed else '年度以後の'}ため、目標だけと比べました"
        return _REASONS[self.rule].format(start=self.start, threshold=self.threshold, limit=self.limit)

    @property
    def start(self) -> str:
        """What B is called: the printed 現状値, or the 0 or the judged value from which the way runs."""
        return "起点" if self.yardstick.restarts or self.yardstick.is_computed else "現状値"

    @property
    def limit(self) -> str:
        """What the limit is called; "" of an increase or a decrease."""
        return _LIMITS.get(self.yardstick.direction, "")

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

    @property
    def is_unjudged(self) -> bool:
        return self.value is None or self.rule is Rule.NOT_JUDGED_STATE

    def against(self, value: Fraction, mark: Fraction, *, reached: bool) -> str:
        """「121 ≧ 120」: the value as it was given, the mark beside it never rounded onto it."""
        sign = (_REACHES if reached else _MISSES)[self.yardstick.direction.sign]
        return f"{notation.number(value)} {sign} {self.mark(mark)}"

    def mark(self, mark: Fraction) -> str:
        """E to two decimals more than the figures that it comes from; B and T are shown whole."""
        figures = self.yardstick.figures
        if self.value is not None:
            figures.append(self.value)
        places = max(notation.places(figure) for figure in figures) + 2
        return notation.result(mark, places=places, other=self.value)
