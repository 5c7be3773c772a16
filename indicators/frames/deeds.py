"""What was done: one record a department's part of an initiative (or of a bullet) × fiscal year, as citizens or staff see it.

deeds() asks once, whatever the number of initiatives and departments; years_of() sets what was found beside the plan's
own structure, so that a part nobody has published of is seen to be missing.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby, pairwise

from django.db.models import Q

from indicators.frames.reading import Record
from indicators.models import Deed, DeedLead, Standing
from indicators.models import WorkflowState as State
from indicators.models.reviewed import OPEN_STATES
from measures.models import Department, InitiativeDetail, Measure, Plan
from measures.past import words
from measures.texts import Told

_FIELDS = {
    "pk": "record",
    "line_id": "line_id",
    "line__measure__number": "measure_number",
    "line__initiative": "initiative",
    "line__detail": "detail",
    "line__department_id": "department_id",
    "line__department__name": "department",
    "line__department__slug": "department_slug",
    **{name: name for name in ("year", "number", "reason", "state", "version", "published_at")},
    **{name: name for name in ("planned", "done", "quantity", "unit", "standing", "cause", "next_step")},
    "projects": "projects",
    "about": "about",
    "return_reason": "return_reason",
}
_SHOWN = (
    *("line_id", "measure_number", "initiative", "detail", "department_id", "department", "department_slug"),
    *("year", "planned", "done", "quantity", "unit", "standing", "cause", "next_step", "about", "reason"),
    *("record", "version", "return_reason"),
)


@dataclass(frozen=True)
class ReplacedDeed:
    """An earlier published record of the chain, and why and when it was replaced."""

    number: int
    standing: str
    done: str
    quantity: Decimal | None
    unit: str
    reason: str
    published_at: datetime
    replaced_at: datetime


@dataclass(frozen=True)
class DeedRow:
    """One year of one line. `number`: of the newest published record, 0 where none is; `unpublished`: citizens do not
    see what stands here."""

    line_id: int
    measure_number: int
    initiative: int
    detail: int
    department_id: int
    department: str
    department_slug: str
    year: int
    planned: str
    done: str
    quantity: Decimal | None
    unit: str
    standing: str
    cause: str
    next_step: str
    about: str
    reason: str
    record: int
    version: int
    return_reason: str
    projects: tuple[tuple[str, str], ...]
    number: int
    published_at: datetime | None
    superseded: tuple[ReplacedDeed, ...]
    workflow_state: str
    unpublished: bool

    @property
    def initiative_code(self) -> str:
        return f"{self.measure_number}-{self.initiative}"

    @property
    def code(self) -> str:
        """As DeedLine.code."""
        return f"{self.initiative_code}.{self.detail}" if self.detail else self.initiative_code

    @property
    def place(self) -> tuple[str, int, int]:
        """Code of the initiative, place of the bullet, id of the department."""
        return (self.initiative_code, self.detail, self.department_id)

    @property
    def ends(self) -> bool:
        return bool(self.standing) and Standing(self.standing).ends


@dataclass(frozen=True)
class DeedLeadRow:
    """主とりまとめ of an initiative, as it was set last; `department` None where that was taken back."""

    initiative_code: str
    department_id: int | None
    department: str
    reason: str
    published_at: datetime


@dataclass(frozen=True)
class Part:
    """A department's part of an initiative in a year. `deed` None: not published (or not written) yet; `ended`: the deed
    of an earlier year that ended it; `is_printed`: whether the plan names the department still."""

    department: Department
    deed: DeedRow | None
    details: tuple[tuple[InitiativeDetail, DeedRow], ...]
    ended: DeedRow | None
    is_lead: bool
    is_printed: bool = True

    @property
    def is_settled(self) -> bool:
        return self.deed is not None or self.ended is not None

    @property
    def says(self) -> DeedRow | None:
        """What is said of the year: its own deed, else the one that ended it before."""
        return self.deed or self.ended


@dataclass(frozen=True)
class InitiativeYear:
    """An initiative in a year: the parts of all its departments, in the plan's order."""

    initiative: Told
    year: int
    parts: tuple[Part, ...]

    @property
    def code(self) -> str:
        return self.initiative.code

    @property
    def printed(self) -> tuple[Part, ...]:
        """Without what a department did that the plan has named no more since."""
        return tuple(part for part in self.parts if part.is_printed)

    @property
    def out(self) -> tuple[Part, ...]:
        return tuple(part for part in self.printed if part.is_settled)

    @property
    def open(self) -> tuple[Part, ...]:
        return tuple(part for part in self.printed if not part.is_settled)

    @property
    def is_whole(self) -> bool:
        """Whether every department has published its part."""
        return bool(self.printed) and not self.open

    @property
    def is_ended(self) -> bool:
        """Whether every part was ended by an earlier year, so that nothing is said of this one."""
        return bool(self.parts) and all(part.deed is None and part.ended for part in self.parts)

    @property
    def standing(self) -> str:
        """The worst of what its departments say: one that is late makes the initiative late; 完了 and 中止 where all
        say an end, and nobody is still to say something. "" where nothing is out."""
        said = [part.says.standing for part in self.parts if part.says is not None]
        if not said:
            return ""
        going_on = [one for one in _WORST_FIRST if one in said and not Standing(one).ends]
        if going_on:
            return going_on[0].value
        if self.open:
            return ""
        return next((one.value for one in _WORST_FIRST if one in said), "")


_WORST_FIRST = (
    Standing.LATE,
    Standing.REVIEWED,
    Standing.ON_SCHEDULE,
    Standing.STOPPED,
    Standing.FINISHED,
)
About = Plan | Measure | Department


