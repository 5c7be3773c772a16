"""The plans themselves: one is made and mended by the office until it is public (docs/publication.md §13)."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from indicators.models import Event
from indicators.permissions import may_review
from indicators.workflow.errors import Incomplete, NotAllowed, StaleVersion, WrongState
from measures.models import Plan

PUBLIC = "公表した計画の名称、アドレス（URL）に使う名前、年度は、ここでは変えられません。"
STALE = "見ていたあとに、ほかの人がこの計画を変えました。"
# Addresses of the office's pages have these words where another plan has its key.
RESERVED = frozenset({"new", "indicators"})


def fields_of(plan: Plan) -> dict[str, Any]:
    """All columns of a plan."""
    return {one.name: getattr(plan, one.name) for one in Plan._meta.concrete_fields if one.name != "id"}


def edition_of(plan: Plan | None) -> str:
    """Which state of a plan's own columns somebody saw; "" of one that is not there yet."""
    return "" if plan is None or plan.pk is None else sha256(repr(fields_of(plan)).encode()).hexdigest()[:32]


def save_plan(
    *,
    plan: Plan | None,
    data: Mapping[str, Any],
    by: User,
    expected_edition: str,
    now: datetime | None = None,
) -> Plan:
    """A new plan, or what one in preparation is called and by which years it goes.

    NotAllowed; WrongState where it is public; StaleVersion with the plan as it stands; Incomplete by field.
    """
    if not may_review(by):
        raise NotAllowed("計画を登録できるのは、企画課（計画担当）だけです。")
    with transaction.atomic():
        # All plans: what two of them may not have in common is decided one after the other.
        others = {one.pk: one for one in Plan.objects.select_for_update(no_key=True).order_by("pk")}
        kept = Plan() if plan is None else others.pop(plan.pk, None)
        if kept is None:
            raise WrongState("この計画は、すでに削除されています。")
        if edition_of(kept) != expected_edition:
            raise StaleVersion(STALE, kept)
        if kept.is_public:
            raise WrongState(PUBLIC)
        before = fields_of(kept) if kept.pk else {}
        for name, said in data.items():
            setattr(kept, name, said)
        check_plan_fields(kept, others.values())
        if fields_of(kept) != before:
            kept.save()
            _log(kept, before, by=by, now=now or timezone.now())
    return kept


def check_plan_fields(plan: Plan, others: Any) -> None:
    """Incomplete, by field, where it could not stand beside the others."""
    errors: dict[str, str] = {}
    if plan.key in RESERVED or plan.key.startswith("withdrawn-"):  # as a withdrawn plan is called
        errors["key"] = f"「{plan.key}」は、このサイトのほかのページが使っています。別の名前にしてください。"
    for other in others:
        if plan.key == other.key:
            errors["key"] = f"「{plan.key}」は、{other.name}が使っています。"
        if plan.slug == other.slug:
            errors["slug"] = f"「{plan.slug}」は、{other.name}が使っています。"
        errors |= _years_against(plan, other)
    if plan.last_year < plan.first_year:
        errors["last_year"] = "最後の年度は、最初の年度かそれより後にしてください。"
    if errors:
        raise Incomplete(errors)


def _years_against(plan: Plan, other: Plan) -> dict[str, str]:
    """A plan may begin before the other is over, which is then replaced early; else each has years of its own."""
    earlier, later = (plan, other) if plan.first_year < other.first_year else (other, plan)
    if plan.first_year == other.first_year:
        return {"first_year": f"{other.name}と同じ年度に始まります。最初の年度を変えてください。"}
    if later.last_year <= earlier.last_year:
        return {"last_year": f"{earlier.name}の期間の中で終わります。{other.name}と年度を分けてください。"}
    return {}


def overlap_with(plan: Plan, other: Plan) -> range:
    """The fiscal years that both have."""
    return range(max(plan.first_year, other.first_year), min(plan.last_year, other.last_year) + 1)


def _log(plan: Plan, before: Mapping[str, Any], *, by: User, now: datetime) -> None:
    after = fields_of(plan)
    changed = [name for name in after if after[name] != before.get(name)]
    detail: dict[str, Any] = {"plan": plan.slug, "after": {name: str(after[name]) for name in changed}}
    if before:
        detail["before"] = {name: str(before[name]) for name in changed}
    Event.objects.create(at=now, by=by, action=Event.Action.PLAN_SAVED, detail=detail)
