"""What a person may do, by day, as people.py, transfers.py and reorganisation.py read, check and set it.

Every change is a line of the log.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import Group, User
from django.db.models import Q, QuerySet
from django.utils import timezone

from indicators.models import Batch, Event, Membership, Reorganisation, Role
from indicators.permissions import (
    PLAN_OFFICE,
    at_work,
    forget_memberships,
    has_come_in,
    may_review,
    office_group,
)
from indicators.workflow.errors import Incomplete, NotAllowed
from measures.models import Department

# Four eyes: nobody publishes what they entered themselves.
FEWEST_IN_OFFICE = 2
TOO_FEW = (
    f"計画担当は{FEWEST_IN_OFFICE}人以上必要です。自分で入力した値を公表できるのは、ほかの計画担当だけだからです。"
    "先に、ほかの人を計画担当にしてください。"
)
NOTHING_CHANGED = "いまと同じ内容です。何も変えていません。"


@dataclass(frozen=True)
class Rights:
    """The departments (slugs) that a person works for, the two roles; not `active`: the person has left."""

    departments: frozenset[str] = frozenset()
    office: bool = False
    manager: bool = False
    active: bool = True

    @classmethod
    def of(cls, person: User, day: date | None = None) -> "Rights":
        """As the database has them for a day (None: today), whether the account is switched on or not."""
        return cls.of_rows(_rows(person), day or timezone.localdate())

    @classmethod
    def of_rows(cls, rows: Iterable[Membership], day: date) -> "Rights":
        rows = [row for row in rows if row.covers(day)]
        roles = {row.role for row in rows}
        return cls(
            departments=frozenset(row.slug for row in rows if row.role == Role.MEMBER),
            office=Role.OFFICE in roles,
            manager=Role.MANAGER in roles,
            active=Role.LEFT not in roles,
        )

    @property
    def rows(self) -> frozenset[tuple[str, str]]:
        """Role and department of each row that says them."""
        flags = ((Role.OFFICE, self.office), (Role.MANAGER, self.manager), (Role.LEFT, not self.active))
        members = {(Role.MEMBER.value, slug) for slug in self.departments}
        return frozenset(members | {(role.value, "") for role, has in flags if has})

    @property
    def version(self) -> str:
        """What a form carries along as its expected version, to find out whether somebody else was quicker."""
        return ",".join(f"{role}:{slug}" for role, slug in sorted(self.rows))

    @property
    def is_empty(self) -> bool:
        return not self.departments and not self.office and not self.manager

    def snapshot(self, names: Mapping[str, str] | None = None) -> dict[str, Any]:
        """For the log and for pages, in words of today. `names`: department_names(), for many people."""
        known = department_names() if names is None else names
        return {
            "departments": [name for slug, name in known.items() if slug in self.departments],
            "office": self.office,
            "manager": self.manager,
            "active": self.active,
        }


@dataclass(frozen=True)
class Transfer:
    """What is prepared for a person: other rights from a later day on. Nobody carries it out (models/membership.py)."""

    on: date
    rights: Rights

    @property
    def version(self) -> str:
        return f"{self.on.isoformat()} {self.rights.version}"

    @property
    def snapshot(self) -> dict[str, Any]:
        """For the log."""
        return {"on": self.on.isoformat(), **self.rights.snapshot()}


def transfers_of(people: Iterable[User]) -> dict[int, Transfer]:
    """The next change of each of these people by id; who has none is not there. One query."""
    today = timezone.localdate()
    rows: dict[int, list[Membership]] = {}
    for row in Membership.objects.lasting_after(today).filter(user__in=people).select_related("department"):
        rows.setdefault(row.user_id, []).append(row)
    steps = {pk: _steps(of_person, today) for pk, of_person in rows.items()}
    return {pk: Transfer(*found[1]) for pk, found in steps.items() if len(found) > 1}


def transfer_of(person: User) -> Transfer | None:
    return transfers_of([person]).get(person.pk)


def steps_of(person: User, since: date) -> list[tuple[date, Rights]]:
    """The person's rights on a day, and on each later day on which they change."""
    return _steps(_rows(person), since)


