"""The sheets of a plan's file → the plan's tables, with every cell that cannot be taken named."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from indicators.forms.plan_file.cells import read_cell
from indicators.forms.plan_file.left_open import (
    OPEN,
    Beside,
    Settled,
    leads_of,
    printed_decimals,
    settle,
    unsettled,
)
from indicators.models import Counting, YearKind
from indicators.numbers import MAX_DECIMALS
from indicators.plan_tables import BY_KEY, TABLES, CellKind, Findings, Line, Lines, PlanTables, Table
from indicators.plan_tables.columns import Cells, Column
from indicators.plan_tables.promises import KEPT
from indicators.printed_rows import held_label
from indicators.spreadsheets.upload.sheet import Cell, heading_of, letters
from measures.models import Plan

NONE = "－"
KEPT_AS_FIGURE = "「{said}」は「目標の書き方」に入力し、ここは空にしてください。約束は「現状値以上を維持する」か「現状値以下を維持する」です。"
Figures = Mapping[str, tuple[int, str, bool]]


@dataclass
class SheetCells:
    """One sheet before it is read: rows of cells by the columns' names. `form`: as in Lines; `unknown`: heads of other columns that
    hold something, by their letters."""

    table: Table
    letters: Mapping[str, str]
    rows: Sequence[tuple[int, Mapping[str, Cell]]]
    form: str
    unknown: Mapping[str, str] = field(default_factory=dict)

    @property
    def others(self) -> str:
        """Its unknown heads in words; "" where it has none."""
        heads = "".join(f"「{head[:30]}」（{letter}列）" for letter, head in self.unknown.items() if head)
        return f"ほかに、様式にない見出し{heads}があります。" if heads else ""

    def place(self, cell: Cell) -> str:
        """Where a cell stands that has an address of its own (B7; of YAML its path)."""
        sheet, mark, _ = self.form.partition("!")
        return f"{sheet}!{cell.address}" if mark else cell.address


@dataclass
class PlanFile:
    """What a file says of the plan. `errors` keep it from being taken, `warnings` are to be known. `key` and
    `title` (its city and name): of the plan that it was made from, "" where the file does not say."""

    tables: PlanTables = field(default_factory=dict)
    errors: Findings = field(default_factory=Findings)
    warnings: Findings = field(default_factory=Findings)
    settled: Settled = field(default_factory=Settled)
    key: str = ""
    title: str = ""

    def made_from_other(self, plan: Plan) -> str:
        """The other plan that it was made from, in words; "" of this one, and where it does not say."""
        if not self.key or (self.key == plan.key and self.title in ("", str(plan))):
            return ""
        return f"「{self.title[:150]}」（アドレスでの名前「{self.key[:20]}」）"


def read_tables(plan: Plan, sheets: Sequence[SheetCells], standing: PlanTables, file: PlanFile) -> None:
    """Fill `file`. `standing`: what the plan says now, where the file lacks a column or an indicator that it speaks of."""
    by_key = {sheet.table.key: sheet for sheet in sheets}
    for table in TABLES:
        if table.key not in by_key:
            continue
        sheet = by_key[table.key]
        _check_headings(sheet, file)
        reader = _Reader(plan, sheet, standing, file, by_key)
        reader.read()
        file.tables[table.key] = reader.lines
    _without_points(standing, file.tables)


def _without_points(standing: PlanTables, tables: PlanTables) -> None:
    """How a figure is drawn is kept with its points: of one without any it is the usual."""
    drawn = {cells["measure"] for cells in _cells({**standing, **tables}, "figure_points")}
    for cells in _cells(tables, "figures"):
        if cells["measure"] not in drawn:
            cells["chart"] = BY_KEY["figures"].column("chart").empty


def cells_of_sheet(table: Table, sheet: Any) -> SheetCells:
    """The cells of an uploaded sheet by the columns' names; headings in its first row."""
    named = {"".join(column.heading.split()): column.name for column in table.columns}
    places: dict[str, int] = {}
    for column, cell in sorted(sheet.rows.get(1, {}).items()):
        name = named.get("".join(heading_of(cell.text).split()))
        if name:
            places.setdefault(name, column)
    rows = [
        (row, {name: cells[column] for name, column in places.items() if column in cells})
        for row, cells in sorted(sheet.rows.items())
        if row > 1
    ]
    known = {name: letters(column) for name, column in places.items()}
    form = f"{table.title}!{{letter}}{{at}}"
    return SheetCells(
        table, known, [row for row in rows if row[1]], form, _unknown(sheet, set(places.values()))
    )


def _unknown(sheet: Any, known: set[int]) -> dict[str, str]:
    heads = {column: heading_of(cell.text).strip() for column, cell in sheet.rows.get(1, {}).items()}
    used = {column for row, cells in sheet.rows.items() if row > 1 for column in cells}
    return {letters(column): heads.get(column, "") for column in sorted(used - known)}


