"""Keeps a plan's text with its layout while the office works on it, and makes drafts of measures from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from indicators.permissions import may_review
from indicators.wording.parts import part_of
from indicators.workflow.closed_plans import check_not_closed
from indicators.workflow.errors import NotAllowed, StaleVersion
from indicators.workflow.parts import stands
from indicators.workflow.wording import STALE, STALE_OWN, open_draft, save_wording
from measures.documents import document_of_text
from measures.models import Plan, TextSource
from measures.plan_text import Layout, MeasureText


@dataclass(frozen=True)
class Drafted:
    """Numbers of measures: drafted, and left alone since a draft was there."""

    drafted: tuple[int, ...]
    skipped: tuple[int, ...]


def text_source(plan: Plan) -> TextSource | None:
    return TextSource.objects.filter(plan=plan).select_related("edited_by").first()


def keep_text(
    *,
    plan: Plan,
    text: str,
    layout: Layout,
    settled: dict[str, str],
    by: User,
    version: int,
    now: datetime | None = None,
) -> TextSource:
    """NotAllowed; StaleVersion where somebody kept another text meanwhile."""
    if not may_review(by):
        raise NotAllowed("計画書の文字を取り込めるのは、企画課（計画担当）だけです。")
    check_not_closed(plan, now)
    with transaction.atomic():
        Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
        source = text_source(plan) or TextSource(plan=plan, version=0)
        if source.version != version:
            raise StaleVersion(STALE_OWN if source.edited_by_id == by.pk else STALE, source)
        source.text, source.layout, source.settled = text, layout.as_json(), settled
        source.version += 1
        source.edited_by, source.edited_at = by, now or timezone.now()
        source.save()
    return source


def draft_measures(
    *, plan: Plan, measures: Sequence[MeasureText], by: User, now: datetime | None = None
) -> Drafted:
    """One draft a measure, all or none; what has an open draft is left alone."""
    drafted: list[int] = []
    skipped: list[int] = []
    with transaction.atomic():
        for measure in measures:
            part = part_of(measure.number)
            if open_draft(plan, part) is not None:
                skipped.append(measure.number)
                continue
            content = document_of_text(measure, stands(plan, part))
            save_wording(plan=plan, part=part, content=content, by=by, version=0, now=now)
            drafted.append(measure.number)
    return Drafted(tuple(drafted), tuple(skipped))
