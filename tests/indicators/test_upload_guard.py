"""The guard and the child before files that mean harm: a sentence each time, little memory, and never a 500."""

import io
import json
import os
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from indicators.spreadsheets.upload import child, guard, limits, reader
from indicators.spreadsheets.upload.reader import read_upload
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

OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000
LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def with_part(name: str, content: str | bytes = "x") -> bytes:
    return zipped({**members(), name: content})


# --- Kinds of files -------------------------------------------------------------------------------


OTHER_KINDS = [
    ("a.xlsx", b"", "空です"),
    ("a.csv", b"", "空です"),
    ("a.xlsx", b"PK\x03\x04" + b"\0" * limits.MAX_BYTES, "5MBまで"),
    ("a.csv", b"a" * (limits.MAX_BYTES + 1), "5MBまで"),
    ("a.xls", OLD_EXCEL, "古い形式のExcel"),
    ("a.xlsx", OLD_EXCEL, "古い形式のExcel"),
    ("a.csv", OLD_EXCEL, "古い形式のExcel"),
    ("a.xlsx", OLD_EXCEL + "EncryptedPackage".encode("utf-16-le"), "パスワード"),
    ("a.xlsm", book(), "マクロを含むExcel"),
    ("A.XLSM", book(), "マクロを含むExcel"),
    ("a.xlsb", book(), "バイナリ形式"),
    ("a.ods", zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "OpenDocument"),
    ("a.xlsx", zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "OpenDocument"),
    ("a.csv", book(), "「.xlsx」ではありません"),
    ("a", book(), "「.xlsx」ではありません"),
    ("a.zip", book(), "「.xlsx」ではありません"),
    ("a.xlsx", zipped({"a.csv": "x"}), "圧縮ファイル（zip）"),
    ("a.xlsx", zipped({"a.xlsx": book()}), "圧縮ファイル（zip）"),
    ("a.xlsx", zipped({}), "中身のない圧縮ファイル"),
    ("a.xlsx", zipped({"[Content_Types].xml": "", "word/document.xml": ""}), "Word"),
    ("a.xlsx", "コード,値".encode(), "Excelのブックとして読めません"),
    ("a.xlsx", b"<html><table></table></html>", "ウェブページかXML"),
    ("a.csv", b"\xef\xbb\xbf<?xml version='1.0'?>", "ウェブページかXML"),
    ("a.csv", b"%PDF-1.7", "PDF"),
    ("a.xlsx", b"\x89PNG\r\n", "画像"),
    ("a.csv", "コード,値".encode("utf-16"), "UTF-16"),
    ("a.csv", "コード,値".encode("utf-16-be"), "UTF-16"),
    ("a.csv", "a,b".encode("utf-16-le"), "UTF-16"),
    ("a.csv", "コード,値".encode("utf-32"), "UTF-16"),
    ("a.csv", b"a,b\r\n1,\x002\r\n", "UTF-16"),
    ("a.txt", b"a,b", "（.csv）です"),
    ("", b"a,b", "（.csv）です"),
]


@pytest.mark.parametrize(("name", "data", "said"), OTHER_KINDS)
def test_a_file_of_another_kind_is_told_before_parsing(
    name: str, data: bytes, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "_CHILD", Path("there is no such program"))
    problem = only(data, name)
    assert problem.cell == ""
    assert said in problem.message
    assert problem.message.endswith("。")


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("xl/vbaProject.bin", "マクロ"),
        ("xl/macrosheets/sheet1.xml", "マクロ"),
        ("xl/externalLinks/externalLink1.xml", "ほかのファイルへの参照"),
        ("xl/embeddings/oleObject1.bin", "埋め込まれた"),
        ("xl/activeX/activeX1.xml", "ActiveX"),
        ("xl/connections.xml", "接続"),
        ("xl/workbook.bin", "xlsb"),
        ("../../etc/passwd", "名前"),
        ("/etc/passwd", "名前"),
        ("C:/a.xml", "名前"),
        ("xl\\a.xml", "名前"),
        ("xl/a\u202e.xml", "名前"),
        ("xl/" + "a" * 300, "名前"),
        ("XL/WORKBOOK.XML", "壊れて"),
    ],
)
def test_a_workbook_with_a_part_that_has_no_place_in_it(part: str, said: str) -> None:
    assert said in only(with_part(part)).message


