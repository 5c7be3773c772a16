"""One's own second factor: registered, recovery codes made anew, given up; each a line of the log and a mail to the person.

Another person's is taken away by two (powers.py).
"""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from indicators.models import Event, Mail
from indicators.outbox import post
from indicators.second_factor import (
    forget_factor,
    has_factor,
    is_required_of,
    keep_factor,
    new_recovery_codes,
    recovery_codes_left,
)
from indicators.workflow.errors import Incomplete, NotAllowed, WrongState
from indicators.workflow.rights import record

WRONG_CODE = "確認コードが違います。アプリに出ている6桁の数字を、変わる前に入力してください。"
_SUBJECT = "【基本計画のいま】二段階認証"


def register_factor(*, person: User, key: str, code: str, now: datetime | None = None) -> list[str]:
    """Let the app with this key be the person's; the recovery codes, told this once. Incomplete where its code is wrong."""
    now = now or timezone.now()
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
        if not keep_factor(person, key, code):
            raise Incomplete({"passcode": WRONG_CODE})
        codes = new_recovery_codes(person)
        record(Event.Action.FACTOR_SET, person, by=person, now=now)
        _tell(person, "二段階認証のアプリが登録されました。", now)
    return codes


def renew_recovery_codes(*, person: User, now: datetime | None = None) -> list[str]:
    """New ones in place of all before. WrongState."""
    now = now or timezone.now()
    with transaction.atomic():
        if not has_factor(person):
            raise WrongState("二段階認証を登録していません。")
        codes = new_recovery_codes(person)
        record(Event.Action.CODES_MADE, person, by=person, now=now)
        _tell(person, "二段階認証の予備のコードが作り直されました。", now)
    return codes


def give_up_factor(*, person: User, now: datetime | None = None) -> None:
    """NotAllowed where it is required of the person; WrongState."""
    now = now or timezone.now()
    with transaction.atomic():
        if is_required_of(person):
            raise NotAllowed(
                "あなたの役割には二段階認証が必要なため、取りやめられません。アプリを替えるときは、登録し直してください。"
            )
        if not has_factor(person):
            raise WrongState("二段階認証を登録していません。")
        forget_factor(person)
        record(Event.Action.FACTOR_DROPPED, person, by=person, now=now)
        _tell(person, "二段階認証が取りやめられました。", now)


def note_recovery_code(*, person: User, now: datetime | None = None) -> None:
    """That one was used up, and how many are left."""
    now = now or timezone.now()
    left = recovery_codes_left(person)
    record(Event.Action.CODE_USED, person, by=person, now=now, left=left)
    _tell(person, f"予備のコードが使われました（残り{left}個）。", now)


def _tell(person: User, what: str, now: datetime) -> None:
    if person.email:
        body = f"あなたのアカウント（{person.username}）で、{what}\n\n心当たりがないときは、すぐに企画課に知らせてください。\n"
        post(person, Mail.Kind.NOTICE, subject=_SUBJECT, body=body, now=now)
