"""What a row of a new indicator leaves open, settled by what its other cells say and told (docs/input.md §9).

A printed plan has name, unit, start and target. How it is counted and which way it goes is proposed from them, as it is
for a row of the plan's text (indicators/printed_rows.py): nothing of it is kept without a sentence in the preview.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from indicators.models import Direction, YearKind
from indicators.numbers import MAX_DECIMALS, decimals_of, format_number
from indicators.plan_tables.changes import words_of
from indicators.plan_tables.columns import CellKind, Cells
from indicators.plan_tables.promises import INDICATORS
from indicators.printed_rows import proposed_counting, proposed_way, worded_way, year_of_label
from indicators.spreadsheets.upload.sheet import Cell
from indicators.spreadsheets.upload.sheet import CellKind as Typed
from measures.fiscal_year import CalendarYear, FiscalYear
from measures.models import Plan

OPEN = tuple(column.name for column in INDICATORS.columns if column.is_open)
_SIDES: Mapping[str, str] = {Direction.AT_MOST: "以下", Direction.AT_LEAST: "以上"}
_PLACES = re.compile(r"[0-9０-９][.．]([0-9０-９]+)")
_FIGURES = tuple(column.name for column in INDICATORS.columns if column.kind is CellKind.FIGURE)


def printed_decimals(rows: Iterable[Mapping[str, Cell]]) -> int:
    """As many as the figures of an indicator's rows have, or are shown with: a spreadsheet keeps 45.0 as 45."""
    cells = (row[name] for row in rows for name in _FIGURES if name in row)
    return min(max(map(_places, cells), default=0), MAX_DECIMALS)


def _places(cell: Cell) -> int:
    if cell.is_empty:
        return 0
    if cell.number is None or cell.shown:
        typed = _PLACES.search(cell.shown or cell.text)
        return max(len(typed[1]) if typed else 0, cell.places)
    held = cell.number * 100 if cell.kind is Typed.PERCENT else cell.number
    return max(decimals_of(held.normalize()), cell.places)


def leads_of(tables: Iterable[Iterable[Cells]]) -> dict[str, str]:
    """Measure's number → the first department of its first initiative, from the first table that has one."""
    found: dict[str, str] = {}
    for cells in (row for table in tables for row in table):
        if cells["departments"]:
            found.setdefault(str(cells["code"]).split("-")[0], cells["departments"][0])
    return found


def settle(found: Cells, plan: Plan, leads: Mapping[str, str], *, decimals: int | None = None) -> str:
    """Fill what is empty, and say it; "" where nothing was open. What cannot be told from the row stays empty.

    `decimals`: those that were read off the figures, None where the row tells them.
    """
    read = {} if decimals is None else {"decimals": decimals}
    told = {**read, **dict(_settled(found, plan, leads))}
    found |= told
    if not told:
        return ""
    by_calendar = found["year_kind"] == YearKind.CALENDAR
    words = "、".join(f"{_heading(name)}「{_shown(name, cell, by_calendar)}」" for name, cell in told.items())
    return f"空の欄は、次のとおりとしました：{words}。ちがうときは、その欄に入力してください。"


def _settled(found: Cells, plan: Plan, leads: Mapping[str, str]) -> Iterator[tuple[str, object]]:
    baseline, label = found["baseline_value"], found["baseline_label"]
    by_calendar = found["year_kind"] == YearKind.CALENDAR
    if baseline and label and found["baseline_year"] is None:
        year = year_of_label(label, by_calendar=by_calendar)
        if year is not None:
            yield "baseline_year", year
    if baseline and not label and found["baseline_year"] is not None:
        own = CalendarYear(found["baseline_year"]) if by_calendar else found["baseline_year"]
        yield "baseline_label", FiscalYear(own).wareki
    counting = found["counting"] or proposed_counting(found["name"])
    if not found["counting"]:
        yield "counting", str(counting)
    direction = found["direction"] or (_way(found) if found["value"] else "")
    if direction and not found["direction"]:
        yield "direction", direction
    if found["target_year"] is None:
        yield "target_year", plan.last_year
    if not found["label"] and found["value"]:
        yield "label", _label(found, direction)
    lead = leads.get(str(found["code"])[:-1])
    if not found["lead_department"] and lead:
        yield "lead_department", lead


def _way(found: Cells) -> str:
    """ "" where start and target are the same: to be held, or counted anew, nobody but the office knows."""
    if found["upper"]:
        return str(Direction.WITHIN)
    way, target = worded_way(found["label"]), Decimal(found["value"])
    start = Decimal(found["baseline_value"]) if found["baseline_value"] else None
    return "" if way is None and start == target else str(proposed_way(way, start, target))


def _label(found: Cells, direction: str) -> str:
    """In the digits that were typed."""
    figures = [Decimal(found[name]) for name in ("value", "upper") if found[name]]
    shown = "〜".join(format_number(one, decimals=decimals_of(one)) for one in figures)
    return f"{shown}{found['unit']}{_SIDES.get(direction, '')}"


def _heading(name: str) -> str:
    return INDICATORS.column(name).heading


def _shown(name: str, cell: object, by_calendar: bool) -> str:
    if name.endswith("_year") and isinstance(cell, int):
        return FiscalYear(CalendarYear(cell) if by_calendar else cell).wareki
    return words_of(INDICATORS.column(name), cell)
