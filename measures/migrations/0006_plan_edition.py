"""Which state of a plan was looked at when its publication was drafted, and when that was."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("measures", "0005_city_code"),
    ]

    operations = [
        migrations.AddField(
            model_name="planpublication",
            name="drafted_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="下書きした日時"),
        ),
        migrations.AddField(
            model_name="planpublication",
            name="edition",
            field=models.CharField(
                blank=True,
                editable=False,
                help_text="下書きした人が見た計画の要約値",
                max_length=64,
                verbose_name="確かめた内容",
            ),
        ),
    ]
