"""What the readers of two sheets of a file have in common: cells that cannot be believed, refusals by cell, a row once."""

from collections.abc import Collection, Mapping

from indicators.spreadsheets.department import CODE
from indicators.spreadsheets.upload.errors import Problems
from indicators.spreadsheets.upload.sheet import Cell
from measures.fiscal_year import FiscalYear

Record = Mapping[str, Cell]


class RowReader:
    """`columns`: headings of what is read; `sheet`: its name, where cells of several sheets are told."""

    columns: Collection[str] = ()
    sheet = ""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.seen: dict[str, str] = {}
        self.row: Record = {}

    def doubts(self, record: Record) -> bool:
        """What is struck through or shown as something else is not taken for what it holds, in no column that is read."""
        doubted = [cell for name, cell in record.items() if cell.doubt and name in self.columns]
        for cell in doubted:
            self.add(cell, cell.doubt)
        return bool(doubted)

    def add(self, cell: Cell, message: str) -> None:
        """With the row's code and the column's heading, for who does not have the file open."""
        heading = next((name for name, one in self.row.items() if one is cell), CODE)
        code = self.row[CODE].text.strip()[:20]
        about = f"{code} {heading}" if code and heading != CODE else ""
        self.problems.add(self.address(cell), message, about)

    def address(self, cell: Cell) -> str:
        return f"{self.sheet}!{cell.address}" if self.sheet else cell.address

    def is_first(self, key: str, name: str, cell: Cell) -> bool:
        if key in self.seen:
            self.add(cell, f"{name}の行が二つあります（{self.seen[key]}と同じです）。一つにしてください。")
            return False
        self.seen[key] = cell.address
        return True


def named(year: int) -> str:
    try:
        return FiscalYear(year).wareki
    except ValueError:
        return f"{year}年度"
