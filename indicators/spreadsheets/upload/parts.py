"""The parts of a workbook beside its sheets: which sheets there are, shared texts, and our own marker."""

import posixpath
import re
import zipfile
from dataclasses import dataclass, field

from indicators.spreadsheets.upload.archive import BROKEN
from indicators.spreadsheets.upload.errors import RETYPE, refuse
from indicators.spreadsheets.upload.limits import MAX_ELEMENTS
from indicators.spreadsheets.upload.looks import RichText, Run
from indicators.spreadsheets.upload.markup import Attributes, TypedText, named, refuse_broken, walk

MARKER_NAME = "_entry_form"
LONGEST_MARKER = 200
_MOST_SHEETS = 50
_RELATIONSHIP = "http://schemas.openxmlformats.org/package/2006/relationships Relationship"
_ID_SPACES = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships id",
)
_MARKER = re.compile(r'"((?:[^"]|"")*)"')


@dataclass(frozen=True, slots=True)
class ListedSheet:
    """A sheet as the workbook lists it."""

    name: str
    part: str
    is_visible: bool


@dataclass(slots=True)
class WorkbookParts:
    sheets: list[ListedSheet] = field(default_factory=list)
    shared: str = ""
    styles: str = ""
    from_1904: bool = False
    marker: str = ""


def read_part(archive: zipfile.ZipFile, name: str) -> bytes:
    """Names of parts know no capitals; the guard has refused two that differ in nothing else."""
    names = {known.lower(): known for known in archive.namelist()}
    try:
        return archive.read(names[name.lower()])
    except BROKEN:
        refuse_broken()


def read_workbook(archive: zipfile.ZipFile) -> WorkbookParts:
    """The list of sheets, with the part of each. The guard has refused macros and links to other files by name."""
    path = next((part for _, kind, part in _relationships(archive, "") if kind == "officeDocument"), "")
    if not path:
        refuse_broken()
    parts = {number: (kind, part) for number, kind, part in _relationships(archive, path)}
    book = WorkbookParts()
    marker = TypedText()

    def properties(attributes: Attributes) -> None:
        book.from_1904 = attributes.get("date1904", "") in ("1", "true")

    def sheet(attributes: Attributes) -> None:
        number = next((attributes[space] for space in _ID_SPACES if space in attributes), "")
        kind, part = parts.get(number, ("", ""))
        if len(book.sheets) >= _MOST_SHEETS:
            refuse(f"シートが多すぎます（{_MOST_SHEETS}枚まで）。{RETYPE}")
        if kind == "worksheet":
            visible = attributes.get("state", "visible") == "visible"
            book.sheets.append(ListedSheet(attributes.get("name", ""), part, visible))

    def links(attributes: Attributes) -> None:
        refuse(f"ブックにほかのファイルへの参照が含まれているので、読めません。{RETYPE}")

    def name_begins(attributes: Attributes) -> None:
        marker.reads = attributes.get("name") == MARKER_NAME

    walk(
        read_part(archive, path),
        starts=named(
            {
                "workbookPr": properties,
                "sheet": sheet,
                "externalReference": links,
                "definedName": name_begins,
            }
        ),
        ends=named({"definedName": marker.ends}),
        text=marker.letters_come,
    )
    found = _MARKER.fullmatch(str(marker).strip())
    if found and len(found[1]) <= LONGEST_MARKER:
        book.marker = found[1].replace('""', '"')
    kinds = dict(parts.values())
    book.shared, book.styles = kinds.get("sharedStrings", ""), kinds.get("styles", "")
    return book


def _relationships(archive: zipfile.ZipFile, path: str) -> list[tuple[str, str, str]]:
    """Number, kind (the last word of its type) and part of everything that `path` refers to inside the archive."""
    folder, name = posixpath.split(path)
    found: list[tuple[str, str, str]] = []

    def relationship(attributes: Attributes) -> None:
        if attributes.get("TargetMode") == "External" or len(found) > 1_000:
            return
        kind = attributes.get("Type", "").rsplit("/", 1)[-1]
        target = attributes.get("Target", "")
        part = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found.append((attributes.get("Id", ""), kind, part))

    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    walk(read_part(archive, rels), starts={_RELATIONSHIP: relationship})
    return found


def read_shared(data: bytes, wanted: set[int], most: int = MAX_ELEMENTS) -> dict[int, tuple[Run, ...]]:
    """The shared texts that cells use, and only those: a file may hold a million that nobody sees."""
    found: dict[int, tuple[Run, ...]] = {}
    text = RichText()
    at = -1

    def item_begins(attributes: Attributes) -> None:
        nonlocal at
        at += 1
        text.clear()

    def item_ends() -> None:
        if at in wanted:
            found[at] = text.runs

    def text_begins(attributes: Attributes) -> None:
        text.reads = not text.in_phonetic and at in wanted

    walk(
        data,
        starts=named({"si": item_begins, "t": text_begins} | text.starts()),
        ends=named({"si": item_ends, "t": text.ends} | text.ends_of_runs()),
        text=text.letters_come,
        most=most,
    )
    return found
