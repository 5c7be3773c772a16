"""Excel, Word and PowerPoint before 2007: taken where a look at their directory finds no programs, no password, nothing odd.

Such a file is handed out as a download and never shown. A project of VBA has storages of its own; PowerPoint hides it, packed,
within its one stream. Macros from before VBA are sheets of a workbook. Standard library only.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from indicators.evidence.compound import MAGIC, Broken, Compound, Item
from indicators.evidence.refusals import OtherType, has_programs


@dataclass(frozen=True)
class OldKind:
    """`streams`: one of them lies at the top of such a file."""

    word: str
    suffix: str
    content_type: str
    streams: tuple[str, ...]


OLD = (
    OldKind("古い形式のExcelのブック", ".xls", "application/vnd.ms-excel", ("Workbook", "Book")),
    OldKind("古い形式のWordの文書", ".doc", "application/msword", ("WordDocument",)),
    OldKind("古い形式のPowerPointの資料", ".ppt", "application/vnd.ms-powerpoint", ("PowerPoint Document",)),
)
_PROJECTS = re.compile(r"_?VBA(?:_PROJECT(?:_CUR)?)?|Macros|PROJECT(?:wm|lk)?", re.IGNORECASE)
# What a packager wrapped (it may be anything), and controls.
_OBJECTS = re.compile(
    r"\x01Ole10(?:Native|FmtProgID)|Package|Ctls|\x03OCX(?:NAME|DATA|PropBag)?|contents", re.IGNORECASE
)
_LOCKED = ("EncryptedPackage", "EncryptionInfo", "EncryptedSummary")
_VBA_STREAM = "_VBA_PROJECT".encode("utf-16-le")
_MOST_UNPACKED = 50 * 1024 * 1024
_MOST_RECORDS = 100_000


def check_old_office(file: IO[bytes], kind: OldKind) -> None:
    """A plain file of that kind; ValueError with the rest of a sentence that begins with the file's name."""
    data = file.read()
    if not data.startswith(MAGIC):
        raise _other(kind)
    try:
        found = Compound(data)
        if any(item.name in _LOCKED for item in found.items):
            raise _locked()
        main = _main_of(found, kind)
        _check_names(found.items, kind)
        _LOOKS[kind.suffix](found, found.read(main), kind)
    except (Broken, struct.error, zlib.error):
        raise ValueError(
            "はこわれているか、正しい形のファイルではありません。保存し直してください。"
        ) from None


def _other(kind: OldKind) -> OtherType:
    return OtherType(f"{kind.word}（{kind.suffix}）")


def _locked() -> ValueError:
    return ValueError("はパスワードつきです。パスワードを外してください。")


def _main_of(found: Compound, kind: OldKind) -> Item:
    tops = {item.name: item for item in found.items if item.depth == 1 and item.is_stream}
    # A file with the main streams of two programs opens as the one or the other.
    if any(name in tops for other in OLD if other != kind for name in other.streams):
        raise _other(kind)
    name = next((name for name in kind.streams if name in tops), None)
    if name is None:
        raise _other(kind)
    return tops[name]


def _check_names(items: list[Item], kind: OldKind) -> None:
    for item in items:
        if _PROJECTS.fullmatch(item.name):
            raise has_programs(kind.suffix)
        if _OBJECTS.fullmatch(item.name):
            raise ValueError("には、ほかのファイルや部品が埋め込まれています。PDFに書き出してください。")


def _look_into_workbook(found: Compound, stream: bytes, kind: OldKind) -> None:
    """The records before the first sheet: a password, and sheets that are macros."""
    at = 0
    for _ in range(_MOST_RECORDS):
        number, length = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + length]
        if len(body) < length:
            raise Broken("record")
        if number == 0x2F:  # FILEPASS
            raise _locked()
        # BOUNDSHEET: a sheet of macros (Excel 4), or a module of VBA.
        if number == 0x85 and length > 5 and body[5] in (1, 6):
            raise has_programs(kind.suffix)
        if number == 0x0A:  # the end of what belongs to the whole book
            return
        at += 4 + length
    raise Broken("records")


def _look_into_document(found: Compound, stream: bytes, kind: OldKind) -> None:
    """The head of Word's stream, whose flags tell of a password."""
    identity, flags = struct.unpack_from("<H8xH", stream)
    if identity not in (0xA5EC, 0xA5DC):
        raise Broken("head")
    if flags & 0x0100:
        raise _locked()


def _look_into_slides(found: Compound, stream: bytes, kind: OldKind) -> None:
    """The objects that PowerPoint packs into its stream, each a container of its own; and its mark of a password."""
    user = next((item for item in found.items if item.name == "Current User" and item.depth == 1), None)
    if user is not None and found.read(user)[12:16] == b"\xdf\xc4\xd1\xf3":
        raise _locked()
    left = _MOST_UNPACKED
    for instance, body in _objects(stream):
        unpacked = body
        if instance == 1:  # the length, then a packed container
            packed = zlib.decompressobj()
            unpacked = packed.decompress(body[4:], left)
            left -= len(unpacked)
            if left <= 0:
                raise ValueError("は、開くと極端に大きくなるファイルです。PDFに書き出してください。")
        if not unpacked.startswith(MAGIC):
            raise Broken("object")
        if _VBA_STREAM in unpacked:
            raise has_programs(kind.suffix)
        _check_names(Compound(unpacked).items, kind)


def _objects(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """ExOleObjStg: instance and body of each, among the records that the stream is made of."""
    at = 0
    for _ in range(_MOST_RECORDS):
        if at + 8 > len(stream):
            return
        head, number, length = struct.unpack_from("<HHI", stream, at)
        body = stream[at + 8 : at + 8 + length]
        if len(body) < length:
            raise Broken("record")
        if number == 0x1011:
            yield head >> 4, body
        at += 8 + length
    raise Broken("records")


_LOOKS = {".xls": _look_into_workbook, ".doc": _look_into_document, ".ppt": _look_into_slides}
