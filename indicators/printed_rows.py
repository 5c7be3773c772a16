"""What a printed row of an indicator says, as far as print can say it: figures, unit, decimals, years, which way it goes.

The plan prints a figure with its unit (60テーマ, 90％以内) and a label of its time (令和４年11月末). What print leaves open
(how it is counted, who leads it) is proposed, for the office to settle on the indicator's own page. Pure.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from indicators.progress import Counting, Direction
from measures.fiscal_year import CalendarYear, FiscalYear

_FIGURE = re.compile(r"約?(?P<sign>[△▲−-])?(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?)\s*(?P<unit>[^0-9]*)")
_LIMITS = (
    ("以内", Direction.AT_MOST),
    ("以下", Direction.AT_MOST),
    ("未満", Direction.AT_MOST),
    ("以上", Direction.AT_LEAST),
)
_YEAR = re.compile(
    r"(?P<era>令和|平成|R|H)?(?P<number>[0-9]{1,4}|元)年(?P<fiscal>度)?(?:(?P<month>[0-9]{1,2})月)?"
)
# Digits and what stands between them; a unit keeps its letters: ㎡, ℃.
_HALF_WIDTH = {0xFF10 + i: 0x30 + i for i in range(10)} | {
    ord(a): b for a, b in zip("，．％", ",.%", strict=True)
}
_NONE = ("－", "―", "‐", "-", "新規", "なし", "")


class UnreadableRow(ValueError):
    """A row whose figures print cannot tell. Its message is Japanese."""


@dataclass(frozen=True)
class PrintedIndicator:
    """`baseline` and its year are None where the plan prints none."""

    name: str
    unit: str
    decimals: int
    direction: Direction
    counting: Counting
    baseline: Decimal | None
    baseline_label: str
    baseline_year: int | None
    target: Decimal
    target_label: str
    remark: str


def read_printed(row: Mapping[str, str], *, first_year: int) -> PrintedIndicator:
    """`row`: name, baseline, baseline_label, target, target_label, remark as printed; `first_year` of the plan."""
    target, unit, way = _figure(row["target"])
    if target is None:
        raise UnreadableRow(f"{row['name']}：目標「{row['target']}」を数値として読めません。")
    baseline, own_unit, _ = _figure(row["baseline"])
    unit = unit or own_unit
    year = year_of_label(row["baseline_label"]) if baseline is not None else None
    if baseline is not None and year is None:
        year = first_year - 1
    counting = proposed_counting(row["name"])
    direction = proposed_way(way, baseline, target)
    if way is None and baseline == target:
        # Counted anew from zero, or held where it is.
        is_anew = counting is Counting.CUMULATIVE
        counting = Counting.CUMULATIVE_FROM_ZERO if is_anew else counting
        direction = Direction.INCREASE if is_anew else Direction.AT_LEAST
        year = first_year - 1 if is_anew else year
    label = f"{row['target']}（{row['target_label']}）" if row["target_label"] else row["target"]
    return PrintedIndicator(
        name=row["name"],
        unit=unit,
        decimals=max(_decimals(one) for one in (baseline, target) if one is not None),
        direction=direction,
        counting=counting,
        baseline=baseline,
        baseline_label=row["baseline_label"] or ("" if baseline is not None else row["baseline"] or "－"),
        baseline_year=year,
        target=target,
        target_label=label[:40],
        remark=row["remark"],
    )


def proposed_counting(name: str) -> Counting:
    """As far as a name tells it."""
    return Counting.CUMULATIVE if "累計" in name else Counting.POINT


def proposed_way(way: Direction | None, baseline: Decimal | None, target: Decimal) -> Direction:
    """`way`: the limit that a printed target is worded as (90％以内). Where the start lies outside of it, a way leads there."""
    if baseline is not None and target < baseline and way is not Direction.AT_LEAST:
        return Direction.DECREASE
    if baseline is not None and target > baseline and way is not Direction.AT_MOST:
        return Direction.INCREASE
    return way or Direction.INCREASE


def worded_way(label: str) -> Direction | None:
    """The limit that a printed target is worded as: 90％以内, 毎年60,000冊以上."""
    return next((direction for word, direction in _LIMITS if word in label), None)


def year_of_label(label: str, *, by_calendar: bool = False) -> int | None:
    """The fiscal year that a printed time falls in, of a span its last: 令和４年12月末 is 2022, so is 平成27～令和４年度.

    `by_calendar`: the calendar year instead, where no 年度 is printed.
    """
    plain = label.translate(_HALF_WIDTH)
    found = list(_YEAR.finditer(plain))
    if not found:
        return None
    last = found[-1]
    era = last["era"] or next((one["era"] for one in reversed(found) if one["era"]), "")
    try:
        year = int(
            FiscalYear.parse(f"{era}{last['number']}年度" if len(era) == 2 else f"{era}{last['number']}")
        )
    except ValueError:
        return None
    is_before_april = last["month"] is not None and int(last["month"]) < 4 and not by_calendar
    return year - 1 if is_before_april and not last["fiscal"] else year


def time_doubt(label: str, year: int | None, *, by_calendar: bool = False) -> str:
    """What is odd of a baseline's printed time beside the year that it is said to fall in; "" where both agree, or print
    names no year. 令和４年, without a month, may be either of the two fiscal years that it touches.
    """
    told = year_of_label(label, by_calendar=by_calendar)
    if told is None or year is None:
        return ""
    last = list(_YEAR.finditer(label.translate(_HALF_WIDTH)))[-1]
    is_either = not (by_calendar or last["fiscal"] or last["month"])
    if year in (told, told - 1 if is_either else told):
        return ""
    name = FiscalYear(CalendarYear(year) if by_calendar else year).wareki
    return f"現状値の時点「{label}」は、{name}に入りません。どちらが正しいか確かめてください。"


def _figure(printed: str) -> tuple[Decimal | None, str, Direction | None]:
    """Value, unit and, of a limit, the way; None where none is printed."""
    plain = printed.translate(_HALF_WIDTH).strip()
    if printed.strip() in _NONE or plain in _NONE:
        return None, "", None
    found = _FIGURE.fullmatch(plain)
    if found is None:
        return None, "", None
    value = Decimal(found["number"].replace(",", ""))
    unit = found["unit"].strip()
    way = None
    for word, direction in _LIMITS:
        if unit.endswith(word):
            unit, way = unit.removesuffix(word), direction
    return (-value if found["sign"] else value), unit.replace("%", "％"), way


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return max(0, -exponent)
