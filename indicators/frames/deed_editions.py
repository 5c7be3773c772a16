"""What departments said they had done, record by record: each published deed beside the one that it replaced (docs/publication.md §16)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby, pairwise, zip_longest
from operator import itemgetter
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from indicators.frames.sources import Source
from indicators.frames.text_editions import TextEdition
from indicators.models import Deed
from indicators.models import WorkflowState as State
from measures.levels import in_levels
from measures.models import Department, Measure
from measures.past import words

DEED = "deed"
_SAID = ("standing", "planned", "done", "quantity", "unit", "cause", "next_step", "projects")
_PLACE = {
    "line__measure__number": "measure",
    "line__initiative": "initiative",
    "line__detail": "detail",
    "line__department_id": "department_id",
    "line__department__name": "department",
}


@dataclass(frozen=True)
class DeedRecord:
    """One published record. `is_standing`: none took its place."""

    initiative_code: str
    detail: int
    department: str
    department_slug: str
    year: int
    number: int
    standing: str
    planned: str
    done: str
    quantity: Decimal | None
    unit: str
    cause: str
    next_step: str
    projects: tuple[tuple[str, str], ...]
    about: str
    reason: str
    published_at: datetime
    is_standing: bool


def deed_editions(source: Source, *, since: datetime | None = None) -> list[TextEdition]:
    """Every change of a published deed. With `since` all that went out after it, first ones too (`before` None).

    One query, a second one for the names of a past day.
    """
    wanted = Q(published_at__gt=since) if since is not None else Q(number__gt=1)
    chain = Deed.objects.filter(_out(source), wanted, line=OuterRef("line"), year=OuterRef("year"))
    found = _of(source).filter(Exists(chain)).order_by("line_id", "year", "number")
    records = list(found.values(*_PLACE, *_SAID, "line_id", "year", "number", "reason", "published_at"))
    names = words(Department, ("name",), source.as_of) if source.as_of is not None and records else {}
    editions = []
    for _, group in groupby(records, key=itemgetter("line_id", "year")):
        for before, after in pairwise([None, *group]):
            assert after is not None
            is_asked = before is not None if since is None else after["published_at"] > since
            if is_asked:
                editions.append(_edition(before, after, names))
    return editions


def deed_records(source: Source) -> list[DeedRecord]:
    """Every published record, by initiative, bullet, department, year and number. One query, a second one of a past day."""
    place = ("line__measure__number", "line__initiative", "line__detail", "line__department__order")
    found = _of(source).order_by(*place, "line_id", "year", "number")
    slug = "line__department__slug"
    columns = (*_PLACE, *_SAID, slug, "line_id", "year", "number", "about", "reason", "published_at")
    records = list(found.values(*columns))
    names = words(Department, ("name", "slug"), source.as_of) if source.as_of is not None and records else {}
    told = []
    for said, after in zip_longest(records, records[1:]):
        is_last = after is None or (after["line_id"], after["year"]) != (said["line_id"], said["year"])
        then = names.get(said["line__department_id"], {})
        own = {name: said[name] for name in (*_SAID, "year", "number", "about", "reason", "published_at")}
        told.append(
            DeedRecord(
                **own | {"projects": tuple((name, link) for name, link in said["projects"])},
                initiative_code=f"{said['line__measure__number']}-{said['line__initiative']}",
                detail=said["line__detail"],
                department=then.get("name") or said["line__department__name"],
                department_slug=then.get("slug") or said[slug],
                is_standing=is_last,
            )
        )
    return told


def first_deeds(source: Source) -> Iterator[tuple[datetime, int, tuple[str]]]:
    """When each first record went out, its year, and whose it is by code; in the plan's order. One query."""
    place = ("line__measure__number", "line__initiative")
    found = _of(source).filter(number=1).order_by(*place, "line__detail")
    for at, year, measure, initiative in found.values_list("published_at", "year", *place):
        yield at, year, (f"{measure}-{initiative}",)


def _of(source: Source) -> QuerySet[Deed]:
    known = Deed.objects.filter(_out(source))
    if source.plan is not None:
        return known.filter(line__measure__plan=source.plan)
    return known.filter(line__measure__in=Measure.objects.filter(indicators__in=source.chosen))


def _out(source: Source) -> Q:
    then = Q() if source.as_of is None else Q(published_at__lte=source.as_of)
    return Q(state=State.PUBLISHED) & then


def _edition(before: dict[str, Any] | None, after: dict[str, Any], names: dict[Any, Any]) -> TextEdition:
    place = {ours: after[theirs] for theirs, ours in _PLACE.items()}
    code = f"{place['measure']}-{place['initiative']}"
    bullet = f"の内容{place['detail']}" if place["detail"] else ""
    department = names.get(place["department_id"], {}).get("name") or place["department"]
    return TextEdition(
        kind=DEED,
        at=after["published_at"],
        reason=after["reason"],
        before=None if before is None else {name: before[name] for name in _SAID},
        after={name: after[name] for name in _SAID},
        name=f"{in_levels('主な取組')}{code}{bullet}（{department}）",
        measure_number=place["measure"],
        part=code,
        year=after["year"],
    )
