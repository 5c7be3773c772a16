"""The title and day of a batch that is out can be corrected by a record beside it (docs/publication.md §7)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from indicators.triggers import InstallGuards, RemoveGuards


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0010_possible_values"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        RemoveGuards(),
        migrations.AlterField(
            model_name="event",
            name="action",
            field=models.CharField(
                choices=[
                    ("login", "ログイン"),
                    ("login_failed", "ログインの失敗"),
                    ("locked", "ログインの停止"),
                    ("refused", "拒否"),
                    ("cycle_opened", "サイクル開始"),
                    ("cycle_closed", "サイクル締め"),
                    ("cycle_changed", "サイクルの変更"),
                    ("cycle_reopened", "サイクル再開"),
                    ("batch_scheduled", "公表の予約"),
                    ("batch_cancelled", "予約の取消し"),
                    ("batch_published", "一括公表"),
                    ("batch_corrected", "一括公表の訂正"),
                    ("created", "下書きを作成"),
                    ("saved", "保存"),
                    ("discarded", "変更の取りやめ"),
                    ("submitted", "提出"),
                    ("sent_back", "差戻し"),
                    ("published", "公表"),
                    ("target_set", "目標の公表"),
                    ("threshold_set", "やや遅れの基準の公表"),
                    ("interim_set", "中間目標の公表"),
                    ("baseline_set", "現状値の公表"),
                    ("rule_drafted", "目標・現状値・やや遅れの基準の下書き"),
                    ("rule_discarded", "目標・現状値・やや遅れの基準の下書きの削除"),
                    ("redaction_asked", "文の削除の申し出"),
                    ("redacted", "文の削除"),
                    ("commented", "コメント"),
                    ("uncommented", "コメントの取消し"),
                    ("attached", "資料の添付"),
                    ("detached", "資料の取外し"),
                    ("invited", "招待"),
                    ("link_shown", "リンクの表示"),
                    ("contact_changed", "氏名・メールの変更"),
                    ("rights_changed", "所属・権限の変更"),
                    ("transfer_set", "異動の準備"),
                    ("transfer_cancel", "異動の取消し"),
                    ("transferred", "異動"),
                    ("power_asked", "計画担当の権限の申し出"),
                    ("power_dropped", "計画担当の権限の申し出の取りやめ"),
                    ("appointed", "サーバーでの計画担当の任命"),
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
            name="BatchCorrection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="回")),
                ("old_title", models.CharField(max_length=100, verbose_name="前の題名")),
                ("old_announced_on", models.DateField(verbose_name="前の公表の日付")),
                ("title", models.CharField(max_length=100, verbose_name="題名")),
                ("announced_on", models.DateField(verbose_name="公表の日付")),
                ("reason", models.CharField(max_length=300, verbose_name="理由")),
                ("corrected_at", models.DateTimeField(verbose_name="訂正した日時")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="indicators.batch",
                        verbose_name="一括公表",
                    ),
                ),
                (
                    "corrected_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="訂正した人",
                    ),
                ),
            ],
            options={
                "verbose_name": "一括公表の訂正",
                "verbose_name_plural": "一括公表の訂正",
                "ordering": ["batch", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "number"), name="batch_correction_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            ("number__gte", 1),
                        ),
                        name="batch_correction_says_why",
                    ),
                ],
            },
        ),
        InstallGuards(),
    ]
