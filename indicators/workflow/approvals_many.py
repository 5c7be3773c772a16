"""Several records of any kind approved or sent back together, each as it was seen; what cannot be is named and stays."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from indicators.workflow.errors import Incomplete, WorkflowError
from indicators.workflow.review.comparisons import COMPARISONS
from indicators.workflow.review.deeds import DEEDS
from indicators.workflow.review.engine import ReviewWorkflow
from indicators.workflow.review.money import SPENDING
from indicators.workflow.review.sheets import SHEETS
from indicators.workflow.review.values import VALUES

# By the column of the log that names their chain (approvals/kinds.py).
APPROVED_WORKFLOWS: dict[str, ReviewWorkflow[Any]] = {
    one.key: one for one in (VALUES, SHEETS, COMPARISONS, DEEDS, SPENDING)
}


@dataclass(frozen=True)
class Handed:
    """A record that somebody ticked, at the version that they saw. `key`: of its kind."""

    key: str
    record: Any
    version: int

    @property
    def workflow(self) -> ReviewWorkflow[Any]:
        return APPROVED_WORKFLOWS[self.key]

    @property
    def name(self) -> str:
        return self.workflow.name(self.workflow.owner_of(self.record), self.record.year)


Left = list[tuple[Handed, str]]  # and why


def approve_many(*, chosen: Sequence[Handed], by: User, now: datetime | None = None) -> Left:
    """Approve each where it waits. Incomplete where nothing is chosen."""
    now = now or timezone.now()
    return _each(
        chosen,
        lambda one: one.workflow.approve(record=one.record, version=one.version, by=by, now=now),
        "承認するものを選んでください。",
    )


def send_back_handed(*, chosen: Sequence[Handed], reason: str, by: User, now: datetime | None = None) -> Left:
    """Send each back with one reason. Incomplete where nothing is chosen, or no reason is given."""
    now = now or timezone.now()
    if not reason.strip():
        raise Incomplete({"return_reason": "差戻しの理由を入力してください。"})
    return _each(
        chosen,
        lambda one: one.workflow.send_back(
            record=one.record, version=one.version, reason=reason, by=by, now=now
        ),
        "差し戻すものを選んでください。",
    )


def _each(chosen: Sequence[Handed], step: Callable[[Handed], object], nothing: str) -> Left:
    if not chosen:
        raise Incomplete({"__all__": nothing})
    left = []
    with transaction.atomic():
        # By kind and id: two lists that share records wait for each other in one order, and never for ever.
        for one in sorted(chosen, key=lambda one: (one.key, one.record.pk)):
            try:
                with transaction.atomic():
                    step(one)
            except WorkflowError as refusal:
                left.append((one, refusal.message))
    return left
