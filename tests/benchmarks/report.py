"""docs/benchmarks.md and the README's figures, made of docs/benchmarks.json and of nothing else."""

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.benchmarks.goals import GOALS, Goal
from tests.benchmarks.results import Found

ROOT = Path(__file__).resolve().parents[2]
RESULTS, DOCUMENT = ROOT / "docs/benchmarks.json", ROOT / "docs/benchmarks.md"
README = ROOT / "README.md"
_IN_README = re.compile(r"(?<=<!-- measured -->\n).*?(?=<!-- /measured -->)", re.DOTALL)
HEAD = """\
# Benchmarks

Made by `python3 run.py bench` from `docs/benchmarks.json`; not to be changed by hand (`tests/test_benchmarks.py`). Ratios
are of medians of interleaved rounds within one run. What is measured against what: `tests/benchmarks/README.md`.
"""
# What the README says: goals by their keys, in words.
TOLD = {
    "home_per_constant_view": "a public page is answered {} times as often as a constant Django view under gunicorn",
    "home_per_empty_wsgi": "{} times as often as an empty function on the same server",
    "home_per_datasette": "{} times as often as Datasette answers with the JSON of an indicator",
    "home_10000_per_11": "a home page of 10,000 indicators is made in {} times the time of one of 11",
}


def document(found: Found) -> str:
    parts = [HEAD, "## The machine\n", _table(["", ""], found["machine"].items())]
    parts += ["## What it must reach\n", _goals(found["goals"])]
    for name, rows in found["tables"].items():
        columns = list(rows[0])
        parts += [f"## {name}\n", _table(columns, ([one.get(key, "") for key in columns] for one in rows))]
    if found["failed"]:
        parts += [
            "## What could not be measured\n",
            "\n".join(f"- {words}" for words in found["failed"]) + "\n",
        ]
    return "\n".join(parts)


def _goals(figures: dict[str, float]) -> str:
    return _table(["goal", "wanted", "measured", ""], (_goal(goal, figures.get(goal.key)) for goal in GOALS))


def _goal(goal: Goal, figure: float | None) -> Sequence[object]:
    wanted = f"{goal.bound} {goal.limit:g}"
    if figure is None:
        return goal.what, wanted, "", "not measured in this run"
    return goal.what, wanted, figure, "reached" if goal.is_reached(figure) else "**not reached**"


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join("| " + " | ".join(map(_cell, line)) + " |\n" for line in lines)


def _cell(value: object) -> str:
    if not isinstance(value, int | float):
        return str(value)
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"


def readme(text: str, found: Found) -> str:
    """The README's text with the figures that were found."""
    told = [words.format(_cell(found["goals"][key])) for key, words in TOLD.items() if key in found["goals"]]
    words = "; ".join(told)
    line = f"{words[:1].upper()}{words[1:]} ({found['machine']['commit']}; all in [docs/benchmarks.md](docs/benchmarks.md)).\n"
    return _IN_README.sub(lambda _: line if told else "", text)


def write(found: Found) -> None:
    RESULTS.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    DOCUMENT.write_text(document(found), encoding="utf-8")
    README.write_text(readme(README.read_text(encoding="utf-8"), found), encoding="utf-8")
