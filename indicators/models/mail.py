"""Mail: the outbox. PasswordRequest: what somebody typed who forgot a password, until the keeper looks at it."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone


class MailQuerySet(models.QuerySet["Mail"]):
    def waiting(self) -> "MailQuerySet":
        return self.filter(sent_at__isnull=True, given_up_at__isnull=True)

    def due(self, now: datetime) -> "MailQuerySet":
        return self.waiting().filter(due_at__lte=now).order_by("due_at", "pk")

    def given_up(self) -> "MailQuerySet":
        return self.filter(given_up_at__isnull=False)


class Mail(models.Model):
    """A mail on its way to a person, written in the transaction of what it tells, sent by the keeper.

    A link to a password is made when the mail is sent and stands in no row; the text of any other mail is blanked once
    it is out or given up. `key` makes the Message-ID, which is one and the same however often the mail is sent.
    """

    class Kind(models.TextChoices):
        INVITATION = "invitation", "招待"
        PASSWORD = "password", "パスワードの再設定"
        DIGEST = "digest", "お知らせ"
        NOTICE = "notice", "通知"
        APPROVAL = "approval", "承認のお願い"

    key = models.UUIDField("Message-ID", default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("種類", max_length=10, choices=Kind)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="mails", verbose_name="だれに"
    )
    # Empty: the person's address at the moment of sending.
    address = models.EmailField("宛先", blank=True)
    subject = models.CharField("件名", max_length=200)
    body = models.TextField("本文", blank=True)
    queued_at = models.DateTimeField("書いた日時", default=timezone.now)
    due_at = models.DateTimeField("次に送る日時", default=timezone.now)
    tries = models.PositiveSmallIntegerField("送ろうとした回数", default=0)
    sent_at = models.DateTimeField("送った日時", null=True, blank=True)
    given_up_at = models.DateTimeField("あきらめた日時", null=True, blank=True)
    problem = models.CharField("送れなかった理由", max_length=300, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "メール"
        ordering = ["-queued_at", "-pk"]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(sent_at__isnull=True, given_up_at__isnull=True),
                name="mail_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.user}"

    @property
    def is_link(self) -> bool:
        """Written when it is sent, so that it can be sent again after it was given up."""
        return self.kind in (self.Kind.INVITATION, self.Kind.PASSWORD, self.Kind.APPROVAL)

    @property
    def to(self) -> Any:
        return self.address or self.user.email


class PasswordRequest(models.Model):
    """Written alike for every address, whether anybody has it or not; deleted once the keeper has looked at it."""

    address = models.CharField("入力されたメールアドレス", max_length=254)
    asked_at = models.DateTimeField("日時", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "パスワード再設定の依頼"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M}"