def _check_headings(sheet: SheetCells, file: PlanFile) -> None:
    """One sentence a sheet for what it lacks; a column under another name stands beside it."""
    table = sheet.table
    lacking = [
        column.heading
        for column in table.columns
        if (column.is_required or table.is_list) and column.name not in sheet.letters and sheet.rows
    ]
    if lacking:
        words = "".join(f"「{one}」" for one in lacking)
        file.errors.add(
            f"見出し{words}の列がありません。元に戻してください。{sheet.others}", place=f"{table.title}!1:1"
        )
    for letter, head in sheet.unknown.items():
        named = f"見出し「{head[:30]}」は、このシートにない名前" if head else "見出しのない列"
        file.warnings.add(f"{named}なので、この列は読み取りません。", place=f"{table.title}!{letter}1")


class _Reader:
    """One table. Indicators are read before what is counted in their units."""

    def __init__(
        self,
        plan: Plan,
        sheet: SheetCells,
        standing: PlanTables,
        file: PlanFile,
        sheets: Mapping[str, SheetCells],
    ) -> None:
        self.plan, self.sheet, self.table = plan, sheet, sheet.table
        self.standing, self.file = standing, file
        self.lines = Lines([], sheet.letters, sheet.form, sheet.others)
        self.broken: set[int] = set()
        self.seen: dict[tuple[str, ...], int] = {}
        self.units = _units_of(self.table, standing, file.tables)
        self.missing = {column.name for column in self.table.columns} - set(sheet.letters)
        stands = _cells(standing, self.table.key) if self.missing and not self.table.is_list else ()
        self.stands = {self.table.owner_of(cells): cells for cells in stands}
        self.known, self.leads = set[str](), dict[str, str]()
        if self.table.key == "indicators":
            self.known = {cells["code"] for cells in _cells(standing, "indicators")}
            self.leads = leads_of([_cells(tables, "initiatives") for tables in (file.tables, standing)])
        is_indicators = self.table.key == "indicators"
        self.figures = _rows_by_code(sheets, ("interim_targets", "values")) if is_indicators else {}
        self.interims = _rows_by_code(sheets, ("interim_targets",)) if is_indicators else {}

    def read(self) -> None:
        rows: list[Line] = []
        if self.missing & set(self.table.owner):
            self.lines = replace(self.lines, broken=frozenset({0}))
            return  # the column is asked for: what its rows are about nobody knows
        for at, cells in self.sheet.rows:
            if all(cell.is_empty and not cell.doubt for cell in cells.values()):
                continue
            row = self._row(at, cells)
            if row is not None:
                rows.append(Line(row, at))
        self.lines = replace(self.lines, rows=rows, broken=frozenset(self.broken))
        if self.table.key == "indicators":
            # One a kind and not one a row, so that none is lost among many rows.
            self.file.warnings.found.extend(self.file.settled.findings(self.lines))

    def _row(self, at: int, cells: Mapping[str, Cell]) -> Cells | None:
        """None where nobody knows what it is about. A cell that cannot be taken is empty, and its row broken."""
        wrong: set[str] = set()
        found: Cells = {}
        stands: Cells = {}
        decimals_read: int | None = None
        for column in self.table.columns:
            if column.name in self.missing:
                # It was handed out before there was such a column, or somebody took it out (docs/input.md §9).
                found[column.name] = stands.get(column.name, column.empty)
                if self._is_lacking(column, found):
                    wrong.add(column.name)
                continue
            cell = cells.get(column.name, Cell(""))
            decimals, unit, by_calendar = self._unit_for(column.name, found)
            try:
                found[column.name], notices = read_cell(
                    column, cell, table=self.table.key, decimals=decimals, unit=unit, by_calendar=by_calendar
                )
            except ValueError as refusal:
                is_kept = self.table.key == "indicators" and column.name == "value" and held_label(cell.text)
                said = KEPT_AS_FIGURE.format(said=cell.text[:20]) if is_kept else str(refusal)
                self._wrong(at, column.name, f"{said}{'' if cell.doubt else cell.notice}", cell)
                found[column.name] = column.empty
                wrong.add(column.name)
                continue
            for notice in notices:
                self.file.warnings.of(self.table, self.lines, at, column.name, notice)
            if column.name == self.table.owner[-1] and self.stands:
                stands = self.stands.get(self._owner(found), {})
            if column.name == "decimals" and cell.is_empty and self._is_new(found):
                rows = self.figures.get(str(found.get("code", "")), [])
                found[column.name] = decimals_read = printed_decimals([cells, *rows])
            if self._is_lacking(column, found):
                self._ask(at, column, wrong)
        if self._is_new(found):
            is_open = cells.get("wording", Cell("")).is_empty
            limits = len(self.interims.get(str(found["code"]), []))
            beside = Beside(decimals_read, limits, is_open)
            self._settle(at, found, beside, wrong)
        self._complete(found)
        owner = self.table.owner_of(found)
        if wrong & set(self.table.owner):
            self.broken.add(0)
            return None
        if wrong:
            self.broken.add(at)
        if not self.table.is_list and owner in self.seen:
            first = self.lines.place(self.seen[owner], self.table.owner[0])
            self._wrong(
                at,
                self.table.owner[0],
                f"{' '.join(owner)}の行が二つあります（{first}と同じです）。一つにしてください。",
            )
            return None
        self.seen[owner] = at
        return found

    def _is_new(self, found: Cells) -> bool:
        """An indicator that the plan does not have yet."""
        return self.table.key == "indicators" and found.get("code") not in self.known

    def _is_lacking(self, column: Column, found: Cells) -> bool:
        """What a new indicator leaves open is settled when its whole row is read."""
        is_open = column.name in OPEN and self._is_new(found)
        return column.is_required and not is_open and found[column.name] in (None, "", [])

    def _ask(self, at: int, column: Column, wrong: set[str]) -> None:
        said = "を選んでください。" if column.kind is CellKind.CHOICE else "を入力してください。"
        self._wrong(at, column.name, f"「{column.heading}」{said}")
        wrong.add(column.name)

    def _settle(self, at: int, found: Cells, beside: Beside, wrong: set[str]) -> None:
        """Nothing of a row with cells that cannot be read: they say what is to be mended first."""
        is_kept = found["direction"] in KEPT
        _keep(found)
        if wrong:
            return
        settle(found, self.plan, self.leads, beside, self.file.settled)
        for name, message in unsettled(found, is_kept=is_kept):
            self._wrong(at, name, message)
            wrong.add(name)

    def _owner(self, found: Cells) -> tuple[str, ...]:
        return tuple(str(found.get(name)) for name in self.table.owner)

    def _wrong(self, at: int, name: str, message: str, cell: Cell | None = None) -> None:
        if cell is not None and cell.address:
            heading = self.table.column(name).heading
            self.file.errors.add(message, place=self.sheet.place(cell), column=heading)
        else:
            self.file.errors.of(self.table, self.lines, at, name, message)

    def _unit_for(self, name: str, found: Cells) -> tuple[int, str, bool]:
        """Decimals and unit of a figure, and whether years go by the calendar: the row's own, or its indicator's."""
        if self.table.key == "indicators":
            decimals = found.get("decimals", 0)
            is_calendar = found.get("year_kind") == YearKind.CALENDAR
            return min(decimals, MAX_DECIMALS), found.get("unit", ""), is_calendar
        if name in ("numerator", "denominator"):
            return MAX_DECIMALS, "", False
        about = str(found.get(self.table.owner[0], ""))
        return self.units.get(about, (MAX_DECIMALS, "", False))

    def _complete(self, found: Cells) -> None:
        """What an empty cell means where another cell or the plan's years say it."""
        first = self.plan.first_year
        if self.table.key == "indicators":
            _keep(found)
            if found["counting"] == Counting.CUMULATIVE_FROM_ZERO and found["baseline_year"] is None:
                found["baseline_year"] = first - 1
            found["baseline_label"] = found["baseline_label"] or NONE
            found["promised_from"] = found["promised_from"] or max(first, found["first_year"] or first)
        if self.table.key == "interim_targets":
            found["promised_from"] = found["promised_from"] or first


