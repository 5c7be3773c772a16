"""What a benchmark found, for docs/benchmarks.md: one figure a goal, and rows of tables.

Each is a line of JSON at the end of the file that BENCH_RESULTS names, so that what was found stands when a later part
fails; without the name it is printed alone. Of a goal that was told twice the later figure counts.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

Found = dict[str, Any]


def tell(goal: str, figure: float) -> None:
    """The figure of a goal of goals.py, in that goal's unit."""
    _add({"goal": goal, "figure": float(f"{figure:.4g}")}, f"{goal}: {figure:.4g}")


def row(table: str, **cells: str | float) -> None:
    """A row of a table of docs/benchmarks.md: its columns are the names of its first row."""
    kept = {name: float(f"{cell:.4g}") if isinstance(cell, float) else cell for name, cell in cells.items()}
    _add({"table": table, "row": kept}, f"{table}: " + ", ".join(f"{name} {kept[name]}" for name in kept))


def lacking(words: str) -> None:
    """What could not be measured, and why."""
    _add({"failed": words}, f"not measured: {words}")


def _add(line: Found, words: str) -> None:
    sys.stdout.write(f"  {words}\n")
    sys.stdout.flush()
    if path := os.environ.get("BENCH_RESULTS"):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def gathered(lines: str) -> Found:
    """{"goals": {key: figure}, "tables": {name: [row, …]}, "failed": [words, …]} of the lines of such a file."""
    found: Found = {"goals": {}, "tables": {}, "failed": []}
    for line in map(json.loads, lines.splitlines()):
        if "goal" in line:
            found["goals"][line["goal"]] = line["figure"]
        elif "table" in line:
            found["tables"].setdefault(line["table"], []).append(line["row"])
        else:
            found["failed"].append(line["failed"])
    return found
