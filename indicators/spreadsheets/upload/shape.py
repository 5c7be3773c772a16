"""Is it a table? One row of headings, one name a column, nothing beside it. For workbook and CSV alike."""

from collections.abc import Sequence

from indicators.spreadsheets.upload.errors import Problems
from indicators.spreadsheets.upload.sheet import CellKind, RawCell, RawGrid, address, heading_of, letters

_HEADING_KINDS = (CellKind.TEXT, CellKind.NUMBER)


def check_shape(grid: RawGrid, *, header_row: int, headings: Sequence[str], problems: Problems) -> int:
    """The width of the table. `headings`: those without which the sheet is not the one that was asked for."""
    header = grid.rows.get(header_row, {})
    names = {column: heading_of(raw.text) for column, raw in header.items()}
    if not any(names.values()):
        problems.add(
            f"A{header_row}", f"{header_row}行目に見出しがありません。見出しの行を消さずに入力してください。"
        )
        return 0
    width = max(column for column, name in names.items() if name)
    _check_names(header, names, header_row, problems)
    _check_wanted(grid, set(names.values()), header_row, headings, problems)
    below = {row: cells for row, cells in grid.rows.items() if row > header_row}
    nameless: dict[int, int] = {}
    for row, cells in below.items():
        if names == {column: heading_of(raw.text) for column, raw in cells.items()}:
            problems.add(
                f"{row}:{row}", "見出しの行が二つあります。見出しは1行だけにし、この行を削除してください。"
            )
        for column, raw in cells.items():
            if raw.text.strip() and not names.get(column):
                nameless.setdefault(column, row)
    for column, row in nameless.items():
        problems.add(
            address(row, column),
            f"{letters(column)}列には見出しがありません（{address(header_row, column)}が空です）。"
            "見出しを2行に分けず、余分な列は消してください。",
        )
    return width


def _check_names(
    header: dict[int, RawCell], names: dict[int, str], header_row: int, problems: Problems
) -> None:
    seen: dict[str, int] = {}
    for column, name in names.items():
        where = address(header_row, column)
        if header[column].kind not in (*_HEADING_KINDS, CellKind.EMPTY):
            problems.add(where, "見出しが文字ではありません。元の見出しに戻してください。")
        elif name and name in seen:
            first = address(header_row, seen[name])
            problems.add(
                where, f"見出し「{name[:20]}」が二つあります（{first}と同じです）。一つにしてください。"
            )
        seen.setdefault(name, column)


def _check_wanted(
    grid: RawGrid, names: set[str], header_row: int, headings: Sequence[str], problems: Problems
) -> None:
    missing = [heading for heading in headings if heading not in names]
    if not missing:
        return
    for row, cells in grid.rows.items():
        if row != header_row and set(missing) <= {heading_of(raw.text) for raw in cells.values()}:
            problems.add(
                f"{row}:{row}",
                f"見出しが{row}行目にあります。{header_row}行目になるよう、上の行を削除してください。",
            )
            return
    for heading in missing:
        problems.add(
            f"{header_row}:{header_row}", f"見出し「{heading}」の列がありません。元に戻してください。"
        )
