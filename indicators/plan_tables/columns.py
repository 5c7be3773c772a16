"""What a table of the plan is made of: a column described once is its cells, its box in YAML, its line in 記入要領."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Cells = dict[str, Any]


class CellKind(StrEnum):
    """What a cell holds, and in which form it is kept."""

    LINE = "line"  # text of one line
    WORDS = "words"  # text with line ends
    CODE = "code"  # text that no program may take for a number or a day (01, 41-1, 45B)
    WHOLE = "whole"  # int or None
    YEAR = "year"  # the western year, int or None
    FIGURE = "figure"  # its digits as text, "" for none
    DAY = "day"  # its ISO form, "" for none
    YES = "yes"  # bool
    CHOICE = "choice"  # a code of `choices`, "" for none
    NAMES = "names"  # a list of text


@dataclass(frozen=True)
class Column:
    """`name` in YAML and, where it is one, of the model's field; `heading` in the workbook.

    `choices`: code → word; `also`: other words that mean a code. `usual`: what an empty cell means. `is_open`: required, but
    of something new it is settled by its row's other cells where they tell it, and the preview says how.
    """

    name: str
    heading: str
    kind: CellKind = CellKind.LINE
    hint: str = ""
    longest: int = 0
    choices: Mapping[str, str] = field(default_factory=dict)
    also: Mapping[str, str] = field(default_factory=dict)
    is_required: bool = False
    is_open: bool = False
    usual: Any = None
    width: int = 14

    @property
    def empty(self) -> Any:
        if self.usual is not None:
            return self.usual
        if self.kind in (CellKind.WHOLE, CellKind.YEAR):
            return None
        if self.kind is CellKind.NAMES:
            return []
        return False if self.kind is CellKind.YES else ""


@dataclass(frozen=True)
class Table:
    """One sheet. `owner`: the columns that say what a row is about.

    `is_list`: several rows may be about one thing, lines in their order; else each row stands alone. `stays`: rows that
    a file lacks are never taken away by it.
    """

    key: str
    title: str
    about: str
    columns: tuple[Column, ...]
    owner: tuple[str, ...]
    is_list: bool = False
    stays: bool = False

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def owner_of(self, cells: Cells) -> tuple[str, ...]:
        return tuple(str(cells[name]) for name in self.owner)

    def named(self, owner: Sequence[str]) -> str:
        """What a row is about, in words: 41 現状."""
        said = zip(self.owner, owner, strict=True)
        return " ".join(self.column(name).choices.get(one, one) for name, one in said)

    @property
    def content(self) -> tuple[Column, ...]:
        """What a row says of what it is about."""
        return tuple(column for column in self.columns if column.name not in self.owner)


@dataclass(frozen=True)
class Line:
    """One row: its cells by the columns' names, and where it stands in its file (its row; 0 of what stands in the database)."""

    cells: Cells
    at: int = 0


@dataclass(frozen=True)
class Lines:
    """The rows of a table. Of a file: `letters` is where it has each name (a letter; in YAML the name), names that it lacks are
    not in it; `form` makes a place of one and a row: 指標!{letter}{at}, indicators[{at}].{letter}; `beside`: a sentence on
    columns that are not ours; `broken`: rows with cells that could not be read, 0 for those about which nobody knows what they say.
    """

    rows: Sequence[Line] = ()
    letters: Mapping[str, str] = field(default_factory=dict)
    form: str = ""
    beside: str = ""
    broken: frozenset[int] = frozenset()

    @property
    def is_whole(self) -> bool:
        """Whether it is known of every row what it is about."""
        return 0 not in self.broken

    def place(self, at: int | str, name: str = "") -> str:
        letter = self.letters.get(name, "")
        return self.form.format(letter=letter, at=at).rstrip(".") if self.form else ""


# By the table's key; a table that a file lacks is not in it.
PlanTables = dict[str, Lines]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend or to know: where (指標!H12; "" of the whole), in which column, and in words what.

    Of what was settled for several rows alike: `group` is on which ground (indicators/printed_rows.py), `rows` which ones.
    """

    place: str
    column: str
    message: str
    group: str = ""
    rows: Sequence[str] = ()

    def __str__(self) -> str:
        where = f"{self.place}（{self.column}）" if self.place and self.column else self.place
        return f"{where}：{self.message}" if where else self.message


class Findings:
    """Bounded: what is more is counted. Of a place the first is told: what follows from it would only puzzle."""

    def __init__(self, most: int = 200) -> None:
        self.found: list[Finding] = []
        self.places: set[str] = set()
        self.most, self.more = most, 0

    def __bool__(self) -> bool:
        return bool(self.found)

    def add(self, message: str, *, place: str = "", column: str = "") -> None:
        if place and place in self.places:
            return
        self.places.add(place)
        if len(self.found) < self.most:
            self.found.append(Finding(place, column, message))
        else:
            self.more += 1

    def of(self, table: Table, lines: Lines, at: int, name: str, message: str) -> None:
        """About a cell; of what the file has no column for, about its row."""
        known = next((column.heading for column in table.columns if column.name == name), "")
        self.add(message, place=lines.place(at, name), column=known)
