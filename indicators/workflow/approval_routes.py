"""The route of a department and who stands in for whom: set by the plan office, a deputy by the approver themself, too."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from indicators.approvals.routes import may_sit
from indicators.models import Deputy, Event, RouteSeat
from indicators.models.approval import HIGHEST_LEVEL
from indicators.permissions import may_review
from indicators.wording.people import person as name_of
from indicators.workflow.errors import Incomplete, NotAllowed, WrongState
from indicators.workflow.rights import lock_people
from measures.models import Department

LONGEST_STAND_IN = timedelta(days=366)


def set_seat(
    *,
    department: Department,
    level: int,
    title: str,
    user: User,
    since: date,
    by: User,
    now: datetime | None = None,
) -> RouteSeat:
    """Put a person at a level from a day on. NotAllowed, Incomplete."""
    now = now or timezone.now()
    _check_office(by)
    title = " ".join(title.split())
    errors = {}
    if not 1 <= level <= HIGHEST_LEVEL:
        errors["level"] = f"段は1から{HIGHEST_LEVEL}までです。"
    if not title or len(title) > 20:
        errors["title"] = "役職を20字までで入力してください。例：課長"
    if since < timezone.localdate(now):
        errors["since"] = "きょうか、それより後の日にしてください。"
    elif not may_sit(user, department.pk, since):
        errors["user"] = (
            f"その日に{department.name}の人か、管理職・計画担当である人を選んでください。"
            "ほかの課の人は、先に「人」のページで管理職にするか、所属を足してください。"
        )
    if errors:
        raise Incomplete(errors)
    with transaction.atomic():
        lock_people(by)
        there = RouteSeat.objects.lasting_after(since).filter(department=department, level=level, user=user)
        if there.exists():
            raise Incomplete({"user": "この人は、この段にすでにいます。"})
        seat = RouteSeat.objects.create(
            department=department, level=level, title=title, user=user, since=since
        )
        _log_route(department, by, now, "added", seat)
        return seat


def end_seat(*, seat: RouteSeat, until: date, by: User, now: datetime | None = None) -> None:
    """Take a person off from a day on; one that has not begun is gone. What waited there goes on by itself."""
    now = now or timezone.now()
    _check_office(by)
    if until < timezone.localdate(now):
        raise Incomplete({"until": "きょうか、それより後の日にしてください。"})
    with transaction.atomic():
        lock_people(by)
        fresh = RouteSeat.objects.select_related("department", "user").filter(pk=seat.pk).first()
        if fresh is None or (fresh.until is not None and fresh.until <= timezone.localdate(now)):
            raise WrongState("この人は、すでに道すじから外れています。")
        _log_route(fresh.department, by, now, "ended", fresh, until=until.isoformat())
        _end(fresh, until)


def _end(row: RouteSeat | Deputy, until: date) -> None:
    if until <= row.since:
        row.delete()
    else:
        row.until = until
        row.save(update_fields=["until"])


def _check_office(by: User) -> None:
    if not may_review(by):
        raise NotAllowed("承認の道すじを決められるのは、企画課（計画担当）だけです。")


def _log_route(
    department: Department, by: User, now: datetime, what: str, seat: RouteSeat, **detail: str
) -> None:
    told = {
        "department": department.slug,
        "name": department.name,
        "what": what,
        "level": seat.level,
        "title": seat.title,
        "since": seat.since.isoformat(),
        **detail,
    }
    Event.objects.create(at=now, by=by, action=Event.Action.ROUTE_SET, person=seat.user, detail=told)


# --- Deputies ---------------------------------------------------------------------------------------------


def set_deputy(
    *, principal: User, user: User, since: date, until: date, by: User, now: datetime | None = None
) -> Deputy:
    """`user` approves in the place of `principal` from `since` to `until`, that day included. NotAllowed, Incomplete."""
    now = now or timezone.now()
    if by.pk != principal.pk and not may_review(by):
        raise NotAllowed("代理を決められるのは、本人と企画課（計画担当）だけです。")
    today = timezone.localdate(now)
    errors = {}
    if since < today:
        errors["since"] = "きょうか、それより後の日にしてください。"
    if until < since:
        errors["until"] = "始まりの日より前の日にはできません。"
    elif until > today + LONGEST_STAND_IN:
        errors["until"] = "代理は、いまから1年先までです。"
    seats = RouteSeat.objects.lasting_after(since).filter(user=principal)
    if not seats.exists():
        errors["user"] = "承認の道すじにいない人の代理は、決められません。"
    elif user.pk == principal.pk:
        errors["user"] = "本人のほかの人を選んでください。"
    elif not any(may_sit(user, seat.department_id, since) for seat in seats):
        errors["user"] = "同じ課の人か、管理職・計画担当である人を選んでください。"
    if errors:
        raise Incomplete(errors)
    with transaction.atomic():
        there = Deputy.objects.filter(principal=principal, user=user, since__lte=until, until__gt=since)
        if there.exists():
            raise Incomplete({"user": "この人は、この期間の代理にすでに決まっています。"})
        deputy = Deputy.objects.create(
            principal=principal,
            user=user,
            since=since,
            until=until + timedelta(days=1),
            set_by=by,
            set_at=now,
        )
        _log_deputy(Event.Action.DEPUTY_SET, deputy, by, now)
        return deputy


def end_deputy(*, deputy: Deputy, by: User, now: datetime | None = None) -> None:
    """From today on. NotAllowed, WrongState."""
    now = now or timezone.now()
    if by.pk != deputy.principal_id and not may_review(by):
        raise NotAllowed("代理をやめられるのは、本人と企画課（計画担当）だけです。")
    with transaction.atomic():
        today = timezone.localdate(now)
        fresh = Deputy.objects.lasting_after(today).filter(pk=deputy.pk).first()
        if fresh is None:
            raise WrongState("この代理は、すでに終わっています。")
        _log_deputy(Event.Action.DEPUTY_ENDED, fresh, by, now)
        _end(fresh, today)


def _log_deputy(action: Event.Action, deputy: Deputy, by: User, now: datetime) -> None:
    told = {"since": deputy.since.isoformat(), "deputy": deputy.user.username, "name": name_of(deputy.user)}
    last = deputy.until and (deputy.until - timedelta(days=1)).isoformat()
    Event.objects.create(
        at=now, by=by, action=action, person=deputy.principal, detail={**told, "until": last}
    )


# --- Departments that become others -----------------------------------------------------------------------


def follow_departments(
    *,
    ending: Iterable[Department],
    new: Mapping[str, Department],
    members: Mapping[str, str],
    on: date,
    by: User,
    now: datetime,
) -> None:
    """The routes of departments that end go to those that follow: a person's seat to where the person goes, or to each of
    them. `members`: user name → slug, where there are several. Records that wait follow their indicator, a sheet its
    department. Within the transaction of the change."""
    for seat in list(
        RouteSeat.objects.lasting_after(on).filter(department__in=list(ending)).select_related("user")
    ):
        for department in _targets(seat.user.username, new, members):
            there = RouteSeat.objects.lasting_after(on).filter(
                department=department, level=seat.level, user=seat.user
            )
            if not there.exists():
                moved = RouteSeat.objects.create(
                    department=department,
                    level=seat.level,
                    title=seat.title,
                    user=seat.user,
                    since=max(seat.since, on),
                    until=seat.until,
                )
                _log_route(department, by, now, "followed", moved)
        _end(seat, on)


def _targets(
    username: str, new: Mapping[str, Department], members: Mapping[str, str]
) -> Collection[Department]:
    known: Any = new.get(members.get(username, ""))
    return [known] if known is not None else list(new.values())
