"""Where submitted records wait today, whatever level stands on them, and what waits for one person."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone

from indicators.approvals.hands import Hands, hands_of
from indicators.approvals.kinds import KINDS, ApprovedKind
from indicators.approvals.routes import Acting, Level, Routes, Setters
from indicators.models import Deputy, Reviewed, RouteSeat, WorkflowState
from indicators.permissions import setters_of


@dataclass(frozen=True)
class Waiting:
    """Where a record waits: at `level` (None: at the plan office), for one of `able` (by their ids).

    `passed`: levels from the one that stands on the record on, at which nobody may approve it today. `route`: all levels.
    """

    level: Level | None
    able: dict[int, Acting]
    passed: tuple[Level, ...]
    route: tuple[Level, ...]
    hands: Hands

    @property
    def at_office(self) -> bool:
        return self.level is None

    @property
    def number(self) -> int:
        return 0 if self.level is None else self.level.number


AT_OFFICE = Waiting(None, {}, (), (), Hands())


def waiting_at(start: int, route: Collection[Level], hands: Hands, setters: Setters) -> Waiting:
    """The first level from `start` on at which somebody may approve. A route that was changed meanwhile strands nothing."""
    passed: list[Level] = []
    for level in route:
        if level.number < start:
            continue
        if able := level.able(hands, setters):
            return Waiting(level, able, tuple(passed), tuple(route), hands)
        passed.append(level)
    return Waiting(None, {}, tuple(passed), tuple(route), hands)


def waiting_of(
    records: Collection[Any], kind: ApprovedKind, *, day: date | None = None, routes: Routes | None = None
) -> dict[int, Waiting]:
    """By the id of each record that is submitted; the same number of questions for any number of records.

    Where none of them stands at a level of a department nothing is asked.
    """
    open_ones = [one for one in records if one.state == WorkflowState.SUBMITTED]
    found = {one.pk: AT_OFFICE for one in open_ones}
    staying = [one for one in open_ones if one.approval_level]
    if not staying:
        return found
    departments = {one.pk: kind.department_id(one) for one in staying}
    routes = routes or Routes({pk for pk in departments.values() if pk is not None}, day)
    hands = hands_of(staying, kind)
    setters = _setters(hands.values(), routes, departments.values())
    for one in staying:
        route = routes.of(departments[one.pk])
        found[one.pk] = waiting_at(one.approval_level, route, hands[one.pk], setters)
    return found


def _setters(hands: Collection[Hands], routes: Routes, departments: Collection[int | None]) -> Setters:
    acting = {one.user.pk for pk in set(departments) for level in routes.of(pk) for one in level.acting}
    accounts = acting | {pk for one in hands for pk in one.all}
    return setters_of(accounts) if acting else {}


def setters_for(route: Collection[Level], hands: Hands) -> Setters:
    """The same for one record."""
    acting = {one.user.pk for level in route for one in level.acting}
    return setters_of(acting | hands.all) if acting else {}


@dataclass(frozen=True)
class WaitingRecord:
    """One record in a list of what waits; `acting`: as whom the reader may approve it."""

    kind: ApprovedKind
    record: Any
    waiting: Waiting
    acting: Acting | None = None

    @property
    def name(self) -> str:
        return self.kind.name(self.record)


def in_departments() -> list[WaitingRecord]:
    """All that waits for an approval in its department, oldest first; for the plan office, which sees who it waits for."""
    return _listed(None, Routes)


def waiting_for(user: User, day: date | None = None) -> list[WaitingRecord]:
    """What the person may approve now, oldest first, at their own seat or in somebody's place."""
    departments = _seats(user, day)
    if not departments:
        return []
    found = _listed(departments, lambda wanted: Routes(wanted, day))
    return [
        WaitingRecord(one.kind, one.record, one.waiting, one.waiting.able[user.pk])
        for one in found
        if user.pk in one.waiting.able
    ]


def _listed(departments: Collection[int] | None, routes_of: Any) -> list[WaitingRecord]:
    found = []
    routes: Routes | None = None
    for kind in KINDS:
        records = list(kind.submitted(departments))
        if records and routes is None:
            routes = routes_of(departments)
        waiting = waiting_of(records, kind, routes=routes)
        found += [
            WaitingRecord(kind, one, waiting[one.pk]) for one in records if not waiting[one.pk].at_office
        ]
    return sorted(found, key=lambda one: (one.record.submitted_at, one.record.pk))


def sits_anywhere(user: User) -> bool:
    """Whether the person approves somewhere today, at a seat or as a deputy: then there is a page for it."""
    return bool(_seats(user))


def may_look_into(user: User, department: int | None) -> bool:
    """Whether the person sits on the route of the department today, at any level, or stands in for somebody there."""
    return department is not None and any(
        one.user.pk == user.pk for level in Routes([department]).of(department) for one in level.acting
    )


def _seats(user: User, day: date | None = None) -> frozenset[int]:
    """Departments (ids) on whose route the person or somebody whom they stand in for is named; asked once a request."""
    today = day or timezone.localdate()
    cached: tuple[date, frozenset[int]] | None = getattr(user, "_approval_seats", None)
    if cached is None or cached[0] != today:
        instead = Deputy.objects.on(today).filter(user=user.pk).values("principal")
        seats = RouteSeat.objects.on(today).filter(Q(user=user.pk) | Q(user__in=instead))
        cached = (today, frozenset(seats.values_list("department", flat=True)))
        user._approval_seats = cached  # type: ignore[attr-defined]
    return cached[1]


def is_waiting_in_department(record: Reviewed) -> bool:
    """By what stands on it: a question to the database is worth asking."""
    return record.state == WorkflowState.SUBMITTED and bool(record.approval_level)