def deeds(
    about: About | None,
    *,
    plan: Plan | None = None,
    measures: Collection[int] | None = None,
    as_of: datetime | None = None,
    drafts: bool = False,
    whole: bool = False,
) -> tuple[DeedRow, ...]:
    """What citizens see of a plan, a measure or a department, as of a moment; with `drafts` what staff see: the open
    record on top. By measure, initiative, bullet, department and year. One query, a second one of a past day.

    `plan`: of a department, in which plan; `measures`: of a plan, under these numbers alone. `whole`: of initiatives alone, without
    their bullets.
    """
    if about is None:
        return ()
    out = Q(state=State.PUBLISHED) & (Q() if as_of is None else Q(published_at__lte=as_of))
    found = Deed.objects.filter(out | Q(state__in=OPEN_STATES) if drafts else out).filter(_of(about))
    if plan is not None:
        found = found.filter(line__measure__plan=plan)
    if whole:
        found = found.filter(line__detail=0)
    if measures is not None:
        found = found.filter(line__measure__number__in=measures)
    ordered = found.order_by(
        *("line__measure__number", "line__initiative", "line__detail", "line__department__order"),
        *("line_id", "year", "number"),
    )
    records = list(ordered.values(*_FIELDS))
    names = words(Department, ("name", "slug"), as_of) if as_of is not None and records else {}
    for record in records:
        then = names.get(record["line__department_id"], {})
        if then:
            record["line__department__name"], record["line__department__slug"] = then["name"], then["slug"]
    told = [{ours: record[theirs] for theirs, ours in _FIELDS.items()} for record in records]
    chains = groupby(told, key=lambda record: (record["line_id"], record["year"]))
    return tuple(_row(list(chain)) for _, chain in chains)


def deed_leads(about: Plan | Measure | None, as_of: datetime | None = None) -> dict[str, DeedLeadRow]:
    """Code of the initiative → who gathers it, in the words of that moment; one query, a second one of a past day."""
    if about is None:
        return {}
    of = {"measure__plan": about} if isinstance(about, Plan) else {"measure": about}
    out = {"published_at__isnull": False} if as_of is None else {"published_at__lte": as_of}
    found = list(
        DeedLead.objects.filter(**of, **out)
        .select_related("department", "measure")
        .order_by("published_at", "pk")
    )
    names = words(Department, ("name",), as_of) if as_of is not None and found else {}
    return {
        f"{one.measure.number}-{one.initiative}": DeedLeadRow(
            f"{one.measure.number}-{one.initiative}",
            one.department_id,
            names.get(one.department_id, {}).get("name", one.department.name) if one.department else "",
            one.reason,
            one.published_at,
        )
        for one in found
        if one.published_at is not None
    }


def deed_years(found: Iterable[DeedRow]) -> list[int]:
    """The years of which something is there, newest first."""
    return sorted({row.year for row in found}, reverse=True)


def year_of_initiatives(
    told: Iterable[Told], found: Sequence[DeedRow], leads: dict[str, DeedLeadRow], year: int
) -> list[InitiativeYear]:
    """Each initiative of the plan in that year, with the parts of the departments that the plan prints."""
    of_year: dict[str, dict[tuple[str, int, int], DeedRow]] = {}
    for row in found:
        if row.year == year:
            of_year.setdefault(row.initiative_code, {})[row.place] = row
    ended: dict[tuple[str, int], DeedRow] = {}
    for row in found:
        if row.detail == 0 and row.year < year:
            if row.ends:
                ended[row.initiative_code, row.department_id] = row
            elif (row.initiative_code, row.department_id) in ended:
                del ended[row.initiative_code, row.department_id]
    return [
        InitiativeYear(one, year, tuple(_parts(one, of_year.get(one.code, {}), ended, leads.get(one.code))))
        for one in told
    ]


def _parts(
    told: Told,
    own: dict[tuple[str, int, int], DeedRow],
    ended: dict[tuple[str, int], DeedRow],
    lead: DeedLeadRow | None,
) -> Iterable[Part]:
    """In the plan's order; after them those that it names no more, of which something was published."""
    bullets = {one.order: one for one in told.details_in_order}
    printed = {one.pk: one for one in told.departments_in_order}
    others = {
        row.department_id: Department(pk=row.department_id, name=row.department, slug=row.department_slug)
        for row in own.values()
        if row.department_id not in printed
    }
    for department in (*printed.values(), *others.values()):
        details = (
            (bullets.get(place[1]) or InitiativeDetail(order=place[1], summary=row.about), row)
            for place, row in own.items()
            if place[1] and place[2] == department.pk
        )
        yield Part(
            department,
            own.get((told.code, 0, department.pk)),
            tuple(details),
            ended.get((told.code, department.pk)),
            lead is not None and lead.department_id == department.pk,
            department.pk in printed,
        )


def _of(about: About) -> Q:
    if isinstance(about, Plan):
        return Q(line__measure__plan=about)
    return Q(line__measure=about) if isinstance(about, Measure) else Q(line__department=about)


def _row(chain: Sequence[Record]) -> DeedRow:
    """The newest of a chain that was read oldest first; an open one is always its last."""
    said = chain[-1]
    out = [record for record in chain if record["state"] == State.PUBLISHED]
    kept = ("number", "standing", "done", "quantity", "unit", "published_at")
    return DeedRow(
        **{name: said[name] for name in _SHOWN},
        projects=tuple((name, link) for name, link in said["projects"]),
        number=out[-1]["number"] if out else 0,
        published_at=out[-1]["published_at"] if out else None,
        superseded=tuple(
            ReplacedDeed(
                **{name: old[name] for name in kept},
                reason=new["reason"],
                replaced_at=new["published_at"],
            )
            for old, new in pairwise(out)
        ),
        workflow_state=said["state"],
        unpublished=said["state"] != State.PUBLISHED,
    )
