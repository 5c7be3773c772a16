"""The step between a table that is not ours and the look at it: its sheet, the rows of its heads, what each column is."""

from collections.abc import Mapping
from functools import cached_property

from indicators.forms.plan_file import PlanFile
from indicators.forms.plan_file.free import (
    FreeColumn,
    TableLayoutChoice,
    columns_of,
    each_field,
    fields_of,
    proposed,
    unpacked,
)
from indicators.forms.plan_file.free_rows import read_free
from indicators.models import PlanUpload
from indicators.plan_tables import PlanTables
from indicators.spreadsheets.upload.sheet import UploadedTable
from indicators.workflow.plan_file import known_layout
from measures.models import Plan

_LAST_ROW = 1_048_576


class ColumnChoice:
    """As it was chosen, or proposed by the words of the heads."""

    def __init__(self, plan: Plan, upload: PlanUpload) -> None:
        self.plan, self.upload = plan, upload
        self.sheets: list[UploadedTable] = unpacked(upload.raw)
        self.layout = proposed(self.sheets, TableLayoutChoice.of(known_layout(plan)))

    @property
    def sheet(self) -> UploadedTable:
        return next((one for one in self.sheets if one.title == self.layout.sheet), self.sheets[0])

    @cached_property
    def columns(self) -> list[FreeColumn]:
        return columns_of(self.sheet, self.layout)

    @property
    def fields(self) -> list[tuple[str, str]]:
        return list(each_field())

    def typed(self, data: Mapping[str, str]) -> "ColumnChoice":
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

    def read(self, standing: PlanTables) -> PlanFile:
        return read_free(self.plan, self.sheets, self.layout, standing)


def _row(text: str, usual: int) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) < 8
    return min(max(int(text), 1), _LAST_ROW) if is_number else usual
