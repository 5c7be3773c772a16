"""Many values at once: publish or send back in one transaction, now or at a moment set before (docs/publication.md §7).

What cannot go out stays behind and says why; the others go out together. A schedule is carried out by publish_due(),
whoever calls it, and the record carries the moment at which it really happened.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from indicators.models import Batch, BatchItem, Event, Result
from indicators.models import WorkflowState as State
from indicators.permissions import may_review, with_rights_of
from indicators.wording.people import person
from indicators.workflow.batch_checks import day_refusal, moment_refusal
from indicators.workflow.errors import (
    Incomplete,
    NotAllowed,
    StaleVersion,
    WorkflowError,
    WrongState,
    told_apart,
)
from indicators.workflow.four_eyes import OWN
from indicators.workflow.review.values import VALUES
from indicators.workflow.review.warnings import refusals

MEANWHILE = "確かめているあいだに変わったものがあるので、"


@dataclass(frozen=True)
class Chosen:
    """A record that somebody ticked, at the edit that they saw."""

    result: Result
    version: int


@dataclass(frozen=True)
class Refused:
    """A record that stayed behind, and why."""

    result: Result
    why: str


def publish_many(
    *,
    chosen: Sequence[Chosen],
    title: str,
    announced_on: date,
    by: User,
    now: datetime | None = None,
    whole: bool = False,
) -> tuple[Batch, list[Refused]]:
    """Publish what can go out, as one batch. Incomplete where nothing can, or the title is missing; NotAllowed.

    `whole`: all of it was confirmed together, so that nothing goes out where one cannot: StaleVersion.
    """
    now = now or timezone.now()
    check_batch(chosen=chosen, title=title, announced_on=announced_on, by=by, now=now)
    with transaction.atomic():
        batch = _create(title, announced_on, by, now, published_at=now)
        refused = _each(chosen, lambda one: _publish_one(batch, one, by, now))
        if whole and refused:
            raise StaleVersion(f"{MEANWHILE}1件も公表していません。{_reasons(refused)}", None)
        if len(refused) == len(chosen):
            raise Incomplete({"__all__": "公表できるものがありません。" + _reasons(refused)})
        _record(Event.Action.BATCH_PUBLISHED, batch, by, now, published=len(chosen) - len(refused))
    return batch, refused


def schedule(
    *,
    chosen: Sequence[Chosen],
    title: str,
    announced_on: date,
    scheduled_for: datetime,
    by: User,
    now: datetime | None = None,
    whole: bool = False,
) -> tuple[Batch, list[Refused]]:
    """Keep a batch for a later moment. Refused are those that could not go out as they stand. NotAllowed, Incomplete;
    `whole`: see publish_many()."""
    now = now or timezone.now()
    told: dict[str, Any] = {"title": title, "announced_on": announced_on, "scheduled_for": scheduled_for}
    check_batch(chosen=chosen, by=by, now=now, **told)
    with transaction.atomic():
        refused = [Refused(one.result, why) for one in chosen if (why := why_not(one, by, scheduled=True))]
        behind = {one.result.pk for one in refused}
        kept = [one for one in chosen if one.result.pk not in behind]
        if whole and refused:
            raise StaleVersion(f"{MEANWHILE}1件も予約していません。{_reasons(refused)}", None)
        if not kept:
            raise Incomplete({"__all__": "予約できるものがありません。" + _reasons(refused)})
        batch = _create(title, announced_on, by, now, scheduled_for=scheduled_for)
        seen = Result.objects.filter(pk__in=[one.result.pk for one in kept], looked_at=None)
        seen.update(looked_at=now)  # it is not taken back any more
        BatchItem.objects.bulk_create(_item(batch, one) for one in kept)
        _record(Event.Action.BATCH_SCHEDULED, batch, by, now)
    return batch, refused


def cancel(*, batch: Batch, by: User, reason: str = "", now: datetime | None = None) -> None:
    """Give up a schedule until its moment. NotAllowed; WrongState where it is out or given up already."""
    now = now or timezone.now()
    if not may_review(by):
        raise NotAllowed("公表の予約を取り消せるのは企画課（計画担当）だけです。")
    with transaction.atomic():
        done = Batch.objects.waiting().filter(pk=batch.pk).update(cancelled_at=now, cancelled_by=by)
        if not done:
            raise WrongState("この予約は、すでに公表されたか、取り消されています。")
        _record(Event.Action.BATCH_CANCELLED, batch, by, now, reason=reason.strip())


def publish_due(
    *, now: datetime | None = None, problems: list[str] | None = None
) -> list[tuple[Batch, list[Refused]]]:
    """Carry out every schedule whose moment has come; each batch whole in its own transaction.

    What was sent back, taken away or saved anew since stays behind, with the reason on its item. Of two callers at
    once the second finds nothing to do. One that fails holds up no other, where `problems` takes what went wrong.
    """
    now = now or timezone.now()
    due = Batch.objects.waiting().filter(scheduled_for__lte=now).order_by("scheduled_for", "pk")
    found = []
    for batch in list(due):
        with told_apart(f"予約した公表「{batch}」", problems):
            if (done := _carry_out(batch, now)) is not None:
                found.append(done)
    return found


def send_back_many(
    *, chosen: Sequence[Chosen], reason: str, by: User, now: datetime | None = None
) -> list[Refused]:
    """Send back with one reason; what cannot be sent back is named. NotAllowed, Incomplete."""
    now = now or timezone.now()
    if not may_review(by):
        raise NotAllowed("差し戻せるのは企画課（計画担当）だけです。")
    if not chosen:
        raise Incomplete({"__all__": "差し戻すものを選んでください。"})
    if not reason.strip():
        raise Incomplete({"return_reason": "差戻しの理由を入力してください。"})
    acting: dict[str, Any] = {"reason": reason, "by": by, "now": now}
    with transaction.atomic():
        return _each(chosen, lambda one: VALUES.send_back(record=one.result, version=one.version, **acting))


def _carry_out(batch: Batch, now: datetime) -> tuple[Batch, list[Refused]] | None:
    with transaction.atomic():
        # The row itself says who carries it out: the second finds it published, and waits on PostgreSQL until it is.
        taken = Batch.objects.waiting().filter(pk=batch.pk).update(published_at=now)
        if not taken:
            return None
        batch.refresh_from_db()
        items = list(
            batch.items.select_related("indicator__lead_department", "result").order_by(
                F("result").asc(nulls_last=True)
            )
        )
        refused = []
        # Looked at after midnight, it still goes out in the name of who left the office with the day before.
        by = with_rights_of(batch.created_by, timezone.localdate(batch.scheduled_for))
        gone_from_office = not may_review(by)
        for item in items:
            try:
                if gone_from_office:
                    raise NotAllowed(_why_left(by))
                if item.result is None:
                    raise VALUES.changed(Result(indicator=item.indicator, year=item.year))
                _publish_one(batch, Chosen(item.result, item.version), by, now)
            except WorkflowError as refusal:
                item.refusal = refusal.message[:300]
                gone = Result(indicator=item.indicator, year=item.year)
                refused.append(Refused(item.result or gone, refusal.message))
        BatchItem.objects.bulk_update([item for item in items if item.refusal], ["refusal"])
        _record(
            Event.Action.BATCH_PUBLISHED, batch, batch.created_by, now, published=len(items) - len(refused)
        )
    return batch, refused


def _create(title: str, announced_on: date, by: User, now: datetime, **moment: datetime) -> Batch:
    return Batch.objects.create(
        title=title.strip(), announced_on=announced_on, created_at=now, created_by=by, **moment
    )


def _each(chosen: Iterable[Chosen], step: Callable[[Chosen], object]) -> list[Refused]:
    """Take a step with each; those that were refused."""
    refused = []
    # By id: two batches that share values wait for each other in one order, and never for ever.
    for one in sorted(chosen, key=lambda one: one.result.pk):
        try:
            step(one)
        except WorkflowError as refusal:
            refused.append(Refused(one.result, refusal.message))
    return refused


def _publish_one(batch: Batch, one: Chosen, by: User, now: datetime) -> None:
    VALUES.publish(record=one.result, version=one.version, by=by, now=now, batch=batch)


def check_batch(
    *,
    chosen: Sequence[Chosen],
    title: str,
    announced_on: date,
    by: User,
    scheduled_for: datetime | None = None,
    now: datetime | None = None,
) -> None:
    """What is said of a batch as a whole: person, title, moment and day. NotAllowed, Incomplete."""
    now = now or timezone.now()
    _check(chosen, title, by)
    if scheduled_for is not None and (refusal := moment_refusal(scheduled_for, by, now)):
        raise Incomplete({"scheduled_for": refusal})
    years = [one.result.year for one in chosen]
    if refusal := day_refusal(announced_on, years=years, last=timezone.localdate(scheduled_for or now)):
        raise Incomplete({"announced_on": refusal})


def _check(chosen: Sequence[Chosen], title: str, by: User) -> None:
    if not may_review(by):
        raise NotAllowed("公表できるのは企画課（計画担当）だけです。")
    errors = {}
    if not title.strip():
        errors["title"] = "題名を入力してください。"
    if not chosen:
        errors["__all__"] = "公表するものを選んでください。"
    if errors:
        raise Incomplete(errors)


def _why_left(by: User) -> str:
    return f"予約した{person(by)}が、公表の日に企画課（計画担当）ではなかったため、公表していません。"


def why_not(one: Chosen, by: User, *, scheduled: bool) -> str:
    """Why a record could not go out as it stands, or be `scheduled`; "" where it could."""
    fresh = Result.objects.filter(pk=one.result.pk).first()
    if fresh is None or fresh.version != one.version or fresh.state != State.SUBMITTED:
        return VALUES.changed(one.result).message
    if waits := VALUES.why_not_arrived(fresh):
        return waits
    if not VALUES.may_publish(by, fresh):
        why = VALUES.why_not_publish(by, fresh)
        return "自分で入力・保存・提出した値です。" if why == OWN else why
    if impossible := refusals(fresh.indicator, fresh):
        return " ".join(impossible.values())
    if not scheduled:
        return ""
    waiting = BatchItem.objects.filter(
        batch__in=Batch.objects.waiting(), indicator=fresh.indicator, year=fresh.year
    )
    return "ほかの公表の予約に入っています。" if waiting.exists() else ""


def _item(batch: Batch, one: Chosen) -> BatchItem:
    return BatchItem(
        batch=batch,
        result=one.result,
        indicator=one.result.indicator,
        year=one.result.year,
        version=one.version,
    )


def _reasons(refused: Iterable[Refused]) -> str:
    return "".join(
        f"{one.result.indicator.code}（{one.result.indicator.year_name(one.result.year)}）：{one.why}"
        for one in refused
    )


def _record(
    action: Event.Action, batch: Batch, by: User, now: datetime, *, reason: str = "", **detail: int
) -> None:
    moment = batch.scheduled_for
    Event.objects.create(
        at=now,
        by=by,
        action=action,
        reason=reason,
        detail={
            "batch": batch.pk,
            "title": batch.title,
            "scheduled_for": moment.isoformat() if moment else None,
            **detail,
        },
    )
