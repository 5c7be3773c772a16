"""What was set for a day or a moment, carried out by whoever looks: run.py's server, cron, a person at a terminal."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from indicators.models import Batch, Reorganisation, Transfer
from indicators.workflow.batches import Refused, publish_due
from indicators.workflow.reorganisation import apply_reorganisations
from indicators.workflow.transfers import apply_transfers


@dataclass(frozen=True)
class Done:
    """What happened at one look; a text beside a transfer or a reorganisation says why it was refused."""

    batches: list[tuple[Batch, list[Refused]]]
    reorganisations: list[tuple[Reorganisation, str]]
    transfers: list[tuple[Transfer, str]]


def do_due(*, now: datetime | None = None) -> Done:
    """Publications first, while those who set them still may; then departments, then the people who move into them."""
    now = now or timezone.now()
    return Done(
        batches=publish_due(now=now),
        reorganisations=apply_reorganisations(now=now),
        transfers=apply_transfers(now=now),
    )
