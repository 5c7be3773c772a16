"""Exact figures: Decimal at the border, Fraction inside, so that no third ever tips a verdict.

Nothing here reads the ambient decimal context: a result cannot depend on who calls.
"""

import operator
from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from math import lcm
from typing import SupportsIndex

Figure = Decimal | int

# As many digits as a plain Decimal division gives, but ours is rounded once, from the exact result.
_DIVISION = Context(
    prec=28, rounding=ROUND_HALF_EVEN, Emin=-999999, Emax=999999, capitals=1, clamp=0, traps=[]
)
# Beyond any figure a city publishes; a Decimal such as 1E+999999999 would fill the memory as a Fraction.
_MOST_PLACES = 100
_MOST_YEARS = 9999


class RuleError(ValueError):
    """A figure or a rule that cannot be judged; `field` is the keyword that it came in by."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def to_fraction(figure: object, *, field: str, name: str) -> Fraction:
    """Decimal (or int) → Fraction. RuleError for float, bool, text, NaN, infinities and absurd sizes."""
    if isinstance(figure, bool) or not isinstance(figure, Decimal | int):
        raise RuleError(field, f"{name}はDecimalの数値で指定してください。")
    if isinstance(figure, Decimal) and not figure.is_finite():
        raise RuleError(field, f"{name}に非数（NaN）や無限大は使えません。")
    decimal = Decimal(figure)
    exponent = decimal.as_tuple().exponent
    if decimal.adjusted() > _MOST_PLACES or (isinstance(exponent, int) and exponent < -_MOST_PLACES):
        raise RuleError(field, f"{name}の桁数が多すぎます。")
    return Fraction(decimal)


def to_year(year: SupportsIndex, *, field: str, name: str) -> int:
    """Anything that is an integer by itself (numpy's too, from a frame), but not a bool."""
    try:
        if isinstance(year, bool):
            raise TypeError
        number = operator.index(year)
    except TypeError:
        raise RuleError(field, f"{name}は整数の年度（西暦）で指定してください。") from None
    if abs(number) > _MOST_YEARS:
        raise RuleError(field, f"{name}は西暦{_MOST_YEARS}年度までで指定してください。")
    return number


def to_decimal(number: Fraction) -> Decimal:
    """Exact and without trailing zeros where the decimals end, else to 28 significant digits."""
    places = decimal_places(number)
    if places is None:
        return _DIVISION.divide(Decimal(number.numerator), Decimal(number.denominator))
    return Decimal(f"{number.numerator * 10**places // number.denominator}E-{places}")


def decimal_places(number: Fraction) -> int | None:
    """How many decimals write the number exactly; None where they never end (1/3)."""
    if number.denominator == 1:
        return 0
    rest, powers = number.denominator, {2: 0, 5: 0}
    for prime in powers:
        while rest % prime == 0:
            rest //= prime
            powers[prime] += 1
    return max(powers.values()) if rest == 1 else None


def round_half_up(number: Fraction, places: int) -> Decimal:
    """Half away from zero, −0 never: 2.5 → 3, −2.5 → −3 (docs/progress.md §11)."""
    digits = int(abs(number) * 10**places + Fraction(1, 2))
    return Decimal(f"{'-' if number < 0 and digits else ''}{digits}E-{places}")


def round_apart(number: Fraction, other: Fraction, places: int, *, most: int | None = None) -> Decimal:
    """Rounded half up, with as many decimals more, up to `most` in all, as it takes to stay on its side of `other`."""
    while True:
        rounded = round_half_up(number, places)
        if _side(Fraction(rounded), other) == _side(number, other) or places == most:
            return rounded
        places += 1


def median(numbers: Iterable[Fraction]) -> Fraction:
    return quantile(numbers, Fraction(1, 2))


def quantile(numbers: Iterable[Fraction], share: Fraction) -> Fraction:
    """Linear interpolation between order statistics, both ends included: position (n − 1) × share."""
    known = list(numbers)
    # Whole numbers over one denominator: to sort fractions is most of an outlook's time, and a plan has thousands of them.
    shared = lcm(*(number.denominator for number in known))
    ordered = sorted(number.numerator * (shared // number.denominator) for number in known)
    position = (len(ordered) - 1) * share
    below = int(position)
    above = min(below + 1, len(ordered) - 1)
    return (ordered[below] + (ordered[above] - ordered[below]) * (position - below)) / shared


def _side(number: Fraction, other: Fraction) -> int:
    return (number > other) - (number < other)
