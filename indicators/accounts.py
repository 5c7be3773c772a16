"""First accounts: the groups with their rights, and the plan office's first person."""

import secrets

from django.contrib.auth.models import User
from django.db import transaction

from indicators.models import Membership
from indicators.permissions import make_groups, office_rights
from measures.models import Department

# Without the signs that are taken for one another when a password is copied by hand (0 o, 1 l i).
PASSWORD_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_password() -> str:
    """A random password in four groups of four, about 79 bits."""
    return "-".join("".join(secrets.choice(PASSWORD_SIGNS) for _ in range(4)) for _ in range(4))


def equip_groups() -> None:
    """Make the two groups, and give the plan office its rights in the admin."""
    office, _ = make_groups()
    office.permissions.add(*office_rights())  # added, so that what the city gave besides stays


def create_first_office() -> tuple[User, str] | None:
    """The plan office's first person, who can make all other accounts, with a password that is kept nowhere.

    None where the plan office has somebody already.
    """
    with transaction.atomic():
        equip_groups()
        office, _ = make_groups()
        if office.user_set.exists():
            return None
        password = new_password()
        user = User.objects.create_user(
            _free_name("kikaku"), password=password, is_staff=True, is_superuser=True
        )
        user.groups.add(office)
        for department in Department.objects.filter(slug="kikaku"):
            Membership.objects.create(user=user, department=department)
    return user, password


def _free_name(wish: str) -> str:
    names = [wish, *(f"{wish}{number}" for number in range(2, 1000))]
    taken = set(User.objects.filter(username__in=names).values_list("username", flat=True))
    return next(name for name in names if name not in taken)
