"""The kinds of lines of the log stand in the program alone: a new kind is no change of the schema any more."""

from django.db import migrations, models

import indicators.models.event


class Migration(migrations.Migration):
    dependencies = [("indicators", "0035_saved_views")]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="action",
            field=models.CharField(
                choices=indicators.models.event.event_actions, max_length=15, verbose_name="操作"
            ),
        ),
    ]
