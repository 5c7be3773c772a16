"""Transfers that are prepared for a day and carried out by themselves on it (人事異動, mostly on April 1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from indicators.models import Event, Reorganisation, Transfer
from indicators.workflow.errors import Conflict, Incomplete, NotAllowed, WorkflowError, WrongState
from indicators.workflow.rights import (
    FEWEST_IN_OFFICE,
    TOO_FEW,
    Rights,
    check_actor,
    check_office_left,
    check_schedules,
    lock_people,
    office_people,
    record,
    set_rights,
    switch_off,
)
from measures.models import Department


@dataclass(frozen=True)
class Planned:
    """What becomes of a person on a day. `replaces`: id of the transfer that the page showed, 0 for none;
    None where nobody looked."""

    person: User
    on: date
    departments: tuple[str, ...] = ()
    office: bool = False
    manager: bool = False
    leaves: bool = False
    reason: str = ""
    replaces: int | None = None


def departments_on(day: date) -> dict[str, str]:
    """Slug → name of the departments that there will be on a day, as far as it is prepared."""
    found = dict(Department.objects.living().values_list("slug", "name"))
    for change in Reorganisation.objects.waiting().filter(on__lte=day).order_by("on", "pk"):
        for slug in change.ending_slugs:
            found.pop(slug, None)
        found.update((new["slug"], new["name"]) for new in change.plan["to"])
    return found


def prepare_transfer(*, planned: Planned, by: User, now: datetime | None = None) -> Transfer:
    """Keep a transfer for its day; one that waited already is replaced. NotAllowed, Conflict, Incomplete by field."""
    now = now or timezone.now()
    with transaction.atomic():
        by = lock_people(by)
        _check(planned, by, now, departments_on(planned.on))
        prepared = _prepare(planned, by, now)
        _check_office_of(planned.on, at="roles")
    return prepared


def prepare_transfers(
    *,
    planned: Sequence[Planned],
    given_up: Iterable[Transfer] = (),
    by: User,
    now: datetime | None = None,
) -> list[Transfer]:
    """A whole table at once, all or nothing; `given_up` are the waiting ones that were taken out of it.

    NotAllowed; Incomplete by "person-<id>".
    """
    now = now or timezone.now()
    errors: dict[str, str] = {}
    with transaction.atomic():
        by = lock_people(by)
        check_actor(by)
        for transfer in given_up:
            try:
                _cancel(transfer, by, now, "")
            except WorkflowError as refusal:
                errors[f"person-{transfer.person_id}"] = refusal.message
        days = {one.on: departments_on(one.on) for one in planned}
        found = []
        for one in planned:
            try:
                _check(one, by, now, days[one.on])
                found.append(_prepare(one, by, now))
            except WorkflowError as refusal:
                errors[f"person-{one.person.pk}"] = refusal.message
        if errors:
            raise Incomplete(errors)
        for day in days:
            _check_office_of(day, at="__all__")
    return found


def cancel_transfer(*, transfer: Transfer, by: User, reason: str = "", now: datetime | None = None) -> None:
    """Give a transfer up until its day. NotAllowed; WrongState where it is done or given up already."""
    now = now or timezone.now()
    with transaction.atomic():
        _cancel(transfer, lock_people(by), now, reason)


def give_up_waiting(person: User, *, by: User, now: datetime, reason: str = "") -> None:
    """Whatever is prepared for a person is no more."""
    for transfer in Transfer.objects.waiting().filter(person=person):
        _cancel(transfer, by, now, reason)


def apply_transfers(*, now: datetime | None = None) -> list[tuple[Transfer, str]]:
    """Carry out every transfer whose day has come, each in its own transaction, with why it was refused ("" if not).

    Who joins the plan office goes first, so that it is never empty between two transfers. What is refused waits,
    says why, and is tried again; of two callers at once the second finds nothing to do.
    """
    now = now or timezone.now()
    due = Transfer.objects.waiting().filter(on__lte=timezone.localdate(now)).select_related("person")
    found = []
    for transfer in due.order_by("on", "-office", "pk"):
        try:
            if not _carry_out(transfer, now):
                continue
        except WorkflowError as refusal:
            message = refusal.message[:300]
            Transfer.objects.waiting().filter(pk=transfer.pk).update(refusal=message)
            if message != transfer.refusal:  # said once, not at every look
                found.append((transfer, message))
        else:
            found.append((transfer, ""))
    return found


def _check(planned: Planned, by: User, now: datetime, known: dict[str, str]) -> None:
    person = planned.person
    check_actor(by, person)
    if not person.is_active:
        raise WrongState("利用を停止している人の異動は準備できません。")
    standing = Transfer.objects.waiting().filter(person=person).first()
    if planned.replaces is not None and planned.replaces != (standing.pk if standing else 0):
        raise Conflict("この画面を開いたあとに、ほかの人がこの人の異動を変えました。", None)
    errors = {}
    if planned.on <= timezone.localdate(now):
        errors["on"] = "あす以降の日を入力してください。きょうからの変更は「いまの所属と権限」で行います。"
    if planned.leaves:
        if planned.office or planned.manager or planned.departments:
            errors["departments"] = "利用を終える人には、課も役割も選ばないでください。"
    elif not planned.departments and not planned.office and not planned.manager:
        errors["departments"] = "異動先の課か、役割を選んでください。"
    if gone := [slug for slug in planned.departments if slug not in known]:
        names = dict(Department.objects.filter(slug__in=gone).values_list("slug", "name"))
        errors["departments"] = (
            f"「{'」「'.join(names.get(slug, slug) for slug in gone)}」は、その日にはない課です。"
        )
    if errors:
        raise Incomplete(errors)
    if Rights.of(person).office and not planned.office:
        midnight = timezone.make_aware(datetime.combine(planned.on, time.min))
        check_schedules(person, at="roles", since=midnight)


def _prepare(planned: Planned, by: User, now: datetime) -> Transfer:
    standing = Transfer.objects.waiting().filter(person=planned.person)
    replaced = standing.first()
    standing.update(cancelled_at=now, cancelled_by=by)
    prepared = Transfer.objects.create(
        person=planned.person,
        on=planned.on,
        departments=sorted(planned.departments),
        office=planned.office,
        manager=planned.manager,
        leaves=planned.leaves,
        reason=planned.reason.strip(),
        prepared_at=now,
        prepared_by=by,
    )
    told = {"after": told_of(prepared)}
    if replaced is not None:
        told["before"] = told_of(replaced)
    record(Event.Action.TRANSFER_SET, planned.person, by=by, now=now, reason=prepared.reason, **told)
    return prepared


def told_of(transfer: Transfer) -> dict[str, object]:
    """For the log and for pages: names as they are on its day."""
    known = {**dict(Department.objects.values_list("slug", "name")), **departments_on(transfer.on)}
    return {
        "on": transfer.on.isoformat(),
        "departments": [known.get(slug, slug) for slug in transfer.departments],
        "office": transfer.office,
        "manager": transfer.manager,
        "active": not transfer.leaves,
    }


def _check_office_of(day: date, *, at: str) -> None:
    """Incomplete where, after all that is prepared until that day, too few of the plan office would remain."""
    office = office_people()
    due = Transfer.objects.waiting().filter(on__lte=day, person__is_active=True)
    for person_id, stays in due.order_by("on", "pk").values_list("person_id", "office"):
        (office.add if stays else office.discard)(person_id)
    leaving = due.filter(office=False, person_id__in=office_people())
    if len(office) < FEWEST_IN_OFFICE and leaving.exists():
        raise Incomplete({at: TOO_FEW})


def _cancel(transfer: Transfer, by: User, now: datetime, reason: str) -> None:
    check_actor(by, transfer.person)
    given_up = Transfer.objects.waiting().filter(pk=transfer.pk).update(cancelled_at=now, cancelled_by=by)
    if not given_up:
        raise WrongState("この異動は、すでに行われたか、取り消されています。")
    before = told_of(transfer)
    record(
        Event.Action.TRANSFER_CANCEL, transfer.person, by=by, now=now, reason=reason.strip(), before=before
    )


def _carry_out(transfer: Transfer, now: datetime) -> bool:
    with transaction.atomic():
        prepared_by = lock_people(transfer.prepared_by)
        # The row itself says who carries it out: the second finds it done.
        if not Transfer.objects.waiting().filter(pk=transfer.pk).update(applied_at=now, refusal=""):
            return False
        person = User.objects.get(pk=transfer.person_id)
        if person.is_superuser and not prepared_by.is_superuser:
            raise NotAllowed("準備したあとに、システム管理者になりました。")
        before = Rights.of(person)
        told = before.told(active=person.is_active)
        if before.office and not transfer.office and person.is_active:
            check_office_left(person, at="roles")
        if transfer.leaves:
            switch_off(person)
            after = before
        else:
            after = Rights(_departments(transfer), transfer.office, transfer.manager)
            set_rights(person, after)
        record(
            Event.Action.TRANSFERRED,
            person,
            by=prepared_by,
            now=now,
            reason=transfer.reason,
            on=transfer.on.isoformat(),
            before=told,
            after=after.told(active=person.is_active),
        )
    return True


def _departments(transfer: Transfer) -> frozenset[Department]:
    """The departments of a transfer as they are now: one that was renamed or merged meanwhile is followed."""
    found = set()
    for slug in transfer.departments:
        department = Department.objects.filter(slug=slug).first()
        if department is None:
            raise WrongState(f"異動先の課（{slug}）が、まだありません。")
        living = [department] if department.is_living else department.living_successors()
        if len(living) != 1:
            raise WrongState(
                f"異動先の「{department.name}」は分かれて、いまはありません。異動を準備し直してください。"
            )
        found.update(living)
    return frozenset(found)
