"""A workbook's sheet for entry as a grid of cells. The guard has seen the file; this runs in the child process.

A reader of its own instead of openpyxl's: that builds objects for styles, names, merges and every shared text
before the first cell is seen (2.4 GiB of a small merge, 1.5 GiB of shared texts), gives floats without the digits
they were stored with, and cannot say which rows are hidden when it streams. Here the sheet comes first, as events;
shared texts are kept only if a cell uses them. A formula's stored result is never taken for a value.
"""

import io
import zipfile
from collections.abc import Iterable
from dataclasses import replace

from indicators.evidence.programs import BrokenList, carries_programs
from indicators.spreadsheets.upload.archive import BROKEN
from indicators.spreadsheets.upload.characters import one_line_end, text_problem, unescaped
from indicators.spreadsheets.upload.conditions import RuleLook
from indicators.spreadsheets.upload.errors import RETYPE, Problems, refuse
from indicators.spreadsheets.upload.formats import (
    LONGEST_NUMBER,
    day_of_serial,
    exact,
    plain,
    shown_day,
    shown_percent,
)
from indicators.spreadsheets.upload.limits import USUAL, Limits
from indicators.spreadsheets.upload.looks import WHITE, Look, Looked, Run, looked_at, raised_doubt
from indicators.spreadsheets.upload.markup import refuse_broken
from indicators.spreadsheets.upload.number_format import Seen, places_shown, seen_number, seen_text
from indicators.spreadsheets.upload.parts import (
    ListedSheet,
    WorkbookParts,
    read_part,
    read_shared,
    read_workbook,
)
from indicators.spreadsheets.upload.sheet import CellKind, RawCell, RawGrid, address
from indicators.spreadsheets.upload.styles import CellStyle, Styles, read_styles
from indicators.spreadsheets.upload.worksheet import FORMULA, StoredCell, StoredSheet, read_worksheet

ENTRY_SHEET = "入力"
_TEXT_TYPES = ("s", "inlineStr", "str")
_PLAIN_CELL = CellStyle()


def read_xlsx(data: bytes, *, header_row: int, problems: Problems, beside: str = "") -> RawGrid | None:
    """The sheet 「入力」, or the only one that can be seen; `beside`: that of this name, None where there is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if carries_programs(archive):
                refuse(f"ブックにマクロが含まれているので、読めません。{RETYPE}")
            book = read_workbook(archive)
            if beside and not any(sheet.name.strip() == beside for sheet in book.sheets):
                return None
            listed = _sheet_for_entry(book.sheets, beside)
            stored = read_worksheet(read_part(archive, listed.part), header_row=header_row, problems=problems)
            shared = shared_texts(archive, book, stored.rows.values())
            styles = read_styles(read_part(archive, book.styles)) if book.styles else Styles()
    except (*BROKEN, BrokenList):
        refuse_broken()
    reader = Cells(book, shared, styles, problems)
    return reader.grid(listed.name, stored, styles)


def _apply_conditions(grid: RawGrid, stored: StoredSheet, styles: Styles) -> None:
    """Whether a rule holds is not computed: a cell that it could strike through or hide is doubted either way."""
    colours = {WHITE, *(style.behind for style in styles.cells)}
    for area in stored.conditional:
        look = area.look
        if isinstance(look, int):
            look = styles.conditional[look] if look < len(styles.conditional) else RuleLook()
        if not any(look.harm(behind=colour) for colour in colours):
            continue
        for row, cells in grid.rows.items():
            for column, raw in cells.items():
                if not (area.holds(row, column) and raw.text.strip()):
                    continue
                style = _style_of(styles.cells, stored.rows[row][column])
                if harm := look.harm(behind=style.behind):
                    doubt = f"条件付き書式で、{harm}。条件付き書式を消して、中身を確かめてください。"
                    cells[column] = replace(raw, doubt=raw.doubt or doubt)


def _style_of(styles: list[CellStyle], cell: StoredCell) -> CellStyle:
    return styles[cell.style] if cell.style < len(styles) else _PLAIN_CELL


def _sheet_for_entry(sheets: list[ListedSheet], beside: str = "") -> ListedSheet:
    wanted = beside or ENTRY_SHEET
    named = next((sheet for sheet in sheets if sheet.name.strip() == wanted), None)
    if named is not None:
        if not named.is_visible:
            refuse(f"シート「{wanted}」が隠れています。再表示して、中身を確かめてから選んでください。")
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


def shared_texts(
    archive: zipfile.ZipFile,
    book: WorkbookParts,
    rows: Iterable[dict[int, StoredCell]],
    limits: Limits = USUAL,
) -> dict[int, tuple[Run, ...]]:
    """Those that the cells of these rows use."""
    wanted = {_index(cell.text) for cells in rows for cell in cells.values() if cell.kind == "s"} - {-1}
    if not wanted or not book.shared:
        return {}
    return read_shared(read_part(archive, book.shared), wanted, limits.elements)


def _index(text: str) -> int:
    """The number of a shared text; -1 for none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1


