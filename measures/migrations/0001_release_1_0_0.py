"""The schema of release 1.0.0, in one step for a new database; one of before is upgraded step by step."""

import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import measures.models.plan
import measures.models.unit_field
from measures.together import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("measures", "0001_schema"),
        ("measures", "0002_reference_figure_unit"),
        ("measures", "0003_several_plans"),
        ("measures", "0004_wording"),
        ("measures", "0005_city_code"),
        ("measures", "0006_plan_edition"),
        ("measures", "0007_site_settings"),
        ("measures", "0008_reference_figure_history"),
        ("measures", "0009_revisions"),
        ("measures", "0010_initiative_help"),
    ]

    initial = True

    dependencies = [
        ("auth", "__first__"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Plan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(unique=True, verbose_name="識別名")),
                        (
                            "key",
                            models.SlugField(
                                help_text="/plans/3/ の 3。計画の何次かなど、短いもの。登録したあとは変えられません。",
                                max_length=20,
                                unique=True,
                                verbose_name="アドレスでの名前",
                            ),
                        ),
                        ("city", models.CharField(max_length=50, verbose_name="市の名称")),
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
                        (
                            "contact",
                            models.CharField(
                                blank=True,
                                help_text="オープンデータの問い合わせを受ける課など",
                                max_length=100,
                                verbose_name="問い合わせ先",
                            ),
                        ),
                        (
                            "contact_phone",
                            models.CharField(
                                blank=True, max_length=30, verbose_name="問い合わせ先の電話番号"
                            ),
                        ),
                        (
                            "contact_mail",
                            models.EmailField(
                                blank=True, max_length=254, verbose_name="問い合わせ先のメール"
                            ),
                        ),
                        ("contact_url", models.URLField(blank=True, verbose_name="問い合わせのページ")),
                        ("name", models.CharField(max_length=100, verbose_name="計画の名称")),
                        (
                            "first_year",
                            models.PositiveSmallIntegerField(
                                help_text="西暦（2023 は令和5年度）", verbose_name="最初の年度"
                            ),
                        ),
                        (
                            "last_year",
                            models.PositiveSmallIntegerField(
                                help_text="西暦（2026 は令和8年度）", verbose_name="最後の年度"
                            ),
                        ),
                        (
                            "policy_word",
                            models.CharField(
                                default="基本政策",
                                help_text="例：政策",
                                max_length=20,
                                verbose_name="1段目の呼び名",
                            ),
                        ),
                        (
                            "measure_word",
                            models.CharField(default="施策", max_length=20, verbose_name="2段目の呼び名"),
                        ),
                        (
                            "initiative_word",
                            models.CharField(
                                default="主な取組",
                                help_text="例：基本事業",
                                max_length=20,
                                verbose_name="3段目の呼び名",
                            ),
                        ),
                        (
                            "withdrawn_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="取り下げた日時"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "計画",
                        "verbose_name_plural": "計画",
                        "ordering": ["first_year", "slug"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("last_year__gte", models.F("first_year"))),
                                name="plan_last_year_not_before_first",
                                violation_error_message="最後の年度は最初の年度以降にしてください。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("slug", ""), _negated=True),
                                    models.Q(("key", ""), _negated=True),
                                    models.Q(("name", ""), _negated=True),
                                    models.Q(("city", ""), _negated=True),
                                ),
                                name="plan_has_name",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("policy_word", ""), _negated=True),
                                    models.Q(("measure_word", ""), _negated=True),
                                    models.Q(("initiative_word", ""), _negated=True),
                                ),
                                name="plan_has_words",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalDepartment",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=50, verbose_name="名称")),
                        (
                            "slug",
                            models.SlugField(help_text="ローマ字。URLに使います。", verbose_name="識別名"),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=0, verbose_name="並び順")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="なくなった日")),
                        ("phone", models.CharField(blank=True, max_length=30, verbose_name="電話番号")),
                        ("mail", models.EmailField(blank=True, max_length=254, verbose_name="メール")),
                        ("form_url", models.URLField(blank=True, verbose_name="問い合わせのページ")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "担当課の履歴",
                        "verbose_name_plural": "担当課の履歴",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Department",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=50, verbose_name="名称")),
                        (
                            "slug",
                            models.SlugField(
                                help_text="ローマ字。URLに使います。", unique=True, verbose_name="識別名"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=0, verbose_name="並び順")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="なくなった日")),
                        ("phone", models.CharField(blank=True, max_length=30, verbose_name="電話番号")),
                        ("mail", models.EmailField(blank=True, max_length=254, verbose_name="メール")),
                        ("form_url", models.URLField(blank=True, verbose_name="問い合わせのページ")),
                    ],
                    options={
                        "verbose_name": "担当課",
                        "verbose_name_plural": "担当課",
                        "ordering": ["order", "name"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("name", ""), _negated=True),
                                    models.Q(("slug", ""), _negated=True),
                                ),
                                name="department_has_name",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_on__isnull", True)),
                                fields=("name",),
                                name="department_name_once",
                                violation_error_message="この名称の課はすでにあります。",
                            ),
                        ],
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
                        (
                            "contact",
                            models.CharField(blank=True, max_length=100, verbose_name="問い合わせ先の課"),
                        ),
                        (
                            "contact_phone",
                            models.CharField(blank=True, max_length=30, verbose_name="電話番号"),
                        ),
                        (
                            "contact_mail",
                            models.EmailField(blank=True, max_length=254, verbose_name="メール"),
                        ),
                        ("contact_url", models.URLField(blank=True, verbose_name="問い合わせのページ")),
                        (
                            "licence_key",
                            models.CharField(blank=True, max_length=50, verbose_name="利用の条件の記号"),
                        ),
                        (
                            "licence_name",
                            models.CharField(blank=True, max_length=100, verbose_name="利用の条件の名前"),
                        ),
                        ("licence_url", models.URLField(blank=True, verbose_name="利用の条件のページ")),
                        (
                            "brand_colour",
                            models.CharField(blank=True, max_length=7, verbose_name="見出しの色"),
                        ),
                        (
                            "link_colour",
                            models.CharField(blank=True, max_length=7, verbose_name="リンクの色"),
                        ),
                        ("logo", models.BinaryField(blank=True, default=bytes, verbose_name="ロゴ")),
                        (
                            "logo_words",
                            models.CharField(blank=True, max_length=100, verbose_name="ロゴの代わりの文"),
                        ),
                        ("reason", models.CharField(max_length=300, verbose_name="理由")),
                        (
                            "version",
                            models.PositiveIntegerField(default=1, editable=False, verbose_name="保存の回数"),
                        ),
                        ("by_two", models.BooleanField(default=True, verbose_name="2人で決める")),
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
                            "published_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="公表日時"),
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
                        "verbose_name": "サイトの設定",
                        "verbose_name_plural": "サイトの設定",
                        "ordering": ["published_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="site_settings_reason"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("by_two", False),
                                    models.Q(("published_by", models.F("drafted_by")), _negated=True),
                                    ("published_by__isnull", True),
                                    _connector="OR",
                                ),
                                name="site_settings_four_eyes",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("published_at__isnull", True)),
                                fields=("by_two",),
                                name="site_settings_one_draft",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalBasicPolicy",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "number",
                            models.CharField(
                                max_length=2,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "\\A[0-9]{2}\\Z", "2桁の半角数字で入力してください。"
                                    )
                                ],
                                verbose_name="番号",
                            ),
                        ),
                        ("name", models.CharField(max_length=100, verbose_name="名称")),
                        (
                            "plan",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="measures.plan",
                                verbose_name="計画",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "基本政策の履歴",
                        "verbose_name_plural": "基本政策の履歴",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="BasicPolicy",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="policies",
                                to="measures.plan",
                                verbose_name="計画",
                            ),
                        ),
                        (
                            "number",
                            models.CharField(
                                max_length=2,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "\\A[0-9]{2}\\Z", "2桁の半角数字で入力してください。"
                                    )
                                ],
                                verbose_name="番号",
                            ),
                        ),
                        ("name", models.CharField(max_length=100, verbose_name="名称")),
                    ],
                    options={
                        "verbose_name": "基本政策",
                        "verbose_name_plural": "基本政策",
                        "ordering": ["plan", "number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("plan", "number"), name="policy_unique_number"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("number", ""), _negated=True),
                                    models.Q(("name", ""), _negated=True),
                                ),
                                name="policy_has_name",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanPublication",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "plan",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="publication",
                                to="measures.plan",
                                verbose_name="計画",
                            ),
                        ),
                        (
                            "in_force_on",
                            models.DateField(
                                help_text="この日から、この計画を現在の計画として表示します。",
                                verbose_name="計画が始まる日",
                            ),
                        ),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="決定日")),
                        (
                            "reason",
                            models.CharField(
                                help_text="例：議会の議決を経て策定しました。",
                                max_length=300,
                                verbose_name="説明",
                            ),
                        ),
                        (
                            "version",
                            models.PositiveIntegerField(default=1, editable=False, verbose_name="保存の回数"),
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
                            "drafted_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="下書きした日時"
                            ),
                        ),
                        (
                            "edition",
                            models.CharField(
                                blank=True,
                                editable=False,
                                help_text="下書きした人が見た計画の要約値",
                                max_length=64,
                                verbose_name="確かめた内容",
                            ),
                        ),
                        (
                            "published_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="公表日時"),
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
                        "verbose_name": "計画の公表",
                        "verbose_name_plural": "計画の公表",
                        "ordering": ["plan", "published_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="plan_publication_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("published_by", models.F("drafted_by")), _negated=True),
                                    ("published_by__isnull", True),
                                    _connector="OR",
                                ),
                                name="plan_publication_four_eyes",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanRevision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="revisions",
                                to="measures.plan",
                                verbose_name="計画",
                            ),
                        ),
                        ("title", models.CharField(max_length=100, verbose_name="題名")),
                        ("reason", models.CharField(max_length=300, verbose_name="理由")),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="決めた日")),
                        (
                            "effective_on",
                            models.DateField(
                                blank=True,
                                help_text="空なら確かめたときから",
                                null=True,
                                verbose_name="この日から",
                            ),
                        ),
                        ("gathered", models.JSONField(default=list, verbose_name="まとめた下書き")),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="保存の回数")),
                        (
                            "created_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="はじめた人",
                            ),
                        ),
                        (
                            "edited_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="最後に保存した人",
                            ),
                        ),
                        ("edited_at", models.DateTimeField(verbose_name="最後に保存した日時")),
                        (
                            "confirmed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="確かめた日時"),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="確かめた人",
                            ),
                        ),
                        (
                            "published_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="反映した日時"),
                        ),
                        (
                            "refusal",
                            models.CharField(blank=True, max_length=500, verbose_name="反映できなかった理由"),
                        ),
                    ],
                    options={
                        "verbose_name": "中間見直し",
                        "verbose_name_plural": "中間見直し",
                        "ordering": ["plan", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("title", ""), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                ),
                                name="revision_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("published_at__isnull", True),
                                    ("confirmed_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="revision_confirmed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("confirmed_by__isnull", True),
                                    models.Q(
                                        models.Q(("confirmed_by", models.F("created_by")), _negated=True),
                                        models.Q(("confirmed_by", models.F("edited_by")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="revision_four_eyes",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanWithdrawal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "plan",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="withdrawal",
                                to="measures.plan",
                                verbose_name="計画",
                            ),
                        ),
                        ("key", models.CharField(max_length=20, verbose_name="アドレスでの名前")),
                        ("slug", models.CharField(max_length=50, verbose_name="識別名")),
                        ("reason", models.CharField(max_length=300, verbose_name="理由")),
                        ("asked_at", models.DateTimeField(verbose_name="申し出た日時")),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="申し出た人",
                            ),
                        ),
                        (
                            "withdrawn_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="取り下げた日時"),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="取り下げた人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "計画の取下げ",
                        "verbose_name_plural": "計画の取下げ",
                        "ordering": ["asked_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="plan_withdrawal_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_by", models.F("asked_by")), _negated=True),
                                    ("withdrawn_by__isnull", True),
                                    _connector="OR",
                                ),
                                name="plan_withdrawal_four_eyes",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TextSource",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "plan",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="text_source",
                                to="measures.plan",
                                verbose_name="計画",
                            ),
                        ),
                        ("layout", models.JSONField(default=dict, verbose_name="計画書の形")),
                        ("text", models.TextField(blank=True, verbose_name="文字データ")),
                        (
                            "settled",
                            models.JSONField(blank=True, default=dict, verbose_name="手で決めたところ"),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="保存の回数")),
                        (
                            "edited_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="最後に保存した人",
                            ),
                        ),
                        ("edited_at", models.DateTimeField(verbose_name="最後に保存した日時")),
                    ],
                    options={
                        "verbose_name": "計画書の文字データ",
                        "verbose_name_plural": "計画書の文字データ",
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalMeasure",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="番号")),
                        ("name", models.CharField(max_length=100, verbose_name="名称")),
                        ("goal", models.CharField(blank=True, max_length=200, verbose_name="目標（要約）")),
                        ("goal_original", models.TextField(blank=True, verbose_name="目標（原文）")),
                        (
                            "ended_on",
                            models.DateField(
                                blank=True,
                                help_text="計画の途中で終了した施策だけ",
                                null=True,
                                verbose_name="終了した日",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="measures.plan",
                                verbose_name="計画",
                            ),
                        ),
                        (
                            "policy",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="measures.basicpolicy",
                                verbose_name="基本政策",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "施策の履歴",
                        "verbose_name_plural": "施策の履歴",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Measure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="measures",
                                to="measures.plan",
                                verbose_name="計画",
                            ),
                        ),
                        (
                            "policy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="measures",
                                to="measures.basicpolicy",
                                verbose_name="基本政策",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="番号")),
                        ("name", models.CharField(max_length=100, verbose_name="名称")),
                        ("goal", models.CharField(blank=True, max_length=200, verbose_name="目標（要約）")),
                        ("goal_original", models.TextField(blank=True, verbose_name="目標（原文）")),
                        (
                            "ended_on",
                            models.DateField(
                                blank=True,
                                help_text="計画の途中で終了した施策だけ",
                                null=True,
                                verbose_name="終了した日",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "施策",
                        "verbose_name_plural": "施策",
                        "ordering": ["plan", "number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("plan", "number"), name="measure_unique_number"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("name", ""), _negated=True),
                                    models.Q(
                                        models.Q(("goal", ""), _negated=True),
                                        models.Q(("goal_original", ""), _negated=True),
                                        _connector="OR",
                                    ),
                                ),
                                name="measure_has_name",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WordingDraft",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="wording_drafts",
                                to="measures.plan",
                                verbose_name="計画",
                            ),
                        ),
                        (
                            "part",
                            models.CharField(
                                help_text="policies、または measure-41", max_length=20, verbose_name="どこ"
                            ),
                        ),
                        ("content", models.JSONField(verbose_name="内容")),
                        ("before", models.JSONField(blank=True, null=True, verbose_name="変更前の内容")),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="理由")),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="決めた日")),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="保存の回数")),
                        (
                            "created_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="はじめた人",
                            ),
                        ),
                        (
                            "edited_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="最後に保存した人",
                            ),
                        ),
                        ("edited_at", models.DateTimeField(verbose_name="最後に保存した日時")),
                        (
                            "published_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="反映した日時"),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="反映した人",
                            ),
                        ),
                        (
                            "revision",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="wordings",
                                to="measures.planrevision",
                                verbose_name="どの見直しで反映したか",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "計画の文の下書き",
                        "verbose_name_plural": "計画の文の下書き",
                        "ordering": ["plan", "part", "published_at"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("published_at__isnull", True)),
                                fields=("plan", "part"),
                                name="wording_one_open_draft",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalContribution",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "actor",
                            models.CharField(
                                choices=[("city", "市の取組"), ("citizens", "市民等の取組")],
                                max_length=8,
                                verbose_name="主体",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(verbose_name="順番")),
                        ("summary", models.CharField(blank=True, max_length=200, verbose_name="要約")),
                        ("original", models.TextField(blank=True, verbose_name="原文")),
                        (
                            "measure",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="measures.measure",
                                verbose_name="施策",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "市・市民等の取組の履歴",
                        "verbose_name_plural": "市・市民等の取組の履歴",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Contribution",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="contributions",
                                to="measures.measure",
                                verbose_name="施策",
                            ),
                        ),
                        (
                            "actor",
                            models.CharField(
                                choices=[("city", "市の取組"), ("citizens", "市民等の取組")],
                                max_length=8,
                                verbose_name="主体",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(verbose_name="順番")),
                        ("summary", models.CharField(blank=True, max_length=200, verbose_name="要約")),
                        ("original", models.TextField(blank=True, verbose_name="原文")),
                    ],
                    options={
                        "verbose_name": "市・市民等の取組",
                        "verbose_name_plural": "市・市民等の取組",
                        "ordering": [
                            "measure",
                            models.Case(models.When(actor="city", then=0), default=1),
                            "order",
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("measure", "actor", "order"), name="contribution_unique_order"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("actor__in", ["city", "citizens"])),
                                name="contribution_known_actor",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("summary", ""), _negated=True),
                                    models.Q(("original", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="contribution_has_text",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalInitiative",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "number",
                            models.PositiveSmallIntegerField(help_text="1-2 の 2", verbose_name="番号"),
                        ),
                        ("name", models.CharField(max_length=100, verbose_name="名称")),
                        (
                            "measure",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="measures.measure",
                                verbose_name="施策",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "主な取組の履歴",
                        "verbose_name_plural": "主な取組の履歴",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Initiative",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="initiatives",
                                to="measures.measure",
                                verbose_name="施策",
                            ),
                        ),
                        (
                            "number",
                            models.PositiveSmallIntegerField(help_text="1-2 の 2", verbose_name="番号"),
                        ),
                        ("name", models.CharField(max_length=100, verbose_name="名称")),
                    ],
                    options={
                        "verbose_name": "主な取組",
                        "verbose_name_plural": "主な取組",
                        "ordering": ["measure", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("measure", "number"), name="initiative_unique_number"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="initiative_has_name"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalReferenceFigure",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=100, verbose_name="図の題名")),
                        ("source", models.CharField(max_length=100, verbose_name="出所")),
                        (
                            "unit",
                            measures.models.unit_field.UnitField(
                                blank=True, max_length=10, verbose_name="単位"
                            ),
                        ),
                        (
                            "decimals",
                            models.PositiveSmallIntegerField(default=0, verbose_name="小数点以下の桁数"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("verified", "確認済み"),
                                    ("unverified", "未確認"),
                                    ("unregistered", "未登録"),
                                ],
                                default="unregistered",
                                max_length=12,
                                verbose_name="状態",
                            ),
                        ),
                        ("note", models.TextField(blank=True, verbose_name="職員向けの注記")),
                        (
                            "measure",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="measures.measure",
                                verbose_name="施策",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "参考図の履歴",
                        "verbose_name_plural": "参考図の履歴",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ReferenceFigure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "measure",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reference_figure",
                                to="measures.measure",
                                verbose_name="施策",
                            ),
                        ),
                        ("title", models.CharField(max_length=100, verbose_name="図の題名")),
                        ("source", models.CharField(max_length=100, verbose_name="出所")),
                        (
                            "unit",
                            measures.models.unit_field.UnitField(
                                blank=True, max_length=10, verbose_name="単位"
                            ),
                        ),
                        (
                            "decimals",
                            models.PositiveSmallIntegerField(default=0, verbose_name="小数点以下の桁数"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("verified", "確認済み"),
                                    ("unverified", "未確認"),
                                    ("unregistered", "未登録"),
                                ],
                                default="unregistered",
                                max_length=12,
                                verbose_name="状態",
                            ),
                        ),
                        ("note", models.TextField(blank=True, verbose_name="職員向けの注記")),
                    ],
                    options={
                        "verbose_name": "参考図",
                        "verbose_name_plural": "参考図",
                        "ordering": ["measure"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["verified", "unverified", "unregistered"])),
                                name="reference_figure_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("title", ""), _negated=True),
                                    models.Q(("source", ""), _negated=True),
                                ),
                                name="reference_figure_has_title",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("decimals__lte", 4)), name="reference_figure_few_decimals"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalRelatedPlan",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(verbose_name="順番")),
                        ("name", models.CharField(max_length=100, verbose_name="名称")),
                        (
                            "measure",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="measures.measure",
                                verbose_name="施策",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "関連する個別計画の履歴",
                        "verbose_name_plural": "関連する個別計画の履歴",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="RelatedPlan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="related_plans",
                                to="measures.measure",
                                verbose_name="施策",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(verbose_name="順番")),
                        ("name", models.CharField(max_length=100, verbose_name="名称")),
                    ],
                    options={
                        "verbose_name": "関連する個別計画",
                        "verbose_name_plural": "関連する個別計画",
                        "ordering": ["measure", "order"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("measure", "order"), name="related_plan_unique_order"
                            ),
                            models.UniqueConstraint(
                                fields=("measure", "name"), name="related_plan_unique_name"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="related_plan_has_name"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalStatement",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "section",
                            models.CharField(
                                choices=[
                                    ("situation", "現状"),
                                    ("issue", "課題"),
                                    ("direction", "課題解決に向けた方向性"),
                                ],
                                max_length=10,
                                verbose_name="区分",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(verbose_name="順番")),
                        ("summary", models.CharField(blank=True, max_length=200, verbose_name="要約")),
                        ("original", models.TextField(blank=True, verbose_name="原文")),
                        (
                            "measure",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="measures.measure",
                                verbose_name="施策",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "現状・課題・方向性の履歴",
                        "verbose_name_plural": "現状・課題・方向性の履歴",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Statement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="statements",
                                to="measures.measure",
                                verbose_name="施策",
                            ),
                        ),
                        (
                            "section",
                            models.CharField(
                                choices=[
                                    ("situation", "現状"),
                                    ("issue", "課題"),
                                    ("direction", "課題解決に向けた方向性"),
                                ],
                                max_length=10,
                                verbose_name="区分",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(verbose_name="順番")),
                        ("summary", models.CharField(blank=True, max_length=200, verbose_name="要約")),
                        ("original", models.TextField(blank=True, verbose_name="原文")),
                    ],
                    options={
                        "verbose_name": "現状・課題・方向性",
                        "verbose_name_plural": "現状・課題・方向性",
                        "ordering": [
                            "measure",
                            models.Case(
                                models.When(section="situation", then=0),
                                models.When(section="issue", then=1),
                                default=2,
                            ),
                            "order",
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("measure", "section", "order"), name="statement_unique_order"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("section__in", ["situation", "issue", "direction"])),
                                name="statement_known_section",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("summary", ""), _negated=True),
                                    models.Q(("original", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="statement_has_text",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalViewpoint",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("dx", "DXの視点"), ("gx", "GXの視点")],
                                max_length=2,
                                verbose_name="区分",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(verbose_name="順番")),
                        ("text", models.CharField(max_length=100, verbose_name="内容")),
                        (
                            "measure",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="measures.measure",
                                verbose_name="施策",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "DX・GXの視点の履歴",
                        "verbose_name_plural": "DX・GXの視点の履歴",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Viewpoint",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="viewpoints",
                                to="measures.measure",
                                verbose_name="施策",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("dx", "DXの視点"), ("gx", "GXの視点")],
                                max_length=2,
                                verbose_name="区分",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(verbose_name="順番")),
                        ("text", models.CharField(max_length=100, verbose_name="内容")),
                    ],
                    options={
                        "verbose_name": "DX・GXの視点",
                        "verbose_name_plural": "DX・GXの視点",
                        "ordering": ["measure", "kind", "order"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("measure", "kind", "order"), name="viewpoint_unique_order"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["dx", "gx"])), name="viewpoint_known_kind"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True), name="viewpoint_has_text"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalInitiativeDetail",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(verbose_name="順番")),
                        ("summary", models.CharField(blank=True, max_length=200, verbose_name="要約")),
                        ("original", models.TextField(blank=True, verbose_name="原文")),
                        (
                            "initiative",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="measures.initiative",
                                verbose_name="主な取組",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "主な取組の内容の履歴",
                        "verbose_name_plural": "主な取組の内容の履歴",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="InitiativeDetail",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "initiative",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="details",
                                to="measures.initiative",
                                verbose_name="主な取組",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(verbose_name="順番")),
                        ("summary", models.CharField(blank=True, max_length=200, verbose_name="要約")),
                        ("original", models.TextField(blank=True, verbose_name="原文")),
                    ],
                    options={
                        "verbose_name": "主な取組の内容",
                        "verbose_name_plural": "主な取組の内容",
                        "ordering": ["initiative", "order"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("initiative", "order"), name="detail_unique_order"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("summary", ""), _negated=True),
                                    models.Q(("original", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="detail_has_text",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalInitiativeDepartment",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(verbose_name="順番")),
                        (
                            "initiative",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="measures.initiative",
                                verbose_name="主な取組",
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="measures.department",
                                verbose_name="担当課",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "主な取組の担当課の履歴",
                        "verbose_name_plural": "主な取組の担当課の履歴",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="InitiativeDepartment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "initiative",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="participations",
                                to="measures.initiative",
                                verbose_name="主な取組",
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="participations",
                                to="measures.department",
                                verbose_name="担当課",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(verbose_name="順番")),
                    ],
                    options={
                        "verbose_name": "主な取組の担当課",
                        "verbose_name_plural": "主な取組の担当課",
                        "ordering": ["initiative", "order"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("initiative", "department"), name="participation_unique_department"
                            ),
                            models.UniqueConstraint(
                                fields=("initiative", "order"), name="participation_unique_order"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReferencePoint",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "figure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="points",
                                to="measures.referencefigure",
                                verbose_name="参考図",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(verbose_name="順番")),
                        ("label", models.CharField(blank=True, max_length=50, verbose_name="項目")),
                        (
                            "value",
                            models.DecimalField(
                                blank=True, decimal_places=4, max_digits=19, null=True, verbose_name="値"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "参考図の値",
                        "verbose_name_plural": "参考図の値",
                        "ordering": ["figure", "order"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("figure", "order"), name="reference_point_unique_order"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("label", ""), _negated=True),
                                    ("value__isnull", False),
                                    _connector="OR",
                                ),
                                name="reference_point_not_empty",
                            ),
                        ],
                    },
                ),
            ]
        ),
        migrations.AddField(
            model_name="Department",
            name="successors",
            field=models.ManyToManyField(
                blank=True, related_name="predecessors", to="measures.department", verbose_name="引き継いだ課"
            ),
        ),
        migrations.AddField(
            model_name="Initiative",
            name="departments",
            field=models.ManyToManyField(
                related_name="initiatives",
                through="measures.InitiativeDepartment",
                to="measures.department",
                verbose_name="担当課",
            ),
        ),
    ]
