"""A cell is what a person sees in it: pieces of a text, struck and raised letters, and what a format makes of a number."""

import io
import re
from decimal import Decimal

import pytest

from indicators.evidence.file_types import check_file
from indicators.spreadsheets.upload.cell_values import read_figure, read_words, read_year
from indicators.spreadsheets.upload.number_format import BUILT_IN, seen_number
from indicators.spreadsheets.upload.reader import read_upload
from indicators.spreadsheets.upload.sheet import Cell
from tests.indicators.test_upload_reading import read_rows
from tests.indicators.uploads import book, cell, inline, members, only, refusals, sheet_xml, zipped

# Fonts: plain, struck, white, raised. Fills: none, Excel's second, blue, white.
LOOKS = (
    '<numFmts><numFmt numFmtId="164" formatCode="#,##0,"/><numFmt numFmtId="165" formatCode="0&quot;A&quot;"/>'
    '<numFmt numFmtId="166" formatCode=";;;"/><numFmt numFmtId="167" formatCode="@&quot;千団体&quot;"/></numFmts>'
    '<fonts><font><sz val="11"/></font><font><strike/></font><font><color rgb="FFFFFFFF"/></font>'
    '<font><vertAlign val="superscript"/></font><font><strike val="0"/><color theme="1"/></font>'
    '<font><color rgb="000017c1"/></font></fonts>'
    '<fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FF0017C1"/></patternFill></fill>'
    '<fill><patternFill patternType="solid"><fgColor theme="0"/></patternFill></fill>'
    '<fill><patternFill patternType="solid"><fgColor theme="1"/></patternFill></fill></fills>'
    '<cellStyleXfs><xf fontId="0"/><xf fontId="1"/></cellStyleXfs>'
    '<cellXfs><xf fontId="0"/><xf fontId="1"/><xf xfId="1"/><xf fontId="2"/><xf fontId="2" fillId="2"/>'
    '<xf fontId="2" fillId="3"/><xf fontId="3"/><xf fontId="4"/><xf numFmtId="164"/><xf numFmtId="165"/>'
    '<xf numFmtId="166"/><xf numFmtId="167"/><xf fillId="2"/><xf fontId="5" fillId="2"/><xf fillId="4"/><xf fontId="5"/></cellXfs>'
    "<dxfs><dxf><font><strike/></font></dxf><dxf><font><b/></font></dxf>"
    '<dxf><numFmt numFmtId="168" formatCode="0.0,"/></dxf><dxf><font><color theme="0"/></font></dxf>'
    '<dxf><font><color theme="0"/></font><fill><patternFill><bgColor rgb="FFC00000"/></patternFill></fill></dxf>'
    '<dxf><border><left><color rgb="FFFFFFFF"/></left></border></dxf></dxfs>'
)
STRIKE, RAISED, LOWERED = "<strike/>", '<vertAlign val="superscript"/>', '<vertAlign val="subscript"/>'
WHITE, SMALL, LARGE = '<color theme="0"/>', '<sz val="6"/>', '<sz val="11"/>'


def runs(*pieces: str | tuple[str, str]) -> str:
    """A rich text: each piece plain, or with what its rPr holds."""
    found = ""
    for piece in pieces:
        text, look = piece if isinstance(piece, tuple) else (piece, "")
        found += f"<r>{f'<rPr>{look}</rPr>' if look else ''}<t>{text}</t></r>"
    return found


def rich(place: str, *pieces: str | tuple[str, str], style: int = 0) -> str:
    return f'<c r="{place}" s="{style}" t="inlineStr"><is>{runs(*pieces)}</is></c>'


def value_of(*cells: str, **parts: object) -> Cell:
    return read_rows(*cells, **({"styles": LOOKS} | parts)).rows[0][1]


def figure(one: Cell, unit: str = "団体", decimals: int = 0) -> str:
    """The figure that is read, or why not."""
    try:
        return str(read_figure(one, decimals=decimals, unit=unit).value)
    except ValueError as refusal:
        return str(refusal)


