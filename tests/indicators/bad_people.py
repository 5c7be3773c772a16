"""Rows of memberships, reorganisations and bookings that break one constraint each (test_models.py)."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.db import models

from indicators.models import Deputy, Membership, PlanBooking, Reorganisation, Role, RouteSeat, SavedView
from tests.indicators.factories import NOON, make_department

World = SimpleNamespace


def _membership(world: World, **fields: Any) -> Membership:
    sound = {
        "user": world.alice,
        "department": make_department("zaisei", "財政課"),
        "since": date(2026, 4, 1),
    }
    return Membership(**{**sound, **fields})


def _second_role(world: World) -> Membership:
    _membership(world, role=Role.MANAGER, department=None).save()
    return _membership(world, role=Role.MANAGER, department=None, since=date(2027, 4, 1))


def _second_view(world: World) -> SavedView:
    sound = {"owner": world.alice, "plan": world.plan, "title": "部長会議", "saved_at": NOON}
    SavedView(**sound).save()
    return SavedView(**sound, query="year=2025")


def _reorganisation(world: World, **fields: Any) -> Reorganisation:
    sound = {
        "kind": "rename",
        "on": date(2026, 4, 1),
        "reason": "機構改革",
        "plan": {"from": ["a"], "to": [{"slug": "b", "name": "B"}]},
        "prepared_at": NOON,
        "prepared_by": world.bob,
    }
    return Reorganisation(**{**sound, **fields})


def _seat(world: World, **fields: Any) -> RouteSeat:
    sound = {"user": world.alice, "department": make_department(), "level": 1, "title": "係長"}
    return RouteSeat(**{**sound, "since": date(2026, 4, 1), **fields})


def _second_seat(world: World) -> RouteSeat:
    _seat(world).save()
    return _seat(world, since=date(2027, 4, 1))


def _deputy(world: World, **fields: Any) -> Deputy:
    days = {"since": date(2026, 4, 1), "until": date(2026, 4, 8)}
    who = {"principal": world.alice, "user": world.bob, "set_by": world.bob, "set_at": NOON}
    return Deputy(**{**days, **who, **fields})


def _booking(world: World, **fields: Any) -> PlanBooking:
    return PlanBooking(publication=world.plan.publication, version=1, **fields)


BAD_PEOPLE: list[tuple[str, str, Callable[[World], models.Model]]] = [
    ("member_once_in_department", "a role twice", _second_role),
    ("membership_lasts", "no day", lambda w: _membership(w, until=date(2026, 4, 1))),
    ("membership_role", "unknown", lambda w: _membership(w, role="guest", department=None)),
    ("member_of_one_department", "none", lambda w: _membership(w, department=None)),
    ("member_of_one_department", "two", lambda w: _membership(w, coming="kanko")),
    ("member_of_one_department", "of a role", lambda w: _membership(w, role=Role.OFFICE)),
    ("routeseat_lasts", "no day", lambda w: _seat(w, until=date(2026, 4, 1))),
    ("route_seat_level", "level 0", lambda w: _seat(w, level=0)),
    ("route_seat_level", "no title", lambda w: _seat(w, title="")),
    ("once_at_a_level", "again", _second_seat),
    ("deputy_lasts", "no day", lambda w: _deputy(w, until=date(2026, 4, 1))),
    ("deputy_is_another", "the same", lambda w: _deputy(w, user=w.alice)),
    ("deputy_for_some_days", "for good", lambda w: _deputy(w, until=None)),
    ("reorganisation_kind", "unknown", lambda w: _reorganisation(w, kind="swap")),
    ("reorganisation_reason", "empty", lambda w: _reorganisation(w, reason="")),
    (
        "reorg_done_or_cancelled",
        "both",
        lambda w: _reorganisation(w, applied_at=NOON, cancelled_at=NOON, cancelled_by=w.bob),
    ),
    ("reorg_cancelled_by_someone", "by nobody", lambda w: _reorganisation(w, cancelled_at=NOON)),
    ("reorg_confirmed_by_someone", "by nobody", lambda w: _reorganisation(w, confirmed_at=NOON)),
    (
        "reorg_four_eyes",
        "by who prepared it",
        lambda w: _reorganisation(w, confirmed_at=NOON, confirmed_by=w.bob),
    ),
    (
        "reorg_four_eyes",
        "by who answered anew",
        lambda w: _reorganisation(w, edited_by=w.alice, confirmed_at=NOON, confirmed_by=w.alice),
    ),
    ("one_saved_view_a_title", "twice", _second_view),
    ("plan_booking_by_someone", "by nobody", lambda w: _booking(w, at=NOON)),
    ("plan_booking_waits_or_says_why", "neither", lambda w: _booking(w)),
]
