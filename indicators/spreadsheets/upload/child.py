"""The process that parses: reads a question and a file from its input, writes a sheet or refusals to its output.

Started by its path with the bare interpreter (no site packages, no Django), so the packages that it stands in must
import nothing: their __init__ are empty. It limits its own memory and processor time before it sees a byte, and may
write no file. Whatever kills it kills no more than itself.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# The folder of the packages. Behind the standard library: nothing in it may stand in for a module of that.
ROOT = Path(__file__).resolve().parents[3]


def _limit(memory: int, seconds: int) -> None:
    """Where the system can: Windows has no such limits, there the parent's clock is the only one."""
    try:
        import resource
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(what, (allowed, allowed))
        except (ValueError, OSError):
            continue  # macOS knows RLIMIT_AS and refuses it


def read(question: dict[str, Any], data: bytes) -> dict[str, Any]:
    """What is written to the output: the sheet as lists, or {"refused": [[cell, message], ...]}."""
    from indicators.spreadsheets.upload.csv_text import read_csv
    from indicators.spreadsheets.upload.errors import Problems, UploadRefused
    from indicators.spreadsheets.upload.shape import check_shape
    from indicators.spreadsheets.upload.xlsx import read_xlsx

    header_row = question["header_row"]
    problems = Problems()
    try:
        if question["kind"] == "csv":
            grid = read_csv(data, title=question["title"], header_row=header_row, problems=problems)
        else:
            found = read_xlsx(data, header_row=header_row, problems=problems, beside=question["beside"])
            if found is None:
                return {"absent": True}
            grid = found
        width = check_shape(grid, header_row=header_row, headings=question["headings"], problems=problems)
        problems.refuse_if_any()
    except UploadRefused as refused:
        return {"refused": [[problem.cell, problem.message] for problem in refused.problems]}
    rows = [
        [row, [[column, *_fields(raw)] for column, raw in cells.items() if column <= width]]
        for row, cells in grid.rows.items()
        if row >= header_row and any(raw.text.strip() for raw in cells.values())
    ]
    return {"title": grid.title, "marker": grid.marker, "width": width, "rows": rows}


def _fields(raw: Any) -> tuple[str | int, ...]:
    """Of a RawCell, in the order in which reader.py takes them; what formatting says only where there is something."""
    plain = (raw.kind, raw.text, raw.number)
    said = (raw.shown, raw.doubt, raw.notice, raw.day, raw.places)
    return (*plain, *said) if any(said) else plain


def read_sheets(question: dict[str, Any], data: bytes) -> Iterator[dict[str, Any]]:
    """The same for every sheet of a workbook or the one of a CSV, an answer a sheet, so that no two are held as text."""
    from indicators.spreadsheets.upload.book import grids_of
    from indicators.spreadsheets.upload.errors import UploadRefused

    try:
        for sheet in grids_of(
            data,
            kind=question["kind"],
            title=question["title"],
            titles=question["titles"],
            beside=question["beside"],
        ):
            grid = sheet.grid
            yield {
                "title": grid.title,
                "marker": grid.marker,
                "is_ours": sheet.is_ours,
                "width": sheet.width,
                "merged": sheet.merged,
                "problems": [[one.cell, one.message] for one in sheet.problems.found],
                "more": sheet.problems.more,
                "others": sheet.others,
                "rows": [
                    [row, [[column, *_fields(raw)] for column, raw in cells.items() if raw.text.strip()]]
                    for row, cells in grid.rows.items()
                ],
            }
    except UploadRefused as refused:
        yield {"refused": [[problem.cell, problem.message] for problem in refused.problems]}


def main() -> int:
    question = json.loads(sys.stdin.buffer.readline())
    _limit(question["memory"], question["seconds"])
    try:
        data = sys.stdin.buffer.read()
        answers = read_sheets(question, data) if "titles" in question else [read(question, data)]
        for answer in answers:
            sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8") + b"\n")
    except MemoryError:
        return question["out_of_memory"]
    return 0


if __name__ == "__main__":
    sys.path.append(str(ROOT))
    sys.exit(main())
