"""The moment at which a plan goes out by itself, and its lines of the log (docs/publication.md §13)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0031_why_and_next_step"),
        ("measures", "0001_release_1_0_0"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                    ("revision_saved", "中間見直しの下書き"),
                    ("revision_gone", "中間見直しの下書きの削除"),
                    ("revision_booked", "中間見直しの予約"),
                    ("revision_free", "中間見直しの予約の取消し"),
                    ("revision_set", "中間見直し"),
                    ("depts_made", "課の登録"),
                    ("plan_saved", "計画の登録・変更"),
                    ("plan_drafted", "計画の公表の下書き"),
                    ("plan_discarded", "計画の公表の下書きの削除"),
                    ("plan_booked", "計画の公表の予約"),
                    ("plan_unbooked", "計画の公表の予約の取消し"),
                    ("plan_published", "計画の公表"),
                    ("withdraw_asked", "計画の取下げの申し出"),
                    ("withdraw_drop", "計画の取下げの申し出の取りやめ"),
                    ("plan_withdrawn", "計画の取下げ"),
                    ("site_drafted", "サイトの設定の下書き"),
                    ("site_dropped", "サイトの設定の下書きの削除"),
                    ("site_set", "サイトの設定の変更"),
                    ("plan_filed", "計画のファイルの取込み"),
                    ("file_handed", "計画のファイルの公表の依頼"),
                    ("file_dropped", "計画のファイルの取りやめ"),
                    ("dept_contact", "課の問い合わせ先の変更"),
                ],
                max_length=15,
                verbose_name="操作",
            ),
        ),
        migrations.CreateModel(
            name="PlanBooking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(verbose_name="確かめた下書きの保存の回数")),
                ("at", models.DateTimeField(blank=True, null=True, verbose_name="公表する日時")),
                (
                    "refusal",
                    models.CharField(blank=True, max_length=500, verbose_name="公表できなかった理由"),
                ),
                (
                    "booked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="予約した人",
                    ),
                ),
                (
                    "publication",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="booking",
                        to="measures.planpublication",
                        verbose_name="計画の公表",
                    ),
                ),
            ],
            options={
                "verbose_name": "計画の公表の予約",
                "verbose_name_plural": "計画の公表の予約",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("at__isnull", True), ("booked_by__isnull", True)),
                            models.Q(("at__isnull", False), ("booked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="plan_booking_by_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("at__isnull", False), models.Q(("refusal", ""), _negated=True), _connector="OR"
                        ),
                        name="plan_booking_waits_or_says_why",
                    ),
                ],
            },
        ),
    ]
