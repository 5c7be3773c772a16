"""Whom the directory means: a person whom the office invited, by the name that it set, the user name, or the mail address."""

import unicodedata
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest

from indicators.models import DirectoryName
from indicators.permissions import at_work

REMOTE_USER, OIDC = "remote_user", "oidc"
_OF_ISSUER = 16  # signs of a kept subject that say whose number it is


def road() -> str:
    """By which road the directory is asked; "" where there is none."""
    if settings.REMOTE_USER_HEADER:
        return REMOTE_USER
    return OIDC if settings.OIDC_ISSUER else ""


def folded(told: str) -> str:
    """As user names are: small letters, full-width ones taken for plain ones."""
    return unicodedata.normalize("NFKC", told).strip().lower()


def told_by_proxy(request: HttpRequest) -> str:
    """The name that the proxy writes; "" where it says none, or two. What a visitor wrote is gone by now (origin.py)."""
    key = f"HTTP_{settings.REMOTE_USER_HEADER.upper().replace('-', '_')}"
    told: str = request.META.get(key, "").strip() if settings.REMOTE_USER_HEADER else ""
    # Django's own reading is Latin; a second value stands after a comma: of a proxy that adds where it should write.
    told = told.encode("latin-1", "replace").decode("utf-8", "replace")
    return "" if "," in told or len(told) > 254 or told.lower() in ("(null)", "-") else told


def account_of(told: str) -> User | None:
    """The one person at work whom this name means; None where there is nobody, or more than one.

    A name that the office set outweighs the user name: who has one is not found by the user name, too.
    """
    name = folded(told)
    names = {name, _without_domain(name)} - {""}
    if not names:
        return None
    working = at_work()
    found = list(working.filter(directory_name__name__in=names)[:2])
    if not found:
        others = working.exclude(pk__in=DirectoryName.objects.exclude(name="").values("user"))
        bare = _without_domain(name)
        found = list(others.filter(username__iexact=bare)[:2]) if bare else []
        if not found and "@" in name:
            found = list(others.filter(email__iexact=name)[:2])
    return found[0] if len(found) == 1 else None


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _without_domain(name: str) -> str:
    """hanako of CITY\\hanako and hanako@city.local where the settings name that place; "" where it is another one."""
    if "\\" in name:
        domain, _, bare = name.partition("\\")
    elif "@" in name:
        bare, _, domain = name.rpartition("@")
    else:
        return name
    return bare if domain in settings.DIRECTORY_DOMAINS else ""


def subject_of(issuer: str, subject: str) -> str:
    """What is kept of who it is there: whether it is the same one can be seen, and nothing else."""
    return _hash(issuer)[:_OF_ISSUER] + _hash(subject)[: 64 - _OF_ISSUER]


def is_another(user: User, subject: str) -> bool:
    """Whether somebody else of this provider came in by this name before: then the name was given anew there, and the
    office has to set it anew here. After a change of provider everybody is known anew."""
    known = DirectoryName.objects.filter(user=user).exclude(subject="").first()
    return (
        known is not None and known.subject != subject and known.subject[:_OF_ISSUER] == subject[:_OF_ISSUER]
    )


def remember_subject(user: User, subject: str) -> None:
    """At the first sign-in."""
    if DirectoryName.objects.filter(user=user, subject=subject).exists():
        return
    DirectoryName.objects.update_or_create(
        user=user, defaults={"subject": subject}, create_defaults={"subject": subject, "name": ""}
    )
