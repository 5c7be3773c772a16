"""Who forgot a password asks here. The answer, and the work behind it, is the same whoever has the address, or nobody.

A request writes one row and looks nobody up. The keeper reads it afterwards, where nobody can measure how long it takes.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from indicators.models import Event, Mail, PasswordRequest
from indicators.outbox.letters import can_send, post
from indicators.permissions import at_work

# Nobody's mailbox is filled from outside, however often somebody asks.
BETWEEN_MAILS = timedelta(minutes=10)
AN_HOUR = 3
# So many wait at most: a flood of requests fills no table. The next look makes room.
AT_MOST = 1000


def ask(address: str, *, now: datetime | None = None) -> None:
    """Keep that somebody asks for a link to a new password."""
    if can_send() and PasswordRequest.objects.count() < AT_MOST:
        PasswordRequest.objects.create(address=address.lower()[:254], asked_at=now or timezone.now())


def answer_requests(*, now: datetime | None = None) -> int:
    """Write a mail to each active account whose address was typed, and forget the requests; how many were written.

    Who was invited and has no password yet gets one, too.
    """
    now = now or timezone.now()
    asked: dict[str, list[int]] = {}
    for pk, address in PasswordRequest.objects.values_list("pk", "address"):
        asked.setdefault(address, []).append(pk)
    return sum(_answer(address, rows, now) for address, rows in asked.items())


def _answer(address: str, rows: list[int], now: datetime) -> int:
    with transaction.atomic():
        # Whoever deletes the rows answers them: on PostgreSQL a second one waits here, and finds none.
        if not PasswordRequest.objects.filter(pk__in=rows).delete()[0]:
            return 0
        written = 0
        for person in at_work(timezone.localdate(now)).filter(email__iexact=address):
            asked = Event.objects.filter(person=person, action=Event.Action.PASSWORD_ASKED, at__lte=now)
            lately = asked.filter(at__gt=now - BETWEEN_MAILS).exists()
            if lately or asked.filter(at__gt=now - timedelta(hours=1)).count() >= AN_HOUR:
                continue
            Event.objects.create(at=now, person=person, action=Event.Action.PASSWORD_ASKED)
            post(person, Mail.Kind.PASSWORD, now=now)
            written += 1
    return written