def test_a_part_without_a_name_ends_in_words() -> None:
    """zipfile itself falls over it where it is asked whether it is a folder."""
    body = io.BytesIO(book())
    with zipfile.ZipFile(body, "a") as archive:
        archive.writestr("x", "")
        archive.filelist[-1].filename = ""
    assert only(body.getvalue()).message


def test_macros_are_seen_in_the_list_of_types_too() -> None:
    parts = members()
    parts["[Content_Types].xml"] = str(parts["[Content_Types].xml"]).replace(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    assert "マクロ" in only(zipped(parts)).message


@pytest.mark.parametrize("inner", [b"PK\x03\x04...", OLD_EXCEL, b"Rar!\x1a\x07"])
def test_a_file_inside_the_workbook(inner: bytes) -> None:
    assert "別のファイル" in only(with_part("xl/media/image1.png", inner)).message


def test_links_to_other_workbooks() -> None:
    data = book(workbook="<externalReferences><externalReference/></externalReferences>")
    assert "ほかのファイルへの参照" in only(data).message


def test_links_to_the_web_are_no_reason_to_refuse() -> None:
    """Excel makes one of every address that somebody types."""
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" '
        'Target="https://example.jp/" TargetMode="External"/></Relationships>'
    )
    assert not refusals(with_part("xl/worksheets/_rels/sheet1.xml.rels", rels))


# --- Archives that lie ----------------------------------------------------------------------------


def test_a_member_that_unpacks_too_far() -> None:
    assert "大きすぎます" in only(with_part("xl/media/a.bin", bytes(limits.MAX_UNPACKED + 1))).message


def test_members_that_unpack_too_far_together() -> None:
    noise = os.urandom(1024) * 5 * 1024
    parts = members() | {f"xl/media/{number}.bin": noise for number in range(5)}
    assert "大きすぎます" in only(zipped(parts)).message


def test_a_member_that_is_packed_too_densely() -> None:
    assert "大きすぎます" in only(with_part("xl/media/a.bin", bytes(5 * 1024 * 1024))).message


def test_a_directory_that_calls_a_big_member_small() -> None:
    data = bytearray(with_part("xl/media/a.bin", bytes(60 * 1024 * 1024)))
    true_size = struct.pack("<L", 60 * 1024 * 1024)
    assert data.count(true_size) == 2
    data = data.replace(true_size, struct.pack("<L", 100))
    assert "壊れていて" in only(bytes(data)).message


def test_too_many_members() -> None:
    parts = members() | {f"xl/media/{number}.png": "x" for number in range(limits.MAX_MEMBERS)}
    assert "部品が多すぎます" in only(zipped(parts)).message


def test_a_directory_of_a_hundred_thousand_is_not_even_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytearray(zipped({f"{number}": "" for number in range(30_000)}, method=zipfile.ZIP_STORED))
    monkeypatch.setattr(zipfile, "ZipFile", None)
    assert "部品が多すぎます" in only(bytes(data)).message


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
def test_two_members_of_one_name() -> None:
    made = io.BytesIO(book())
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", sheet_xml(HEADER))
    assert "壊れていて" in only(made.getvalue()).message


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_way_of_packing_that_excel_does_not_have(method: int) -> None:
    assert "圧縮のしかた" in only(zipped(members(), method=method)).message


def test_an_encrypted_member() -> None:
    data = bytearray(book())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    assert "パスワード" in only(bytes(data)).message


@pytest.mark.parametrize("kept", [10, 100, 400, -1, -30])
def test_a_file_that_ends_too_early(kept: int) -> None:
    assert "。" in only(book()[:kept]).message


# --- XML that multiplies --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "part",
    ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml", "_rels/.rels", "docProps/a.xml"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_declaration_of_entities_anywhere(part: str, encoding: str) -> None:
    parts = members()
    content = str(parts.get(part, "<a/>"))
    parts[part] = (f'<?xml version="1.0" encoding="{encoding}"?>' + LAUGHS + content).encode(encoding)
    assert "DOCTYPE" in only(zipped(parts)).message


