"""The plan office's part: send back, or publish. Publishing is the only door to the public."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from indicators.models import Batch, Event, Publication, Result
from indicators.models import WorkflowState as State
from indicators.permissions import may_publish, may_review
from indicators.workflow.drafts import conflict
from indicators.workflow.errors import Incomplete, NotAllowed
from indicators.workflow.log import record


def send_back(
    *, result: Result, edit_number: int, reason: str, by: User, now: datetime | None = None
) -> Result:
    """Give a submitted value back to staff with a reason. NotAllowed, Incomplete, Conflict."""
    now = now or timezone.now()
    if not may_review(by):
        raise NotAllowed("差し戻せるのは企画課（計画担当）だけです。")
    if not reason.strip():
        raise Incomplete({"return_reason": "差戻しの理由を入力してください。"})
    with transaction.atomic():
        after = _move(result, edit_number, State.RETURNED, return_reason=reason.strip())
        record(
            Event.Action.SENT_BACK, after, by=by, now=now, from_state=State.SUBMITTED, reason=reason.strip()
        )
    return after


def publish(
    *,
    result: Result,
    edit_number: int,
    by: User,
    now: datetime | None = None,
    batch: Batch | None = None,
) -> Publication:
    """Copy a submitted value into the append-only publications, as part of a batch or alone. NotAllowed, Conflict."""
    now = now or timezone.now()
    with transaction.atomic():
        # Who wrote it is read from the row as it stands, not from what the caller holds.
        fresh = Result.objects.filter(pk=result.pk).first()
        if fresh is None:
            raise conflict(result.indicator, result.year)
        if not may_publish(by, fresh):
            raise NotAllowed(
                "公表できるのは、自分で入力・保存・提出していない企画課（計画担当）の人だけです。"
            )
        # The authors just read are those of this edit, and the row that moves is of the same: else somebody who
        # mends it at this very moment could publish their own figure.
        if fresh.edit_number != edit_number:
            raise conflict(fresh.indicator, fresh.year)
        after = _move(result, edit_number, State.PUBLISHED)
        publication = Publication.objects.create(
            indicator=after.indicator,
            year=after.year,
            number=after.number,
            kind=after.kind,
            reason=after.reason,
            value_state=after.value_state,
            value=after.value,
            note=after.note,
            as_of=after.as_of,
            expected_on=after.expected_on,
            result=after,
            batch=batch,
            published_at=now,
            published_by=by,
        )
        record(Event.Action.PUBLISHED, after, by=by, now=now, from_state=State.SUBMITTED)
    return publication


def _move(result: Result, edit_number: int, state: State, **changes: str) -> Result:
    """One UPDATE that finds the row only if it is still submitted and still at the edit that was looked at."""
    moved = (
        Result.objects.filter(pk=result.pk, state=State.SUBMITTED)
        .at(edit_number)
        .update(state=state, edit_number=F("edit_number") + 1, **changes)
    )
    if not moved:
        raise conflict(result.indicator, result.year)
    return Result.objects.select_related("indicator__lead_department").get(pk=result.pk)
