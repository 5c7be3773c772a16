"""Opening and closing the yearly round."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from indicators.models import Cycle, Event, Result, Target
from indicators.permissions import may_review
from indicators.workflow.cycle_mails import mail_request
from indicators.workflow.errors import Incomplete, NotAllowed, WrongState
from indicators.workflow.review.values import VALUES
from measures.fiscal_year import FiscalYear
from measures.models import Plan


@dataclass(frozen=True)
class SheetDays:
    """Until when the evaluation sheets of a cycle are asked for, and when who has not written is reminded; None is never."""

    due_on: date | None = None
    first_reminder_on: date | None = None
    second_reminder_on: date | None = None


NO_SHEET_DAYS = SheetDays()


def years_to_enter(plan: Plan) -> range:
    """The plan's years, and those after it up to the last year of a published target: they are entered too."""
    of_plan = Target.objects.filter(indicator__measure__plan=plan, published_at__isnull=False)
    last = of_plan.aggregate(last=Max("target_year"))["last"] or plan.last_year
    return range(plan.first_year, max(plan.last_year, last) + 1)


def open_cycle(
    *,
    plan: Plan,
    year: int,
    due_on: date,
    by: User,
    first_reminder_on: date | None = None,
    second_reminder_on: date | None = None,
    instructions: str = "",
    sheets: SheetDays = NO_SHEET_DAYS,
    now: datetime | None = None,
) -> Cycle:
    """Let first values of a fiscal year of the plan be typed, and mail the request. NotAllowed, WrongState, Incomplete."""
    now = now or timezone.now()
    _check_person(by)
    columns = {
        **_checked(due_on, first_reminder_on, second_reminder_on, instructions),
        **_checked_of_sheets(sheets),
    }
    label = FiscalYear(year).wareki
    if year not in years_to_enter(plan):
        raise WrongState(f"{label}は{plan.name}の期間にありません。")
    if FiscalYear(year).start > timezone.localdate(now):
        raise WrongState(f"{label}は、まだ始まっていません。")
    with transaction.atomic():
        try:
            with transaction.atomic():
                cycle = Cycle.objects.create(plan=plan, year=year, opened_at=now, opened_by=by, **columns)
        except IntegrityError:
            raise WrongState(f"{label}のサイクルはすでにあります。") from None
        _record(Event.Action.CYCLE_OPENED, cycle, by, now, due_on=due_on.isoformat())
        mail_request(cycle=cycle, by=by, now=now)
    return cycle


def change_cycle(
    *,
    cycle: Cycle,
    due_on: date,
    by: User,
    first_reminder_on: date | None = None,
    second_reminder_on: date | None = None,
    instructions: str = "",
    now: datetime | None = None,
) -> Cycle:
    """Set the days and the instructions of an open cycle anew. NotAllowed, WrongState, Incomplete."""
    now = now or timezone.now()
    _check_person(by)
    changes = _checked(due_on, first_reminder_on, second_reminder_on, instructions)
    with transaction.atomic():
        still_open = Cycle.objects.select_for_update().filter(pk=cycle.pk, closed_at__isnull=True)
        if not still_open.exists():
            raise WrongState("このサイクルは締められています。")
        return _changed(cycle, changes, by, now)


def change_sheet_days(*, cycle: Cycle, sheets: SheetDays, by: User, now: datetime | None = None) -> Cycle:
    """Set the days of the evaluation sheets, which are written after the closing too. NotAllowed, Incomplete."""
    now = now or timezone.now()
    _check_person(by)
    changes = _checked_of_sheets(sheets)
    with transaction.atomic():
        return _changed(cycle, changes, by, now)


def _changed(cycle: Cycle, changes: Mapping[str, date | str | None], by: User, now: datetime) -> Cycle:
    before = Cycle.objects.select_for_update().get(pk=cycle.pk)
    Cycle.objects.filter(pk=cycle.pk).update(**changes)
    _record(
        Event.Action.CYCLE_CHANGED,
        cycle,
        by,
        now,
        before={name: str(getattr(before, name) or "") for name in changes},
        after={name: str(value or "") for name, value in changes.items()},
    )
    cycle.refresh_from_db()
    return cycle


def left_in(cycle: Cycle) -> list[Result]:
    """The first values of the cycle that somebody began and nobody published: closing asks about each."""
    open_ones = Result.objects.open().filter(
        indicator__measure__policy__plan=cycle.plan, year=cycle.year, number=1
    )
    return list(
        open_ones.select_related("indicator__measure", "indicator__lead_department", "edited_by").order_by(
            "indicator__measure__number", "indicator__letter"
        )
    )


