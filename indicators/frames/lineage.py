"""What an indicator follows: the one of an earlier plan that it continues, those of its plan that it replaces."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Exists, Min, OuterRef, Q

from indicators.frames.breaks import Break, BreakCause
from indicators.frames.preparation import reads_drafts
from indicators.frames.reading import Record, read
from indicators.models import Indicator
from measures.past import words

# Whether an indicator of the plan was replaced by this one: asked along with it, so that most pages ask no more.
FOLLOWS = Exists(Indicator.objects.filter(successor=OuterRef("pk")))
_FIELDS = {
    "pk": "indicator_id",
    "name": "name",
    "unit": "unit",
    "year_kind": "year_kind",
    "letter": "letter",
    "measure__number": "number",
    "measure__plan_id": "plan_id",
    "measure__plan__key": "plan_key",
    "measure__plan__name": "plan_name",
    "measure__plan__first_year": "plan_first_year",
    "measure__plan__publication__published_at": "plan_published_at",
    "first_year": "begins",
    "last_year": "ends",
    "public_since": "public_since",
    "continues_id": "continues_id",
    "same_basis": "same_basis",
    "successor_id": "successor_id",
}
# What of it had other words on a past day: fields of the history, and what a record calls them.
_THEN = {
    "name": "name",
    "unit": "unit",
    "year_kind": "year_kind",
    "first_year": "begins",
    "last_year": "ends",
    "continues_id": "continues_id",
    "same_basis": "same_basis",
    "successor_id": "successor_id",
}


@dataclass(frozen=True)
class Relative:
    """Another indicator of the same line. `same_basis`, `is_replaced` and `takes_over`, the year from which the later of
    the two is counted, are said of the link between both.
    """

    indicator_id: int
    code: str
    name: str
    unit: str
    year_kind: str
    plan_id: int
    plan_key: str
    plan_name: str
    same_basis: bool
    is_replaced: bool
    takes_over: int
    ends: int | None


def with_lineage(records: Sequence[Record], as_of: datetime | None) -> Sequence[Record]:
    """Records of Source.indicators() with what they follow, and what follows: `successor`, its name, `continues`, `continues_plan`, `predecessors`, `breaks`.

    One query, and one more for a past day, where any of them follows another; else none. Of what citizens could not see
    then nothing is said.
    """
    follows = any(
        record["continues_id"] is not None or record["follows"] or record["successor"] for record in records
    )
    known = _linked(as_of) if follows else {}
    for record in records:
        before = _before(record, known, as_of)
        continued = next((one for one in before if not one.is_replaced), None)
        record["continues"] = "" if continued is None else continued.code
        record["continues_plan"] = "" if continued is None else continued.plan_key
        record["same_basis"] = continued is not None and continued.same_basis
        record["predecessors"] = tuple(one.code for one in before if one.is_replaced)
        record["breaks"] = tuple(_break(one) for one in before)
        after = _after(record, known, as_of) if record["successor"] else None
        record["successor"] = "" if after is None else after["code"]
        record["successor_name"] = "" if after is None else after["name"]
        record["continues_id"] = None if continued is None else continued.indicator_id
        del record["follows"]
    return records


def _after(record: Record, known: Mapping[int, Record], as_of: datetime | None) -> Record | None:
    """Its successor, where citizens could see it then; it may be prepared long before."""
    own = known.get(record["indicator_id"])
    after = None if own is None else known.get(own["successor_id"])
    return after if after is not None and _is_public(after, record["plan_id"], as_of) else None


def relatives_before(ids: Iterable[int], as_of: datetime | None = None) -> dict[int, list[Relative]]:
    """All that each indicator follows, directly or through others, the nearest first; of those that were public then."""
    known = _linked(as_of)
    return {pk: _line_before(pk, known, as_of) for pk in ids}


def _line_before(indicator_id: int, known: Mapping[int, Record], as_of: datetime | None) -> list[Relative]:
    found: dict[int, Relative] = {}
    waiting = [indicator_id]
    while waiting:
        record = known.get(waiting.pop(0))
        for one in [] if record is None else _before(record, known, as_of):
            if one.indicator_id not in found and one.indicator_id != indicator_id:
                found[one.indicator_id] = one
                waiting.append(one.indicator_id)
    return list(found.values())


def relatives_after(indicator_id: int, as_of: datetime | None = None) -> list[Relative]:
    """Those that follow it directly and were public then: of the next plan, and what replaced it in its own."""
    known = _linked(as_of)
    before = known.get(indicator_id)
    if before is None:
        return []
    after = [known[pk] for pk in (before["successor_id"],) if pk in known]
    after += [record for record in known.values() if record["continues_id"] == indicator_id]
    return [
        _relative(record, record, before) for record in after if _is_public(record, before["plan_id"], as_of)
    ]


def _before(record: Record, known: Mapping[int, Record], as_of: datetime | None) -> list[Relative]:
    """What a record follows directly: of the earlier plan first, then of its own by code."""
    continued = known.get(record["continues_id"])
    replaced = [
        one
        for one in known.values()
        if one["successor_id"] == record["indicator_id"] and one["plan_id"] == record["plan_id"]
    ]
    return [
        _relative(one, record, one)
        for one in ([] if continued is None else [continued]) + replaced
        if _is_public(one, record["plan_id"], as_of)
    ]


def _is_public(record: Record, seen_from: int, as_of: datetime | None) -> bool:
    """Its target was, and its plan, if that is another one than the page is of: staff read a plan in preparation, in its
    previews with the drafts of its targets."""
    is_prepared = reads_drafts() and record["plan_id"] == seen_from and record["plan_published_at"] is None
    days = [] if is_prepared else [record["public_since"]]
    days += [] if record["plan_id"] == seen_from else [record["plan_published_at"]]
    return all(day is not None and (as_of is None or day <= as_of) for day in days)


def _relative(one: Record, after: Record, before: Record) -> Relative:
    """`one` of the two as the other sees it."""
    is_replaced = after["plan_id"] == before["plan_id"]
    begins = after["begins"] or after["plan_first_year"]
    if is_replaced:
        begins = max(begins, (before["ends"] or begins - 1) + 1)
    said = {
        "same_basis": bool(after["same_basis"]) and not is_replaced,
        "is_replaced": is_replaced,
        "takes_over": max(begins, after["plan_first_year"]),
    }
    own = {field.name: one[field.name] for field in fields(Relative) if field.name not in said}
    return Relative(**own, **said)


def _break(before: Relative) -> Break:
    year = before.takes_over
    if before.same_basis:
        reason = f"{before.plan_name}の指標{before.code}から続く値です"
        return Break(year, reason, BreakCause.CONTINUED, comparable=True)
    if before.is_replaced:
        reason = f"指標{before.code}「{before.name}」を引き継いだ指標で、数え方が違います"
        return Break(year, reason, BreakCause.REPLACED)
    reason = f"{before.plan_name}の指標{before.code}を引き継いだ指標で、数え方が違います"
    return Break(year, reason, BreakCause.CONTINUED)


def _linked(as_of: datetime | None) -> dict[int, Record]:
    """By its id every indicator on either side of a link, and of a past day every one, as it stood then."""
    asked = Indicator.objects.annotate(public_since=Min("targets__published_at"))
    if as_of is None:
        ends = ("continues", "continued_by", "successor", "predecessors")
        linked = Indicator.objects.filter(reduce(or_, (Q(**{f"{end}__isnull": False}) for end in ends)))
        asked = asked.filter(pk__in=linked.values("pk"))
    ordered = asked.order_by("measure__plan__first_year", "measure__number", "letter")
    found = {record["indicator_id"]: record for record in read(ordered, _FIELDS, wide=False)}
    then = {} if as_of is None else words(Indicator, tuple(_THEN), as_of)
    for pk, record in found.items():
        record["code"] = f"{record.pop('number')}{record.pop('letter')}"
        record |= {name: then[pk][field] for field, name in _THEN.items() if pk in then}
    return found
