"""The second factor at sign-in: codes of an app on a phone (TOTP), and recovery codes; the only module that knows django-otp.

Nobody is signed in by half: whoever has to give a code is signed in when it was right (views/shared/entering.py), so pages
ask nothing of it (docs/decisions/0043-directory-and-second-factor.md).
"""

import base64
import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from indicators.accounts import PASSWORD_SIGNS
from indicators.permissions import is_plan_office, may_read_unpublished
from measures.models.site_settings import SecondFactor
from measures.shown import moment_shown
from measures.site import settings_at, site_settings

# Of a session: that a code was given, and by which road of the directory the person came.
PASSED, ROAD = "second_factor", "road"
RECOVERY_CODES = 10
_SEAL = "second factor"
_KEY_IS_SHOWN = timedelta(hours=1)


@dataclass(frozen=True)
class Looked:
    """What became of a code: `by` is app or recovery where it was right; `wait` seconds until the next may be tried."""

    by: str = ""
    wait: int = 0


def has_factor(user: User) -> bool:
    return bool(TOTPDevice.objects.filter(user=user, confirmed=True).exists())


def with_factor() -> Any:
    """The ids of the people who have one."""
    return TOTPDevice.objects.filter(confirmed=True).values("user")


def is_required_of(user: User) -> bool:
    """By what the office decided for today, whatever day is shown."""
    stands = site_settings() if moment_shown() is None else settings_at(None)
    match stands.second_factor:
        case SecondFactor.EVERYBODY:
            return True
        case SecondFactor.MANAGERS:
            return may_read_unpublished(user) or user.is_superuser
        case SecondFactor.OFFICE:
            return is_plan_office(user) or user.is_superuser
    return False


def next_step(user: User, road: str) -> str:
    """What is asked after password or directory: "code", "setup" where they have none yet but need it, or nothing ("")."""
    if road and settings.DIRECTORY_ASKS_SECOND_FACTOR:
        return ""
    if has_factor(user):
        return "code"
    return "setup" if is_required_of(user) else ""


def is_lacking(request: HttpRequest) -> bool:
    """Whether somebody signed in before a code was required of them."""
    user = request.user
    if not isinstance(user, User) or request.session.get(PASSED):
        return False
    if request.session.get(ROAD) and settings.DIRECTORY_ASKS_SECOND_FACTOR:
        return False
    return is_required_of(user)


def look(user: User, typed: str) -> Looked:
    """Whether the code is this person's and new. Each is good once; after mistakes one has to wait, from wherever they come."""
    code = plain(typed)
    with transaction.atomic():
        if re.fullmatch("[0-9]{6}", code):
            device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
            by = "app"
        else:
            device = StaticDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
            code, by = _kept(user, code), "recovery"
        if device is None:
            return Looked()
        allowed, why = device.verify_is_allowed()
        if not allowed:
            return Looked(wait=_seconds_until(why["locked_until"]))
        return Looked(by) if device.verify_token(code) else Looked()


def plain(typed: str) -> str:
    return re.sub(r"[\s\-ー−‐]", "", unicodedata.normalize("NFKC", typed)).lower()


def recovery_codes_left(user: User) -> int:
    return int(StaticToken.objects.filter(device__user=user).count())


def sealed_key(user: User, *, again: bool = False) -> str:
    """A new key for an app, for the form that shows it: kept nowhere until a code of it came back. `again`: whoever has one
    has just given its code, and may put this one in its place."""
    return signing.dumps({"user": user.pk, "key": default_key(), "again": again}, salt=_SEAL)


def opened_key(user: User, sealed: str, *, again: bool = False) -> str:
    """The key of such a form; "" where it is not this person's, or too old, or takes another's place without a code."""
    try:
        told = signing.loads(sealed, salt=_SEAL, max_age=_KEY_IS_SHOWN)
    except signing.BadSignature:
        return ""
    return str(told["key"]) if (told["user"], told["again"]) == (user.pk, again) else ""


def address_for_app(user: User, key: str) -> str:
    """What the QR code says to the app."""
    return str(TOTPDevice(user=user, key=key).config_url)


def words_of_key(key: str) -> str:
    """The key as it is typed by hand where no picture can be taken."""
    text = base64.b32encode(bytes.fromhex(key)).decode().rstrip("=")
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def keep_factor(user: User, key: str, typed: str) -> bool:
    """Let this app be the person's from now on, in place of one before; False where its code was wrong. In a transaction."""
    code = plain(typed)
    device = TOTPDevice(user=user, name="app", key=key, confirmed=True)
    if not re.fullmatch("[0-9]{6}", code):
        return False
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user).delete()
        device.save()
        if not device.verify_token(code):  # and this code is used up by it
            transaction.set_rollback(True)
            return False
    return True


def new_recovery_codes(user: User) -> list[str]:
    """In place of those before, told this once: what is kept is a hash, which the secret key of the site goes into."""
    codes = ["-".join(_four() for _ in range(3)) for _ in range(RECOVERY_CODES)]
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="recovery")
    StaticToken.objects.bulk_create(
        StaticToken(device=device, token=_kept(user, plain(code))) for code in codes
    )
    return codes


def forget_factor(user: User) -> None:
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def _four() -> str:
    return "".join(secrets.choice(PASSWORD_SIGNS) for _ in range(4))


def _kept(user: User, code: str) -> str:
    """80 bits: as much as django-otp's column holds."""
    digest = salted_hmac(_SEAL, f"{user.pk}:{code}", algorithm="sha256").digest()
    return base64.b32encode(digest[:10]).decode()


def _seconds_until(moment: datetime) -> int:
    return max(1, round((moment - datetime.now(moment.tzinfo)).total_seconds()))
