"""What was published and the log cannot be changed, and what citizens see is counted: see indicators/guards.py."""

from django.db import migrations

from indicators.triggers import InstallGuards


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_schema"), ("measures", "0001_schema")]

    operations = [InstallGuards()]
