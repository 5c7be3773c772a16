"""PublicRevision: one number that says whether anything a citizen can read has changed."""

from django.db import models


class PublicRevision(models.Model):
    """A single row. Triggers count it up with whatever changes public pages, in the same transaction; no code does.

    So neither a bulk update nor a line of SQL can change a public page and leave its old copy in a cache.
    """

    number = models.PositiveBigIntegerField("改訂の番号")
    # Random, new with each count: after a restored backup the numbers run again, and no stamp comes back.
    stamp = models.CharField("印", max_length=32, default="")

    class Meta:
        verbose_name = verbose_name_plural = "公開内容の改訂"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="public_revision_is_one_row")]

    def __str__(self) -> str:
        return str(self.number)
