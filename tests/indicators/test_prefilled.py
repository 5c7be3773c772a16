"""The workbook that is handed out comes back as it was: same texts, same figures, nothing that runs."""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from indicators.models import ValueState
from indicators.numbers import plain_number
from indicators.spreadsheets.prefilled import Content, Figure, prefilled_csv, prefilled_workbook
from indicators.spreadsheets.upload.cell_values import read_day_text, read_figure
from indicators.spreadsheets.upload.reader import read_upload
from indicators.spreadsheets.upload.sheet import CellKind, UploadedSheet

COLUMNS = ("コード", "前年度の値", "値", "値の状態", "公表予定日", "説明")
LOCKED = ("コード", "前年度の値")
STATES = [str(label) for label in ValueState.labels]
GUIDE = ["白いセルに入力します。", "=これは数式ではありません", ""]


def made(*rows: Sequence[Content], marker: str = "") -> bytes:
    return prefilled_workbook(
        COLUMNS,
        rows,
        locked=LOCKED,
        validation={"値の状態": STATES},
        guide_lines=GUIDE,
        marker=marker,
        widths={"説明": 40},
    )


def read(data: bytes) -> UploadedSheet:
    return read_upload("入力.xlsx", data, headings=COLUMNS)


def one_row() -> list[Content]:
    return [
        "43A",
        Figure(Decimal("12.50"), 2),
        Figure(Decimal("1234.5"), 1),
        "実績",
        date(2026, 5, 31),
        "=1+1",
    ]


def test_what_is_handed_out_is_what_comes_back() -> None:
    sheet = read(made(one_row(), marker='v1/2025/"企画課"'))
    assert (sheet.title, sheet.marker) == ("入力", 'v1/2025/"企画課"')
    (record,) = sheet.records()
    assert {name: cell.text for name, cell in record.items()} == {
        "コード": "43A",
        "前年度の値": "12.5",
        "値": "1234.5",
        "値の状態": "実績",
        "公表予定日": "2026-05-31",
        "説明": "=1+1",
    }
    assert read_figure(record["値"], decimals=1, unit="件").value == Decimal("1234.5")
    assert read_day_text(record["公表予定日"]) == "2026-05-31"


def test_given_cells_are_locked_and_asked_ones_open() -> None:
    book = load_workbook(io.BytesIO(made(one_row())))
    entry, guide = book["入力"], book["記入要領"]
    assert [cell.protection.locked for cell in entry[2]] == [True, True, False, False, False, False]
    assert all(cell.protection.locked for cell in entry[1])
    assert [entry.protection.sheet, entry.protection.password] == [True, None]
    assert entry.freeze_panes == "A2"
    assert entry.column_dimensions["F"].width == 40
    assert [row[0].value for row in guide.iter_rows(max_row=2)] == GUIDE[:2]


def test_an_open_cell_for_a_figure_has_no_format_of_its_own() -> None:
    """In such a format Excel would hide that somebody typed 12.5% into it."""
    entry = load_workbook(io.BytesIO(made(one_row())))["入力"]
    assert [entry["B2"].number_format, entry["C2"].number_format] == ["#,##0.00", "General"]


def test_the_words_to_choose_from_stand_in_the_guide() -> None:
    book = load_workbook(io.BytesIO(made(one_row(), one_row())))
    (rule,) = book["入力"].data_validations.dataValidation
    assert (rule.type, str(rule.sqref)) == ("list", "D2:D3")
    sheet, first, last = re.fullmatch(r"'(.+)'!\$A\$(\d+):\$A\$(\d+)", rule.formula1).groups()
    words = [book[sheet].cell(row, 1).value for row in range(int(first), int(last) + 1)]
    assert words == STATES


def test_nothing_in_the_file_runs() -> None:
    texts = ["=1+1", "+1", "-1", "@A1", "＝1", "\t=1", "=HYPERLINK(1)"]
    data = made(*([text, None, None, text, None, text] for text in texts), marker="=1+1")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if "/sheet" in name]
    assert len(sheets) == 2
    assert not any("<f>" in sheet or "<f " in sheet for sheet in sheets)
    assert [row[5].text for row in read(data).rows] == texts
    entry = load_workbook(io.BytesIO(data))["入力"]
    assert all(entry.cell(row, 6).quotePrefix for row in range(2, 9) if row != 7)


def test_what_no_cell_can_hold_is_left_out_before() -> None:
    (row,) = read(made(["a\x00b\r\nc\ud800", None, None, None, None, "\ufffe"])).rows
    assert [row[0].text, row[5].text] == ["ab\nc", ""]


