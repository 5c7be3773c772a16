"""Transfer: a change of a person's departments and rights, prepared for a day such as April 1 (人事異動)."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class TransferQuerySet(models.QuerySet["Transfer"]):
    def waiting(self) -> "TransferQuerySet":
        """Prepared, and neither carried out nor given up."""
        return self.filter(applied_at__isnull=True, cancelled_at__isnull=True)


class Transfer(models.Model):
    """Where a person works from `on` on, and what they may do there; `leaves`: the account is switched off instead.

    Departments are named by slug: one that a prepared reorganisation makes on that day has no row yet. `refusal` says
    why it could not be carried out; it is tried again until it is given up.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="transfers", verbose_name="利用者"
    )
    on = models.DateField("異動の日")
    departments = models.JSONField("異動先の課", default=list, blank=True)
    office = models.BooleanField("計画担当", default=False)
    manager = models.BooleanField("管理職", default=False)
    leaves = models.BooleanField("利用を終える", default=False)
    reason = models.CharField("理由", max_length=300, blank=True)
    prepared_at = models.DateTimeField("準備した日時")
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="準備した人"
    )
    applied_at = models.DateTimeField("行われた日時", null=True, blank=True)
    cancelled_at = models.DateTimeField("取り消した日時", null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="取り消した人",
    )
    refusal = models.CharField("行えなかった理由", max_length=300, blank=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "異動の予定"
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(applied_at__isnull=True, cancelled_at__isnull=True),
                name="one_waiting_transfer",
            ),
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True) | Q(cancelled_at__isnull=True),
                name="transfer_done_or_cancelled",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_by__isnull=True)
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False),
                name="transfer_cancelled_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(leaves=False) | Q(office=False, manager=False), name="leaver_has_no_rights"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.on.isoformat()}"