@pytest.mark.parametrize(
    ("pieces", "read"),
    [
        (("150", ("1", RAISED)), "「¹」を読めません"),
        (("150", ("1", LOWERED)), "「₁」を読めません"),
        (("150", ("※1", RAISED)), "「※¹」を読めません"),
        (("150", ("１", RAISED)), "「¹」を読めません"),
        ((("1", STRIKE), "168"), "「1」に取り消し線"),
        ((("1", "<strike val='true'/>"), "168"), "「1」に取り消し線"),
        ((("168", STRIKE),), "このセルには取り消し線"),
        (("150", ("1", WHITE)), "「1」は背景と同じ色の文字"),
        ((("150", LARGE), ("1", SMALL)), "「1」だけが小さい文字"),
        ((("1", "<strike val='0'/>"), ("68", "<b/>")), "168"),
        (("150", (" ", STRIKE)), "150"),
        ((("168", RAISED),), "「¹⁶⁸」の「¹」"),
        ((("168団体", LOWERED),), "「₁₆₈団体」の「₁」"),
        (("168", ("団体", SMALL)), "168"),
    ],
)
def test_pieces_of_a_text_are_never_joined_to_another_figure(
    pieces: tuple[str | tuple[str, str], ...], read: str
) -> None:
    in_cell = value_of(rich("B2", *pieces))
    shared = value_of(cell("B2", "0", kind="s"), shared=f"<si>{runs(*pieces)}</si>")
    assert in_cell == shared
    assert read in figure(in_cell)
    assert "1501" not in figure(in_cell)


def test_a_note_is_read_as_it_is_seen_and_what_was_struck_does_not_come_back() -> None:
    note = value_of(rich("B2", "CO", ("2", LOWERED), "が10", ("3", RAISED), "t", ("注", RAISED)))
    assert read_words(note) == "CO₂が10³t注"
    assert "「CO₂が10³t注」と読みました" in note.notice
    struck = value_of(rich("B2", "増えた。", ("雨で中止した。", STRIKE)))
    with pytest.raises(ValueError, match="「雨で中止した。」に取り消し線が引かれています"):
        read_words(struck)
    reading = runs("木更津") + '<rPh sb="0" eb="3"><t>キサラヅ</t></rPh>'
    assert read_words(value_of(cell("B2", "0", kind="s"), shared=f"<si>{reading}</si>")) == "木更津"


@pytest.mark.parametrize(
    ("style", "doubt"),
    [
        (0, ""),
        (1, "取り消し線"),
        (2, "取り消し線"),  # by the named style
        (3, "見えません"),
        (4, ""),  # white on blue
        (5, "見えません"),  # white on white
        (13, "見えません"),  # blue on blue
        (14, "見えません"),  # ink on ink
        (15, ""),  # blue on paper
        (7, ""),
        (10, "何も見えません"),
    ],
)
def test_the_look_of_a_whole_cell(style: int, doubt: str) -> None:
    for xml in (cell("B2", "168000", style=style), rich("B2", "168000", style=style)):
        if style in (8, 10) and "inlineStr" in xml:
            continue
        found = value_of(xml)
        assert doubt in found.doubt
        assert bool(doubt) == bool(found.doubt)
        assert (figure(found) == "168000") != bool(doubt)


def test_a_number_that_its_format_scales_is_what_is_seen_or_nothing() -> None:
    scaled = value_of(cell("B2", "168000", style=8))
    assert "「168」と見えますが、168000が入っています" in figure(scaled)
    assert figure(scaled, unit="千円") == "168"
    assert "取り消し線" in doubt_by(RULE.format(area="B2", look=0), style=8)


def test_a_figure_that_is_raised_as_a_whole_is_none() -> None:
    assert "「¹⁶⁸」と見えます" in figure(value_of(cell("B2", "168", style=6)))
    assert "「¹⁶⁸」の「¹」" in figure(value_of(rich("B2", "168", style=6)))
    assert read_words(value_of(rich("B2", "注記", style=6))) == "注記"


def test_a_text_that_its_format_hides_is_spoken_of_as_one() -> None:
    with pytest.raises(ValueError, match="（雨で中止した）が見えません。標準の書式にして、中身を確かめて"):
        read_words(value_of(rich("B2", "雨で中止した", style=10)))


