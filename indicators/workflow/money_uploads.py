"""A file of the accounting system on its way: kept when it was read, its columns remembered, put in whole, given up."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from indicators.models import Event, MoneyUpload, Spending, TableLayout
from indicators.permissions import may_write_spending
from indicators.workflow.errors import NotAllowed, StaleVersion
from indicators.workflow.review.money import NOT_YOURS, SpendingDraft, keep_spendings
from measures.models import Plan

GONE = "このファイルは、すでに取り込まれているか、取りやめられています。"


def money_upload(plan: Plan, by: User) -> MoneyUpload | None:
    """The file that this person is looking at."""
    return MoneyUpload.objects.filter(plan=plan, uploaded_by=by).first()


def keep_money_upload(
    *,
    plan: Plan,
    year: int,
    name: str,
    data: bytes,
    raw: Mapping[str, Any],
    layout: Mapping[str, Any],
    by: User,
    now: datetime | None = None,
) -> MoneyUpload:
    """As it was read, in place of this person's last one."""
    _check_person(by)
    told = {
        "year": year,
        "name": name[:100],
        "sha256": sha256(data).hexdigest(),
        "raw": dict(raw),
        "layout": dict(layout),
        "uploaded_at": now or timezone.now(),
    }
    return MoneyUpload.objects.update_or_create(plan=plan, uploaded_by=by, defaults=told)[0]


def choose_money_columns(
    *,
    upload: MoneyUpload,
    layout: Mapping[str, Any],
    is_chosen: bool,
    by: User,
    now: datetime | None = None,
) -> None:
    """Which column is what and in which unit, remembered for the plan; the upload has it once it `is_chosen`."""
    with transaction.atomic():
        held = _held(upload, by)
        known = TableLayout.objects.filter(plan=held.plan).first() or TableLayout(plan=held.plan)
        known.money, known.edited_by, known.edited_at = dict(layout), by, now or timezone.now()
        known.save()
        held.layout = dict(layout) if is_chosen else {}
        held.save(update_fields=["layout"])


def known_money_layout(plan: Plan) -> Mapping[str, Any]:
    """As it was chosen last for this plan, else for any other."""
    kept = TableLayout.objects.order_by("-edited_at")
    own_first = sorted(kept, key=lambda one: one.plan_id != plan.pk)
    return next((dict(one.money) for one in own_first if one.money), {})


def put_in_money(
    *,
    upload: MoneyUpload,
    drafts: Sequence[SpendingDraft],
    hands_in: bool,
    reason: str,
    totals: Mapping[str, str],
    by: User,
    now: datetime | None = None,
) -> list[Spending]:
    """Into the costs, all or nothing; the file is gone then, and the log has its hash. NotAllowed, StaleVersion,
    ManySpendingsRefused."""
    now = now or timezone.now()
    with transaction.atomic():
        held = _held(upload, by)
        done = keep_spendings(year=held.year, drafts=drafts, hands_in=hands_in, reason=reason, by=by, now=now)
        Event.objects.create(
            at=now,
            by=by,
            action=Event.Action.MONEY_FILED,
            year=held.year,
            reason=reason,
            detail={"plan": held.plan.key, "name": held.name, "sha256": held.sha256, **totals},
        )
        held.delete()
    return done


def discard_money_upload(*, upload: MoneyUpload, by: User) -> None:
    _held(upload, by).delete()


def taken_before(upload: MoneyUpload) -> Event | None:
    """The line of the log about the very same file, put in before."""
    lines = Event.objects.filter(action=Event.Action.MONEY_FILED, detail__sha256=upload.sha256)
    own = [one for one in lines.select_related("by") if one.detail.get("plan") == upload.plan.key]
    return own[0] if own else None


def _held(upload: MoneyUpload, by: User) -> MoneyUpload:
    _check_person(by)
    rows = MoneyUpload.objects.select_for_update(of=("self",)).select_related("plan")
    held = rows.filter(pk=upload.pk, uploaded_by=by).first()
    if held is None:
        raise StaleVersion(GONE, None)
    return held


def _check_person(by: User) -> None:
    if not may_write_spending(by, None):
        raise NotAllowed(NOT_YOURS)
