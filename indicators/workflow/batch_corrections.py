"""The title and day of a publication that is out: bounded when they are set, corrected by a record beside it (docs/publication.md §7)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from indicators.models import Batch, BatchCorrection, Event
from indicators.permissions import may_review
from indicators.wording.days import write_day
from indicators.workflow.errors import Incomplete, NotAllowed, StaleVersion, WrongState
from measures.fiscal_year import FiscalYear

# A schedule is made for the weeks before an announcement; a year further on a digit was mistyped.
LONGEST_WAIT = timedelta(days=366)
LONGEST_TITLE = 100


def day_refusal(announced_on: date, *, years: Iterable[int], last: date) -> str:
    """Why citizens cannot be told this day; "" where they can.

    `years`: the fiscal years of the values. None of them was announced before the newest of these years began, nor
    after `last`, the day on which they go out.
    """
    newest = max(years, default=None)
    if newest is not None and announced_on < date(newest, 4, 1):
        return f"{FiscalYear(newest).wareki}の値を含むので、{write_day(date(newest, 4, 1))}より前の日付にはできません。"
    if announced_on > last:
        return f"公表する日（{write_day(last)}）より後の日付にはできません。"
    return ""


def correct_batch(
    *,
    batch: Batch,
    title: str,
    announced_on: date,
    reason: str,
    seen: int,
    by: User,
    now: datetime | None = None,
) -> BatchCorrection:
    """Say the title and day of what is out anew; what was said stays on record, and a past day keeps it.

    `seen`: how many corrections the person saw. NotAllowed, WrongState, Incomplete; StaleVersion where there is a newer one.
    """
    now = now or timezone.now()
    old, number = check_correction(
        batch=batch, title=title, announced_on=announced_on, reason=reason, seen=seen, by=by
    )
    try:
        with transaction.atomic():
            made = BatchCorrection.objects.create(
                batch=batch,
                number=number,
                old_title=old.title,
                old_announced_on=old.announced_on,
                title=title.strip(),
                announced_on=announced_on,
                reason=reason.strip(),
                corrected_at=now,
                corrected_by=by,
            )
            _record(made, by, now)
    except IntegrityError:  # two people at once: a number is given once
        raise StaleVersion(
            "ほかの人が先に訂正しました。", batch.corrections.order_by("-number").first()
        ) from None
    return made


def check_correction(
    *, batch: Batch, title: str, announced_on: date, reason: str, seen: int, by: User
) -> tuple[Batch | BatchCorrection, int]:
    """What stands, and the number that the correction would have; refused as correct_batch() does."""
    if not may_review(by):
        raise NotAllowed("公表の題名と日付を訂正できるのは企画課（計画担当）だけです。")
    if batch.published_at is None:
        raise WrongState(
            "まだ公表していません。題名や日付を変えるときは、予約を取り消してから予約し直してください。"
        )
    before = batch.corrections.order_by("-number").first()
    number = 1 + (before.number if before else 0)
    if seen != number - 1:
        raise StaleVersion("見ていたあとに、ほかの人が題名か日付を訂正しました。", before)
    old: Batch | BatchCorrection = before or batch
    _check(batch, old, title.strip(), announced_on, reason.strip())
    return old, number


def _check(batch: Batch, old: Batch | BatchCorrection, title: str, announced_on: date, reason: str) -> None:
    errors = {}
    if not title:
        errors["title"] = "題名を入力してください。"
    elif len(title) > LONGEST_TITLE:
        errors["title"] = f"題名は{LONGEST_TITLE}字までです。"
    years = batch.publications.values_list("year", flat=True)
    assert batch.published_at is not None
    if refusal := day_refusal(announced_on, years=years, last=timezone.localdate(batch.published_at)):
        errors["announced_on"] = refusal
    if not reason:
        errors["reason"] = "訂正の理由を入力してください。"
    if not errors and (title, announced_on) == (old.title, old.announced_on):
        errors["title"] = "題名も日付も、いまと同じです。"
    if errors:
        raise Incomplete(errors)


def _record(made: BatchCorrection, by: User, now: datetime) -> None:
    Event.objects.create(
        at=now,
        by=by,
        action=Event.Action.BATCH_CORRECTED,
        reason=made.reason,
        detail={
            "batch": made.batch_id,
            "before": {"title": made.old_title, "announced_on": made.old_announced_on.isoformat()},
            "after": {"title": made.title, "announced_on": made.announced_on.isoformat()},
        },
    )
