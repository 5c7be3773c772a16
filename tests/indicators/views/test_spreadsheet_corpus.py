"""Every case of docs/input.md §5 and docs/trust.md §4 through the page, with real files: a sentence for each cell.

Cases of cells stand together in one file, a row each: so it shows, too, that one wrong cell hides no other.
"""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from indicators.models import Event, Evidence, Indicator, Result
from indicators.spreadsheets.upload.limits import MAX_BYTES, MAX_ROWS
from measures.models import Department
from tests.indicators.bad_files import BAD
from tests.indicators.factories import (
    make_alice,
    make_bob,
    make_cycle,
    make_department,
    make_indicator,
    make_measure,
)
from tests.indicators.files import (
    address_of,
    book_of,
    confirmed,
    csv_bytes,
    csv_filled,
    csv_rows,
    filled,
    given,
    places,
    problems,
    taken,
    text_of,
)
from tests.indicators.test_upload_guard import BOMBS, OTHER_KINDS

pytestmark = pytest.mark.django_db

# As typed, unit, decimals: and what is understood.
ACCEPTED = [
    ("１２３４", "人", 0, "1234"),
    ("１，２３４", "人", 0, "1234"),
    ("1,234", "人", 0, "1234"),
    ("１２．５", "人", 1, "12.5"),
    (" 12 ", "人", 0, "12"),
    ("12.5%", "％", 1, "12.5"),
    ("１２．５％", "％", 1, "12.5"),
    ("△12", "件", 0, "-12"),
    ("▲12.3", "件", 1, "-12.3"),
    ("−5", "件", 0, "-5"),
    ("－5", "件", 0, "-5"),
    ("(12)", "件", 0, "-12"),
    ("1.2万", "人", 0, "12000"),
    ("３万", "人", 0, "30000"),
    ("１２３人", "人", 0, "123"),
    ("3件", "件", 0, "3"),
    ("5テーマ", "テーマ", 0, "5"),
    ("0", "件", 0, "0"),
    ("０", "件", 0, "0"),
    ("-0", "件", 0, "0"),
]
NEGATIVE = {"△12", "▲12.3", "−5", "－5", "(12)"}
# As typed, unit, decimals: and what the message says.
REFUSED = [
    ("1,2,3,4", "人", 0, "3桁ごと"),
    ("1_000", "人", 0, "「_"),
    ("1.2.3", "人", 1, "小数点が二つ"),
    ("0x10", "人", 0, "x10"),
    ("1E+3", "人", 0, "E+3"),
    ("²", "人", 0, "U+00B2"),
    ("①", "人", 0, "U+2460"),
    ("五", "人", 0, "「五」は数として"),
    ("٣٤", "人", 0, "U+0663"),
    ("12.5%", "件", 1, "単位は「件」"),
    ("１２．５％", "件", 1, "単位は「件」"),
    ("ー5", "人", 0, "長音"),
    ("‐5", "人", 0, "U+2010"),
    ("3件", "人", 0, "単位は「人」"),
    ("NaN", "人", 0, "「N」は数として"),
    ("Infinity", "人", 0, "「I」は数として"),
    ("1e400", "人", 0, "e400"),
    ("1234567890123456", "人", 0, "15桁"),
    ("9" * 4_000, "人", 0, "長すぎます"),
    ("1\u200b2", "人", 0, "U+200B"),
    ("12.345", "人", 2, "小数は2桁"),
    ("12.5", "人", 0, "小数は使えません"),
    ("-", "人", 0, "値の状態"),
    ("－", "人", 0, "値の状態"),
    ("―", "人", 0, "値の状態"),
    ("…", "人", 0, "値の状態"),
    ("未定", "人", 0, "値の状態"),
    ("N/A", "人", 0, "値の状態"),
    ("X", "人", 0, "値の状態"),
]
YEARS_2023 = ["R5", "Ｒ５", "令和5年度", "令和五年度", "2023", "２０２３年度"]
YEARS_2019 = ["令和元年度", "平成31年度", "R1", "2019"]
NO_YEARS = ["令和0年度", "平成32年度", "昭和99年", "H40", "5", "2023年", "", "来年度"]


