"""What was said of costs, record by record: what went out and what was changed, beside the record before it (docs/publication.md §17)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any

from django.utils.timezone import localdate

from indicators.frames.money import spending_records
from indicators.frames.sources import Source
from indicators.frames.text_editions import TextEdition
from measures.models import Plan

MONEY = "money"
_SAID = ("name", "budget", "settled", "labour", "shares", "note")
Record = dict[str, Any]


@dataclass(frozen=True)
class MoneyOut:
    """What of one year's costs went out on one day: how many projects, for which initiatives, in the order of their codes."""

    day: date
    year: int
    published_at: datetime
    projects: int
    codes: tuple[str, ...]


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


def money_out(source: Source) -> list[MoneyOut]:
    """Records that say something new, by the day in Japan on which they went out, and their year; newest first. One query."""
    together: dict[tuple[date, int], list[Record]] = {}
    for before, after in _steps(source):
        if not _corrects(before, after):
            together.setdefault((localdate(after["published_at"]), after["year"]), []).append(after)
    told = [
        MoneyOut(
            day,
            year,
            max(one["published_at"] for one in found),
            len(found),
            tuple(sorted({code for one in found for code, _ in one["shares"]}, key=_in_order)),
        )
        for (day, year), found in together.items()
    ]
    return sorted(told, key=lambda one: one.published_at, reverse=True)


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
            if chosen is None or chosen & {_in_order(code)[0] for code, _ in after["shares"]}:
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
    first = min((code for code, _ in after["shares"]), key=_in_order)
    return TextEdition(
        kind=MONEY,
        at=after["published_at"],
        reason=after["reason"],
        before=before,
        after=after,
        name=f"事務事業{called}（{after['department']}）",
        measure_number=_in_order(first)[0],
        part=first,
        year=after["year"],
    )


def _in_order(code: str) -> tuple[int, int]:
    """41-2 → (41, 2)."""
    measure, _, initiative = code.partition("-")
    return int(measure), int(initiative)
