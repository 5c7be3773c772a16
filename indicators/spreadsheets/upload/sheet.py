"""An uploaded sheet as it was typed: headings and rows of cells with their addresses, nothing interpreted yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from indicators.spreadsheets.upload.errors import Problem
from measures.typed_text import holdable


class CellKind(StrEnum):
    """What a cell holds. A CSV knows text and empty cells only."""

    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    BOOLEAN = "boolean"
    ERROR = "error"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Cell:
    """`address`: B7. `text`: as typed; of a number its digits, of a ％ cell what it shows (12.5%), of a date its
    ISO form, of an error its name (#N/A). `number`: what a number or ％ cell holds (0.125), as Excel shows it.
    `shown`: what stands there of a number whose format puts words beside it (168千団体); `doubt`: why what is held may
    not be what a person sees or means; `notice`: how it was read; `day`: which day a whole number stands for, where its
    format says nothing; `places`: the decimals that a number's format draws (45.0 has one, though 45 is held).
    """

    address: str
    text: str = ""
    kind: CellKind = CellKind.EMPTY
    number: Decimal | None = None
    shown: str = ""
    doubt: str = ""
    notice: str = field(default="", compare=False)
    day: str = field(default="", compare=False)
    places: int = field(default=0, compare=False)

    @property
    def is_empty(self) -> bool:
        """Nothing, or spaces only."""
        return not self.text.strip()


@dataclass(frozen=True, slots=True)
class UploadedSheet:
    """`rows`: those that hold anything, each as wide as the headings. `marker`: what prefilled_workbook() hid."""

    title: str
    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    marker: str = ""

    def records(self) -> list[dict[str, Cell]]:
        """The rows by heading (without its outer spaces), for callers that look columns up by name."""
        names = [heading_of(cell.text) for cell in self.header]
        return [{name: cell for name, cell in zip(names, row, strict=True) if name} for row in self.rows]


@dataclass(frozen=True, slots=True)
class UploadedTable:
    """One sheet of several: what its cells hold, by row and column (both from 1); empty cells are absent.

    `problems`: what is wrong in it, by cell, and `more` of the kind; `merged`: areas (first row, first column, last row, last
    column) of a sheet that is not ours; `others`: names of the book's other sheets that hold something and are not read.
    """

    title: str
    rows: Mapping[int, Mapping[int, Cell]]
    width: int
    merged: Sequence[Sequence[int]] = ()
    problems: Sequence[Problem] = ()
    more: int = 0
    marker: str = ""
    is_ours: bool = True
    others: Sequence[str] = ()

    def cell(self, row: int, column: int) -> Cell:
        return self.rows.get(row, {}).get(column) or Cell(address(row, column))


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell on its way from the file to the UploadedSheet; it knows no address, `number` is a Decimal's text."""

    kind: CellKind
    text: str
    number: str = ""
    shown: str = ""
    doubt: str = ""
    notice: str = ""
    day: str = ""
    places: int = 0


@dataclass(slots=True)
class RawGrid:
    """What a file holds, by row and column (both from 1); empty cells are absent."""

    title: str
    rows: dict[int, dict[int, RawCell]] = field(default_factory=dict)
    marker: str = ""


def heading_of(text: str) -> str:
    """A heading as it is compared: without outer spaces and signs that nobody sees."""
    return holdable(text).strip()


def letters(column: int) -> str:
    """1 is A, 27 is AA."""
    found = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def column_of(name: str) -> int:
    """A is 1; `name` holds capital letters only."""
    found = 0
    for letter in name:
        found = found * 26 + ord(letter) - 64
    return found


def address(row: int, column: int) -> str:
    return f"{letters(column)}{row}"
