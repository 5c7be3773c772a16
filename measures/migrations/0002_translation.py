"""Readings, easier versions and English of the plan's texts (docs/publication.md §15)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("measures", "0001_release_1_0_0"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Translation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("original", models.CharField(max_length=600, verbose_name="原文")),
                ("reading", models.TextField(blank=True, verbose_name="読み")),
                ("easy", models.TextField(blank=True, verbose_name="やさしい日本語")),
                ("english", models.TextField(blank=True, verbose_name="英語")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="保存の回数")),
                ("edited_at", models.DateTimeField(verbose_name="最後に保存した日時")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="確かめた日時")),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="はじめた人",
                    ),
                ),
                (
                    "edited_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="最後に保存した人",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="translations",
                        to="measures.plan",
                        verbose_name="計画",
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
                        verbose_name="確かめた人",
                    ),
                ),
            ],
            options={
                "verbose_name": "読み・やさしい日本語・英語",
                "verbose_name_plural": "読み・やさしい日本語・英語",
                "ordering": ["plan", "published_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("published_at__isnull", True)),
                        fields=("plan", "original"),
                        name="translation_one_open_draft",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("original", ""), _negated=True), name="translation_original"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_by__isnull", True),
                            models.Q(
                                models.Q(
                                    ("created_by__isnull", True),
                                    models.Q(("published_by", models.F("created_by")), _negated=True),
                                    _connector="OR",
                                ),
                                models.Q(
                                    ("edited_by__isnull", True),
                                    models.Q(("published_by", models.F("edited_by")), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="translation_four_eyes",
                    ),
                ],
            },
        ),
    ]
