"""What a row of a new indicator leaves open, settled by what its other cells say and told (docs/input.md §9).

A printed plan has name, unit, start and target. How it is counted and which way it goes is proposed from them, as it is
for a row of the plan's text (indicators/printed_rows.py): nothing of it is kept without a sentence in the preview.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from indicators.models import Counting, Direction, LimitWording, YearKind
from indicators.numbers import MAX_DECIMALS, decimals_of, format_number
from indicators.plan_tables.changes import words_of
from indicators.plan_tables.columns import CellKind, Cells, Finding, Lines
from indicators.plan_tables.promises import INDICATORS
from indicators.printed_rows import (
    Ground,
    Way,
    held_label,
    proposed_counting,
    proposed_promise,
    worded_way,
    year_of_label,
)
from indicators.spreadsheets.upload.sheet import Cell
from indicators.spreadsheets.upload.sheet import CellKind as Typed
from measures.fiscal_year import CalendarYear, FiscalYear
from measures.models import Plan

OPEN = tuple(column.name for column in INDICATORS.columns if column.is_open)
_SIDES: Mapping[str, str] = {Direction.AT_MOST: "以下", Direction.AT_LEAST: "以上"}
_KEEP = "「現状値以上を維持する」か「現状値以下を維持する」"
NO_TARGET = f"目標の値を入力してください。いまの値を保つ目標なら、「約束」で{_KEEP}を選んでください。"
# What a wrong guess does most harm in.
_LOOKED_AT = ("counting", "direction")
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


class Settled:
    """What was settled in the rows of a file, one finding for all rows of which the same is said."""

    def __init__(self) -> None:
        self.rows: dict[tuple[Ground, str, str], list[str]] = defaultdict(list)

    def add(self, ground: Ground, name: str, message: str, row: str) -> None:
        self.rows[ground, name, message].append(row)

    def findings(self, lines: Lines) -> list[Finding]:
        """In the order in which they are worth a look; the place is a column's."""
        grounds, columns = [*Ground], [*_LOOKED_AT, *(one.name for one in INDICATORS.columns)]
        found = sorted(
            self.rows.items(), key=lambda one: (grounds.index(one[0][0]), columns.index(one[0][1]))
        )
        return [
            Finding(
                lines.place("", name).replace("[]", "") if lines.letters.get(name) else "",
                INDICATORS.column(name).heading,
                message,
                str(ground),
                rows,
            )
            for (ground, name, message), rows in found
        ]


@dataclass(frozen=True)
class Beside:
    """What the cells of a row do not say of it: decimals read off its figures (None where the row tells them), how many interim
    targets it has, and whether the cell of how a limit is worded is empty."""

    decimals: int | None = None
    limits: int = 0
    is_wording_open: bool = False


def settle(found: Cells, plan: Plan, leads: Mapping[str, str], beside: Beside, told: Settled) -> None:
    """Fill what is empty, and tell it. What cannot be told from the row stays empty."""
    by_calendar = found["year_kind"] == YearKind.CALENDAR
    for name, cell, ground, because in _settled(found, plan, leads, beside):
        found[name] = cell
        shown = f"「{_shown(name, cell, by_calendar)}」"
        row = str(found["code"])
        if name == "label":
            told.add(ground, name, because, f"{row}{shown}")
        else:
            told.add(ground, name, f"{shown}{f'　{because}' if because else ''}", row)


# (column, cell, ground, why)
_Cell = tuple[str, object, Ground, str]


def _settled(found: Cells, plan: Plan, leads: Mapping[str, str], beside: Beside) -> Iterator[_Cell]:
    """One after the other: what a later one reads may be of an earlier one."""
    if beside.decimals is not None:
        because = (
            "現状値・目標・実績などに見える桁数のため。これより細かい値を入力するには、先に桁数を増やします。"
        )
        yield "decimals", beside.decimals, Ground.GUESSED, because
    yield from _start(found)
    if not found["counting"]:
        baseline, target = _figure(found["baseline_value"]), _figure(found["value"])
        counted = proposed_counting(found["name"], found["unit"], baseline, target)
        yield "counting", str(counted.counting), Ground.GUESSED, counted.because
    yield from _promise(found, beside)
    if found["target_year"] is None:
        yield "target_year", plan.last_year, Ground.PLAIN, ""
    if not found["label"] and found["value"]:
        yield "label", _label(found, found["direction"]), Ground.PLAIN, "目標と単位のとおり。"
    lead = leads.get(str(found["code"])[:-1])
    if not found["lead_department"] and lead:
        yield "lead_department", lead, Ground.PLAIN, ""


