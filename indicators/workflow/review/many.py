"""Many drafts of values at once: checked as ValueWorkflow.save() checks each, and written with their lines of the log in a few statements.

A save for itself asks the database twelve times; a file of 10,000 values would ask 120,000 times.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Count, Model

from indicators.models import Cycle, Event, Indicator, Result
from indicators.models.reviewed import EDITABLE_STATES
from indicators.workflow.counted import counted
from indicators.workflow.errors import Incomplete, StaleVersion, WorkflowError, WrongState
from indicators.workflow.review.entries import Entry
from indicators.workflow.review.entry_time import hold_cycle
from indicators.workflow.review.values import VALUES

_AT_A_TIME = 1000
Place = tuple[int, int]  # an indicator's id, and the year


@dataclass(frozen=True)
class Draft:
    """What a person says of one value, as save() takes it; the indicator with its plan (with_plan())."""

    owner: Indicator
    year: int
    data: Entry
    version: int = 0
    number: int | None = None
    reason: str | None = None

    @property
    def place(self) -> Place:
        return self.owner.pk, self.year


class Kept(NamedTuple):
    """`saved` in the order of the drafts; where there is a refusal, nothing was written."""

    saved: list[Result]
    refused: list[tuple[Draft, Incomplete | StaleVersion | WrongState]]


class Written(NamedTuple):
    """A record as it will stand, and as it stood (None: it is new), by the draft that says so."""

    draft: Draft
    after: Result
    before: Result | None


def newest_of(places: Collection[tuple[Indicator, int]]) -> dict[Place, Result]:
    """The newest record of each chain that there is, in one question."""
    return {place: chain[-1] for place, chain in _chains(places).items()}


def save_drafts(drafts: Sequence[Draft], *, by: User, now: datetime) -> Kept:
    """Keep all or none of them, no value twice among them. NotAllowed; what else save() refuses is told by draft."""
    owners = {one.owner.pk: one.owner for one in drafts}
    for owner in owners.values():
        VALUES.check_person(by, owner)
    with transaction.atomic():
        _hold_cycles(drafts)
        found = _Standing(drafts)
        written, refused = [], []
        for draft in counted("保存できるか確かめています", drafts):
            try:
                written.append(_checked(draft, found, by, now))
            except (Incomplete, StaleVersion, WrongState) as refusal:
                refused.append((draft, refusal))
        if not refused:
            refused = _write(written, by, now)
    return Kept([] if refused else [one.after for one in written], refused)


class _Standing:
    """What the checks of one draft ask the database for, asked once for all."""

    def __init__(self, drafts: Sequence[Draft]) -> None:
        places = [(one.owner, one.year) for one in drafts]
        self.chains = _chains(places)
        years = {one.year for one in drafts}
        self.open_years = frozenset(
            Cycle.objects.filter(year__in=years, closed_at__isnull=True).values_list("plan_id", "year")
        )
        lines = Event.objects.filter(indicator__in={one.owner.pk for one in drafts}, year__in=years, number=1)
        counted = lines.order_by().values_list("indicator_id", "year").annotate(lines=Count("pk"))
        self.lines = {(pk, year): number for pk, year, number in counted}


def _chains(places: Collection[tuple[Indicator, int]]) -> dict[Place, list[Result]]:
    owners = {owner.pk: owner for owner, _ in places}
    wanted = {(owner.pk, year) for owner, year in places}
    rows = Result.objects.filter(indicator__in=owners, year__in={year for _, year in wanted})
    found: dict[Place, list[Result]] = {}
    for record in rows.select_related(*VALUES.people).order_by("number"):
        if (place := (record.indicator_id, record.year)) in wanted:
            record.indicator = owners[record.indicator_id]
            found.setdefault(place, []).append(record)
    return found


def _hold_cycles(drafts: Iterable[Draft]) -> None:
    for owner, year in {
        (one.owner.measure.policy.plan_id, one.year): (one.owner, one.year) for one in drafts
    }.values():
        hold_cycle(owner, year)


def _checked(draft: Draft, found: _Standing, by: User, now: datetime) -> Written:
    """save(), up to what it writes."""
    owner, year, chain = draft.owner, draft.year, found.chains.get(draft.place, [])
    newest, number = (chain[-1], draft.number or chain[-1].number) if chain else (None, 1)
    if (draft.version == 0) != (newest is None) or (newest is not None and number > newest.number):
        raise VALUES.conflict(owner, year, by)
    if number == 1:
        VALUES.check_first(owner, year, chain[0] if chain else None, found.open_years)
    if newest is None:
        columns = VALUES.columns(owner, draft.data, None, now)
        version = found.lines.get(draft.place, 0) + 1
        stamp = {"entered_by": by, "edited_by": by, "edited_at": now}
        return Written(draft, Result(indicator=owner, year=year, version=version, **stamp, **columns), None)
    if newest.number != number or newest.version != draft.version or not newest.is_editable:
        raise VALUES.conflict(owner, year, by)
    columns = VALUES.columns(owner, draft.data, newest, now)
    if draft.reason is not None and newest.is_change:
        columns["reason"] = VALUES.checked_reason(newest, draft.reason)
    return Written(draft, _changed(newest, {**columns, "edited_by": by, "edited_at": now}), newest)


def _changed(before: Result, columns: dict[str, Any]) -> Result:
    same = {field.attname: getattr(before, field.attname) for field in Result._meta.concrete_fields}
    after = Result(**same)
    for name, said in {**columns, "version": before.version + 1, "indicator": before.indicator}.items():
        setattr(after, name, said)
    return after


def _write(written: Sequence[Written], by: User, now: datetime) -> list[tuple[Draft, Any]]:
    """The refusals of those whom somebody else was faster than: the database decides, as it does for one."""
    refused: list[tuple[Draft, WorkflowError]] = []
    try:
        with transaction.atomic():
            # In their order: two tables that share rows wait for each other in one order, and never for ever.
            for is_new, run in groupby(written, key=lambda one: one.before is None):
                if is_new:
                    _create(Result, [one.after for one in run], "値を保存しています")
                else:
                    refused += [(one.draft, _conflict(one.draft, by)) for one in run if not _is_moved(one)]
            if refused:
                raise _Undone
    except _Undone:
        return refused
    except IntegrityError:
        # Two began one value at once. Any other refusal of the database has no record to show, and is raised on.
        new = [one.draft for one in written if one.before is None]
        taken = newest_of([(draft.owner, draft.year) for draft in new])
        if not taken:
            raise
        return [(draft, _conflict(draft, by)) for draft in new if draft.place in taken]
    actions = Event.Action
    lines = [
        VALUES.line(actions.SAVED if one.before else actions.CREATED, one.after, by, now, before=one.before)
        for one in written
    ]
    _create(Event, lines, "履歴を保存しています")
    return []


def _create(model: type[Model], rows: Sequence[Any], what: str) -> None:
    """A thousand at a time: between them it is told how far it is."""
    some: list[Any] = []
    for one in counted(what, rows):
        some.append(one)
        if len(some) == _AT_A_TIME:
            model._default_manager.bulk_create(some)
            some = []
    model._default_manager.bulk_create(some)


def _conflict(draft: Draft, by: User) -> StaleVersion:
    return VALUES.conflict(draft.owner, draft.year, by)


class _Undone(Exception):
    """What was written of these goes."""


def _is_moved(one: Written) -> bool:
    """One UPDATE that finds the row only as it was looked at (engine.py)."""
    assert one.before is not None
    columns = (*VALUES.content, "reason", "edited_by", "edited_at", "version")
    rows = Result.objects.filter(pk=one.before.pk, version=one.before.version, state__in=EDITABLE_STATES)
    return bool(rows.update(**{name: getattr(one.after, name) for name in columns}))
