"""What the keeper notes of itself: who leads, and when each of its duties was looked at."""

from django.db import models


class KeeperLease(models.Model):
    """The one row that says which keeper acts, and until when nobody else may. Whoever leads renews it."""

    holder = models.CharField("だれ", max_length=100, blank=True)
    until = models.DateTimeField("いつまで")

    class Meta:
        verbose_name = verbose_name_plural = "自動の処理の担い手"

    def __str__(self) -> str:
        return self.holder


class Duty(models.Model):
    """One kind of what is due. `looked_at` is the last look that came to its end, `problem` what it could not do."""

    name = models.CharField("名前", max_length=20, primary_key=True)
    looked_at = models.DateTimeField("最後に確かめた日時", null=True, blank=True)
    failures = models.PositiveIntegerField("続けて失敗した回数", default=0)
    problem = models.CharField("できなかったこと", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "自動の処理"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
