"""Cells of a plan's tables → the fields of the rows that they become."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from indicators.models import Indicator
from indicators.plan_tables import BY_KEY, CellKind, Column, Line, Lines, PlanTables, Table
from indicators.plan_tables.columns import Cells
from indicators.plan_tables.promises import INDICATORS
from indicators.plan_tables.tables import PASSPORTS
from indicators.workflow.review.entries import Entry
from indicators.workflow.translations import FIELDS

_OF_TARGET = ("value", "upper", "tolerance", "wording", "target_year", "label")
# What a row of an indicator says by a name or a code of another row.
_REFERENCES = ("lead_department", "successor", "continues", "code")


def cells_of(tables: PlanTables, key: str) -> list[Cells]:
    return [line.cells for line in rows_of(tables, key)]


def rows_of(tables: PlanTables, key: str) -> Iterable[Line]:
    return tables.get(key, Lines()).rows


def sound_rows_of(tables: PlanTables, key: str) -> list[Line]:
    """Those whose cells could all be read."""
    lines = tables.get(key, Lines())
    return [line for line in lines.rows if not line.at or line.at not in lines.broken]


def number_of(code: str) -> int:
    """The measure of an indicator: 45 of 45B."""
    return int(code[:-1])


def measure_of_initiative(code: str) -> int:
    return int(code.split("-")[0])


def about_of(cells: Cells) -> dict[str, Any]:
    """Fields of an indicator, without what stands in other rows."""
    names = [column.name for column in INDICATORS.columns if hasattr(Indicator, column.name)]
    return {name: _field(INDICATORS.column(name), cells[name]) for name in names if name not in _REFERENCES}


def promise_of(cells: Cells) -> dict[str, Any]:
    """Fields of its target."""
    found = {name: _field(INDICATORS.column(name), cells[name]) for name in _OF_TARGET}
    found["tolerance"] = found["tolerance"] or Decimal(0)
    return {**found, "first_year": cells["promised_from"]}


def rhythm_of(cells: Cells) -> dict[str, Any] | None:
    """Fields of its survey's rhythm; None where every year is one."""
    return {"every": cells["every"], "survey_year": cells["survey_year"]} if cells["every"] else None


def interim_of(cells: Cells) -> dict[str, Any]:
    return {
        "value": Decimal(cells["value"]),
        "first_year": cells["promised_from"],
        "decided_on": date.fromisoformat(cells["decided_on"]) if cells["decided_on"] else None,
        "reason": cells["reason"],
    }


def passport_of(cells: Cells) -> dict[str, Any]:
    return {column.name: cells[column.name] for column in PASSPORTS.content}


def entry_of(cells: Cells) -> Entry:
    table = BY_KEY["values"]
    return Entry(**{column.name: _field(column, cells[column.name]) for column in table.content})


def points_of(tables: PlanTables) -> dict[int, dict[str, Any]]:
    """Fields of the points of each figure, by the measure's number."""
    found: dict[int, dict[str, Any]] = {}
    for cells in cells_of(tables, "figures"):
        said = {name: cells[name] for name in ("chart", "unit", "decimals")}
        found[cells["measure"]] = {**said, "points": []}
    for cells in cells_of(tables, "figure_points"):
        if cells["measure"] in found:
            found[cells["measure"]]["points"].append([cells["label"], cells["series"], cells["value"]])
    return found


# What an empty row of these says nothing by: a workbook is given a row for every text and every initiative.
_GIVEN = {"translations": ("original", FIELDS), "deed_leads": ("initiative", ("department", "reason"))}


def without_unsaid(standing: PlanTables, tables: PlanTables) -> PlanTables:
    """Without the rows that nobody filled in, unless something stands there."""
    found = dict(tables)
    for key, (owner, said) in _GIVEN.items():
        if key in tables:
            known = {cells[owner] for cells in cells_of(standing, key)}
            rows = [
                line
                for line in tables[key].rows
                if line.cells[owner] in known or any(line.cells[name] for name in said)
            ]
            found[key] = replace(tables[key], rows=rows)
    return found


def _field(column: Column, cell: Any) -> Any:
    if column.kind is CellKind.FIGURE:
        return Decimal(cell) if cell else None
    if column.kind is CellKind.DAY:
        return date.fromisoformat(cell) if cell else None
    return cell


def changed_lines(table: Table, standing: PlanTables, whole: PlanTables) -> list[tuple[Line, Cells | None]]:
    """Of a table whose rows stand alone: each that is new or says something else, with what stands."""
    known = {table.owner_of(line.cells): line.cells for line in rows_of(standing, table.key)}
    found = []
    for line in rows_of(whole, table.key):
        stands = known.get(table.owner_of(line.cells))
        if stands != line.cells:
            found.append((line, stands))
    return found


def gone_owners(table: Table, standing: PlanTables, whole: PlanTables) -> list[tuple[str, ...]]:
    told = {table.owner_of(line.cells) for line in rows_of(whole, table.key)}
    return [
        owner
        for owner in dict.fromkeys(table.owner_of(line.cells) for line in rows_of(standing, table.key))
        if owner not in told
    ]