def close_cycle(
    *,
    cycle: Cycle,
    by: User,
    kept: Collection[int] = (),
    discarded: Mapping[int, int] | None = None,
    now: datetime | None = None,
) -> None:
    """Stop the typing of first values; changes of published values go on.

    Every draft of the year is in `kept` (its department may still finish it) or in `discarded`, with the edit that was
    seen (ids of results).
    What is submitted stays in the queue, and may be mended if it is sent back. NotAllowed; WrongState where the
    cycle is closed; Incomplete by id where nothing was said of a draft; StaleVersion where one that is to be discarded was saved meanwhile.
    """
    now = now or timezone.now()
    versions = discarded or {}
    _check_person(by)
    with transaction.atomic():
        closed = Cycle.objects.filter(pk=cycle.pk, closed_at__isnull=True).update(closed_at=now, closed_by=by)
        if not closed:
            raise WrongState("このサイクルはすでに締められています。")
        drafts = [result for result in left_in(cycle) if result.is_editable]
        undecided = [result for result in drafts if result.pk not in kept and result.pk not in versions]
        if undecided:
            raise Incomplete(
                {f"draft-{result.pk}": "締めたあとどうするかを選んでください。" for result in undecided}
            )
        for result in drafts:
            if result.pk in versions:
                VALUES.discard(record=result, version=versions[result.pk], by=by, now=now)
            else:
                Result.objects.filter(pk=result.pk).update(kept_open=True)
        _record(
            Event.Action.CYCLE_CLOSED,
            cycle,
            by,
            now,
            kept=[result.indicator.code for result in drafts if result.pk not in versions],
            discarded=[result.indicator.code for result in drafts if result.pk in versions],
        )


def reopen_cycle(*, cycle: Cycle, due_on: date, reason: str, by: User, now: datetime | None = None) -> Cycle:
    """Take first values of the year again, until a new day and for a reason; what is missing is asked for by mail.
    NotAllowed, WrongState, Incomplete."""
    now = now or timezone.now()
    _check_person(by)
    if not reason.strip():
        raise Incomplete({"reason": "再開する理由を入力してください。"})
    with transaction.atomic():
        # Reminders belong to the round before: their days are over.
        opened = Cycle.objects.filter(pk=cycle.pk, closed_at__isnull=False).update(
            closed_at=None, closed_by=None, due_on=due_on, first_reminder_on=None, second_reminder_on=None
        )
        if not opened:
            raise WrongState("このサイクルは締められていません。")
        due = due_on.isoformat()
        _record(Event.Action.CYCLE_REOPENED, cycle, by, now, reason=reason.strip(), due_on=due)
        cycle.refresh_from_db()
        mail_request(cycle=cycle, by=by, now=now)
    return cycle


def _checked(
    due_on: date, first: date | None, second: date | None, instructions: str
) -> dict[str, date | str | None]:
    """The columns of a cycle that the office sets; Incomplete where the days are out of order."""
    errors = _out_of_order(due_on, first, second)
    if errors:
        raise Incomplete(errors)
    return {
        "due_on": due_on,
        "first_reminder_on": first,
        "second_reminder_on": second,
        "instructions": instructions.strip(),
    }


def _checked_of_sheets(days: SheetDays) -> dict[str, date | str | None]:
    """The columns of the sheets' days; Incomplete where they are out of order, or remind of no day."""
    errors = _out_of_order(days.due_on, days.first_reminder_on, days.second_reminder_on)
    if errors:
        raise Incomplete({f"sheets_{name}": message for name, message in errors.items()})
    return {
        "sheets_due_on": days.due_on,
        "sheets_first_reminder_on": days.first_reminder_on,
        "sheets_second_reminder_on": days.second_reminder_on,
    }


def _out_of_order(due_on: date | None, first: date | None, second: date | None) -> dict[str, str]:
    """Field → what is wrong with a day and its reminders."""
    errors = {}
    if first is not None and due_on is None:
        errors["due_on"] = "催促の日を決めるときは、期限も入れてください。"
    elif first is not None and due_on is not None and first > due_on:
        errors["first_reminder_on"] = "1回目の催促は、期限までの日にしてください。"
    if second is not None and first is None:
        errors["second_reminder_on"] = "1回目の催促の日を先に入れてください。"
    elif second is not None and first is not None and second <= first:
        errors["second_reminder_on"] = "2回目の催促は、1回目より後の日にしてください。"
    return errors


def _check_person(by: User) -> None:
    if not may_review(by):
        raise NotAllowed("サイクルを開始・締切・再開できるのは企画課（計画担当）だけです。")


def _record(
    action: Event.Action, cycle: Cycle, by: User, now: datetime, *, reason: str = "", **detail: object
) -> None:
    Event.objects.create(
        at=now,
        by=by,
        action=action,
        year=cycle.year,
        reason=reason,
        detail={"plan": cycle.plan.slug, **detail},
    )
