"""Rows of transfers and reorganisations that break one constraint each (test_models.py)."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.db import models

from indicators.models import Reorganisation, Transfer
from tests.indicators.factories import NOON

World = SimpleNamespace


def _transfer(world: World, **fields: Any) -> Transfer:
    sound = {"person": world.alice, "on": date(2026, 4, 1), "prepared_at": NOON, "prepared_by": world.bob}
    return Transfer(**{**sound, **fields})


def _second_transfer(world: World) -> Transfer:
    _transfer(world).save()
    return _transfer(world, on=date(2027, 4, 1))


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


BAD_PEOPLE: list[tuple[str, str, Callable[[World], models.Model]]] = [
    ("one_waiting_transfer", "two", _second_transfer),
    (
        "transfer_done_or_cancelled",
        "both",
        lambda w: _transfer(w, applied_at=NOON, cancelled_at=NOON, cancelled_by=w.bob),
    ),
    ("transfer_cancelled_by_someone", "by nobody", lambda w: _transfer(w, cancelled_at=NOON)),
    ("transfer_cancelled_by_someone", "at no time", lambda w: _transfer(w, cancelled_by=w.bob)),
    ("leaver_has_no_rights", "plan office", lambda w: _transfer(w, leaves=True, office=True)),
    ("leaver_has_no_rights", "manager", lambda w: _transfer(w, leaves=True, manager=True)),
    ("reorganisation_kind", "unknown", lambda w: _reorganisation(w, kind="swap")),
    ("reorganisation_reason", "empty", lambda w: _reorganisation(w, reason="")),
    (
        "reorg_done_or_cancelled",
        "both",
        lambda w: _reorganisation(w, applied_at=NOON, cancelled_at=NOON, cancelled_by=w.bob),
    ),
    ("reorg_cancelled_by_someone", "by nobody", lambda w: _reorganisation(w, cancelled_at=NOON)),
]
