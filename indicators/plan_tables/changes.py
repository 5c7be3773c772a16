"""What another edition of a plan's tables would change: new rows, other cells, rows that are gone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from indicators.plan_tables.columns import CellKind, Cells, Column, Line, Lines, PlanTables, Table
from indicators.plan_tables.tables import TABLES

NEW, CHANGED, GONE = "new", "changed", "gone"


@dataclass(frozen=True)
class Change:
    """One row. `at`: its row in the file, 0 of one that is gone; `cells`: (column, what stands, what the file says)."""

    kind: str
    owner: tuple[str, ...]
    at: int
    cells: tuple[tuple[Column, Any, Any], ...]


@dataclass(frozen=True)
class TableChanges:
    table: Table
    changes: Sequence[Change]

    def of(self, kind: str) -> list[Change]:
        return [one for one in self.changes if one.kind == kind]


def changes_between(standing: PlanTables, wanted: PlanTables) -> list[TableChanges]:
    """Table by table; one that the other edition lacks changes nothing."""
    found = []
    for table in TABLES:
        if table.key in wanted:
            changes = _changes(table, standing.get(table.key, Lines()), wanted[table.key])
            found.append(TableChanges(table, changes))
    return [one for one in found if one.changes]


def with_what_stays(standing: PlanTables, wanted: PlanTables, *, deletes: bool) -> PlanTables:
    """All tables as they are to be: those of the file, and of what stands what the file does not speak of.

    `deletes`: what a table of the file lacks goes; else it stays.
    """
    found: PlanTables = {}
    for table in TABLES:
        stands = standing.get(table.key, Lines())
        lines = wanted.get(table.key)
        if lines is None or (not deletes and not lines.rows):
            found[table.key] = stands
            continue
        told = {table.owner_of(line.cells) for line in lines.rows}
        keeps = table.stays or not deletes
        kept = [line for line in stands.rows if table.owner_of(line.cells) not in told] if keeps else []
        found[table.key] = replace(lines, rows=[*kept, *lines.rows])
    return found


def by_owner(table: Table, lines: Lines) -> dict[tuple[str, ...], list[Line]]:
    found: dict[tuple[str, ...], list[Line]] = {}
    for line in lines.rows:
        found.setdefault(table.owner_of(line.cells), []).append(line)
    return found


def _changes(table: Table, standing: Lines, wanted: Lines) -> list[Change]:
    was, now = by_owner(table, standing), by_owner(table, wanted)
    found: list[Change] = []
    for owner, lines in now.items():
        found += _of_owner(table, owner, was.get(owner, []), lines)
    if not table.stays:
        for owner in was.keys() - now.keys():
            found += [_change(table, GONE, owner, line.cells, {}, 0) for line in was[owner]]
    return sorted(found, key=lambda one: (one.kind == GONE, one.at, one.owner))


def _of_owner(table: Table, owner: tuple[str, ...], was: Sequence[Line], now: Sequence[Line]) -> list[Change]:
    """Lines of one owner: those that are alike are found wherever they moved by others' coming and going."""
    if not was:  # most of a file that brings ten thousand
        return [_change(table, NEW, owner, {}, line.cells, line.at) for line in now]
    before, after = ([_said(table, line.cells) for line in lines] for lines in (was, now))
    if before == after:
        return []
    found = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for step in range(max(i2 - i1, j2 - j1)):
            old = was[i1 + step].cells if i1 + step < i2 else {}
            line = now[j1 + step] if j1 + step < j2 else None
            kind = CHANGED if old and line else NEW if line else GONE
            found.append(_change(table, kind, owner, old, line.cells if line else {}, line.at if line else 0))
    return found


def _change(table: Table, kind: str, owner: tuple[str, ...], was: Cells, now: Cells, at: int) -> Change:
    cells = tuple(
        (column, was.get(column.name, column.empty), now.get(column.name, column.empty))
        for column in table.content
        if was.get(column.name, column.empty) != now.get(column.name, column.empty)
    )
    return Change(kind, owner, at, cells)


def _said(table: Table, cells: Mapping[str, Any]) -> tuple[Any, ...]:
    said = (cells[column.name] for column in table.content)
    return tuple(tuple(one) if isinstance(one, list) else one for one in said)


def words_of(column: Column, cell: Any) -> str:
    """A cell as people read it."""
    if column.kind is CellKind.YES:
        return "はい" if cell else "いいえ"
    if cell is None or cell == "" or cell == []:
        return ""
    if column.kind is CellKind.CHOICE:
        return str(column.choices.get(cell, cell))
    if column.kind is CellKind.NAMES:
        return "、".join(_name(column, one) for one in cell)
    return str(cell)


def _name(column: Column, one: str) -> str:
    """SDGs go by their numbers, factors by their words."""
    word = column.choices.get(one, one)
    return one if one.isdigit() else str(word)