def test_a_declaration_is_refused_by_the_parser_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a part whose name does not say that it is XML."""
    parts = members()
    parts["xl/worksheets/sheet1.bin"] = LAUGHS + str(parts.pop("xl/worksheets/sheet1.xml"))
    rels = str(parts["xl/_rels/workbook.xml.rels"])
    parts["xl/_rels/workbook.xml.rels"] = rels.replace("sheet1.xml", "sheet1.bin")
    assert "DOCTYPE" in only(zipped(parts)).message


@pytest.mark.parametrize("encoding", ["cp037", "utf-7", "iso-8859-1", "shift_jis", "no-such"])
def test_an_encoding_that_could_hide_a_declaration(encoding: str) -> None:
    content = f'<?xml version="1.0" encoding="{encoding}"?>' + sheet_xml().replace("コード", "x").replace(
        "値", "y"
    )
    coded = content.encode("cp037" if encoding == "cp037" else "ascii")
    assert "壊れていて" in only(book(coded)).message


@pytest.mark.parametrize(
    "sheet",
    [
        "",
        "<",
        "x",
        f"<worksheet {MAIN}>",
        sheet_xml("<a>" * 100 + "</a>" * 100),
        sheet_xml('<c r="A1"><v>1</v></c>'),
        sheet_xml('<row r="1"><c r="A2"><v>1</v></c></row>'),
        sheet_xml('<row r="1"><c r="ZZZZ1"><v>1</v></c></row>'),
        sheet_xml('<row r="1"><c r="ZZZ1"><v>1</v></c></row>'),
        sheet_xml('<row r="0"/>'),
        sheet_xml('<row r="1048577"/>'),
        sheet_xml('<row r="99999999999999999999999999"/>'),
        sheet_xml('<row r="2"/><row r="1"/>'),
        sheet_xml('<row r="1"/><row r="1"/>'),
        sheet_xml('<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>'),
        sheet_xml('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>1</v></c></row>'),
        sheet_xml('<row r="1"><c r="A1"><c r="B1"/></c></row>'),
        sheet_xml('<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>'),
        sheet_xml('<row r="1"><c r="A1" s="x"><v>1</v></c></row>'),
        sheet_xml('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'),
        sheet_xml('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>'),
        sheet_xml('<row r="1"><c r="A1" t="s"><v>²</v></c></row>'),
        sheet_xml(after='<mergeCells><mergeCell ref="x"/></mergeCells>'),
        sheet_xml(before='<cols><col min="1" max="x" hidden="1"/></cols>'),
        sheet_xml("<row>&unknown;</row>"),
        sheet_xml("<row>\x01</row>"),
    ],
)
def test_xml_that_is_no_sheet(sheet: str) -> None:
    assert "壊れていて" in only(book(sheet)).message


@pytest.mark.parametrize(
    "part",
    [
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "_rels/.rels",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
    ],
)
def test_a_workbook_that_lacks_a_part(part: str) -> None:
    parts = members()
    del parts[part]
    assert "。" in only(zipped(parts)).message


# --- Small files that grow ------------------------------------------------------------------------

FAR = f'{HEADER}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
HUGE_MERGE = '<mergeCells count="1"><mergeCell ref="A2:XFD1048576"/></mergeCells>'


def many_merges() -> bytes:
    merges = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(2, 200_000))
    return book(sheet_xml(after=f"<mergeCells>{merges}</mergeCells>"))


def many_shared_texts() -> bytes:
    return zipped(members(shared="".join(f"<si><t>{number}</t></si>" for number in range(900_000))))


def last_of_many_shared_texts() -> bytes:
    texts = "".join(f"<si><t>{number}</t></si>" for number in range(800_000))
    row = f'<row r="2">{cell("A2", "799999", kind="s")}</row>'
    return zipped(members(sheet_xml(HEADER + row), shared=texts))


def one_text_everywhere() -> bytes:
    rows = "".join(
        f'<row r="{row}">'
        + "".join(f'<c t="s"><v>{0 if row > 1 else at}</v></c>' for at in range(1, 41))
        + "</row>"
        for row in range(1, 5001)
    )
    return zipped(members(sheet_xml(rows), shared=["あ" * 4_000, *(f"列{at}" for at in range(40))]))


def many_digits() -> bytes:
    return book(sheet_xml(HEADER + f'<row r="2">{cell("B2", "9" * 5_000)}</row>'))


def one_endless_text() -> bytes:
    text = "".join(chr(0x4E00 + number % 9973) for number in range(4_000_000))
    return book(sheet_xml(HEADER + f'<row r="2">{inline("A2", text)}</row>'))


def many_attributes() -> bytes:
    return book(sheet_xml("<row " + " ".join(f'a{number}="{number}"' for number in range(700_000)) + "/>"))


def many_elements() -> bytes:
    noise = "".join(f"<x>{number}</x>" for number in range(1_200_000))
    return book(sheet_xml(HEADER + ROW, after=noise))


def many_empty_cells() -> bytes:
    rows = "".join(
        f'<row r="{row}">' + "".join('<c s="1"/>' for _ in range(50)) + "</row>" for row in range(2, 12_000)
    )
    return book(sheet_xml(HEADER + rows))


def many_rows() -> bytes:
    return book(sheet_xml(HEADER + "".join(f'<row r="{row}"/>' for row in range(2, 300_000))))


def too_many_figures() -> bytes:
    rows = "".join(f'<row r="{row}">{cell(f"A{row}", "1")}</row>' for row in range(2, 5_003))
    return book(sheet_xml(HEADER + rows))


BOMBS: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "far cell": (lambda: book(sheet_xml(FAR)), "XFD1048576", "行が多すぎます"),
    "far column": (
        lambda: book(sheet_xml(HEADER + f'<row r="2">{cell("XFD2", "1")}</row>')),
        "XFD2",
        "列が多すぎます",
    ),
    "huge merge": (lambda: book(sheet_xml(after=HUGE_MERGE)), "A2:XFD1048576", "結合"),
    "many merges": (many_merges, "", "結合されたセルが多すぎます"),
    "many shared texts": (many_shared_texts, "", ""),
    "last of many shared texts": (last_of_many_shared_texts, "", ""),
    "one text everywhere": (one_text_everywhere, "", "文字が多すぎます"),
    "5,000 digits": (many_digits, "B2", "桁が多すぎます"),
    "endless text": (one_endless_text, "A2", "文字が多すぎます"),
    "many attributes": (many_attributes, "", ""),
    "many elements": (many_elements, "", ""),
    "many empty cells": (many_empty_cells, "", "セルが多すぎます"),
    "many rows": (many_rows, "", "行が多すぎます"),
    "too many figures": (too_many_figures, "A5002", "5,000行まで"),
}


@pytest.mark.parametrize("bomb", BOMBS)
@pytest.mark.slow
def test_a_small_file_that_grows_is_refused_or_read_in_little_memory(bomb: str) -> None:
    make, where, said = BOMBS[bomb]
    data = make()
    assert len(data) <= limits.MAX_BYTES
    found = refusals(data)
    if said:
        assert (found[0].cell, said in found[0].message) == (where, True), found
    assert all(problem.message.endswith("。") for problem in found)
    if sys.platform == "linux":
        assert peak_memory(data) < 300 * 1024 * 1024


# In a small process of its own: a child starts with the peak of the process that made it.
_MEASURE = """
import os, subprocess, sys
data = sys.stdin.buffer.read()
with subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
    process.stdin.write(data)
    process.stdin.close()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
