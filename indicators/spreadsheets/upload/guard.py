"""Looks at a file's bytes before anything parses them: size, kind, and what a workbook's archive claims and holds.

Nothing here builds a tree or keeps what it unpacks. The archive's directory is measured by hand before zipfile
reads it, and every member is unpacked once in small pieces against one limit, because a directory may lie.
"""

from enum import StrEnum

from indicators.spreadsheets.upload.archive import check_archive
from indicators.spreadsheets.upload.errors import RESAVE, RETYPE, refuse
from indicators.spreadsheets.upload.limits import USUAL, Limits

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_FOREIGN = {
    b"%PDF": "PDF",
    b"\x89PNG": "画像",
    b"\xff\xd8\xff": "画像",
    b"GIF8": "画像",
    b"Rar!": "圧縮ファイル",
    b"7z\xbc\xaf": "圧縮ファイル",
    b"\x1f\x8b": "圧縮ファイル",
}
_OTHER_NAMES = {
    "xls": "古い形式のExcel（.xls）",
    "xlsm": "マクロを含むExcel（.xlsm）",
    "xlsb": "バイナリ形式のExcel（.xlsb）",
    "xltx": "Excelのひな形（.xltx）",
    "xltm": "Excelのひな形（.xltm）",
    "ods": "OpenDocumentの表（.ods）",
}


class FileKind(StrEnum):
    XLSX = "xlsx"
    CSV = "csv"


def check_file(name: str, data: bytes, limits: Limits = USUAL) -> FileKind:
    """The kind of a file that may be parsed; UploadRefused for every other."""
    if not data:
        refuse("ファイルが空です（0バイト）。保存できているか確かめて、もう一度選んでください。")
    if len(data) > limits.bytes:
        refuse(
            f"ファイルが大きすぎます（{len(data) / 1024 / 1024:.1f}MB）。"
            f"{limits.bytes // 1024 // 1024}MBまでです。画像や使っていないシートを消すか、{_parted(limits)}分けてください。"
        )
    ending = name.rsplit(".", 1)[-1].strip().lower() if "." in name else ""
    if data.startswith(_OLD_EXCEL):
        _refuse_old(data)
    if ending in _OTHER_NAMES:
        refuse(f"{_OTHER_NAMES[ending]}は読めません。{RESAVE}")
    if data.startswith(_EMPTY_ZIP):
        refuse(f"中身のない圧縮ファイルです。{RETYPE}")
    if data.startswith(_ZIP):
        check_archive(data, limits.unpacked)
        if ending != FileKind.XLSX:
            refuse("中身はExcelのブックですが、名前の終わりが「.xlsx」ではありません。" + RESAVE)
        return FileKind.XLSX
    _refuse_foreign(data)
    if ending == FileKind.XLSX:
        refuse(f"Excelのブックとして読めません。ファイルが壊れているか、ほかの形式のファイルです。{RESAVE}")
    if ending != FileKind.CSV:
        refuse("読めるのはExcelのブック（.xlsx）とCSV（.csv）です。" + RESAVE)
    return FileKind.CSV


def _parted(limits: Limits) -> str:
    return "部署ごとに" if limits is USUAL else "シートごとに"


def _refuse_old(data: bytes) -> None:
    """Encrypted workbooks are wrapped in the container of the old format."""
    if _ENCRYPTED in data:
        refuse("パスワードのかかったブックは読めません。パスワードを外して保存し直してください。")
    refuse(f"{_OTHER_NAMES['xls']}は読めません。{RESAVE}")


def _refuse_foreign(data: bytes) -> None:
    for magic, kind in _FOREIGN.items():
        if data.startswith(magic):
            refuse(f"中身は{kind}です。入力用の様式（.xlsxか.csv）を選んでください。")
    if data.startswith(_WIDE_MARKS) or b"\x00" in data:
        refuse(
            "文字コードがUTF-16か、文字ではないファイルです。"
            "Excelで「CSV UTF-8（コンマ区切り）」として保存し直してください。"
        )
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        refuse(f"中身はウェブページかXMLで、CSVでもExcelのブックでもありません。{RESAVE}")