def _start(found: Cells) -> Iterator[_Cell]:
    baseline, label = found["baseline_value"], found["baseline_label"]
    by_calendar = found["year_kind"] == YearKind.CALENDAR
    if baseline and label and found["baseline_year"] is None:
        year = year_of_label(label, by_calendar=by_calendar)
        if year is not None:
            yield "baseline_year", year, Ground.PLAIN, ""
    if baseline and not label and found["baseline_year"] is not None:
        own = CalendarYear(found["baseline_year"]) if by_calendar else found["baseline_year"]
        yield "baseline_label", FiscalYear(own).wareki, Ground.PLAIN, ""


def _promise(found: Cells, beside: Beside) -> Iterator[_Cell]:
    way = _way(found, beside)
    if way is not None and not found["direction"]:
        yield "direction", str(way.direction), way.ground, way.because
    is_held = held_label(found["label"]) and found["direction"] in _SIDES
    if is_held and found["baseline_value"] and not found["value"]:
        yield "value", found["baseline_value"], Ground.WORDED, "目標の書き方のとおり、現状値にします。"
    is_yearly = way is not None and way.is_yearly and found["direction"] in _SIDES
    if is_yearly and way is not None and beside.is_wording_open:
        yield "wording", str(LimitWording.YEARLY), Ground.WORDED, way.because


def _way(found: Cells, beside: Beside) -> Way | None:
    """None where nobody but the office knows."""
    if found["upper"] and found["counting"] != Counting.CUMULATIVE_FROM_ZERO:
        return Way(Direction.WITHIN, Ground.PLAIN, "範囲の上限があるため。")
    if found["value"]:
        return proposed_promise(
            found["label"],
            _figure(found["baseline_value"]),
            Decimal(found["value"]),
            counting=found["counting"],
            limits=beside.limits,
        )
    side = worded_way(found["label"]) if held_label(found["label"]) else None
    if side is None:
        return None
    return Way(side, Ground.WORDED, f"目標の書き方に「現状」か「維持」と「{_SIDES[side]}」があるため。")


def unsettled(found: Cells, *, is_kept: bool) -> Iterator[tuple[str, str]]:
    """(column, sentence) of what the row leaves open and cannot tell. `is_kept`: 約束 said 維持."""
    asked = [name for name in OPEN if found[name] in (None, "")]
    if not found["value"] and (is_kept or held_label(found["label"])):
        if not found["direction"]:
            yield (
                "direction",
                f"「{found['label']}」の目標です。{_KEEP}を選んでください。目標は空のままにします。",
            )
        if not found["baseline_value"]:
            yield "baseline_value", "維持する約束では、現状値を入力してください。"
        return
    if asked and not found["value"]:
        yield "value", NO_TARGET
        return
    for name in asked:
        column = INDICATORS.column(name)
        said = "を選んでください。" if column.kind is CellKind.CHOICE else "を入力してください。"
        more = f"目標が現状値と同じです。いまの値を保つなら、{_KEEP}です。" if name == "direction" else ""
        yield name, f"「{column.heading}」{said}{more}"


def _figure(cell: str) -> Decimal | None:
    return Decimal(cell) if cell else None


def _label(found: Cells, direction: str) -> str:
    """In the digits that were typed."""
    figures = [Decimal(found[name]) for name in ("value", "upper") if found[name]]
    shown = "〜".join(format_number(one, decimals=decimals_of(one)) for one in figures)
    return f"{shown}{found['unit']}{_SIDES.get(direction, '')}"


def _shown(name: str, cell: object, by_calendar: bool) -> str:
    if name.endswith("_year") and isinstance(cell, int):
        return FiscalYear(CalendarYear(cell) if by_calendar else cell).wareki
    return words_of(INDICATORS.column(name), cell)