def test_texts_and_codes_and_years_under_a_format() -> None:
    assert "見えません" in value_of(rich("B2", "168", style=10)).doubt
    assert "「千」は読めません" in figure(value_of(rich("B2", "168", style=11)))
    assert read_words(value_of(cell("B2", "45", style=9))) == "45A"
    code = '<numFmts><numFmt numFmtId="164" formatCode="&quot;令和&quot;0&quot;年度&quot;"/></numFmts><cellXfs><xf numFmtId="164"/></cellXfs>'
    assert read_year(value_of(cell("B2", "7"), styles=code)).year == 2025


RULE = '<conditionalFormatting sqref="{area}"><cfRule type="expression" dxfId="{look}"><formula>A2=1</formula></cfRule></conditionalFormatting>'
PICTURE = '<conditionalFormatting sqref="B2"><cfRule type="{kind}"><{kind} showValue="{shown}"/></cfRule></conditionalFormatting>'
# As Excel writes the rules that look at another sheet: the look within, the range last.
LATER = (
    '<extLst><ext uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
    '<x14:conditionalFormattings><x14:conditionalFormatting xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
    '<x14:cfRule type="expression" priority="1" id="{{1}}"><xm:f>設定!$A$1="Yes"</xm:f>{look}</x14:cfRule>'
    "<xm:sqref>{area}</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>"
)
WHITE_LETTERS = '<font><color rgb="FFFFFFFF"/></font>'


def doubt_by(rules: str, style: int = 0) -> str:
    """The doubt about B2 under these rules."""
    head = inline("A1", "コード") + inline("B1", "値")
    rows = f'<row r="1">{head}</row><row r="2">{cell("B2", "168", style=style)}</row>'
    return read_upload("a.xlsx", book(sheet_xml(rows, after=rules), styles=LOOKS)).rows[0][1].doubt


def test_what_a_rule_of_conditional_formatting_may_do() -> None:
    """Whether the rule holds is not computed: what it may strike through is doubted. One that only makes bold is not."""

    def doubt(look: int, area: str, style: int = 0) -> str:
        return doubt_by(RULE.format(area=area, look=look), style)

    assert "取り消し線が付くことがあります" in doubt(0, "A1 B2:C9")
    assert "違う数に見えることがあります" in doubt(2, "B2")
    assert "見えなくなることがあります" in doubt(3, "B2")
    assert [doubt(0, "B3:B9"), doubt(1, "B2"), doubt(9, "B2")] == ["", "", ""]
    # White letters on what the rule, or the cell itself, lays behind them; a white line around a cell.
    assert [doubt(4, "B2"), doubt(3, "B2", style=12), doubt(5, "B2")] == ["", "", ""]


@pytest.mark.parametrize("kind", ["dataBar", "iconSet"])
def test_a_bar_or_picture_in_place_of_the_figure(kind: str) -> None:
    assert "見えなくなることがあります" in doubt_by(PICTURE.format(kind=kind, shown=0))
    assert doubt_by(PICTURE.format(kind=kind, shown=1)) == ""
    later = LATER.format(area="B2", look=f'<x14:{kind} showValue="0"/>')
    assert "見えなくなることがあります" in doubt_by(later)


@pytest.mark.parametrize(
    ("look", "area", "said"),
    [
        ("<font><strike/></font>", "B2", "取り消し線が付くことがあります"),
        ("<font><strike/></font>", "A1 B1:C9", "取り消し線が付くことがあります"),
        ("<font><strike/></font>", "B3:B9", ""),
        ('<numFmt numFmtId="164" formatCode="0.0,"/>', "B2", "違う数に見えることがあります"),
        ('<numFmt numFmtId="164" formatCode=";;;"/>', "B2", "違う数に見えることがあります"),
        ('<numFmt numFmtId="164" formatCode="0.0"/>', "B2", ""),
        (WHITE_LETTERS, "B2", "見えなくなることがあります"),
        (
            f'{WHITE_LETTERS}<fill><patternFill><bgColor rgb="FF0017C1"/></patternFill></fill>',
            "B2",
            "",
        ),
        ('<font><b/><color rgb="FF9C0006"/></font>', "B2", ""),
        (
            '<font><color rgb="FFFF0000"/></font><fill><patternFill><bgColor rgb="FFFF0000"/></patternFill></fill>',
            "B2",
            "見えなくなることがあります",
        ),
        ('<border><left><color rgb="FFFFFFFF"/></left></border>', "B2", ""),
    ],
)
def test_what_a_rule_of_the_later_list_may_do(look: str, area: str, said: str) -> None:
    doubt = doubt_by(LATER.format(area=area, look=f"<x14:dxf>{look}</x14:dxf>"))
    assert said in doubt
    assert bool(said) == bool(doubt)


