"""Why a promise is missed and what comes next, beside a value and as a change that leaves it as it is (docs/publication.md §5)."""

from django.conf import settings
from django.db import migrations, models

from indicators.triggers import InstallGuards, RemoveGuards


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0001_release_1_0_0"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        RemoveGuards(),
        migrations.RemoveConstraint(
            model_name="publication",
            name="publication_kind",
        ),
        migrations.RemoveConstraint(
            model_name="publication",
            name="publication_change_reason",
        ),
        migrations.RemoveConstraint(
            model_name="result",
            name="result_kind",
        ),
        migrations.RemoveConstraint(
            model_name="result",
            name="result_change_reason",
        ),
        migrations.AddField(
            model_name="publication",
            name="next_step",
            field=models.CharField(blank=True, max_length=120, verbose_name="次にすること"),
        ),
        migrations.AddField(
            model_name="publication",
            name="shortfall_reason",
            field=models.CharField(blank=True, max_length=120, verbose_name="届かない理由"),
        ),
        migrations.AddField(
            model_name="result",
            name="next_step",
            field=models.CharField(blank=True, max_length=120, verbose_name="次にすること"),
        ),
        migrations.AddField(
            model_name="result",
            name="shortfall_reason",
            field=models.CharField(blank=True, max_length=120, verbose_name="届かない理由"),
        ),
        migrations.AlterField(
            model_name="publication",
            name="kind",
            field=models.CharField(
                choices=[
                    ("first", "初回"),
                    ("final", "確定"),
                    ("update", "更新"),
                    ("correction", "訂正"),
                    ("revision", "改定"),
                    ("withdrawal", "取下げ"),
                    ("supplement", "補足"),
                ],
                max_length=10,
                verbose_name="種別",
            ),
        ),
        migrations.AlterField(
            model_name="result",
            name="kind",
            field=models.CharField(
                choices=[
                    ("first", "初回"),
                    ("final", "確定"),
                    ("update", "更新"),
                    ("correction", "訂正"),
                    ("revision", "改定"),
                    ("withdrawal", "取下げ"),
                    ("supplement", "補足"),
                ],
                default="first",
                max_length=10,
                verbose_name="種別",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["first", "final", "update", "correction", "revision", "withdrawal", "supplement"],
                    )
                ),
                name="publication_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["first", "final", "update", "supplement"]),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="publication_change_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["first", "final", "update", "correction", "revision", "withdrawal", "supplement"],
                    )
                ),
                name="result_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["first", "final", "update", "supplement"]),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="result_change_reason",
            ),
        ),
        InstallGuards(),
    ]
