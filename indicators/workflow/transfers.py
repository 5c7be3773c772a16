"""Transfers (人事異動, mostly on April 1): other rights from a later day on. Rows of Membership say them by date.

Nothing is carried out on the day, so whatever could stand in the way is looked for when a transfer is prepared.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from indicators.models import Event, PowerRequest, Reorganisation
from indicators.permissions import is_at_work
from indicators.workflow.errors import Incomplete, StaleVersion, WorkflowError, WrongState
from indicators.workflow.powers import ask_power, drop_powers
from indicators.workflow.rights import (
    NOTHING_CHANGED,
    Rights,
    Transfer,
    check_actor,
    check_office_left,
    check_schedules,
    department_names,
    lock_people,
    record,
    set_rights,
    switched_off,
    transfer_of,
)
from measures.models import Department


@dataclass(frozen=True)
class Planned:
    """What shall become of a person on a day. `expected_version`: of the transfer that the page showed, "" for none;
    None where nobody looked."""

    person: User
    on: date
    departments: tuple[str, ...] = ()
    office: bool = False
    manager: bool = False
    leaves: bool = False
    reason: str = ""
    expected_version: str | None = None

    @property
    def rights(self) -> Rights:
        """Who leaves keeps what they had, in case they come back."""
        if self.leaves:
            return switched_off(Rights.of(self.person))
        return Rights(frozenset(self.departments), self.office, self.manager)


def departments_on(day: date) -> dict[str, str]:
    """Slug → name of the departments that there will be on a day, as far as it is prepared."""
    found = dict(Department.objects.living().values_list("slug", "name"))
    for change in Reorganisation.objects.waiting().filter(on__lte=day).order_by("on", "pk"):
        for slug in change.ending_slugs:
            found.pop(slug, None)
        found.update((new["slug"], new["name"]) for new in change.plan["to"])
    return found


def prepare_transfer(*, planned: Planned, by: User, now: datetime | None = None) -> Transfer:
    """Other rights from a day on, in place of what was prepared before. NotAllowed, StaleVersion, Incomplete by field."""
    now = now or timezone.now()
    with transaction.atomic():
        by = lock_people(by)
        leaving = _prepare(planned, by, now, departments_on(planned.on))
        if leaving:
            check_office_left(at="roles")
    return Transfer(planned.on, planned.rights)


def prepare_transfers(
    *,
    planned: Sequence[Planned],
    given_up: Iterable[User] = (),
    by: User,
    now: datetime | None = None,
) -> None:
    """A whole table at once, all or nothing; `given_up` are the people whose transfer was taken out of it.

    NotAllowed; Incomplete by "person-<id>".
    """
    now = now or timezone.now()
    errors: dict[str, str] = {}
    leaving = False
    with transaction.atomic():
        by = lock_people(by)
        check_actor(by)
        for person in given_up:
            try:
                leaving |= _cancel(person, by, now, "", None)
            except WorkflowError as refusal:
                errors[f"person-{person.pk}"] = refusal.message
        days = {one.on: departments_on(one.on) for one in planned}
        for one in planned:
            try:
                leaving |= _prepare(one, by, now, days[one.on])
            except WorkflowError as refusal:
                errors[f"person-{one.person.pk}"] = refusal.message
        if errors:
            raise Incomplete(errors)
        if leaving:
            check_office_left(at="__all__")


def cancel_transfer(
    *,
    person: User,
    by: User,
    expected_version: str | None = None,
    now: datetime | None = None,
) -> None:
    """Give up what is prepared. `expected_version`: of the transfer that the page showed.

    NotAllowed; WrongState where its day has come, where it is another one now, or where the office needs it.
    """
    now = now or timezone.now()
    with transaction.atomic():
        leaving = _cancel(person, lock_people(by), now, "", expected_version)
        try:
            if leaving:
                check_office_left(at="roles")
        except Incomplete as refusal:
            raise WrongState(refusal.message) from None


def give_up_transfer(person: User, *, by: User, now: datetime, reason: str = "") -> bool:
    """Whatever is prepared for a person is no more; whether the plan office loses a person by it."""
    return transfer_of(person) is not None and _cancel(person, by, now, reason, None)


def _prepare(planned: Planned, by: User, now: datetime, known: Mapping[str, str]) -> bool:
    """Check and write; whether the plan office loses a person by it."""
    person, wanted = planned.person, planned.rights
    check_actor(by, person)
    if not is_at_work(User.objects.get(pk=person.pk)):
        raise WrongState("利用を停止している人の異動は準備できません。")
    current, replaced = Rights.of(person), transfer_of(person)
    if planned.expected_version is not None and planned.expected_version != (
        replaced.version if replaced else ""
    ):
        raise StaleVersion("この画面を開いたあとに、ほかの人がこの人の異動を変えました。", None)
    if errors := _errors(planned, current, timezone.localdate(now), known):
        raise Incomplete(errors)
    asks = wanted.office and wanted.active and not current.office
    if asks:  # held back until another of the office confirms it (powers.py)
        wanted = replace(wanted, office=False)
    stays = wanted.office and wanted.active
    if current.office and not stays:
        midnight = timezone.make_aware(datetime.combine(planned.on, time.min))
        check_schedules(person, at="roles", since=midnight)
    drop_powers(person, (PowerRequest.Kind.OFFICE,), now=now)
    set_rights(person, [(timezone.localdate(now), current), (planned.on, wanted)])
    if asks:
        day = planned.on.isoformat()
        ask_power(PowerRequest.Kind.OFFICE, person, by=by, now=now, reason=planned.reason, on=day)
    detail = {"after": Transfer(planned.on, wanted).snapshot}
    if replaced is not None:
        detail["before"] = replaced.snapshot
    record(Event.Action.TRANSFER_SET, person, by=by, now=now, reason=planned.reason, **detail)
    joined = replaced is not None and replaced.rights.office
    # Who was to join the office is missing there from that day to a later one, too.
    comes_later = joined and replaced is not None and planned.on > replaced.on
    return comes_later or (not stays and (current.office or joined))


def _errors(planned: Planned, current: Rights, today: date, known: Mapping[str, str]) -> dict[str, str]:
    errors = {}
    if planned.on <= today:
        errors["on"] = "あす以降の日を入力してください。きょうからの変更は「いまの所属と権限」で行います。"
    if planned.leaves:
        if planned.office or planned.manager or planned.departments:
            errors["departments"] = "利用を終える人には、課も役割も選ばないでください。"
    elif planned.rights.is_empty:
        errors["departments"] = "異動先の課か、役割を選んでください。"
    elif planned.rights == current:
        errors["departments"] = NOTHING_CHANGED
    if gone := [slug for slug in planned.departments if slug not in known]:
        names = department_names()
        errors["departments"] = (
            f"「{'」「'.join(names.get(slug, slug) for slug in gone)}」は、その日にはない課です。"
        )
    return errors


def _cancel(person: User, by: User, now: datetime, reason: str, expected_version: str | None) -> bool:
    """Whether the plan office loses a person by it."""
    check_actor(by, person)
    given_up = transfer_of(person)
    if given_up is None or (expected_version is not None and expected_version != given_up.version):
        raise WrongState("この異動は、すでに行われたか、取り消されています。")
    current = Rights.of(person)
    set_rights(person, [(timezone.localdate(now), current)])
    drop_powers(person, (PowerRequest.Kind.OFFICE,), now=now)
    record(Event.Action.TRANSFER_CANCEL, person, by=by, now=now, reason=reason, before=given_up.snapshot)
    return given_up.rights.office and not current.office
