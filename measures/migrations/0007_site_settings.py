"""Names of the levels, whom to ask, settings of the site, and that a plan is withdrawn."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import measures.models.plan


class Migration(migrations.Migration):
    dependencies = [
        ("measures", "0006_plan_edition"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PlanWithdrawal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=20, verbose_name="アドレスでの名前")),
                ("slug", models.CharField(max_length=50, verbose_name="識別名")),
                ("reason", models.CharField(max_length=300, verbose_name="理由")),
                ("asked_at", models.DateTimeField(verbose_name="申し出た日時")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="取り下げた日時")),
            ],
            options={
                "verbose_name": "計画の取下げ",
                "verbose_name_plural": "計画の取下げ",
                "ordering": ["asked_at"],
            },
        ),
        migrations.CreateModel(
            name="SiteSettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("city", models.CharField(blank=True, max_length=50, verbose_name="市の名称")),
                (
                    "city_code",
                    models.CharField(
                        blank=True,
                        help_text="6桁。ファイルとカタログに出て、ほかの市のデータとつながります。",
                        max_length=6,
                        validators=[measures.models.plan.check_city_code],
                        verbose_name="全国地方公共団体コード",
                    ),
                ),
                ("contact", models.CharField(blank=True, max_length=100, verbose_name="問い合わせ先の課")),
                ("contact_phone", models.CharField(blank=True, max_length=30, verbose_name="電話番号")),
                ("contact_mail", models.EmailField(blank=True, max_length=254, verbose_name="メール")),
                ("contact_url", models.URLField(blank=True, verbose_name="問い合わせのページ")),
                ("licence_key", models.CharField(blank=True, max_length=50, verbose_name="利用の条件の記号")),
                (
                    "licence_name",
                    models.CharField(blank=True, max_length=100, verbose_name="利用の条件の名前"),
                ),
                ("licence_url", models.URLField(blank=True, verbose_name="利用の条件のページ")),
                ("brand_colour", models.CharField(blank=True, max_length=7, verbose_name="見出しの色")),
                ("link_colour", models.CharField(blank=True, max_length=7, verbose_name="リンクの色")),
                ("logo", models.BinaryField(blank=True, default=bytes, verbose_name="ロゴ")),
                ("logo_words", models.CharField(blank=True, max_length=100, verbose_name="ロゴの代わりの文")),
                ("reason", models.CharField(max_length=300, verbose_name="理由")),
                (
                    "version",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="保存の回数"),
                ),
                ("by_two", models.BooleanField(default=True, verbose_name="2人で決める")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="公表日時")),
            ],
            options={
                "verbose_name": "サイトの設定",
                "verbose_name_plural": "サイトの設定",
                "ordering": ["published_at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="department",
            name="form_url",
            field=models.URLField(blank=True, verbose_name="問い合わせのページ"),
        ),
        migrations.AddField(
            model_name="department",
            name="mail",
            field=models.EmailField(blank=True, max_length=254, verbose_name="メール"),
        ),
        migrations.AddField(
            model_name="department",
            name="phone",
            field=models.CharField(blank=True, max_length=30, verbose_name="電話番号"),
        ),
        migrations.AddField(
            model_name="historicaldepartment",
            name="form_url",
            field=models.URLField(blank=True, verbose_name="問い合わせのページ"),
        ),
        migrations.AddField(
            model_name="historicaldepartment",
            name="mail",
            field=models.EmailField(blank=True, max_length=254, verbose_name="メール"),
        ),
        migrations.AddField(
            model_name="historicaldepartment",
            name="phone",
            field=models.CharField(blank=True, max_length=30, verbose_name="電話番号"),
        ),
        migrations.AddField(
            model_name="plan",
            name="initiative_word",
            field=models.CharField(
                default="主な取組", help_text="例：基本事業", max_length=20, verbose_name="3段目の呼び名"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="measure_word",
            field=models.CharField(default="施策", max_length=20, verbose_name="2段目の呼び名"),
        ),
        migrations.AddField(
            model_name="plan",
            name="policy_word",
            field=models.CharField(
                default="基本政策", help_text="例：政策", max_length=20, verbose_name="1段目の呼び名"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="取り下げた日時"),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("policy_word", ""), _negated=True),
                    models.Q(("measure_word", ""), _negated=True),
                    models.Q(("initiative_word", ""), _negated=True),
                ),
                name="plan_has_words",
            ),
        ),
        migrations.AddField(
            model_name="planwithdrawal",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="申し出た人",
            ),
        ),
        migrations.AddField(
            model_name="planwithdrawal",
            name="plan",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="withdrawal",
                to="measures.plan",
                verbose_name="計画",
            ),
        ),
        migrations.AddField(
            model_name="planwithdrawal",
            name="withdrawn_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="取り下げた人",
            ),
        ),
        migrations.AddField(
            model_name="sitesettings",
            name="drafted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="下書きした人",
            ),
        ),
        migrations.AddField(
            model_name="sitesettings",
            name="published_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="公表した人",
            ),
        ),
        migrations.AddConstraint(
            model_name="planwithdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="plan_withdrawal_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="planwithdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_by", models.F("asked_by")), _negated=True),
                    ("withdrawn_by__isnull", True),
                    _connector="OR",
                ),
                name="plan_withdrawal_four_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="sitesettings",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="site_settings_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="sitesettings",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("by_two", False),
                    models.Q(("published_by", models.F("drafted_by")), _negated=True),
                    ("published_by__isnull", True),
                    _connector="OR",
                ),
                name="site_settings_four_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="sitesettings",
            constraint=models.UniqueConstraint(
                condition=models.Q(("published_at__isnull", True)),
                fields=("by_two",),
                name="site_settings_one_draft",
            ),
        ),
    ]
