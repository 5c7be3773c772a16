"""read_upload(): the only door for a file that somebody uploads. It gives a sheet or says what to do, nothing else."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from indicators.spreadsheets.upload.errors import RETYPE, Problem, UploadRefused, refuse
from indicators.spreadsheets.upload.guard import check_file
from indicators.spreadsheets.upload.limits import MEMORY, SECONDS
from indicators.spreadsheets.upload.sheet import Cell, CellKind, UploadedSheet, address

_CHILD = Path(__file__).with_name("child.py")
_OUT_OF_MEMORY = 77  # an exit code that neither Python nor a signal uses
# Two children of up to 512 MiB each a process: more at once could take the memory that the site itself needs.
_AT_ONCE = threading.BoundedSemaphore(2)
_LONGEST_TITLE = 60


def read_upload(
    name: str, data: bytes, *, header_row: int = 1, headings: Sequence[str] = ()
) -> UploadedSheet:
    """The sheet in the file `name` of content `data`; UploadRefused with every problem found.

    `header_row`: where the headings stand; only above it may cells be merged. `headings`: those that must be there.
    """
    kind = check_file(name, data)
    question = {
        "kind": kind,
        "title": _title(name),
        "header_row": header_row,
        "headings": list(headings),
        "memory": MEMORY,
        "seconds": SECONDS,
        "out_of_memory": _OUT_OF_MEMORY,
    }
    if not _AT_ONCE.acquire(timeout=SECONDS):
        refuse("ほかの人のファイルを読んでいます。少し待ってから、もう一度選んでください。")
    try:
        answer = _ask(json.dumps(question).encode("ascii") + b"\n" + data)
    finally:
        _AT_ONCE.release()
    if "refused" in answer:
        raise UploadRefused(Problem(cell, message) for cell, message in answer["refused"])
    return _sheet(answer, header_row)


def _ask(question: bytes) -> dict[str, Any]:
    """The child's answer. However it ends, the person gets a sentence."""
    command = [sys.executable, "-I", "-S", "-B", "-X", "utf8", str(_CHILD)]
    # Nothing of the server's environment, where its secrets are; Windows cannot start a process without its root.
    environment = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    try:
        ended = subprocess.run(
            command,
            input=question,
            capture_output=True,
            timeout=SECONDS,
            env=environment,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired:
        refuse(f"読むのに時間がかかりすぎるので、やめました（{SECONDS}秒まで）。{RETYPE}")
    except OSError:
        refuse("サーバーが混み合っていて、ファイルを読めません。少し待ってから、もう一度選んでください。")
    if ended.returncode == _OUT_OF_MEMORY:
        refuse(f"ファイルの中身が大きすぎて、読めません。使っていない行や書式を消すか、{RETYPE}")
    if ended.returncode != 0:
        refuse(f"ファイルを読んでいる途中で、読み取りが止まりました。{RETYPE}")
    try:
        answer = json.loads(ended.stdout)
    except ValueError:
        refuse(f"ファイルを読み取れませんでした。{RETYPE}")
    assert isinstance(answer, dict)
    return answer


def _sheet(answer: dict[str, Any], header_row: int) -> UploadedSheet:
    width = answer["width"]
    rows = {row: _cells(row, found, width) for row, found in answer["rows"]}
    header = rows.pop(header_row)
    return UploadedSheet(answer["title"], header, tuple(rows.values()), answer["marker"])


def _cells(row: int, found: list[list[Any]], width: int) -> tuple[Cell, ...]:
    held = {column: fields for column, *fields in found}
    cells = []
    for column in range(1, width + 1):
        kind, text, number, *said = held.get(column, (CellKind.EMPTY, "", ""))
        exact = Decimal(number) if number else None
        cells.append(Cell(address(row, column), text, CellKind(kind), exact, *said))
    return tuple(cells)


def _title(name: str) -> str:
    """The file's name without folders and ending."""
    stem = name.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return "".join(letter for letter in stem if letter.isprintable())[:_LONGEST_TITLE]
