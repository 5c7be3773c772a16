"""What the keeper notes: who leads, and when each duty was looked at."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0006_threshold_word"),
    ]

    operations = [
        migrations.CreateModel(
            name="Duty",
            fields=[
                (
                    "name",
                    models.CharField(max_length=20, primary_key=True, serialize=False, verbose_name="名前"),
                ),
                ("looked_at", models.DateTimeField(blank=True, null=True, verbose_name="最後に確かめた日時")),
                ("failures", models.PositiveIntegerField(default=0, verbose_name="続けて失敗した回数")),
                ("problem", models.CharField(blank=True, max_length=300, verbose_name="できなかったこと")),
            ],
            options={
                "verbose_name": "自動の処理",
                "verbose_name_plural": "自動の処理",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="KeeperLease",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("holder", models.CharField(blank=True, max_length=100, verbose_name="だれ")),
                ("until", models.DateTimeField(verbose_name="いつまで")),
            ],
            options={
                "verbose_name": "自動の処理の担い手",
                "verbose_name_plural": "自動の処理の担い手",
            },
        ),
    ]
