"""The title and day of a publication that is out, said anew: drafted by one, published by another (docs/publication.md §7)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from indicators.models import Batch, BatchCorrection
from indicators.workflow.errors import WrongState
from indicators.workflow.rules import check_person, locked, save_draft


def draft_correction(
    *,
    batch: Batch,
    data: Mapping[str, Any],
    by: User,
    expected_versions: Iterable[str],
    now: datetime | None = None,
) -> BatchCorrection:
    """Keep what title and day are to be, with the reason, for somebody else to publish (publish_rule).

    `expected_versions`: at_version of the draft that the person saw, none where there was none. NotAllowed, StaleVersion,
    WrongState; Incomplete by field where it could not go out so.
    """
    check_person(by)
    if batch.published_at is None:
        raise WrongState(
            "まだ公表していません。題名や日付を変えるときは、予約を取り消してから予約し直してください。"
        )
    with transaction.atomic():
        waiting = locked(BatchCorrection, batch, expected_versions)
        draft = waiting[0] if waiting else _next(batch)
        save_draft(draft, data, by=by, now=now or timezone.now())
    return draft


def _next(batch: Batch) -> BatchCorrection:
    """An empty draft upon what citizens read now."""
    before = batch.corrections.order_by("-number").first()
    stands: Batch | BatchCorrection = before or batch
    return BatchCorrection(
        batch=batch,
        number=1 + (before.number if before else 0),
        old_title=stands.title,
        old_announced_on=stands.announced_on,
    )