@pytest.fixture
def department() -> Department:
    return make_department()


@pytest.fixture
def alice(department: Department) -> Client:
    bob = make_bob()
    for year in (2023, 2024):
        make_cycle(year, by=bob)
    client = Client()
    client.force_login(make_alice())
    return client


def make_rows(cases: Sequence[tuple[str, int]]) -> list[str]:
    """An indicator for each unit and its decimals; their codes."""
    codes = []
    for place, (unit, decimals) in enumerate(cases):
        indicator = make_indicator(
            measure=make_measure(50 + place // 20),
            letter="ABCDEFGHIJKLMNOPQRST"[place % 20],
            name=f"指標その{place}",
            unit=unit,
            decimals=decimals,
            may_be_negative=True,
        )
        codes.append(indicator.code)
    return codes


@pytest.fixture
def three() -> list[str]:
    return make_rows([("人", 0), ("件", 1), ("％", 1)])


def fill(ending: str, blank: bytes, cells: dict[tuple[str, str], Any]) -> bytes:
    return filled(blank, cells) if ending == "xlsx" else csv_filled(blank, cells)


def nothing_stored() -> bool:
    return not (Result.objects.exists() or Evidence.objects.exists()) and Event.objects.count() == 0


# --- What people type -------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_numbers_that_are_read(alice: Client, ending: str) -> None:
    codes = make_rows([(unit, decimals) for _, unit, decimals, _ in ACCEPTED])
    cells: dict[tuple[str, str], Any] = {}
    for code, (typed, *_) in zip(codes, ACCEPTED, strict=True):
        cells |= {(code, "値の状態"): "実績", (code, "値"): typed}
    answer = given(alice, fill(ending, taken(alice, ending), cells), f"a.{ending}")
    assert problems(answer) == []
    text = text_of(answer)
    for typed in NEGATIVE:
        assert f"「{typed}」を負の数" in text
    assert "1万は10,000" in text
    assert confirmed(alice, answer).status_code == 302
    saved = {one.indicator.code: one.value for one in Result.objects.all()}
    wanted = {code: Decimal(value) for code, (*_, value) in zip(codes, ACCEPTED, strict=True)}
    assert saved == wanted
    assert Result.objects.filter(value__isnull=True).count() == 0


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("state", ["実績", ""])
def test_numbers_that_are_not_read(alice: Client, ending: str, state: str) -> None:
    codes = make_rows([(unit, decimals) for _, unit, decimals, _ in REFUSED])
    cells: dict[tuple[str, str], Any] = {}
    for code, (typed, *_) in zip(codes, REFUSED, strict=True):
        cells |= {(code, "値の状態"): state, (code, "値"): typed}
    blank = taken(alice)
    answer = given(alice, fill(ending, taken(alice, ending), cells), f"a.{ending}")
    assert answer.status_code == 200
    told = problems(answer)
    assert [cell for cell, _ in told] == [address_of(blank, code, "値") for code in codes]
    for (cell, message), (typed, _, _, said) in zip(told, REFUSED, strict=True):
        assert said in message, (cell, typed, message)
        assert message.endswith("。")
    assert nothing_stored()


def test_an_empty_value_is_none_and_never_zero(alice: Client, three: list[str]) -> None:
    answer = given(
        alice, filled(taken(alice), {(three[0], "値の状態"): "実績", (three[1], "値の状態"): "調査年外"})
    )
    assert "値を入力してください" in text_of(answer)
    assert confirmed(alice, answer, "submit", chosen=three).status_code == 200
    assert nothing_stored()
    assert confirmed(alice, answer).status_code == 302
    assert set(Result.objects.values_list("value", flat=True)) == {None}


def test_a_state_that_has_no_value_and_a_mark_that_says_so_twice(alice: Client, three: list[str]) -> None:
    cells = {(three[0], "値の状態"): "調査年外", (three[0], "値"): "－", (three[0], "説明"): "隔年の調査"}
    answer = given(alice, filled(taken(alice), cells))
    assert problems(answer) == []
    blank = taken(alice)
    cells[three[0], "値"] = "5"
    ((cell, message),) = problems(given(alice, filled(blank, cells)))
    assert (cell, "値は空に" in message) == (address_of(blank, three[0], "値"), True)


CELLS: dict[str, tuple[Any, str, str]] = {
    "a day as value": (date(2025, 3, 31), "", "日付"),
    "a truth": (True, "", "真偽"),
    "an error": ("#N/A", "", "エラー"),
    "a number too long": (1e300, "", "桁が多すぎます"),
    "a fraction of people": (12.5, "", "小数は使えません"),
    "a share of people": (0.125, "0.0%", "書式が％"),
}


@pytest.mark.parametrize("case", CELLS)
def test_cells_that_hold_no_value(alice: Client, three: list[str], case: str) -> None:
    value, number_format, said = CELLS[case]

    def put(entry: Any) -> None:
        columns, rows = places(entry)
        cell = entry.cell(rows[three[0]], columns["値"])
        cell.value = value
        if number_format:
            cell.number_format = number_format

    blank = taken(alice)
    ((cell, message),) = problems(given(alice, filled(blank, {(three[0], "値の状態"): "実績"}, put)))
    assert (cell, said in message) == (address_of(blank, three[0], "値"), True), message
    assert nothing_stored()


def test_what_formatting_says_is_not_dropped(alice: Client) -> None:
    """Pieces of a text, struck cells, formats: each is refused at its cell, with its column."""
    codes = make_rows([("団体", 0)] * 6)
    plain, raised, struck = InlineFont(), InlineFont(vertAlign="superscript"), InlineFont(strike=True)

    def put(entry: Any) -> None:
        columns, rows = places(entry)
        at = [entry.cell(rows[code], columns["値"]) for code in codes]
        at[0].value = CellRichText(TextBlock(plain, "150"), TextBlock(raised, "1"))
        at[1].value = CellRichText(TextBlock(struck, "1"), TextBlock(plain, "168"))
        at[2].value, at[2].font = 168, Font(strike=True)
        at[3].value, at[3].number_format = 168000, "#,##0,"
        at[4].value, at[4].number_format = 168, '0"千団体"'
        at[5].value, at[5].number_format = 168, '#,##0"団体";[Red]△#,##0"団体"'
        note = entry.cell(rows[codes[5]], columns["説明"])
        note.value = CellRichText("増えた。", TextBlock(struck, "雨で中止した。"))

    def put_beside(entry: Any) -> None:
        columns, rows = places(entry)
        code, year = (entry.cell(rows[codes[0]], columns[name]) for name in ("コード", "年度"))
        code.value = CellRichText("5", TextBlock(raised, "0"), "A")
        year.value = CellRichText("R", TextBlock(raised, "6"))

    blank = taken(alice)
    beside = problems(given(alice, filled(blank, {}, put_beside)))
    assert [cell for cell, _ in beside] == ["A2", address_of(blank, codes[0], "年度")]
    assert "「5⁰A」という指標はありません" in beside[0][1]
    told = problems(given(alice, filled(blank, {(code, "値の状態"): "実績" for code in codes}, put)))
    wanted = [
        "「¹」",
        "「1」に取り消し線",
        "取り消し線",
        "「168」と見えます",
        "「千」",
        "「雨で中止した。」に取り消し線",
    ]
    cells = [address_of(blank, code, "値") for code in codes[:5]] + [address_of(blank, codes[5], "説明")]
    assert [cell for cell, _ in told] == cells
    assert all(said in message for said, (_, message) in zip(wanted, told, strict=True)), told
    assert nothing_stored()


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_signs_that_nobody_sees_in_any_column(alice: Client, ending: str) -> None:
    """As programs leave them on a paste: a heading, a code, a year, a state and a text are what every eye reads."""
    (code,) = make_rows([("団体", 0)])
    cells: dict[tuple[str, str], Any] = {
        (code, "値の状態"): "実績\u200b",
        (code, "値"): "168",
        (code, "年度"): "\ufeff令和6年度",
        (code, "時点"): "2025/3/31\u200b",
        (code, "説明"): "登録数は\u00a0増え\u200bた。",
        (code, "コード"): f"{code}\u200b",
    }
    blank = taken(alice, ending)
    if ending == "csv":
        blank = blank.replace("説明".encode(), "\u200b説明".encode(), 1)
        cells[code, "\u200b説明"] = cells.pop((code, "説明"))
        cells[code, "コード"] = cells.pop((code, "コード"))  # the row is looked up by it
    answer = given(alice, fill(ending, blank, cells), f"a.{ending}")
    assert problems(answer) == []
    assert confirmed(alice, answer).status_code == 302
    saved = Result.objects.get()
    assert (saved.value, saved.value_state, saved.note) == (168, "actual", "登録数は 増えた。")
    assert saved.as_of == date(2025, 3, 31)
    ((_, message),) = problems(
        given(alice, fill(ending, taken(alice, ending), {(code, "値"): "16\u200b8"}), f"a.{ending}")
    )
    assert "U+200B" in message


def test_days_states_and_words_in_the_wrong_form(alice: Client, three: list[str]) -> None:
    cells = {
        (three[0], "値の状態"): "実積",
        (three[0], "時点"): "来年",
        (three[0], "公表予定日"): "令和8年2月30日",
        (three[0], "説明"): "あ" * 1_001,
        (three[1], "時点"): datetime(2025, 3, 31, 12, 30),  # noqa: DTZ001 - a spreadsheet knows no zones
        (three[1], "説明"): "見え\ue000ない",
        (three[2], "値の状態"): 5,
        (three[2], "時点"): True,
    }
    blank = taken(alice)
    told = dict(problems(given(alice, filled(blank, cells))))
    assert set(told) == {address_of(blank, code, heading) for code, heading in cells}
    assert all(message.endswith("。") for message in told.values())
    assert nothing_stored()


# --- Years ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("year", "typed"), [(2023, YEARS_2023), (2019, YEARS_2019)])
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_years_that_are_read(alice: Client, year: int, typed: list[str], ending: str) -> None:
    codes = make_rows([("人", 0)] * len(typed))
    page = f"/entry/spreadsheet/{year}/"
    cells: dict[tuple[str, str], Any] = {
        (code, "年度"): text for code, text in zip(codes, typed, strict=True)
    }
    answer = given(alice, fill(ending, taken(alice, ending, page), cells), f"a.{ending}", page)
    assert problems(answer) == []
    if ending == "xlsx":
        assert (
            problems(given(alice, filled(taken(alice, page=page), {(codes[0], "年度"): year}), page=page))
            == []
        )


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_years_that_are_not_read(alice: Client, ending: str) -> None:
    codes = make_rows([("人", 0)] * len(NO_YEARS))
    cells: dict[tuple[str, str], Any] = {
        (code, "年度"): text for code, text in zip(codes, NO_YEARS, strict=True)
    }
    blank = taken(alice)
    answer = given(alice, fill(ending, taken(alice, ending), cells), f"a.{ending}")
    assert [cell for cell, _ in problems(answer)] == [address_of(blank, code, "年度") for code in codes]
    assert nothing_stored()


def test_an_excel_date_in_the_column_of_years(alice: Client, three: list[str]) -> None:
    blank = taken(alice)
    ((cell, message),) = problems(given(alice, filled(blank, {(three[0], "年度"): date(2024, 4, 1)})))
    assert (cell, "日付" in message) == (address_of(blank, three[0], "年度"), True)


def test_one_year_under_two_names_collides(alice: Client, three: list[str]) -> None:
    page = "/entry/spreadsheet/2019/"
    heads, *rows = csv_rows(taken(alice, "csv", page))
    twin = list(rows[0])
    rows[0][3], twin[3] = "令和元年度", "平成31年度"
    ((cell, message),) = problems(given(alice, csv_bytes([heads, *rows, twin]), "a.csv", page))
    assert cell == "A5"
    assert f"{three[0]}の行が二つ" in message


# --- Rows that have no place in the file ------------------------------------------------------------


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_every_wrong_row_is_listed_and_none_is_saved(alice: Client, three: list[str], ending: str) -> None:
    other = make_department("zaisei", "財政課")
    make_indicator(measure=make_measure(46), department=other)
    heads, *rows = csv_rows(taken(alice, "csv"))
    value, state, year, edition = (heads.index(name) for name in ("値", "値の状態", "年度", "版"))
    rows[0][value], rows[0][state] = "10", "実績"

    def copy(**cells: str) -> list[str]:
        found = list(rows[1])
        for place, text in cells.items():
            found[int(place[1:])] = text
        return found

    more = [
        copy(_0=three[0]),  # a double
        copy(_0="99Z"),  # unknown
        copy(_0="46A"),  # another department's
        copy(_0=""),
        copy(_0="あ" * 3_000),
    ]
    rows[1][year] = "令和5年度"
    rows[2][edition] = "v1-x"
    table = [heads, *rows, *more]
    if ending == "xlsx":
        book, entry = book_of(taken(alice))
        for at, row in enumerate(table, 1):
            for column, text in enumerate(row, 1):
                entry.cell(at, column).value = text or None
        saved = io.BytesIO()
        book.save(saved)
        data = saved.getvalue()
    else:
        data = csv_bytes(table)
    told = problems(given(alice, data, f"a.{ending}"))
    by_cell = dict(told)
    said = {
        "D3": "令和5年度の行",
        f"{chr(65 + edition)}4": "書き換えられません",
        "A5": "行が二つ",
        "A6": "「99Z」という指標はありません",
        "A7": "「46A」の主担当は財政課",
        "A8": "コードがありません",
        "A9": "という指標はありません",
    }
    for cell, words in said.items():
        assert words in by_cell[cell], told
    assert nothing_stored()


def test_the_file_of_another_year_or_department(alice: Client, three: list[str]) -> None:
    blank = taken(alice, page="/entry/spreadsheet/2023/")
    told = problems(given(alice, blank))
    assert told[0][0] == ""
    assert "産業振興課の令和5年度のもの" in told[0][1]
    assert [cell for cell, _ in told[1:]] == ["D2", "D3", "D4"]
    assert nothing_stored()


def test_rows_that_were_sorted_apart_from_their_codes(alice: Client, three: list[str]) -> None:
    blank = taken(alice)
    cells = {(three[0], "指標"): "指標その1", (three[1], "単位"): "千件", (three[2], "指標"): "指標 その2"}
    told = problems(given(alice, filled(blank, cells)))
    assert [cell for cell, _ in told] == [
        address_of(blank, three[0], "指標"),
        address_of(blank, three[1], "単位"),
    ]


def test_a_row_that_is_missing_is_left_as_it_is(alice: Client, three: list[str]) -> None:
    heads, *rows = csv_rows(taken(alice, "csv"))
    rows[0][heads.index("値")] = "5"
    answer = given(alice, csv_bytes([heads, rows[0]]), "a.csv")
    assert "1件が変わります" in text_of(answer)
    answer = given(alice, csv_bytes([heads]), "a.csv")
    assert "行がありません" in problems(answer)[0][1]


# --- Files ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_encodings(alice: Client, three: list[str], encoding: str) -> None:
    note = "髙島屋前〜①のアンケート㈱" if encoding == "cp932" else "髙島屋前~①のアンケート㈱𠮷"
    if encoding == "cp932":
        note = note.replace("〜", "～")
    cells = {(three[0], "値の状態"): "実績", (three[0], "値"): "１２", (three[0], "説明"): note}
    answer = given(alice, csv_filled(taken(alice, "csv"), cells, encoding), "入力.csv")
    assert problems(answer) == []
    assert confirmed(alice, answer).status_code == 302
    assert Result.objects.get().note == note


def test_encodings_that_are_not_taken(alice: Client, three: list[str]) -> None:
    data = taken(alice, "csv")
    plain = data.decode("utf-8-sig")
    broken = plain.encode("utf-8").replace("指標".encode(), "指標".encode()[:-1], 1)
    for bad in (
        plain.encode("utf-16"),
        plain.encode("utf-16-le"),
        plain.encode("utf-32"),
        broken,
        plain.encode("euc-jp"),
    ):
        told = problems(given(alice, bad, "a.csv"))
        assert told
        assert all(message.endswith("。") for _, message in told)
    assert nothing_stored()


@pytest.mark.parametrize(("name", "data", "said"), OTHER_KINDS)
def test_files_of_another_kind(alice: Client, three: list[str], name: str, data: bytes, said: str) -> None:
    # A browser sends no file without a name.
    answer = given(alice, data, name or "x")
    assert answer.status_code == 200
    ((cell, message),) = problems(answer)
    assert cell == ""
    assert said in message or not data
    assert nothing_stored()


@pytest.mark.parametrize(("name", "data", "_said"), BAD)
def test_files_that_are_no_evidence_are_no_sheet_either(
    alice: Client, three: list[str], name: str, data: bytes, _said: str
) -> None:
    answer = given(alice, data, name)
    assert answer.status_code == 200
    assert problems(answer)
    assert nothing_stored()


@pytest.mark.parametrize("bomb", BOMBS)
def test_small_files_that_grow(alice: Client, three: list[str], bomb: str) -> None:
    make, where, said = BOMBS[bomb]
    answer = given(alice, make())
    assert answer.status_code == 200
    told = problems(answer)
    assert told
    if said:
        assert (told[0][0], said in told[0][1]) == (where, True)
    assert nothing_stored()


def _merge(entry: Any) -> None:
    entry.merge_cells("K2:L3")


def _merge_given(entry: Any) -> None:
    entry.merge_cells("A2:A3")


def _formula(entry: Any) -> None:
    entry["L2"] = "=1+1"


def _hidden_row(entry: Any) -> None:
    entry.row_dimensions[3].hidden = True


def _hidden_column(entry: Any) -> None:
    entry.column_dimensions["L"].hidden = True


def _second_header(entry: Any) -> None:
    entry.insert_rows(3)
    for column in range(1, entry.max_column + 1):
        entry.cell(3, column).value = entry.cell(1, column).value


def _header_below(entry: Any) -> None:
    entry.insert_rows(1)
    entry["A1"] = "産業振興課の入力"


def _no_value_column(entry: Any) -> None:
    entry.delete_cols(places(entry)[0]["値"])


def _two_value_columns(entry: Any) -> None:
    entry.cell(1, places(entry)[0]["説明"]).value = "値"


def _far_cell(entry: Any) -> None:
    entry["XFD9000"] = 1


SHAPES: dict[str, tuple[Callable[[Any], None], list[str]]] = {
    "merged cells": (_merge, ["K2:L3"]),
    "merged codes": (_merge_given, ["A2:A3"]),
    "a formula": (_formula, ["L2"]),
    "a hidden row": (_hidden_row, ["3:3"]),
    "a hidden column": (_hidden_column, ["L:L"]),
    "two rows of headings": (_second_header, ["3:3"]),
    "headings further down": (_header_below, ["2:2"]),
    "a column that is gone": (_no_value_column, ["1:1"]),
    "a column twice": (_two_value_columns, ["O1", "1:1"]),
    "a far cell": (_far_cell, ["XFD9000"]),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_sheets_that_are_no_plain_table(alice: Client, three: list[str], shape: str) -> None:
    change, where = SHAPES[shape]
    told = problems(given(alice, filled(taken(alice), {}, change)))
    assert [cell for cell, _ in told][: len(where)] == where, told
    assert all(message.endswith(("。", "）。")) for _, message in told)
    assert nothing_stored()


def test_too_large_and_too_many(alice: Client, three: list[str]) -> None:
    heads, *rows = csv_rows(taken(alice, "csv"))
    many = csv_bytes([heads, *[rows[0]] * (MAX_ROWS + 1)])
    assert "5,000行まで" in problems(given(alice, many, "a.csv"))[0][1]
    large = csv_bytes([heads, *rows]) + b"," * MAX_BYTES
    assert "5MBまで" in problems(given(alice, large, "a.csv"))[0][1]
    enormous = large * 4
    assert "5MBまで" in problems(given(alice, enormous, "a.csv"))[0][1]
    # As many rows as may be: every double is told, up to a number that a page can show.
    told = problems(given(alice, csv_bytes([heads, *[rows[0]] * MAX_ROWS]), "a.csv"))
    assert len(told) == 101
    assert f"このほかに{MAX_ROWS - 101:,}件" in told[-1][1]
    assert nothing_stored()


RUNS = ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "\t=1", "=HYPERLINK(1)", "'=1", "  =2", "'普通"]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_texts_that_could_run_make_the_round_trip_and_never_do(alice: Client, ending: str) -> None:
    codes = make_rows([("人", 0)] * len(RUNS))
    blank = taken(alice, ending)
    cells: dict[tuple[str, str], Any] = {}
    for code, text in zip(codes, RUNS, strict=True):
        cells |= {(code, "値の状態"): "把握不能", (code, "説明"): text}
    if ending == "xlsx":

        def as_text(entry: Any) -> None:
            columns, rows = places(entry)
            for code in codes:
                entry.cell(rows[code], columns["説明"]).data_type = "s"

        data = filled(blank, cells, as_text)
    else:
        guarded = {
            key: f"'{text}" if key[1] == "説明" and text != "'普通" else text for key, text in cells.items()
        }
        data = csv_filled(blank, guarded)
    answer = given(alice, data, f"a.{ending}")
    assert problems(answer) == []
    assert confirmed(alice, answer).status_code == 302
    notes = {one.indicator.code: one.note for one in Result.objects.all()}
    assert notes == {code: text.strip() for code, text in zip(codes, RUNS, strict=True)}
    again = taken(alice, ending)
    assert "変わるところはありません" in text_of(given(alice, again, f"a.{ending}"))
    if ending == "xlsx":
        with zipfile.ZipFile(io.BytesIO(again)) as archive:
            assert not any(b"<f>" in archive.read(name) for name in archive.namelist())
    else:
        _, *rows = csv_rows(again)
        note = csv_rows(again)[0].index("説明")
        assert all(not row[note].startswith(("=", "+", "-", "@", "＝", "\t")) for row in rows)


def test_a_csv_cell_that_could_run_is_told(alice: Client, three: list[str]) -> None:
    blank = taken(alice)
    cells = {(three[0], "説明"): "=1+1", (three[0], "値"): "=5"}
    told = problems(given(alice, csv_filled(taken(alice, "csv"), cells), "a.csv"))
    assert {cell for cell, _ in told} == {address_of(blank, code, heading) for code, heading in cells}


def test_a_five_thousand_digit_cell_and_a_control_character(alice: Client, three: list[str]) -> None:
    blank = taken(alice)
    where = address_of(blank, three[0], "値")
    for text in ("9" * 5_000, "1\x002", "1\x082", "1\ufffd2"):
        told = problems(given(alice, csv_filled(taken(alice, "csv"), {(three[0], "値"): text}), "a.csv"))
        assert told
        assert told[0][0] in (where, "")
    assert nothing_stored()


def test_the_page_of_errors_shows_markup_as_text(alice: Client, three: list[str]) -> None:
    name = "<img src=x onerror=alert(1)>.csv"
    answer = given(alice, csv_filled(taken(alice, "csv"), {(three[0], "値"): "<script>"}), name)
    content = answer.content.decode()
    assert "<script>」" not in content
    assert "<img src=x" not in content
    assert "&lt;script&gt;" in content


def test_a_name_that_is_no_name(alice: Client, three: list[str]) -> None:
    data = taken(alice)
    for name in ("../../etc/passwd.xlsx", "a" * 300 + ".xlsx", "入力\u202excod.xlsx", ".xlsx"):
        answer = given(alice, data, name)
        assert answer.status_code == 200


def test_indicators_of_a_department_that_is_split_apart(alice: Client, three: list[str]) -> None:
    """A code of ones own that has no target yet is no row of any file."""
    draft = make_indicator(measure=make_measure(60), target=None)
    heads, *rows = csv_rows(taken(alice, "csv"))
    rows[0][0] = draft.code
    ((cell, message),) = problems(given(alice, csv_bytes([heads, *rows]), "a.csv"))
    assert (cell, "行を削除" in message) == ("A2", True)
    assert Indicator.objects.count() == 4
