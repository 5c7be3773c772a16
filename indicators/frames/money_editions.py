"""What was said of costs, record by record: what went out and what was changed, beside the record before it (docs/publication.md §17)."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any

from indicators.frames.money import spending_records
from indicators.frames.sources import Source
from indicators.frames.text_editions import TextEdition
from measures.models import Plan

MONEY = "money"
_SAID = ("name", "budget", "settled", "labour", "shares", "note")
Record = dict[str, Any]


def money_editions(source: Source, *, since: datetime | None = None) -> list[TextEdition]:
    """Every published record that says otherwise what one before it said; a settled cost that was open until then corrects nothing.
    With `since` all that went out after it, first ones too (`before` None).

    One query, a second one for the names of a past day.
    """
    return [
        _edition(before, after)
        for before, after in _steps(source)
        if (_corrects(before, after) if since is None else after["published_at"] > since)
    ]


def new_costs(source: Source) -> Iterator[tuple[datetime, int, tuple[str, ...]]]:
    """When each record that says something new went out, its year, and the initiatives that share it. One query."""
    for before, after in _steps(source):
        if not _corrects(before, after):
            yield after["published_at"], after["year"], tuple(code for code, _ in after["shares"])


def _steps(source: Source) -> Iterator[tuple[Record | None, Record]]:
    """Each published record and the one before it, by project and year."""
    plans = (
        [source.plan]
        if source.plan
        else Plan.objects.filter(measures__indicators__in=source.chosen).distinct()
    )
    records = [one for plan in plans for one in spending_records(plan, source.as_of)]
    chosen = None if source.plan else {record["measure_number"] for record in source.indicators()}
    for _, group in groupby(records, key=itemgetter("project_id", "year")):
        for before, after in pairwise([None, *group]):
            assert after is not None
            if chosen is None or chosen & {in_order(code)[0] for code, _ in after["shares"]}:
                yield before, after


def _corrects(before: Record | None, after: Record) -> bool:
    """Whether something that was said is said otherwise."""
    return before is not None and (
        before["department_id"] != after["department_id"]
        or any(before[name] not in (None, "") and before[name] != after[name] for name in _SAID)
    )


def _edition(before: Record | None, after: Record) -> TextEdition:
    code = after["project"]
    called = f"「{after['name']}」" if code == after["name"] else f"{code}「{after['name']}」"
    first = min((code for code, _ in after["shares"]), key=in_order)
    return TextEdition(
        kind=MONEY,
        at=after["published_at"],
        reason=after["reason"],
        before=before,
        after=after,
        name=f"事務事業{called}（{after['department']}）",
        measure_number=in_order(first)[0],
        part=first,
        year=after["year"],
    )


def in_order(code: str) -> tuple[int, int]:
    """41-2 → (41, 2)."""
    measure, _, initiative = code.partition("-")
    return int(measure), int(initiative)
