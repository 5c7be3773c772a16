"""Figures and formulas as a citizen reads them in 計算のしかた."""

from fractions import Fraction

from indicators.progress.exact import decimal_places, round_apart, round_half_up, to_decimal


def number(figure: Fraction) -> str:
    """A figure that was put in: all its digits, without trailing zeros, with a true minus sign."""
    return f"{to_decimal(figure):,f}".replace("-", "−")


def difference(left: Fraction, right: Fraction) -> str:
    return minus(number(left), right)


def minus(left: str, right: Fraction) -> str:
    """「121 − 80」; a negative figure behind the sign stands in brackets."""
    return f"{left} −（{number(right)}）" if right < 0 else f"{left} − {number(right)}"


def result(figure: Fraction, *, places: int, other: Fraction | None = None) -> str:
    """A figure that was worked out: exact where short, else 約 and rounded, never onto `other`."""
    if decimal_places(figure) in range(places + 1):
        return number(figure)
    rounded = round_half_up(figure, places) if other is None else round_apart(figure, other, places)
    sign = "" if Fraction(rounded) == figure else "約"
    return f"{sign}{number(Fraction(rounded))}"


def percent(share: Fraction, *, other: Fraction) -> str:
    """A share to 0.1 ％, never rounded onto `other`, the share that it is held against."""
    return f"{result(share * 100, places=1, other=other * 100)}％"


def places(figure: Fraction) -> int:
    """How many decimals a figure that was put in carries, trailing zeros aside."""
    return decimal_places(figure) or 0
