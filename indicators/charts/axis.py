"""The axes of a trend chart: which figures it spans, where its ticks stand, what the years are called."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from indicators.frames import Row, Series
from indicators.numbers import decimals_of, format_number
from indicators.progress import Outlook
from indicators.wording.figures import limit_word
from measures.fiscal_year import FiscalYear

SHARE = "％"
# A share starts from zero where its smallest figure is below this part of its largest.
_NEAR_ZERO = Decimal("0.4")
_TICKS = 5
# Beyond as many years, only every second one carries its name.
_MOST_YEARS = 9


@dataclass(frozen=True)
class Scale:
    """`low` and `high` bound the axis, `ticks` are round figures between them."""

    low: Decimal
    high: Decimal
    ticks: tuple[Decimal, ...]
    decimals: int

    @property
    def labels(self) -> list[str]:
        return [format_number(tick, decimals=self.decimals) for tick in self.ticks]

    @property
    def starts_at_zero(self) -> bool:
        return self.low == 0


def scale_of(
    rows: Sequence[Row],
    comparisons: Sequence[Series] = (),
    outlook: Outlook | None = None,
    earlier: Sequence[Row] = (),
) -> Scale:
    """`earlier`: rows of those that the indicator follows; of them the values alone. Counts from zero; shares around what is drawn, unless that is near zero anyway (docs/look.md §5)."""
    last = rows[-1]
    figures = [
        figure
        for row in rows
        for figure in (row.start, row.target, row.upper, row.lower_limit, row.upper_limit)
        if figure is not None
    ]
    figures += [one.value for series in comparisons for one in series.years if one.value is not None]
    if outlook is not None:
        figures += [outlook.low, outlook.high, *(figure for _, figure in outlook.path)]
    figures += [row.value for row in earlier if row.value is not None]
    for row in rows:
        figures += [figure for _, figure in row.interim]
        figures += [figure for figure in (row.value, row.expected) if figure is not None]
        figures += [old.value for old in row.superseded if old.value is not None]
    low, high = min(figures), max(figures)
    if low > 0 and (last.unit != SHARE or low < high * _NEAR_ZERO):
        low = Decimal(0)
    return round_scale(low, high, decimals=last.decimals)


def round_scale(low: Decimal, high: Decimal, *, decimals: int) -> Scale:
    """Round steps of 1, 2 or 5, never finer than the figures themselves, with room for labels at both ends.

    An axis that starts at 0 starts exactly there, and a figure below zero keeps its room.
    """
    finest = Decimal(1).scaleb(-decimals)
    span = max(high - low, finest)
    step = _step(span / (_TICKS - 1), finest)
    bottom = (low / step).to_integral_value(ROUND_FLOOR) * step
    if low != 0 and low - bottom < span / 8:
        bottom = max(bottom - step, Decimal(0)) if low > 0 else bottom - step
    top = (high / step).to_integral_value(ROUND_CEILING) * step
    top = max(top, bottom + step)
    ticks = [bottom]
    while ticks[-1] < top:
        ticks.append(ticks[-1] + step)
    room = (top - bottom) / 7
    return Scale(
        low=bottom, high=max(top, high + room), ticks=tuple(ticks), decimals=_decimals(step, decimals)
    )


def _step(wanted: Decimal, finest: Decimal) -> Decimal:
    power = Decimal(1).scaleb(wanted.adjusted())
    found = next(power * times for times in (1, 2, 5, 10) if power * times >= wanted)
    return max(found, finest)


def _decimals(step: Decimal, decimals: int) -> int:
    return min(decimals, decimals_of(step.normalize()))


def years_of(
    rows: Sequence[Row], comparisons: Sequence[Series] = (), earlier: Sequence[Row] = ()
) -> list[int]:
    """From the baseline's year, or the first that has a figure, to the target's, or the last."""
    last = rows[-1]
    others = [one.year for series in comparisons for one in series.years if one.value is not None]
    others += [row.year for row in earlier if row.has_value]
    baselines = [row.printed_baseline_year for row in rows if row.printed_baseline_year is not None]
    first = min([rows[0].year, *baselines, *others])
    return list(range(first, max([last_year(last), last.year, *others]) + 1))


def last_year(row: Row) -> int:
    """Up to which something is promised: the target's year, or the indicator's own last one where it ends before."""
    return row.target_year if row.ends is None else min(row.target_year, row.ends)


def year_label(year: int, row: Row, *, years: Sequence[int]) -> str:
    """R8, with what happens in that year beneath."""
    word = ""
    if year == row.target_year:
        word = limit_word(row)
    elif year == row.printed_baseline_year and row.start is not None:
        word = "起点" if row.counting == "cumulative_from_zero" else "現状値"
    if not word and len(years) > _MOST_YEARS and (year - years[-1]) % 2:
        return ""
    return f"{FiscalYear(year).short}<br>{word}" if word else FiscalYear(year).short
