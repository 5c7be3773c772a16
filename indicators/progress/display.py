"""Rounding for the eye alone: the figures themselves keep all their digits (docs/progress.md §11)."""

from decimal import Decimal

from indicators.progress.exact import Figure, RuleError, round_apart, round_half_up, to_fraction, to_year
from indicators.progress.vocabulary import Verdict
from indicators.progress.words import to_word

_WHOLE = Decimal("100.0")
_NEARLY = Decimal("99.9")
_JUST_BELOW_ZERO = Decimal("-0.1")
# Decimals that a 目安 may take beyond its own.
_MOST_MORE = 3


def expected_display(expected: Figure, value: Figure | None, *, decimals: int) -> Decimal:
    """E as a page shows it: half up to the indicator's decimals, and to one where it has none and E is no whole number.

    Sign and zero of `value` − E decide how the figure is read: where rounding would change them (目安 136.03 beside 136
    is no 136.0), E takes as many decimals more as it needs, three at most. `value` is shown as it is. The gap that is
    shown is `value` minus what this gives, so that a reader who subtracts gets it.
    """
    exact = to_fraction(expected, field="expected", name="目安")
    places = to_year(decimals, field="decimals", name="小数の桁数")
    if places < 0:
        raise RuleError("decimals", "小数の桁数は0以上にしてください。")
    if not places and exact.denominator != 1:
        places = 1
    if value is None:
        return round_half_up(exact, places)
    shown = to_fraction(value, field="value", name="値")
    return round_apart(exact, shown, places, most=places + _MOST_MORE)


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
