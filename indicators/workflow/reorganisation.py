"""Departments are renamed, merged or split on a day (機構改革): one plan moves leads, open tasks and members.

Names and leads are what citizens read: of departments that they see a second person confirms a change, and until then it
waits, whatever its day. Initiatives keep the department that the plan prints; pages say beside it who goes on with its work
(measures.Department.successors).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from simple_history.utils import bulk_update_with_history

from indicators.frames import public_departments
from indicators.models import EvaluationSheet, Event, Indicator, Membership, Reorganisation
from indicators.models.reviewed import OPEN_STATES
from indicators.permissions import departments_writing
from indicators.workflow.approval_routes import follow_departments
from indicators.workflow.department_change import DepartmentChange, NewDepartment
from indicators.workflow.department_record import tell_reorganisation
from indicators.workflow.errors import Incomplete, NotAllowed, WorkflowError, WrongState, told_apart
from indicators.workflow.four_eyes import why_not_theirs
from indicators.workflow.reorganisation_checks import (
    check_office,
    check_plan,
    missing_assignments,
)
from indicators.workflow.rights import Rights, lock_people, record, set_rights, steps_of
from measures.models import Department

DONE = "この課の変更は、すでに行われたか、取り消されています。"
OWN = "自分で準備した課の変更は、自分では確かめられません。ほかの計画担当が確かめてください。"


def check_reorganisation(change: DepartmentChange, *, by: User) -> list[NewDepartment]:
    """The new departments with their slugs, before anybody is asked who goes where. NotAllowed, Incomplete by field."""
    check_office(by)
    return [NewDepartment(**one) for one in check_plan(change)]


def prepare_reorganisation(
    *, change: DepartmentChange, by: User, now: datetime | None = None
) -> Reorganisation:
    """Keep a change for its day and, where citizens see one of the departments, for a second person; one that waits for
    neither is carried out at once, both or neither.

    NotAllowed; Incomplete by field, for a split also by "lead-<code>" and "member-<user name>".
    """
    now = now or timezone.now()
    with transaction.atomic():
        by = lock_people(by)
        check_office(by)
        new = check_plan(change)
        names = {one.slug: one.name for one in change.departments}
        plan: dict[str, Any] = {"from": [one.slug for one in change.departments], "to": new}
        if change.kind == Reorganisation.Kind.SPLIT:
            plan |= {"leads": dict(change.leads), "members": dict(change.members)}
            if errors := missing_assignments(plan, change.on):
                raise Incomplete(errors)
        prepared = Reorganisation.objects.create(
            kind=change.kind,
            on=change.on,
            reason=change.reason.strip(),
            plan=plan,
            names=names,
            prepared_at=now,
            prepared_by=by,
        )
        _record(Event.Action.REORG_PREPARED, prepared, by, now)
        if change.on <= timezone.localdate(now) and not is_for_two(prepared):
            _carry_out(prepared, now)
            prepared.refresh_from_db()
    return prepared


def is_for_two(change: Reorganisation) -> bool:
    """Whether it is not confirmed yet and has to be: citizens see one of its departments."""
    named = Department.objects.filter(slug__in=change.from_slugs).values_list("pk", flat=True)
    return change.confirmed_at is None and not public_departments().isdisjoint(named)


def why_not_confirmed_by(change: Reorganisation, by: User) -> str:
    """Why this person cannot confirm it; "" where they can."""
    return OWN if by.pk in change.author_ids else why_not_theirs(by, change)


def confirm_reorganisation(
    *, reorganisation: Reorganisation, by: User, now: datetime | None = None
) -> Reorganisation:
    """Let it happen on its day, at once where that has come. NotAllowed; WrongState where it is done, given up or confirmed."""
    now = now or timezone.now()
    with transaction.atomic():
        by, waiting = _locked(reorganisation, by)
        if refusal := why_not_confirmed_by(waiting, by):
            raise NotAllowed(refusal)
        if not is_for_two(waiting):
            raise WrongState("この課の変更は、すでに確かめられています。")
        waiting.confirmed_by, waiting.confirmed_at, waiting.refusal = by, now, ""
        waiting.save(update_fields=["confirmed_by", "confirmed_at", "refusal"])
        _record(Event.Action.REORG_CONFIRMED, waiting, by, now)
        if waiting.on <= timezone.localdate(now):
            _carry_out(waiting, now)
            waiting.refresh_from_db()
    return waiting


def _locked(reorganisation: Reorganisation, by: User) -> tuple[User, Reorganisation]:
    """The person of the office and the change that waits, both locked. NotAllowed; WrongState where it is done or given up."""
    by = lock_people(by)
    check_office(by)
    waiting = Reorganisation.objects.waiting().select_for_update().filter(pk=reorganisation.pk).first()
    if waiting is None:
        raise WrongState(DONE)
    return by, waiting


def assign_split(
    *,
    reorganisation: Reorganisation,
    leads: Mapping[str, str],
    members: Mapping[str, str],
    by: User,
    now: datetime | None = None,
) -> Reorganisation:
    """Say anew which indicator and member of a waiting split goes where. NotAllowed, WrongState, Incomplete."""
    now = now or timezone.now()
    with transaction.atomic():
        by, waiting = _locked(reorganisation, by)
        waiting.plan = {**waiting.plan, "leads": dict(leads), "members": dict(members)}
        if errors := missing_assignments(waiting.plan, waiting.on):
            raise Incomplete(errors)
        waiting.refusal = ""
        waiting.edited_by, waiting.confirmed_by, waiting.confirmed_at = (
            by,
            None,
            None,
        )  # it is another one now
        waiting.save(update_fields=["plan", "refusal", "edited_by", "confirmed_by", "confirmed_at"])
        _record(Event.Action.REORG_PREPARED, waiting, by, now)
    return waiting


def cancel_reorganisation(*, reorganisation: Reorganisation, by: User, now: datetime | None = None) -> None:
    """Give a change up until its day. NotAllowed; WrongState where it is done, or others build on it."""
    now = now or timezone.now()
    with transaction.atomic():
        by = lock_people(by)
        check_office(by)
        given_up = Reorganisation.objects.waiting().filter(pk=reorganisation.pk)
        if not given_up.update(cancelled_at=now, cancelled_by=by):
            raise WrongState(DONE)
        made = set(reorganisation.to_slugs) - set(
            Department.objects.filter(slug__in=reorganisation.to_slugs).values_list("slug", flat=True)
        )
        _check_nothing_builds_on(made)
        reorganisation.refresh_from_db()
        _record(Event.Action.REORG_CANCELLED, reorganisation, by, now, reason="")


def apply_reorganisations(
    *, now: datetime | None = None, problems: list[str] | None = None
) -> list[tuple[Reorganisation, str]]:
    """Carry out every change whose day has come and that waits for nobody, each in its own transaction, with why it was refused ("" if not).

    What is refused waits, says why, and is tried again; of two callers at once the second finds nothing to do. One that
    fails holds up no other, where `problems` takes what went wrong.
    """
    now = now or timezone.now()
    due = Reorganisation.objects.waiting().filter(on__lte=timezone.localdate(now))
    found = []
    for change in due.order_by("on", "pk"):
        if is_for_two(change):
            continue  # its page says so
        with told_apart(f"課の変更（{change}）", problems):
            try:
                with transaction.atomic():
                    if _carry_out(change, now):
                        found.append((change, ""))
            except WorkflowError as refusal:
                message = refusal.message[:300]
                Reorganisation.objects.waiting().filter(pk=change.pk).update(refusal=message)
                if message != change.refusal:  # told once, not at every look
                    found.append((change, message))
    return found


def _carry_out(change: Reorganisation, now: datetime) -> bool:
    lock_people(change.prepared_by)
    # The row itself says who carries it out: the second finds it done.
    if not Reorganisation.objects.waiting().filter(pk=change.pk).update(applied_at=now, refusal=""):
        return False
    if change.kind == Reorganisation.Kind.SPLIT and (errors := missing_assignments(change.plan, change.on)):
        raise Incomplete(errors)
    old = {one.slug: one for one in Department.objects.living().filter(slug__in=change.from_slugs)}
    if gone := [change.names.get(slug, slug) for slug in change.from_slugs if slug not in old]:
        raise WrongState(f"「{'」「'.join(gone)}」は、もうない課です。")
    new = _make(change, old, now)
    moved = _move_leads(change, old, new, now)
    people = _move_members(change, old, new, now)
    follow_departments(
        ending=[old[slug] for slug in change.ending_slugs],
        new=new,
        members=change.members,
        on=change.on,
        by=change.prepared_by,
        now=now,
    )
    _move_sheets([old[slug] for slug in change.ending_slugs], new)
    for slug in change.ending_slugs:
        department = old[slug]
        department.ended_on = change.on
        _save(department, change, now)
        department.successors.set(new.values())
    tell_reorganisation(change, old.values(), moved, now)
    lines = [{"code": one.code, "from": was, "to": led} for one, was, led in moved]
    _record(
        Event.Action.REORG_APPLIED, change, change.prepared_by, now, leads_moved=lines, members_moved=people
    )
    return True


def _move_sheets(ending: Sequence[Department], new: Mapping[str, Department]) -> None:
    """Sheets that are not public yet go on by the route of the department that writes them now."""
    open_ones = EvaluationSheet.objects.filter(state__in=OPEN_STATES, department__in=ending)
    for sheet in open_ones.select_related("measure"):
        writers = [one for one in departments_writing(sheet.measure) if one in new.values()]
        department = next(iter(writers or new.values()))
        EvaluationSheet.objects.filter(pk=sheet.pk).update(department=department)


def _make(change: Reorganisation, old: Mapping[str, Department], now: datetime) -> dict[str, Department]:
    """The departments after the change by slug, made where they are missing; they stand where the old ones stood."""
    place = min(one.order for one in old.values())
    found = {}
    for planned in change.plan["to"]:
        department = Department.objects.filter(slug=planned["slug"]).first()
        if department is None:
            if Department.objects.living().filter(name=planned["name"]).exists():
                raise WrongState(f"「{planned['name']}」という課が、ほかにできています。")
            department = Department(slug=planned["slug"], name=planned["name"], order=place)
            _save(department, change, now)
            Membership.objects.filter(coming=department.slug).update(department=department, coming="")
        elif not department.is_living:
            raise WrongState(f"「{department.name}」は、もうない課です。")
        found[department.slug] = department
    return found


def _save(department: Department, change: Reorganisation, now: datetime) -> None:
    department._history_user = change.prepared_by  # type: ignore[attr-defined]
    department._history_date = now  # type: ignore[attr-defined]
    department._change_reason = change.reason[:100]  # type: ignore[attr-defined]
    department.save()


def _target(assigned: Mapping[str, str], key: str, new: Mapping[str, Department]) -> Department:
    """Where an indicator or a member goes: the only department that there is, else as the plan says."""
    return next(iter(new.values())) if len(new) == 1 else new[assigned[key]]


def _move_leads(
    change: Reorganisation, old: Mapping[str, Department], new: Mapping[str, Department], now: datetime
) -> list[tuple[Indicator, str, str]]:
    """Indicators, and with them every open task: who may enter follows from the lead alone. Each with both names."""
    led = Indicator.objects.with_plan().filter(lead_department__in=old.values())
    moved: list[tuple[Indicator, str, str]] = []
    for indicator in led.order_by("measure__number", "letter"):
        before, after = indicator.lead_department, _target(change.leads, indicator.code, new)
        if after != before:
            indicator.lead_department = after
            moved.append((indicator, before.name, after.name))
    by, reason = change.prepared_by, change.reason
    bulk_update_with_history(
        [indicator for indicator, _, _ in moved],
        Indicator,
        ["lead_department"],
        default_user=by,
        default_change_reason=reason[:100],
        default_date=now,
    )
    Event.objects.bulk_create(
        Event(
            at=now,
            by=by,
            action=Event.Action.LEAD_MOVED,
            indicator=indicator,
            reason=reason,
            detail={"from": was, "to": led, "reorganisation": change.pk},
        )
        for indicator, was, led in moved
    )
    return moved


def _move_members(
    change: Reorganisation, old: Mapping[str, Department], new: Mapping[str, Department], now: datetime
) -> list[dict[str, str]]:
    """Whoever is of one of the departments on the day or later, from then on."""
    moved = []
    staying = Membership.objects.lasting_after(change.on).filter(department__in=old.values())
    for person in User.objects.filter(pk__in=staying.values("user")).order_by("pk"):
        if len(new) > 1 and person.username not in change.members:
            continue  # switched off; who is at work was asked about
        target = _target(change.members, person.username, new)
        before = steps_of(person, change.on)
        after = [(day, _moved(rights, set(old), target.slug)) for day, rights in before]
        if after == before:
            continue
        set_rights(person, after)
        record(
            Event.Action.TRANSFERRED,
            person,
            by=change.prepared_by,
            now=now,
            reason=change.reason,
            before=before[0][1],
            after=after[0][1],
            reorganisation=change.pk,
        )
        moved.append({"username": person.username, "to": target.name})
    return moved


def _moved(rights: Rights, old: set[str], to: str) -> Rights:
    here = rights.departments & old
    return replace(rights, departments=rights.departments - old | {to}) if here else rights


def _check_nothing_builds_on(made: Collection[str]) -> None:
    """WrongState where a prepared transfer or a later change needs a department that would not come to be."""
    people = User.objects.filter(memberships__coming__in=made).distinct().order_by("username")
    if names := "、".join(one.get_full_name() or one.username for one in people):
        raise WrongState(
            f"新しくできる課への異動が準備されています（{names}）。先に、その異動を変えてください。"
        )
    for other in Reorganisation.objects.waiting():
        if set(made) & {*other.from_slugs, *other.to_slugs}:
            raise WrongState(
                f"この変更のあとの変更（{other}）が準備されています。先に、それを取り消してください。"
            )


def _record(
    action: Event.Action,
    change: Reorganisation,
    by: User,
    now: datetime,
    *,
    reason: str | None = None,
    **moved: Any,
) -> None:
    """Names as they were on that day: a department may be called otherwise tomorrow."""
    Event.objects.create(
        at=now,
        by=by,
        action=action,
        reason=change.reason if reason is None else reason,
        detail={
            "reorganisation": change.pk,
            "kind": change.kind,
            "on": change.on.isoformat(),
            "from": [change.names.get(slug, slug) for slug in change.from_slugs],
            "to": change.to_names,
            **({"leads": change.leads, "members": change.members} if change.leads or change.members else {}),
            **moved,
        },
    )
