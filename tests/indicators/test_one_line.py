"""A text of one line is one by every road: what parts two words there is a space, whatever somebody pasted."""

import pytest
from django import forms

from indicators.forms.entry import EntryForm
from indicators.forms.fields import PUBLIC, LineField, ReasonField, read_reason
from indicators.forms.grid import RowForm
from indicators.forms.plan_file.cells import read_cell
from indicators.plan_tables import BY_KEY, CellKind
from indicators.spreadsheets.upload.sheet import Cell
from indicators.spreadsheets.upload.sheet import CellKind as Typed

KEPT = "会場の確保が 遅れました。"


@pytest.mark.parametrize("between", ["\n", "\r\n", "\r", "\t", "\u2028", "\u2029", "\u0085", " \n\n "])
def test_by_every_road(between: str) -> None:
    typed = f"会場の確保が{between}遅れました。"
    boxes: list[forms.Field] = [ReasonField(PUBLIC), LineField(label="題名")]
    boxes += [
        form.base_fields[name] for form in (EntryForm, RowForm) for name in ("shortfall_reason", "source")
    ]
    assert [box.clean(typed) for box in boxes] == [KEPT] * len(boxes)
    assert [box.prepare_value(typed) for box in boxes] == [KEPT] * len(boxes), "one of before, shown again"
    assert read_reason(typed) == KEPT
    for table in BY_KEY.values():
        for column in table.columns:
            if column.kind is CellKind.LINE and column.name in ("name", "source", "end_reason", "meaning"):
                cell = Cell("B7", typed, Typed.TEXT)
                assert read_cell(column, cell, table=table.key)[0] == KEPT, (table.key, column.name)


def test_a_text_of_several_lines_keeps_them() -> None:
    assert EntryForm.base_fields["note"].clean("一行目\r\n二行目") == "一行目\n二行目"
