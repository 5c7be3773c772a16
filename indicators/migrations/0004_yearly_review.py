"""Interim targets, comparison series, evaluation sheets and comments; published rows of the first three are guarded.

The log, targets and thresholds get columns that may be empty, which SQLite adds without rebuilding their tables.
"""

from importlib import import_module
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import indicators.models.vocabulary

append_only = import_module("indicators.migrations.0002_append_only")
# Table → the condition under which a row is fixed, beside those of 0002.
GUARDED = {
    "indicators_interimtarget": "OLD.published_at IS NOT NULL",
    "indicators_comparisonvalue": "OLD.published_at IS NOT NULL",
    "indicators_evaluationsheet": "OLD.published_at IS NOT NULL",
}


def install(apps: Any, schema_editor: Any) -> None:
    append_only.install(schema_editor, {**append_only.GUARDED, **GUARDED})


def remove(apps: Any, schema_editor: Any) -> None:
    append_only.remove(schema_editor, GUARDED)


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0003_sharper_checks"),
        ("measures", "0001_plan"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="measure",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="measures.measure",
                verbose_name="施策",
            ),
        ),
        migrations.AddField(
            model_name="target",
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
            model_name="threshold",
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
        migrations.AlterField(
            model_name="event",
            name="action",
            field=models.CharField(
                choices=[
                    ("login", "ログイン"),
                    ("refused", "拒否"),
                    ("cycle_opened", "サイクル開始"),
                    ("cycle_closed", "サイクル締め"),
                    ("created", "下書きを作成"),
                    ("saved", "保存"),
                    ("discarded", "変更の取りやめ"),
                    ("submitted", "提出"),
                    ("sent_back", "差戻し"),
                    ("published", "公表"),
                    ("target_set", "目標の公表"),
                    ("threshold_set", "しきい値の公表"),
                    ("interim_set", "中間目標の公表"),
                    ("commented", "コメント"),
                    ("uncommented", "コメントの取消し"),
                ],
                max_length=15,
                verbose_name="操作",
            ),
        ),
        migrations.CreateModel(
            name="ComparisonSeries",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="名前")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="出所")),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comparisons",
                        to="indicators.indicator",
                        verbose_name="指標",
                    ),
                ),
            ],
            options={
                "verbose_name": "比較系列",
                "verbose_name_plural": "比較系列",
                "ordering": ["indicator", "pk"],
            },
        ),
        migrations.AddField(
            model_name="event",
            name="series",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="indicators.comparisonseries",
                verbose_name="比較系列",
            ),
        ),
        migrations.CreateModel(
            name="ComparisonValue",
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
                ("edit_number", models.PositiveIntegerField(default=1, verbose_name="保存の回数")),
                ("edited_at", models.DateTimeField(verbose_name="最後に保存した日時")),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="提出した日時")),
                ("return_reason", models.CharField(blank=True, max_length=300, verbose_name="差戻しの理由")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="公表した日時")),
                (
                    "value",
                    indicators.models.vocabulary.FigureField(
                        blank=True, decimal_places=6, max_digits=21, null=True, verbose_name="値"
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="出所")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="説明")),
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
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="values",
                        to="indicators.comparisonseries",
                        verbose_name="比較系列",
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
                "verbose_name": "比較値",
                "verbose_name_plural": "比較値",
                "ordering": ["series", "year", "number"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EvaluationSheet",
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
                ("edit_number", models.PositiveIntegerField(default=1, verbose_name="保存の回数")),
                ("edited_at", models.DateTimeField(verbose_name="最後に保存した日時")),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="提出した日時")),
                ("return_reason", models.CharField(blank=True, max_length=300, verbose_name="差戻しの理由")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="公表した日時")),
                ("achievements", models.TextField(blank=True, max_length=2000, verbose_name="成果")),
                ("challenges", models.TextField(blank=True, max_length=2000, verbose_name="課題")),
                ("next_steps", models.TextField(blank=True, max_length=2000, verbose_name="今後の方向性")),
                (
                    "rating",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("A", "A 想定を上回る"),
                            ("B", "B 想定どおり"),
                            ("C", "C 想定をやや下回る"),
                            ("D", "D 想定を下回る"),
                        ],
                        max_length=1,
                        verbose_name="自己評価",
                    ),
                ),
                (
                    "external_evaluation",
                    models.TextField(blank=True, max_length=2000, verbose_name="外部評価（審議会）"),
                ),
                ("office_remark", models.TextField(blank=True, max_length=2000, verbose_name="企画課の所見")),
                ("figures", models.JSONField(blank=True, null=True, verbose_name="公表した日の指標")),
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
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheets",
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
                "verbose_name": "施策評価シート",
                "verbose_name_plural": "施策評価シート",
                "ordering": ["measure", "year", "number"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="InterimTarget",
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
                ("year", models.PositiveSmallIntegerField(help_text="西暦", verbose_name="中間目標の年度")),
                (
                    "value",
                    indicators.models.vocabulary.FigureField(
                        blank=True,
                        decimal_places=6,
                        help_text="空にすると、中間目標を取りやめる",
                        max_digits=21,
                        null=True,
                        verbose_name="中間目標の値",
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
                        related_name="interim_targets",
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
                "verbose_name": "中間目標",
                "verbose_name_plural": "中間目標",
                "ordering": ["indicator", "year", "first_year", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(help_text="西暦", verbose_name="年度")),
                ("body", models.TextField(blank=True, max_length=1000, verbose_name="コメント")),
                ("at", models.DateTimeField(verbose_name="日時")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="取り消した日時")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="書いた人",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="indicators.indicator",
                        verbose_name="指標",
                    ),
                ),
            ],
            options={
                "verbose_name": "コメント",
                "verbose_name_plural": "コメント",
                "ordering": ["at", "pk"],
                "indexes": [models.Index(fields=["indicator", "year"], name="comment_by_value")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("year__range", (1989, 2100))), name="comment_year"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at__isnull", True), models.Q(("body", ""), _negated=True)),
                            models.Q(("body", ""), ("withdrawn_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="comment_says_something",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="comparisonseries",
            constraint=models.UniqueConstraint(
                fields=("indicator", "name"), name="comparison_once_for_indicator"
            ),
        ),
        migrations.AddConstraint(
            model_name="comparisonseries",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="comparison_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="comparisonvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "submitted", "returned", "published"])),
                name="comparisonvalue_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="comparisonvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1), ("year__range", (1989, 2100))),
                name="comparisonvalue_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="comparisonvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(("number", 1), models.Q(("reason", ""), _negated=True), _connector="OR"),
                name="comparisonvalue_change_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="comparisonvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "draft"),
                    models.Q(("submitted_at__isnull", False), ("submitted_by__isnull", False)),
                    _connector="OR",
                ),
                name="comparisonvalue_submitted_by_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="comparisonvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "returned"), _negated=True),
                    models.Q(("return_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="comparisonvalue_return_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="comparisonvalue",
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
                name="comparisonvalue_published_by_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="comparisonvalue",
            constraint=models.UniqueConstraint(
                fields=("series", "year", "number"), name="comparison_number_in_chain"
            ),
        ),
        migrations.AddConstraint(
            model_name="comparisonvalue",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("draft", "returned", "submitted"))),
                fields=("series", "year"),
                name="one_open_comparison",
            ),
        ),
        migrations.AddConstraint(
            model_name="comparisonvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("draft", "returned")),
                    models.Q(("value__isnull", False), models.Q(("source", ""), _negated=True)),
                    models.Q(("number__gt", 1), ("value__isnull", True)),
                    _connector="OR",
                ),
                name="comparison_complete",
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluationsheet",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "submitted", "returned", "published"])),
                name="evaluationsheet_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluationsheet",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1), ("year__range", (1989, 2100))),
                name="evaluationsheet_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluationsheet",
            constraint=models.CheckConstraint(
                condition=models.Q(("number", 1), models.Q(("reason", ""), _negated=True), _connector="OR"),
                name="evaluationsheet_change_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluationsheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "draft"),
                    models.Q(("submitted_at__isnull", False), ("submitted_by__isnull", False)),
                    _connector="OR",
                ),
                name="evaluationsheet_submitted_by_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluationsheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "returned"), _negated=True),
                    models.Q(("return_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="evaluationsheet_return_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluationsheet",
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
                name="evaluationsheet_published_by_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluationsheet",
            constraint=models.UniqueConstraint(
                fields=("measure", "year", "number"), name="sheet_number_in_chain"
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluationsheet",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("draft", "returned", "submitted"))),
                fields=("measure", "year"),
                name="one_open_sheet",
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluationsheet",
            constraint=models.CheckConstraint(
                condition=models.Q(("rating__in", ["A", "B", "C", "D", ""])), name="sheet_rating"
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluationsheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("draft", "returned")),
                    models.Q(
                        ("achievements", ""),
                        ("challenges", ""),
                        ("next_steps", ""),
                        ("rating", ""),
                        _connector="OR",
                        _negated=True,
                    ),
                    _connector="OR",
                ),
                name="sheet_complete",
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluationsheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "published"), _negated=True),
                    ("figures__isnull", False),
                    _connector="OR",
                ),
                name="sheet_keeps_its_figures",
            ),
        ),
        migrations.AddConstraint(
            model_name="interimtarget",
            constraint=models.UniqueConstraint(
                condition=models.Q(("published_at__isnull", False)),
                fields=("indicator", "year", "first_year"),
                name="one_published_interim_a_first_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="interimtarget",
            constraint=models.CheckConstraint(
                condition=models.Q(("year__range", (1989, 2100)), ("first_year__range", (1989, 2100))),
                name="interim_years",
            ),
        ),
        migrations.AddConstraint(
            model_name="interimtarget",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="interim_reason"
            ),
        ),
        migrations.RunPython(install, remove),
    ]
