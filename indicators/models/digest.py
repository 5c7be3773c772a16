"""Digest: the one mail of a day that a person got, with what it was about."""

from django.conf import settings
from django.db import models


class Digest(models.Model):
    """At most one a person and day. `sent_keys` keeps what is said once only, such as the first reminder of a cycle."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="digests", verbose_name="利用者"
    )
    on = models.DateField("日")
    sent_at = models.DateTimeField("送った日時")
    sent_keys = models.JSONField("伝えたこと", default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "お知らせメール"
        ordering = ["-on", "user"]
        constraints = [models.UniqueConstraint(fields=["user", "on"], name="one_digest_a_day")]

    def __str__(self) -> str:
        return f"{self.on} {self.user}"
