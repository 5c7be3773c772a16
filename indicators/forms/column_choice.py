"""The step between a table that is not ours and the look at it: its sheet, the rows of its heads, what each column is."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Self

from indicators.forms.plan_file.free import (
    FIELDS,
    Fields,
    FreeColumn,
    TableLayoutChoice,
    columns_of,
    each_field,
    fields_of,
    proposed,
)
from indicators.spreadsheets.upload.sheet import UploadedTable

_LAST_ROW = 1_048_576


class ColumnChoice:
    """As it was chosen, or proposed by the words of the heads. `of`: what a column can be."""

    def __init__(
        self, sheets: Sequence[UploadedTable], known: TableLayoutChoice, of: Fields = FIELDS
    ) -> None:
        self.sheets, self.of = sheets, of
        self.layout = proposed(sheets, known, of)

    @property
    def sheet(self) -> UploadedTable:
        return next((one for one in self.sheets if one.title == self.layout.sheet), self.sheets[0])

    @cached_property
    def columns(self) -> list[FreeColumn]:
        return columns_of(self.sheet, self.layout, self.of)

    @property
    def fields(self) -> list[tuple[str, str]]:
        return list(each_field(self.of))

    def typed(self, data: Mapping[str, str]) -> Self:
        """What somebody chose. Another sheet or other rows have other columns: those are proposed anew."""
        titles = [one.title for one in self.sheets]
        sheet = data.get("sheet", "")
        first, last = (_row(data.get(name, ""), 1) for name in ("first", "last"))
        known = TableLayoutChoice(
            sheet=sheet if sheet in titles else titles[0],
            first=first,
            last=max(first, min(last, first + 4)),
            columns=self.layout.columns,
        )
        is_same = (known.sheet, known.first, known.last) == (
            self.layout.sheet,
            self.layout.first,
            self.layout.last,
        )
        self.layout = known
        if is_same:
            names = {name for name, _ in self.fields}
            chosen = {
                column.number: said
                for column in self.columns
                if (said := data.get(f"column-{column.number}")) is not None and said in names
            }
            self.layout = fields_of(self.sheet, known, chosen)
        self.__dict__.pop("columns", None)
        return self


def _row(text: str, usual: int) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) < 8
    return min(max(int(text), 1), _LAST_ROW) if is_number else usual
