"""Rows of a table that is not ours (free.py says which column is what) → rows of indicators, and of values of past years.

What print leaves open (how it is counted, which way) is proposed as it is for a row of the plan's text (indicators/printed_rows.py),
and told.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from indicators.forms.plan_file.cells import half_width
from indicators.forms.plan_file.free import (
    FIELDS,
    VALUE,
    FreeColumn,
    TableLayoutChoice,
    columns_of,
    filled_cells,
    seen,
    year_in,
)
from indicators.forms.plan_file.tables import PlanFile, SheetCells, read_tables
from indicators.models import Counting, LimitWording
from indicators.plan_tables import PlanTables
from indicators.plan_tables.changes import words_of
from indicators.plan_tables.columns import Cells
from indicators.plan_tables.promises import INDICATORS
from indicators.plan_tables.tables import VALUES
from indicators.printed_rows import Ground, PrintedIndicator, UnreadableRow, read_printed
from indicators.spreadsheets.upload.sheet import Cell, UploadedTable, column_of, letters
from indicators.spreadsheets.upload.sheet import CellKind as Typed
from measures.fiscal_year import FiscalYear
from measures.models import Plan

_CODE = re.compile(r"[1-9][0-9]{0,2}[A-Za-z]")


def read_free(
    plan: Plan, sheets: Sequence[UploadedTable], layout: TableLayoutChoice, standing: PlanTables
) -> PlanFile:
    """Indicators, and values of the years that columns are of."""
    file = PlanFile()
    sheet = next((one for one in sheets if one.title == layout.sheet), sheets[0])
    columns = [one for one in columns_of(sheet, layout) if one.field]
    if not any(one.field == "name" for one in columns):
        file.errors.add("指標名の列を選んでください。")
        return file
    used = {one.number for one in columns}
    for problem in sheet.problems:
        if _touches(problem.cell, used, layout.last):
            file.errors.add(
                problem.message, place=f"{sheet.title}!{problem.cell}" if problem.cell else sheet.title
            )
    rows = _Rows(plan, sheet, layout, columns, standing, file)
    rows.read()
    names = {column.field: column.letter for column in columns}
    form = f"{sheet.title.replace('{', '｛').replace('}', '｝')}!{{letter}}{{at}}"
    given = {name: names.get(_SOURCES.get(name, name), "") for name in rows.derived}
    read = [SheetCells(INDICATORS, given, rows.indicators, form)]
    if rows.values:
        # What a list of figures does not say of a value (its day, its text) stays as it stands.
        told = dict.fromkeys(("code", "year", "value_state", "value"), "")
        read.append(SheetCells(VALUES, told, rows.values, form))
    read_tables(plan, read, standing, file)
    return file


# Columns of ours that a column of theirs fills under another name.
_SOURCES = {"baseline_value": "baseline", "value": "target", "remark_original": "remark"}


def _touches(place: str, used: set[int], head: int) -> bool:
    """Whether a problem lies in what is read: a cell, a row, a column."""
    found = re.fullmatch(r"([A-Z]*)([0-9]*)(?::([A-Z]*)([0-9]*))?", place)
    if found is None or not (found[1] or found[2]):
        return True
    if found[1] and column_of(found[1]) not in used:
        return False
    return not found[2] or int(found[2]) > head


class _Rows:
    """The rows of one sheet as rows of indicators and of values."""

    def __init__(
        self,
        plan: Plan,
        sheet: UploadedTable,
        layout: TableLayoutChoice,
        columns: Sequence[FreeColumn],
        standing: PlanTables,
        file: PlanFile,
    ) -> None:
        self.plan, self.sheet, self.layout, self.file = plan, sheet, layout, file
        self.places = {one.field: one.number for one in columns if one.field != VALUE}
        heads = [one.head for one in columns if one.field == "target"]
        self.target_year = next((year_in(head) for head in heads), None)
        self.years = {one.number: year_in(one.head) for one in columns if one.field == VALUE}
        self.measures = {line.cells["name"]: line.cells["number"] for line in standing["measures"].rows}
        self.known = {line.cells["code"]: line.cells for line in standing["indicators"].rows}
        self.codes = {(cells["code"][:-1], cells["name"]): code for code, cells in self.known.items()}
        self.taken = set(self.known)
        self.leads = _leads(standing)
        self.indicators: list[tuple[int, dict[str, Cell]]] = []
        self.values: list[tuple[int, dict[str, Cell]]] = []
        self.derived: set[str] = set()

    def read(self) -> None:
        filled = filled_cells(self.sheet)
        measure = ""
        for row in sorted(self.sheet.rows):
            if row <= self.layout.last:
                continue
            cells = {name: filled[row, at] for name, at in self.places.items() if (row, at) in filled}
            if "measure" in cells:
                measure = seen(cells["measure"])
            if "name" not in cells or not seen(cells["name"]):
                continue
            number = self._measure(row, measure, cells)
            if number is not None:
                self._row(row, number, cells, filled)

    def _measure(self, row: int, said: str, cells: Mapping[str, Cell]) -> int | None:
        code = half_width(seen(cells["code"])).upper() if "code" in cells else ""
        if _CODE.fullmatch(code):
            return int(code[:-1])
        plain = half_width(said).removeprefix("施策").strip()
        number = re.match(r"[0-9]{1,3}", plain)
        if number:
            return int(number[0])
        if said in self.measures:
            return int(self.measures[said])
        message = (
            f"「{said[:20]}」という施策はありません。"
            if said
            else "どの施策の指標かわかりません。施策かコードの列を選んでください。"
        )
        self._wrong(row, "measure" if "measure" in self.places else "name", message)
        return None

    def _row(
        self, row: int, number: int, cells: Mapping[str, Cell], filled: Mapping[tuple[int, int], Cell]
    ) -> None:
        name = " ".join(seen(cells["name"]).split())
        code = self._code(number, name, cells)
        if not code:
            self._wrong(row, "name", "一つの施策に置ける指標は26件までです。")
            return
        stands = self.known.get(code)
        printed = self._printed(row, cells, stands)
        if printed is None:
            return
        made = {"code": _text(code), "name": cells["name"], **self._told(cells, printed, stands)}
        if stands is None:
            made.update(self._proposed(code, number, cells, printed))
        else:
            for column in INDICATORS.columns:
                made.setdefault(column.name, _text(words_of(column, stands[column.name])))
        self.derived |= set(made)
        self.indicators.append((row, made))
        for at, year in self.years.items():
            if (row, at) in filled and seen(filled[row, at]) not in ("", "-", "－", "―"):
                self._value(row, code, year, filled[row, at])

    def _code(self, number: int, name: str, cells: Mapping[str, Cell]) -> str:
        """The one that is told, or that an indicator of this name has; else the next free letter."""
        told = half_width(seen(cells["code"])).upper() if "code" in cells else ""
        if _CODE.fullmatch(told):
            return told
        known = self.codes.get((str(number), name))
        if known:
            return known
        free = (f"{number}{letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        code = next((one for one in free if one not in self.taken), "")
        self.taken.add(code)
        return code

    def _printed(self, row: int, cells: Mapping[str, Cell], stands: Cells | None) -> PrintedIndicator | None:
        """What the figures say in print: 584人, 90％以内."""
        unit = seen(cells["unit"]) if "unit" in cells else (stands or {}).get("unit", "")
        texts = {name: _figure_text(cells.get(name), unit) for name in ("baseline", "target")}
        said = {
            "name": seen(cells["name"]),
            **texts,
            "baseline_label": seen(cells["baseline_label"]) if "baseline_label" in cells else "",
            "target_label": "",
            "remark": seen(cells["remark"]) if "remark" in cells else "",
        }
        if stands is not None and "target" not in cells:
            said["target"] = f"{stands['value']}{stands['unit']}"
        try:
            counting = _counting_told(seen(cells["counting"])) if "counting" in cells else None
            return read_printed(said, first_year=self.plan.first_year, counting=counting)
        except UnreadableRow as refusal:
            self._wrong(row, "target" if "target" in self.places else "name", str(refusal))
            return None

    def _told(
        self, cells: Mapping[str, Cell], printed: PrintedIndicator, stands: Cells | None
    ) -> dict[str, Cell]:
        """Cells that the table has; a figure without the words that print puts behind it."""
        found = {
            name: cells[name]
            for name in (
                "unit",
                "lead_department",
                "meaning",
                "counting",
                "direction",
                "target_year",
                "label",
            )
            if name in cells
        }
        if "remark" in cells:
            found["remark_original"] = cells["remark"]
        if "target" in cells:
            found["value"] = _figure(printed.target, cells["target"])
        if "baseline" in cells:
            found["baseline_value"] = _figure(printed.baseline, cells["baseline"])
            if "baseline_label" in cells or stands is None:
                year = printed.baseline_year
                found["baseline_year"] = _text("" if year is None else f"{year}年度")
                found["baseline_label"] = _text(
                    printed.baseline_label or ("" if year is None else FiscalYear(year).wareki)
                )
        if "unit" not in found and stands is None:
            found["unit"] = _text(printed.unit)
        return found

    def _proposed(
        self, code: str, number: int, cells: Mapping[str, Cell], printed: PrintedIndicator
    ) -> dict[str, Cell]:
        """Of a new indicator what the table does not say."""
        made: dict[str, Cell] = {}
        way, counted = printed.way, printed.counted
        guessed = [
            ("counting", str(counted.counting), Ground.GUESSED, counted.because),
            ("direction", str(way.direction), way.ground, way.because),
        ]
        if way.is_yearly and "direction" not in cells:
            guessed.append(("wording", str(LimitWording.YEARLY), way.ground, way.because))
        for name, cell, ground, because in guessed:
            if name not in cells:
                made[name] = _text(words_of(INDICATORS.column(name), cell))
                self.file.settled.add(ground, name, f"「{made[name].text}」　{because}", code)
        if "target_year" not in cells:
            made["target_year"] = _text(f"{self.target_year or self.plan.last_year}年度")
        if "label" not in cells:
            made["label"] = _text((seen(cells["target"]) if "target" in cells else printed.target_label)[:40])
        if "lead_department" not in cells and number in self.leads:
            made["lead_department"] = _text(self.leads[number])
        return made

    def _value(self, row: int, code: str, year: int | None, cell: Cell) -> None:
        if year is None:
            self._wrong(
                row,
                "name",
                "実績の列の見出しから、年度を読み取れません。見出しに「令和4年度」のように入れてください。",
            )
            return
        made = {
            "code": _text(code),
            "year": _text(f"{year}年度"),
            "value_state": _text("実績"),
            "value": cell,
        }
        self.values.append((row, made))

    def _wrong(self, row: int, name: str, message: str) -> None:
        letter = letters(self.places.get(name, 0))
        self.file.errors.add(message, place=f"{self.sheet.title}!{letter}{row}", column=FIELDS[name][0])


def _leads(standing: PlanTables) -> dict[int, str]:
    """The first department of each measure's first initiative: proposed, as for the plan's own text."""
    found: dict[int, str] = {}
    for line in standing["initiatives"].rows:
        if line.cells["departments"]:
            found.setdefault(int(line.cells["code"].split("-")[0]), line.cells["departments"][0])
    return found


def _counting_told(words: str) -> Counting | None:
    return next((one for one in Counting if words in (one.value, one.label)), None)


def _figure_text(cell: Cell | None, unit: str) -> str:
    """As it would be printed: 12.5 in a column of ％ is 12.5％."""
    if cell is None:
        return ""
    text = seen(cell)
    is_bare = bool(re.fullmatch(r"[△▲−-]?[0-9][0-9,]*(\.[0-9]+)?", half_width(text)))
    return f"{text}{unit}" if is_bare else text


def _text(text: str) -> Cell:
    return Cell("", text, Typed.TEXT if text else Typed.EMPTY)


def _figure(figure: Decimal | None, cell: Cell) -> Cell:
    """What was read off a printed figure, where it stands, with the decimals that it is shown with."""
    return replace(_text("" if figure is None else str(figure)), address=cell.address, places=cell.places)
