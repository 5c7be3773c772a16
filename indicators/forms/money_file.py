"""The accounting system's table: somebody says what each column is; its rows become one cost a 事務事業, or every reason why not.

Several rows of one 事務事業 (節 by 節) are added up. What is read adds up to what the table says in its 合計, to the yen.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from indicators.forms.column_choice import ColumnChoice
from indicators.forms.money import LABOUR_DECIMALS, UNITS, money_refusal
from indicators.forms.plan_file.cells import half_width
from indicators.forms.plan_file.free import Fields, TableLayoutChoice, filled_cells, seen
from indicators.frames import Amounts
from indicators.models.money import MOST_YEN
from indicators.shares import Share, read_shares
from indicators.spreadsheets.upload.cell_values import read_figure, read_words
from indicators.spreadsheets.upload.errors import Problems
from indicators.spreadsheets.upload.sheet import Cell, UploadedTable, address, column_of
from measures.typed_text import one_line

_UNIT = r"(千?円|人|％)?"
FIELDS: Fields = {
    "code": ("事業コード", r"(細?(事務)?事業)?(コード|番号|CD|ID)"),
    "name": ("事務事業名", r"細?(事務)?事業(名|名称)?"),
    "department": ("担当課", r".*(担当課|所管課|所属|担当部署|所管)(名|名称)?"),
    "budget": ("予算額", rf"(当初|補正後|最終|現計)?予算(現額|額|現計)?{_UNIT}"),
    "settled": ("決算額", rf"(決算(見込)?額?|支出済額|執行済?額){_UNIT}"),
    "labour": ("人工", rf"(人工数?|従事(者|職員)数|職員数){_UNIT}"),
    "shares": ("取組と割合", r"(主な)?取組.*"),
}
AMOUNTS = ("budget", "settled")
_SUM = re.compile(r"(合\s*計|総\s*計|総合計)")
_PART_SUM = re.compile(r"小?\s*計")
LONGEST_NAME, LONGEST_CODE = 100, 100


@dataclass
class FileProject:
    """What a file says of one 事務事業: `told` is which columns it has; amounts in yen, labour in hundredths of a person.

    `place`: the first of its cells that names it; `shares`: None where the file says nothing of them.
    """

    code: str
    name: str
    place: str
    rows: int = 0
    department: str = ""
    department_place: str = ""
    figures: dict[str, int | None] = field(default_factory=dict)
    shares: list[Share] | None = None
    shares_text: str = ""
    shares_place: str = ""

    @property
    def amounts(self) -> Amounts:
        return Amounts(**{name: self.figures.get(name) for name in ("budget", "settled", "labour")})


@dataclass
class MoneyFile:
    """`told`: the columns that were chosen; `sums`: what its row 合計 says, by column."""

    told: tuple[str, ...]
    projects: list[FileProject] = field(default_factory=list)
    problems: Problems = field(default_factory=Problems)
    rows: int = 0
    left: list[str] = field(default_factory=list)
    checked_sum: str = ""


@dataclass(frozen=True)
class MoneyLayout:
    """Which column is what, in which unit amounts stand, and whose the projects are where no column says so (id)."""

    table: TableLayoutChoice
    unit: str = "円"
    department: int | None = None

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> "MoneyLayout":
        unit = content.get("unit", "円")
        return cls(
            TableLayoutChoice.of(content.get("table", {})),
            unit if unit in UNITS else "円",
            content.get("department"),
        )

    def as_json(self) -> dict[str, Any]:
        return {"table": self.table.as_json(), "unit": self.unit, "department": self.department}


class MoneyColumns(ColumnChoice):
    """The columns of the table that somebody is looking at. `known`: as they were chosen last."""

    def __init__(self, sheets: Sequence[UploadedTable], known: MoneyLayout) -> None:
        self.known = known
        super().__init__(sheets, known.table, FIELDS)

    @property
    def unit(self) -> str:
        """As it was chosen last; else as a heading says."""
        if self.known.table.columns:
            return self.known.unit
        return "千円" if any("千円" in one.head for one in self.columns if one.field in AMOUNTS) else "円"

    @property
    def is_remembered(self) -> bool:
        """Whether the columns that must be there were chosen before, so that nobody is asked again."""
        known = {one.field for one in self.columns if one.field and one.head in self.known.table.columns}
        return bool({"name", "code"} & known) and bool(set(AMOUNTS) & known)

    def lacking(self) -> str:
        """Which column must still be chosen; "" where enough is."""
        chosen = {one.field for one in self.columns}
        if not {"name", "code"} & chosen:
            return "事務事業名か事業コードの列を選んでください。"
        if not set(AMOUNTS) & chosen:
            return "予算額か決算額の列を選んでください。"
        return ""

    def read(self, unit: str) -> MoneyFile:
        return _Rows(self, unit).read()


class _Rows:
    """The rows below the heads, one after the other."""

    def __init__(self, columns: ColumnChoice, unit: str) -> None:
        self.sheet, self.unit, self.last = columns.sheet, unit, columns.layout.last
        self.at = {one.field: one.number for one in columns.columns if one.field}
        self.heads = {one.field: one.head for one in columns.columns if one.field}
        self.file = MoneyFile(tuple(self.at))
        self.by_code: dict[str, FileProject] = {}
        self.sums: list[tuple[int, dict[str, int | None]]] = []

    def read(self) -> MoneyFile:
        used = set(self.at.values())
        for problem in self.sheet.problems:
            if _column(problem.cell) in used:
                self._wrong(problem.cell, problem.message)
        filled = filled_cells(self.sheet)
        for row in sorted(self.sheet.rows):
            if row > self.last:
                cells = {name: filled[row, at] for name, at in self.at.items() if (row, at) in filled}
                if any(seen(cell) for cell in cells.values()):
                    self._row(row, cells)
        self.file.projects = list(self.by_code.values())
        self._check_size()
        self._check_sum()
        if not self.file.projects:
            self.file.problems.add("", "見出しの下に、事務事業の行がありません。")
        return self.file

    def _row(self, row: int, cells: Mapping[str, Cell]) -> None:
        name, code = (self._text(row, key, cells) for key in ("name", "code"))
        figures = {key: self._figure(row, key, cells) for key in (*AMOUNTS, "labour") if key in self.at}
        if name is None or code is None:
            return
        code = half_width(code)
        if _SUM.fullmatch(name or code) and not (name and code):
            self.sums.append((row, figures))
            return
        if _PART_SUM.fullmatch(name or code) and not (name and code):
            self.file.left.append(f"{row}行目「{name or code}」")
            return
        if not name and not code:
            if any(figure for figure in figures.values()):
                place = address(row, self.at.get("name", self.at.get("code", 1)))
                self._wrong(place, "金額がありますが、事務事業の名称がありません。")
            return
        self.file.rows += 1
        project = self._project(row, name, code)
        project.rows += 1
        for key, figure in figures.items():
            if figure is not None:
                project.figures[key] = (project.figures.get(key) or 0) + figure
        self._department(row, project, cells)
        self._shares(row, project, cells)

    def _project(self, row: int, name: str, code: str) -> FileProject:
        key = code or name
        place = address(row, self.at["code"] if code else self.at["name"])
        found = self.by_code.get(key)
        if found is None:
            found = self.by_code[key] = FileProject(key, name or code, place)
            for text, most, what in ((code, LONGEST_CODE, "コード"), (name, LONGEST_NAME, "名称")):
                if len(text) > most:
                    self._wrong(place, f"{what}は{most}字までです。")
        elif name and found.name != name:
            self._wrong(
                address(row, self.at["name"]),
                f"コード{key}の名称が、{found.place}の行では「{found.name[:20]}」です。コードか名称を確かめてください。",
            )
        return found

    def _text(self, row: int, key: str, cells: Mapping[str, Cell]) -> str | None:
        """ "" where nothing stands; None where it cannot be read, which has been told."""
        cell = cells.get(key)
        if cell is None or not seen(cell):
            return ""
        try:
            return one_line(read_words(cell)).strip()
        except ValueError as refusal:
            self._wrong(address(row, self.at[key]), str(refusal))
            return None

    def _figure(self, row: int, key: str, cells: Mapping[str, Cell]) -> int | None:
        """Yen, or hundredths of a person."""
        cell = cells.get(key)
        if cell is None or not seen(cell):
            return None
        unit, times, decimals = ("人工", 100, LABOUR_DECIMALS)
        if key in AMOUNTS:
            unit, (times, decimals) = self.unit, UNITS[self.unit]
        try:
            found = int(read_figure(cell, decimals=decimals, unit=unit).value * Decimal(times))
            if key == "labour" and found < 0:
                raise ValueError("人工は0以上の数にしてください。")
        except ValueError as refusal:
            self._wrong(address(row, self.at[key]), money_refusal(refusal, decimals, unit))
            return None
        return found

    def _department(self, row: int, project: FileProject, cells: Mapping[str, Cell]) -> None:
        name = self._text(row, "department", cells)
        if not name:
            return
        place = address(row, self.at["department"])
        if project.department and project.department != name:
            self._wrong(
                place, f"同じ事務事業の{project.department_place}では「{project.department[:20]}」です。"
            )
        project.department, project.department_place = name, place

    def _shares(self, row: int, project: FileProject, cells: Mapping[str, Cell]) -> None:
        text = self._text(row, "shares", cells)
        if not text:
            return
        place = address(row, self.at["shares"])
        try:
            shares = read_shares(text)
        except ValueError as refusal:
            self._wrong(place, str(refusal))
            return
        if project.shares is not None and project.shares != shares:
            self._wrong(place, f"同じ事務事業の{project.shares_place}と、取組か割合が違います。")
        project.shares, project.shares_text, project.shares_place = shares, text, place

    def _check_size(self) -> None:
        for project in self.file.projects:
            if any(abs(figure or 0) > MOST_YEN for figure in project.figures.values()):
                self._wrong(project.place, "合わせた額が15桁を超えます。")

    def _check_sum(self) -> None:
        """The table's own 合計, where there is one, is what its rows add up to."""
        if len(self.sums) != 1:
            self.file.left += [f"{row}行目「合計」" for row, _ in self.sums]
            return
        [(row, said)] = self.sums
        agrees = True
        for key, figure in said.items():
            ours = sum(project.figures.get(key) or 0 for project in self.file.projects)
            if figure is not None and figure != ours:
                agrees = False
                self._wrong(
                    address(row, self.at[key]),
                    f"合計の行は{_plain(figure, key)}ですが、上の行を足すと{_plain(ours, key)}です。"
                    "抜けた行や、二重に数えた行がないか確かめてください。",
                )
        self.file.checked_sum = f"{row}行目の合計" if agrees else ""

    def _wrong(self, cell: str, message: str) -> None:
        column = _column(cell)
        about = next((self.heads[name] for name, at in self.at.items() if at == column), "")
        self.file.problems.add(cell, message, about)


def _plain(figure: int, key: str) -> str:
    return f"{figure:,}円" if key in AMOUNTS else f"{Decimal(figure) / 100}人工"


def _column(cell: str) -> int:
    return column_of((re.match("[A-Z]*", cell) or [""])[0])
