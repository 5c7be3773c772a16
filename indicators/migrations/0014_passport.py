"""The passport of an indicator and the points of a reference figure: drafted by one, published by another (docs/publication.md §6)."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

import measures.models.unit_field
from indicators.triggers import InstallGuards, RemoveGuards


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0013_several_plans"),
        ("measures", "0003_several_plans"),
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
                    ("passport_set", "指標の説明の公表"),
                    ("figure_set", "参考図表の数値の公表"),
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
        migrations.CreateModel(
            name="FigurePoints",
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
                    "chart",
                    models.CharField(
                        choices=[
                            ("bars", "棒グラフ（量や年度ごとの値）"),
                            ("shares", "割合（合わせて100％になる内訳）"),
                        ],
                        max_length=10,
                        verbose_name="図の種類",
                    ),
                ),
                (
                    "unit",
                    measures.models.unit_field.UnitField(blank=True, max_length=10, verbose_name="単位"),
                ),
                ("decimals", models.PositiveSmallIntegerField(default=0, verbose_name="小数の桁数")),
                ("points", models.JSONField(default=list, verbose_name="数値")),
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
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figure_points",
                        to="measures.measure",
                        verbose_name="施策",
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
                "verbose_name": "参考図表の数値",
                "verbose_name_plural": "参考図表の数値",
                "ordering": ["measure", "published_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="figure_points_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decimals__lte", 4)), name="figure_points_decimals"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("chart__in", ["bars", "shares"])), name="figure_points_chart"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Passport",
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
                ("definition", models.TextField(blank=True, max_length=1000, verbose_name="定義")),
                ("formula", models.TextField(blank=True, max_length=500, verbose_name="算式")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="出典")),
                ("source_url", models.CharField(blank=True, max_length=500, verbose_name="出典のリンク")),
                ("method", models.TextField(blank=True, max_length=500, verbose_name="調べ方")),
                (
                    "sample",
                    models.CharField(blank=True, max_length=200, verbose_name="調査の対象と回答の数（n）"),
                ),
                ("frequency", models.CharField(blank=True, max_length=100, verbose_name="調べる間隔")),
                ("contact", models.CharField(blank=True, max_length=200, verbose_name="問い合わせ先")),
                (
                    "target_reason",
                    models.TextField(blank=True, max_length=1000, verbose_name="この目標にした理由"),
                ),
                ("breaks", models.TextField(blank=True, max_length=1000, verbose_name="途中での変更")),
                ("goals", models.JSONField(blank=True, default=list, verbose_name="SDGsのゴール")),
                (
                    "factors",
                    models.JSONField(blank=True, default=list, verbose_name="地域幸福度（Well-Being）の因子"),
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
                        related_name="passports",
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
                "verbose_name": "指標の説明",
                "verbose_name_plural": "指標の説明",
                "ordering": ["indicator", "published_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="passport_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("source_url", ""),
                            django.db.models.lookups.Exact(
                                django.db.models.functions.text.StrIndex(
                                    "source_url", models.Value("https://")
                                ),
                                1,
                            ),
                            _connector="OR",
                        ),
                        name="passport_source_https",
                    ),
                ],
            },
        ),
        InstallGuards(),
    ]
