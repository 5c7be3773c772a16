"""参考推計: a straight line to the target year, never a verdict (docs/progress.md §15)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Any

from indicators.progress.definition import read_yardstick
from indicators.progress.exact import Figure, RuleError, median, quantile, to_decimal, to_fraction, to_year

_FEWEST_YEARS = 3


@dataclass(frozen=True)
class Outlook:
    """Where the line stands in `target_year`, in the indicator's unit; `low` ≤ `value` ≤ `high`.

    Slopes are changes a year. `path` is the line, a (year, value) for each year from the newest judged
    year to the target year, for a chart; it need not meet the newest value. Nothing is clamped: a line
    may leave what is possible (below 0, above 100 ％), and whoever shows it says so.
    """

    target_year: int
    value: Decimal
    low: Decimal
    high: Decimal
    slope: Decimal
    slope_low: Decimal
    slope_high: Decimal
    years: int
    path: tuple[tuple[int, Decimal], ...]
    label: str = "参考推計"


def outlook(
    points: Iterable[tuple[int, Figure]],
    *,
    target_year: int,
    current_year: int | None = None,
    **definition: Any,
) -> Outlook | None:
    """Theil–Sen through the judged (year, value) points, in any order.

    `definition`: what check_rule() takes besides, refused alike. Of an increase or a decrease the effective baseline is
    a point too; a start that was computed is among the judged ones already. Without it the points are all there is.
    Slope: the median of the slopes of all pairs of points in different years. Intercept: the median of
    y − slope × x. Range: the lower and upper quartile of those slopes (linear interpolation, both ends
    included), each with its own intercept by the same median. The mean of the two middle ones is the
    median of an even number. Exact, and the same for every order of the points.
    None below three different years, where the newest point lies in the target year or after it, and where
    `current_year`, the fiscal year of the day shown, does: what is over is no outlook.
    A year may come twice (the baseline's own year with a later value): both points count.
    ValueError (RuleError) for anything but pairs of an integer year and a finite Decimal.
    """
    known = _read_points(points)
    if definition:
        yardstick = read_yardstick(target_year=target_year, **definition)
        if yardstick.start is not None and not yardstick.is_computed:
            known = sorted([yardstick.start, *known])
    end = to_year(target_year, field="target_year", name="目標の年度")
    years = {year for year, _ in known}
    now = end if current_year is None else to_year(current_year, field="current_year", name="今の年度")
    if len(years) < _FEWEST_YEARS or max(years) >= end or now > end:
        return None
    slopes = [
        (right - left) / (right_year - left_year)
        for (left_year, left), (right_year, right) in combinations(known, 2)
        if right_year != left_year
    ]
    slope = median(slopes)
    low, high = quantile(slopes, Fraction(1, 4)), quantile(slopes, Fraction(3, 4))
    return Outlook(
        target_year=end,
        value=to_decimal(_at(known, slope, end)),
        low=to_decimal(_at(known, low, end)),
        high=to_decimal(_at(known, high, end)),
        slope=to_decimal(slope),
        slope_low=to_decimal(low),
        slope_high=to_decimal(high),
        years=len(years),
        path=tuple((year, to_decimal(_at(known, slope, year))) for year in range(max(years), end + 1)),
    )


def _at(points: list[tuple[int, Fraction]], slope: Fraction, year: int) -> Fraction:
    """The line in `year`: median(y − slope × x) + slope × year, in one median."""
    return median(value + slope * (year - known_year) for known_year, value in points)


def _read_points(points: Iterable[tuple[int, Figure]]) -> list[tuple[int, Fraction]]:
    try:
        pairs = [(year, value) for year, value in points]
    except (TypeError, ValueError):
        raise RuleError("points", "点は、年度と値の組で指定してください。") from None
    return sorted(
        (
            to_year(year, field="points", name="点の年度"),
            to_fraction(value, field="points", name="点の値"),
        )
        for year, value in pairs
    )
