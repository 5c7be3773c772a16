"""Whose hands a record went through, by the log: who wrote it, who approved it since it was handed in last."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from indicators.approvals.kinds import ApprovedKind
from indicators.models import Event

Action = Event.Action
_WRITING = (Action.CREATED, Action.SAVED, Action.SUBMITTED, Action.APPROVER_CORRECTED)
# What was approved before counts no more.
_ANEW = (Action.CREATED, Action.SUBMITTED, Action.SENT_BACK, Action.TAKEN_BACK)


@dataclass(frozen=True)
class Step:
    """One approval: at which level, by whom and for whom (None: at their own seat). Ids of people."""

    level: int
    title: str
    by: int | None
    stands_in_for: int | None
    at: datetime


@dataclass(frozen=True)
class Hands:
    """`writers` entered, saved, submitted or corrected it, `correctors` did so while it waited for an approval: ids."""

    writers: frozenset[int] = frozenset()
    correctors: frozenset[int] = frozenset()
    steps: tuple[Step, ...] = field(default=())

    @property
    def approvers(self) -> frozenset[int]:
        return frozenset(step.by for step in self.steps if step.by is not None)

    @property
    def all(self) -> frozenset[int]:
        """None of them approves it (any more)."""
        return self.writers | self.approvers

    def with_writer(self, pk: int) -> "Hands":
        return Hands(self.writers | {pk}, self.correctors, self.steps)

    def with_corrector(self, pk: int) -> "Hands":
        return Hands(self.writers | {pk}, self.correctors | {pk}, self.steps)

    def with_step(self, step: Step) -> "Hands":
        return Hands(self.writers, self.correctors, (*self.steps, step))


def hands_of(records: Collection[Any], kind: ApprovedKind) -> dict[int, Hands]:
    """By the id of the record; one query for any number of records of a kind.

    A draft that was given up had the same number as the one after it: whose hands were on it is gone with it.
    """
    if not records:
        return {}
    places = {(getattr(one, f"{kind.key}_id"), one.year, one.number) for one in records}
    lines = Event.objects.filter(
        **{f"{kind.key}__in": {owner for owner, _, _ in places}},
        year__in={year for _, year, _ in places},
        action__in={*_WRITING, *_ANEW, Action.APPROVED},
    ).order_by("pk")
    found: dict[Any, Hands] = {}
    for owner, year, number, action, by, at, level, title, instead, other in lines.values_list(
        f"{kind.key}_id",
        "year",
        "number",
        "action",
        "by",
        "at",
        "detail__level",
        "detail__title",
        "detail__for",
        "detail__record_kind",
    ):
        place = (owner, year, number)
        if place not in places or other is not None:  # of an outside review, whose lines name a measure, too
            continue
        hands = Hands() if action == Action.CREATED else found.get(place, Hands())
        if action in _ANEW:
            hands = Hands(hands.writers, frozenset(), ())
        if by is not None and action in _WRITING:
            is_corrector = action == Action.APPROVER_CORRECTED
            hands = hands.with_corrector(by) if is_corrector else hands.with_writer(by)
        elif action == Action.APPROVED:
            hands = hands.with_step(Step(level, title, by, instead, at))
        found[place] = hands
    return {one.pk: _with_authors(one, found, kind) for one in records}


def _with_authors(record: Any, found: dict[Any, Hands], kind: ApprovedKind) -> Hands:
    hands = found.get((getattr(record, f"{kind.key}_id"), record.year, record.number), Hands())
    return Hands(hands.writers | record.author_ids, hands.correctors, hands.steps)
