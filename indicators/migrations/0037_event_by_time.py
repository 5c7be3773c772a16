"""The log by its moments: what happened since a day is asked for by the dashboard, mails and lists (0040)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0036_event_actions"),
        ("measures", "0002_translation"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["at"], name="event_by_time"),
        ),
    ]
