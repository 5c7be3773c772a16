"""A value names its source, with a link that citizens see (docs/publication.md §1)."""

import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

from indicators.triggers import InstallGuards, RemoveGuards


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0014_passport"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        RemoveGuards(),
        migrations.AddField(
            model_name="publication",
            name="source",
            field=models.CharField(blank=True, max_length=200, verbose_name="出典"),
        ),
        migrations.AddField(
            model_name="publication",
            name="source_url",
            field=models.CharField(blank=True, max_length=500, verbose_name="出典のリンク"),
        ),
        migrations.AddField(
            model_name="result",
            name="source",
            field=models.CharField(blank=True, max_length=200, verbose_name="出典"),
        ),
        migrations.AddField(
            model_name="result",
            name="source_url",
            field=models.CharField(blank=True, max_length=500, verbose_name="出典のリンク"),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("source_url", ""),
                    django.db.models.lookups.Exact(
                        django.db.models.functions.text.StrIndex("source_url", models.Value("https://")), 1
                    ),
                    _connector="OR",
                ),
                name="publication_source_https",
            ),
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("source_url", ""),
                    django.db.models.lookups.Exact(
                        django.db.models.functions.text.StrIndex("source_url", models.Value("https://")), 1
                    ),
                    _connector="OR",
                ),
                name="result_source_https",
            ),
        ),
        InstallGuards(),
    ]