# Format, number that is held, unit, decimals: and the figure that is read, or what the refusal says.
FORMATS = [
    ("#,##0,", "168000", "団体", 0, "「168」と見えますが、168000"),
    ("#,##0,,", "168000000", "百万円", 0, "168"),
    ("#,##0,", "-168000", "団体", 0, "「-168」と見えますが、-168000"),
    ("#,##0,", "0", "団体", 0, "0"),
    ("#,##0,", "400", "千円", 0, "「0」と見えますが、400"),
    ("#,##0,", "168000", "千円", 0, "168"),
    ("#,##0,", "168400", "千円", 0, "「168」と見えますが、168400"),
    ("#,##0.0,", "168400", "千円", 1, "168.4"),
    ('#,##0.0,"千円"', "168000", "千円", 1, "168.0"),
    ('#,##0,"千円";[Red]▲#,##0,"千円"', "-168000", "千円", 0, "-168"),
    ("#,##0,;[Red]#,##0,", "-168000", "千円", 0, "符号が違って見えます"),
    ('#,##0,"千人"', "168000", "千人", 0, "168"),
    ('#,##0,"千円"', "168000", "円", 0, "「168千円」と見えますが、168000"),
    ("#,##0,,", "168000000", "千円", 0, "「168」と見えますが、168000000"),
    ("#,##0,", "168000", "百万円", 0, "「168」と見えますが、168000"),
    ("#,##0,,", "168000000", "団体", 0, "「168」と見えますが、168000000"),
    ("0,.0", "16800", "人", 0, "「16.8」と見えますが"),
    ('0"千団体"', "168", "団体", 0, "「千」は読めません"),
    ("0千団体", "168", "団体", 0, "「千」は読めません"),
    ('0"百万円"', "168", "円", 0, "「百」は読めません"),
    ('0"万人"', "12", "人", 0, "「12万人」と見えますが、12が"),
    ('0"万円"', "12", "万円", 0, "12"),
    ('#,##0"団体"', "168", "団体", 0, "168"),
    ('0" 団体 "', "168", "団体", 0, "168"),
    (r"0\人", "168", "団体", 0, "「人」を読めません"),
    ("[$€-2] #,##0", "168", "円", 0, "€"),
    ("[$¥-411]#,##0;[$¥-411]-#,##0", "-168", "円", 0, "-168"),
    ('"¥"#,##0', "168", "千円", 0, "¥"),
    ("#,##0;△#,##0", "-12", "件", 0, "-12"),
    ('#,##0;[Red]"▲ "#,##0', "-12", "件", 0, "-12"),
    ('#,##0"件";[赤]△#,##0"件"', "-12", "件", 0, "-12"),
    ("0_);(0)", "-12", "件", 0, "-12"),
    ("0;[Red]0", "-12", "件", 0, "-12"),
    ("0;0", "-12", "件", 0, "符号が違って見えます"),
    ('"△"0', "12", "件", 0, "符号が違って見えます"),
    ("0;-0;", "0", "件", 0, "何も見えません"),
    ("#,###", "0", "件", 0, "何も見えません"),
    (BUILT_IN[41], "0", "件", 0, "0"),
    (BUILT_IN[43], "0", "件", 0, "0"),
    (BUILT_IN[42], "0", "円", 0, "0"),
    (BUILT_IN[42], "0", "件", 0, "「¥」"),
    ('#,##0;-#,##0;"－"', "0", "件", 0, "0"),
    ('#,##0;-#,##0;[White]"-"', "0", "件", 0, "「-」と見えますが、0"),
    ('#,##0;-#,##0;"なし"', "0", "件", 0, "「なし」と見えますが、0"),
    ('"-"', "168", "件", 0, "「-」と見えますが、168"),
    (BUILT_IN[41], "1234", "件", 0, "1234"),
    (BUILT_IN[38], "-1234", "件", 0, "-1234"),
    (";;;", "168", "件", 0, "何も見えません"),
    ("[White]0", "168", "件", 0, "白い字で、168が見えません"),
    ('""', "168", "件", 0, "何も見えません"),
    ("#,##0,;[Red]▲#,##0,", "-168000", "件", 0, "「-168」と見えますが、-168000"),
    ('[$-411]#,##0.0,"千人"', "168400", "人", 0, "「168.4千人」と見えますが"),
    ('"達成"', "168", "件", 0, "「達成」と見えますが"),
    ("# ?/?", "0.5", "人", 1, "違う形に見えます"),
    ("# ?/?", "3", "人", 0, "3"),
    ("000-0000", "1680000", "件", 0, "違う形に見えます"),
    (r"0\.0", "168", "件", 1, "違う形に見えます"),
    ("0.00E+00", "168", "件", 0, "168"),
    ('[>=1000]0,"千";0', "168000", "件", 0, "「168千」と見えますが"),
    ('[>=1000]0,"千";0', "168", "件", 0, "168"),
    ("General", "21.84", "件", 2, "21.84"),
    ('G/標準"団体"', "168", "団体", 0, "168"),
    ('0.0"%"', "12.5", "％", 1, "12.5"),
    ('0.0"‰"', "12.5", "％", 1, "「‰」を読めません"),
]


