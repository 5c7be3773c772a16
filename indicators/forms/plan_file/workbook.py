"""A workbook that came back: guarded, read sheet by sheet, each cell understood."""

from indicators.forms.plan_file.tables import PlanFile, cells_of_sheet, read_tables, table_of_title
from indicators.plan_tables import TABLES, PlanTables
from indicators.spreadsheets.plan_workbook import BESIDE, MARKER
from indicators.spreadsheets.upload.errors import RETYPE, refuse
from indicators.spreadsheets.upload.reader import read_book
from indicators.spreadsheets.upload.sheet import UploadedTable
from measures.models import Plan

TITLES = [table.title for table in TABLES]


def read_sheets(name: str, data: bytes) -> list[UploadedTable]:
    """UploadRefused where the file cannot be read at all."""
    return read_book(name, data, titles=TITLES, beside=BESIDE)


def read_workbook(plan: Plan, sheets: list[UploadedTable], standing: PlanTables) -> PlanFile:
    """Of sheets that are ours."""
    file = PlanFile()
    found = []
    for sheet in sheets:
        table = table_of_title(sheet.title)
        if table is None:
            continue
        for problem in sheet.problems:
            file.errors.add(
                problem.message, place=f"{table.title}!{problem.cell}" if problem.cell else table.title
            )
        file.errors.more += sheet.more
        if sheet.marker.startswith(MARKER):
            file.key, _, file.title = sheet.marker.removeprefix(MARKER).partition("/")
        found.append(cells_of_sheet(table, sheet))
    if not found:
        refuse(f"計画のシートがありません。{RETYPE}")
    _name_what_is_not_read(sheets, {sheet.table.key for sheet in found}, standing, file)
    read_tables(plan, found, standing, file)
    return file


def _name_what_is_not_read(
    sheets: list[UploadedTable], read: set[str], standing: PlanTables, file: PlanFile
) -> None:
    """A sheet or a column under another name would be lost without a word."""
    for name in sheets[0].others:
        file.warnings.add(
            "計画の様式にない名前のシートなので、読み取りません。名前を変えたときは、元に戻してください。",
            place=f"シート「{name[:31]}」",
        )
    for table in TABLES:
        rows = len(standing[table.key].rows) if table.key in standing else 0
        if rows and table.key not in read:
            file.warnings.add(
                f"ファイルにこのシートがありません。いまの計画にある{rows:,}行は、そのまま残ります。",
                place=f"シート「{table.title}」",
            )
