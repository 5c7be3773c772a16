"""Interim targets of one indicator, several years at once: drafted together, published together (docs/publication.md §6)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from indicators.models import Indicator, InterimTarget
from indicators.workflow.errors import Incomplete, WrongState
from indicators.workflow.rules import check_person, delete_draft, locked, publish_rule, save_draft


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
    expected_versions: Iterable[str],
    instead_of: int | None = None,
    now: datetime | None = None,
) -> list[InterimTarget]:
    """Let the drafts of a first year be `points`, year → figure (None: 取りやめ), in place of those of `instead_of`.

    `expected_versions`: as in draft_rule(). What is not changed keeps its author. NotAllowed, StaleVersion; Incomplete with a year as the field where that year's figure is meant.
    """
    now = now or timezone.now()
    check_person(by)
    with transaction.atomic():
        old = [
            draft
            for draft in locked(InterimTarget, indicator, expected_versions)
            if draft.first_year in (decision.first_year, instead_of)
        ]
        kept = {draft.year: draft for draft in reversed(old) if draft.year in points}
        for draft in old:
            if kept.get(draft.year) is not draft:
                delete_draft(draft, by=by, now=now)
        errors: dict[str, str] = {}
        for year, value in sorted(points.items()):
            draft = kept.setdefault(year, InterimTarget(indicator=indicator, year=year))
            try:
                save_draft(draft, {"year": year, "value": value, **vars(decision)}, by=by, now=now)
            except Incomplete as missing:
                errors |= {
                    str(year) if name in ("year", "value") else name: message
                    for name, message in missing.errors.items()
                }
        if errors:
            raise Incomplete(errors)  # every year's at once; the transaction takes back what was saved
    return [kept[year] for year in sorted(points)]


def publish_interims(
    *,
    indicator: Indicator,
    first_year: int,
    by: User,
    expected_versions: Iterable[str],
    now: datetime | None = None,
) -> list[InterimTarget]:
    """Publish every draft that applies from `first_year`, all or none. NotAllowed, StaleVersion, WrongState, Incomplete."""
    check_person(by)
    with transaction.atomic():
        drafts = locked(InterimTarget, indicator, expected_versions)
        chosen = [draft for draft in drafts if draft.first_year == first_year]
        if not chosen:
            raise WrongState("公表する下書きがありません。")
        return [publish_rule(rule=draft, by=by, now=now) for draft in chosen]
