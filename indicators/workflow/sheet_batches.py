"""Several evaluation sheets published in one step, or sent back with one reason: what was confirmed together goes out together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from indicators.models import EvaluationSheet, OutsideReview
from indicators.permissions import may_review
from indicators.workflow.errors import Incomplete, NotAllowed, StaleVersion, WorkflowError
from indicators.workflow.review.sheets import SHEETS


@dataclass(frozen=True)
class ChosenSheet:
    """A sheet that somebody ticked, at the edit that they saw. `comments`: what a council said of it, to go out with it."""

    sheet: EvaluationSheet
    version: int
    comments: OutsideReview | None = None


def publish_sheets(*, chosen: Sequence[ChosenSheet], by: User, now: datetime | None = None) -> None:
    """All or none. NotAllowed, Incomplete where nothing was chosen, StaleVersion where one cannot go out as it was seen."""
    now = now or timezone.now()
    _check(chosen, by, "公表")
    with transaction.atomic():
        # By id: two people whose choices overlap wait for each other in one order, and never for ever.
        for one in sorted(chosen, key=lambda one: one.sheet.pk):
            try:
                SHEETS.publish(record=one.sheet, version=one.version, by=by, now=now, comments=one.comments)
            except WorkflowError as refusal:
                name = SHEETS.name(one.sheet.measure, one.sheet.year)
                why = f"{name}：{refusal.message}1件も公表していません。"
                raise StaleVersion(why, one.sheet) from None


def send_back_sheets(
    *, chosen: Sequence[ChosenSheet], reason: str, by: User, now: datetime | None = None
) -> list[str]:
    """With one reason; why each of the others stays as it is. NotAllowed, Incomplete."""
    now = now or timezone.now()
    _check(chosen, by, "差戻し")
    if not reason.strip():
        raise Incomplete({"return_reason": "差戻しの理由を入力してください。"})
    refused = []
    with transaction.atomic():
        for one in sorted(chosen, key=lambda one: one.sheet.pk):
            try:
                SHEETS.send_back(record=one.sheet, version=one.version, reason=reason, by=by, now=now)
            except WorkflowError as refusal:
                refused.append(f"{SHEETS.name(one.sheet.measure, one.sheet.year)}：{refusal.message}")
    return refused


def _check(chosen: Sequence[ChosenSheet], by: User, what: str) -> None:
    if not may_review(by):
        raise NotAllowed(f"評価シートの{what}ができるのは企画課（計画担当）だけです。")
    if not chosen:
        raise Incomplete({"__all__": f"{what}するシートを選んでください。"})