def _keep(found: Cells) -> None:
    """維持 is a limit at the baseline."""
    if found["direction"] in KEPT:
        found["direction"] = KEPT[found["direction"]].value
        found["value"] = found["value"] or found["baseline_value"]


def _rows_by_code(
    sheets: Mapping[str, SheetCells], keys: Sequence[str]
) -> dict[str, list[Mapping[str, Cell]]]:
    """What stands of each indicator on sheets of figures, not read yet: they show how many decimals it has, and whether its
    limit is one by year."""
    found: dict[str, list[Mapping[str, Cell]]] = {}
    for key in keys:
        column = BY_KEY[key].column("code")
        for _, cells in sheets[key].rows if key in sheets else ():
            try:
                code, _ = read_cell(column, cells.get("code", Cell("")), table=key)
            except ValueError:
                continue  # told where the sheet itself is read
            found.setdefault(str(code), []).append(cells)
    return found


def _units_of(table: Table, standing: PlanTables, read: PlanTables) -> Figures:
    if table.key in ("interim_targets", "values"):
        found = {}
        for cells in (*_cells(standing, "indicators"), *_cells(read, "indicators")):
            by_calendar = cells["year_kind"] == YearKind.CALENDAR
            found[cells["code"]] = (cells["decimals"], cells["unit"], by_calendar)
        return found
    if table.key == "figure_points":
        return {
            str(cells["measure"]): (min(cells["decimals"], 4), cells["unit"], False)
            for cells in (*_cells(standing, "figures"), *_cells(read, "figures"))
        }
    return {}


def _cells(tables: PlanTables, key: str) -> Iterable[Cells]:
    lines = tables.get(key)
    return [line.cells for line in lines.rows if not line.at or line.at not in lines.broken] if lines else []


def table_of_title(title: str) -> Table | None:
    return next((table for table in BY_KEY.values() if table.title == title.strip()), None)
