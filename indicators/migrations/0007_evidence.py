"""Evidence of values: links and files. The log learns the words for them, without a change of its table."""

from importlib import import_module
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

guards = import_module("indicators.migrations.0006_redaction")


def install(apps: Any, schema_editor: Any) -> None:
    guards.install(schema_editor)


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0006_redaction"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                    ("attached", "資料の添付"),
                    ("detached", "資料の取外し"),
                ],
                max_length=15,
                verbose_name="操作",
            ),
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(help_text="西暦", verbose_name="年度")),
                ("number", models.PositiveSmallIntegerField(default=1, verbose_name="回")),
                ("url", models.CharField(blank=True, max_length=500, verbose_name="リンク")),
                ("name", models.CharField(blank=True, max_length=100, verbose_name="ファイル名")),
                ("content_type", models.CharField(blank=True, max_length=100, verbose_name="種類")),
                ("size", models.PositiveIntegerField(default=0, verbose_name="大きさ")),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="SHA-256")),
                ("added_at", models.DateTimeField(verbose_name="添付した日時")),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="外した日時")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="添付した人",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="indicators.indicator",
                        verbose_name="指標",
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="外した人",
                    ),
                ),
            ],
            options={
                "verbose_name": "根拠資料",
                "verbose_name_plural": "根拠資料",
                "ordering": ["indicator", "year", "number", "added_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1), ("year__range", (1989, 2100))),
                        name="evidence_year",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("url", ""), _negated=True),
                                ("content_type", ""),
                                ("name", ""),
                                ("sha256", ""),
                                ("size", 0),
                            ),
                            models.Q(
                                ("url", ""),
                                models.Q(("name", ""), _negated=True),
                                models.Q(("sha256", ""), _negated=True),
                                models.Q(("content_type", ""), _negated=True),
                                ("size__gt", 0),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_link_or_file",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("url", ""),
                            ("url__startswith", "https://"),
                            ("url__startswith", "http://"),
                            _connector="OR",
                        ),
                        name="evidence_scheme",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removed_at__isnull", True), ("removed_by__isnull", True)),
                            models.Q(("removed_at__isnull", False), ("removed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="evidence_removed_by_someone",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("removed_at__isnull", True), models.Q(("sha256", ""), _negated=True)
                        ),
                        fields=("indicator", "year", "number", "sha256"),
                        name="one_file_once_a_value",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("removed_at__isnull", True), models.Q(("url", ""), _negated=True)
                        ),
                        fields=("indicator", "year", "number", "url"),
                        name="one_link_once_a_value",
                    ),
                ],
            },
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
