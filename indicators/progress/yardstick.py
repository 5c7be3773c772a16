"""The ものさし of an indicator: from where, to where, by when (docs/progress.md §3–5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import TypeVar

from indicators.progress.exact import Figure, RuleError, to_decimal, to_fraction, to_year
from indicators.progress.vocabulary import Counting, Direction

Interim = Iterable[tuple[int, Figure]]
Knot = tuple[int, Fraction]
SLIGHTLY_BEHIND_FROM = Decimal("0.8")

_Word = TypeVar("_Word", bound=StrEnum)


@dataclass(frozen=True)
class Yardstick:
    """A rule that passed docs/progress.md §4. `baseline` is the effective one, `interim` is in order."""

    direction: Direction
    counting: Counting
    printed_baseline: Fraction
    baseline_year: int
    target: Fraction
    target_year: int
    interim: tuple[Knot, ...]
    slightly_behind_from: Fraction

    @property
    def restarts(self) -> bool:
        return self.counting is Counting.CUMULATIVE_FROM_ZERO

    @property
    def baseline(self) -> Fraction:
        return Fraction(0) if self.restarts else self.printed_baseline

    @property
    def knots(self) -> tuple[Knot, ...]:
        start, end = (self.baseline_year, self.baseline), (self.target_year, self.target)
        return (start, *self.interim, end)

    def segment(self, year: int) -> tuple[Knot, Knot]:
        """The two knots around a year of [t0, tT)."""
        return next((left, right) for left, right in pairwise(self.knots) if left[0] <= year < right[0])

    def expected(self, year: int) -> Fraction | None:
        """E(t), docs/progress.md §5: None before t0, T in every year for a limit."""
        if self.direction.is_limit or year >= self.target_year:
            return self.target
        if year < self.baseline_year:
            return None
        (left_year, left), (right_year, right) = self.segment(year)
        return left + (right - left) * Fraction(year - left_year, right_year - left_year)

    def reaches(self, value: Fraction, mark: Fraction) -> bool:
        """s(value − mark) ≥ 0."""
        return self.direction.sign * (value - mark) >= 0

    def progress(self, figure: Fraction) -> Fraction:
        """(figure − B) / (T − B); for increase and decrease only, where T ≠ B is sure."""
        return (figure - self.baseline) / (self.target - self.baseline)


def read_yardstick(
    *,
    direction: str,
    counting: str,
    baseline: Figure,
    baseline_year: int,
    target: Figure,
    target_year: int,
    interim: Interim = (),
    slightly_behind_from: Figure = SLIGHTLY_BEHIND_FROM,
) -> Yardstick:
    """Everything that docs/progress.md §4 refuses is refused here: RuleError, a ValueError in Japanese."""
    yardstick = Yardstick(
        direction=to_word(Direction, direction, field="direction", name="目指す方向"),
        counting=to_word(Counting, counting, field="counting", name="数え方"),
        printed_baseline=to_fraction(baseline, field="baseline", name="現状値"),
        baseline_year=to_year(baseline_year, field="baseline_year", name="現状値の年度"),
        target=to_fraction(target, field="target", name="目標"),
        target_year=to_year(target_year, field="target_year", name="目標の年度"),
        interim=_read_interim(interim),
        slightly_behind_from=to_fraction(
            slightly_behind_from, field="slightly_behind_from", name="やや遅れの基準"
        ),
    )
    if yardstick.target_year <= yardstick.baseline_year:
        raise RuleError("target_year", "目標の年度は、現状値の年度より後にしてください。")
    if not 0 < yardstick.slightly_behind_from <= 1:
        raise RuleError("slightly_behind_from", "やや遅れの基準は、0より大きく1以下にしてください。")
    if yardstick.direction.is_limit:
        _check_limit(yardstick)
    else:
        _check_road(yardstick)
    return yardstick


# For the moment an indicator or a target is saved: the same checks that judge() makes (docs/progress.md §4).
check_rule = read_yardstick


def effective_baseline(*, counting: str, baseline: Figure) -> Decimal:
    """0 for `cumulative_from_zero`, else the printed baseline (docs/progress.md §3)."""
    word = to_word(Counting, counting, field="counting", name="数え方")
    printed = to_fraction(baseline, field="baseline", name="現状値")
    return Decimal(0) if word is Counting.CUMULATIVE_FROM_ZERO else to_decimal(printed)


def to_word(vocabulary: type[_Word], word: str, *, field: str, name: str) -> _Word:
    try:
        return vocabulary(word)
    except ValueError:
        raise RuleError(field, f"{name}「{word}」は使えません。") from None


def _read_interim(interim: Interim) -> tuple[Knot, ...]:
    """In order of years, however they came."""
    try:
        pairs = [(year, value) for year, value in interim]
    except (TypeError, ValueError):
        raise RuleError("interim", "中間目標は、年度と値の組で指定してください。") from None
    return tuple(
        sorted(
            (
                to_year(year, field="interim", name="中間目標の年度"),
                to_fraction(value, field="interim", name="中間目標"),
            )
            for year, value in pairs
        )
    )


def _check_limit(yardstick: Yardstick) -> None:
    """A ceiling or a floor holds every year alike: nothing adds up and nothing lies between."""
    if yardstick.counting.is_cumulative:
        raise RuleError("counting", "上限・下限の目標に、累計の数え方は使えません。")
    if yardstick.interim:
        raise RuleError("interim", "上限・下限の目標に、中間目標は置けません。")


def _check_road(yardstick: Yardstick) -> None:
    if yardstick.restarts and yardstick.direction is not Direction.INCREASE:
        raise RuleError("counting", "0から数え直す累計には、「増やす」目標だけが使えます。")
    start = "起点の0" if yardstick.restarts else "現状値"
    if yardstick.target == yardstick.baseline:
        raise RuleError("target", f"目標が{start}と同じなので、進捗を計算できません。")
    if not yardstick.reaches(yardstick.target, yardstick.baseline):
        wish, side = ("増やす", "下") if yardstick.direction is Direction.INCREASE else ("減らす", "上")
        raise RuleError("target", f"{wish}目標が{start}より{side}にあります。")
    years = [year for year, _ in yardstick.interim]
    if len(set(years)) != len(years):
        raise RuleError("interim", "同じ年度の中間目標が2つあります。")
    if not all(yardstick.baseline_year < year < yardstick.target_year for year in years):
        raise RuleError("interim", "中間目標の年度は、現状値の年度と目標の年度の間にしてください。")
