"""What the page or file that is being made is of: its plan, and its day. Kept beside how addresses are named (addresses.py).

So neither a template nor a heading of a file is given the plan to say what it calls its levels, or what its city was
called on that day. Outside of a request there is no plan, and the day is now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from measures.models.plan import Plan


@dataclass(frozen=True)
class Shown:
    """Asked when something needs it: most pages say nothing that depends on it."""

    plan: Callable[[], Plan | None] = lambda: None
    as_of: Callable[[], datetime | None] = lambda: None
    found: dict[str, Any] = field(default_factory=dict)


_NOTHING = Shown()
_shown: ContextVar[Shown] = ContextVar("what is shown", default=_NOTHING)


@contextmanager
def nothing_shown() -> Iterator[None]:
    """For the time of a request, which says itself what it shows."""
    before = _shown.set(_NOTHING)
    try:
        yield
    finally:
        _shown.reset(before)


def show(plan: Callable[[], Plan | None], as_of: Callable[[], datetime | None]) -> None:
    """Until the request is answered, or something else is shown."""
    _shown.set(Shown(plan, as_of))


def show_plan(plan: Plan) -> None:
    """From now on it is of this plan, on the same day."""
    shown = _shown.get()
    _shown.set(Shown(lambda: plan, shown.as_of, {**shown.found}))


@contextmanager
def of_plan(plan: Plan | None) -> Iterator[None]:
    """Meanwhile, what is made is of this plan, on the same day."""
    shown = _shown.get()
    before = _shown.set(Shown(lambda: plan, shown.as_of, shown.found))
    try:
        yield
    finally:
        _shown.reset(before)


def is_anything_shown() -> bool:
    return _shown.get() is not _NOTHING


def plan_shown() -> Plan | None:
    return _shown.get().plan()


def once(name: str, find: Callable[[], Any]) -> Any:
    """What `find` gives, found once for all that is shown of one request."""
    shown = _shown.get()
    if shown is _NOTHING:
        return find()
    if name not in shown.found:
        shown.found[name] = find()
    return shown.found[name]


def moment_shown() -> datetime | None:
    """None is now."""
    return _shown.get().as_of()
