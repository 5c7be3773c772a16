"""Which files are taken as evidence, told by their bytes; what the browser says of type and name is not believed.

Nothing here is opened by the application afterwards, but for pictures, which are drawn anew (social_images/redrawn.py): a file
is only handed out again. So each check asks whether it is what it claims to be, whether it carries programs, and whether it
would hurt who opens it.
"""

import hashlib
import re
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import IO

from indicators.evidence.file_names import clean_name, suffix_of
from indicators.evidence.old_office import OLD, check_old_office
from indicators.evidence.open_xml import BOOK, DOCUMENT, SLIDES, check_open_xml
from indicators.evidence.refusals import OtherType

PDF = "application/pdf"
PICTURES = ("image/png", "image/jpeg")
LARGEST = 10 * 1024 * 1024
MOST_A_VALUE = 5
_LONGEST_SIDE = 30_000  # pixels; a scan of A0 at 600 dpi has 28,000
# How files begin that people try to attach, for a message that helps.
_KNOWN = (
    (b"MZ", "実行ファイル"),
    (b"\x7fELF", "実行ファイル"),
    (b"\xd0\xcf\x11\xe0", "古い形式のExcel・Word、またはパスワードつきのファイル"),
    (b"PK\x03\x04", "ZIP形式のファイル"),
    (b"%PDF-", "PDF"),
    (b"\x89PNG", "PNG画像"),
    (b"\xff\xd8\xff", "JPEG画像"),
    (b"GIF8", "GIF画像"),
    (b"{\\rtf", "リッチテキスト"),
)
_MARKUP = re.compile(rb"\s*<(?:!doctype|html|svg|\?xml|script|head|body)", re.IGNORECASE)
# The signs by which a file in JIS goes over to Japanese letters.
_JIS = re.compile(rb"\x1b\$[@B(]|\x1b\([IJ]")


@dataclass(frozen=True)
class CheckedFile:
    """A file that may be kept: its cleaned name, the type that it is handed out as, its size and sum."""

    name: str
    content_type: str
    size: int
    sha256: str


def check_file(name: str, file: IO[bytes]) -> CheckedFile:
    """What the file is; ValueError with a Japanese message for what is not taken."""
    shown = clean_name(name)
    size = file.seek(0, 2)
    if size == 0:
        raise ValueError(f"「{shown}」は空のファイルです。")
    if size > LARGEST:
        raise ValueError(f"「{shown}」は大きすぎます。1つのファイルは10MBまでです。")
    suffix = suffix_of(shown)
    if suffix not in _TYPES:
        raise ValueError(
            f"「{shown}」は添付できません。添付できるのは、pdf・xlsx・docx・pptx・csv・png・jpg と、"
            "古い形式の xls・doc・ppt のファイルです。"
        )
    content_type, check = _TYPES[suffix]
    file.seek(0)
    try:
        check(file)
    except OtherType as refusal:
        file.seek(0)
        found = _looks_like(file.read(1024))
        told = f"中身は{found}のようです。" if found else ""
        raise ValueError(
            f"「{shown}」の中身が{refusal}ではありません。{told}元のファイルを確かめてください。"
        ) from None
    except ValueError as refusal:
        raise ValueError(f"「{shown}」{refusal}") from None
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    file.seek(0)
    return CheckedFile(shown, content_type, size, digest)


def _looks_like(head: bytes) -> str:
    if _MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "Webページなどの文書（HTML・SVG・XML）"
    return next((word for start, word in _KNOWN if head.startswith(start)), "")


def _check_pdf(file: IO[bytes]) -> None:
    if not re.match(rb"%PDF-[12]\.[0-9]", file.read(8)):
        raise OtherType("PDF")
    # Readers ask for the mark within the last kilobyte; programs put signatures and line ends behind it.
    file.seek(max(0, file.seek(0, 2) - 4096))
    if b"%%EOF" not in file.read():
        raise ValueError("のPDFは途中で切れています。もう一度書き出してください。")


