"""How far a survey's share may be from everybody's: the half-width of its 95 % interval (docs/progress.md §17)."""

from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from indicators.progress.exact import Figure, RuleError, to_decimal, to_fraction

_NORMAL = Fraction(196, 100)
_WHOLE = 100
# Far more digits than the one that is shown.
_ROOT = Context(prec=40, rounding=ROUND_HALF_UP)


def survey_error(share: Figure | None, respondents: int | None) -> Decimal | None:
    """In points, to one decimal: 100 × 1.96 × √(p(1 − p) ÷ n), p the share ÷ 100. None without n, and for p ≤ 0 or ≥ 1."""
    square = _square(share, respondents)
    if square is None:
        return None
    return _ROOT.sqrt(to_decimal(square)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def within_error(share: Figure | None, respondents: int | None, mark: Figure) -> bool:
    """Whether the share lies no further from `mark` than its error, unrounded; False where none is known."""
    square = _square(share, respondents)
    if square is None or share is None:
        return False
    apart = to_fraction(share, field="share", name="割合") - to_fraction(mark, field="mark", name="比べる値")
    return apart**2 <= square


def _square(share: Figure | None, respondents: int | None) -> Fraction | None:
    """Squared, so that nothing is rounded before it is compared."""
    if share is None or respondents is None:
        return None
    part = to_fraction(share, field="share", name="割合") / _WHOLE
    count = to_fraction(respondents, field="respondents", name="回答数")
    if count < 1 or count.denominator != 1:
        raise RuleError("respondents", "回答数は1以上の整数にしてください。")
    if not 0 < part < 1:
        return None
    return (_WHOLE * _NORMAL) ** 2 * part * (1 - part) / count
