"""Who approves gets one mail with one link, however many records were handed in together: it says what waits when it is sent."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User

from indicators.models import Mail
from indicators.outbox import can_send, post

SUBJECT = "【基本計画のいま】承認のお願い"


def ask_approvers(people: Iterable[User], now: datetime) -> None:
    """Within the transaction of the step. One that waits to be sent says it all (outbox/letters.py)."""
    asked = {person.pk: person for person in people if person.email}
    if not asked or not can_send():
        return
    waiting = Mail.objects.waiting().filter(user__in=asked, kind=Mail.Kind.APPROVAL)
    for pk in set(asked) - set(waiting.values_list("user", flat=True)):
        post(asked[pk], Mail.Kind.APPROVAL, subject=SUBJECT, now=now)
