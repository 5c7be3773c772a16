"""What the plan says of its measures and initiatives: now, or as it stood at the end of a past day.

Rows of a past day are made from the history (past.py) and must not be saved.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, TypeVar

from django.db.models import F, Prefetch, QuerySet

from measures.models import (
    BasicPolicy,
    Department,
    Initiative,
    InitiativeDepartment,
    InitiativeDetail,
    Measure,
    Plan,
    WordingDraft,
)
from measures.past import Row, added_later, as_worded, states

Line = TypeVar("Line", InitiativeDetail, InitiativeDepartment)


@dataclass(frozen=True)
class PastInitiative:
    """A main initiative as it stood then, with what a page shows of it."""

    pk: int
    measure: Measure
    number: int
    name: str
    details_in_order: list[InitiativeDetail]
    departments_in_order: list[Department]

    @property
    def code(self) -> str:
        return f"{self.measure.number}-{self.number}"

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


Told = Initiative | PastInitiative


def rows_at(model: type[Row], as_of: datetime) -> list[Row]:
    """Every row as it stood at the moment, in no order; two queries."""
    names = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    return [model(pk=pk, **state) for pk, state in states(model, *names, as_of=as_of).items()]


def texts_of(model: type[Row], measure: Measure, as_of: datetime | None = None) -> list[Row]:
    """The lines of one kind (statements, contributions …) that the plan has under a measure, in its order."""
    if as_of is None:
        return list(model._default_manager.filter(measure=measure))
    return [row for row in texts(model, measure.plan_id, as_of) if getattr(row, "measure_id") == measure.pk]  # noqa: B009


def texts(model: type[Row], plan_id: int | None, as_of: datetime | None = None) -> list[Row]:
    """Those of every measure of a plan, by its number and in the plan's order; each with its measure."""
    if as_of is None:
        return list(model._default_manager.filter(measure__plan=plan_id).select_related("measure"))
    measures = _measures(plan_id, as_of)
    found: list[Any] = [row for row in rows_at(model, as_of) if getattr(row, "measure_id") in measures]  # noqa: B009
    for row in found:
        row.measure = measures[row.measure_id]
    # Statements, for one, are numbered anew under 現状, 課題 and 方向性.
    part = next((field for field in model._meta.concrete_fields if field.choices), None)
    parts = [value for value, _ in part.flatchoices] if part else []
    return sorted(
        found,
        key=lambda row: (
            row.measure.number,
            parts.index(getattr(row, part.name)) if part else 0,
            row.order,
        ),
    )


def initiatives_of_measure(measure: Measure, as_of: datetime | None = None) -> list[Told]:
    """By number, with their bullets and, in the plan's order, their departments."""
    if as_of is None:
        return list(_now(measure.initiatives.all()))
    return [one for one in _then(measure.plan_id, as_of) if one.measure.pk == measure.pk]


def initiatives_of_departments(
    plan_id: int | None, departments: Collection[int], as_of: datetime | None = None
) -> list[Told]:
    """Those that the plan prints under one of these departments (ids)."""
    if as_of is None:
        # Those of a measure that has ended stay on its page, and are nobody's work any more.
        joined = Initiative.objects.filter(
            measure__plan=plan_id,
            measure__ended_on__isnull=True,
            participations__department__in=departments,
        )
        return list(_now(joined.distinct()))
    return [
        one
        for one in _then(plan_id, as_of)
        if one.measure.ended_on is None
        and any(printed.pk in departments for printed in one.departments_in_order)
    ]


def initiatives(plan_id: int | None, as_of: datetime | None = None) -> list[Told]:
    """All of a plan, by measure and number."""
    if as_of is None:
        return list(_now(Initiative.objects.filter(measure__plan=plan_id)))
    return [*_then(plan_id, as_of)]


def not_there_yet(plan_id: int | None, as_of: datetime | None) -> set[int]:
    """Numbers of the measures that were added to a public plan after that moment; one query, none for now."""
    if as_of is None:
        return set()
    added = WordingDraft.objects.filter(
        plan=plan_id, part__startswith="measure-", before__isnull=True, published_at__gt=as_of
    ).filter(published_at__gt=F("plan__publication__published_at"))
    return {int(part.removeprefix("measure-")) for part in added.values_list("part", flat=True)}


def policies_not_there_yet(plan: Plan | None, as_of: datetime | None) -> set[int]:
    """Ids of the basic policies that were added to a public plan after that moment, none for now.

    One with a measure that was there by then was there, whenever its own history begins.
    """
    later = set() if plan is None else added_later(BasicPolicy, as_of, [plan])
    if plan is None or as_of is None or not later:
        return set()
    known = Measure.objects.filter(plan=plan).exclude(number__in=not_there_yet(plan.pk, as_of))
    return later - {one.policy_id for one in as_worded(known, as_of)}


def changes_of(plan_id: int, part: str, as_of: datetime | None = None) -> list[WordingDraft]:
    """What changed in a part's wording (of a measure, of an indicator) since its plan was published, newest first; one query."""
    done = WordingDraft.objects.filter(
        plan=plan_id,
        part=part,
        published_at__gt=F("plan__publication__published_at"),
    )
    if as_of is not None:
        done = done.filter(published_at__lte=as_of)
    return list(done.select_related("revision").order_by("-published_at"))


def _now(chosen: "QuerySet[Initiative]") -> "QuerySet[Initiative]":
    participations = InitiativeDepartment.objects.select_related("department").order_by("order")
    return (
        chosen.select_related("measure")
        .prefetch_related("details", Prefetch("participations", participations))
        .order_by("measure__number", "number")
    )


def _then(plan_id: int | None, as_of: datetime) -> list[PastInitiative]:
    measures = _measures(plan_id, as_of)
    departments = {one.pk: one for one in as_worded(Department.objects.all(), as_of)}
    details = _by_initiative(rows_at(InitiativeDetail, as_of))
    taking_part = _by_initiative(rows_at(InitiativeDepartment, as_of))
    found = [
        PastInitiative(
            one.pk,
            measures[one.measure_id],
            one.number,
            one.name,
            details.get(one.pk, []),
            [
                departments[part.department_id]
                for part in taking_part.get(one.pk, [])
                if part.department_id in departments
            ],
        )
        for one in rows_at(Initiative, as_of)
        if one.measure_id in measures
    ]
    return sorted(found, key=lambda one: (one.measure.number, one.number))


def _measures(plan_id: int | None, as_of: datetime) -> dict[int, Measure]:
    return {one.pk: one for one in as_worded(Measure.objects.filter(plan=plan_id), as_of)}


def _by_initiative(rows: Iterable[Line]) -> dict[int, list[Line]]:
    """In the plan's order."""
    groups: dict[int, list[Line]] = {}
    for row in sorted(rows, key=attrgetter("order")):
        groups.setdefault(row.initiative_id, []).append(row)
    return groups
