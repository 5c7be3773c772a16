"""What was set for a day or a moment, carried out by whoever looks: the keeper, cron, a person at a terminal.

Transfers are not among them: they are rows that begin on their day (models/membership.py).
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from indicators.models import Batch, Reorganisation
from indicators.workflow.approval_due import pass_on_due
from indicators.workflow.batches import Refused, publish_due
from indicators.workflow.plan_booking import publish_plans_due
from indicators.workflow.plan_file import publish_uploads_due
from indicators.workflow.reorganisation import apply_reorganisations
from indicators.workflow.revisions import carry_out_revisions
from measures.models import PlanRevision


@dataclass(frozen=True)
class Done:
    """What happened at one look; a text beside a reorganisation or a revision says why it was refused. `problems`: what failed."""

    batches: list[tuple[Batch, list[Refused]]]
    reorganisations: list[tuple[Reorganisation, str]]
    problems: list[str]
    revisions: list[tuple[PlanRevision, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)  # of whole plans, in words
    plans: list[str] = field(default_factory=list)  # in words
    passed_on: list[str] = field(default_factory=list)  # records whose approver is gone, in words


def do_due(*, now: datetime | None = None) -> Done:
    """Plans first, whose values may go out at the same moment; publications, under the leads that they were set with; then
    departments; then what the plan says from that day on."""
    now = now or timezone.now()
    problems: list[str] = []
    return Done(
        plans=publish_plans_due(now=now, problems=problems),
        passed_on=pass_on_due(now=now, problems=problems),
        batches=publish_due(now=now, problems=problems),
        reorganisations=apply_reorganisations(now=now, problems=problems),
        revisions=carry_out_revisions(now=now, problems=problems),
        files=publish_uploads_due(now=now, problems=problems),
        problems=problems,
    )
