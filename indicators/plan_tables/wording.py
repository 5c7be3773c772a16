"""A measure's document (measures/documents.py) as rows of several tables, and back; title and source of its figure come back with it."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from indicators.plan_tables.columns import Cells, PlanTables
from measures.documents import LINES, Document, empty_document


def rows_of(number: int, document: Document) -> Iterator[tuple[str, Cells]]:
    """(table, cells), in the order of the measure's page."""
    texts = {name: document[name] for name in ("policy", "name", "goal", "goal_original")}
    yield "measures", {"number": number, **texts}
    for section, _ in LINES:
        for line in document[section]:
            yield "statements", {"measure": number, "section": section, **line}
    for one in document["initiatives"]:
        code = f"{number}-{one['number']}"
        yield "initiatives", {"code": code, "name": one["name"], "departments": list(one["departments"])}
        for line in one["details"]:
            yield "details", {"initiative": code, **line}
    for kind in ("dx", "gx"):
        for text in document[kind]:
            yield "viewpoints", {"measure": number, "kind": kind, "text": text}
    for name in document["related"]:
        yield "related_plans", {"measure": number, "name": name}


def documents_of(tables: PlanTables) -> dict[int, Document]:
    """By the measure's number. Rows about a measure that has no row of its own are left out: the checks name them."""
    found: dict[int, Document] = {}
    for cells in _cells(tables, "measures"):
        texts = {name: cells[name] for name in ("policy", "name", "goal", "goal_original")}
        found[cells["number"]] = empty_document() | texts
    for cells in _cells(tables, "statements"):
        if cells["measure"] in found:
            line = {"summary": cells["summary"], "original": cells["original"]}
            found[cells["measure"]][cells["section"]].append(line)
    for cells in _cells(tables, "viewpoints"):
        if cells["measure"] in found:
            found[cells["measure"]][cells["kind"]].append(cells["text"])
    for cells in _cells(tables, "related_plans"):
        if cells["measure"] in found:
            found[cells["measure"]]["related"].append(cells["name"])
    for cells in _cells(tables, "figures"):
        if cells["measure"] in found:
            found[cells["measure"]] |= {"figure_title": cells["title"], "figure_source": cells["source"]}
    _add_initiatives(found, tables)
    return found


def parts_of_code(code: str) -> tuple[int, int]:
    """41-1 → (41, 1); the reader has refused what is no such code."""
    measure, number = code.split("-")
    return int(measure), int(number)


def _add_initiatives(found: dict[int, Document], tables: PlanTables) -> None:
    details: dict[str, list[dict[str, str]]] = defaultdict(list)
    for cells in _cells(tables, "details"):
        details[cells["initiative"]].append({"summary": cells["summary"], "original": cells["original"]})
    for cells in sorted(_cells(tables, "initiatives"), key=lambda one: parts_of_code(one["code"])):
        measure, number = parts_of_code(cells["code"])
        if measure in found:
            found[measure]["initiatives"].append(
                {
                    "number": number,
                    "name": cells["name"],
                    "departments": list(cells["departments"]),
                    "details": details[cells["code"]],
                }
            )


def _cells(tables: PlanTables, key: str) -> Iterator[dict[str, Any]]:
    lines = tables.get(key)
    return (line.cells for line in (lines.rows if lines else ()))
