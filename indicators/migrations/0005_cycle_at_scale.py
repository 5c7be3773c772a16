"""Batches and their schedules, mails of a day; cycles with reminders and instructions; drafts that stay open after the closing."""

from importlib import import_module
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

append_only = import_module("indicators.migrations.0002_append_only")
# A batch that went out says for ever under which title and when.
GUARDED = {"indicators_batch": "OLD.published_at IS NOT NULL"}


def install(apps: Any, schema_editor: Any) -> None:
    earlier = import_module("indicators.migrations.0004_yearly_review").GUARDED
    append_only.install(schema_editor, {**append_only.GUARDED, **earlier, **GUARDED})


def remove(apps: Any, schema_editor: Any) -> None:
    append_only.remove(schema_editor, GUARDED)


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0004_yearly_review"),
        ("measures", "0001_plan"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="題名")),
                ("announced_on", models.DateField(verbose_name="公表の日付")),
                ("created_at", models.DateTimeField(verbose_name="作成した日時")),
                ("scheduled_for", models.DateTimeField(blank=True, null=True, verbose_name="予約した日時")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="公表した日時")),
                (
                    "cancelled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="予約を取り消した日時"),
                ),
            ],
            options={
                "verbose_name": "一括公表",
                "verbose_name_plural": "一括公表",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="BatchItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(help_text="西暦", verbose_name="年度")),
                ("edit_number", models.PositiveIntegerField(verbose_name="保存の回数")),
                (
                    "refusal",
                    models.CharField(blank=True, max_length=300, verbose_name="公表できなかった理由"),
                ),
            ],
            options={
                "verbose_name": "一括公表の値",
                "verbose_name_plural": "一括公表の値",
                "ordering": ["batch", "pk"],
            },
        ),
        migrations.AddField(
            model_name="cycle",
            name="first_reminder_on",
            field=models.DateField(blank=True, null=True, verbose_name="1回目の催促"),
        ),
        migrations.AddField(
            model_name="cycle",
            name="instructions",
            field=models.TextField(blank=True, max_length=1000, verbose_name="入力する人へのお願い"),
        ),
        migrations.AddField(
            model_name="cycle",
            name="second_reminder_on",
            field=models.DateField(blank=True, null=True, verbose_name="2回目の催促"),
        ),
        migrations.AddField(
            model_name="result",
            name="kept_open",
            field=models.BooleanField(default=False, verbose_name="締めた後も入力を受け付ける"),
        ),
        migrations.AlterField(
            model_name="event",
            name="action",
            field=models.CharField(
                choices=[
                    ("login", "ログイン"),
                    ("refused", "拒否"),
                    ("cycle_opened", "サイクル開始"),
                    ("cycle_closed", "サイクル締め"),
                    ("cycle_changed", "サイクルの変更"),
                    ("cycle_reopened", "サイクル再開"),
                    ("batch_scheduled", "公表の予約"),
                    ("batch_cancelled", "予約の取消し"),
                    ("batch_published", "一括公表"),
                    ("created", "下書きを作成"),
                    ("saved", "保存"),
                    ("discarded", "変更の取りやめ"),
                    ("submitted", "提出"),
                    ("sent_back", "差戻し"),
                    ("published", "公表"),
                    ("target_set", "目標の公表"),
                    ("threshold_set", "しきい値の公表"),
                    ("interim_set", "中間目標の公表"),
                    ("commented", "コメント"),
                    ("uncommented", "コメントの取消し"),
                ],
                max_length=15,
                verbose_name="操作",
            ),
        ),
        migrations.AddConstraint(
            model_name="cycle",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("first_reminder_on__isnull", True),
                        ("first_reminder_on__lte", models.F("due_on")),
                        _connector="OR",
                    ),
                    models.Q(
                        ("second_reminder_on__isnull", True),
                        models.Q(
                            ("first_reminder_on__isnull", False),
                            ("second_reminder_on__gt", models.F("first_reminder_on")),
                        ),
                        _connector="OR",
                    ),
                ),
                name="cycle_reminders_in_order",
            ),
        ),
        migrations.AddField(
            model_name="batch",
            name="cancelled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="予約を取り消した人",
            ),
        ),
        migrations.AddField(
            model_name="batch",
            name="created_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="作成した人",
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="batch",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="publications",
                to="indicators.batch",
                verbose_name="一括公表",
            ),
        ),
        migrations.AddField(
            model_name="batchitem",
            name="batch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="items",
                to="indicators.batch",
                verbose_name="一括公表",
            ),
        ),
        migrations.AddField(
            model_name="batchitem",
            name="indicator",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="indicators.indicator",
                verbose_name="指標",
            ),
        ),
        migrations.AddField(
            model_name="batchitem",
            name="result",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="batch_items",
                to="indicators.result",
                verbose_name="入力の記録",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="batch_has_a_title"
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published_at__isnull", True), ("cancelled_at__isnull", True), _connector="OR"
                ),
                name="batch_out_or_cancelled",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published_at__isnull", False), ("scheduled_for__isnull", False), _connector="OR"
                ),
                name="batch_out_or_scheduled",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cancelled_at__isnull", True), ("cancelled_by__isnull", True)),
                    models.Q(("cancelled_at__isnull", False), ("cancelled_by__isnull", False)),
                    _connector="OR",
                ),
                name="batch_cancelled_by_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="batchitem",
            constraint=models.UniqueConstraint(
                fields=("batch", "indicator", "year"), name="value_once_in_batch"
            ),
        ),
        migrations.CreateModel(
            name="Digest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="日")),
                ("sent_at", models.DateTimeField(verbose_name="送った日時")),
                ("told", models.JSONField(blank=True, default=list, verbose_name="伝えたこと")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="digests",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="利用者",
                    ),
                ),
            ],
            options={
                "verbose_name": "お知らせメール",
                "verbose_name_plural": "お知らせメール",
                "ordering": ["-on", "user"],
                "constraints": [models.UniqueConstraint(fields=("user", "on"), name="one_digest_a_day")],
            },
        ),
        migrations.RunPython(install, remove),
    ]
