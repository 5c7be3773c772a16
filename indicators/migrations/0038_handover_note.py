"""The note of an indicator for whoever enters it next (docs/product.md §5)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0037_event_by_time"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HandoverNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.TextField(blank=True, max_length=500, verbose_name="資料の出どころ")),
                ("counting", models.TextField(blank=True, max_length=1000, verbose_name="数えかた")),
                ("ask", models.TextField(blank=True, max_length=300, verbose_name="たずねる相手")),
                ("known_in", models.CharField(blank=True, max_length=100, verbose_name="値がわかる時期")),
                ("folder", models.CharField(blank=True, max_length=300, verbose_name="資料の置き場所")),
                ("remark", models.TextField(blank=True, max_length=1000, verbose_name="そのほか")),
                ("at", models.DateTimeField(verbose_name="日時")),
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
                        related_name="handover_notes",
                        to="indicators.indicator",
                        verbose_name="指標",
                    ),
                ),
            ],
            options={
                "verbose_name": "引継ぎメモ",
                "verbose_name_plural": "引継ぎメモ",
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["indicator", "-at"], name="handover_newest")],
            },
        ),
    ]
