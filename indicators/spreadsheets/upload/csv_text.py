"""A CSV as a grid of cells: strictly decoded, strictly parsed; every cell is text. Runs in the child process."""

import csv
import io
import re

from indicators.spreadsheets.upload.characters import one_line_end, text_problem, unguarded
from indicators.spreadsheets.upload.errors import Problems, refuse
from indicators.spreadsheets.upload.limits import MAX_COLUMNS, USUAL, Limits
from indicators.spreadsheets.upload.sheet import CellKind, RawCell, RawGrid, address, letters

_END = "\x1a"
_BOM = b"\xef\xbb\xbf"
_AS_UTF8 = "Excelで「CSV UTF-8（コンマ区切り）」として保存し直してください。"
# The signs by which a file in JIS goes over to Japanese letters.
_JIS = re.compile(rb"\x1b\$[@B(]|\x1b\([IJ]")
# Japanese letters in UTF-7 are pieces of base64; a file that has a letter of its own is none.
_UTF7 = re.compile(rb"\+[A-Za-z0-9+/]{3,}-?")
_SEPARATOR = re.compile(r'"?sep=([,;\t|])"?[,;\t| ]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
_DELIMITERS = {
    "\t": "タブ",
    ";": "セミコロン（;）",
    "|": "縦線（|）",
    "，": "全角のコンマ（，）",
    "、": "読点（、）",
}
_HEAD = 100_000  # letters, among which the headings stand
# Japanese text in cp932 looks in UTF-8 like more broken letters than whole ones.
_MORE_WHOLE = 3
# Letters that a city's own font draws; on another machine they are other letters or none.
_FIRST_PRIVATE, _LAST_PRIVATE = "\ue000", "\uf8ff"


def read_csv(
    data: bytes, *, title: str, header_row: int, problems: Problems, limits: Limits = USUAL
) -> RawGrid:
    text, is_cp932 = _decoded(data)
    text, delimiter = _without_mark(text)
    delimiter = _delimiter_of(text, delimiter, header_row)
    # Each cell is measured by itself; csv's own limit would only know the line.
    csv.field_size_limit(len(text) + 1)
    grid = RawGrid(title=title)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    row = 0
    try:
        for row, fields in enumerate(lines, 1):
            if row > limits.row_marks:
                refuse("行が多すぎます。使っていない行を削除してください。", f"A{row}")
            cells = {column: typed for column, typed in enumerate(fields, 1) if typed}
            if not cells:
                continue
            _check_place(row, max(cells), header_row, limits.rows)
            grid.rows[row] = {
                column: _raw(row, column, typed, is_cp932, problems) for column, typed in cells.items()
            }
    except csv.Error as error:
        _refuse_quotes(row + 1, str(error))
    return grid


def _without_mark(text: str) -> tuple[str, str]:
    """The text without marks that a spreadsheet reads and does not show, and the delimiter that they name.

    A program that adds a BOM to a file that has one writes two, and files that are joined have one in the middle; DOS ends a
    text by a sign. sep=; in the first line is Excel's own, and no row of it.
    """
    text = text.replace("\ufeff", "").rstrip(_END)
    mark = _SEPARATOR.match(text)
    return (text[mark.end() :], mark[1]) if mark else (text, ",")


def _delimiter_of(text: str, delimiter: str, header_row: int) -> str:
    """The one of the headings, before the quotes are looked at: parted at other places, they are in wrong ones.

    Commas are read even where sep=; was left over them.
    """
    lines = text[:_HEAD].splitlines()
    head = lines[header_row - 1] if len(lines) >= header_row else ""
    if delimiter in head:
        return delimiter
    if "," in head:
        return ","
    for sign, name in _DELIMITERS.items():
        if sign in head:
            refuse(
                f"{name}で区切られています。コンマで区切ったCSVにしてください。{_AS_UTF8}", f"A{header_row}"
            )
    return delimiter


def _decoded(data: bytes) -> tuple[str, bool]:
    """The text, and whether it came as cp932, the Japanese Windows's own.

    cp932 takes nearly any bytes, so a UTF-8 file with one broken letter is told by the many whole ones.
    """
    if _JIS.search(data):
        refuse(f"文字コードがJIS（ISO-2022-JP）です。{_AS_UTF8}")
    if _is_utf7(data):
        refuse(f"文字コードがUTF-7です。{_AS_UTF8}")
    try:
        return data.decode("utf-8"), False
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    seen = data.decode("utf-8", errors="replace")
    broken = seen.count("\ufffd")
    whole = sum(letter > "\x7f" for letter in seen) - broken
    if data.startswith(_BOM) or whole >= _MORE_WHOLE * broken:
        refuse(f"{line}行目に、UTF-8として壊れた文字があります。{_AS_UTF8}", f"A{line}")
    try:
        text = data.decode("cp932")
        if not _is_euc(data, text):
            return text, True
        refuse(f"文字コードがEUC-JPです。{_AS_UTF8}")
    except UnicodeDecodeError as error:
        if _is_euc(data, ""):
            refuse(f"文字コードがEUC-JPです。{_AS_UTF8}")
        line = data.count(b"\n", 0, error.start) + 1
        refuse(f"{line}行目の文字を、UTF-8でもシフトJIS（cp932）でも読めません。{_AS_UTF8}", f"A{line}")


def _is_utf7(data: bytes) -> bool:
    if not data.isascii() or not _UTF7.search(data):
        return False
    try:
        text = data.decode("utf-7")
    except UnicodeDecodeError:
        return False
    return text.startswith("\ufeff") or any(letter >= "\u3000" for letter in text)


def _is_euc(data: bytes, as_cp932: str) -> bool:
    """EUC-JP looks in cp932 like rows of half-width kana."""
    try:
        text = data.decode("euc_jp")
    except UnicodeDecodeError:
        return False
    kana = sum("\uff61" <= letter <= "\uff9f" for letter in as_cp932)
    return 2 * kana >= sum(letter > "\x7f" for letter in as_cp932) and any(
        letter >= "\u3000" for letter in text
    )


def _check_place(row: int, column: int, header_row: int, most: int) -> None:
    if row > header_row + most:
        refuse(f"行が多すぎます。{most:,}行までです。部署ごとに分けてください。", address(row, 1))
    if column > MAX_COLUMNS:
        refuse(
            f"列が多すぎます。{letters(MAX_COLUMNS)}列までです。余分なコンマや列を消してください。",
            address(row, column),
        )


def _raw(row: int, column: int, typed: str, is_cp932: bool, problems: Problems) -> RawCell:
    text = one_line_end(unguarded(typed))
    problem = text_problem(text)
    if not problem and is_cp932 and any(_FIRST_PRIVATE <= letter <= _LAST_PRIVATE for letter in text):
        problem = "外字が入っています。別の文字に直してください。"
    if not problem and typed.startswith(("=", "＝")):
        problem = (
            "「=」で始まるセルは数式とみなすので、読めません。文字であれば、先頭に「'」を付けてください。"
        )
    if problem:
        problems.add(address(row, column), problem)
        return RawCell(CellKind.ERROR, "")
    return RawCell(CellKind.TEXT, text)


def _refuse_quotes(row: int, error: str) -> None:
    if "unexpected end" in error:
        refuse(
            '引用符（"）が閉じていないか、ファイルが途中で切れています。この行から下を確かめてください。',
            f"A{row}",
        )
    refuse(
        '引用符（"）の付け方が正しくありません。セルの中の引用符は二つ重ねて（""）書いてください。', f"A{row}"
    )
