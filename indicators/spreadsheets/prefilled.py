"""A prefilled workbook (or CSV) for entry: what is given is locked, what is asked open; read_upload() reads it back.

Nothing interpreted may differ on the way back: text is text whatever it begins with, figures carry 15 digits. An
open cell has Excel's plain format: in one with a format of its own a typed 12.5% would look like 0.1 and be
stored as 0.125 without a trace, in a plain one Excel marks it as ％ and the reader can tell.
"""

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from indicators.numbers import plain_number
from indicators.spreadsheets.cells import HEAD, begins_formula, fit_to_width, grouped, write_text
from indicators.spreadsheets.text_width import lines_of
from indicators.spreadsheets.upload.characters import escaped, guarded, without_unfit
from indicators.spreadsheets.upload.limits import MAX_COLUMNS, MAX_ROWS, MAX_TEXT
from indicators.spreadsheets.upload.parts import LONGEST_MARKER, MARKER_NAME
from indicators.spreadsheets.upload.xlsx import ENTRY_SHEET

GUIDE_SHEET = "記入要領"
MAX_DIGITS = 15  # what a spreadsheet keeps of a number; later digits would come back as zeros
_FONT = "游ゴシック"
_THIN = Side(style="thin", color="999999")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_GIVEN = PatternFill("solid", fgColor="F2F2F2")
_PLAIN, _BOLD = Font(name=_FONT, size=11), Font(name=_FONT, size=11, bold=True)
_TOP = Alignment(vertical="top", wrap_text=True)
_USUAL_WIDTH, _GUIDE_WIDTH = 16, 68
_LINE, _MOST_LINES = 18.75, 20  # points; Excel draws no row higher than 409
_WIDTH_OF_A4 = 140  # half widths that can still be read on it


@dataclass(frozen=True, slots=True)
class Figure:
    """A number for a cell, shown with `decimals` where the cell is locked; None leaves it empty."""

    value: Decimal | None
    decimals: int = 0


Content = str | int | Decimal | Figure | date | None


