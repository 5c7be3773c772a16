"""PowerRequest: what gives power in the plan office, asked for by one of its people and confirmed by another."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from measures.models.person_field import optional_person_field, person_field


class PowerRequestQuerySet(models.QuerySet["PowerRequest"]):
    def waiting(self) -> "PowerRequestQuerySet":
        return self.filter(closed_at__isnull=True)


class PowerRequest(models.Model):
    """Nothing of it holds until it is confirmed; one that is closed is kept as it was (indicators/guards.py)."""

    class Kind(models.TextChoices):
        OFFICE = "office", "計画担当の役割"
        ADDRESS = "address", "計画担当のメールアドレス"
        ENABLE = "enable", "計画担当の利用の再開"
        DIRECTORY = "directory", "計画担当の庁内のログイン名"
        RESET = "reset", "二段階認証の解除"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="power_requests", verbose_name="だれについて"
    )
    kind = models.CharField("内容", max_length=10, choices=Kind)
    # OFFICE: "on", the day from which (ISO; "" is at once). ADDRESS: "email". DIRECTORY: "directory_name".
    detail = models.JSONField("くわしい内容", default=dict, blank=True)
    reason = models.CharField("理由", max_length=300, blank=True)
    asked_at = models.DateTimeField("申し出た日時")
    asked_by = person_field("申し出た人")
    closed_at = models.DateTimeField("終えた日時", null=True, blank=True)
    # Nobody: what it was about has changed meanwhile.
    closed_by = optional_person_field("終えた人")
    confirmed = models.BooleanField("認めた", default=False)

    objects = PowerRequestQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "権限の申し出"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(closed_at__isnull=True), name="one_power_request_waits"
            ),
            models.CheckConstraint(
                condition=Q(confirmed=False)
                | (Q(closed_by__isnull=False) & ~Q(closed_by=models.F("asked_by"))),
                name="power_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.person}"
