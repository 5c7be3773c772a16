"""Records whose approvers are gone go on by themselves: transferred, on leave without a deputy, or the route was changed."""

from datetime import datetime

from django.utils import timezone

from indicators.approvals import KINDS, waiting_of
from indicators.workflow.errors import StaleVersion, told_apart
from indicators.workflow.review.approval_steps import ApprovalSteps
from indicators.workflow.review.comparisons import COMPARISONS
from indicators.workflow.review.deeds import DEEDS
from indicators.workflow.review.money import SPENDING
from indicators.workflow.review.sheets import SHEETS
from indicators.workflow.review.values import VALUES

_WORKFLOWS: tuple[ApprovalSteps, ...] = (VALUES, SHEETS, COMPARISONS, DEEDS, SPENDING)


def pass_on_due(*, now: datetime | None = None, problems: list[str] | None = None) -> list[str]:
    """What had to go on, in words; each in its own transaction. A few questions where nothing has to."""
    now = now or timezone.now()
    found = []
    for kind in KINDS:
        records = list(kind.submitted())
        waiting = waiting_of(records, kind, day=timezone.localdate(now))
        workflow = next(one for one in _WORKFLOWS if one.model is kind.model)
        for record in records:
            if waiting[record.pk].number == record.approval_level:
                continue
            with told_apart(f"承認の段の繰上げ「{kind.name(record)}」", problems):
                try:
                    moved = workflow.pass_on(record, now)
                except StaleVersion:
                    continue  # somebody acted on it meanwhile
                if moved is not None:
                    found.append(kind.name(record))
    return found
