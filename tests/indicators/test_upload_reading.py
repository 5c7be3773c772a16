"""What is read is what was typed: every kind of cell, every encoding, and the shape of a table (docs/input.md §5)."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.spreadsheets.upload.cell_values import (
    day_notice,
    read_day_text,
    read_figure,
    read_words,
    read_year,
)
from indicators.spreadsheets.upload.characters import escaped, guarded, unescaped, unguarded
from indicators.spreadsheets.upload.formats import exact, kind_of_format
from indicators.spreadsheets.upload.reader import read_upload
from indicators.spreadsheets.upload.sheet import Cell, CellKind, UploadedSheet, column_of, letters
from tests.indicators.uploads import (
    HEADER,
    MAIN,
    ROW,
    book,
    cell,
    inline,
    members,
    only,
    refusals,
    sheet_xml,
    zipped,
)

# Styles 0–6: plain, 0.0%, a day, #,##0.0, a literal percent sign, an era's day, 0%.
STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="0.0%;[Red]-0.0%"/><numFmt numFmtId="165" formatCode="0.0&quot;%&quot;"/>'
    '<numFmt numFmtId="166" formatCode="[$-411]ggge&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/><xf numFmtId="4"/><xf numFmtId="165"/>'
    '<xf numFmtId="166"/><xf numFmtId="9"/></cellXfs>'
    '<dxfs><dxf><numFmt numFmtId="165" formatCode="0%"/></dxf></dxfs>'
)


def read_rows(*cells: str, **parts: object) -> UploadedSheet:
    """Cells of row 2 below the headings コード and 値."""
    parts = {"styles": STYLES} | parts
    return read_upload("a.xlsx", book(sheet_xml(HEADER + f'<row r="2">{"".join(cells)}</row>'), **parts))


def read_one(xml: str, **parts: object) -> Cell:
    return read_rows(xml, **parts).rows[0][1]


def read_csv(text: str | bytes, **how: object) -> UploadedSheet:
    data = text if isinstance(text, bytes) else text.encode()
    return read_upload("実績.csv", data, **how)  # type: ignore[arg-type]


def texts(sheet: UploadedSheet) -> list[list[str]]:
    return [[one.text for one in row] for row in (sheet.header, *sheet.rows)]


# --- Cells of a workbook --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stored", "number", "text"),
    [
        ("12.5", "12.5", "12.5"),
        ("12.300000000000001", "12.3", "12.3"),
        ("0.27000000000000002", "0.27", "0.27"),
        ("0.1", "0.1", "0.1"),
        ("-0", "0", "0"),
        ("-5", "-5", "-5"),
        ("1E-3", "0.001", "0.001"),
        ("1.5E+3", "1500", "1500"),
        ("999999999999999", "999999999999999", "999999999999999"),
        ("123456789.12345678", "123456789.123457", "123456789.123457"),
        ("1E+300", "1E+300", "1E+300"),
        ("0.1000000000000000055511151231257827021181583404541015625", "0.1", "0.1"),
    ],
)
def test_a_number_is_what_excel_shows_and_exact(stored: str, number: str, text: str) -> None:
    found = read_one(cell("B2", stored, style=3))
    assert found == Cell("B2", text, CellKind.NUMBER, Decimal(number))


@given(
    st.decimals(min_value=-(10**9), max_value=10**9, places=4, allow_nan=False),
)
def test_every_number_of_fifteen_digits_survives_a_double(number: Decimal) -> None:
    assert exact(repr(float(number))) == exact(f"{float(number):.17g}") == number


@pytest.mark.parametrize(
    "stored", ["", "NaN", "INF", "-", "1_000", "0x10", "1,000", "٣٤", "1e400", "1e-400", "１２", "1 2", "--1"]
)
def test_what_is_no_number_is_never_a_number(stored: str) -> None:
    assert exact(stored) is None
    if stored:
        problem = only(book(sheet_xml(HEADER + f'<row r="2">{cell("B2", stored)}</row>')))
        assert (problem.cell, "数" in problem.message) == ("B2", True)


@pytest.mark.parametrize(
    ("style", "kind"),
    [(1, CellKind.PERCENT), (6, CellKind.PERCENT), (4, CellKind.NUMBER), (3, CellKind.NUMBER)],
)
def test_a_share_is_known_by_its_format(style: int, kind: CellKind) -> None:
    found = read_one(cell("B2", "0.125", style=style))
    assert (found.kind, found.number) == (kind, Decimal("0.125"))
    assert found.text == ("12.5%" if kind == CellKind.PERCENT else "0.125")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("General", CellKind.NUMBER),
        ("G/標準", CellKind.NUMBER),
        ('#,##0"人";[Red]▲#,##0"人"', CellKind.NUMBER),
        ('0"年度"', CellKind.NUMBER),
        ("0.00E+00", CellKind.NUMBER),
        ("[>=100]0;0.0", CellKind.NUMBER),
        ("[Red]0_);(0)", CellKind.NUMBER),
        (r"0\%", CellKind.NUMBER),
        (r"0\d", CellKind.NUMBER),
        ("@", CellKind.NUMBER),
        ("[DBNum1]General", CellKind.NUMBER),
        ("0.0%", CellKind.PERCENT),
        ('0"％"%', CellKind.PERCENT),
        ("yyyy/m/d", CellKind.DATE),
        ("[$-411]ge.m.d;@", CellKind.DATE),
        ("[h]:mm", CellKind.DATE),
        ("[mm]", CellKind.DATE),
        ("aaa", CellKind.DATE),
        ("[$-F800]dddd\\,\\ mmmm\\ dd", CellKind.DATE),
        ('"' * 300, CellKind.NUMBER),
        ("", CellKind.NUMBER),
    ],
)
def test_what_a_format_makes_of_a_number(code: str, kind: CellKind) -> None:
    assert kind_of_format(200, code) == kind


@pytest.mark.parametrize(
    ("stored", "from_1904", "text"),
    [
        ("45383", False, "2024-04-01"),
        ("45383.5", False, "2024-04-01T12:00"),
        ("0.5", False, "12:00"),
        ("1", False, "1900-01-01"),
        ("59", False, "1900-02-28"),
        ("61", False, "1900-03-01"),
        ("43921", True, "2024-04-01"),
        ("-1", False, "-1"),
        ("2958465.9999999", False, "2958465.9999999"),
        ("99999999", False, "99999999"),
    ],
)
def test_a_day_is_told_from_a_number(stored: str, from_1904: bool, text: str) -> None:
    properties = '<workbookPr date1904="1"/>' if from_1904 else ""
    for style in (2, 5):
        found = read_one(cell("B2", stored, style=style), properties=properties)
        assert found == Cell("B2", text, CellKind.DATE)


@pytest.mark.parametrize(
    ("xml", "kind", "text"),
    [
        (cell("B2", "1", kind="b"), CellKind.BOOLEAN, "TRUE"),
        (cell("B2", "0", kind="b"), CellKind.BOOLEAN, "FALSE"),
        (cell("B2", "#N/A", kind="e"), CellKind.ERROR, "#N/A"),
        (cell("B2", "#DIV/0!", kind="e"), CellKind.ERROR, "#DIV/0!"),
        (cell("B2", "2024-04-01", kind="d"), CellKind.DATE, "2024-04-01"),
        (cell("B2", "5", kind="str"), CellKind.TEXT, "5"),
        (inline("B2", "１，２３４"), CellKind.TEXT, "１，２３４"),
        (inline("B2", " 12 "), CellKind.TEXT, " 12 "),
        (inline("B2", "007"), CellKind.TEXT, "007"),
        (inline("B2", "=1+1"), CellKind.TEXT, "=1+1"),
        (inline("B2", "&#9;a&#10;b"), CellKind.TEXT, "\ta\nb"),
        (inline("B2", "a_x000D_&#10;b_x000D_c"), CellKind.TEXT, "a\nb\nc"),
        (inline("B2", "_x0041__x005F_x0041_"), CellKind.TEXT, "A_x0041_"),
        (inline("B2", "_xD842__xDFB7_"), CellKind.TEXT, "𠮷"),
        (inline("B2", "①㈱髙𠮷\u3000"), CellKind.TEXT, "①㈱髙𠮷\u3000"),
        ('<c r="B2" t="inlineStr"><is><r><t>12</t></r><r><t>.5</t></r></is></c>', CellKind.TEXT, "12.5"),
    ],
)
def test_a_cell_is_as_it_was_typed(xml: str, kind: CellKind, text: str) -> None:
    assert read_one(xml) == Cell("B2", text, kind)


def test_shared_texts_with_furigana_and_pieces() -> None:
    """The reading of a name stands in the file beside it; it was never typed into the cell."""
    shared = (
        "<si><t>unused</t></si>"
        '<si><t>木更津</t><rPh sb="0" eb="3"><t>キサラヅ</t></rPh><phoneticPr fontId="1"/></si>'
        "<si><r><t>12</t></r><r><rPr/><t>.5</t></r></si>"
        "<si><t/></si>"
    )
    sheet = read_rows(
        cell("A2", "1", kind="s"), cell("B2", "2", kind="s"), cell("C2", "3", kind="s"), shared=shared
    )
    assert texts(sheet)[1] == ["木更津", "12.5"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a_x0000_b", "U+0000"),
        ("a_xD800_b", "U+D800"),
        ("a\ufffdb", "文字化け"),
        ("あ" * 4_001, "4,000字まで"),
    ],
)
def test_a_text_that_cannot_be_kept(text: str, said: str) -> None:
    in_cell = only(book(sheet_xml(HEADER + f'<row r="2">{inline("B2", text)}</row>')))
    shared = only(book(sheet_xml(HEADER + f'<row r="2">{cell("B2", "0", kind="s")}</row>'), shared=[text]))
    assert [in_cell.cell, shared.cell] == ["B2", "B2"]
    assert said in in_cell.message
    assert in_cell == shared


@given(st.text(alphabet=st.sampled_from("_x0041F5 あ\n="), max_size=30) | st.text(max_size=30))
def test_escapes_and_guards_give_every_text_back(text: str) -> None:
    assert unescaped(escaped(text)) == text
    assert unguarded(guarded(text)) == text


@given(st.integers(1, 16_384))
def test_names_of_columns(column: int) -> None:
    assert column_of(letters(column)) == column


def test_cells_and_rows_without_addresses_follow_each_other() -> None:
    rows = (
        '<row><c t="inlineStr"><is><t>a</t></is></c><c t="inlineStr"><is><t>b</t></is></c></row>'
        '<row/><row><c/><c><v>1</v></c></row><row r="9"><c r="B9"><v>2</v></c></row>'
    )
    sheet = read_upload("a.xlsx", book(sheet_xml(rows)))
    assert [one.address for row in sheet.rows for one in row] == ["A3", "B3", "A9", "B9"]
    assert [row[1].number for row in sheet.rows] == [1, 2]


@pytest.mark.parametrize("namespace", ["http://purl.oclc.org/ooxml/spreadsheetml/main", None])
def test_other_dialects_of_the_same_format(namespace: str | None) -> None:
    """The strict dialect, and prefixes before every name."""
    if namespace:
        xml = sheet_xml().replace("http://schemas.openxmlformats.org/spreadsheetml/2006/main", namespace)
    else:
        xml = sheet_xml().replace(MAIN, MAIN.replace("xmlns=", "xmlns:x=")).replace("<", "<x:")
        xml = xml.replace("<x:/", "</x:")
    assert texts(read_upload("a.xlsx", book(xml))) == [["コード", "値"], ["43A", "12.5"]]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16le", "utf-16be"])
def test_a_workbook_in_utf16(encoding: str) -> None:
    parts = {
        name: f'<?xml version="1.0" encoding="{encoding}"?>{content!s}'.encode(encoding)
        for name, content in members().items()
    }
    assert texts(read_upload("a.xlsx", zipped(parts)))[1] == ["43A", "12.5"]


# --- Formulas, hidden places, merges, sheets ------------------------------------------------------


def test_what_other_programs_do_a_little_differently() -> None:
    """An empty number of a style, and capitals in the name of a part."""
    parts = members(sheet_xml(HEADER + ROW.replace("<c ", '<c s="" ')), shared=["x"])
    parts["xl/Styles.xml"] = parts.pop("xl/styles.xml")
    assert texts(read_upload("a.xlsx", zipped(parts)))[1] == ["43A", "12.5"]


def test_every_formula_is_listed_and_its_result_is_not_taken() -> None:
    rows = (
        '<row r="2"><c r="A2" t="str"><f>"43"&amp;"A"</f><v>43A</v></c><c r="B2"><f>1+1</f></c></row>'
        '<row r="3"><c r="B3"><f t="shared" si="0"/><v>5</v></c></row>'
        '<row r="4"><c r="B4"><v>5</v><f/></c></row>'
    )
    found = refusals(book(sheet_xml(HEADER + rows)))
    assert [problem.cell for problem in found] == ["A2", "B2", "B3", "B4"]
    assert all("値の貼り付け" in problem.message for problem in found)


@pytest.mark.parametrize("mark", ['hidden="1"', 'hidden="true"', 'ht="0" customHeight="1"'])
def test_a_hidden_row_that_holds_something(mark: str) -> None:
    problem = only(book(sheet_xml(HEADER + ROW.replace('<row r="2"', f'<row r="2" {mark}'))))
    assert (problem.cell, "再表示" in problem.message) == ("2:2", True)


def test_a_hidden_row_that_holds_nothing() -> None:
    rows = HEADER + ROW + '<row r="3" hidden="1"><c r="A3" s="0"/></row>'
    assert not refusals(book(sheet_xml(rows)))


@pytest.mark.parametrize("mark", ['hidden="1"', 'width="0" customWidth="1"'])
def test_a_hidden_column(mark: str) -> None:
    problem = only(book(sheet_xml(before=f'<cols><col min="2" max="16384" {mark}/></cols>')))
    assert (problem.cell, "再表示" in problem.message) == ("B:B", True)
    assert not refusals(book(sheet_xml(before=f'<cols><col min="3" max="16384" {mark}/></cols>')))


def test_merged_cells_outside_the_head_of_the_form() -> None:
    title = '<row r="1">' + inline("A1", "実績の入力") + "</row>"
    rows = title + HEADER.replace('"1"', '"2"').replace("A1", "A2").replace("B1", "B2")
    merges = (
        '<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A4:A5"/><mergeCell ref="A1:A2"/></mergeCells>'
    )
    found = refusals(book(sheet_xml(rows, after=merges)), header_row=2)
    assert [problem.cell for problem in found] == ["A4:A5", "A1:A2"]
    merge = '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
    sheet = read_upload("a.xlsx", book(sheet_xml(rows, after=merge)), header_row=2)
    assert texts(sheet) == [["コード", "値"]]
    assert "A1:B1" in {problem.cell for problem in refusals(book(sheet_xml(after=merge)))}
    whole = '<mergeCells><mergeCell ref="A:C"/></mergeCells>'
    assert only(book(sheet_xml(after=whole))).cell == "A:C"


def test_the_sheet_for_entry_is_found_by_its_name() -> None:
    parts = members(sheets={"記入要領": "", "入力": ""})
    parts["xl/worksheets/sheet1.xml"] = sheet_xml('<row r="1">' + inline("A1", "読まない") + "</row>")
    sheet = read_upload("a.xlsx", zipped(parts))
    assert (sheet.title, texts(sheet)[1]) == ("入力", ["43A", "12.5"])


def test_one_sheet_that_can_be_seen_needs_no_name() -> None:
    assert read_upload("a.xlsx", book(sheets={"控え": "hidden", "実績": ""})).title == "実績"


@pytest.mark.parametrize(
    ("sheets", "said"),
    [
        ({"a": "", "b": ""}, "「a」、「b」"),
        ({"入力": "hidden", "b": ""}, "隠れています"),
        ({"入力": "veryHidden"}, "隠れています"),
        ({"a": "hidden"}, "読めるシートがありません"),
        ({}, "読めるシートがありません"),
        ({f"s{number}": "" for number in range(60)}, "シートが多すぎます"),
    ],
)
def test_a_sheet_that_cannot_be_chosen(sheets: dict[str, str], said: str) -> None:
    assert said in only(book(sheets=sheets)).message


# --- The shape of a table -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "where", "said"),
    [
        ("\r\n\r\nコード,値\r\n43A,1\r\n", "A1", "1行目に見出しがありません"),
        (" ,\u3000\r\n43A,1\r\n", "A1", "1行目に見出しがありません"),
        ("コード,値\r\nコード,値\r\n43A,1\r\n", "2:2", "見出しの行が二つ"),
        ("コード,\r\n,値\r\n43A,1\r\n", "B2", "見出しを2行に分けず"),
        ("コード,値\r\n43A,1,memo\r\n43B,2,memo\r\n", "C2", "C列には見出しがありません"),
        ("コード,値,値 \r\n43A,1,2\r\n", "C1", "B1と同じ"),
    ],
)
def test_a_table_of_another_shape(text: str, where: str, said: str) -> None:
    problem = only(text.encode(), "a.csv")
    assert (problem.cell, said in problem.message) == (where, True)


def test_headings_that_must_be_there() -> None:
    found = refusals("コード,値\r\n43A,1\r\n".encode(), "a.csv", headings=["コード", "年度", "値の状態"])
    assert [(problem.cell, problem.message.split("」")[0]) for problem in found] == [
        ("1:1", "見出し「年度"),
        ("1:1", "見出し「値の状態"),
    ]
    problem = only("実績一覧\r\n\r\nコード\r\n43A\r\n".encode(), "a.csv", headings=["コード"])
    assert (problem.cell, "1行目になるよう" in problem.message) == ("3:3", True)


def test_a_heading_that_is_a_day() -> None:
    row = '<row r="1">' + inline("A1", "コード") + cell("B1", "45383", style=2) + "</row>"
    assert only(book(sheet_xml(row), styles=STYLES)).cell == "B1"


def test_rows_without_anything_are_left_out_and_addresses_stay() -> None:
    sheet = read_csv("コード,値,説明\r\n\r\n43A,1,\r\n ,,\u3000\r\n43B\r\n\r\n")
    assert [[one.address for one in row] for row in sheet.rows] == [["A3", "B3", "C3"], ["A5", "B5", "C5"]]
    assert sheet.records()[1] == {
        "コード": Cell("A5", "43B", CellKind.TEXT),
        "値": Cell("B5"),
        "説明": Cell("C5"),
    }
    assert [one.is_empty for one in sheet.rows[0]] == [False, False, True]


def test_a_sheet_of_headings_alone() -> None:
    assert read_csv("コード,値").rows == ()


# --- CSV ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_csv_in_the_encodings_that_people_have(encoding: str, end: str) -> None:
    text = end.join(['"コード",値,説明', '43A,１２．５,"①㈱髙、－～""引用""と,"', "43B,,"])
    sheet = read_csv(text.encode(encoding))
    assert sheet.title == "実績"
    assert texts(sheet) == [
        ["コード", "値", "説明"],
        ["43A", "１２．５", '①㈱髙、－～"引用"と,'],
        ["43B", "", ""],
    ]


def test_line_ends_in_a_cell_count_once() -> None:
    assert texts(read_csv('a,b\r\n"1\r\n2","3\n4\r5"\r\n'))[1] == ["1\n2", "3\n4\n5"]


@pytest.mark.parametrize(
    ("data", "where", "said"),
    [
        ("コード,値\r\n43A,あ".encode()[:-1], "A2", "UTF-8として壊れた"),
        (b"\xef\xbb\xbf" + "コード,値".encode("cp932"), "A1", "UTF-8として壊れた"),
        ("コード,値\r\n".encode("cp932") + b"43A,\x81\r\n", "A2", "UTF-8でもシフトJIS"),
        ("コード,値\r\n43A,".encode("cp932") + b"\xf0\x40\r\n", "B2", "外字"),
        ("コード,値\r\n43A,".encode("cp932") + b"\xfd\r\n", "B2", "外字"),
        ("コード,値\r\n43A,".encode("cp932") + b"\x80\r\n", "B2", "U+0080"),
        ("コード,値\r\n".encode("iso-2022-jp"), "", "JIS"),
        ("コード,値\r\n43A,\ufffd".encode(), "B2", "文字化け"),
        ("コード,値\r\n43A,1\x0b".encode(), "B2", "U+000B"),
        ("コード\t値\r\n43A\t1".encode(), "A1", "タブ"),
        ('コード,値\r\n43A,"1\r\n43B,2\r\n'.encode(), "A2", "閉じていない"),
        ('コード,値\r\n43A,"1"2\r\n'.encode(), "A2", "引用符"),
        ("コード,値\r\n43A,=1+1\r\n".encode(), "B2", "数式"),
        ("コード,値\r\n43A,＝1+1\r\n".encode(), "B2", "数式"),
        (("コード,値\r\n" + "43A,1\r\n" * 5_001).encode(), "A5002", "5,000行まで"),
        (("コード,値\r\n" + "43A,1\r\n" * 400_000).encode(), "A5002", "5,000行まで"),
        (b"a,b\n" + b"\n" * 4_000_000, "A50001", "行が多すぎます"),
        (b"a,b\n" + b"," * 4_000_000 + b"1", "HSODE2", "列が多すぎます"),
        (b"a,b\n1," + b"9" * 4_000_000, "B2", "4,000字まで"),
        (b'a,b\n1,"' + b'""' * 2_000_000, "A2", "閉じていない"),
    ],
)
def test_csv_that_cannot_be_read(data: bytes, where: str, said: str) -> None:
    found = refusals(data, "a.csv")
    assert (found[0].cell, said in found[0].message) == (where, True)


def test_five_thousand_rows_are_read() -> None:
    sheet = read_csv("コード,値\r\n" + "".join(f"{row}A,{row}\r\n" for row in range(5_000)))
    assert (len(sheet.rows), sheet.rows[-1][1].address, sheet.rows[-1][1].text) == (5_000, "B5001", "4999")


@pytest.mark.slow
@given(
    st.lists(
        st.lists(
            st.text(alphabet=st.sampled_from("あ1 ,\"\n'=+-@＝\t髙"), max_size=6), min_size=3, max_size=3
        ),
        max_size=4,
    ),
    st.sampled_from(["utf-8", "utf-8-sig", "cp932"]),
)
@settings(max_examples=40)
def test_what_was_written_guarded_is_read_exactly(rows: list[list[str]], encoding: str) -> None:
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerows([["い", "ろ", "は"], *([guarded(text) for text in row] for row in rows)])
    sheet = read_csv(made.getvalue().encode(encoding))
    assert texts(sheet)[1:] == [row for row in rows if any(text.strip() for text in row)]


# --- What a cell means ----------------------------------------------------------------------------


def test_a_share_is_read_as_it_is_shown_with_a_notice() -> None:
    reading = read_figure(read_one(cell("B2", "0.125", style=1)), decimals=1, unit="％")
    assert (reading.value, len(reading.notices)) == (Decimal("12.5"), 1)
    with pytest.raises(ValueError, match="書式が％"):
        read_figure(read_one(cell("B2", "0.125", style=1)), decimals=1, unit="件")


def test_figures_of_cells_and_of_texts_go_through_one_normaliser() -> None:
    assert read_figure(read_one(cell("B2", "12.300000000000001")), decimals=1, unit="件").value == Decimal(
        "12.3"
    )
    assert read_figure(Cell("B2", "１，２３４件", CellKind.TEXT), decimals=0, unit="件").value == 1234
    for one in (
        Cell("B2"),
        Cell("B2", "未定", CellKind.TEXT),
        Cell("B2", "9" * 4_000, CellKind.TEXT),
        Cell("B2", "1E+300", CellKind.NUMBER, Decimal("1E+300")),
        Cell("B2", "0.125", CellKind.NUMBER, Decimal("0.125")),
        Cell("B2", "2024-04-01", CellKind.DATE),
        Cell("B2", "TRUE", CellKind.BOOLEAN),
        Cell("B2", "#N/A", CellKind.ERROR),
    ):
        with pytest.raises(ValueError, match="。"):
            read_figure(one, decimals=1, unit="件")


@pytest.mark.parametrize(
    ("stored", "style", "from_1904", "day"),
    [
        ("36526", 0, False, "2000-01-01"),
        ("45383", 0, False, "2024-04-01"),
        ("73050", 0, False, "2099-12-31"),
        ("43921", 0, True, "2024-04-01"),
        ("36525", 0, False, ""),
        ("73051", 0, False, ""),
        ("45383.5", 0, False, ""),
        ("20240401", 0, False, ""),
        ("-45383", 0, False, ""),
        ("45383", 2, False, ""),  # a day by its format
    ],
)
def test_a_number_that_was_a_day(stored: str, style: int, from_1904: bool, day: str) -> None:
    properties = '<workbookPr date1904="1"/>' if from_1904 else ""
    found = read_one(cell("B2", stored, style=style), properties=properties)
    assert found.day == day
    assert day_notice(found) == (
        f"日付の書式がない数（{stored}）を、{day}という日付と読みました。" if day else ""
    )
    if day:
        assert read_day_text(found) == day


def test_years_of_cells() -> None:
    assert read_year(Cell("A2", "2023", CellKind.NUMBER, Decimal(2023))).year == 2023
    assert read_year(Cell("A2", "5", CellKind.NUMBER, Decimal(5)), era_column=True).year == 2023
    assert read_year(Cell("A2", "令和五年度", CellKind.TEXT)).year == 2023
    for one in (
        Cell("A2"),
        Cell("A2", "5", CellKind.NUMBER, Decimal(5)),
        Cell("A2", "2023.5", CellKind.NUMBER, Decimal("2023.5")),
        Cell("A2", "1E+300", CellKind.NUMBER, Decimal("1E+300")),
        Cell("A2", "202300%", CellKind.PERCENT, Decimal(2023)),
        Cell("A2", "2023-04-01", CellKind.DATE),
        Cell("A2", "#N/A", CellKind.ERROR),
    ):
        with pytest.raises(ValueError, match="。"):
            read_year(one)


def test_words_and_days_of_cells() -> None:
    assert read_words(Cell("A2", "=メモ", CellKind.TEXT)) == "=メモ"
    assert read_words(Cell("A2", "101", CellKind.NUMBER, Decimal(101))) == "101"
    assert read_words(Cell("A2")) == ""
    assert read_day_text(Cell("A2", "2026-05-31", CellKind.DATE)) == "2026-05-31"
    assert read_day_text(Cell("A2", "令和8年5月31日", CellKind.TEXT)) == "令和8年5月31日"
    for one in (
        Cell("A2", "2024-03-01", CellKind.DATE),
        Cell("A2", "TRUE", CellKind.BOOLEAN),
        Cell("A2", "#N/A", CellKind.ERROR),
        Cell("A2", "50%", CellKind.PERCENT, Decimal("0.5")),
    ):
        with pytest.raises(ValueError, match="。"):
            read_words(one)
    with pytest.raises(ValueError, match="日付を入力"):
        read_day_text(Cell("A2", "#N/A", CellKind.ERROR))
