"""Files for the tests of evidence: sound ones, and such as people send by mistake or on purpose."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from tests.indicators import compound_files as ole

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


_MAINS = {
    ".docx": ("word/document.xml", "wordprocessingml.document.main+xml"),
    ".pptx": ("ppt/presentation.xml", "presentationml.presentation.main+xml"),
    ".xlsx": ("xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
}
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def office(
    suffix: str,
    parts: Mapping[str, str | bytes] | None = None,
    *,
    leads_to: tuple[str, str, bool] | None = None,
    main: str = "",
) -> bytes:
    """A file of that ending. `leads_to`: type, target and whether it lies outside, of a relationship of its main part."""
    name, kind = _MAINS[suffix]
    name = main or name
    types = f'<Types><Override PartName="/{name}" ContentType="application/vnd.openxmlformats-officedocument.{kind}"/></Types>'
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", types)
        file.writestr(name, "<main/>")
        if leads_to is not None:
            word, target, outside = leads_to
            mode = ' TargetMode="External"' if outside else ""
            folder, _, part = name.rpartition("/")
            related = f'<Relationships><Relationship Id="a" Type="{RELATIONS}{word}" Target="{target}"{mode}/></Relationships>'
            file.writestr(f"{folder}/_rels/{part}.rels", related)
        for part, content in (parts or {}).items():
            file.writestr(part, content)
    return body.getvalue()


def doubled() -> bytes:
    """Two parts of one name but for its letters' size: which one is opened depends on the program."""
    return office(".docx", {"word/Document.xml": "<main/>"})


def unnamed() -> bytes:
    """A part whose name is empty: zipfile falls over it where it asks whether it is a folder."""
    body = io.BytesIO(office(".docx"))
    with zipfile.ZipFile(body, "a") as file:
        file.writestr(zipfile.ZipInfo("x"), "")
        file.filelist[-1].filename = ""
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


