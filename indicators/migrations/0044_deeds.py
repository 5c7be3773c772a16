"""What departments did for each initiative and bullet, and which department gathers one (docs/publication.md §16)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import indicators.models.vocabulary
import measures.models.unit_field
from indicators.triggers import InstallGuards, RemoveGuards


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0043_evidence_path"),
        ("measures", "0003_second_factor"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        RemoveGuards(),
        migrations.CreateModel(
            name="DeedLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "initiative",
                    models.PositiveSmallIntegerField(
                        help_text="施策の中で何番目の主な取組か", verbose_name="主な取組の番号"
                    ),
                ),
                (
                    "detail",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="0 は主な取組の全体", verbose_name="内容の順番"
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deed_lines",
                        to="measures.department",
                        verbose_name="担当課",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deed_lines",
                        to="measures.measure",
                        verbose_name="施策",
                    ),
                ),
            ],
            options={
                "verbose_name": "取組の担当分",
                "verbose_name_plural": "取組の担当分",
                "ordering": ["measure", "initiative", "detail", "department"],
            },
        ),
        migrations.CreateModel(
            name="Deed",
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
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="提出した日時")),
                ("return_reason", models.CharField(blank=True, max_length=300, verbose_name="差戻しの理由")),
                ("approval_level", models.PositiveSmallIntegerField(default=0, verbose_name="承認を待つ段")),
                ("looked_at", models.DateTimeField(blank=True, null=True, verbose_name="初めて見られた日時")),
                (
                    "decision_number",
                    models.CharField(
                        blank=True, help_text="公表されません", max_length=60, verbose_name="決裁番号"
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="公表した日時")),
                ("planned", models.TextField(blank=True, max_length=500, verbose_name="予定")),
                ("done", models.TextField(blank=True, max_length=1000, verbose_name="実施したこと")),
                (
                    "quantity",
                    indicators.models.vocabulary.FigureField(
                        blank=True, decimal_places=6, max_digits=21, null=True, verbose_name="数量"
                    ),
                ),
                (
                    "unit",
                    measures.models.unit_field.UnitField(blank=True, max_length=10, verbose_name="単位"),
                ),
                (
                    "standing",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("on_schedule", "予定どおり"),
                            ("late", "遅れ"),
                            ("reviewed", "見直し"),
                            ("stopped", "中止"),
                            ("finished", "完了"),
                        ],
                        max_length=12,
                        verbose_name="進み具合",
                    ),
                ),
                ("cause", models.TextField(blank=True, max_length=500, verbose_name="理由")),
                ("next_step", models.TextField(blank=True, max_length=500, verbose_name="次にすること")),
                ("projects", models.JSONField(blank=True, default=list, verbose_name="事務事業")),
                ("about", models.TextField(blank=True, verbose_name="公表した日の計画の文")),
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
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deeds",
                        to="indicators.deedline",
                        verbose_name="取組の担当分",
                    ),
                ),
            ],
            options={
                "verbose_name": "取組の実績",
                "verbose_name_plural": "取組の実績",
                "ordering": ["line", "year", "number"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="event",
            name="line",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="indicators.deedline",
                verbose_name="取組の担当分",
            ),
        ),
        migrations.CreateModel(
            name="DeedLead",
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
                ("initiative", models.PositiveSmallIntegerField(verbose_name="主な取組の番号")),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="measures.department",
                        verbose_name="主とりまとめの課",
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
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deed_leads",
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
                "verbose_name": "主とりまとめの設定",
                "verbose_name_plural": "主とりまとめの設定",
                "ordering": ["measure", "initiative", "published_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="deed_lead_reason"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="deedline",
            constraint=models.UniqueConstraint(
                fields=("measure", "initiative", "detail", "department"), name="deed_line_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="deed",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "submitted", "returned", "published"])),
                name="deed_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="deed",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1), ("year__range", (1989, 2100))), name="deed_year"
            ),
        ),
        migrations.AddConstraint(
            model_name="deed",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", "draft"), ("submitted_at__isnull", True), ("submitted_by__isnull", True)
                    ),
                    models.Q(("submitted_at__isnull", False), ("submitted_by__isnull", False)),
                    _connector="OR",
                ),
                name="deed_submitted_by_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="deed",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "returned"), _negated=True),
                    models.Q(("return_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="deed_return_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="deed",
            constraint=models.CheckConstraint(
                condition=models.Q(("approval_level", 0), ("state", "submitted"), _connector="OR"),
                name="deed_level",
            ),
        ),
        migrations.AddConstraint(
            model_name="deed",
            constraint=models.CheckConstraint(
                condition=models.Q(("number", 1), models.Q(("reason", ""), _negated=True), _connector="OR"),
                name="deed_change_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="deed",
            constraint=models.CheckConstraint(
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
                name="deed_published_by_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="deed",
            constraint=models.UniqueConstraint(
                fields=("line", "year", "number"), name="deed_number_in_chain"
            ),
        ),
        migrations.AddConstraint(
            model_name="deed",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("draft", "returned", "submitted"))),
                fields=("line", "year"),
                name="one_open_deed",
            ),
        ),
        migrations.AddConstraint(
            model_name="deed",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("standing__in", ["", "on_schedule", "late", "reviewed", "stopped", "finished"])
                ),
                name="deed_standing_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="deed",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("draft", "returned")),
                    models.Q(
                        ("standing", ""),
                        models.Q(("done", ""), ("cause", "")),
                        _connector="OR",
                        _negated=True,
                    ),
                    _connector="OR",
                ),
                name="deed_complete",
            ),
        ),
        migrations.AddConstraint(
            model_name="deed",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("draft", "returned")),
                    ("standing", "on_schedule"),
                    models.Q(("cause", ""), _negated=True),
                    _connector="OR",
                ),
                name="deed_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="deed",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("draft", "returned")),
                    ("quantity__isnull", True),
                    models.Q(("unit", ""), _negated=True),
                    _connector="OR",
                ),
                name="deed_quantity_has_a_unit",
            ),
        ),
        InstallGuards(),
    ]
