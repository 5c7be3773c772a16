"""Views of the dashboard under a name, and who wants to be told by mail of what changed (docs/product.md §4)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0034_translations"),
        ("measures", "0002_translation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ManagersMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField(verbose_name="選んだ日時")),
                ("told_until", models.DateTimeField(verbose_name="どこまで伝えたか")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="managers_mail",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="利用者",
                    ),
                ),
            ],
            options={
                "verbose_name": "管理職へのお知らせの希望",
                "verbose_name_plural": "管理職へのお知らせの希望",
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=40, verbose_name="名前")),
                ("query", models.CharField(blank=True, max_length=400, verbose_name="表示の条件")),
                ("is_shared", models.BooleanField(default=False, verbose_name="管理職と企画課で共有する")),
                ("saved_at", models.DateTimeField(verbose_name="保存した日時")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_views",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="保存した人",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="measures.plan",
                        verbose_name="計画",
                    ),
                ),
            ],
            options={
                "verbose_name": "保存した見かた",
                "verbose_name_plural": "保存した見かた",
                "ordering": ["title", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "plan", "title"), name="one_saved_view_a_title")
                ],
            },
        ),
    ]
