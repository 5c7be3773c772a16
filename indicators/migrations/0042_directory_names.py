"""What the city's directory calls a person; what of it, and of second factors, two decide. And the guards again of site settings."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from indicators.triggers import InstallGuards, RemoveGuards


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0041_outside_reviews"),
        ("measures", "0003_second_factor"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        RemoveGuards(),
        migrations.AlterField(
            model_name="powerrequest",
            name="kind",
            field=models.CharField(
                choices=[
                    ("office", "計画担当の役割"),
                    ("address", "計画担当のメールアドレス"),
                    ("enable", "計画担当の利用の再開"),
                    ("directory", "計画担当の庁内のログイン名"),
                    ("reset", "二段階認証の解除"),
                ],
                max_length=10,
                verbose_name="内容",
            ),
        ),
        migrations.CreateModel(
            name="DirectoryName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True, db_index=True, max_length=254, verbose_name="庁内のログイン名"
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=64, verbose_name="庁内の番号の照合値")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="directory_name",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="利用者",
                    ),
                ),
            ],
            options={
                "verbose_name": "庁内のログイン名",
                "verbose_name_plural": "庁内のログイン名",
            },
        ),
        InstallGuards(),
    ]
