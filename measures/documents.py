"""A part of the plan as one document of plain lists and texts: what an editor shows, a draft keeps, a difference compares.

A measure's document holds its whole wording. 要約 and 原文 of a line stand together (`Line`); what has no 要約 yet shows its
原文. Rows of the database are written from a document in `measures/document_writer.py`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.db.models import QuerySet

from measures.levels import in_levels
from measures.models import Initiative, Measure, Plan, ReferenceFigure
from measures.plan_text import MeasureText, Piece

Document = dict[str, Any]
Line = dict[str, str]  # summary, original

# The lists of a measure, in the order of its page: name, its word, whether its lines have 要約 and 原文.
LINES = (
    ("situation", "現状"),
    ("issue", "課題"),
    ("direction", "課題解決に向けた方向性"),
    ("city", "市の取組"),
    ("citizens", "市民等の取組"),
)
NAMES = (("dx", "DXの視点"), ("gx", "GXの視点"), ("related", "関連する個別計画"))
SINGLE = (
    ("policy", "基本政策の番号"),
    ("name", "施策の名称"),
    ("goal", "目標（要約）"),
    ("goal_original", "目標（原文）"),
)
# Only where the measure has a reference figure.
FIGURE = (("figure_title", "参考図表の題名"), ("figure_source", "参考図表の出所"))
# Only of a measure that ended within the plan: the day, from which on it is of the past.
ENDED = (("ended_on", "終了した日"),)
STATEMENTS = ("situation", "issue", "direction")
CONTRIBUTIONS = ("city", "citizens")


@dataclass(frozen=True)
class Difference:
    """One text that is not what it was; "" for nothing."""

    where: str
    was: str
    now: str


def empty_document() -> Document:
    texts: Document = {name: "" for name, _ in SINGLE}
    return texts | {name: [] for name, _ in (*LINES, *NAMES)} | {"initiatives": [], "indicators": []}


def document_of(measure: Measure) -> Document:
    """The measure as its rows stand."""
    found = empty_document()
    found |= {
        "policy": measure.policy.number,
        "name": measure.name,
        "goal": measure.goal,
        "goal_original": measure.goal_original,
    }
    for statement in measure.statements.all():
        found[statement.section].append(_line(statement))
    for contribution in measure.contributions.all():
        found[contribution.actor].append(_line(contribution))
    for viewpoint in measure.viewpoints.all():
        found[viewpoint.kind].append(viewpoint.text)
    found["related"] = [one.name for one in measure.related_plans.all()]
    for initiative in _initiatives(measure):
        ordered = sorted(initiative.participations.all(), key=lambda one: one.order)
        found["initiatives"].append(
            {
                "number": initiative.number,
                "name": initiative.name,
                "departments": [one.department.name for one in ordered],
                "details": [_line(detail) for detail in initiative.details_in_order],
            }
        )
    if measure.ended_on:
        found["ended_on"] = measure.ended_on.isoformat()
    if figure := _figure(measure):
        found |= {"figure_title": figure.title, "figure_source": figure.source}
    return found


def with_documents(measures: QuerySet[Measure]) -> QuerySet[Measure]:
    """With all that document_of() reads, so that none of many measures asks for itself."""
    return measures.select_related("policy", "reference_figure").prefetch_related(
        "statements",
        "contributions",
        "viewpoints",
        "related_plans",
        "initiatives__details",
        "initiatives__participations__department",
    )


def _is_read(measure: Measure) -> bool:
    return "initiatives" in getattr(measure, "_prefetched_objects_cache", {})


def _initiatives(measure: Measure) -> list[Initiative]:
    rows = measure.initiatives.all()
    if not _is_read(measure):
        rows = rows.prefetch_related("details", "participations__department")
    return sorted(rows, key=lambda one: one.number)


def _figure(measure: Measure) -> ReferenceFigure | None:
    if _is_read(measure):
        return getattr(measure, "reference_figure", None)
    return ReferenceFigure.objects.filter(measure=measure).first()


def policies_of(plan: Plan) -> Document:
    return {"policies": [{"number": one.number, "name": one.name} for one in plan.policies.all()]}


def document_of_text(text: MeasureText, known: Document | None = None) -> Document:
    """A measure as the plan's text has it; 要約 are kept from what is known, line by line, where as many lines stand there."""
    found = empty_document()
    kept = known or found
    found |= {
        "policy": text.policy[0] or kept["policy"],
        "policy_name": text.policy[1],
        "name": text.name or kept["name"],
        "goal": kept["goal"],
        "goal_original": text.goal,
        "related": list(text.related),
        "indicators": [
            {
                "name": row.name,
                "baseline": row.baseline,
                "baseline_label": row.baseline_label,
                "target": row.target,
                "target_label": row.target_label,
                "remark": row.remark,
            }
            for row in text.indicators
        ],
    }
    found |= {name: kept[name] for name, _ in (*FIGURE, *ENDED) if name in kept}
    for name, _ in LINES:
        pieces = [one for one in (*text.statements, *text.contributions) if one.section == name]
        found[name] = _lines(pieces, kept[name])
    for name in ("dx", "gx"):
        found[name] = [one.text for one in text.viewpoints if one.section == name]
    before = {one["number"]: one for one in kept["initiatives"]}
    found["initiatives"] = [
        {
            "number": one.number,
            "name": one.name,
            "departments": list(one.departments),
            "details": _lines(one.details, before.get(one.number, {}).get("details", [])),
        }
        for one in text.initiatives
    ]
    return found


