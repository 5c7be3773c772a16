"""Notice: that something happened which concerns a person. NoticeChoice: how they want to hear of a kind."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from indicators.models.cycle import Cycle
from indicators.models.event import Event
from indicators.models.indicator import Indicator
from indicators.models.mail import Mail


class NoticeKind(models.TextChoices):
    """What a notice is about; each is chosen by itself (docs/input.md)."""

    REQUEST = "request", "入力のお願いと催促"
    APPROVAL = "approval", "承認・確認を待っているもの"
    RETURNED = "returned", "差し戻されたもの"
    COMMENT = "comment", "コメントと返事"
    PUBLISHED = "published", "公表されたもの"
    FAILED = "failed", "予約どおりに公表できなかったもの"
    EXPECTED = "expected", "公表予定日が来た値"
    VERDICT = "verdict", "判定が変わった指標"


class HowTold(models.TextChoices):
    """By mail; on the screen each notice stands in any case."""

    ONCE = "once", "すぐに"
    DAILY = "daily", "1日1回（朝）"
    NONE = "none", "メールなし"


class Notice(models.Model):
    """One matter for one person. It holds no words: they are made of the log's line, or of the day, when they are read.

    `key` says it once. What comes of a line has its `event`; what a day brings names its cycle, or indicator and year.
    `detail` holds codes. `how`: whether and when it goes by mail; `mailed_at`: that it has been put into the outbox.
    """

    user: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name="だれに"
    )
    kind = models.CharField("種類", max_length=10, choices=NoticeKind)
    key = models.CharField("何について", max_length=80)
    at = models.DateTimeField("日時")
    event = models.ForeignKey(
        Event, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="記録"
    )
    cycle = models.ForeignKey(
        Cycle, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="サイクル"
    )
    indicator = models.ForeignKey(
        Indicator, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="指標"
    )
    year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    detail = models.JSONField("内容", default=dict, blank=True)
    read_at = models.DateTimeField("読んだ日時", null=True, blank=True)
    how = models.CharField("メール", max_length=10, choices=HowTold, default=HowTold.NONE)
    mailed_at = models.DateTimeField("メールに書いた日時", null=True, blank=True)
    mail = models.ForeignKey(
        Mail, models.SET_NULL, null=True, blank=True, related_name="notices", verbose_name="メール"
    )

    class Meta:
        verbose_name = verbose_name_plural = "お知らせ"
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="notice_said_once")]
        indexes = [
            # The number in the head of each page of staff.
            models.Index(fields=["user"], condition=Q(read_at__isnull=True), name="notice_unread"),
            models.Index(fields=["user", "-at"], name="notice_newest"),
            models.Index(
                fields=["how", "at"],
                condition=Q(mailed_at__isnull=True) & ~Q(how="none"),
                name="notice_to_mail",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_kind_display()} {self.key}"


class NoticeChoice(models.Model):
    """What a person chose for one kind; none: what is usual for who they are. `since`: what was before is no news."""

    user: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_choices", verbose_name="利用者"
    )
    kind = models.CharField("種類", max_length=10, choices=NoticeKind)
    how = models.CharField("メール", max_length=10, choices=HowTold)
    since = models.DateTimeField("選んだ日時")

    class Meta:
        verbose_name = verbose_name_plural = "お知らせの受け取り方"
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="one_choice_a_kind")]

    def __str__(self) -> str:
        return f"{self.user} {self.get_kind_display()} {self.get_how_display()}"


class NoticeCursor(models.Model):
    """The one row that says how far the log was looked through.

    Lines get their ids before their transactions end, so that a lower one may be seen later: all up to `low` were seen
    for good, of the later ones those in `seen`. `mark` becomes `low` once it is old enough. `day`: the last day looked at.
    """

    low = models.BigIntegerField("すべて見た記録", default=0)
    mark = models.BigIntegerField("次の区切り", default=0)
    marked_at = models.DateTimeField("区切った日時", null=True, blank=True)
    seen = models.JSONField("見た記録", default=list, blank=True)
    day = models.DateField("見た日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "お知らせの進み"

    def __str__(self) -> str:
        return str(self.low)
