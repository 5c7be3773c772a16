"""How the keeper is, for the office's board and for whoever watches the server."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from indicators.caching.response_cache import Warmed, last_warmed
from indicators.keeper.duties import DUTIES
from indicators.models import Batch, Duty, Mail

_SHOWN = timedelta(days=14)


@dataclass(frozen=True)
class Status:
    """`looked_at`: when all of what is looked at all the time was looked at last, None where something never was;
    `copies`: the last walk through the copies of public pages."""

    looked_at: datetime | None
    late: bool
    problems: tuple[tuple[str, str], ...]
    given_up: tuple[Mail, ...]
    waiting: int
    copies: Warmed | None = None


def status(*, now: datetime | None = None) -> Status:
    """Read from what the keeper notes; late also where a schedule lies that should be out."""
    now = now or timezone.now()
    duties = {duty.name: duty for duty in Duty.objects.all()}
    looks = {work: duties.get(work.name, Duty()).looked_at for work in DUTIES}
    often = [looked_at for work, looked_at in looks.items() if work.every]
    overdue = Batch.objects.waiting().filter(scheduled_for__lt=now - timedelta(minutes=5))
    return Status(
        looked_at=min(looked_at for looked_at in often if looked_at) if all(often) else None,
        late=any(work.is_late(looked_at, now) for work, looked_at in looks.items()) or overdue.exists(),
        problems=tuple(
            (work.word, duties[work.name].problem)
            for work in DUTIES
            if work.name in duties and duties[work.name].problem
        ),
        given_up=tuple(
            Mail.objects.given_up()
            .filter(given_up_at__gt=now - _SHOWN)
            .select_related("user")
            .order_by("-given_up_at")
        ),
        waiting=Mail.objects.waiting().count(),
        copies=last_warmed(),
    )