print(usage.ru_maxrss * 1024)
"""


def peak_memory(data: bytes, kind: str = "xlsx") -> int:
    """Bytes that the child holds at most, without the guard before it."""
    question = {"kind": kind, "title": "", "header_row": 1, "headings": [], "memory": limits.MEMORY}
    question |= {"seconds": 60, "out_of_memory": 77}
    bare = [sys.executable, "-I", "-S", "-B"]
    measured = subprocess.run(
        [*bare, "-c", _MEASURE, *bare, child.__file__],
        input=json.dumps(question).encode() + b"\n" + data,
        capture_output=True,
        check=True,
    )
    return int(measured.stdout)


def test_a_far_cell_that_holds_nothing_costs_nothing() -> None:
    """A column that was once formatted down to the last row, and the dimension that Excel then declares."""
    rows = HEADER + ROW + '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    sheet = read_upload("a.xlsx", book(sheet_xml(rows, before='<dimension ref="A1:XFD1048576"/>')))
    assert [len(sheet.header), len(sheet.rows)] == [2, 1]


def test_problems_are_listed_up_to_a_number_and_counted_beyond() -> None:
    rows = "".join(f'<row r="{row}"><c r="A{row}"><f>1+1</f><v>2</v></c></row>' for row in range(2, 302))
    found = refusals(book(sheet_xml(HEADER + rows)))
    assert [len(found), found[0].cell, found[-1].message] == [101, "A2", "このほかに200件あります。"]


# --- The child ------------------------------------------------------------------------------------


def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str) -> None:
    program = tmp_path / "child.py"
    program.write_text(f"import os, signal, sys, time\nsys.stdin.buffer.read()\n{source}\n", encoding="utf-8")
    monkeypatch.setattr(reader, "_CHILD", program)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("os._exit(1)", "止まりました"),
        ("os.abort()", "止まりました"),
        ("raise RuntimeError", "止まりました"),
        ("os._exit(77)", "大きすぎて"),
        ("print('no json')", "読み取れません"),
        ("pass", "読み取れません"),
        ("time.sleep(60)", "時間がかかりすぎる"),
    ],
)
def test_however_the_child_ends_the_person_gets_a_sentence(
    source: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, monkeypatch, source)
    monkeypatch.setattr(reader, "SECONDS", 1)
    assert said in only(book()).message


def test_an_interpreter_that_cannot_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    assert "混み合って" in only(book()).message


def test_only_two_files_are_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "SECONDS", 0.01)
    with reader._AT_ONCE, reader._AT_ONCE:
        assert "少し待って" in only(book()).message


@pytest.mark.skipif(sys.platform != "linux", reason="the limits are the system's")
def test_the_child_limits_its_own_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways in which it runs out of it: in the parser, and where a member is unpacked."""
    monkeypatch.setattr(reader, "MEMORY", 60 * 1024 * 1024)
    assert "大きすぎて" in only(many_attributes()).message
    monkeypatch.setattr(guard, "check_archive", lambda *_: None)
    assert "大きすぎて" in only(with_part("xl/worksheets/sheet1.xml", b" " * 100 * 1024 * 1024)).message


