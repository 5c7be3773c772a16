"""The help of an initiative's number names no measure of one plan."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("measures", "0009_revisions"),
    ]

    operations = [
        migrations.AlterField(
            model_name="historicalinitiative",
            name="number",
            field=models.PositiveSmallIntegerField(help_text="1-2 の 2", verbose_name="番号"),
        ),
        migrations.AlterField(
            model_name="initiative",
            name="number",
            field=models.PositiveSmallIntegerField(help_text="1-2 の 2", verbose_name="番号"),
        ),
    ]
