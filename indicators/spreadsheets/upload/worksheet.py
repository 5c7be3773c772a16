"""One worksheet as a stream of cells: what is typed is kept, what only looks is skipped, far cells cost nothing.

The dimension that a sheet declares is not asked: nothing is allotted by it, and Excel declares a wide one honestly
where somebody once formatted a column. Each cell is judged by its own address, and only if it holds something.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from indicators.spreadsheets.upload.conditions import ConditionalArea, ConditionReader
from indicators.spreadsheets.upload.errors import RETYPE, Problems, refuse
from indicators.spreadsheets.upload.limits import MAX_COLUMNS, MAX_MERGES, USUAL, Limits
from indicators.spreadsheets.upload.looks import RichText, Run
from indicators.spreadsheets.upload.markup import Attributes, Starts, named, refuse_broken, walk
from indicators.spreadsheets.upload.sheet import address, column_of, letters

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII)
_RANGE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})(?::([A-Z]{1,3})([1-9][0-9]{0,6}))?", re.ASCII)
_WHOLE_LINES = re.compile(r"[A-Z]{1,3}:[A-Z]{1,3}|[0-9]{1,7}:[0-9]{1,7}", re.ASCII)
_INDEX = re.compile(r"[0-9]{1,7}", re.ASCII)
# XFD1048576 is the last cell that Excel has.
_LAST_COLUMN = 16_384
_LAST_ROW = 1_048_576
_TRUE = ("1", "true")
FORMULA = "f"  # a type of our own, for a cell whose result is not taken


@dataclass(frozen=True, slots=True)
class StoredCell:
    """A cell as the file has it: its type, the number of its style, and its letters (or the shared text's number).

    `runs`: of a text that stands in the cell itself.
    """

    kind: str
    style: int
    text: str
    runs: tuple[Run, ...] = ()


@dataclass(slots=True)
class StoredSheet:
    """`merged`: the areas (first row, first column, last row, last column) that were not refused."""

    rows: dict[int, dict[int, StoredCell]] = field(default_factory=dict)
    conditional: list[ConditionalArea] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


class _SheetReader:
    """State between the events of one sheet."""

    def __init__(self, header_row: int, problems: Problems, limits: Limits, takes_merged: bool) -> None:
        self.header_row = header_row
        self.limits, self.takes_merged = limits, takes_merged
        self.merged: list[tuple[int, int, int, int]] = []
        self.problems = problems
        self.rows: dict[int, dict[int, StoredCell]] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []
        self.row = 0
        self.row_marks = self.cell_marks = self.merges = 0
        self.text = RichText()
        self.conditions = ConditionReader()
        self._no_cell()

    def _no_cell(self) -> None:
        self.column = 0
        self.in_cell = self.is_formula = False
        self.kind, self.style = "n", 0
        self.text.clear()

    # --- Rows and columns -------------------------------------------------------------------------

    def column_begins(self, attributes: Attributes) -> None:
        if attributes.get("hidden", "") not in _TRUE and _size(attributes.get("width")) != 0:
            return
        first, last = _whole(attributes.get("min")), _whole(attributes.get("max"))
        if first <= MAX_COLUMNS and len(self.hidden_columns) < _LAST_COLUMN:
            self.hidden_columns.append((first, min(last, MAX_COLUMNS)))

    def row_begins(self, attributes: Attributes) -> None:
        self.row_marks += 1
        if self.row_marks > self.limits.row_marks:
            refuse(f"行が多すぎます。使っていない行を行ごと削除するか、{RETYPE}")
        row = _whole(attributes["r"]) if "r" in attributes else self.row + 1
        if not self.row < row <= _LAST_ROW:
            refuse_broken()
        self.row, self.column = row, 0
        if attributes.get("hidden", "") in _TRUE or _size(attributes.get("ht")) == 0:
            self.hidden_rows.add(row)

    # --- Cells ------------------------------------------------------------------------------------

    def cell_begins(self, attributes: Attributes) -> None:
        self.cell_marks += 1
        if self.cell_marks > self.limits.cell_marks:
            refuse(f"セルが多すぎます。使っていない行や列の書式を消すか、{RETYPE}")
        if self.row == 0 or self.in_cell:
            refuse_broken()
        column = self.column + 1
        self._no_cell()
        if "r" in attributes:
            match = _ADDRESS.fullmatch(attributes["r"])
            if match is None or int(match[2]) != self.row or column_of(match[1]) < column:
                refuse_broken()
            column = column_of(match[1])
        if column > _LAST_COLUMN:
            refuse_broken()
        self.column, self.in_cell = column, True
        self.kind = attributes.get("t", "n")
        self.style = _whole(attributes.get("s") or "0")

    def formula_begins(self, attributes: Attributes) -> None:
        self.is_formula = self.is_formula or self.in_cell

    def value_begins(self, attributes: Attributes) -> None:
        if self.text.pieces:
            refuse_broken()
        self.text.reads = self.in_cell and self.kind != "inlineStr"

    def text_begins(self, attributes: Attributes) -> None:
        self.text.reads = self.in_cell and self.kind == "inlineStr" and not self.text.in_phonetic

    def cell_ends(self) -> None:
        if not self.in_cell:
            return
        self.in_cell = False
        column, is_formula = self.column, self.is_formula
        text = str(self.text)
        if text or is_formula:
            self._check_place(column)
            if is_formula:
                self.problems.add(
                    address(self.row, column),
                    "数式が入っています。計算した結果の数値や文字を入力してください"
                    "（コピーして「値の貼り付け」をすると、数式が消えます）。",
                )
            runs = self.text.runs if self.kind == "inlineStr" else ()
            stored = (
                StoredCell(FORMULA, 0, "") if is_formula else StoredCell(self.kind, self.style, text, runs)
            )
            self.rows.setdefault(self.row, {})[column] = stored

    def _check_place(self, column: int) -> None:
        where = address(self.row, column)
        if self.row > self.header_row + self.limits.rows:
            parted = "部署ごとに" if self.limits is USUAL else "シートごとに"
            refuse(
                f"行が多すぎます。{self.limits.rows:,}行までです。離れた所のセルを消すか、{parted}分けてください。",
                where,
            )
        if column > MAX_COLUMNS:
            refuse(
                f"列が多すぎます。{letters(MAX_COLUMNS)}列までです。離れた所のセルを消すか、{RETYPE}", where
            )

    # --- Merged cells -----------------------------------------------------------------------------

    def merge_begins(self, attributes: Attributes) -> None:
        self.merges += 1
        if self.merges > MAX_MERGES:
            refuse(f"結合されたセルが多すぎます。{RETYPE}")
        area = attributes.get("ref", "")
        match = _RANGE.fullmatch(area)
        if match is None and not _WHOLE_LINES.fullmatch(area):
            refuse_broken()
        if match is not None and self.takes_merged:
            rows = sorted((int(match[2]), int(match[4] or match[2])))
            columns = sorted((column_of(match[1]), column_of(match[3] or match[1])))
            self.merged.append((rows[0], columns[0], rows[1], columns[1]))
        elif match is None or max(int(match[2]), int(match[4] or 0)) >= self.header_row:
            self.problems.add(
                area, "セルが結合されています。結合を解除し、一つずつのセルに入力してください。"
            )

    # --- After the last event ---------------------------------------------------------------------

    def report_hidden(self) -> None:
        for row in sorted(self.hidden_rows & self.rows.keys()):
            self.problems.add(
                f"{row}:{row}",
                "行が隠れています。フィルターを解除するか再表示して、中身を確かめてください。",
            )
        used = {column for cells in self.rows.values() for column in cells}
        hidden = {column for first, last in self.hidden_columns for column in used if first <= column <= last}
        for column in sorted(hidden):
            name = letters(column)
            self.problems.add(f"{name}:{name}", "列が隠れています。再表示して、中身を確かめてください。")


def read_worksheet(
    data: bytes, *, header_row: int, problems: Problems, limits: Limits = USUAL, takes_merged: bool = False
) -> StoredSheet:
    """Cells by row and column; formulas, merges and hidden places go to `problems`, the rest is refused at once.

    `takes_merged`: areas are told and not refused, for tables that are not ours.
    """
    reader = _SheetReader(header_row, problems, limits, takes_merged)
    conditions = reader.conditions
    cells = {
        "col": reader.column_begins,
        "row": reader.row_begins,
        "c": reader.cell_begins,
        "f": reader.formula_begins,
        "v": reader.value_begins,
        "t": reader.text_begins,
        "mergeCell": reader.merge_begins,
    }
    starts = _joined(cells | reader.text.starts(), conditions.starts())
    ends = {"c": reader.cell_ends, "v": reader.text.ends, "t": reader.text.ends} | reader.text.ends_of_runs()

    def letters_come(text: str) -> None:
        reader.text.letters_come(text)
        conditions.letters_come(text)

    walk(
        data,
        starts=named(starts) | conditions.later_starts(),
        ends=named(ends) | conditions.ends(),
        text=letters_come,
        most=limits.elements,
    )
    reader.report_hidden()
    return StoredSheet(reader.rows, conditions.found, reader.merged)


def _joined(first: Starts, second: Starts) -> Starts:
    """Letters of a cell and of a rule have the same names for their looks; each reader knows which are its own."""

    def together(name: str) -> Callable[[Attributes], None]:
        def both(attributes: Attributes) -> None:
            first[name](attributes)
            second[name](attributes)

        return both

    shared = {name: together(name) for name in first.keys() & second.keys()}
    return first | second | shared


def _whole(text: str | None) -> int:
    if text is None or not _INDEX.fullmatch(text):
        refuse_broken()
    return int(text)


def _size(text: str | None) -> float | None:
    """A width or height; None where there is none or it cannot be read."""
    try:
        return None if text is None else float(text[:30])
    except ValueError:
        return None
