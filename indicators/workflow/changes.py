"""Changes of a published value: a new record of its chain, reviewed like a value (figures.md §5)."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from indicators.models import Event, Indicator, Kind, Publication, Result, ValueState
from indicators.permissions import may_enter
from indicators.workflow.drafts import conflict, current_result, next_edit_number
from indicators.workflow.errors import NotAllowed, WrongState
from indicators.workflow.evidence import detach_all
from indicators.workflow.log import record

NOT_YET_FINAL = (ValueState.PROVISIONAL, ValueState.ESTIMATE, ValueState.UNPUBLISHED)


def allowed_kinds(published: Publication | Result) -> tuple[Kind, ...]:
    """The kinds of change that the newest published record of a chain can be given."""
    if published.kind == Kind.WITHDRAWAL:
        return (Kind.CORRECTION,)
    if published.value_state in NOT_YET_FINAL:
        return (Kind.FINAL, Kind.CORRECTION, Kind.REVISION, Kind.WITHDRAWAL)
    return (Kind.CORRECTION, Kind.REVISION, Kind.WITHDRAWAL)


def open_change(
    *,
    indicator: Indicator,
    year: int,
    kind: str,
    by: User,
    reason: str = "",
    now: datetime | None = None,
) -> Result:
    """Start 確定, 訂正, 改定 or 取下げ as a draft that copies what is published; nothing public changes yet.

    NotAllowed; Conflict where a change is open already; WrongState where nothing is published, where the
    kind does not fit, or where the reason is missing.
    """
    now = now or timezone.now()
    if not may_enter(by, indicator):
        raise NotAllowed(
            f"「{indicator}」を変更できるのは、主担当の{indicator.lead_department.name}と企画課です。"
        )
    latest = current_result(indicator, year)
    if latest is None:
        raise WrongState("公表された値がないので、変更は始められません。")
    if latest.is_open:
        raise conflict(indicator, year)
    if kind not in allowed_kinds(latest):
        raise WrongState("いまの値には、この種別の変更はできません。")
    if kind != Kind.FINAL and not reason.strip():
        raise WrongState("変更の理由を入力してください。")
    withdrawn = kind == Kind.WITHDRAWAL
    with transaction.atomic():
        try:
            with transaction.atomic():
                change = Result.objects.create(
                    indicator=indicator,
                    year=year,
                    number=latest.number + 1,
                    kind=kind,
                    reason=reason.strip(),
                    value_state=_state_to_begin_with(kind, latest),
                    value=None if withdrawn else latest.value,
                    note="" if withdrawn else latest.note,
                    as_of=None if withdrawn else latest.as_of,
                    expected_on=None if withdrawn or kind == Kind.FINAL else latest.expected_on,
                    edit_number=next_edit_number(indicator, year, latest.number + 1),
                    entered_by=by,
                    edited_by=by,
                    edited_at=now,
                )
        except IntegrityError:
            raise conflict(indicator, year) from None
        record(Event.Action.CREATED, change, by=by, now=now, reason=change.reason)
    return change


def discard(*, result: Result, edit_number: int, by: User, now: datetime | None = None) -> None:
    """Give up a change (or a first draft) that was not submitted; the log keeps what it said.

    NotAllowed, Conflict.
    """
    now = now or timezone.now()
    if not may_enter(by, result.indicator):
        raise NotAllowed("この下書きを取りやめられるのは、主担当課と企画課です。")
    with transaction.atomic():
        # Locked, not only filtered: Django deletes by id alone, and would take along what was submitted meanwhile.
        found = Result.objects.select_for_update().filter(pk=result.pk).editable().at(edit_number).first()
        if found is None:
            raise conflict(result.indicator, result.year)
        detach_all(result=found, by=by, now=now)
        Result.objects.filter(pk=result.pk).delete()
        record(Event.Action.DISCARDED, found, by=by, now=now, from_state=found.state)


def _state_to_begin_with(kind: str, latest: Result) -> str:
    if kind == Kind.WITHDRAWAL:
        return ""
    return ValueState.ACTUAL if kind == Kind.FINAL else latest.value_state
