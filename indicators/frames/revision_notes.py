"""The first lines of 計算のしかた: what of a verdict's figures is not as the plan prints it (docs/progress.md §10, §14)."""

from datetime import date
from decimal import Decimal

from indicators.frames.reading import Record
from indicators.numbers import format_number
from measures.fiscal_year import FiscalYear

REVISED_ROAD = "目標が改定されたので、改定の前の最後の実績を起点にして測る"
NO_BASELINE = "計画に現状値がないので、{which}を起点にして測る"


def revisions_of(
    plan_side: Record, road: Record, given: Record, first: Record, target: Record
) -> tuple[str, ...]:
    """What of the verdict's figures is not as the plan prints it: since when, from which day, and what is printed."""
    decimals = plan_side["decimals"]
    lines = []
    if road.get("start") is not None:
        before = road["start"][0] < plan_side["plan_first_year"]
        which = "計画の前の最後の実績" if before else "計画の期間の最初の実績"
        lines.append(REVISED_ROAD if target is not first else NO_BASELINE.format(which=which))
    elif given["baseline_first_year"] is not None:
        printed = _shown(plan_side["printed_baseline"], decimals)
        since = _since(given["baseline_first_year"], given["baseline_decided_on"])
        lines.append(f"現状値は、{since}（計画に書かれた現状値は {printed}、{plan_side['baseline_label']}）")
    if target is not first:
        printed = format_number(first["value"], decimals=decimals)
        until = FiscalYear(first["target_year"]).wareki
        since = _since(target["first_year"], target["decided_on"])
        lines.append(f"目標は、{since}（計画に書かれた目標は {printed}、{until}）")
    return tuple(lines)


def _shown(figure: Decimal | None, decimals: int) -> str:
    return "なし" if figure is None else format_number(figure, decimals=decimals)


def _since(first_year: int, decided_on: date | None) -> str:
    day = f"{decided_on.year}年{decided_on.month}月{decided_on.day}日に決め、" if decided_on else ""
    return f"{day}{FiscalYear(first_year).wareki}の判定から見直された値"
