"""A table that is not ours (the office's own list of indicators): somebody says which row has the headings and what each column is.

Merged cells count for all of their area, heads may have several rows. Its rows are read in free_rows.py.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from typing import Any

from indicators.forms.plan_file.cells import half_width
from indicators.spreadsheets.upload.errors import Problem, refuse
from indicators.spreadsheets.upload.sheet import Cell, UploadedTable, heading_of, letters
from indicators.spreadsheets.upload.sheet import CellKind as Typed
from measures.fiscal_year import FiscalYear

MOST_ROWS, MOST_COLUMNS = 5_000, 60
_SAMPLES = 3
VALUE = "value_of_year"
# Behind 目標値 or 現状値 a head often names the year.
_OF_YEAR = r"((R|H|令和|平成)?[0-9元]{1,4}(年度?|末|月)*)?"
# What a column can be → its word, and the headings by which it is proposed.
FIELDS: dict[str, tuple[str, str]] = {
    "name": ("指標名", r"指標名|指標|KPI|成果指標|評価指標|項目"),
    "code": ("指標のコード", r"コード|指標番号"),
    "measure": ("施策（番号か名称）", r"施策(番号|名|No)?"),
    "unit": ("単位", r"単位"),
    "baseline": ("現状値", rf"(現状|現状値|基準値|策定時|現況値?){_OF_YEAR}(値|の値)?"),
    "baseline_label": ("現状値の時点", r".*(時点|基準年度?|現状年度)"),
    "target": ("目標", rf"(目標|目標数?値|めざす値){_OF_YEAR}(値|の値)?"),
    "label": ("目標の書き方", r"目標の書き方"),
    "target_year": ("目標の年度", r"目標年度?.*|.*目標年度?"),
    "remark": ("備考", r"備考|考え方|説明|出典.*備考"),
    "lead_department": ("主担当課", r".*(担当課|所管課|担当部署|担当|所管)"),
    "meaning": ("この指標がわかること", r"指標の(意味|説明|定義)"),
    "counting": ("数え方", r"数え方"),
    "direction": ("約束", r"約束|方向|目指す方向"),
    VALUE: ("その年度の実績", r"実績.*"),
}
# What the columns of some table can be: name → its word, and the headings by which it is proposed.
Fields = Mapping[str, tuple[str, str]]
_MARKS = re.compile(r"[\s　/・（）()【】\[\]：:]")


@dataclass(frozen=True)
class TableLayoutChoice:
    """Which sheet, which rows are its heads (both included), and what each column is, by the text of its head."""

    sheet: str = ""
    first: int = 1
    last: int = 1
    columns: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> "TableLayoutChoice":
        known = {name: content[name] for name in ("sheet", "first", "last", "columns") if name in content}
        return cls(**known)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class FreeColumn:
    """`field`: what it is, as chosen or proposed; "" where it is not read."""

    number: int
    head: str
    field: str
    samples: tuple[str, ...]

    @property
    def letter(self) -> str:
        return letters(self.number)


def packed(sheets: Sequence[UploadedTable]) -> dict[str, Any]:
    """For the page that asks; UploadRefused where it is too much for a list of indicators."""
    if sum(len(sheet.rows) for sheet in sheets) > MOST_ROWS:
        refuse(
            f"行が多すぎます。計画の様式でない表は、{MOST_ROWS:,}行までです。要らないシートを消してください。"
        )
    return {
        "sheets": [
            {
                "title": sheet.title,
                "width": min(sheet.width, MOST_COLUMNS),
                "merged": [list(area) for area in sheet.merged],
                "problems": [[one.cell, one.message] for one in sheet.problems],
                "rows": [
                    [
                        row,
                        [
                            [
                                column,
                                cell.kind,
                                cell.text,
                                "" if cell.number is None else str(cell.number),
                                cell.shown,
                                cell.doubt,
                                cell.notice,
                                cell.places,
                            ]
                            for column, cell in cells.items()
                            if column <= MOST_COLUMNS
                        ],
                    ]
                    for row, cells in sheet.rows.items()
                ],
            }
            for sheet in sheets
        ]
    }


def unpacked(raw: Mapping[str, Any]) -> list[UploadedTable]:
    return [
        UploadedTable(
            title=sheet["title"],
            rows={
                row: {
                    column: Cell(
                        f"{letters(column)}{row}",
                        text,
                        Typed(kind),
                        Decimal(number) if number else None,
                        shown,
                        doubt,
                        notice,
                        places=places[0] if places else 0,  # a file kept before they were read has none
                    )
                    for column, kind, text, number, shown, doubt, notice, *places in cells
                }
                for row, cells in sheet["rows"]
            },
            width=sheet["width"],
            merged=tuple(tuple(area) for area in sheet["merged"]),
            problems=tuple(Problem(cell, message) for cell, message in sheet["problems"]),
            is_ours=False,
        )
        for sheet in raw["sheets"]
    ]


# --- Heads -------------------------------------------------------------------------------------------


def proposed(
    sheets: Sequence[UploadedTable], known: TableLayoutChoice, fields: Fields = FIELDS
) -> TableLayoutChoice:
    """The sheet and rows that were chosen last, if they are there; else where most heads are known words."""
    by_title = {sheet.title: sheet for sheet in sheets}
    if known.sheet in by_title and set(known.columns) & set(_heads(by_title[known.sheet], known)):
        return known
    best, found = -1, replace(known, sheet=sheets[0].title, first=1, last=1)
    for sheet in sheets:
        for row in sorted(sheet.rows)[:20]:
            for last in (row, row + 1):
                choice = replace(known, sheet=sheet.title, first=row, last=last)
                said = {_field_of(head, known, fields) for head in _heads(sheet, choice).values()} - {""}
                score = 3 * len(said) - (last - row)
                if score > best:
                    best, found = score, choice
    return found


def columns_of(sheet: UploadedTable, layout: TableLayoutChoice, fields: Fields = FIELDS) -> list[FreeColumn]:
    found, taken = [], set()
    filled = filled_cells(sheet)
    below = [row for row in sorted(sheet.rows) if row > layout.last]
    for number, head in _heads_by_number(sheet, layout).items():
        samples = [seen(filled[row, number]) for row in below if (row, number) in filled]
        chosen = _field_of(head, layout, fields)
        if chosen != VALUE and chosen in taken:
            chosen = ""
        taken.add(chosen)
        if head or samples:
            shown = tuple(dict.fromkeys(one[:30] for one in samples if one))[:_SAMPLES]
            found.append(FreeColumn(number, head, chosen, shown))
    return found


def _field_of(head: str, layout: TableLayoutChoice, fields: Fields) -> str:
    if head in layout.columns:
        return layout.columns[head]
    plain = _MARKS.sub("", half_width(head))
    if (
        VALUE in fields
        and year_in(head)
        and re.search(r"実績|値$|度$", plain)
        and not re.search("目標|現状|基準", plain)
    ):
        return VALUE
    last = _MARKS.sub("", half_width(head.rsplit("／", 1)[-1]))
    for text in (plain, last):
        for name, (_, pattern) in fields.items():
            if name != VALUE and re.fullmatch(pattern, text, re.IGNORECASE):
                return name
    return ""


def year_in(head: str) -> int | None:
    """The fiscal year that a head names: 令和4年度実績, R4."""
    found = re.search(r"(令和|平成|R|H)\s*([0-9]{1,2}|元)|(?<![0-9])(20[0-9]{2})(?![0-9])", half_width(head))
    if found is None:
        return None
    try:
        return FiscalYear.parse(f"{found[1]}{found[2]}年度" if found[1] else f"{found[3]}年度").year
    except ValueError:
        return None


def _heads(sheet: UploadedTable, layout: TableLayoutChoice) -> dict[str, str]:
    return {head: head for head in _heads_by_number(sheet, layout).values() if head}


def _heads_by_number(sheet: UploadedTable, layout: TableLayoutChoice) -> dict[int, str]:
    """Texts of the head's rows, one below the other; a merged one stands over all its columns."""
    filled, found, times = filled_cells(sheet), {}, dict[str, int]()
    for number in range(1, min(sheet.width, MOST_COLUMNS) + 1):
        texts = [
            "".join(heading_of(seen(filled[row, number])).split())
            for row in range(layout.first, layout.last + 1)
            if (row, number) in filled
        ]
        head = "／".join(dict.fromkeys(text for text in texts if text))[:80]
        times[head] = times.get(head, 0) + 1
        found[number] = head if times[head] == 1 or not head else f"{head}（{times[head]}）"
    return found


def filled_cells(sheet: UploadedTable) -> dict[tuple[int, int], Cell]:
    """Every cell, those of a merged area as its first."""
    found = {(row, column): cell for row, cells in sheet.rows.items() for column, cell in cells.items()}
    last = max(sheet.rows, default=0)
    for top, left, bottom, right in sheet.merged:
        cell = found.get((top, left))
        if cell is None:
            continue
        for row in range(top, min(bottom, last) + 1):
            for column in range(left, min(right, sheet.width) + 1):
                found[row, column] = cell
    return found


def seen(cell: Cell) -> str:
    return (cell.shown or cell.text).strip()


def fields_of(
    sheet: UploadedTable, layout: TableLayoutChoice, chosen: Mapping[int, str]
) -> TableLayoutChoice:
    """The layout with what was chosen for each column, by its number."""
    heads = _heads_by_number(sheet, layout)
    named = {heads[number]: name for number, name in chosen.items() if heads.get(number)}
    return replace(layout, columns={**layout.columns, **named})


def each_field(fields: Fields = FIELDS) -> Iterator[tuple[str, str]]:
    yield "", "読まない"
    for name, (word, _) in fields.items():
        yield name, word