class Cells:
    """Makes of stored letters what a person sees in the cell."""

    def __init__(
        self,
        book: WorkbookParts,
        shared: dict[int, tuple[Run, ...]],
        styles: Styles,
        problems: Problems,
        limits: Limits = USUAL,
    ) -> None:
        self.book, self.shared, self.problems = book, shared, problems
        self.limits = limits
        self.styles = styles.cells
        self.letters = 0

    def grid(self, title: str, stored: StoredSheet, styles: Styles) -> RawGrid:
        grid = RawGrid(title=title, marker=self.book.marker)
        for row, cells in stored.rows.items():
            grid.rows[row] = {column: self.raw(row, column, cell) for column, cell in cells.items()}
        _apply_conditions(grid, stored, styles)
        return grid

    def raw(self, row: int, column: int, cell: StoredCell) -> RawCell:
        style = _style_of(self.styles, cell)
        if cell.kind in _TEXT_TYPES:
            return self._text(row, column, cell, style)
        if cell.kind == "n":
            return self._number(row, column, cell, style)
        if cell.kind == FORMULA:
            return RawCell(CellKind.EMPTY, "")
        if cell.kind == "b":
            return RawCell(CellKind.BOOLEAN, "TRUE" if cell.text == "1" else "FALSE")
        # t="d" is a day written as text, t="e" an error; whatever else there may be is one, too.
        kind = CellKind.DATE if cell.kind == "d" else CellKind.ERROR
        return RawCell(kind, cell.text[:30], doubt=_whole(cell.text, style).doubt)

    def _text(self, row: int, column: int, cell: StoredCell, style: CellStyle) -> RawCell:
        runs = cell.runs or (Run(cell.text),)
        if cell.kind == "s":
            found = self.shared.get(_index(cell.text))
            if found is None:
                refuse_broken()
            runs = found
        looked = _looked(runs, style)
        text = one_line_end(unescaped(looked.text))
        seen = seen_text(text, style.code) if style.code not in ("", "@") else Seen()
        text = seen.text or text
        self.letters += len(text)
        if self.letters > self.limits.all_text:
            refuse(f"文字が多すぎます（合わせて{self.limits.all_text:,}字まで）。ファイルを分けてください。")
        problem = text_problem(text, self.limits.text)
        if problem:
            self.problems.add(address(row, column), problem)
            return RawCell(CellKind.ERROR, "")
        if not text:
            return RawCell(CellKind.EMPTY, text)
        doubt, notice = looked.doubt or seen.doubt, looked.notice + seen.notice
        return RawCell(CellKind.TEXT, text, doubt=doubt, notice=notice)

    def _number(self, row: int, column: int, cell: StoredCell, style: CellStyle) -> RawCell:
        number = exact(cell.text)
        if number is None:
            where = address(row, column)
            if len(cell.text) > LONGEST_NUMBER:
                self.problems.add(where, "数字の桁が多すぎます。15桁までの数字を入力し直してください。")
            else:
                self.problems.add(where, "数として読めません。数字を入力し直してください。")
            return RawCell(CellKind.ERROR, "")
        doubt = _whole(plain(number), style).doubt
        if style.kind == CellKind.DATE:
            return RawCell(style.kind, shown_day(number, from_1904=self.book.from_1904), doubt=doubt)
        seen = seen_number(number, style.code, plain(abs(number))) if style.code else Seen()
        text = shown_percent(number) if style.kind == CellKind.PERCENT else plain(number)
        day = ""
        if style.kind == CellKind.NUMBER and not seen.text:
            day = day_of_serial(number, from_1904=self.book.from_1904)
        places = places_shown(number, style.code) if style.code else 0
        return RawCell(
            style.kind, text, str(number), seen.text, doubt or seen.doubt, seen.notice, day, places
        )


def _looked(runs: tuple[Run, ...], style: CellStyle) -> Looked:
    return looked_at(runs, style.look, behind=style.behind)


def _whole(text: str, style: CellStyle) -> Looked:
    """A cell of one look."""
    if not (style.look.is_struck or style.look.colour_name == style.behind):
        return Looked(text, raised_doubt(text, style.look.script))
    return looked_at((Run(text, replace(style.look, script="")),), Look(), behind=style.behind)
