"""Costs of 事務事業, and which indicators an initiative is meant to move; the mails of the day and the managers' wish are notices now."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from indicators.triggers import InstallGuards, RemoveGuards
from measures.together import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("indicators", "0046_notices_alone"),
        ("indicators", "0047_money"),
        ("indicators", "0048_initiative_aims"),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("indicators", "0031_since_1_0_0"),
        ("measures", "0003_second_factor"),
    ]

    operations = [
        RemoveGuards(),
        CreateModels(
            [
                migrations.CreateModel(
                    name="Project",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                help_text="会計の表の番号。なければ事業名",
                                max_length=100,
                                verbose_name="事業コード",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="projects",
                                to="measures.plan",
                                verbose_name="計画",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "事務事業",
                        "verbose_name_plural": "事務事業",
                        "ordering": ["plan", "code"],
                        "constraints": [
                            models.UniqueConstraint(fields=("plan", "code"), name="project_once_in_plan"),
                            models.CheckConstraint(
                                condition=models.Q(("code", ""), _negated=True), name="project_has_a_code"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MoneyUpload",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(help_text="西暦", verbose_name="年度")),
                        ("name", models.CharField(max_length=100, verbose_name="ファイルの名前")),
                        ("sha256", models.CharField(max_length=64, verbose_name="ファイルの和")),
                        ("raw", models.JSONField(default=dict, verbose_name="読んだままの表")),
                        ("layout", models.JSONField(blank=True, default=dict, verbose_name="列の選び方")),
                        ("uploaded_at", models.DateTimeField(verbose_name="取り込んだ日時")),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="money_uploads",
                                to="measures.plan",
                                verbose_name="計画",
                            ),
                        ),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="取り込んだ人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "会計の表",
                        "verbose_name_plural": "会計の表",
                        "ordering": ["plan", "uploaded_at"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("plan", "uploaded_by"), name="money_upload_one_a_person"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InitiativeAims",
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
                        (
                            "published_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="公表日時"),
                        ),
                        ("initiative", models.PositiveSmallIntegerField(verbose_name="主な取組の番号")),
                        ("aims", models.JSONField(blank=True, default=list, verbose_name="ねらう指標")),
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
                                related_name="initiative_aims",
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
                        "verbose_name": "取組がねらう指標の設定",
                        "verbose_name_plural": "取組がねらう指標の設定",
                        "ordering": ["measure", "initiative", "published_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="aims_reason"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Spending",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(help_text="西暦", verbose_name="年度")),
                        ("number", models.PositiveSmallIntegerField(default=1, verbose_name="回")),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="変更の理由")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "下書き"),
                                    ("submitted", "提出済"),
                                    ("returned", "差戻し"),
                                    ("published", "公表済"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="進み",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="保存の回数")),
                        ("edited_at", models.DateTimeField(verbose_name="最後に保存した日時")),
                        (
                            "submitted_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="提出した日時"),
                        ),
                        (
                            "return_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="差戻しの理由"),
                        ),
                        (
                            "approval_level",
                            models.PositiveSmallIntegerField(default=0, verbose_name="承認を待つ段"),
                        ),
                        (
                            "looked_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="初めて見られた日時"),
                        ),
                        (
                            "decision_number",
                            models.CharField(
                                blank=True, help_text="公表されません", max_length=60, verbose_name="決裁番号"
                            ),
                        ),
                        (
                            "published_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="公表した日時"),
                        ),
                        ("name", models.CharField(blank=True, max_length=100, verbose_name="事務事業名")),
                        (
                            "budget",
                            models.BigIntegerField(
                                blank=True, help_text="円", null=True, verbose_name="予算額"
                            ),
                        ),
                        (
                            "settled",
                            models.BigIntegerField(
                                blank=True, help_text="円", null=True, verbose_name="決算額"
                            ),
                        ),
                        (
                            "labour",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=9, null=True, verbose_name="人工"
                            ),
                        ),
                        ("shares", models.JSONField(blank=True, default=list, verbose_name="取組と割合")),
                        ("note", models.TextField(blank=True, max_length=500, verbose_name="説明")),
                        (
                            "department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="spendings",
                                to="measures.department",
                                verbose_name="担当課",
                            ),
                        ),
                        (
                            "edited_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="最後に保存した人",
                            ),
                        ),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="入力した人",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="spendings",
                                to="indicators.project",
                                verbose_name="事務事業",
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
                        (
                            "submitted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提出した人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "事務事業の費用",
                        "verbose_name_plural": "事務事業の費用",
                        "ordering": ["project", "year", "number"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "submitted", "returned", "published"])
                                ),
                                name="spending_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1), ("year__range", (1989, 2100))),
                                name="spending_year",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state", "draft"),
                                        ("submitted_at__isnull", True),
                                        ("submitted_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("submitted_at__isnull", False), ("submitted_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="spending_submitted_by_someone",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "returned"), _negated=True),
                                    models.Q(("return_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="spending_return_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approval_level", 0), ("state", "submitted"), _connector="OR"
                                ),
                                name="spending_level",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("number", 1), models.Q(("reason", ""), _negated=True), _connector="OR"
                                ),
                                name="spending_change_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("published_at__isnull", False),
                                        ("published_by__isnull", False),
                                        ("state", "published"),
                                    ),
                                    models.Q(
                                        models.Q(("state", "published"), _negated=True),
                                        ("published_at__isnull", True),
                                        ("published_by__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="spending_published_by_someone",
                            ),
                            models.UniqueConstraint(
                                fields=("project", "year", "number"), name="spending_number_in_chain"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ("draft", "returned", "submitted"))),
                                fields=("project", "year"),
                                name="one_open_spending",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ("draft", "returned")),
                                    models.Q(
                                        models.Q(("name", ""), _negated=True),
                                        models.Q(("shares", []), _negated=True),
                                        models.Q(
                                            ("budget__isnull", True), ("settled__isnull", True), _negated=True
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="spending_complete",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("budget__isnull", True),
                                        ("budget__range", (-999999999999999, 999999999999999)),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("settled__isnull", True),
                                        ("settled__range", (-999999999999999, 999999999999999)),
                                        _connector="OR",
                                    ),
                                    models.Q(("labour__isnull", True), ("labour__gte", 0), _connector="OR"),
                                ),
                                name="spending_amounts",
                            ),
                        ],
                    },
                ),
            ]
        ),
        migrations.DeleteModel(
            name="Digest",
        ),
        migrations.DeleteModel(
            name="ManagersMail",
        ),
        migrations.AddField(
            model_name="tablelayout",
            name="money",
            field=models.JSONField(blank=True, default=dict, verbose_name="会計の表の列の選び方"),
        ),
        migrations.AddField(
            model_name="event",
            name="project",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="indicators.project",
                verbose_name="事務事業",
            ),
        ),
        InstallGuards(),
    ]
