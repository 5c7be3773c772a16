"""Approval by levels of a department before the plan office, and deputies (docs/publication.md §4, decisions/0042)."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from indicators.triggers import InstallGuards, RemoveGuards


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0038_handover_note"),
        ("measures", "0002_translation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        RemoveGuards(),
        migrations.CreateModel(
            name="Deputy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField(default=django.utils.timezone.localdate, verbose_name="いつから")),
                (
                    "until",
                    models.DateField(blank=True, null=True, verbose_name="いつまで（この日を含まない）"),
                ),
                ("set_at", models.DateTimeField(verbose_name="決めた日時")),
            ],
            options={
                "verbose_name": "承認の代理",
                "verbose_name_plural": "承認の代理",
                "ordering": ["principal", "since", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RouteSeat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField(default=django.utils.timezone.localdate, verbose_name="いつから")),
                (
                    "until",
                    models.DateField(blank=True, null=True, verbose_name="いつまで（この日を含まない）"),
                ),
                ("level", models.PositiveSmallIntegerField(verbose_name="段")),
                ("title", models.CharField(max_length=20, verbose_name="役職")),
            ],
            options={
                "verbose_name": "承認の道すじ",
                "verbose_name_plural": "承認の道すじ",
                "ordering": ["department", "level", "since", "pk"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="comparisonvalue",
            name="approval_level",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="承認を待つ段"),
        ),
        migrations.AddField(
            model_name="comparisonvalue",
            name="decision_number",
            field=models.CharField(
                blank=True, help_text="公表されません", max_length=60, verbose_name="決裁番号"
            ),
        ),
        migrations.AddField(
            model_name="comparisonvalue",
            name="looked_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="初めて見られた日時"),
        ),
        migrations.AddField(
            model_name="evaluationsheet",
            name="approval_level",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="承認を待つ段"),
        ),
        migrations.AddField(
            model_name="evaluationsheet",
            name="decision_number",
            field=models.CharField(
                blank=True, help_text="公表されません", max_length=60, verbose_name="決裁番号"
            ),
        ),
        migrations.AddField(
            model_name="evaluationsheet",
            name="department",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="measures.department",
                verbose_name="提出した課",
            ),
        ),
        migrations.AddField(
            model_name="evaluationsheet",
            name="looked_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="初めて見られた日時"),
        ),
        migrations.AddField(
            model_name="result",
            name="approval_level",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="承認を待つ段"),
        ),
        migrations.AddField(
            model_name="result",
            name="decision_number",
            field=models.CharField(
                blank=True, help_text="公表されません", max_length=60, verbose_name="決裁番号"
            ),
        ),
        migrations.AddField(
            model_name="result",
            name="looked_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="初めて見られた日時"),
        ),
        migrations.AlterField(
            model_name="mail",
            name="kind",
            field=models.CharField(
                choices=[
                    ("invitation", "招待"),
                    ("password", "パスワードの再設定"),
                    ("digest", "お知らせ"),
                    ("notice", "通知"),
                    ("approval", "承認のお願い"),
                ],
                max_length=10,
                verbose_name="種類",
            ),
        ),
        migrations.AddConstraint(
            model_name="comparisonvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(("approval_level", 0), ("state", "submitted"), _connector="OR"),
                name="comparisonvalue_level",
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluationsheet",
            constraint=models.CheckConstraint(
                condition=models.Q(("approval_level", 0), ("state", "submitted"), _connector="OR"),
                name="evaluationsheet_level",
            ),
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.CheckConstraint(
                condition=models.Q(("approval_level", 0), ("state", "submitted"), _connector="OR"),
                name="result_level",
            ),
        ),
        migrations.AddField(
            model_name="deputy",
            name="principal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="deputies",
                to=settings.AUTH_USER_MODEL,
                verbose_name="だれの",
            ),
        ),
        migrations.AddField(
            model_name="deputy",
            name="set_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="決めた人",
            ),
        ),
        migrations.AddField(
            model_name="deputy",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="stands_in",
                to=settings.AUTH_USER_MODEL,
                verbose_name="代理",
            ),
        ),
        migrations.AddField(
            model_name="routeseat",
            name="department",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="route_seats",
                to="measures.department",
                verbose_name="課",
            ),
        ),
        migrations.AddField(
            model_name="routeseat",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="route_seats",
                to=settings.AUTH_USER_MODEL,
                verbose_name="承認する人",
            ),
        ),
        migrations.AddConstraint(
            model_name="deputy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"
                ),
                name="deputy_lasts",
            ),
        ),
        migrations.AddConstraint(
            model_name="deputy",
            constraint=models.CheckConstraint(
                condition=models.Q(("principal", models.F("user")), _negated=True), name="deputy_is_another"
            ),
        ),
        migrations.AddConstraint(
            model_name="deputy",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__isnull", False)), name="deputy_for_some_days"
            ),
        ),
        migrations.AddConstraint(
            model_name="routeseat",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"
                ),
                name="routeseat_lasts",
            ),
        ),
        migrations.AddConstraint(
            model_name="routeseat",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__range", (1, 5)), models.Q(("title", ""), _negated=True)),
                name="route_seat_level",
            ),
        ),
        migrations.AddConstraint(
            model_name="routeseat",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until__isnull", True)),
                fields=("department", "level", "user"),
                name="once_at_a_level",
                violation_error_message="この人は、この段にすでにいます。",
            ),
        ),
        InstallGuards(),
    ]
