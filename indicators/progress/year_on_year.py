"""Pace: the change a year that is needed, beside the one that there was (docs/progress.md §15)."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Unpack

from indicators.progress.definition import Definition, read_yardstick
from indicators.progress.exact import Figure, to_decimal, to_fraction, to_year
from indicators.progress.notation import difference, number, result
from indicators.progress.vocabulary import LEVEL_REACHED, Direction, PaceKind, ValueState
from indicators.progress.words import to_word
from indicators.progress.yardstick import Knot, Yardstick

_WORDS = {
    PaceKind.WRONG_WAY: "逆方向",
    PaceKind.TOO_SLOW: "必要なペースに届かない",
    PaceKind.TURNED: "平均は足りるが、直近は逆方向",
    PaceKind.ENOUGH: "必要なペース以上",
    PaceKind.REACHED: LEVEL_REACHED,
}
_FLAT_WORDS = {Direction.INCREASE: "伸びていない", Direction.DECREASE: "減っていない"}


@dataclass(frozen=True)
class Pace:
    """Changes a year, in the indicator's unit (points for ％), signed: negative where the figure falls.

    `needed` is 0 where the target's level is reached already: nothing is asked but to keep it.
    `years_left` are the years that are still to come on the day shown, not those since the value.
    `sort_key` puts first what goes the wrong way, then what stands still, then the slowest.
    """

    kind: PaceKind
    word: str
    needed: Decimal
    mean: Decimal
    years_left: int
    years_passed: int
    sort_key: tuple[int, Decimal]
    trace: tuple[str, ...]


def pace(
    *,
    value: Figure | None,
    year: int,
    state: str = "actual",
    current_year: int | None = None,
    newest_change: Figure | None = None,
    **definition: Unpack[Definition],
) -> Pace | None:
    """From A to T in tT, beside the mean since t0. Takes what judge() takes, refuses the same.

    `current_year`: the fiscal year of the day shown. It counts among the years that are still to come, those before it
    are gone even where no value of them is known; without it the year after the value's is taken. `newest_change`: A
    minus the judged value before it. A mean that would do is not called enough where this one points the other way.
    None where the question does not arise: a limit, nothing that can be judged, no start known, a year up to the
    start's (no mean yet), no year left. Interim targets play no part.
    """
    yardstick = read_yardstick(**definition)
    year = to_year(year, field="year", name="値の年度")
    judged = to_word(ValueState, state, field="state", name="値の状態").is_judged
    figure = None if value is None else to_fraction(value, field="value", name="値")
    start = yardstick.start
    if figure is None or not judged or start is None:
        return None
    now = year + 1 if current_year is None else to_year(current_year, field="current_year", name="今の年度")
    left = yardstick.target_year - max(year, now - 1)
    if year <= start[0] or left <= 0:
        return None
    change = (
        Fraction(0)
        if newest_change is None
        else to_fraction(newest_change, field="newest_change", name="直近の変化")
    )
    return _compare(yardstick, (year, figure), left, start, change)


def _compare(yardstick: Yardstick, newest: Knot, left: int, start: Knot, change: Fraction) -> Pace:
    value, passed = newest[1], newest[0] - start[0]
    reached = yardstick.reaches(value, yardstick.target)
    needed = Fraction(0) if reached else (yardstick.target - value) / left
    mean = (value - start[1]) / passed
    kind = _kind(*(yardstick.direction.sign * one for one in (needed, mean, change)))
    # mean ÷ needed is free of units, so that indicators can be sorted among each other.
    ratio = Fraction(0) if reached else mean / needed
    return Pace(
        kind=kind,
        word=_FLAT_WORDS[yardstick.direction] if kind is PaceKind.FLAT else _WORDS[kind],
        needed=to_decimal(needed),
        mean=to_decimal(mean),
        years_left=left,
        years_passed=passed,
        sort_key=(list(PaceKind).index(kind), to_decimal(ratio)),
        trace=(
            _needed_line(yardstick.target, value, left, needed),
            _mean_line(start[1], value, passed, mean),
            *([f"直近の変化 ＝ {_shown(change)}（目標とは逆の向き）"] if kind is PaceKind.TURNED else []),
        ),
    )


def _kind(needed: Fraction, mean: Fraction, change: Fraction) -> PaceKind:
    """All towards the target: positive is the right way."""
    if not needed:
        return PaceKind.REACHED
    if mean < 0:
        return PaceKind.WRONG_WAY
    if mean == 0:
        return PaceKind.FLAT
    if mean < needed:
        return PaceKind.TOO_SLOW
    return PaceKind.TURNED if change < 0 else PaceKind.ENOUGH


def _needed_line(target: Fraction, value: Fraction, left: int, needed: Fraction) -> str:
    if not needed:
        return f"必要な変化 ＝ なし（{number(value)} で目標 {number(target)} の水準に到達）"
    return f"必要な変化 ＝（{difference(target, value)}）÷ 残り{left}年度 ＝ 1年度あたり {_shown(needed)}"


def _mean_line(baseline: Fraction, value: Fraction, passed: int, mean: Fraction) -> str:
    return f"これまでの平均 ＝（{difference(value, baseline)}）÷ {passed}年度 ＝ 1年度あたり {_shown(mean)}"


def _shown(change: Fraction) -> str:
    return result(change, places=3, other=Fraction(0))
