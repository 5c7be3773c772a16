"""Transfers and reorganisations that are prepared for a day; whom a line of the log is about."""

from importlib import import_module
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

guards = import_module("indicators.migrations.0006_redaction")


def install(apps: Any, schema_editor: Any) -> None:
    # Anew, since a guard that lets texts be blanked names every other column, and the log has one more.
    guards.install(schema_editor)


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0007_evidence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events_about",
                to=settings.AUTH_USER_MODEL,
                verbose_name="だれについて",
            ),
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
                    ("redaction_asked", "文の削除の申し出"),
                    ("redacted", "文の削除"),
                    ("commented", "コメント"),
                    ("uncommented", "コメントの取消し"),
                    ("attached", "資料の添付"),
                    ("detached", "資料の取外し"),
                    ("invited", "招待"),
                    ("contact_changed", "氏名・メールの変更"),
                    ("rights_changed", "所属・権限の変更"),
                    ("transfer_set", "異動の準備"),
                    ("transfer_cancel", "異動の取消し"),
                    ("transferred", "異動"),
                    ("disabled", "利用の停止"),
                    ("enabled", "利用の再開"),
                    ("unlocked", "ロックの解除"),
                    ("password_asked", "パスワード再設定の依頼"),
                    ("password_set", "パスワードの設定"),
                    ("reorg_prepared", "課の変更の準備"),
                    ("reorg_cancelled", "課の変更の取消し"),
                    ("reorg_applied", "課の変更"),
                    ("lead_moved", "主担当の移管"),
                ],
                max_length=15,
                verbose_name="操作",
            ),
        ),
        migrations.CreateModel(
            name="Reorganisation",
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
                        choices=[("rename", "名称の変更"), ("merge", "統合"), ("split", "分割")],
                        max_length=6,
                        verbose_name="種別",
                    ),
                ),
                ("on", models.DateField(verbose_name="変更の日")),
                ("reason", models.CharField(max_length=300, verbose_name="理由")),
                ("plan", models.JSONField(verbose_name="内容")),
                ("names", models.JSONField(default=dict, verbose_name="課の名前")),
                ("prepared_at", models.DateTimeField(verbose_name="準備した日時")),
                ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="行われた日時")),
                ("cancelled_at", models.DateTimeField(blank=True, null=True, verbose_name="取り消した日時")),
                ("refusal", models.CharField(blank=True, max_length=300, verbose_name="行えなかった理由")),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="取り消した人",
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="準備した人",
                    ),
                ),
            ],
            options={
                "verbose_name": "課の変更",
                "verbose_name_plural": "課の変更",
                "ordering": ["-on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["rename", "merge", "split"])),
                        name="reorganisation_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="reorganisation_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("applied_at__isnull", True), ("cancelled_at__isnull", True), _connector="OR"
                        ),
                        name="reorg_done_or_cancelled",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cancelled_at__isnull", True), ("cancelled_by__isnull", True)),
                            models.Q(("cancelled_at__isnull", False), ("cancelled_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="reorg_cancelled_by_someone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="異動の日")),
                ("departments", models.JSONField(blank=True, default=list, verbose_name="異動先の課")),
                ("office", models.BooleanField(default=False, verbose_name="計画担当")),
                ("manager", models.BooleanField(default=False, verbose_name="管理職")),
                ("leaves", models.BooleanField(default=False, verbose_name="利用を終える")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="理由")),
                ("prepared_at", models.DateTimeField(verbose_name="準備した日時")),
                ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="行われた日時")),
                ("cancelled_at", models.DateTimeField(blank=True, null=True, verbose_name="取り消した日時")),
                ("refusal", models.CharField(blank=True, max_length=300, verbose_name="行えなかった理由")),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="取り消した人",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="利用者",
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="準備した人",
                    ),
                ),
            ],
            options={
                "verbose_name": "異動の予定",
                "verbose_name_plural": "異動の予定",
                "ordering": ["on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("applied_at__isnull", True), ("cancelled_at__isnull", True)),
                        fields=("person",),
                        name="one_waiting_transfer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("applied_at__isnull", True), ("cancelled_at__isnull", True), _connector="OR"
                        ),
                        name="transfer_done_or_cancelled",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cancelled_at__isnull", True), ("cancelled_by__isnull", True)),
                            models.Q(("cancelled_at__isnull", False), ("cancelled_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="transfer_cancelled_by_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("leaves", False),
                            models.Q(("manager", False), ("office", False)),
                            _connector="OR",
                        ),
                        name="leaver_has_no_rights",
                    ),
                ],
            },
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