def test_the_child_knows_nothing_of_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "canary")
    stand_in(tmp_path, monkeypatch, "sys.exit('canary' in repr(os.environ) or 'django' in sys.modules)")
    assert "読み取れません" in only(book()).message


# --- Anything at all ------------------------------------------------------------------------------

names = st.sampled_from(["a.xlsx", "a.csv"])


def read_or_refused(name: str, data: bytes) -> None:
    """Any other exception than UploadRefused fails here; so does a refusal without a sentence."""
    assert all(problem.message.endswith("。") for problem in refusals(data, name))


@given(names, st.binary(max_size=300))
@settings(max_examples=60)
def test_random_bytes(name: str, data: bytes) -> None:
    read_or_refused(name, data)


@given(st.data())
@settings(max_examples=100)
def test_a_workbook_with_some_bytes_changed(data: st.DataObject) -> None:
    changed = bytearray(SMALL)
    for _ in range(data.draw(st.integers(1, 4))):
        changed[data.draw(st.integers(0, len(SMALL) - 1))] = data.draw(st.integers(0, 255))
    read_or_refused("a.xlsx", bytes(changed))


@given(st.data())
@settings(max_examples=300)
def test_a_workbook_with_some_markup_changed(data: st.DataObject) -> None:
    """Whole archives of broken parts, straight into the parser; what it may raise is a refusal."""
    parts = members(sheet_xml(HEADER + ROW), shared=["あ"], styles='<cellXfs><xf numFmtId="10"/></cellXfs>')
    name = data.draw(st.sampled_from(sorted(parts)))
    text = str(parts[name])
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 12)))
    pieces = st.sampled_from(
        [
            "",
            "<",
            ">",
            "/>",
            '"',
            "&",
            "&#0;",
            "<c>",
            "<row>",
            "</row>",
            "<v>",
            "<f/>",
            "-1",
            "9" * 40,
            "NaN",
            "\u0664",
        ]
    )
    parts[name] = text[:start] + data.draw(pieces | st.text(max_size=5).filter(str.isprintable)) + text[end:]
    question = {"kind": "xlsx", "title": "", "header_row": 1, "headings": [], "beside": ""}
    answer = child.read(question, zipped(parts))
    assert "rows" in answer or answer["refused"]
    json.dumps(answer, ensure_ascii=False).encode("utf-8")


def _small() -> bytes:
    made, workbook = io.BytesIO(), Workbook()
    workbook.active.append(["コード", "値"])
    workbook.active.append(["43A", 12.5])
    workbook.save(made)
    return made.getvalue()


SMALL = _small()
