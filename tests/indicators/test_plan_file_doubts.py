"""What a plan's file says that is likely a slip is told at its cell; what would have no effect is refused there."""

import io
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from indicators.forms.plan_file.cells import read_cell
from indicators.models import Counting, Direction
from indicators.plan_tables import BY_KEY, CellKind, Line, Lines
from indicators.plan_tables.examples import made_examples
from indicators.spreadsheets.upload.sheet import Cell
from indicators.spreadsheets.upload.sheet import CellKind as Typed
from indicators.workflow.plan_file import Checked, check_file
from indicators.workflow.plan_file.doubts import doubts_of, figures_in
from measures.models import Plan
from tests.indicators.factories import make_bob, make_plan
from tests.indicators.large_plan import large_tables

pytestmark = pytest.mark.django_db


@pytest.fixture
def coming() -> Plan:
    return make_plan(
        slug="kisarazu-4", name="第4次基本計画", first_year=2027, last_year=2030, published_at=None
    )


def checked(plan: Plan, told: dict[str, dict[str, Any]], values: dict[str, Any] | None = None) -> Checked:
    """The made plan as a file whose rows of indicators (by code) say something else."""
    tables = large_tables(measures=2, initiatives=2, indicators=10)
    numbered = {
        key: [Line({**line.cells}, at) for at, line in enumerate(lines.rows, 2)]
        for key, lines in tables.items()
    }
    for line in numbered["indicators"]:
        line.cells.update(told.get(line.cells["code"], {}))
    for line in numbered["values"][:1]:
        line.cells.update(values or {})
    found = {}
    for key, lines in numbered.items():
        letters = {column.name: column.name for column in BY_KEY[key].columns}
        found[key] = Lines(lines, letters, f"{key}.{{letter}}{{at}}")
    return check_file(plan, {}, found, deletes=False)


def test_a_target_that_is_not_as_it_is_printed_is_told(coming: Plan) -> None:
    share = {"unit": "％", "decimals": 1, "baseline_value": "89.5", "value": "0.9", "label": "90.0％以内"}
    found = checked(coming, {"2B": {"direction": "at_most", "counting": "point", "upper": "", **share}})
    told = [one for one in found.warnings.found if one.place.startswith("indicators.value")]
    assert len(told) == 1
    assert "「90.0％以内」の数とちがいます" in told[0].message
    bare = {**share, "label": "九割以内", "direction": "at_most", "counting": "point", "upper": ""}
    told = [one for one in checked(coming, {"2B": bare}).warnings.found if "10倍以上" in one.message]
    assert len(told) == 1
    assert "0.9％" in told[0].message
    right = checked(coming, {"2B": {**bare, "value": "90", "label": "90.0％以内"}})
    assert right.warnings.found == []


@pytest.mark.parametrize(
    ("unit", "value", "label"),
    [
        ("億円", "195", "195億円以内"),
        ("億円", "80", "80億円以下"),
        ("億円", "1.5", "1億5,000万円"),
        ("万人", "12", "12万人"),
        ("人", "12000", "1万2千人"),
        ("千㎥", "22.4", "22.4千㎥"),
        ("百万円", "150", "1億5千万円"),
        ("百万円", "150", "150百万円"),
        ("割", "9", "9割"),
    ],
)
def test_a_target_in_a_unit_of_powers_is_as_it_is_printed(unit: str, value: str, label: str) -> None:
    cells = {"unit": unit, "value": value, "upper": "", "label": label, "baseline_value": ""}
    assert list(doubts_of(cells)) == []
    assert [one for one in doubts_of({**cells, "value": "7"}) if f"「{label}」の数とちがいます" in one]


@pytest.mark.parametrize(
    ("label", "figures"),
    [
        ("2,000人", {"2000"}),
        ("令和12年度までに９０．５％以上", {"90.5"}),
        ("1万人", {"10000"}),
        ("9割", {"90"}),
        ("令和112年までに2012年の1,234年分より多く", set()),
        ("20〜25.5℃", {"20", "25.5"}),
        ("現状維持", set()),
    ],
)
def test_figures_of_a_printed_target(label: str, figures: set[str]) -> None:
    assert figures_in(label) == {Decimal(one) for one in figures}


def test_a_yearly_target_of_a_promise_to_grow_is_refused_at_its_cell(coming: Plan) -> None:
    found = {one.place: one.message for one in checked(coming, {"1A": {"wording": "yearly"}}).errors.found}
    assert [place.split(".")[1] for place in found] == ["wording2"]
    assert "だけで選べます" in found["indicators.wording2"]


def test_a_note_that_slid_is_refused_as_it_is_when_it_is_handed_in(coming: Plan) -> None:
    found = {one.place: one.message for one in checked(coming, {}, {"note": "4月1日"}).errors.found}
    assert list(found) == ["values.note2"]
    assert "日付や数だけ" in found["values.note2"]


def test_the_first_city_without_a_plan_sees_made_examples(coming: Plan) -> None:
    client = Client()
    client.force_login(make_bob())
    book = load_workbook(io.BytesIO(client.get(f"/office/plan/{coming.key}/file/empty/").content))
    cells = [cell.value for row in book["記入例"].iter_rows() for cell in row]
    assert {f"シート「{table.title}」" for table in BY_KEY.values()} <= set(cells)
    assert "現状値以上を維持する" in cells
    made = made_examples(2027, 2030)
    for key, lines in made.items():
        for column in BY_KEY[key].columns:
            told = {line.cells[column.name] for line in lines.rows if column.kind is CellKind.CHOICE}
            assert told <= {*column.choices, ""}
    assert {Counting.ANNUAL, Counting.POINT} == {line.cells["counting"] for line in made["indicators"].rows}
    assert Direction.INCREASE in {line.cells["direction"] for line in made["indicators"].rows}


def test_a_share_typed_as_a_part_of_one_is_refused_with_how_it_is_typed() -> None:
    column = BY_KEY["indicators"].column("value")
    cell = Cell("K2", "0.861", Typed.NUMBER, Decimal("0.861"))
    with pytest.raises(ValueError, match=r"小数は1桁まで.*90％は「90」と入力"):
        read_cell(column, cell, table="indicators", decimals=1, unit="％")
