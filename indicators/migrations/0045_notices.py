"""Notices: what concerns whom, made of the log; they take over what the mails of the day have said."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_KINDS = {
    "first": "request",
    "second": "request",
    "late": "request",
    "manager": "request",
    "overdue": "expected",
}


def take_over(apps: Any, schema_editor: Any) -> None:
    """What the mails of the day have said is not said again; what managers chose stays chosen; the log begins here."""
    Notice, NoticeChoice, NoticeCursor, Digest, ManagersMail, Event = (
        apps.get_model("indicators", name)
        for name in ("Notice", "NoticeChoice", "NoticeCursor", "Digest", "ManagersMail", "Event")
    )
    newest = Event.objects.aggregate(newest=models.Max("pk"))["newest"] or 0
    if newest:
        NoticeCursor.objects.create(pk=1, low=newest, mark=newest)
    said = {}
    for digest in Digest.objects.order_by("pk"):
        for key in digest.sent_keys:
            key = key.removeprefix("manager-") if key.startswith("manager-overdue") else key
            if (kind := _KINDS.get(key.partition("-")[0])) is not None:
                told = {"at": digest.sent_at, "read_at": digest.sent_at, "mailed_at": digest.sent_at}
                said[digest.user_id, key] = Notice(user_id=digest.user_id, kind=kind, key=key[:80], **told)
    Notice.objects.bulk_create(said.values(), batch_size=500)
    for chosen in ManagersMail.objects.all():
        for kind in ("verdict", "request", "expected"):
            NoticeChoice.objects.create(user_id=chosen.user_id, kind=kind, how="daily", since=chosen.since)


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0044_deeds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NoticeCursor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("low", models.BigIntegerField(default=0, verbose_name="すべて見た記録")),
                ("mark", models.BigIntegerField(default=0, verbose_name="次の区切り")),
                ("marked_at", models.DateTimeField(blank=True, null=True, verbose_name="区切った日時")),
                ("seen", models.JSONField(blank=True, default=list, verbose_name="見た記録")),
                ("day", models.DateField(blank=True, null=True, verbose_name="見た日")),
            ],
            options={
                "verbose_name": "お知らせの進み",
                "verbose_name_plural": "お知らせの進み",
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("request", "入力のお願いと催促"),
                            ("approval", "承認・確認を待っているもの"),
                            ("returned", "差し戻されたもの"),
                            ("comment", "コメントと返事"),
                            ("published", "公表されたもの"),
                            ("failed", "予約どおりに公表できなかったもの"),
                            ("expected", "公表予定日が来た値"),
                            ("verdict", "判定が変わった指標"),
                        ],
                        max_length=10,
                        verbose_name="種類",
                    ),
                ),
                ("key", models.CharField(max_length=80, verbose_name="何について")),
                ("at", models.DateTimeField(verbose_name="日時")),
                ("year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="年度")),
                ("detail", models.JSONField(blank=True, default=dict, verbose_name="内容")),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="読んだ日時")),
                (
                    "how",
                    models.CharField(
                        choices=[("once", "すぐに"), ("daily", "1日1回（朝）"), ("none", "メールなし")],
                        default="none",
                        max_length=10,
                        verbose_name="メール",
                    ),
                ),
                ("mailed_at", models.DateTimeField(blank=True, null=True, verbose_name="メールに書いた日時")),
                (
                    "cycle",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="indicators.cycle",
                        verbose_name="サイクル",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.event",
                        verbose_name="記録",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="indicators.indicator",
                        verbose_name="指標",
                    ),
                ),
                (
                    "mail",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="notices",
                        to="indicators.mail",
                        verbose_name="メール",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="だれに",
                    ),
                ),
            ],
            options={
                "verbose_name": "お知らせ",
                "verbose_name_plural": "お知らせ",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="NoticeChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("request", "入力のお願いと催促"),
                            ("approval", "承認・確認を待っているもの"),
                            ("returned", "差し戻されたもの"),
                            ("comment", "コメントと返事"),
                            ("published", "公表されたもの"),
                            ("failed", "予約どおりに公表できなかったもの"),
                            ("expected", "公表予定日が来た値"),
                            ("verdict", "判定が変わった指標"),
                        ],
                        max_length=10,
                        verbose_name="種類",
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        choices=[("once", "すぐに"), ("daily", "1日1回（朝）"), ("none", "メールなし")],
                        max_length=10,
                        verbose_name="メール",
                    ),
                ),
                ("since", models.DateTimeField(verbose_name="選んだ日時")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notice_choices",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="利用者",
                    ),
                ),
            ],
            options={
                "verbose_name": "お知らせの受け取り方",
                "verbose_name_plural": "お知らせの受け取り方",
            },
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("read_at__isnull", True)), fields=["user"], name="notice_unread"
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["user", "-at"], name="notice_newest"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("mailed_at__isnull", True), models.Q(("how", "none"), _negated=True)),
                fields=["how", "at"],
                name="notice_to_mail",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(fields=("user", "key"), name="notice_said_once"),
        ),
        migrations.AddConstraint(
            model_name="noticechoice",
            constraint=models.UniqueConstraint(fields=("user", "kind"), name="one_choice_a_kind"),
        ),
        migrations.RunPython(take_over, migrations.RunPython.noop),
    ]
