"""Of whom the site asks a second factor at sign-in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("measures", "0002_translation"),
    ]

    operations = [
        migrations.AddField(
            model_name="sitesettings",
            name="second_factor",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "求めない（登録した人だけ）"),
                    ("office", "計画担当に求める"),
                    ("managers", "計画担当と管理職に求める"),
                    ("all", "全員に求める"),
                ],
                default="",
                max_length=10,
                verbose_name="二段階認証",
            ),
        ),
    ]
