"""The history of indicators has a name that people read (lists of /admin/, places of a redaction)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("indicators", "0026_batch_correction_drafts")]

    operations = [
        migrations.AlterModelOptions(
            name="historicalindicator",
            options={
                "get_latest_by": ("history_date", "history_id"),
                "ordering": ("-history_date", "-history_id"),
                "verbose_name": "指標の履歴",
                "verbose_name_plural": "指標の履歴",
            },
        ),
    ]