def test_a_filled_form_is_read_with_what_people_typed() -> None:
    """As Excel leaves it: a share in a format of its own, a text, a number, an untouched cell."""
    book = load_workbook(io.BytesIO(made(*(one_row() for _ in range(3)))))
    entry = book["入力"]
    entry["C2"], entry["C2"].number_format = 0.125, "0.0%"
    entry["C3"] = "１２．５％"
    entry["C4"] = None
    saved = io.BytesIO()
    book.save(saved)
    cells = [row[2] for row in read(saved.getvalue()).rows]
    assert [cell.kind for cell in cells] == [CellKind.PERCENT, CellKind.TEXT, CellKind.EMPTY]
    assert [read_figure(cell, decimals=1, unit="％").value for cell in cells[:2]] == [Decimal("12.5")] * 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"columns": ["a", "a"]},
        {"columns": ["a", " "]},
        {"columns": []},
        {"columns": [str(number) for number in range(51)]},
        {"locked": ["b"]},
        {"validation": {"b": ["x"]}},
        {"rows": [["x", "y"]]},
        {"rows": [["x"]] * 5_001},
        {"rows": [["あ" * 4_001]]},
        {"rows": [[10**15 + 1]]},
        {"rows": [[Decimal("NaN")]]},
        {"marker": "a" * 201},
        {"marker": "a\nb"},
    ],
)
def test_a_form_that_could_not_be_read_back_is_not_made(wrong: dict[str, object]) -> None:
    asked: dict[str, object] = {
        "columns": ["a"],
        "rows": [],
        "locked": [],
        "validation": {},
        "guide_lines": [],
    }
    asked |= wrong
    with pytest.raises(ValueError, match=r"\w"):
        prefilled_workbook(asked.pop("columns"), asked.pop("rows"), **asked)  # type: ignore[arg-type]


def test_a_workbook_of_someone_else_has_no_marker() -> None:
    book, saved = Workbook(), io.BytesIO()
    book.active.append(COLUMNS)
    book.save(saved)
    assert read(saved.getvalue()).marker == ""


def test_the_same_rows_as_csv() -> None:
    data = prefilled_csv(COLUMNS, [one_row(), ["43B", None, -5, None, None, "'=1\r\n-2"]])
    assert data.startswith(b"\xef\xbb\xbf" + "コード,".encode())
    assert b",'=1+1\r\n" in data
    sheet = read_upload("入力.csv", data, headings=COLUMNS)
    assert [[cell.text for cell in row] for row in sheet.rows] == [
        ["43A", "12.50", "1234.5", "実績", "2026-05-31", "=1+1"],
        ["43B", "", "-5", "", "", "'=1\n-2"],
    ]


letter = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffd\ufffe\uffff")
typed = st.text(letter | st.sampled_from("\n\t"), max_size=12) | st.text(
    alphabet=st.sampled_from("_x0041F \n　'=+-@<&>\"髙𠮷\u200b"), max_size=12
)
figures = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places),
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.integers(0, 6),
)


@pytest.mark.slow
@given(st.lists(st.tuples(typed, figures | st.none(), figures | st.none()), min_size=20, max_size=60))
@settings(max_examples=5)  # each example starts two readers; its rows are the cases
def test_every_text_and_figure_makes_the_round_trip(
    rows: list[tuple[str, Decimal | None, Decimal | None]],
) -> None:
    data = made(
        *(
            [f"{at}A", Figure(old, 2), Figure(new, 2), None, None, text]
            for at, (text, old, new) in enumerate(rows)
        )
    )
    sheet = read(data)
    assert len(sheet.rows) == len(rows)
    plain = read_upload(
        "a.csv", prefilled_csv(["コード", "説明"], [[f"{at}A", row[0]] for at, row in enumerate(rows)])
    )
    assert [cells[1].text for cells in plain.rows] == [row[0] for row in rows]
    for cells, (text, old, new) in zip(sheet.rows, rows, strict=True):
        assert cells[5].text == text
        assert [cells[1].number, cells[2].number] == [old, new]
        assert cells[2].text == ("" if new is None else plain_number(new.normalize() if new else Decimal(0)))


@given(st.text(max_size=40).filter(str.isprintable))
@settings(max_examples=10)
def test_every_marker_makes_the_round_trip(marker: str) -> None:
    assert read(made(one_row(), marker=marker)).marker == marker