@pytest.mark.parametrize(("code", "held", "unit", "decimals", "said"), FORMATS)
def test_a_format_that_shows_another_figure_or_unit(
    code: str, held: str, unit: str, decimals: int, said: str
) -> None:
    number = Decimal(held)
    seen = seen_number(number, code, f"{abs(number):f}")
    one = Cell("B2", held, "number", number, seen.text, seen.doubt, seen.notice)  # type: ignore[arg-type]
    if re.fullmatch(r"-?[0-9.]+", said):
        assert figure(one, unit, decimals) == said
    else:
        assert said in figure(one, unit, decimals)


def test_digits_that_a_format_hides_are_read_and_told() -> None:
    seen = seen_number(Decimal("21.84"), "0.0", "21.84")
    assert "21.84" in seen.notice
    assert seen_number(Decimal("21.8"), "0.00", "21.8").notice == ""
    assert seen_number(Decimal("168123"), "0.0E+00", "168123").notice
    assert seen_number(Decimal("0.125"), "0%", "0.125").notice
    assert not seen_number(Decimal("0.125"), "0.0%", "0.125").notice


def test_what_is_read_as_it_is_seen_is_told() -> None:
    zero = seen_number(Decimal(0), BUILT_IN[41], "0")
    assert zero.notice == "「-」と表示された0を、0と読みました。"
    scaled = Cell("B2", "168000", "number", Decimal(168000), "168千円")  # type: ignore[arg-type]
    (notice,) = read_figure(scaled, decimals=0, unit="千円").notices
    assert notice == "表示のとおり「168千円」と読みました（セルに入っている数は168000です）。"


# --- Workbooks with programs, and without ---------------------------------------------------------

_BINARY = '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
_TYPES = "[Content_Types].xml"
_OFFICE = "http://schemas.microsoft.com/office/2006/relationships"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def workbook(types: str = "", parts: dict[str, str | bytes] | None = None, relation: str = "") -> bytes:
    found = members() | (parts or {})
    found[_TYPES] = str(found[_TYPES]).replace("<Override", f"{types}<Override", 1)
    rels = "xl/_rels/workbook.xml.rels"
    found[rels] = str(found[rels]).replace("</Relationships>", f"{relation}</Relationships>")
    return zipped(found)


def override(part: str, kind: str) -> str:
    return f'<Override PartName="/{part}" ContentType="application/{kind}"/>'


def test_a_workbook_of_sheetjs_is_taken_at_both_doors() -> None:
    """It declares a type for an ending of which it has no part, and Excel one for the settings of a printer."""
    printer: dict[str, str | bytes] = {"xl/printerSettings/printerSettings1.bin": b"\x01\x02"}
    absent = override("xl/vbaProject.bin", "vnd.ms-office.vbaProject")
    for data in (workbook(_BINARY), workbook(_BINARY, printer), workbook(_BINARY + absent)):
        assert not refusals(data)
        assert check_file("図書館一覧.xlsx", io.BytesIO(data)).name == "図書館一覧.xlsx"


