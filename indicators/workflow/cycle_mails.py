"""Whom a cycle asks, and the mails of its round: the request at its opening, the reminder, the question for a newer value.

A mail is written in the transaction of what it tells and sent by the keeper; each leaves a line of the log, so that the
office sees when people were asked last. One of a kind a day and cycle: a second press of the button mails nobody again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import TextChoices
from django.template.loader import render_to_string
from django.utils import timezone

from indicators.frames import Row, asked_of_year, working
from indicators.models import Cycle, Event, HowTold, Mail, NoticeKind
from indicators.outbox import can_send, post
from indicators.outbox.choices import wanted
from indicators.permissions import at_work, may_review, memberships_of_today
from indicators.workflow.errors import NotAllowed, WrongState
from measures.addresses import naming
from measures.fiscal_year import FiscalYear
from measures.models import Plan


class CycleMail(TextChoices):
    """What a mail asks for: to begin, to hand in what is missing, to bring a newer value."""

    REQUEST = "request", "入力のお願い"
    REMINDER = "reminder", "入力の催促"
    FOLLOW_UP = "follow_up", "公表予定を過ぎた値のお願い"
    SHEETS = "sheets", "評価シートの催促"


@dataclass(frozen=True)
class AskedDepartment:
    """A leading department, what is asked of it, and its people of today."""

    name: str
    slug: str
    rows: tuple[Row, ...]
    people: tuple[User, ...]

    @property
    def reached(self) -> tuple[User, ...]:
        """Those who have an address."""
        return tuple(person for person in self.people if person.email)


@dataclass(frozen=True)
class Mailed:
    """How many were written to, of how many departments, and which departments nobody reads mail of."""

    people: int
    departments: int
    unreached: tuple[str, ...]


def departments_asked(rows: Iterable[Row]) -> list[AskedDepartment]:
    """The departments that lead what stands in the rows, in the plan's order."""
    by_department: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        by_department.setdefault((row.department_slug, row.department), []).append(row)
    people = list(at_work().prefetch_related(memberships_of_today()).order_by("username"))
    slugs = {person.pk: {membership.slug for membership in person.memberships.all()} for person in people}
    return [
        AskedDepartment(name, slug, tuple(led), tuple(one for one in people if slug in slugs[one.pk]))
        for (slug, name), led in by_department.items()
    ]


def mail_request(*, cycle: Cycle, by: User, now: datetime) -> Mailed:
    """Ask everybody for what a cycle that was just opened still lacks; part of the transaction of the opening."""
    return _mail(CycleMail.REQUEST, cycle, _missing(cycle), by, now)


def remind(*, cycle: Cycle, by: User, now: datetime | None = None) -> Mailed:
    """Remind the departments that have not handed in. NotAllowed; WrongState where nobody is to be, or was today."""
    now = now or timezone.now()
    check_mails(by)
    with transaction.atomic():
        fresh = Cycle.objects.select_for_update().get(pk=cycle.pk)
        if not fresh.is_open:
            raise WrongState("このサイクルは締められています。")
        rows = _missing(fresh)
        if not rows:
            raise WrongState("提出されていない値は、もうありません。")
        once_a_day(CycleMail.REMINDER, fresh.plan, fresh.year, now)
        return reaching_somebody(_mail(CycleMail.REMINDER, fresh, rows, by, now))


def ask_for_newer(*, plan: Plan, by: User, now: datetime | None = None) -> Mailed:
    """Ask for the newer values whose day has passed. NotAllowed; WrongState where there is none, or they were asked today."""
    now = now or timezone.now()
    check_mails(by)
    with transaction.atomic():
        Plan.objects.select_for_update().get(pk=plan.pk)  # two presses at one moment write once
        rows = [row for row in working(plan) if row.is_overdue]
        if not rows:
            raise WrongState("公表予定を過ぎている値は、もうありません。")
        once_a_day(CycleMail.FOLLOW_UP, plan, None, now)
        return reaching_somebody(_mail(CycleMail.FOLLOW_UP, plan, rows, by, now))


