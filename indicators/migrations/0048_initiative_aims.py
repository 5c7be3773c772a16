"""Which indicators each initiative is meant to move (docs/publication.md §16)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from indicators.triggers import InstallGuards, RemoveGuards


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0047_money"),
        ("measures", "0003_second_factor"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        RemoveGuards(),
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
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="公表日時")),
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
        InstallGuards(),
    ]
