"""The documents say what the program does: the worked cases of docs/progress.md and docs/input.md are computed again."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from indicators import progress
from indicators.numbers import read_number
from measures.fiscal_year import FiscalYear

ROOT = Path(__file__).resolve().parent.parent
PROGRESS = ROOT / "docs/progress.md"
INPUT = ROOT / "docs/input.md"
FENCE = re.compile(r"^```(?P<kind>judge|trace)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
NOTHING = "–"
# What the calls of the document's tables may name.
NAMES: dict[str, Any] = {
    **{name: getattr(progress, name) for name in progress.__all__},
    "D": Decimal,
    "date": date,
    "P43A": {
        "direction": "increase",
        "counting": "point",
        "baseline": Decimal(584),
        "baseline_year": 2022,
        "target": Decimal(2000),
        "target_year": 2026,
    },
}

Table = list[dict[str, str]]


def read_arguments(line: str) -> dict[str, Any]:
    """`baseline=584 interim=2024:1250` → keyword arguments of judge()."""
    words: dict[str, Any] = dict(pair.split("=") for pair in line.split())
    for name in words.keys() & {"baseline", "target", "upper", "tolerance", "value", "slightly_behind_from"}:
        words[name] = Decimal(words[name])
    for name in words.keys() & {"baseline_year", "target_year", "first_year", "year"}:
        words[name] = int(words[name])
    if "start" in words:
        (words["start"],) = _points(words["start"])
    return {**words, "interim": _points(words.pop("interim", ""))}


def _points(text: str) -> list[tuple[int, Decimal]]:
    """`2024:1250,2025:1600` → pairs of year and figure."""
    pairs = [point.split(":") for point in text.split(",") if point]
    return [(int(year), Decimal(value)) for year, value in pairs]


def tables(text: str) -> Iterator[Table]:
    """Every table of a Markdown text, a dict a line, by its headings."""
    for block in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        head, _, *lines = (
            [cell.strip() for cell in line.strip("|\n").split("|")] for line in block.splitlines()
        )
        yield [dict(zip(head, cells, strict=True)) for cells in lines]


def worked_cases() -> list[tuple[dict[str, Any], dict[str, str]]]:
    """The arguments of each `judge` block, with each line of the table under it."""
    text = PROGRESS.read_text(encoding="utf-8")
    return [
        (read_arguments(fence["body"]), line)
        for fence in FENCE.finditer(text)
        if fence["kind"] == "judge"
        for line in next(tables(text[fence.end() :]))
    ]


def shown(figure: Decimal | None) -> str:
    return NOTHING if figure is None else str(figure)


@pytest.mark.parametrize(("given", "line"), worked_cases())
def test_a_worked_case_is_what_the_rule_says(given: dict[str, Any], line: dict[str, str]) -> None:
    value = None if line["value"] == NOTHING else Decimal(line["value"])
    judged = progress.judge(**given, year=int(line["year"]), value=value, state=line.get("state", "actual"))
    found = {
        "E": shown(judged.expected),
        "progress": shown(judged.progress_percent),
        "margin": shown(judged.margin),
        "limits": " – ".join(shown(limit) for limit in judged.limits or ()),
        "verdict": judged.label,
        "rule": judged.rule.value,
    }
    assert {name: found[name] for name in found.keys() & line.keys()} == {
        name: line[name] for name in found.keys() & line.keys()
    }


def test_every_calculation_reads_as_it_is_printed() -> None:
    fences = [
        found for found in FENCE.finditer(PROGRESS.read_text(encoding="utf-8")) if found["kind"] == "trace"
    ]
    assert fences
    for fence in fences:
        arguments, *lines = fence["body"].splitlines()
        assert progress.judge(**read_arguments(arguments)).trace == tuple(lines)


def calls() -> list[tuple[str, str]]:
    text = PROGRESS.read_text(encoding="utf-8")
    return [(line["call"], line["gives"]) for table in tables(text) if "call" in table[0] for line in table]


@pytest.mark.parametrize(("call", "gives"), calls())
def test_a_call_gives_what_is_printed(call: str, gives: str) -> None:
    assert str(eval(call.strip("`"), {"__builtins__": {}}, NAMES)) == gives.strip("`")


def typed(*headings: str) -> list[dict[str, str]]:
    """The lines of the tables of docs/input.md that have these headings."""
    found = tables(INPUT.read_text(encoding="utf-8"))
    return [
        {**line, "typed": line["typed"].strip("`")}
        for table in found
        if tuple(table[0]) == headings
        for line in table
    ]


@pytest.mark.parametrize("line", typed("typed", "unit", "decimals", "becomes", "notice"))
def test_a_number_is_read_as_it_is_printed(line: dict[str, str]) -> None:
    reading = read_number(line["typed"], decimals=int(line["decimals"]), unit=line["unit"])
    assert (str(reading.value), bool(reading.notices)) == (line["becomes"], line["notice"] != NOTHING)


@pytest.mark.parametrize("line", typed("typed", "unit", "decimals", "refused with"))
def test_a_number_is_refused_in_the_words_that_are_printed(line: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=re.escape(line["refused with"])):
        read_number(line["typed"], decimals=int(line["decimals"]), unit=line["unit"])


@pytest.mark.parametrize("line", typed("typed", "fiscal year"))
def test_a_year_is_read_as_it_is_printed(line: dict[str, str]) -> None:
    assert int(FiscalYear.parse(line["typed"])) == int(line["fiscal year"])


@pytest.mark.parametrize("line", typed("typed", "refused with"))
def test_a_year_is_refused_in_the_words_that_are_printed(line: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=re.escape(line["refused with"])):
        FiscalYear.parse(line["typed"])
