"""Interim targets of one indicator, several years at once: drafted together, published together (figures.md §5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from indicators.models import Indicator, InterimTarget
from indicators.permissions import may_review
from indicators.workflow.errors import Incomplete, NotAllowed, WrongState
from indicators.workflow.rule_checks import check_draft
from indicators.workflow.rules import locked, log_discarded, log_draft, publish_rule, said


@dataclass(frozen=True)
class Decision:
    """What all years of one drafting share."""

    first_year: int
    decided_on: date | None
    reason: str


def draft_interims(
    *,
    indicator: Indicator,
    points: Mapping[int, Decimal | None],
    decision: Decision,
    by: User,
    seen: Iterable[str],
    instead_of: int | None = None,
    now: datetime | None = None,
) -> list[InterimTarget]:
    """Let the drafts of a first year be `points`, year → figure (None: 取りやめ), in place of those of `instead_of`.

    `seen`: the marks of all drafts as the person saw them. What is not changed keeps its author.
    NotAllowed, Outdated; Incomplete with a year as the field where that year's figure is meant.
    """
    now = now or timezone.now()
    _check_person(by)
    with transaction.atomic():
        standing = locked(InterimTarget, indicator, seen)
        old = [draft for draft in standing if draft.first_year in (decision.first_year, instead_of)]
        kept = {draft.year: draft for draft in reversed(old)}
        before = {draft.pk: said(draft) for draft in old}
        found, changed, errors = [], [], {}
        for year, value in sorted(points.items()):
            draft = kept.get(year) or InterimTarget(indicator=indicator, year=year)
            told: dict[str, Any] = {"value": value, **vars(decision)}
            if draft.pk is None or any(getattr(draft, name) != cell for name, cell in told.items()):
                for name, cell in told.items():
                    setattr(draft, name, cell)
                draft.drafted_by = by
                changed.append(draft)
            try:
                check_draft(draft)
            except Incomplete as missing:
                for name, message in missing.errors.items():
                    errors[str(year) if name in ("year", "value") else name] = message
            found.append(draft)
        if errors:
            raise Incomplete(errors)
        gone = [draft for draft in old if draft not in found]
        InterimTarget.objects.filter(pk__in=[one.pk for one in gone], published_at__isnull=True).delete()
        for draft in gone:
            log_discarded(draft, by=by, now=now)
        for draft in changed:
            was = before.get(draft.pk)
            draft.save()
            log_draft(draft, was, by=by, now=now)
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
        standing = locked(InterimTarget, indicator, seen)
        chosen = [draft for draft in standing if draft.first_year == first_year]
        if not chosen:
            raise WrongState("公表する下書きがありません。")
        return [publish_rule(rule=draft, by=by, now=now) for draft in chosen]


def _check_person(by: User) -> None:
    if not may_review(by):
        raise NotAllowed("中間目標を決めて公表できるのは、企画課（計画担当）だけです。")