@pytest.mark.parametrize(
    "data",
    [
        workbook(parts={"xl/vbaProject.bin": b"macro"}),
        workbook(parts={"xl/VBAPROJECT.BIN": b"macro"}),
        workbook(override("xl/a.bin", "vnd.ms-office.vbaProject"), {"xl/a.bin": b"x"}),
        workbook(
            parts={"xl/a.bin": b"x"},
            relation=f'<Relationship Id="m" Type="{_OFFICE}/vbaProject" Target="a.bin"/>',
        ),
        workbook(parts={"xl/macrosheets/sheet1.xml": "<xm:macrosheet/>"}),
        workbook(override("xl/m.xml", "vnd.ms-excel.macrosheet+xml"), {"xl/m.xml": "<macrosheet/>"}),
        workbook(
            parts={"xl/m.xml": "<macrosheet/>"},
            relation=f'<Relationship Id="m" Type="{_OFFICE}/xlIntlMacrosheet" Target="m.xml"/>',
        ),
        workbook(override("xl/styles.xml", "vnd.ms-excel.sheet.macroEnabled.main+xml")),
        workbook(parts={"xl/activeX/activeX1.xml": "<ocx/>"}),
        workbook(parts={"xl/media/image1.png": _OLE + bytes(300_000) + "_VBA_PROJECT".encode("utf-16-le")}),
    ],
)
def test_a_workbook_with_programs_is_refused_at_both_doors(data: bytes) -> None:
    assert re.search("マクロ|ActiveX|別のファイル", only(data).message)
    with pytest.raises(ValueError, match="マクロなどのプログラム"):
        check_file("表.xlsx", io.BytesIO(data))


def test_a_binary_workbook_under_another_name() -> None:
    parts = members()
    data = zipped({_TYPES: parts[_TYPES], "xl/workbook.bin": b"\x83\x01"})
    assert "xlsb" in only(data).message
    with pytest.raises(ValueError, match="ではありません"):
        check_file("表.xlsx", io.BytesIO(data))


# --- Marks of a CSV that nobody sees --------------------------------------------------------------

TABLE = "コード,値\r\n45B,168\r\n"


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"\xef\xbb\xbf" * 2 + TABLE.encode(), "B2"),
        (b"\xef\xbb\xbf" * 3 + TABLE.encode(), "B2"),
        (b"sep=,\r\n" + TABLE.encode(), "B2"),
        (b"\xef\xbb\xbf" + b"SEP=;\r\n" + TABLE.replace(",", ";").encode(), "B2"),
        (b"sep=,\r\n\xef\xbb\xbf" + TABLE.encode(), "B2"),
        (b"sep=;\r\n" + TABLE.encode(), "B2"),
        (b"sep=, \r\n" + TABLE.encode(), "B2"),
        (TABLE.replace("\r\n", "\r\n\ufeff").encode(), "B2"),
        (TABLE.encode() + b"\x1a", "B2"),
        (b'"sep=\t"\n' + TABLE.replace(",", "\t").encode("cp932"), "B2"),
    ],
)
def test_marks_that_people_cannot_see_are_read_over(data: bytes, place: str) -> None:
    sheet = read_upload("実績.csv", data, headings=["コード", "値"])
    assert [(one.address, one.text) for one in sheet.rows[0]] == [("A2", "45B"), (place, "168")]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (TABLE.encode("iso-2022-jp"), "JIS（ISO-2022-JP）"),
        (TABLE.encode("euc_jp"), "EUC-JP"),
        ("コード,市民活動団体の登録数\r\n".encode("euc_jp"), "EUC-JP"),
        (TABLE.replace(",", ";").encode(), "セミコロン"),
        (TABLE.replace(",", "\t").replace("168", '1"68').encode(), "タブ"),
        (TABLE.replace(",", "，").encode(), "全角のコンマ"),
        (TABLE.replace(",", "、").encode(), "読点"),
        (TABLE.encode("utf-16"), "UTF-16"),
        (TABLE.encode("utf-7"), "UTF-7"),
        (b"+/v8-" + TABLE.encode("utf-7"), "UTF-7"),
    ],
)
def test_what_is_wrong_with_a_csv_is_said(data: bytes, said: str) -> None:
    assert said in only(data, "実績.csv").message