def differences(
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any],
    texts: Callable[[Mapping[str, Any]], Iterable[tuple[str, str]]] | None = None,
) -> list[Difference]:
    """What another document says, text by text, in the order of the page; `texts` of it, if it is of no measure."""
    read = texts or texts_of
    was, now = dict(read(before or {})), dict(read(after))
    return [
        Difference(where, was.get(where, ""), now.get(where, ""))
        for where in dict.fromkeys((*now, *was))
        if was.get(where, "") != now.get(where, "")
    ]


def texts_of(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every text with where it stands."""
    for policy in document.get("policies", ()):
        yield f"{in_levels('基本政策')}{policy['number']}", policy["name"]
    for department in document.get("departments", ()):
        yield f"課（{department['slug']}）", department["name"]
    yield from document.get("texts", ())  # of what became of departments
    for name, usual in SINGLE:
        word = in_levels(usual)
        yield word, document.get(name, "")
    for name, word in LINES:
        yield from _texts_of_lines(word, document.get(name, ()))
    for name, word in NAMES:
        for order, text in enumerate(document.get(name, ()), start=1):
            yield f"{word}{order}", text
    for initiative in document.get("initiatives", ()):
        word = f"{in_levels('主な取組')}{initiative['number']}"
        yield f"{word}の名称", initiative["name"]
        yield f"{word}の担当課", "・".join(initiative["departments"])
        yield from _texts_of_lines(f"{word}の内容", initiative["details"])
    for name, word in (*FIGURE, *ENDED):
        yield word, document.get(name, "")


def lacking(document: Mapping[str, Any]) -> list[str]:
    """What a measure's page would miss, in words for the check list; nothing of it forbids saving."""
    found = [in_levels(word) for name, word in SINGLE if name in ("policy", "name") and not document[name]]
    if not (document["goal"] or document["goal_original"]):
        found.append("目標")
    found += [word for name, word in LINES if not document[name]]
    if not document["initiatives"]:
        found.append(in_levels("主な取組"))
    for one in document["initiatives"]:
        if not one["departments"]:
            found.append(f"{in_levels('主な取組')}{one['number']}の担当課")
        if not one["details"]:
            found.append(f"{in_levels('主な取組')}{one['number']}の内容")
    return found


def lines_without(document: Mapping[str, Any], which: str) -> int:
    """How many lines have no 要約 (`summary`), or no 原文 (`original`)."""
    lists = [document[name] for name, _ in LINES] + [one["details"] for one in document["initiatives"]]
    goal = {"summary": document["goal"], "original": document["goal_original"]}
    return sum(not line[which] for lines in (*lists, [goal]) for line in lines)


def _texts_of_lines(word: str, lines: Sequence[Line]) -> Iterator[tuple[str, str]]:
    for order, line in enumerate(lines, start=1):
        yield f"{word}{order}（要約）", line["summary"]
        yield f"{word}{order}（原文）", line["original"]


def _line(row: Any) -> Line:
    return {"summary": row.summary, "original": row.original}


def _lines(pieces: Sequence[Piece], known: Sequence[Line]) -> list[Line]:
    summaries = [line["summary"] for line in known] if len(known) == len(pieces) else []
    return [
        {"summary": summary, "original": piece.text}
        for piece, summary in zip_longest(pieces, summaries, fillvalue="")
        if isinstance(piece, Piece)
    ]
