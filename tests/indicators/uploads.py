"""Workbooks made by hand, member by member: what spreadsheet programs write, and what nobody should."""

import io
import zipfile
from collections.abc import Mapping, Sequence

from indicators.spreadsheets.upload.errors import Problem, UploadRefused
from indicators.spreadsheets.upload.reader import read_upload

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

HEADER = '<row r="1"><c r="A1" t="inlineStr"><is><t>コード</t></is></c><c r="B1" t="inlineStr"><is><t>値</t></is></c></row>'
ROW = '<row r="2"><c r="A2" t="inlineStr"><is><t>43A</t></is></c><c r="B2"><v>12.5</v></c></row>'


def sheet_xml(rows: str = HEADER + ROW, *, before: str = "", after: str = "") -> str:
    return f"<worksheet {MAIN}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"


def members(
    sheet: str | bytes | None = None,
    *,
    shared: Sequence[str] | str | None = None,
    styles: str = "",
    sheets: Mapping[str, str] | None = None,
    workbook: str = "",
    properties: str = "",
) -> dict[str, str | bytes]:
    """The members of a workbook. `shared`: texts, or the XML of the items. `sheets`: name → state."""
    listed = {"Sheet1": ""} if sheets is None else dict(sheets)
    entries = "".join(
        f'<sheet name="{name}" sheetId="{number}" {f"""state="{state}" """ if state else ""}r:id="rId{number}"/>'
        for number, (name, state) in enumerate(listed.items(), 1)
    )
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, len(listed) + 1)
    )
    found: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Override PartName="/xl/workbook.xml" '
        f'ContentType="{_SHEET_TYPE}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{_OFFICE}">{properties}<sheets>{entries}</sheets>{workbook}</workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{related}'
        f'<Relationship Id="rIdS" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="rIdF" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f"<styleSheet {MAIN}>{styles}</styleSheet>",
    }
    items = shared if isinstance(shared, str) else "".join(f"<si><t>{text}</t></si>" for text in shared or ())
    found["xl/sharedStrings.xml"] = f"<sst {MAIN}>{items}</sst>"
    for number in range(1, len(listed) + 1):
        found[f"xl/worksheets/sheet{number}.xml"] = sheet_xml() if sheet is None else sheet
    return found


def zipped(
    parts: Mapping[str, str | bytes], *, method: int = zipfile.ZIP_DEFLATED, level: int | None = None
) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method, compresslevel=level) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def book(sheet: str | bytes | None = None, **parts: object) -> bytes:
    return zipped(members(sheet, **parts))  # type: ignore[arg-type]


def cell(place: str, value: str, *, style: int = 0, kind: str = "") -> str:
    return f'<c r="{place}" s="{style}"{f""" t="{kind}" """ if kind else ""}><v>{value}</v></c>'


def inline(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def refusals(data: bytes, name: str = "a.xlsx", **how: object) -> list[Problem]:
    """The problems of a file that is refused; [] where it is read."""
    try:
        read_upload(name, data, **how)  # type: ignore[arg-type]
    except UploadRefused as refused:
        found = list(refused.problems)
    else:
        return []
    assert found
    return found


def only(data: bytes, name: str = "a.xlsx", **how: object) -> Problem:
    """The one problem of a file that is refused for one thing."""
    (problem,) = refusals(data, name, **how)
    return problem
