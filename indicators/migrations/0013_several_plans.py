"""Indicators go on in the next plan; the log names the publication of a plan."""

import django.db.models.deletion
from django.db import migrations, models

from indicators.triggers import InstallGuards, RemoveGuards


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0012_digest_sent_keys"),
        ("measures", "0003_several_plans"),
    ]

    operations = [
        RemoveGuards(),
        migrations.AlterModelOptions(
            name="indicator",
            options={
                "ordering": ["measure__plan", "measure__number", "letter"],
                "verbose_name": "指標",
                "verbose_name_plural": "指標",
            },
        ),
        migrations.AddField(
            model_name="historicalindicator",
            name="continues",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="前の計画から続く指標のとき。グラフに前の計画の値も表示します。",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="indicators.indicator",
                verbose_name="前の計画の指標",
            ),
        ),
        migrations.AddField(
            model_name="historicalindicator",
            name="same_basis",
            field=models.BooleanField(
                default=False,
                help_text="前の計画の値と比べられるときだけ。違うときは、グラフに区切りを示し、前の計画の値と比べません。",
                verbose_name="前の計画と同じ数え方",
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="continues",
            field=models.OneToOneField(
                blank=True,
                help_text="前の計画から続く指標のとき。グラフに前の計画の値も表示します。",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="continued_by",
                to="indicators.indicator",
                verbose_name="前の計画の指標",
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="same_basis",
            field=models.BooleanField(
                default=False,
                help_text="前の計画の値と比べられるときだけ。違うときは、グラフに区切りを示し、前の計画の値と比べません。",
                verbose_name="前の計画と同じ数え方",
            ),
        ),
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
                    ("plan_drafted", "計画の公表の下書き"),
                    ("plan_discarded", "計画の公表の下書きの削除"),
                    ("plan_published", "計画の公表"),
                ],
                max_length=15,
                verbose_name="操作",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("continues", models.F("id")), _negated=True),
                    ("continues__isnull", True),
                    _connector="OR",
                ),
                name="indicator_continues_another",
            ),
        ),
        InstallGuards(),
    ]
