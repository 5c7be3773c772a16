"""Baselines as dated rules, fixed once published like a target; drafts of rules in the log.

No guarded table is rebuilt (choices are no part of a table), so that every guard of before stands.
"""

from importlib import import_module
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import indicators.models.vocabulary

append_only = import_module("indicators.migrations.0002_append_only")
earlier = import_module("indicators.migrations.0006_redaction")
GUARDED = {"indicators_baseline": "OLD.published_at IS NOT NULL"}


def every_guard() -> dict[str, str]:
    """Table → the condition under which a row is fixed, of all migrations up to this one."""
    return {**earlier.every_guard(), **GUARDED}


def install(schema_editor: Any) -> None:
    """Put every guard in its place; what stands already is renewed."""
    earlier.install(schema_editor)
    append_only.install(schema_editor, GUARDED)


def remove(schema_editor: Any) -> None:
    append_only.remove(schema_editor, every_guard())


def forward(apps: Any, schema_editor: Any) -> None:
    install(schema_editor)


def backward(apps: Any, schema_editor: Any) -> None:
    append_only.remove(schema_editor, GUARDED)


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0008_people"),
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
                    ("baseline_set", "現状値の公表"),
                    ("rule_drafted", "目標・現状値・しきい値の下書き"),
                    ("rule_discarded", "目標・現状値・しきい値の下書きの削除"),
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
            name="Baseline",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "first_year",
                    models.PositiveSmallIntegerField(help_text="西暦", verbose_name="適用する最初の年度"),
                ),
                (
                    "decided_on",
                    models.DateField(
                        blank=True, help_text="計画策定時のものは空", null=True, verbose_name="決定日"
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="理由")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="公表日時")),
                (
                    "value",
                    indicators.models.vocabulary.FigureField(
                        decimal_places=6, max_digits=21, verbose_name="現状値"
                    ),
                ),
                (
                    "baseline_year",
                    models.PositiveSmallIntegerField(help_text="西暦", verbose_name="現状値の年度"),
                ),
                (
                    "label",
                    models.CharField(
                        help_text="決定した文書に書かれたとおり。例：令和４年12月末",
                        max_length=40,
                        verbose_name="現状値の時点",
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="下書きした人",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="baselines",
                        to="indicators.indicator",
                        verbose_name="指標",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="公表した人",
                    ),
                ),
            ],
            options={
                "verbose_name": "見直した現状値",
                "verbose_name_plural": "見直した現状値",
                "ordering": ["indicator", "first_year", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("published_at__isnull", False)),
                        fields=("indicator", "first_year"),
                        name="one_published_baseline_a_first_year",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("baseline_year__range", (1989, 2100)), ("first_year__range", (1989, 2100))
                        ),
                        name="baseline_years",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="baseline_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("label", ""), _negated=True), name="baseline_label"
                    ),
                ],
            },
        ),
        migrations.RunPython(forward, backward),
    ]