_OPEN = "application/vnd.openxmlformats-officedocument."
GOOD = {
    "報告書.pdf": (PDF, "application/pdf"),
    "表.xlsx": (xlsx(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "文書.docx": (
        office(".docx", leads_to=("hyperlink", "https://example.jp/", True)),
        f"{_OPEN}wordprocessingml.document",
    ),
    "番号.docx": (office(".docx", main="word/document2.xml"), f"{_OPEN}wordprocessingml.document"),
    "図.pptx": (
        office(
            ".pptx",
            {"ppt/embeddings/book.xlsx": office(".xlsx")},
            leads_to=("package", "embeddings/book.xlsx", False),
        ),
        f"{_OPEN}presentationml.presentation",
    ),
    "ほかの本へ.xlsx": (
        office(".xlsx", leads_to=("externalLinkPath", "file:///R6.xlsx", True)),
        f"{_OPEN}spreadsheetml.sheet",
    ),
    "古い.xls": (ole.old(".xls"), "application/vnd.ms-excel"),
    "古い表.xls": (ole.sheets(0), "application/vnd.ms-excel"),
    "古い.doc": (ole.old(".doc", storages=("ObjectPool",)), "application/msword"),
    "古い.ppt": (ole.slides_with(ole.old(".xls")), "application/vnd.ms-powerpoint"),
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
    ("古い.xls", OLD_EXCEL, "こわれているか"),
    ("短い.xls", OLD_EXCEL[:100], "こわれているか"),
    ("文書.xlsx", office(".docx"), "Excelのブック（.xlsx）ではありません"),
    ("表.docx", office(".xlsx"), "Wordの文書（.docx）ではありません"),
    ("資料.pptx", PDF, "PDFのよう"),
    ("マクロ.docm", office(".docx"), "添付できるのは"),
    ("マクロ.docx", office(".docx", {"word/vbaProject.bin": b"x"}), "マクロ.*入っていない .docx"),
    ("名前.docx", office(".docx", {"word/a.bin": ole.compound({"_VBA_PROJECT": b"x"})}), "マクロ"),
    (
        "ひな形.docx",
        office(".docx", leads_to=("attachedTemplate", "https://evil.example/a.dotm", True)),
        "ほかの場所",
    ),
    ("共有.docx", office(".docx", leads_to=("attachedTemplate", "file://server/a.dotm", True)), "ほかの場所"),
    ("画像.pptx", office(".pptx", leads_to=("image", "https://evil.example/a.png", True)), "ほかの場所"),
    ("物.xlsx", office(".xlsx", leads_to=("oleObject", "https://evil.example/a", True)), "ほかの場所"),
    ("物.docx", office(".docx", leads_to=("oleObject", "embeddings/o.bin", False)), "埋め込まれて"),
    ("頁.docx", office(".docx", leads_to=("aFChunk", "a.html", False)), "埋め込まれて"),
    ("部品.pptx", office(".pptx", leads_to=("control", "activeX/a.xml", False)), "埋め込まれて"),
    (
        "中に.pptx",
        office(
            ".pptx",
            {"ppt/embeddings/b.xlsx": office(".xlsx", {"xl/vbaProject.bin": b"x"})},
            leads_to=("package", "embeddings/b.xlsx", False),
        ),
        "マクロ",
    ),
    (
        "中の中.docx",
        office(
            ".docx",
            {
                "word/b.xlsx": office(
                    ".xlsx", {"xl/c.xlsx": office(".xlsx")}, leads_to=("package", "c.xlsx", False)
                )
            },
            leads_to=("package", "b.xlsx", False),
        ),
        "安全に扱えない",
    ),
    ("ない.docx", office(".docx", leads_to=("package", "../../b.xlsx", False)), "ではありません"),
    ("上へ.docx", office(".docx", {"../../etc/passwd": "x"}), "安全に扱えない"),
    ("名のない.docx", unnamed(), "安全に扱えない"),
    ("二つ.docx", doubled(), "安全に扱えない"),
    ("重ね.docx", PDF + office(".docx"), "Wordの文書（.docx）ではありません"),
    ("重ね.pdf", office(".docx") + PDF, "PDFではありません"),
    ("鍵.docx", ole.compound({"EncryptedPackage": b"x"}), "パスワードつきのファイルのよう"),
    ("鍵.xls", ole.compound({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "パスワードつき"),
    ("鍵2.xls", ole.compound({"Workbook": b"\x2f\x00\x00\x00"}), "パスワードつき"),
    ("鍵.doc", ole.compound({"WordDocument": b"\xec\xa5" + bytes(8) + b"\x00\x01"}), "パスワードつき"),
    ("鍵.ppt", ole.old(".ppt", {"Current User": bytes(12) + b"\xdf\xc4\xd1\xf3"}), "パスワードつき"),
    ("マクロ.xls", ole.old(".xls", storages=("_VBA_PROJECT_CUR",)), "マクロ"),
    ("マクロ4.xls", ole.sheets(1), "マクロ"),
    ("マクロ.doc", ole.old(".doc", {"macros": b"x"}), "マクロ"),
    ("マクロ.ppt", ole.slides_with(ole.compound({"_VBA_PROJECT": b"x"})), "マクロ"),
    ("むき出し.ppt", ole.slides_with(ole.compound({"VBA": b"x"}), instance=0), "マクロ"),
    ("包み.doc", ole.old(".doc", {"\x01Ole10Native": EXE}), "埋め込まれて"),
    ("部品.xls", ole.old(".xls", {"Ctls": b"x"}), "埋め込まれて"),
    ("爆弾.ppt", ole.slides_with(ole.compound({"A": b""}) + bytes(60 * 1024 * 1024)), "極端に大きく"),
    ("長い.ppt", ole.slides_with(ole.old(".xls"), length=2**31), "こわれているか"),
    ("文書.xls", ole.old(".doc"), "Excelのブック（.xls）ではありません"),
    ("二重.doc", ole.old(".doc", {"Workbook": ole.WORKBOOK}), "Wordの文書（.doc）ではありません"),
    ("空の.doc", ole.compound({}), "Wordの文書（.doc）ではありません"),
    ("実行.doc", EXE, "実行ファイルのよう"),
    ("新しい.doc", office(".docx"), "ZIP形式のファイルのよう"),
    ("輪.doc", ole.looping(2), "こわれているか"),
    ("輪の名簿.doc", ole.looping(1), "こわれているか"),
    ("自分の下.doc", ole.patched(ole.old(".doc"), 1024 + 76, b"\x00\x00\x00\x00"), "こわれているか"),
    ("隣が自分.doc", ole.patched(ole.old(".doc"), 1024 + 128 + 72, b"\x01\x00\x00\x00"), "こわれているか"),
    ("遠い表.doc", ole.patched(ole.old(".doc"), 76, b"\xf0\xff\xff\x0f"), "こわれているか"),
    ("輪の表.doc", ole.patched(ole.old(".doc"), 68, b"\x02\x00\x00\x00"), "こわれているか"),
    ("大きい.doc", ole.patched(ole.old(".doc"), 1024 + 128 + 120, b"\xff\xff\xff\x7f"), "こわれているか"),
    ("切れた.doc", ole.old(".doc")[:3000], "こわれているか"),
    ("ただの.xlsx", b"PK\x03\x04" + bytes(100), "ではありません"),
    ("文書2.xlsx", xlsx(types="<Types>wordprocessingml</Types>"), "ではありません"),
    ("UTF16.xlsx", xlsx(types=TYPES.encode("utf-16")), "ではありません"),
    ("UTF16.csv", "年度,値".encode("utf-16"), "UTF-16"),
    ("文字化け.csv", b"a,b\r\n\x81\xff", "文字として読めません"),
    ("二進.csv", b"a,b\x00\x01\x02", "CSVではありません"),
    ("空白.csv", b" \r\n ", "CSVではありません"),
    ("名なし", PDF, "添付できるのは"),
    (".pdf", PDF, "添付できるのは"),
]
