"""Excel, Word and PowerPoint since 2007: archives of parts, held against what no evidence needs.

Refused are programs, whatever fetches something from elsewhere when the file is opened, what is embedded as an object of
another program, passwords, and archives that unpack without end. A chart brings the workbook of its figures along: such a
file within the file is held against the same. Standard library only.
"""

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO

from indicators.evidence.programs import CONTENT_TYPES, BrokenList, Relation, carries_programs, relations_of
from indicators.evidence.refusals import OtherType, has_programs

# A file of ten megabytes may hold several times as much; what goes beyond this was made to hurt.
_MOST_UNPACKED = 150 * 1024 * 1024
_MOST_MEMBERS = 2000
_MOST_CONTENT_TYPES = 1024 * 1024
_DEEPEST = 2  # a presentation, its chart's workbook; nothing within that
_BROKEN = (
    KeyError,
    BrokenList,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    struct.error,
    OSError,
    RuntimeError,  # a password on a part alone
)
_TYPES = "application/vnd.openxmlformats-officedocument."
# What leads outside and is followed by a person alone, or asked about before (a workbook's own links to others).
_PRESSED = re.compile(r"hyperlink|externalLinkPath|xl(?:PathMissing|Startup|AlternateStartup|Library)")
# Objects of other programs, pages of the web as a part, controls.
_OBJECTS = re.compile(r"oleObject|aFChunk|control|activeXControl\w*", re.IGNORECASE)


@dataclass(frozen=True)
class Kind:
    """What a file of this ending has to be: its main part and that part's type."""

    word: str
    suffix: str
    main: str
    part: str

    @property
    def content_type(self) -> str:
        return self.main.removesuffix(".main+xml")


BOOK = Kind("Excelのブック", ".xlsx", f"{_TYPES}spreadsheetml.sheet.main+xml", "xl/workbook.xml")
DOCUMENT = Kind("Wordの文書", ".docx", f"{_TYPES}wordprocessingml.document.main+xml", "word/document.xml")
SLIDES = Kind(
    "PowerPointの資料", ".pptx", f"{_TYPES}presentationml.presentation.main+xml", "ppt/presentation.xml"
)


def check_open_xml(file: IO[bytes], kind: Kind) -> None:
    """A plain file of that kind; ValueError with the rest of a sentence that begins with the file's name."""
    if file.read(4) != b"PK\x03\x04":
        raise _other(kind)
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            _check_members(archive.infolist())
            types = _types_of(archive, kind)
            is_kind = kind.main in types and _has_main(archive, types, kind)
            _check_parts(archive, kind, 1)
    except _BROKEN:
        raise _other(kind) from None
    if not is_kind:
        raise _other(kind)


def _other(kind: Kind) -> OtherType:
    return OtherType(f"{kind.word}（{kind.suffix}）")


def _types_of(archive: zipfile.ZipFile, kind: Kind) -> str:
    """The list of types as text, of a sane length and without declarations."""
    with archive.open(CONTENT_TYPES) as part:
        declared = part.read(_MOST_CONTENT_TYPES + 1)
    if len(declared) > _MOST_CONTENT_TYPES:
        raise ValueError("の中の構成が大きすぎます。")
    try:
        types = declared.decode("utf-8")
    except UnicodeDecodeError:
        raise _other(kind) from None
    if "<!DOCTYPE" in types or "<!ENTITY" in types:
        raise _unsafe()
    return types


def _has_main(archive: zipfile.ZipFile, types: str, kind: Kind) -> bool:
    """Word on the web numbers its main part (word/document2.xml)."""
    stem, _, ending = kind.part.rpartition(".")
    named = re.compile(rf"{re.escape(stem)}[0-9]*\.{ending}")
    return any(named.fullmatch(name) and f"/{name}" in types for name in archive.namelist())


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > _MOST_MEMBERS or sum(member.file_size for member in members) > _MOST_UNPACKED:
        raise ValueError("は、開くと極端に大きくなるファイルです。必要なところだけのファイルにしてください。")
    names = set()
    for member in members:
        if member.flag_bits & 0x1:
            raise ValueError("はパスワードつきです。パスワードを外してください。")
        name = member.filename.lower()
        # Of two parts of one name we would look at the one, and the program might open the other.
        if not name or name in names or name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name):
            raise _unsafe()
        names.add(name)


def _check_parts(archive: zipfile.ZipFile, kind: Kind, depth: int) -> None:
    if carries_programs(archive):
        raise has_programs(kind.suffix)
    for relation in relations_of(archive):
        if relation.is_external and not _PRESSED.fullmatch(relation.kind):
            raise ValueError(
                "には、開くとほかの場所のファイル（ひな形・画像など）を読みに行くところがあります。"
                "PDFに書き出すか、その部分を消して保存し直してください。"
            )
        if not relation.is_external and _OBJECTS.fullmatch(relation.kind):
            raise ValueError(
                "には、ほかのファイルや部品が埋め込まれています。画像に置きかえるか、PDFに書き出してください。"
            )
        if relation.kind == "package" and not relation.is_external:
            _check_within(archive, relation, depth)


def _check_within(archive: zipfile.ZipFile, relation: Relation, depth: int) -> None:
    """A file within the file, such as the figures of a chart: of whatever kind, and plain."""
    if depth >= _DEEPEST:
        raise _unsafe()
    with archive.open(relation.part) as part:
        body = io.BytesIO(
            part.read()
        )  # no longer than _check_members allowed: zipfile reads no more than was declared
    with zipfile.ZipFile(body) as within:
        _check_members(within.infolist())
        _check_parts(within, BOOK, depth + 1)


def _unsafe() -> ValueError:
    return ValueError("は、安全に扱えない形のファイルです。PDFに書き出してください。")
