"""A workbook's sheet for entry as a grid of cells. The guard has seen the file; this runs in the child process.

A reader of its own instead of openpyxl's: that builds objects for styles, names, merges and every shared text
before the first cell is seen (2.4 GiB of a small merge, 1.5 GiB of shared texts), gives floats without the digits
they were stored with, and cannot say which rows are hidden when it streams. Here the sheet comes first, as events;
shared texts are kept only if a cell uses them. A formula's stored result is never taken for a value.
"""

import io
import zipfile
from collections.abc import Collection

from indicators.spreadsheets.upload.archive import BROKEN
from indicators.spreadsheets.upload.characters import one_line_end, text_problem, unescaped
from indicators.spreadsheets.upload.errors import RETYPE, Problems, refuse
from indicators.spreadsheets.upload.formats import LONGEST_NUMBER, exact, plain, shown_day, shown_percent
from indicators.spreadsheets.upload.limits import MAX_ALL_TEXT
from indicators.spreadsheets.upload.markup import refuse_broken
from indicators.spreadsheets.upload.parts import (
    ListedSheet,
    WorkbookParts,
    read_formats,
    read_part,
    read_shared,
    read_workbook,
)
from indicators.spreadsheets.upload.sheet import CellKind, RawCell, RawGrid, address
from indicators.spreadsheets.upload.worksheet import FORMULA, StoredCell, read_worksheet

ENTRY_SHEET = "入力"
_TEXT_TYPES = ("s", "inlineStr", "str")


def read_xlsx(data: bytes, *, header_row: int, problems: Problems) -> RawGrid:
    """The sheet 「入力」, or the only one that can be seen."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            book = read_workbook(archive)
            listed = _sheet_for_entry(book.sheets)
            stored = read_worksheet(read_part(archive, listed.part), header_row=header_row, problems=problems)
            shared = _shared(archive, book, stored.values())
            formats = read_formats(read_part(archive, book.styles)) if book.styles else []
    except BROKEN:
        refuse_broken()
    grid = RawGrid(title=listed.name, marker=book.marker)
    reader = _Cells(book, shared, formats, problems)
    for row, cells in stored.items():
        grid.rows[row] = {column: reader.raw(row, column, cell) for column, cell in cells.items()}
    return grid


def _sheet_for_entry(sheets: list[ListedSheet]) -> ListedSheet:
    named = next((sheet for sheet in sheets if sheet.name.strip() == ENTRY_SHEET), None)
    if named is not None:
        if not named.is_visible:
            refuse(f"シート「{ENTRY_SHEET}」が隠れています。再表示して、中身を確かめてから選んでください。")
        return named
    visible = [sheet for sheet in sheets if sheet.is_visible]
    if not visible:
        refuse(f"読めるシートがありません。{RETYPE}")
    if len(visible) > 1:
        names = "、".join(f"「{sheet.name[:31]}」" for sheet in visible[:5])
        refuse(
            f"シートが{len(visible)}枚あり（{names}）、どれを読むか分かりません。"
            f"読むシートの名前を「{ENTRY_SHEET}」にしてください。"
        )
    return visible[0]


def _shared(
    archive: zipfile.ZipFile, book: WorkbookParts, rows: Collection[dict[int, StoredCell]]
) -> dict[int, str]:
    wanted = {_index(cell.text) for cells in rows for cell in cells.values() if cell.kind == "s"} - {-1}
    return read_shared(read_part(archive, book.shared), wanted) if wanted and book.shared else {}


def _index(text: str) -> int:
    """The number of a shared text; -1 for none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1


class _Cells:
    """Makes of stored letters what a person sees in the cell."""

    def __init__(
        self, book: WorkbookParts, shared: dict[int, str], formats: list[CellKind], problems: Problems
    ) -> None:
        self.book, self.shared, self.formats, self.problems = book, shared, formats, problems
        self.letters = 0

    def raw(self, row: int, column: int, cell: StoredCell) -> RawCell:
        if cell.kind in _TEXT_TYPES:
            return self._text(row, column, cell)
        if cell.kind == "n":
            return self._number(row, column, cell)
        if cell.kind == FORMULA:
            return RawCell(CellKind.EMPTY, "")
        if cell.kind == "b":
            return RawCell(CellKind.BOOLEAN, "TRUE" if cell.text == "1" else "FALSE")
        # t="d" is a day written as text, t="e" an error; whatever else there may be is one, too.
        return RawCell(CellKind.DATE if cell.kind == "d" else CellKind.ERROR, cell.text[:30])

    def _text(self, row: int, column: int, cell: StoredCell) -> RawCell:
        text = cell.text
        if cell.kind == "s":
            found = self.shared.get(_index(text))
            if found is None:
                refuse_broken()
            text = found
        text = one_line_end(unescaped(text))
        self.letters += len(text)
        if self.letters > MAX_ALL_TEXT:
            refuse(f"文字が多すぎます（合わせて{MAX_ALL_TEXT:,}字まで）。部署ごとに分けてください。")
        problem = text_problem(text)
        if problem:
            self.problems.add(address(row, column), problem)
            return RawCell(CellKind.ERROR, "")
        return RawCell(CellKind.TEXT if text else CellKind.EMPTY, text)

    def _number(self, row: int, column: int, cell: StoredCell) -> RawCell:
        number = exact(cell.text)
        if number is None:
            where = address(row, column)
            if len(cell.text) > LONGEST_NUMBER:
                self.problems.add(where, "数字の桁が多すぎます。15桁までの数字を入力し直してください。")
            else:
                self.problems.add(where, "数として読めません。数字を入力し直してください。")
            return RawCell(CellKind.ERROR, "")
        kind = self.formats[cell.style] if cell.style < len(self.formats) else CellKind.NUMBER
        if kind == CellKind.PERCENT:
            return RawCell(kind, shown_percent(number), str(number))
        if kind == CellKind.DATE:
            return RawCell(kind, shown_day(number, from_1904=self.book.from_1904))
        return RawCell(kind, plain(number), str(number))
