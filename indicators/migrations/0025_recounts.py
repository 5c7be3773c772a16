"""From which year an indicator is counted otherwise: a dated rule, with its guards (docs/progress.md §19)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from indicators.triggers import InstallGuards, RemoveGuards


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0024_plan_saved"),
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
                    ("recount_set", "数え方の区切りの公表"),
                    ("rhythm_set", "調査の間隔の公表"),
                    ("passport_set", "指標の説明の公表"),
                    ("figure_set", "参考図表の数値の公表"),
                    ("rule_drafted", "目標・現状値・やや遅れの基準の下書き"),
                    ("rule_discarded", "目標・現状値・やや遅れの基準の下書きの削除"),
                    ("redaction_asked", "文の削除の申し出"),
                    ("redaction_drop", "文の削除の申し出の取りやめ"),
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
                    ("account_sure", "アカウントの確認"),
                    ("disabled", "利用の停止"),
                    ("enabled", "利用の再開"),
                    ("unlocked", "ロックの解除"),
                    ("password_asked", "パスワード再設定の依頼"),
                    ("password_set", "パスワードの設定"),
                    ("reorg_prepared", "課の変更の準備"),
                    ("reorg_cancelled", "課の変更の取消し"),
                    ("reorg_applied", "課の変更"),
                    ("lead_moved", "主担当の移管"),
                    ("wording_drafted", "計画の文の下書き"),
                    ("wording_dropped", "計画の文の下書きの削除"),
                    ("wording_set", "計画の文の変更"),
                    ("depts_made", "課の登録"),
                    ("plan_saved", "計画の登録・変更"),
                    ("plan_drafted", "計画の公表の下書き"),
                    ("plan_discarded", "計画の公表の下書きの削除"),
                    ("plan_published", "計画の公表"),
                    ("withdraw_asked", "計画の取下げの申し出"),
                    ("withdraw_drop", "計画の取下げの申し出の取りやめ"),
                    ("plan_withdrawn", "計画の取下げ"),
                    ("site_drafted", "サイトの設定の下書き"),
                    ("site_dropped", "サイトの設定の下書きの削除"),
                    ("site_set", "サイトの設定の変更"),
                    ("dept_contact", "課の問い合わせ先の変更"),
                ],
                max_length=15,
                verbose_name="操作",
            ),
        ),
        migrations.CreateModel(
            name="Recount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="理由")),
                (
                    "version",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="保存の回数"),
                ),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="公表日時")),
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
                (
                    "rebased",
                    models.JSONField(blank=True, default=list, verbose_name="新しい数え方で見た前の年度の値"),
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
                        related_name="recounts",
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
                "verbose_name": "数え方の区切り",
                "verbose_name_plural": "数え方の区切り",
                "ordering": ["indicator", "first_year", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("published_at__isnull", False)),
                        fields=("indicator", "first_year"),
                        name="one_published_recount_a_first_year",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="recount_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first_year__range", (1989, 2100))), name="recount_year"
                    ),
                ],
            },
        ),
        InstallGuards(),
    ]
