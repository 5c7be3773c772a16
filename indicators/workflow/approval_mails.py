"""Who approves gets one mail with one link, however many records were handed in together: it says what waits when it is sent."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User

from indicators.models import HowTold, Mail, NoticeKind
from indicators.outbox import can_send, post
from indicators.outbox.choices import wanted
from indicators.permissions import memberships_of_today

SUBJECT = "【基本計画のいま】承認のお願い"


def ask_approvers(people: Iterable[User], now: datetime) -> None:
    """Within the transaction of the step. One that waits to be sent says it all (outbox/letters.py)."""
    asked = {person.pk: person for person in people if person.email}
    known = User.objects.filter(pk__in=asked).prefetch_related(memberships_of_today())
    # The others hear of it in the morning's mail, or on the screen (indicators/notices/).
    at_once = (
        {pk for pk, how in wanted(known).items() if how[NoticeKind.APPROVAL] == HowTold.ONCE}
        if asked
        else set()
    )
    asked = {pk: person for pk, person in asked.items() if pk in at_once}
    if not asked or not can_send():
        return
    waiting = Mail.objects.waiting().filter(user__in=asked, kind=Mail.Kind.APPROVAL)
    for pk in set(asked) - set(waiting.values_list("user", flat=True)):
        post(asked[pk], Mail.Kind.APPROVAL, subject=SUBJECT, now=now)
