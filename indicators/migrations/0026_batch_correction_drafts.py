"""A correction of a batch's title and day is drafted by one person and published by another (docs/publication.md §7)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from indicators.triggers import InstallGuards, RemoveGuards


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0025_recounts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        RemoveGuards(),
        migrations.RenameField("batchcorrection", "corrected_at", "published_at"),
        migrations.RenameField("batchcorrection", "corrected_by", "published_by"),
        migrations.AddField(
            model_name="batchcorrection",
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
            model_name="batchcorrection",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False, verbose_name="保存の回数"),
        ),
        migrations.AlterField(
            model_name="batchcorrection",
            name="published_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="公表日時"),
        ),
        migrations.AlterField(
            model_name="batchcorrection",
            name="published_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="公表した人",
            ),
        ),
        InstallGuards(),
    ]
