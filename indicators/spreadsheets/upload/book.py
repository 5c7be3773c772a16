"""All sheets of a workbook that a person sees, one after the other. The guard has seen the file; this runs in the child process.

Sheets of ours are held to be tables, as a department's sheet is; others are taken as they stand, and what is wrong in them
is told with them: which of their rows and columns are wanted only a person can say.
"""

import io
import re
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import chain

from indicators.evidence.programs import BrokenList, carries_programs
from indicators.spreadsheets.upload.archive import BROKEN
from indicators.spreadsheets.upload.csv_text import read_csv
from indicators.spreadsheets.upload.errors import RETYPE, Problems, refuse
from indicators.spreadsheets.upload.limits import WHOLE_PLAN
from indicators.spreadsheets.upload.markup import refuse_broken
from indicators.spreadsheets.upload.parts import ListedSheet, read_part, read_workbook
from indicators.spreadsheets.upload.shape import check_shape
from indicators.spreadsheets.upload.sheet import RawGrid
from indicators.spreadsheets.upload.styles import Styles, read_styles
from indicators.spreadsheets.upload.worksheet import StoredSheet, read_worksheet
from indicators.spreadsheets.upload.xlsx import Cells, shared_texts

_CELL = re.compile(rb"<(?:[A-Za-z0-9]+:)?(?:v|is)[ >]")


@dataclass(frozen=True)
class ReadSheet:
    grid: RawGrid
    width: int
    is_ours: bool
    merged: list[tuple[int, int, int, int]]
    problems: Problems
    others: list[str] = field(default_factory=list)


def grids_of(
    data: bytes, *, kind: str, title: str, titles: Collection[str], beside: Collection[str]
) -> Iterator[ReadSheet]:
    """As read_book() tells it; UploadRefused where the file cannot be read at all."""
    if kind == "csv":
        problems = Problems()
        grid = read_csv(data, title=title, header_row=1, problems=problems, limits=WHOLE_PLAN)
        yield ReadSheet(grid, _width(grid), False, [], problems)
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if carries_programs(archive):
                refuse(f"ブックにマクロが含まれているので、読めません。{RETYPE}")
            book = read_workbook(archive)
            listed = [sheet for sheet in book.sheets if sheet.name.strip() not in beside]
            ours = [sheet for sheet in listed if sheet.name.strip() in titles]
            wanted = ours or [sheet for sheet in listed if sheet.is_visible]
            if not wanted:
                refuse(f"読めるシートがありません。{RETYPE}")
            stored = [(sheet, *_stored(archive, sheet, bool(ours))) for sheet in wanted]
            others = [sheet.name for sheet in listed if ours and sheet not in ours and _holds(archive, sheet)]
            rows = chain.from_iterable(sheet.rows.values() for _, sheet, _ in stored)
            shared = shared_texts(archive, book, rows, WHOLE_PLAN)
            styles = read_styles(read_part(archive, book.styles)) if book.styles else Styles()
    except (*BROKEN, BrokenList):
        refuse_broken()
    if sum(len(sheet.rows) for _, sheet, _ in stored) > WHOLE_PLAN.rows:
        refuse(f"行が多すぎます。すべてのシートを合わせて{WHOLE_PLAN.rows:,}行までです。")
    reader = Cells(book, shared, styles, Problems(), WHOLE_PLAN)
    while stored:
        listed_sheet, sheet, problems = stored.pop(0)  # so that it is held no longer than it is needed
        reader.problems = problems
        grid = reader.grid(listed_sheet.name.strip(), sheet, styles)
        width = check_shape(grid, header_row=1, headings=(), problems=problems) if ours else _width(grid)
        yield ReadSheet(grid, width, bool(ours), sheet.merged, problems, others)


def _stored(archive: zipfile.ZipFile, sheet: ListedSheet, is_ours: bool) -> tuple[StoredSheet, Problems]:
    if not sheet.is_visible:
        refuse(f"シート「{sheet.name[:31]}」が隠れています。再表示して、中身を確かめてから選んでください。")
    problems = Problems()
    part = read_part(archive, sheet.part)
    found = read_worksheet(part, header_row=1, problems=problems, limits=WHOLE_PLAN, takes_merged=not is_ours)
    return found, problems


def _holds(archive: zipfile.ZipFile, sheet: ListedSheet) -> bool:
    """Whether there is anything in a sheet that nobody reads."""
    return _CELL.search(read_part(archive, sheet.part)) is not None


def _width(grid: RawGrid) -> int:
    return max((max(cells) for cells in grid.rows.values() if cells), default=0)
