"""Files for the tests of evidence: sound ones, and such as people send by mistake or on purpose."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
TYPES = (
    f'<?xml version="1.0"?><Types><Override PartName="/xl/workbook.xml" ContentType="{WORKBOOK}"/></Types>'
)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"
EXE = b"MZ\x90\x00" + bytes(200) + b"This program cannot be run in DOS mode."
HTML = b"<!DOCTYPE html><html><script>alert(document.cookie)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def png(width: int = 2, height: int = 2, *, spoilt: bool = False) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        total = zlib.crc32(kind + body) ^ (1 if spoilt else 0)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", total)

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    lines = zlib.compress(b"\x00\x00\x00" * 2)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def jpeg(width: int = 2, height: int = 2) -> bytes:
    app = b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8" + app + frame + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"\x12\xff\xd9"


def xlsx(parts: Mapping[str, str | bytes] | None = None, *, types: str | bytes = TYPES) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", types)
        book.writestr("xl/workbook.xml", "<workbook/>")
        for name, part in (parts or {}).items():
            book.writestr(name, part)
    return body.getvalue()


def bomb() -> bytes:
    """A few hundred kilobytes that unpack to more than two hundred megabytes."""
    body = io.BytesIO(xlsx())
    with (
        zipfile.ZipFile(body, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as book,
        book.open("xl/sheet1.xml", "w") as part,
    ):
        for _ in range(220):
            part.write(bytes(1024 * 1024))
    return body.getvalue()


def locked() -> bytes:
    """The flag of a password on every member, as zip programs set it."""
    body = bytearray(xlsx())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = body.find(mark)
        while place >= 0:
            body[place + at] |= 1
            place = body.find(mark, place + 4)
    return bytes(body)


GOOD = {
    "報告書.pdf": (PDF, "application/pdf"),
    "表.xlsx": (xlsx(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "表.csv": ("年度,値\r\n令和6年度,1234\r\n".encode(), "text/csv"),
    "BOM.csv": (b"\xef\xbb\xbf" + "年度,値".encode(), "text/csv"),
    "しふと.csv": ("年度,値\r\n令和6年度,①\r\n".encode("cp932"), "text/csv"),
    "MZ.csv": ("MZ世代,12".encode(), "text/csv"),
    "図.PNG": (png(), "image/png"),
    "写真.jpg": (jpeg(), "image/jpeg"),
    "写真.jpeg": (jpeg(), "image/jpeg"),
}

# Name, bytes, and what the message says.
BAD = [
    ("空.pdf", b"", "空のファイル"),
    ("実行.pdf", EXE, "実行ファイルのよう"),
    ("実行.xlsx", EXE, "実行ファイルのよう"),
    ("実行.csv", EXE, "CSVではありません"),
    ("実行.png", EXE, "PNG画像ではありません"),
    ("実行.jpg", EXE, "JPEG画像ではありません"),
    ("実行.exe", EXE, "添付できるのは"),
    ("報告書.pdf.exe", PDF, "添付できるのは"),
    ("頁.pdf", HTML, "HTML・SVG・XML"),
    ("頁.csv", HTML, "HTML・SVG・XML"),
    ("頁.html", HTML, "添付できるのは"),
    ("図.svg", SVG, "添付できるのは"),
    ("図.png", SVG, "HTML・SVG・XML"),
    ("図.csv", b"\xef\xbb\xbf \n" + SVG, "CSVではありません"),
    ("図.jpg", png(), "PNG画像のよう"),
    ("図.png", jpeg(), "JPEG画像のよう"),
    ("切れた.png", png()[:40], "途中で切れて"),
    ("こわれた.png", png(spoilt=True), "こわれて"),
    ("巨大.png", png(2**31 - 1, 2**31 - 1), "縦横"),
    ("零.png", png(0, 5), "縦横"),
    ("巨大.jpg", jpeg(65000, 65000), "縦横"),
    ("短い.jpg", b"\xff\xd8\xff", "JPEG画像ではありません"),
    ("切れた.jpg", jpeg()[:12], "途中で切れて"),
    ("切れた.pdf", PDF[:20], "途中で切れて"),
    ("後ろに.pdf", b"GIF89a" + PDF, "PDFではありません"),
    ("マクロ.xlsm", xlsx(), "添付できるのは"),
    ("マクロ.xlsx", xlsx({"xl/vbaProject.bin": b"macro"}), "マクロ"),
    ("マクロ2.xlsx", xlsx(types=TYPES.replace("sheet.main", "sheet.macroEnabled.main")), "マクロ"),
    ("部品.xlsx", xlsx({"xl/activeX/activeX1.bin": b"x"}), "マクロ"),
    ("中身.xlsx", xlsx({"xl/media/run.exe": EXE}), "マクロ"),
    ("爆弾.xlsx", bomb(), "極端に大きく"),
    ("部品数.xlsx", xlsx({f"xl/{number}.xml": "" for number in range(2001)}), "極端に大きく"),
    ("上へ.xlsx", xlsx({"../../etc/passwd": "x"}), "安全に扱えない"),
    ("実体.xlsx", xlsx(types='<!DOCTYPE a [<!ENTITY b "c">]>' + TYPES), "安全に扱えない"),
    ("鍵.xlsx", locked(), "パスワード"),
    ("古い.xlsx", OLD_EXCEL, "古い形式のExcel"),
    ("古い.xls", OLD_EXCEL, "添付できるのは"),
    ("ただの.xlsx", b"PK\x03\x04" + bytes(100), "ではありません"),
    ("文書.xlsx", xlsx(types="<Types>wordprocessingml</Types>"), "ではありません"),
    ("UTF16.xlsx", xlsx(types=TYPES.encode("utf-16")), "ではありません"),
    ("UTF16.csv", "年度,値".encode("utf-16"), "UTF-16"),
    ("文字化け.csv", b"a,b\r\n\x81\xff", "文字として読めません"),
    ("二進.csv", b"a,b\x00\x01\x02", "CSVではありません"),
    ("空白.csv", b" \r\n ", "CSVではありません"),
    ("名なし", PDF, "添付できるのは"),
    (".pdf", PDF, "添付できるのは"),
]
