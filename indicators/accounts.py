"""Accounts: rights of the day in the admin, the plan office's first person, locks, sessions."""

import secrets
from datetime import datetime
from typing import Any

from axes.models import AccessAttempt
from axes.utils import reset as reset_failures
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser, Permission, User
from django.contrib.sessions.models import Session
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import QuerySet, Sum
from django.http import HttpRequest
from django.utils import timezone

from indicators.models import Membership, Role
from indicators.permissions import is_at_work, is_plan_office, office_group, office_rights
from measures.models import Department

# Without the signs that are taken for one another when a password is copied by hand (0 o, 1 l i).
PASSWORD_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
# The box of each form that says to whom the form was given.
TYPED_BY = "typed_by"


def new_password() -> str:
    """A random password in four groups of four, about 79 bits."""
    return "-".join("".join(secrets.choice(PASSWORD_SIGNS) for _ in range(4)) for _ in range(4))


class RightsOfTheDay(ModelBackend):
    """Django's own, by the memberships of today: who has left does not sign in, and an open session of theirs ends;
    who is of the plan office has the rights of its group in the admin. Superusers stay superusers."""

    def authenticate(self, request: HttpRequest | None, *args: Any, **credentials: Any) -> Any:
        """No password opens anything where the directory alone does."""
        return super().authenticate(request, *args, **credentials) if settings.PASSWORD_SIGN_IN else None

    def user_can_authenticate(self, user: User | AnonymousUser | None) -> bool:
        return super().user_can_authenticate(user) and isinstance(user, User) and is_at_work(user)

    def _get_group_permissions(self, user_obj: User) -> QuerySet[Permission]:
        own = set(user_obj.groups.values_list("pk", flat=True))
        if is_plan_office(user_obj):
            own.add(office_group().pk)
        return Permission.objects.filter(group__in=own)


def equip_office() -> None:
    """Give the plan office its rights in the admin, and take those of texts, which it had before it had pages for them."""
    group = office_group()
    texts = group.permissions.filter(content_type__app_label="measures")
    group.permissions.remove(*texts.exclude(codename__startswith="view_"))
    group.permissions.add(*office_rights())  # added, so that what the city gave besides stays


def create_first_office() -> tuple[User, str] | None:
    """The plan office's first person, who can make all other accounts, with a password that is kept nowhere.

    None where the plan office has somebody already.
    """
    with transaction.atomic():
        equip_office()
        if Membership.objects.lasting_after().filter(role=Role.OFFICE).exists():
            return None
        password = new_password()
        user = User.objects.create_user(_free_name("kikaku"), password=password, is_staff=True)
        Membership.objects.create(user=user, role=Role.OFFICE)
        for department in Department.objects.filter(slug="kikaku"):
            Membership.objects.create(user=user, department=department)
    return user, password


def _free_name(wish: str) -> str:
    names = [wish, *(f"{wish}{number}" for number in range(2, 1000))]
    taken = set(User.objects.filter(username__in=names).values_list("username", flat=True))
    return next(name for name in names if name not in taken)


def proof_of(user: User) -> str:
    """Says that a form was given to this person; nobody else can make it, and it opens nothing."""
    return Signer(salt=TYPED_BY).sign(str(user.pk))


def typist_of(proof: str) -> int | None:
    """The id of the person to whom a form was given; None where it does not say, or not truly."""
    try:
        return int(Signer(salt=TYPED_BY).unsign(proof))
    except BadSignature:
        return None


def end_sessions(user: User) -> None:
    """Sign a person out everywhere: a session that slept would wake up when the account is switched on again."""
    for session in Session.objects.filter(expire_date__gte=timezone.now()):
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()


def forget_sessions(now: datetime) -> None:
    """Delete those that have ended: whoever begins to sign in leaves one, also where they never come back."""
    Session.objects.filter(expire_date__lt=now).delete()


def locked_names() -> frozenset[str]:
    """User names that are locked at one address at least, counted as django-axes counts."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    tried = (
        AccessAttempt.objects.filter(attempt_time__gt=since)
        .values("username", "ip_address")
        .annotate(failures=Sum("failures_since_start"))
        .filter(failures__gte=settings.AXES_FAILURE_LIMIT)
    )
    return frozenset(line["username"] for line in tried.order_by() if line["username"])


def forget_failures(user: User) -> int:
    """Let a locked person try again at every address; how many records of failures were taken away."""
    return int(reset_failures(username=user.get_username()))
