"""What a person may do, as people.py and transfers.py read, check and set it; every change is a line of the log."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group, User

from indicators.accounts import end_sessions
from indicators.models import Batch, Event, Membership
from indicators.permissions import MANAGERS, PLAN_OFFICE, make_groups, may_review
from indicators.workflow.errors import Incomplete, NotAllowed
from measures.models import Department

# Four eyes: nobody publishes what they entered themselves.
FEWEST_IN_OFFICE = 2
TOO_FEW = (
    f"計画担当は{FEWEST_IN_OFFICE}人以上必要です。自分で入力した値を公表できるのは、ほかの計画担当だけだからです。"
    "先に、ほかの人を計画担当にしてください。"
)


@dataclass(frozen=True)
class Rights:
    """The departments that a person works for, and the two roles."""

    departments: frozenset[Department] = field(default_factory=frozenset)
    office: bool = False
    manager: bool = False

    @classmethod
    def of(cls, person: User) -> "Rights":
        """As the database has them now, whether the account is switched on or not."""
        groups = set(person.groups.values_list("name", flat=True))
        return cls(
            departments=frozenset(Department.objects.filter(memberships__user=person)),
            office=PLAN_OFFICE in groups,
            manager=MANAGERS in groups,
        )

    @property
    def key(self) -> str:
        """What a form carries along, to find out whether somebody else was quicker."""
        roles = [name for name, has in (("office", self.office), ("manager", self.manager)) if has]
        return f"{','.join(sorted(one.slug for one in self.departments))}|{','.join(roles)}"

    @property
    def names(self) -> list[str]:
        return [one.name for one in sorted(self.departments, key=lambda one: (one.order, one.name))]

    def told(self, *, active: bool = True) -> dict[str, Any]:
        """For the log: names as they were on that day."""
        return {"departments": self.names, "office": self.office, "manager": self.manager, "active": active}


def lock_people(by: User) -> User:
    """One change of rights at a time, so that the last two of the office cannot remove each other.

    Within a transaction. Gives the acting person back as they stand now, whatever their request had read before.
    """
    make_groups()
    list(Group.objects.select_for_update().filter(name=PLAN_OFFICE))
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


def office_people() -> set[int]:
    """Ids of the plan office's people whose account is on."""
    return set(User.objects.filter(is_active=True, groups__name=PLAN_OFFICE).values_list("pk", flat=True))


def check_office_left(person: User, *, at: str) -> None:
    """Incomplete at the field `at` where too few of the plan office would remain without `person`."""
    office = office_people()
    if person.pk in office and len(office) - 1 < FEWEST_IN_OFFICE:
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


def set_rights(person: User, wanted: Rights) -> None:
    """Make departments and roles what they should be. No check, no log: whoever calls does both."""
    before = Rights.of(person)
    person.memberships.exclude(department__in=wanted.departments).delete()
    Membership.objects.bulk_create(
        Membership(user=person, department=department)
        for department in wanted.departments - before.departments
    )
    office, managers = make_groups()
    for group, had, has in (
        (office, before.office, wanted.office),
        (managers, before.manager, wanted.manager),
    ):
        if had != has:
            (person.groups.add if has else person.groups.remove)(group)
    if before.office != wanted.office:
        # The plan office works in the admin, too.
        person.is_staff = wanted.office or person.is_superuser
        person.save(update_fields=["is_staff"])
    forget_cached(person)


def switch_off(person: User) -> None:
    """No login from now on; whoever is signed in is signed out. Departments and roles stay for the history."""
    person.is_active = False
    person.save(update_fields=["is_active"])
    end_sessions(person)
    forget_cached(person)


def record(
    action: Event.Action,
    person: User,
    *,
    by: User | None,
    now: datetime,
    reason: str = "",
    **detail: Any,
) -> None:
    Event.objects.create(at=now, by=by, action=action, person=person, reason=reason, detail=detail)


def check_living(departments: Iterable[Department], *, at: str = "departments") -> None:
    """Incomplete where one of them is no more."""
    if ended := [one.name for one in departments if not one.is_living]:
        raise Incomplete(
            {at: f"「{'」「'.join(ended)}」は、いまはない課です。引き継いだ課を選んでください。"}
        )


def forget_cached(person: User) -> None:
    """permissions.py asks once a request; a person who was just changed is asked anew."""
    for name in ("_department_ids", "_group_names"):
        person.__dict__.pop(name, None)
