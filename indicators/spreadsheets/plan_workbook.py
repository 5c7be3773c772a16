"""A whole plan as a workbook: a sheet a table, 記入要領, examples, and the words to choose from; empty or filled.

Each sheet has one row of headings and is read back by read_plan() (plan_reading.py). Columns of codes have Excel's format for
text: else it would make 1 of 01 and a day of 41-1.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from math import ceil
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from indicators.plan_tables import BY_KEY, TABLES, CellKind, Column, PlanTables, Table
from indicators.plan_tables.changes import words_of
from indicators.spreadsheets.cells import HEAD, fit_to_width
from indicators.spreadsheets.prefilled import GUIDE_SHEET, Content, Looks, fill, make_room, write_line
from indicators.spreadsheets.upload.parts import MARKER_NAME
from measures.fiscal_year import FiscalYear
from measures.levels import usual_words_note

EXAMPLES, WORDS = "記入例", "選択肢"
# Sheets that are read by nobody but people.
BESIDE = (GUIDE_SHEET, EXAMPLES, WORDS)
MARKER = "plan/v1/"
_OFFERED_ROWS = 2_000  # how far down a cell offers its words
_EXAMPLES_A_TABLE = 3
_TEXT = "@"
_GUIDE_WIDTH = 100
_EXAMPLE_WIDTHS = (26, 42, 42, 42)
_WIDTH_OF_A3 = 280  # half widths that can still be read on it, lying
_CENTRED = Alignment(horizontal="center", vertical="top")
_YES = ("はい", "いいえ")


def plan_xlsx(
    *, key: str, name: str, years: range, tables: PlanTables, examples: PlanTables, guide: Sequence[str] = ()
) -> bytes:
    """`key` and `name` (with its city) of the plan that it is made from; `tables` fill the sheets, `examples` are shown on a sheet of their own."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = GUIDE_SHEET
    _write_guide(first, name, years, guide)
    looks, words = Looks(), _words_sheet()
    for table in TABLES:
        page = book.create_sheet(table.title)
        rows = tables[table.key].rows if table.key in tables else ()
        _write_table(page, table, [line.cells for line in rows], looks)
        _offer_words(page, table, words)
    _write_examples(book.create_sheet(EXAMPLES), examples, looks)
    _write_words(book.create_sheet(WORDS), words)
    said = f"{MARKER}{key}/{name}".replace('"', '""')
    marker = f'"{said}"'
    book.defined_names[MARKER_NAME] = DefinedName(MARKER_NAME, attr_text=marker, hidden=True)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _write_table(page: Worksheet, table: Table, rows: Sequence[Mapping[str, Any]], looks: Looks) -> None:
    room = [column.width for column in table.columns]
    for place, column in enumerate(table.columns, 1):
        letter = get_column_letter(place)
        page.column_dimensions[letter].width = column.width
        if column.kind in (CellKind.CODE, CellKind.NAMES):
            page.column_dimensions[letter].number_format = _TEXT
    _write_head(page, table, 1, looks)
    for at, cells in enumerate(rows, 2):
        contents = [_content(column, cells[column.name]) for column in table.columns]
        for place, (column, content) in enumerate(zip(table.columns, contents, strict=True), 1):
            cell = page.cell(at, place)
            fill(cell, content, looks, is_locked=False)
            if column.kind in (CellKind.CODE, CellKind.NAMES):
                cell.number_format = _TEXT
            elif column.kind is CellKind.WHOLE:  # else it touches the words of the next column
                cell.alignment = _CENTRED
        make_room(page, at, contents, room)
    page.freeze_panes = page.cell(2, len(table.owner) + 1)
    page.print_title_rows = "1:1"
    fit_to_width(page, page.PAPERSIZE_A3, "landscape")
    if sum(room) > _WIDTH_OF_A3:  # side by side, each page with what the row is about
        page.page_setup.fitToWidth = ceil(sum(room) / _WIDTH_OF_A3)
        page.print_title_cols = f"A:{get_column_letter(len(table.owner) + 1)}"


def _write_head(page: Worksheet, table: Table, at: int, looks: Looks) -> None:
    headings = [column.heading for column in table.columns]
    for place, column in enumerate(table.columns, 1):
        cell = page.cell(at, place)
        fill(cell, column.heading, looks, is_locked=True)
        cell.font, cell.fill = Font(name=cell.font.name, size=11, bold=True), HEAD
    make_room(page, at, headings, [column.width for column in table.columns])


def _content(column: Column, cell: Any) -> Content:
    if cell is None or cell == "":
        return None
    if column.kind is CellKind.FIGURE:
        return Decimal(cell)
    if column.kind is CellKind.DAY:
        return date.fromisoformat(cell)
    if column.kind is CellKind.YEAR:
        return FiscalYear(cell).wareki
    if column.kind is CellKind.WHOLE:
        return int(cell)
    return words_of(column, cell)


# --- Words to choose from ----------------------------------------------------------------------------


def _words_sheet() -> dict[tuple[str, ...], str]:
    """Each list of words → where it stands; a list that several columns offer stands once."""
    found: dict[tuple[str, ...], str] = {}
    for table in TABLES:
        for column in table.columns:
            if words := _offered(column):
                letter = get_column_letter(len(found) + 1)
                found.setdefault(words, f"'{WORDS}'!${letter}$2:${letter}${len(words) + 1}")
    return found


def _offered(column: Column) -> tuple[str, ...]:
    if column.kind is CellKind.YES:
        return _YES
    return tuple(column.choices.values()) if column.kind is CellKind.CHOICE else ()


