"""The routes of departments on a day: levels with the people who may act there, and who stands in for whom."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.utils import timezone

from indicators.approvals.hands import Hands
from indicators.models import Deputy, Membership, Role, RouteSeat
from indicators.permissions import at_work

Setters = Mapping[int, Collection[int]]  # account → who set it up, unconfirmed (permissions.setters_of)


@dataclass(frozen=True)
class Acting:
    """A person who may act at a seat: the one who sits there, or `deputy` says for whom they stand in."""

    user: User
    seat: RouteSeat
    deputy: Deputy | None = None

    @property
    def stands_in_for(self) -> User | None:
        return self.seat.user if self.deputy else None

    def may_approve(self, hands: Hands, setters: Setters) -> bool:
        """Nobody approves what went through their own hands, nor through those of an account that one of them set up
        without anybody else's confirming it; and nobody whose hands are on it chooses the deputy who approves it."""
        pk = self.user.pk
        if pk in hands.all or any(pk in setters.get(hand, ()) for hand in hands.all):
            return False
        if any(setter in hands.all for setter in setters.get(pk, ())):
            return False
        return self.deputy is None or self.deputy.set_by_id not in hands.writers


@dataclass(frozen=True)
class Level:
    """`seats` as the office set them; `acting`: who of them, and of their deputies, may act on the day."""

    number: int
    seats: tuple[RouteSeat, ...]
    acting: tuple[Acting, ...]

    @property
    def title(self) -> str:
        """課長, or 係長・主幹 where several of different posts sit there."""
        return "・".join(dict.fromkeys(seat.title for seat in self.seats))

    @property
    def gone(self) -> list[RouteSeat]:
        """Seats of people who may not act today: transferred, left, switched off."""
        at_work = {one.user.pk for one in self.acting if one.deputy is None}
        return [seat for seat in self.seats if seat.user_id not in at_work]

    def able(self, hands: Hands, setters: Setters) -> dict[int, Acting]:
        """By the id of the person; who sits there goes before who stands in."""
        found: dict[int, Acting] = {}
        for one in sorted(self.acting, key=lambda one: one.deputy is not None):
            if one.may_approve(hands, setters):
                found.setdefault(one.user.pk, one)
        return found


class Routes:
    """Of some departments (ids; None: of all), read in three questions; only one where none of them has a route."""

    def __init__(self, departments: Collection[int] | None = None, day: date | None = None) -> None:
        self.day = day or timezone.localdate()
        seats = RouteSeat.objects.on(self.day).select_related("user", "department")
        if departments is not None:
            seats = seats.filter(department__in=departments)
        rows: list[RouteSeat] = list(seats.order_by("department", "level", "pk"))
        sitting = {seat.user_id for seat in rows}
        self._deputies: dict[int, list[Deputy]] = {}
        if sitting:
            for deputy in Deputy.objects.on(self.day).filter(principal__in=sitting).select_related("user"):
                self._deputies.setdefault(deputy.principal_id, []).append(deputy)
        people = {seat.user for seat in rows} | {one.user for some in self._deputies.values() for one in some}
        self._roles = _roles(people, self.day)
        self._levels: dict[int, dict[int, list[RouteSeat]]] = {}
        for seat in rows:
            self._levels.setdefault(seat.department_id, {}).setdefault(seat.level, []).append(seat)

    @property
    def departments(self) -> frozenset[int]:
        """Those that have a route."""
        return frozenset(self._levels)

    def of(self, department: int | None) -> list[Level]:
        """Its levels from below; empty where it has no route."""
        levels = self._levels.get(department or 0, {})
        return [
            Level(number, tuple(seats), tuple(self._acting(seats)))
            for number, seats in sorted(levels.items())
        ]

    def _acting(self, seats: Collection[RouteSeat]) -> list[Acting]:
        found = []
        for seat in seats:
            if not self.may_sit(seat.user, seat.department_id):
                continue  # with whoever is gone goes their deputy
            found.append(Acting(seat.user, seat))
            found += [
                Acting(one.user, seat, one)
                for one in self._deputies.get(seat.user_id, ())
                if self.may_sit(one.user, seat.department_id)
            ]
        return found

    def may_sit(self, user: User, department: int) -> bool:
        return _may_sit(user, self._roles.get(user.pk, set()), department)


def may_sit(user: User, department: int, day: date | None = None) -> bool:
    """Whether the person may approve for a department on a day: they read its figures by their own role there."""
    return _may_sit(user, _roles([user], day or timezone.localdate()).get(user.pk, set()), department)


def may_sit_of(departments: Collection[int], *, besides: User | None = None) -> list[User]:
    """Who could approve for one of the departments (ids) today, by name; a few questions for any number of people."""
    people = list(at_work().order_by("last_name", "first_name", "username"))
    roles = _roles(people, timezone.localdate())
    return [
        one
        for one in people
        if one != besides and any(_may_sit(one, roles.get(one.pk, set()), pk) for pk in departments)
    ]


def _roles(people: Collection[User], day: date) -> dict[int, set[tuple[str, int | None]]]:
    found: dict[int, set[tuple[str, int | None]]] = {}
    if people:
        rows = Membership.objects.on(day).filter(user__in=people)
        for pk, role, department in rows.values_list("user", "role", "department"):
            found.setdefault(pk, set()).add((role, department))
    return found


def _may_sit(user: User, roles: set[tuple[str, int | None]], department: int) -> bool:
    """A member of the department, a manager or somebody of the plan office; never a superuser, who can do everything
    and is no second pair of eyes."""
    if not user.is_active or user.is_superuser or (Role.LEFT, None) in roles:
        return False
    wanted = {(Role.MEMBER, department), (Role.MANAGER, None), (Role.OFFICE, None)}
    return bool(wanted & roles)
