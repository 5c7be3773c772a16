"""Sends what is due, each mail once unless its sender dies between the server's answer and our own note of it.

At least once, not at most once: a reminder that comes twice costs its reader a moment, one that never comes a due day.
A mail is taken by one UPDATE that sets when it may be tried again: of two senders one acts, and one that was killed
leaves a mail that is due again by itself.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

from django.core.mail import get_connection
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from indicators.models import HowTold, Mail, Notice
from indicators.outbox.letters import LINKS, can_send, message_of

logger = logging.getLogger(__name__)

AT_ONCE = 50  # mails a look, so that whoever looks says in between that it is alive
TRIES = 8  # with the pauses between them: half a day
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=6)
_KEPT = timedelta(days=30)


@dataclass
class Delivery:
    """What happened at one look."""

    sent: int = 0
    failed: int = 0
    given_up: int = 0


def deliver(*, now: datetime | None = None) -> Delivery:
    """Send what is due. OSError where the mail server cannot be reached: no mail has then used up a try."""
    now = now or timezone.now()
    done = Delivery()
    waiting = Mail.objects.due(now).select_related("user")
    if not can_send():
        waiting = waiting.exclude(kind__in=LINKS)  # a log is no place for a link to a password
    due = list(waiting[:AT_ONCE])
    if not due:
        return done
    connection = get_connection()
    connection.open()
    try:
        for mail in due:
            _send(mail, connection, now, done)
    finally:
        connection.close()
    return done


def try_again(mail: Mail, *, now: datetime | None = None) -> None:
    """Put a mail that was given up into the outbox once more: one that is written when it is sent, for others have no text."""
    Mail.objects.given_up().filter(pk=mail.pk, kind__in=LINKS).update(
        given_up_at=None, tries=0, due_at=now or timezone.now(), problem=""
    )


def forget_old(*, now: datetime | None = None) -> None:
    """Delete what went out, or was given up, long ago: who got a mail when is nobody's business for ever."""
    before = (now or timezone.now()) - _KEPT
    Mail.objects.filter(Q(sent_at__lt=before) | Q(given_up_at__lt=before)).delete()


def _send(mail: Mail, connection: Any, now: datetime, done: Delivery) -> None:
    one = Mail.objects.waiting().filter(pk=mail.pk, tries=mail.tries)
    if mail.tries >= TRIES:  # whoever tried last died over it
        done.given_up += _give_up(mail, mail.problem or "送っている途中で止まりました。", now)
        return
    if not one.update(tries=mail.tries + 1, due_at=now + _pause(mail.tries)):
        return  # somebody else has it
    try:
        message = message_of(mail, now)
        if message is None:
            Mail.objects.filter(pk=mail.pk).delete()
            return
        connection.send_messages([message])
    except Exception as problem:  # noqa: BLE001 - one mail, whatever is wrong with it, holds up no other
        _failed(mail, problem, now, done)
    else:
        Mail.objects.filter(pk=mail.pk).update(sent_at=now, body="", problem="")
        done.sent += 1


def _failed(mail: Mail, problem: Exception, now: datetime, done: Delivery) -> None:
    """Write down why; give up at the last try, and at once where the server takes no mail for that address."""
    logger.warning("mail %s (%s) could not be sent: %r", mail.pk, mail.kind, problem)
    over = mail.tries + 1 >= TRIES or _is_refused_for_good(problem)
    done.failed += 1
    if over:
        done.given_up += _give_up(mail, _words_of(problem), now)
    else:
        Mail.objects.filter(pk=mail.pk).update(problem=_words_of(problem))


def _give_up(mail: Mail, problem: str, now: datetime) -> int:
    """Its text goes with it: nobody needs it any more, and it names people. What it told is told again tomorrow."""
    with transaction.atomic():
        if not Mail.objects.waiting().filter(pk=mail.pk).update(given_up_at=now, body="", problem=problem):
            return 0
        # In the mail of the next morning: at once it would only be given up at once again.
        Notice.objects.filter(mail=mail).update(mailed_at=None, mail=None, how=HowTold.DAILY)
        return 1


def _is_refused_for_good(problem: Exception) -> bool:
    return isinstance(problem, SMTPRecipientsRefused) and all(
        500 <= code < 600 for code, _ in problem.recipients.values()
    )


def _words_of(problem: Exception) -> str:
    """For the office, which tells a wrong address from a server in trouble."""
    if isinstance(problem, SMTPRecipientsRefused):
        said = "、".join(
            f"{code} {text.decode(errors='replace')}" for code, text in problem.recipients.values()
        )
        return f"宛先が受け取りを断りました：{said}"[:300]
    return f"メールサーバーの応答：{problem}"[:300]


def _pause(tries: int) -> timedelta:
    """5, 10, 20, … minutes, and no more than six hours."""
    return min(_FIRST_PAUSE * 2**tries, _LONGEST_PAUSE)