def _check_png(file: IO[bytes]) -> None:
    """The signature, then IHDR with a sound sum and sane sides, and the end where it belongs."""
    if file.read(8) != b"\x89PNG\r\n\x1a\n":
        raise OtherType("PNG画像")
    head = file.read(25)
    if len(head) < 25 or head[:8] != b"\x00\x00\x00\rIHDR":
        raise OtherType("PNG画像")
    if zlib.crc32(head[4:21]) != struct.unpack(">I", head[21:])[0]:
        raise ValueError("の画像はこわれています。")
    _check_sides(*struct.unpack(">II", head[8:16]))
    file.seek(max(0, file.seek(0, 2) - 4096))
    if b"IEND" not in file.read():
        raise ValueError("の画像は途中で切れています。")


def _check_jpeg(file: IO[bytes]) -> None:
    """Walks the segments to the frame's header, which holds the sides."""
    if file.read(2) != b"\xff\xd8":
        raise OtherType("JPEG画像")
    while True:
        start = file.read(1)
        marker = file.read(1)
        while marker == b"\xff":  # fill bytes
            marker = file.read(1)
        if start != b"\xff" or not marker or marker in b"\xda\xd9\x00":
            raise OtherType("JPEG画像")
        length = file.read(2)
        if len(length) < 2 or (size := struct.unpack(">H", length)[0]) < 2:
            raise OtherType("JPEG画像")
        body = file.read(size - 2)
        if len(body) < size - 2:
            raise ValueError("の画像は途中で切れています。")
        # The frame headers SOF0–SOF15; C4, C8 and CC are other segments among their numbers.
        if 0xC0 <= marker[0] <= 0xCF and marker[0] not in (0xC4, 0xC8, 0xCC):
            if len(body) < 6:
                raise OtherType("JPEG画像")
            height, width = struct.unpack(">HH", body[1:5])
            _check_sides(width, height)
            return


def _check_sides(width: int, height: int) -> None:
    if not (0 < width <= _LONGEST_SIDE and 0 < height <= _LONGEST_SIDE):
        raise ValueError(f"の画像の縦横が大きすぎるか、正しくありません（{_LONGEST_SIDE:,}画素まで）。")


def _check_csv(file: IO[bytes]) -> None:
    """Text of the two encodings that people have here, with nothing in it that a table has not."""
    body = file.read(LARGEST + 1)
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ValueError(
            "の文字コードはUTF-16です。UTF-8かシフトJIS（Excelの「CSV」）で保存し直してください。"
        )
    if (
        b"\x00" in body
        or body.startswith((b"%PDF-", b"{\\rtf"))
        or _MARKUP.match(body.removeprefix(b"\xef\xbb\xbf"))
    ):
        raise OtherType("CSV")
    if _JIS.search(body):
        raise ValueError(
            "の文字コードはJIS（ISO-2022-JP）です。UTF-8かシフトJIS（Excelの「CSV」）で保存し直してください。"
        )
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = body.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise ValueError("を文字として読めません。UTF-8かシフトJIS（Excelの「CSV」）で保存し直してください。")
    if re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", text) or not text.strip():
        raise OtherType("CSV")


_TYPES: dict[str, tuple[str, Callable[[IO[bytes]], None]]] = {
    ".pdf": (PDF, _check_pdf),
    **{
        kind.suffix: (kind.content_type, partial(check_open_xml, kind=kind))
        for kind in (BOOK, DOCUMENT, SLIDES)
    },
    ".csv": ("text/csv", _check_csv),
    ".png": ("image/png", _check_png),
    ".jpg": ("image/jpeg", _check_jpeg),
    ".jpeg": ("image/jpeg", _check_jpeg),
    **{kind.suffix: (kind.content_type, partial(check_old_office, kind=kind)) for kind in OLD},
}
SUFFIXES = tuple(_TYPES)
