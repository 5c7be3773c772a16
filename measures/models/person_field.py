"""Who did something: the same column wherever it stands."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.db.models.expressions import Combinable


def person_field(verbose_name: str) -> "models.ForeignKey[User | Combinable, User]":
    """Who did something: kept for as long as what they did, and found from there alone."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=verbose_name
    )


def optional_person_field(
    verbose_name: str,
) -> "models.ForeignKey[User | Combinable | None, User | None]":
    """The same of what may not have been done yet, or by nobody."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=verbose_name,
    )