def _offer_words(page: Worksheet, table: Table, places: Mapping[tuple[str, ...], str]) -> None:
    for place, column in enumerate(table.columns, 1):
        words = places.get(_offered(column), "")
        if column.name in ("lead_department", "department"):
            words = f"'{BY_KEY['departments'].title}'!$A$2:$A$500"
        if not words:
            continue
        rule = DataValidation(type="list", formula1=words, allow_blank=True, showErrorMessage=True)
        rule.errorTitle = "選択肢にない言葉です"
        rule.error = f"一覧から選んでください。選べる言葉は、シート「{WORDS}」にあります。"
        page.add_data_validation(rule)
        letter = get_column_letter(place)
        rule.add(f"{letter}2:{letter}{_OFFERED_ROWS}")


def _write_words(page: Worksheet, places: Mapping[tuple[str, ...], str]) -> None:
    heads: dict[tuple[str, ...], list[str]] = {}
    for table in TABLES:
        for column in table.columns:
            if words := _offered(column):
                heads.setdefault(words, []).append(column.heading)
    for place, words in enumerate(places, 1):
        page.column_dimensions[get_column_letter(place)].width = 30
        head = "はい・いいえ" if words == _YES else "、".join(dict.fromkeys(heads[words]))
        for at, word in enumerate((head, *words), 1):
            write_line(page.cell(at, place), word, bold=at == 1)
    page.protection.sheet = True
    page.protection.formatColumns = page.protection.formatRows = False


# --- For people --------------------------------------------------------------------------------------


def _write_guide(page: Worksheet, name: str, years: range, more: Sequence[str]) -> None:
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 24, _GUIDE_WIDTH
    page.column_dimensions["C"].width = 8
    first, last = FiscalYear(years.start).long, FiscalYear(years.stop - 1).long
    lines: list[tuple[str, ...]] = [
        (f"{name}（{first}から{last}まで）",),
        ("計画のまるごとを、1つのブックで入力します。見出しの行は消さず、2行目から入力してください。",),
        (
            "入力したブックを「計画」の画面で選ぶと、何がどう変わるかを見てから、保存するかどうかを決められます。",
        ),
        ("1か所でも直すところがあれば、1件も保存しません。直すところは、シートとセルの番地で示します。",),
        (
            "行のないシートは、いまの計画を変えません。列を消したときは、その列のいまの内容がそのまま残ります。",
        ),
        ("年度は「令和8年度」「R8」「2026」のように入力します。暦年で数える指標でも、年の数は同じです。",),
        (
            "数は、計画書のとおりの単位と桁数で入力します。丸めたり、補ったりはしません。新しい指標で空にした欄をほかの欄から読み取ったときは、何としたかを取り込む前に示します。",
        ),
        ("数式、結合したセル、隠れた行や列は読めません。計算した結果の数を入力してください。",),
        (f"選ぶ言葉はシート「{WORDS}」に、例はシート「{EXAMPLES}」にあります。どちらも読み取りません。",),
        *((line,) for line in (*more, usual_words_note()) if line),
    ]
    for table in TABLES:
        lines += [("",), (f"シート「{table.title}」", table.about), ("列", "入力のしかた", "必須")]
        for column in table.columns:
            lines.append(
                (column.heading, _how(column), "必須" if column.is_required and not column.is_open else "")
            )
    for at, line in enumerate(lines, 1):
        is_head = line[0].startswith("シート「") or line[0] == "列" or at == 1
        for place, text in enumerate(line, 1):
            write_line(page.cell(at, place), text, bold=is_head, wraps=len(line) > 1)
        if len(line) > 1:
            widths = (24, _GUIDE_WIDTH, 8)
            make_room(page, at, line, widths[: len(line)])
    page.protection.sheet = True
    page.protection.formatColumns = page.protection.formatRows = False
    fit_to_width(page, page.PAPERSIZE_A4)


_HOW = {
    CellKind.WHOLE: "数字",
    CellKind.YEAR: "年度",
    CellKind.FIGURE: "数",
    CellKind.DAY: "日付。例：令和8年5月31日",
    CellKind.NAMES: "「、」で区切る",
}


def _how(column: Column) -> str:
    said = [column.hint or _HOW.get(column.kind, "")]
    if column.kind is CellKind.CHOICE:
        said.append("、".join(f"「{word}」" for word in column.choices.values()) + "から選ぶ")
    if column.kind is CellKind.YES and not column.hint:
        said.append("はい・いいえ")
    if column.longest:
        said.append(f"{column.longest:,}字まで")
    return "。".join(one.rstrip("。") for one in said if one)


def _write_examples(page: Worksheet, examples: PlanTables, looks: Looks) -> None:
    """The first rows of each table, as somebody filled them in: a line a column, since some have thirty, and a column an example."""
    for place, width in enumerate(_EXAMPLE_WIDTHS, 1):
        page.column_dimensions[get_column_letter(place)].width = width
    at = 1
    for table in TABLES:
        lines = examples[table.key].rows[:_EXAMPLES_A_TABLE] if table.key in examples else ()
        if not lines:
            continue
        heads = (f"シート「{table.title}」", *(f"例{number}" for number in range(1, len(lines) + 1)))
        for place, text in enumerate(heads, 1):
            write_line(page.cell(at, place), text, bold=True)
        for column in table.columns:
            at += 1
            contents = [column.heading, *(_content(column, line.cells[column.name]) for line in lines)]
            for place, content in enumerate(contents, 1):
                fill(page.cell(at, place), content, looks, is_locked=True)
            make_room(page, at, contents, _EXAMPLE_WIDTHS[: len(contents)])
        at += 2
    page.protection.sheet = True
    page.protection.formatColumns = page.protection.formatRows = False
    fit_to_width(page, page.PAPERSIZE_A4)
