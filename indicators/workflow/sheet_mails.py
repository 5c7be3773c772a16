"""Whom the evaluation sheets of a cycle wait for, and the office's mail to those who have not written."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from indicators.frames import SheetAsked, sheets_asked
from indicators.models import Cycle, Event, HowTold, Mail, NoticeKind
from indicators.outbox import post
from indicators.outbox.choices import wanted
from indicators.permissions import at_work, memberships_of_today, sheet_writers
from indicators.workflow.cycle_mails import CycleMail, Mailed, check_mails, once_a_day, reaching_somebody
from indicators.workflow.errors import WrongState
from measures.addresses import naming
from measures.fiscal_year import FiscalYear
from measures.models import Department, Plan


@dataclass(frozen=True)
class AskedForSheets:
    """A department, the sheets that it still owes, and its people of today. A sheet of several departments is owed by each."""

    name: str
    slug: str
    sheets: tuple[SheetAsked, ...]
    people: tuple[User, ...]

    @property
    def reached(self) -> tuple[User, ...]:
        return tuple(person for person in self.people if person.email)


def departments_without_sheets(cycle: Cycle) -> list[AskedForSheets]:
    """Those that have not handed in, in the city's order of departments."""
    missing = [one for one in sheets_asked(cycle) if one.is_missing]
    writers = sheet_writers([one.measure.pk for one in missing])
    departments = Department.objects.filter(pk__in={pk for found in writers.values() for pk in found})
    people = list(at_work().prefetch_related(memberships_of_today()).order_by("username"))
    slugs = {person.pk: {membership.slug for membership in person.memberships.all()} for person in people}
    return [
        AskedForSheets(
            department.name,
            department.slug,
            tuple(one for one in missing if department.pk in writers[one.measure.pk]),
            tuple(person for person in people if department.slug in slugs[person.pk]),
        )
        for department in departments.order_by("order", "pk")
    ]


def remind_of_sheets(*, cycle: Cycle, by: User, now: datetime | None = None) -> Mailed:
    """Remind whoever has not handed in. NotAllowed; WrongState where nobody is to be, or was today. Of a closed cycle, too:
    sheets come after the values."""
    now = now or timezone.now()
    check_mails(by)
    with transaction.atomic():
        fresh = Cycle.objects.select_for_update().select_related("plan").get(pk=cycle.pk)
        departments = departments_without_sheets(fresh)
        if not departments:
            raise WrongState("提出されていない評価シートは、もうありません。")
        once_a_day(CycleMail.SHEETS, fresh.plan, fresh.year, now)
        return reaching_somebody(_mail(fresh, departments, by, now))


def _mail(cycle: Cycle, departments: list[AskedForSheets], by: User, now: datetime) -> Mailed:
    by_person: dict[User, list[SheetAsked]] = {}
    for department in departments:
        for person in department.reached:
            sheets = by_person.setdefault(person, [])
            sheets += [one for one in department.sheets if one not in sheets]
    how = wanted(by_person)
    at_once = {one: own for one, own in by_person.items() if how[one.pk][NoticeKind.REQUEST] == HowTold.ONCE}
    several = Plan.objects.all()[1:].exists()
    label = FiscalYear(cycle.year).wareki
    # What is of a plan is linked by an address that names it: a mail is read after March 31, too.
    with naming(alone=not several):
        for person, sheets in at_once.items():
            context = {
                "person": person,
                "sheets": sheets,
                "cycle": cycle,
                "plan": cycle.plan if several else None,
                "late": cycle.sheets_due_on is not None and timezone.localdate(now) > cycle.sheets_due_on,
                "site_url": settings.SITE_URL,
            }
            post(
                person,
                Mail.Kind.NOTICE,
                subject=f"【基本計画のいま】{label}　{CycleMail.SHEETS.label}（{len(sheets)}件）",
                body=render_to_string("mail/sheets.txt", context),
                now=now,
            )
    reached = [one for one in departments if one.reached]
    Event.objects.create(
        at=now,
        by=by,
        action=Event.Action.CYCLE_MAILED,
        year=cycle.year,
        detail={
            "plan": cycle.plan.slug,
            "what": CycleMail.SHEETS.value,
            "departments": [one.name for one in reached],
            "people": len(by_person),
            "asked": [one.slug for one in departments],
            "mailed": sorted(person.pk for person in at_once),
        },
    )
    return Mailed(len(by_person), len(reached), tuple(one.name for one in departments if not one.reached))
