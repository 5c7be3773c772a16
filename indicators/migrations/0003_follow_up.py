"""年度途中 among the states of a value, 更新 among the kinds of record (docs/publication.md §5)."""

from django.conf import settings
from django.db import migrations, models

from indicators.triggers import InstallGuards, RemoveGuards


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0002_guards"),
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
            name="publication_value_state",
        ),
        migrations.RemoveConstraint(
            model_name="publication",
            name="publication_complete",
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
            name="result_value_state",
        ),
        migrations.RemoveConstraint(
            model_name="result",
            name="result_change_reason",
        ),
        migrations.RemoveConstraint(
            model_name="result",
            name="result_value_fits_state",
        ),
        migrations.RemoveConstraint(
            model_name="result",
            name="result_complete_when_submitted",
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
                ],
                max_length=10,
                verbose_name="種別",
            ),
        ),
        migrations.AlterField(
            model_name="publication",
            name="value_state",
            field=models.CharField(
                blank=True,
                choices=[
                    ("actual", "実績"),
                    ("provisional", "速報"),
                    ("estimate", "見込"),
                    ("part_year", "年度途中"),
                    ("unpublished", "未公表"),
                    ("not_surveyed", "調査年外"),
                    ("unmeasurable", "把握不能"),
                    ("not_applicable", "対象外"),
                ],
                max_length=15,
                verbose_name="値の状態",
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
                ],
                default="first",
                max_length=10,
                verbose_name="種別",
            ),
        ),
        migrations.AlterField(
            model_name="result",
            name="value_state",
            field=models.CharField(
                blank=True,
                choices=[
                    ("actual", "実績"),
                    ("provisional", "速報"),
                    ("estimate", "見込"),
                    ("part_year", "年度途中"),
                    ("unpublished", "未公表"),
                    ("not_surveyed", "調査年外"),
                    ("unmeasurable", "把握不能"),
                    ("not_applicable", "対象外"),
                ],
                max_length=15,
                verbose_name="値の状態",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["first", "final", "update", "correction", "revision", "withdrawal"])
                ),
                name="publication_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "value_state__in",
                        [
                            "actual",
                            "provisional",
                            "estimate",
                            "part_year",
                            "unpublished",
                            "not_surveyed",
                            "unmeasurable",
                            "not_applicable",
                            "",
                        ],
                    )
                ),
                name="publication_value_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("value__isnull", False),
                        ("value_state__in", ("actual", "provisional", "estimate", "part_year")),
                        models.Q(
                            models.Q(("value_state", "part_year"), _negated=True),
                            ("as_of__isnull", False),
                            _connector="OR",
                        ),
                        models.Q(("kind", "withdrawal"), _negated=True),
                    ),
                    models.Q(
                        ("value__isnull", True),
                        models.Q(
                            ("value_state__in", ["actual", "provisional", "estimate", "part_year", ""]),
                            _negated=True,
                        ),
                        models.Q(("note", ""), _negated=True),
                        models.Q(("kind", "withdrawal"), _negated=True),
                    ),
                    models.Q(("kind", "withdrawal"), ("value__isnull", True), ("value_state", "")),
                    _connector="OR",
                ),
                name="publication_complete",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["first", "final", "update"]),
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
                    ("kind__in", ["first", "final", "update", "correction", "revision", "withdrawal"])
                ),
                name="result_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "value_state__in",
                        [
                            "actual",
                            "provisional",
                            "estimate",
                            "part_year",
                            "unpublished",
                            "not_surveyed",
                            "unmeasurable",
                            "not_applicable",
                            "",
                        ],
                    )
                ),
                name="result_value_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["first", "final", "update"]),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="result_change_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("value__isnull", True),
                    ("value_state__in", ["actual", "provisional", "estimate", "part_year", ""]),
                    _connector="OR",
                ),
                name="result_value_fits_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("draft", "returned")),
                    models.Q(
                        ("value__isnull", False),
                        ("value_state__in", ("actual", "provisional", "estimate", "part_year")),
                        models.Q(
                            models.Q(("value_state", "part_year"), _negated=True),
                            ("as_of__isnull", False),
                            _connector="OR",
                        ),
                        models.Q(("kind", "withdrawal"), _negated=True),
                    ),
                    models.Q(
                        ("value__isnull", True),
                        models.Q(
                            ("value_state__in", ["actual", "provisional", "estimate", "part_year", ""]),
                            _negated=True,
                        ),
                        models.Q(("note", ""), _negated=True),
                        models.Q(("kind", "withdrawal"), _negated=True),
                    ),
                    models.Q(("kind", "withdrawal"), ("value__isnull", True), ("value_state", "")),
                    _connector="OR",
                ),
                name="result_complete_when_submitted",
            ),
        ),
        InstallGuards(),
    ]
