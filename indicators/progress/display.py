"""Rounding for the eye alone: the figures themselves keep all their digits (docs/progress.md §11)."""

from decimal import Decimal
from fractions import Fraction

from indicators.progress.exact import Figure, RuleError, round_apart, round_half_up, to_fraction, to_year
from indicators.progress.vocabulary import Direction, Verdict
from indicators.progress.yardstick import to_word

_WHOLE = Decimal("100.0")
_NEARLY = Decimal("99.9")
_JUST_BELOW_ZERO = Decimal("-0.1")


def expected_display(
    expected: Figure, value: Figure | None, *, decimals: int, direction: str | None = None
) -> Decimal:
    """E as a page shows it: half up to the indicator's decimals, and one more where it would mislead.

    目安 136.3 beside the value 136 would round to 136 and look reached. Where even one decimal more does
    (136.03), it takes as many as are needed. With a `direction` only a value that missed E is guarded;
    without one every value other than E is. `value` is shown as it is, so it carries at most `decimals`.
    """
    exact = to_fraction(expected, field="expected", name="目安")
    places = to_year(decimals, field="decimals", name="小数の桁数")
    if places < 0:
        raise RuleError("decimals", "小数の桁数は0以上にしてください。")
    if value is None:
        return round_half_up(exact, places)
    shown = to_fraction(value, field="value", name="値")
    if direction is None:
        misses = shown != exact
    else:
        misses = (
            to_word(Direction, direction, field="direction", name="目指す方向").sign * (shown - exact) < 0
        )
    rounded = round_half_up(exact, places)
    if misses and Fraction(rounded) == shown:
        return round_apart(exact, shown, places + 1)
    return rounded


def progress_display(progress: Figure, verdict: str) -> Decimal:
    """A progress (1 = the target) as per cent to 0.1, in the words of the verdict.

    Below 100.0 unless achieved, 100.0 at least where achieved, and below zero wherever the figure is
    on the wrong side of its baseline, by however little.
    """
    exact = to_fraction(progress, field="progress", name="進捗")
    percent = round_half_up(exact * 100, 1)
    if to_word(Verdict, verdict, field="verdict", name="判定") is Verdict.ACHIEVED:
        return max(percent, _WHOLE)
    if exact < 0:
        return min(percent, _JUST_BELOW_ZERO)
    return min(percent, _NEARLY)
