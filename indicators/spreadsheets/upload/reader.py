"""read_upload(): the only door for a file that somebody uploads. It gives a sheet or says what to do, nothing else."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from indicators.spreadsheets.upload.errors import RETYPE, Problem, UploadRefused, refuse
from indicators.spreadsheets.upload.guard import check_file
from indicators.spreadsheets.upload.limits import MEMORY, SECONDS, WHOLE_PLAN
from indicators.spreadsheets.upload.sheet import Cell, CellKind, UploadedSheet, UploadedTable, address

_CHILD = Path(__file__).with_name("child.py")
_OUT_OF_MEMORY = 77  # an exit code that neither Python nor a signal uses
# Two children of up to 512 MiB each a process: more at once could take the memory that the site itself needs.
_AT_ONCE = threading.BoundedSemaphore(2)
# One of up to 1 GiB.
_ONE_BOOK = threading.BoundedSemaphore(1)
_LONGEST_TITLE = 60


def read_upload(
    name: str, data: bytes, *, header_row: int = 1, headings: Sequence[str] = ()
) -> UploadedSheet:
    """The sheet in the file `name` of content `data`; UploadRefused with every problem found.

    `header_row`: where the headings stand; only above it may cells be merged. `headings`: those that must be there.
    """
    question = _question(name, data, header_row, headings)
    [answer] = _answers(_AT_ONCE, question, data, SECONDS)
    return _sheet(answer, header_row)


def read_beside(name: str, data: bytes, *, title: str, headings: Sequence[str] = ()) -> UploadedSheet | None:
    """The sheet called `title` of the same workbook, read the same way; None of a CSV, and where there is no such sheet.
    A problem's cell is told with the sheet's name."""
    question = _question(name, data, 1, headings) | {"beside": title}
    if question["kind"] == "csv":
        return None
    try:
        [answer] = _answers(_AT_ONCE, question, data, SECONDS)
    except UploadRefused as refused:
        raise UploadRefused(
            replace(one, cell=f"{title}!{one.cell}" if one.cell else "") for one in refused.problems
        ) from None
    return None if "absent" in answer else _sheet(answer, 1)


def _question(name: str, data: bytes, header_row: int, headings: Sequence[str]) -> dict[str, Any]:
    return {
        "kind": check_file(name, data),
        "title": _title(name),
        "header_row": header_row,
        "headings": list(headings),
        "beside": "",
        "memory": MEMORY,
        "seconds": SECONDS,
        "out_of_memory": _OUT_OF_MEMORY,
    }


def read_book(
    name: str, data: bytes, *, titles: Collection[str], beside: Collection[str]
) -> list[UploadedTable]:
    """Every sheet of a large workbook that a person sees; of a CSV its table. UploadRefused where it cannot be read at all.

    `titles`: names of our own sheets, which must be tables with their headings in the first row. Where none has such a
    name the sheets are taken as they are, merged cells and all. `beside`: names of sheets that nobody reads.
    """
    question = {
        "kind": check_file(name, data, WHOLE_PLAN),
        "title": _title(name),
        "titles": list(titles),
        "beside": list(beside),
        "header_row": 1,
        "memory": WHOLE_PLAN.memory,
        "seconds": WHOLE_PLAN.seconds,
        "out_of_memory": _OUT_OF_MEMORY,
    }
    return [_table(answer) for answer in _answers(_ONE_BOOK, question, data, WHOLE_PLAN.seconds)]


def _table(answer: dict[str, Any]) -> UploadedTable:
    rows = {}
    for row, found in answer["rows"]:
        if found:
            rows[row] = {column: _cell(row, column, fields) for column, *fields in found}
    problems = [Problem(cell, message) for cell, message in answer["problems"]]
    return UploadedTable(
        title=answer["title"],
        rows=rows,
        width=answer["width"],
        merged=tuple(tuple(area) for area in answer["merged"]),
        problems=tuple(problems),
        more=answer["more"],
        marker=answer["marker"],
        is_ours=answer["is_ours"],
        others=tuple(answer["others"]),
    )


def _answers(
    turn: threading.BoundedSemaphore, question: dict[str, Any], data: bytes, seconds: int
) -> list[dict[str, Any]]:
    if not turn.acquire(timeout=seconds):
        refuse("ほかの人のファイルを読んでいます。少し待ってから、もう一度選んでください。")
    try:
        answers = _ask(json.dumps(question).encode("ascii") + b"\n" + data, seconds)
    finally:
        turn.release()
    for answer in answers:
        if "refused" in answer:
            raise UploadRefused(Problem(cell, message) for cell, message in answer["refused"])
    return answers


def _ask(question: bytes, seconds: int) -> list[dict[str, Any]]:
    """The child's answers. However it ends, the person gets a sentence."""
    command = [sys.executable, "-I", "-S", "-B", "-X", "utf8", str(_CHILD)]
    # Nothing of the server's environment, where its secrets are; Windows cannot start a process without its root.
    environment = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    try:
        ended = subprocess.run(
            command,
            input=question,
            capture_output=True,
            timeout=seconds,
            env=environment,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired:
        refuse(f"読むのに時間がかかりすぎるので、やめました（{seconds}秒まで）。{RETYPE}")
    except OSError:
        refuse("サーバーが混み合っていて、ファイルを読めません。少し待ってから、もう一度選んでください。")
    if ended.returncode == _OUT_OF_MEMORY:
        refuse(f"ファイルの中身が大きすぎて、読めません。使っていない行や書式を消すか、{RETYPE}")
    if ended.returncode != 0:
        refuse(f"ファイルを読んでいる途中で、読み取りが止まりました。{RETYPE}")
    try:
        answers = [json.loads(line) for line in ended.stdout.splitlines()]
    except ValueError:
        refuse(f"ファイルを読み取れませんでした。{RETYPE}")
    if not answers:
        refuse(f"ファイルを読み取れませんでした。{RETYPE}")
    return answers


def _sheet(answer: dict[str, Any], header_row: int) -> UploadedSheet:
    width = answer["width"]
    rows = {row: _cells(row, found, width) for row, found in answer["rows"]}
    header = rows.pop(header_row)
    return UploadedSheet(answer["title"], header, tuple(rows.values()), answer["marker"])


def _cells(row: int, found: list[list[Any]], width: int) -> tuple[Cell, ...]:
    held = {column: fields for column, *fields in found}
    empty = (CellKind.EMPTY, "", "")
    return tuple(_cell(row, column, held.get(column, empty)) for column in range(1, width + 1))


def _cell(row: int, column: int, fields: Sequence[Any]) -> Cell:
    kind, text, number, *said = fields
    return Cell(address(row, column), text, CellKind(kind), Decimal(number) if number else None, *said)


def _title(name: str) -> str:
    """The file's name without folders and ending."""
    stem = name.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return "".join(letter for letter in stem if letter.isprintable())[:_LONGEST_TITLE]
