"""Membership: which person works for which department. Rights follow from it (permissions.py)."""

from django.conf import settings
from django.db import models

from measures.models import Department


class Membership(models.Model):
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name="利用者"
    )
    department = models.ForeignKey(Department, models.PROTECT, related_name="memberships", verbose_name="課")

    class Meta:
        verbose_name = verbose_name_plural = "所属"
        constraints = [
            models.UniqueConstraint(fields=["user", "department"], name="member_once_in_department")
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.user}"
