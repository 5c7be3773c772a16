"""Every kind of promise: no baseline, no unit, ranges, tolerances, calendar years, first and last years, parts of a share."""

from decimal import Decimal

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import indicators.models.vocabulary
import measures.models.unit_field
from indicators.triggers import InstallGuards, RemoveGuards


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0016_wording"),
        ("measures", "0004_wording"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        RemoveGuards(),
        migrations.RemoveConstraint(
            model_name="indicator",
            name="indicator_direction",
        ),
        migrations.RemoveConstraint(
            model_name="indicator",
            name="indicator_baseline_year",
        ),
        migrations.AddField(
            model_name="historicalindicator",
            name="end_reason",
            field=models.CharField(
                blank=True, help_text="市民に公表されます", max_length=300, verbose_name="終了の理由"
            ),
        ),
        migrations.AddField(
            model_name="historicalindicator",
            name="ended_on",
            field=models.DateField(blank=True, null=True, verbose_name="終了の決定日"),
        ),
        migrations.AddField(
            model_name="historicalindicator",
            name="first_year",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="西暦。計画の途中から数える指標だけ",
                null=True,
                verbose_name="最初の年度",
            ),
        ),
        migrations.AddField(
            model_name="historicalindicator",
            name="last_year",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="西暦。計画の途中で終了した指標だけ",
                null=True,
                verbose_name="最後の年度",
            ),
        ),
        migrations.AddField(
            model_name="historicalindicator",
            name="successor",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="indicators.indicator",
                verbose_name="引き継ぐ指標",
            ),
        ),
        migrations.AddField(
            model_name="historicalindicator",
            name="year_kind",
            field=models.CharField(
                choices=[("fiscal", "年度（4月〜翌年3月）"), ("calendar", "暦年（1月〜12月）")],
                default="fiscal",
                help_text="暦年なら「令和7年」と表示します",
                max_length=10,
                verbose_name="年の数え方",
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="end_reason",
            field=models.CharField(
                blank=True, help_text="市民に公表されます", max_length=300, verbose_name="終了の理由"
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="ended_on",
            field=models.DateField(blank=True, null=True, verbose_name="終了の決定日"),
        ),
        migrations.AddField(
            model_name="indicator",
            name="first_year",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="西暦。計画の途中から数える指標だけ",
                null=True,
                verbose_name="最初の年度",
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="last_year",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="西暦。計画の途中で終了した指標だけ",
                null=True,
                verbose_name="最後の年度",
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="successor",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="predecessors",
                to="indicators.indicator",
                verbose_name="引き継ぐ指標",
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="year_kind",
            field=models.CharField(
                choices=[("fiscal", "年度（4月〜翌年3月）"), ("calendar", "暦年（1月〜12月）")],
                default="fiscal",
                help_text="暦年なら「令和7年」と表示します",
                max_length=10,
                verbose_name="年の数え方",
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="denominator",
            field=indicators.models.vocabulary.FigureField(
                blank=True, decimal_places=6, max_digits=21, null=True, verbose_name="分母"
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="numerator",
            field=indicators.models.vocabulary.FigureField(
                blank=True, decimal_places=6, max_digits=21, null=True, verbose_name="分子"
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="respondents",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="回答数"),
        ),
        migrations.AddField(
            model_name="result",
            name="denominator",
            field=indicators.models.vocabulary.FigureField(
                blank=True, decimal_places=6, max_digits=21, null=True, verbose_name="分母"
            ),
        ),
        migrations.AddField(
            model_name="result",
            name="numerator",
            field=indicators.models.vocabulary.FigureField(
                blank=True, decimal_places=6, max_digits=21, null=True, verbose_name="分子"
            ),
        ),
        migrations.AddField(
            model_name="result",
            name="respondents",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="回答数"),
        ),
        migrations.AddField(
            model_name="target",
            name="tolerance",
            field=indicators.models.vocabulary.FigureField(
                decimal_places=6,
                default=Decimal("0"),
                help_text="上限・下限をこの幅まで外れた値は、遅れではなく、やや遅れ",
                max_digits=21,
                verbose_name="許容幅",
            ),
        ),
        migrations.AddField(
            model_name="target",
            name="upper",
            field=indicators.models.vocabulary.FigureField(
                blank=True,
                decimal_places=6,
                help_text="範囲内に保つ目標だけ。目標値は下限",
                max_digits=21,
                null=True,
                verbose_name="範囲の上限",
            ),
        ),
        migrations.AddField(
            model_name="target",
            name="wording",
            field=models.CharField(
                choices=[("limit", "上限・下限・範囲"), ("yearly", "毎年の目標")],
                default="limit",
                max_length=10,
                verbose_name="上限・下限の書き方",
            ),
        ),
        migrations.AlterField(
            model_name="historicalindicator",
            name="baseline_label",
            field=models.CharField(
                help_text="計画に書かれたとおり。現状値がなければ「－」や「新規」",
                max_length=40,
                verbose_name="現状値の時点",
            ),
        ),
        migrations.AlterField(
            model_name="historicalindicator",
            name="baseline_value",
            field=indicators.models.vocabulary.FigureField(
                blank=True,
                decimal_places=6,
                help_text="計画に現状値がなければ空",
                max_digits=21,
                null=True,
                verbose_name="現状値",
            ),
        ),
        migrations.AlterField(
            model_name="historicalindicator",
            name="baseline_year",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="西暦。計画期間に0から数え直す指標では、計画の前の年度。現状値がなければ空",
                null=True,
                verbose_name="現状値の年度",
            ),
        ),
        migrations.AlterField(
            model_name="historicalindicator",
            name="direction",
            field=models.CharField(
                choices=[
                    ("increase", "増やす"),
                    ("decrease", "減らす"),
                    ("at_most", "上限以内に保つ"),
                    ("at_least", "下限以上に保つ"),
                    ("within", "範囲内に保つ"),
                ],
                max_length=10,
                verbose_name="目指す方向",
            ),
        ),
        migrations.AlterField(
            model_name="historicalindicator",
            name="unit",
            field=measures.models.unit_field.UnitField(
                blank=True, help_text="指数や順位のように単位がなければ空", max_length=10, verbose_name="単位"
            ),
        ),
        migrations.AlterField(
            model_name="indicator",
            name="baseline_label",
            field=models.CharField(
                help_text="計画に書かれたとおり。現状値がなければ「－」や「新規」",
                max_length=40,
                verbose_name="現状値の時点",
            ),
        ),
        migrations.AlterField(
            model_name="indicator",
            name="baseline_value",
            field=indicators.models.vocabulary.FigureField(
                blank=True,
                decimal_places=6,
                help_text="計画に現状値がなければ空",
                max_digits=21,
                null=True,
                verbose_name="現状値",
            ),
        ),
        migrations.AlterField(
            model_name="indicator",
            name="baseline_year",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="西暦。計画期間に0から数え直す指標では、計画の前の年度。現状値がなければ空",
                null=True,
                verbose_name="現状値の年度",
            ),
        ),
        migrations.AlterField(
            model_name="indicator",
            name="direction",
            field=models.CharField(
                choices=[
                    ("increase", "増やす"),
                    ("decrease", "減らす"),
                    ("at_most", "上限以内に保つ"),
                    ("at_least", "下限以上に保つ"),
                    ("within", "範囲内に保つ"),
                ],
                max_length=10,
                verbose_name="目指す方向",
            ),
        ),
        migrations.AlterField(
            model_name="indicator",
            name="unit",
            field=measures.models.unit_field.UnitField(
                blank=True, help_text="指数や順位のように単位がなければ空", max_length=10, verbose_name="単位"
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("direction__in", ["increase", "decrease", "at_most", "at_least", "within"])
                ),
                name="indicator_direction",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("baseline_year__isnull", True), ("baseline_year__range", (1989, 2100)), _connector="OR"
                ),
                name="indicator_baseline_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("baseline_value__isnull", True),
                    ("baseline_year__isnull", False),
                    ("direction__in", ["at_most", "at_least", "within"]),
                    _connector="OR",
                ),
                name="indicator_baseline_has_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(("year_kind__in", ["fiscal", "calendar"])), name="indicator_year_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("first_year__isnull", True), ("first_year__range", (1989, 2100)), _connector="OR"
                    ),
                    models.Q(
                        ("last_year__isnull", True), ("last_year__range", (1989, 2100)), _connector="OR"
                    ),
                    models.Q(
                        ("first_year__isnull", True),
                        ("last_year__isnull", True),
                        ("first_year__lte", models.F("last_year")),
                        _connector="OR",
                    ),
                ),
                name="indicator_years",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("end_reason", ""),
                        ("ended_on__isnull", True),
                        ("last_year__isnull", True),
                        ("successor__isnull", True),
                    ),
                    models.Q(
                        ("ended_on__isnull", False),
                        ("last_year__isnull", False),
                        models.Q(("end_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="indicator_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("denominator__isnull", True), ("numerator__isnull", True)),
                    models.Q(
                        ("denominator__isnull", False),
                        ("numerator__isnull", False),
                        ("denominator__gt", 0),
                        ("numerator__gte", 0),
                    ),
                    _connector="OR",
                ),
                name="publication_parts",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(("respondents__isnull", True), ("respondents__gt", 0), _connector="OR"),
                name="publication_respondents",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("value__isnull", False),
                    models.Q(
                        ("denominator__isnull", True),
                        ("numerator__isnull", True),
                        ("respondents__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="publication_parts_of_a_value",
            ),
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("denominator__isnull", True), ("numerator__isnull", True)),
                    models.Q(
                        ("denominator__isnull", False),
                        ("numerator__isnull", False),
                        ("denominator__gt", 0),
                        ("numerator__gte", 0),
                    ),
                    _connector="OR",
                ),
                name="result_parts",
            ),
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.CheckConstraint(
                condition=models.Q(("respondents__isnull", True), ("respondents__gt", 0), _connector="OR"),
                name="result_respondents",
            ),
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("value__isnull", False),
                    models.Q(
                        ("denominator__isnull", True),
                        ("numerator__isnull", True),
                        ("respondents__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="result_parts_of_a_value",
            ),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.CheckConstraint(
                condition=models.Q(("tolerance__gte", 0)), name="target_tolerance"
            ),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("upper__isnull", True), ("upper__gt", models.F("value")), _connector="OR"
                ),
                name="target_upper",
            ),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.CheckConstraint(
                condition=models.Q(("wording__in", ["limit", "yearly"])), name="target_wording"
            ),
        ),
        InstallGuards(),
    ]
