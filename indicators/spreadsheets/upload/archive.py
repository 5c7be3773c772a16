"""The archive of a workbook, looked at before any of its members is parsed."""

import io
import struct
import zipfile
import zlib
from typing import NoReturn

from indicators.evidence.programs import CONTENT_TYPES
from indicators.spreadsheets.upload.errors import RESAVE, RETYPE, refuse
from indicators.spreadsheets.upload.limits import (
    MAX_DIRECTORY,
    MAX_MEMBERS,
    MAX_RATIO,
    MAX_UNPACKED,
    RATIO_FROM,
)

_END = b"PK\x05\x06"
_END_SIZE = 22
_END_64 = b"PK\x06\x07"
_END_64_SIZE = 20
_LONGEST_COMMENT = 0xFFFF
_ENCRYPTED = 0x1
# The two that spreadsheet programs write; each further one would only widen what may be attacked.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_PIECE = 64 * 1024
_LONGEST_NAME = 200
# zipfile and zlib say so in many ways that an archive is not what it claims to be.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
    IndexError,
    EOFError,
    OSError,
    KeyError,
)

_OTHER_KINDS = {
    "word/": "Wordの文書",
    "ppt/": "PowerPointの資料",
    "xl/workbook.bin": "バイナリ形式のExcel（.xlsb）",
}
# Beginnings of members' names (small letters), and what a person knows them as.
_UNWELCOME = {
    "xl/vbaproject": "マクロ",
    "xl/macrosheets/": "マクロのシート",
    "xl/dialogsheets/": "ダイアログのシート",
    "xl/externallinks/": "ほかのファイルへの参照",
    "xl/embeddings/": "埋め込まれたファイル",
    "xl/activex/": "ActiveXの部品",
    "xl/connections.xml": "外部データへの接続",
    "xl/querytables/": "外部データへの接続",
    "customui/": "リボンの変更",
}
# In the encodings that XML must understand; the rest are refused by markup.py.
_DECLARATIONS = tuple(
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("ascii", "utf-16-le", "utf-16-be")
)
_NESTED = (b"PK\x03\x04", b"Rar!\x1a", b"7z\xbc\xaf", b"\xd0\xcf\x11\xe0")
_MARKUP = (".xml", ".rels", ".vml")


def check_archive(data: bytes, most: int = MAX_UNPACKED) -> None:
    """Refuse all but a plain workbook whose members unpack within the limits, to `most` bytes together."""
    _check_end(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [info for info in archive.infolist() if not info.filename.endswith("/")]
            _check_names(archive.infolist())
            _check_kind([info.filename for info in members])
            _check_sizes(members, most)
            _unpack(archive, members, most)
    except BROKEN:
        _refuse_broken()


def _check_end(data: bytes) -> None:
    """The directory's own size, before zipfile makes objects of its entries."""
    at = len(data) - _END_SIZE
    if at < 0 or data[at : at + 4] != _END or data[-2:] != b"\x00\x00":
        at = data.rfind(_END, max(0, len(data) - _END_SIZE - _LONGEST_COMMENT))
    if at < 0 or len(data) - at < _END_SIZE:
        refuse(
            f"ファイルが途中で切れているか、壊れています。コピーし直して、もう一度選んでください。開けない場合は、{RETYPE}"
        )
    _, disk, first_disk, here, entries, size, _, _ = struct.unpack("<4s4H2LH", data[at : at + _END_SIZE])
    if data[max(0, at - _END_64_SIZE) : at].startswith(_END_64):
        refuse(f"ブックの圧縮のしかたが特殊で、読めません。{RESAVE}")
    if disk or first_disk or here != entries:
        _refuse_broken()
    if entries > MAX_MEMBERS or size > MAX_DIRECTORY:
        refuse(f"ブックの部品が多すぎます（{entries:,}個。{MAX_MEMBERS}個まで）。{RETYPE}")


def _check_names(infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > MAX_MEMBERS:
        refuse(f"ブックの部品が多すぎます（{len(infos):,}個。{MAX_MEMBERS}個まで）。{RETYPE}")
    names = [info.filename for info in infos]
    if len({name.lower() for name in names}) != len(names):
        _refuse_broken()
    for info in infos:
        name = info.filename
        parts = name.split("/")
        if (
            name != info.orig_filename
            or len(name) > _LONGEST_NAME
            or name.startswith("/")
            or "\\" in name
            or ":" in name
            or ".." in parts
            or not name.isprintable()
        ):
            refuse(f"ブックの部品の名前が正しくありません。{RESAVE}")
        if info.flag_bits & _ENCRYPTED:
            refuse("パスワードのかかったファイルは読めません。パスワードを外して保存し直してください。")
        if info.compress_type not in _METHODS:
            refuse(f"ブックの圧縮のしかたが特殊で、読めません。{RESAVE}")


def _check_kind(names: list[str]) -> None:
    if "mimetype" in names and CONTENT_TYPES not in names:
        refuse(f"OpenDocumentの表（.ods）などは読めません。{RESAVE}")
    lower = [name.lower() for name in names]
    for start, kind in _OTHER_KINDS.items():
        if any(name.startswith(start) for name in lower):
            refuse(f"中身は{kind}で、読めません。{RESAVE}")
    if CONTENT_TYPES not in names or not any(name.startswith("xl/") for name in lower):
        refuse(
            "Excelのブックではなく、圧縮ファイル（zip）です。中の「.xlsx」か「.csv」を取り出して選んでください。"
        )
    for start, kind in _UNWELCOME.items():
        if any(name.startswith(start) for name in lower):
            refuse(f"ブックに{kind}が含まれているので、読めません。{RETYPE}")


def _check_sizes(members: list[zipfile.ZipInfo], most: int) -> None:
    """What the directory claims; _unpack() measures it."""
    if sum(info.file_size for info in members) > most:
        _refuse_swollen(most)
    for info in members:
        if info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            _refuse_swollen(most)


def _unpack(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], most: int) -> None:
    total = 0
    longest = max(len(word) for word in _DECLARATIONS)
    for info in members:
        before = b""
        is_markup = info.filename.lower().endswith(_MARKUP)
        with archive.open(info) as member:
            while piece := member.read(_PIECE):
                total += len(piece)
                if total > most:
                    _refuse_swollen(most)
                if not before and piece.startswith(_NESTED):
                    refuse(f"ブックの中に、別のファイルが入っています。{RETYPE}")
                seen = before + piece
                if is_markup and any(word in seen for word in _DECLARATIONS):
                    refuse(f"ブックの中に、使えない宣言（DOCTYPE）があります。{RETYPE}")
                before = seen[-longest:]


def _refuse_swollen(most: int) -> NoReturn:
    refuse(
        f"ブックの中身が大きすぎます（広げると{most // 1024 // 1024}MBを超えます）。"
        f"使っていない行や書式、画像を消すか、{RETYPE}"
    )


def _refuse_broken() -> NoReturn:
    refuse(f"ブックが壊れていて、読めません。{RETYPE}")