def last_mailed(what: CycleMail, plan: Plan, year: int | None) -> Event | None:
    """The newest line of the log about such mails of a plan's cycle (or of no year)."""
    return (
        Event.objects.filter(
            action=Event.Action.CYCLE_MAILED, year=year, detail__plan=plan.slug, detail__what=what
        )
        .order_by("-at", "-pk")
        .first()
    )


def _missing(cycle: Cycle) -> list[Row]:
    return [row for row in asked_of_year(working(cycle.plan), cycle.year) if row.is_missing]


def check_mails(by: User) -> None:
    """Who may ask people by mail, and whether a mail can go out at all. NotAllowed, WrongState."""
    if not may_review(by):
        raise NotAllowed("入力のお願いや催促を送れるのは、計画担当だけです。")
    if not can_send():
        raise WrongState("メールサーバーが設定されていないので、メールは送れません。")


def mailed_today(what: CycleMail, plan: Plan, year: int | None, now: datetime | None = None) -> bool:
    """Whether such a mail went out since midnight in Japan."""
    last = last_mailed(what, plan, year)
    midnight = datetime.combine(timezone.localdate(now), time(0), timezone.get_default_timezone())
    return last is not None and last.at >= midnight


def once_a_day(what: CycleMail, plan: Plan, year: int | None, now: datetime) -> None:
    """WrongState where people were asked since midnight."""
    if mailed_today(what, plan, year, now):
        raise WrongState(f"{what.label}のメールは、きょうすでに送りました。")


def reaching_somebody(mailed: Mailed) -> Mailed:
    """WrongState, which takes the log's line back, where there was nobody to write to."""
    if not mailed.people:
        raise WrongState(
            "メールアドレスのある担当者が、どの課にもいません。「人」のページで登録してください。"
        )
    return mailed


def _mail(what: CycleMail, about: Cycle | Plan, rows: Sequence[Row], by: User, now: datetime) -> Mailed:
    departments = departments_asked(rows)
    by_person: dict[User, list[AskedDepartment]] = {}
    for department in departments:
        for person in department.reached if can_send() else ():
            by_person.setdefault(person, []).append(department)
    cycle = about if isinstance(about, Cycle) else None
    plan = about if isinstance(about, Plan) else about.plan
    several = Plan.objects.all()[1:].exists()
    how = wanted(by_person)
    # The others hear of it as they chose: the morning's mail, or the list on the screen (indicators/notices/).
    at_once = {
        person: own for person, own in by_person.items() if how[person.pk][NoticeKind.REQUEST] == HowTold.ONCE
    }
    year = cycle.year if cycle else None
    about_year = f"{FiscalYear(year).wareki}　" if year else ""
    # What is of a plan is linked by an address that names it: a mail is read after March 31, too.
    with naming(alone=not several):
        for person, own in at_once.items():
            context = {
                "person": person,
                "departments": own,
                "what": what,
                "cycle": cycle,
                "plan": plan if several else None,
                "late": cycle is not None and timezone.localdate(now) > cycle.due_on,
                "site_url": settings.SITE_URL,
            }
            count = sum(len(one.rows) for one in own)
            post(
                person,
                Mail.Kind.NOTICE,
                subject=f"【基本計画のいま】{about_year}{what.label}（{count}件）",
                body=render_to_string("mail/cycle.txt", context),
                now=now,
            )
    reached = [one for one in departments if one.reached and by_person]
    Event.objects.create(
        at=now,
        by=by,
        action=Event.Action.CYCLE_MAILED,
        year=year,
        detail={
            "plan": plan.slug,
            "what": what.value,
            "departments": [one.name for one in reached],
            "people": len(by_person),
            "asked": [one.slug for one in departments],
            "mailed": sorted(person.pk for person in at_once),
        },
    )
    unreached = tuple(one.name for one in departments if not one.reached)
    return Mailed(len(by_person), len(reached), unreached)
