"""The guards again: an indicator continues one of another plan, and is replaced by one of its own."""

from django.db import migrations

from indicators.triggers import InstallGuards


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0027_history_of_indicators_named"),
    ]

    operations = [InstallGuards()]