def set_rights(person: User, steps: Sequence[tuple[date, Rights]]) -> None:
    """Make a person's rights from the first of these days on what the steps say; what was before stays.

    No check, no log: whoever calls does both.
    """
    start = steps[0][0]
    ids = dict(Department.objects.values_list("slug", "pk"))
    # Not by person.memberships: where a page fetched those of today before, it would look through them alone.
    Membership.objects.filter(user=person, since__gte=start).delete()
    running = {(row.role, row.slug): row for row in _rows(person) if row.until is None or row.until > start}
    over = []
    for day, rights in steps:
        for word in running.keys() - rights.rows:
            running[word].until = day
            over.append(running.pop(word))
        for role, slug in rights.rows - running.keys():
            there = ids.get(slug)
            running[role, slug] = Membership(
                user=person, role=role, department_id=there, coming="" if there else slug, since=day
            )
    for row in running.values():
        row.until = None
    for row in [*over, *running.values()]:
        row.save()
    forget_memberships(person)


def department_names() -> dict[str, str]:
    """Every department that there is, was or is prepared, by slug, in the order of pages."""
    names = dict(Department.objects.values_list("slug", "name"))
    for change in Reorganisation.objects.waiting():
        names |= {new["slug"]: new["name"] for new in change.plan["to"]}
    return names


def lock_rights() -> None:
    """One change of rights at a time, so that the last two of the office cannot remove each other. In a transaction."""
    office_group()
    list(Group.objects.select_for_update().filter(name=PLAN_OFFICE))


def lock_people(by: User) -> User:
    """lock_rights(), and the acting person as they stand now, whatever their request had read before."""
    lock_rights()
    return User.objects.get(pk=by.pk)


def check_actor(by: User, person: User | None = None) -> None:
    """NotAllowed unless `by` is of the plan office, is somebody else, and does not stand below `person`."""
    if not may_review(by):
        raise NotAllowed("人の登録と、所属・権限の変更ができるのは、企画課（計画担当）だけです。")
    if person is None:
        return
    if person.pk == by.pk:
        raise NotAllowed(
            "自分の所属・権限・ログインは、自分では変えられません。ほかの計画担当に頼んでください。"
        )
    if person.is_superuser and not by.is_superuser:
        raise NotAllowed("システム管理者のアカウントを変えられるのは、システム管理者だけです。")


def active_office(day: date | None = None) -> QuerySet[User]:
    """The plan office's people of a day who can act: an invitation that nobody took up is no second pair of eyes."""
    rows = Membership.objects.on(day).filter(role=Role.OFFICE)
    able = at_work(day).filter(has_come_in())
    return able.filter(is_superuser=False, pk__in=rows.values("user"))


def check_office_left(*, at: str) -> None:
    """Incomplete at the field `at` where the plan office has too few people, today or on a later day.

    To be asked after the change was written, where somebody leaves the office by it.
    """
    today = timezone.localdate()
    rows = Membership.objects.lasting_after(today).filter(Q(role=Role.OFFICE) | Q(role=Role.LEFT))
    ends = {day for pair in rows.values_list("since", "until") for day in pair if day and day > today}
    for day in {today, *ends}:
        if active_office(day).count() < FEWEST_IN_OFFICE:
            raise Incomplete({at: TOO_FEW})


def check_schedules(person: User, *, at: str, since: datetime | None = None) -> None:
    """Incomplete where the person's own scheduled publications would find nobody who may publish them."""
    waiting = Batch.objects.waiting().filter(created_by=person).order_by("scheduled_for")
    if since is not None:
        waiting = waiting.filter(scheduled_for__gte=since)
    if titles := "、".join(f"「{batch.title}」" for batch in waiting):
        raise Incomplete(
            {
                at: f"この人が予約した公表（{titles}）がまだ行われていません。"
                "先に予約を取り消し、ほかの計画担当が予約し直してください。"
            }
        )


def record(
    action: Event.Action,
    person: User,
    *,
    by: User | None,
    now: datetime,
    reason: str = "",
    **detail: Any,
) -> None:
    data = {name: one.snapshot() if isinstance(one, Rights) else one for name, one in detail.items()}
    Event.objects.create(at=now, by=by, action=action, person=person, reason=reason.strip(), detail=data)


def check_living(departments: Iterable[Department]) -> None:
    """Incomplete where one of them is no more."""
    if ended := [one.name for one in departments if not one.is_living]:
        names = "」「".join(ended)
        raise Incomplete({"departments": f"「{names}」は、いまはない課です。引き継いだ課を選んでください。"})


def switched_off(rights: Rights) -> Rights:
    return replace(rights, active=False)


def _rows(person: User) -> list[Membership]:
    return list(Membership.objects.filter(user=person).select_related("department"))


def _steps(rows: Sequence[Membership], since: date) -> list[tuple[date, Rights]]:
    days = {since, *(day for row in rows for day in (row.since, row.until) if day and day > since)}
    return [(day, Rights.of_rows(rows, day)) for day in sorted(days)]
