"""Title and source of a reference figure are dated, as every text of the plan; what stands is there from the plan's first day."""

from datetime import datetime, timedelta, timezone
from typing import Any

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import measures.models.unit_field


def begin(apps: Any, schema_editor: Any) -> None:
    """As measures/past.py does for rows that were loaded."""
    figures, history = (
        apps.get_model("measures", name) for name in ("ReferenceFigure", "HistoricalReferenceFigure")
    )
    names = ("id", "title", "source", "unit", "decimals", "state", "note", "measure_id")
    for figure in figures.objects.select_related("measure__plan"):
        first = datetime(figure.measure.plan.first_year, 4, 1, tzinfo=timezone(timedelta(hours=9)))
        history.objects.create(
            history_date=first,
            history_type="+",
            history_change_reason="計画の読み込み",
            **{name: getattr(figure, name) for name in names},
        )


class Migration(migrations.Migration):
    dependencies = [
        ("measures", "0007_site_settings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalReferenceFigure",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                ("title", models.CharField(max_length=100, verbose_name="図の題名")),
                ("source", models.CharField(max_length=100, verbose_name="出所")),
                (
                    "unit",
                    measures.models.unit_field.UnitField(blank=True, max_length=10, verbose_name="単位"),
                ),
                ("decimals", models.PositiveSmallIntegerField(default=0, verbose_name="小数点以下の桁数")),
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
            ],
            options={
                "verbose_name": "参考図の履歴",
                "verbose_name_plural": "参考図の履歴",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
