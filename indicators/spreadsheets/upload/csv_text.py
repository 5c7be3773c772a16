"""A CSV as a grid of cells: strictly decoded, strictly parsed; every cell is text. Runs in the child process."""

import csv
import io

from indicators.spreadsheets.upload.characters import one_line_end, text_problem, unguarded
from indicators.spreadsheets.upload.errors import Problems, refuse
from indicators.spreadsheets.upload.limits import MAX_COLUMNS, MAX_ROW_MARKS, MAX_ROWS
from indicators.spreadsheets.upload.sheet import CellKind, RawCell, RawGrid, address, letters

_BOM = b"\xef\xbb\xbf"
_AS_UTF8 = "Excelで「CSV UTF-8（コンマ区切り）」として保存し直してください。"
# Japanese text in cp932 looks in UTF-8 like more broken letters than whole ones.
_MORE_WHOLE = 3
# Letters that a city's own font draws; on another machine they are other letters or none.
_FIRST_PRIVATE, _LAST_PRIVATE = "\ue000", "\uf8ff"


def read_csv(data: bytes, *, title: str, header_row: int, problems: Problems) -> RawGrid:
    text, is_cp932 = _decoded(data)
    # Each cell is measured by itself; csv's own limit would only know the line.
    csv.field_size_limit(len(text) + 1)
    grid = RawGrid(title=title)
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    row = 0
    try:
        for row, fields in enumerate(lines, 1):
            if row > MAX_ROW_MARKS:
                refuse("行が多すぎます。使っていない行を削除してください。", f"A{row}")
            cells = {column: typed for column, typed in enumerate(fields, 1) if typed}
            if not cells:
                continue
            _check_place(row, max(cells), header_row)
            grid.rows[row] = {
                column: _raw(row, column, typed, is_cp932, problems) for column, typed in cells.items()
            }
    except csv.Error as error:
        _refuse_quotes(row + 1, str(error))
    if len(grid.rows.get(header_row, {})) == 1 and "\t" in grid.rows[header_row].get(1, _NONE).text:
        refuse(f"タブで区切られています。コンマで区切ったCSVにしてください。{_AS_UTF8}", f"A{header_row}")
    return grid


_NONE = RawCell(CellKind.EMPTY, "")


def _decoded(data: bytes) -> tuple[str, bool]:
    """The text, and whether it came as cp932, the Japanese Windows's own.

    cp932 takes nearly any bytes, so a UTF-8 file with one broken letter is told by the many whole ones.
    """
    try:
        return data.removeprefix(_BOM).decode("utf-8"), False
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    seen = data.decode("utf-8", errors="replace")
    broken = seen.count("\ufffd")
    whole = sum(letter > "\x7f" for letter in seen) - broken
    if data.startswith(_BOM) or whole >= _MORE_WHOLE * broken:
        refuse(f"{line}行目に、UTF-8として壊れた文字があります。{_AS_UTF8}", f"A{line}")
    try:
        return data.decode("cp932"), True
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        refuse(f"{line}行目の文字を、UTF-8でもシフトJIS（cp932）でも読めません。{_AS_UTF8}", f"A{line}")


def _check_place(row: int, column: int, header_row: int) -> None:
    if row > header_row + MAX_ROWS:
        refuse(f"行が多すぎます。{MAX_ROWS:,}行までです。部署ごとに分けてください。", address(row, 1))
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