@dataclass(frozen=True, slots=True)
class EntrySheet:
    """One sheet to fill in. `locked`: headings of the columns that are given, `closed`: places (from 0) of rows that are
    given whole. `validation`: heading → the only words that a cell takes."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Content]]
    locked: Collection[str]
    closed: Collection[int] = ()
    validation: Mapping[str, Sequence[str]] = field(default_factory=dict)
    widths: Mapping[str, int] = field(default_factory=dict)


class Looks:
    """The two looks of a workbook's cells. openpyxl compares each part of a look with all that there are; made once
    and copied, a sheet of 400 rows is written in half the time."""

    def __init__(self) -> None:
        self.made: dict[bool, StyleArray] = {}

    def dress(self, cell: Cell, *, is_locked: bool) -> None:
        if is_locked not in self.made:
            cell.font, cell.border, cell.alignment = _PLAIN, _BOX, _TOP
            cell.protection = Protection(locked=is_locked)
            if is_locked:
                cell.fill = _GIVEN
            self.made[is_locked] = copy(cell._style)
        cell._style = copy(self.made[is_locked])


def prefilled_workbook(
    columns: Sequence[str],
    rows: Sequence[Sequence[Content]],
    *,
    locked: Collection[str],
    closed: Collection[int] = (),
    validation: Mapping[str, Sequence[str]],
    guide_lines: Sequence[str],
    marker: str = "",
    widths: Mapping[str, int] | None = None,
    beside: Sequence[EntrySheet] = (),
) -> bytes:
    """A book of the sheet 「入力」, those `beside` it and the guide; the words are those of EntrySheet.

    `marker`: what the server wants to know again of this file (version, year, department); it stands in a hidden
    name and comes back as Sheet.marker. It is a hint and no proof: a person can change it.
    """
    sheets = [EntrySheet(ENTRY_SHEET, columns, rows, locked, closed, validation, widths or {}), *beside]
    for sheet in sheets:
        _check(sheet.columns, sheet.rows, [*sheet.locked, *sheet.validation, *sheet.widths], marker)
    book = Workbook()
    book.remove(book.worksheets[0])
    made = [book.create_sheet(sheet.title) for sheet in sheets]
    lists = _write_guide(
        book.create_sheet(GUIDE_SHEET),
        guide_lines,
        {k: v for one in sheets for k, v in one.validation.items()},
    )
    looks = Looks()
    for entry, sheet in zip(made, sheets, strict=True):
        _write_sheet(entry, sheet, lists, looks)
    if marker:
        text = escaped(marker).replace('"', '""')
        book.defined_names[MARKER_NAME] = DefinedName(MARKER_NAME, attr_text=f'"{text}"', hidden=True)
    found = io.BytesIO()
    book.save(found)
    return found.getvalue()


def _write_sheet(entry: Worksheet, sheet: EntrySheet, lists: Mapping[str, str], looks: Looks) -> None:
    room = [sheet.widths.get(heading, _USUAL_WIDTH) for heading in sheet.columns]
    _write_head(entry, sheet.columns, room, looks)
    given = [heading in sheet.locked for heading in sheet.columns]
    closed = set(sheet.closed)
    for at, row in enumerate(sheet.rows, 2):
        for number, (is_given, content) in enumerate(zip(given, row, strict=True), 1):
            fill(entry.cell(at, number), content, looks, is_locked=is_given or at - 2 in closed)
        make_room(entry, at, row, room)
    for heading in sheet.validation:
        if heading in lists:
            column = get_column_letter(sheet.columns.index(heading) + 1)
            _offer(entry, f"{column}2:{column}{max(len(sheet.rows) + 1, 2)}", lists[heading], heading)
    _lay_out(entry, room, len(sheet.rows))


def prefilled_csv(columns: Sequence[str], rows: Sequence[Sequence[Content]]) -> bytes:
    """The same rows for those without a spreadsheet program: UTF-8 with BOM, CRLF, text that could run guarded."""
    _check(columns, rows, [], "")
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow([_csv_text(heading) for heading in columns])
    for row in rows:
        writer.writerow([_csv_text(content) for _, content in zip(columns, row, strict=True)])
    return b"\xef\xbb\xbf" + made.getvalue().encode("utf-8")


def _csv_text(content: Content) -> str:
    if isinstance(content, str):
        text = without_unfit(content)
        if len(text) > MAX_TEXT:
            raise ValueError(f"a cell holds at most {MAX_TEXT} letters")
        return guarded(text)
    if isinstance(content, date):
        return content.isoformat()
    number = content.value if isinstance(content, Figure) else content
    return "" if number is None else plain_number(Decimal(number))


def _check(
    columns: Sequence[str], rows: Sequence[Sequence[Content]], named: Sequence[str], marker: str
) -> None:
    """A file that read_upload() would refuse is a mistake of the caller."""
    names = [without_unfit(heading).strip() for heading in columns]
    if len(set(names)) != len(names) or not all(names) or not 0 < len(columns) <= MAX_COLUMNS:
        raise ValueError("columns need different headings that are not empty, and not too many")
    if len(rows) > MAX_ROWS:
        raise ValueError(f"a sheet for entry has at most {MAX_ROWS} rows")
    if unknown := set(named) - set(columns):
        raise ValueError(f"no such columns: {sorted(unknown)}")
    if len(marker) > LONGEST_MARKER or not marker.isprintable():
        raise ValueError("a marker is short and printable")


def _write_head(entry: Worksheet, columns: Sequence[str], room: Sequence[int], looks: Looks) -> None:
    for number, (heading, width) in enumerate(zip(columns, room, strict=True), 1):
        cell = entry.cell(1, number)
        fill(cell, heading, looks, is_locked=True)
        cell.font, cell.fill = _BOLD, HEAD
        entry.column_dimensions[get_column_letter(number)].width = width
    make_room(entry, 1, columns, room)


def make_room(entry: Worksheet, at: int, row: Sequence[Content], room: Sequence[int]) -> None:
    """Not every program makes a row as high as its texts by itself. One line is left to it: it can grow then."""
    texts = zip(row, room, strict=True)
    lines = max((lines_of(text, width) for text, width in texts if isinstance(text, str)), default=1)
    if lines > 1:
        entry.row_dimensions[at].height = min(lines, _MOST_LINES) * _LINE


def fill(cell: Cell, content: Content, looks: Looks, *, is_locked: bool) -> None:
    looks.dress(cell, is_locked=is_locked)
    if isinstance(content, str):
        _fill_text(cell, content)
    elif isinstance(content, date):
        cell.value, cell.number_format = content, "yyyy-mm-dd"
    elif isinstance(content, Figure):
        _fill_number(cell, content.value)
        if is_locked:
            cell.number_format = grouped(content.decimals)
    else:
        _fill_number(cell, content)


def _fill_text(cell: Cell, content: str) -> None:
    text = without_unfit(content)
    if len(text) > MAX_TEXT:
        raise ValueError(f"a cell holds at most {MAX_TEXT} letters")
    if not text:
        return
    write_text(cell, escaped(text), is_quoted=begins_formula(text))


def _fill_number(cell: Cell, number: int | Decimal | None) -> None:
    if number is None:
        return
    exact = Decimal(number)
    if not exact.is_finite() or len(exact.normalize().as_tuple().digits) > MAX_DIGITS:
        raise ValueError(f"a number cell holds {MAX_DIGITS} digits: {number}")
    cell.value = exact


def _write_guide(
    guide: Worksheet, lines: Sequence[str], validation: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """The lines, then the words to choose from; give back where each list of words stands."""
    guide.column_dimensions["A"].width = _GUIDE_WIDTH
    at = 0
    for line in lines:
        at += 1
        _write_line(guide, at, line)
    lists = {}
    for heading, words in validation.items():
        at += 2
        _write_line(guide, at, f"「{heading}」に入れられる言葉", bold=True)
        for word in words:
            at += 1
            _write_line(guide, at, word)
        lists[heading] = f"'{GUIDE_SHEET}'!$A${at - len(words) + 1}:$A${at}"
    guide.protection.sheet = True
    guide.protection.formatColumns = guide.protection.formatRows = False
    fit_to_width(guide, guide.PAPERSIZE_A4)
    return {heading: place for heading, place in lists.items() if validation[heading]}


def _write_line(guide: Worksheet, at: int, text: str, *, bold: bool = False) -> None:
    write_line(guide.cell(at, 1), text, bold=bold)
    guide.row_dimensions[at].height = lines_of(text, _GUIDE_WIDTH) * _LINE


def write_line(cell: Cell, text: str, *, bold: bool = False, wraps: bool = True) -> None:
    """A cell that only people read."""
    _fill_text(cell, text)
    cell.font, cell.alignment = _BOLD if bold else _PLAIN, _TOP if wraps else Alignment(vertical="top")


def _offer(entry: Worksheet, area: str, words: str, heading: str) -> None:
    rule = DataValidation(type="list", formula1=words, allow_blank=True, showErrorMessage=True)
    rule.errorTitle = "選択肢にない言葉です"
    rule.error = f"一覧から選んでください。選べる言葉は、シート「{GUIDE_SHEET}」にあります。"
    rule.promptTitle, rule.prompt, rule.showInputMessage = heading[:32], "一覧から選びます。", True
    entry.add_data_validation(rule)
    rule.add(area)


def _lay_out(entry: Worksheet, room: Sequence[int], count: int) -> None:
    """Headings stay in sight and come again on each page. The lock keeps from slips; it has no password."""
    entry.freeze_panes = "A2"
    entry.protection.sheet = True
    entry.protection.formatColumns = entry.protection.formatRows = False
    entry.print_title_rows = "1:1"
    entry.print_area = f"A1:{get_column_letter(len(room))}{count + 1}"
    paper = entry.PAPERSIZE_A4 if sum(room) <= _WIDTH_OF_A4 else entry.PAPERSIZE_A3
    fit_to_width(entry, paper, "landscape")
