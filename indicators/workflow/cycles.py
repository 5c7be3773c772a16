"""Opening and closing the yearly round."""

from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from indicators.models import Cycle, Event
from indicators.permissions import may_review
from indicators.workflow.errors import NotAllowed, WrongState
from measures.fiscal_year import FiscalYear
from measures.models import Plan


def open_cycle(*, plan: Plan, year: int, due_on: date, by: User, now: datetime | None = None) -> Cycle:
    """Let first values of a fiscal year of the plan be typed. NotAllowed, WrongState."""
    now = now or timezone.now()
    _check_person(by)
    label = FiscalYear(year).wareki
    if year not in plan.years:
        raise WrongState(f"{label}は{plan.name}の期間にありません。")
    with transaction.atomic():
        try:
            with transaction.atomic():
                cycle = Cycle.objects.create(plan=plan, year=year, due_on=due_on, opened_at=now, opened_by=by)
        except IntegrityError:
            raise WrongState(f"{label}のサイクルはすでにあります。") from None
        Event.objects.create(
            at=now, by=by, action=Event.Action.CYCLE_OPENED, year=year, detail={"due_on": due_on.isoformat()}
        )
    return cycle


def close_cycle(*, cycle: Cycle, by: User, now: datetime | None = None) -> None:
    """Stop the typing of first values; changes of published values go on. NotAllowed, WrongState."""
    now = now or timezone.now()
    _check_person(by)
    with transaction.atomic():
        closed = Cycle.objects.filter(pk=cycle.pk, closed_at__isnull=True).update(closed_at=now, closed_by=by)
        if not closed:
            raise WrongState("このサイクルはすでに締められています。")
        Event.objects.create(at=now, by=by, action=Event.Action.CYCLE_CLOSED, year=cycle.year)


def _check_person(by: User) -> None:
    if not may_review(by):
        raise NotAllowed("サイクルを開始・締切できるのは企画課（計画担当）だけです。")
