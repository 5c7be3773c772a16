"""Before it is handed in: where a record would wait first, and who looks at it until it is public."""

from collections.abc import Iterable
from typing import Any

from indicators.approvals.hands import Hands, hands_of
from indicators.approvals.kinds import ApprovedKind
from indicators.approvals.routes import Level, Routes
from indicators.approvals.waiting import AT_OFFICE, Waiting, setters_for, waiting_at, waiting_of
from indicators.models import WorkflowState as State


def start_of(
    kind: ApprovedKind | None, department: int | None, by: int | None, record: Any = None
) -> Waiting:
    """Where it waits when `by` (an id) hands it in now: at the first level with somebody who may approve it.

    `record`: what stands; None before anything was typed.
    """
    if kind is None or department is None or not (route := Routes([department]).of(department)):
        return AT_OFFICE
    before = hands_of([record], kind)[record.pk] if record is not None else Hands()
    hands = Hands(before.writers | ({by} if by else set()), before.correctors)
    return waiting_at(1, route, hands, setters_for(tuple(route), hands))


def levels_ahead(
    kind: ApprovedKind | None, department: int | None, by: int | None, record: Any
) -> list[Level]:
    """The levels of the department that a record has before it, from the next one on; empty: only the plan office."""
    if record is None or record.state in (State.DRAFT, State.RETURNED):
        return _onward(start_of(kind, department, by, record))
    if kind is None or record.state != State.SUBMITTED or not record.approval_level:
        return []
    return _onward(waiting_of([record], kind)[record.pk])


def chains_ahead(departments: Iterable[int], by: int) -> list[list[Level]]:
    """Of each department (ids) the levels that a first record of it, of any kind, would have before it."""
    wanted = sorted(set(departments))
    routes, hands = Routes(wanted), Hands(frozenset({by}))
    found = [routes.of(one) for one in wanted]
    setters = setters_for(tuple(level for route in found for level in route), hands)
    return [_onward(waiting_at(1, route, hands, setters)) for route in found]


def _onward(waiting: Waiting) -> list[Level]:
    if waiting.level is None:
        return []
    later = [
        level
        for level in waiting.route
        if level.number > waiting.number and any(one.may_approve(waiting.hands, {}) for one in level.acting)
    ]
    return [waiting.level, *later]
