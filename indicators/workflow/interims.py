"""Interim targets of one indicator, several years at once: drafted together, published together (figures.md §5).

A draft has no number of edits: what somebody saw of it is known by its mark(), and who comes second is told.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from indicators.models import Indicator, InterimTarget
from indicators.models.vocabulary import plain
from indicators.permissions import may_review
from indicators.workflow.errors import Incomplete, NotAllowed, WrongState
from indicators.workflow.targets import check_interim, publish_interim


class Outdated(WrongState):
    """The drafts are not those that the person saw."""


@dataclass(frozen=True)
class Decision:
    """What all years of one drafting share."""

    first_year: int
    decided_on: date | None
    reason: str


def interim_drafts(indicator: Indicator) -> QuerySet[InterimTarget]:
    """By year; where two compete for a year (the admin lets them) the older one first."""
    drafts = InterimTarget.objects.filter(indicator=indicator, published_at__isnull=True)
    return drafts.select_related("indicator__measure", "drafted_by").order_by("first_year", "year", "pk")


def mark(draft: InterimTarget) -> str:
    """What a person saw of a draft, in one line."""
    day = draft.decided_on.isoformat() if draft.decided_on else ""
    said = (
        draft.pk,
        draft.year,
        plain(draft.value),
        draft.first_year,
        day,
        draft.drafted_by_id,
        draft.reason,
    )
    return "|".join(str(one) for one in said)


def draft_interims(
    *,
    indicator: Indicator,
    points: Mapping[int, Decimal | None],
    decision: Decision,
    by: User,
    seen: Iterable[str],
    instead_of: int | None = None,
) -> list[InterimTarget]:
    """Let the drafts of a first year be `points`, year → figure (None: 取りやめ), in place of those of `instead_of`.

    `seen`: the marks of all drafts as the person saw them. What is not changed keeps its author.
    NotAllowed, Outdated; Incomplete with a year as the field where that year's figure is meant.
    """
    _check_person(by)
    with transaction.atomic():
        standing = _locked(indicator, seen)
        old = [draft for draft in standing if draft.first_year in (decision.first_year, instead_of)]
        kept = {draft.year: draft for draft in reversed(old)}
        found, errors = [], {}
        for year, value in sorted(points.items()):
            draft = kept.get(year) or InterimTarget(indicator=indicator, year=year)
            told: dict[str, Any] = {"value": value, **vars(decision)}
            if draft.pk is None or any(getattr(draft, name) != cell for name, cell in told.items()):
                for name, cell in told.items():
                    setattr(draft, name, cell)
                draft.drafted_by = by
            try:
                check_interim(draft)
            except Incomplete as missing:
                for name, message in missing.errors.items():
                    errors[str(year) if name in ("year", "value") else name] = message
            found.append(draft)
        if not decision.reason.strip():
            errors["reason"] = "理由を入力してください。"
        if errors:
            raise Incomplete(errors)
        gone = [draft.pk for draft in old if draft not in found]
        InterimTarget.objects.filter(pk__in=gone, published_at__isnull=True).delete()
        for draft in found:
            draft.save()
    return found


def publish_interims(
    *,
    indicator: Indicator,
    first_year: int,
    by: User,
    seen: Iterable[str],
    now: datetime | None = None,
) -> list[InterimTarget]:
    """Publish every draft that applies from `first_year`, all or none. NotAllowed, Outdated, WrongState, Incomplete."""
    now = now or timezone.now()
    _check_person(by)
    with transaction.atomic():
        standing = _locked(indicator, seen)
        chosen = [draft for draft in standing if draft.first_year == first_year]
        if not chosen:
            raise WrongState("公表する下書きがありません。")
        return [publish_interim(interim=draft, by=by, now=now) for draft in chosen]


def discard_interim(*, indicator: Indicator, pk: int, by: User, seen: Iterable[str]) -> InterimTarget:
    """Give up one draft. NotAllowed, Outdated, WrongState."""
    _check_person(by)
    with transaction.atomic():
        draft = next((draft for draft in _locked(indicator, seen) if draft.pk == pk), None)
        if draft is None:
            raise WrongState("この下書きは、すでに公表されているか、削除されています。")
        InterimTarget.objects.filter(pk=pk, published_at__isnull=True).delete()
    return draft


def _locked(indicator: Indicator, seen: Iterable[str]) -> Sequence[InterimTarget]:
    """The drafts as they stand, locked; Outdated where they are not those that were seen."""
    standing = list(interim_drafts(indicator).select_for_update(of=("self",)))
    if {mark(draft) for draft in standing} != set(seen):
        raise Outdated("見ていたあとに、ほかの人が下書きを変えました。")
    return standing


def _check_person(by: User) -> None:
    if not may_review(by):
        raise NotAllowed("中間目標を決めて公表できるのは、企画課（計画担当）だけです。")
