"""What of a promise in a plan's file is likely a slip: its target against how the plan prints it, and against the baseline; the
baseline's time against its year."""

import re
from collections.abc import Iterator
from decimal import Decimal
from math import prod
from unicodedata import normalize

from indicators.models import YearKind
from indicators.plan_tables.columns import Cells
from indicators.printed_rows import time_doubt

_POWER = "十百千万億割"
_TERM = rf"(?<![0-9.,])[0-9][0-9,]*+(?:\.[0-9]++)?\s*[{_POWER}]*+"
# 1万2千 is one figure; 令和12年度 is none.
_FIGURE = re.compile(rf"{_TERM}(?:(?<=[{_POWER}])[0-9][0-9,]*+(?:\.[0-9]++)?[{_POWER}]*+)*+(?!\s*[年月])")
_PARTS = re.compile(rf"([0-9][0-9,]*(?:\.[0-9]+)?)\s*([{_POWER}]*)")
_TIMES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "億": 10**8, "割": 10}
_FAR = 10


def doubt_of_time(cells: Cells) -> str:
    """A sentence on the time of one indicator's baseline, or ""."""
    if not (cells["baseline_value"] and cells["baseline_year"]):
        return ""
    by_calendar = cells["year_kind"] == YearKind.CALENDAR
    return time_doubt(cells["baseline_label"], int(cells["baseline_year"]), by_calendar=by_calendar)


def doubts_of(cells: Cells) -> Iterator[str]:
    """Sentences on the target of one indicator."""
    targets = [Decimal(cells[name]) for name in ("value", "upper") if cells[name]]
    printed = figures_in(cells["label"], cells["unit"])
    if targets and printed and not printed & {abs(one) for one in targets}:
        yield f"目標が、目標の書き方「{cells['label']}」の数とちがいます。どちらが正しいか確かめてください。"
    is_share = normalize("NFKC", cells["unit"]) == "%"
    if not (is_share and cells["value"] and cells["baseline_value"]):
        return
    target, baseline = abs(Decimal(cells["value"])), abs(Decimal(cells["baseline_value"]))
    if min(target, baseline) and max(target, baseline) >= _FAR * min(target, baseline):
        yield (
            f"目標{cells['value']}％と現状値{cells['baseline_value']}％が、10倍以上ちがいます。"
            "90％は「90」と入力します。0.9ではありません。"
        )


def figures_in(label: str, unit: str = "") -> set[Decimal]:
    """Figures of a printed target, without years: 2000 of 2,000人, 12000 of 1万2千人.

    In a unit that counts powers of ten (億円, 千㎥) what is printed is told in that unit: 195億円 is 195.
    """
    spelt = normalize("NFKC", unit)
    own = _times(spelt[: len(spelt) - len(spelt.lstrip(_POWER))])
    found = set()
    for printed in _FIGURE.findall(normalize("NFKC", label)):
        terms = _PARTS.findall(printed)
        total = sum((Decimal(digits.replace(",", "")) * _times(words) for digits, words in terms), Decimal(0))
        found |= {total, total / own}
    return found


def _times(powers: str) -> int:
    """10000 of 万, 1000000 of 百万, 1 of nothing."""
    return prod(_TIMES[one] for one in powers)
