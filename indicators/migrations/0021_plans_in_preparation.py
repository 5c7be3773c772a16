"""The guards again: what is of a plan in preparation counts for nobody who reads public pages."""

from django.db import migrations

from indicators.triggers import InstallGuards


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0020_account_confirmed"),
        ("measures", "0006_plan_edition"),
    ]

    operations = [InstallGuards()]
