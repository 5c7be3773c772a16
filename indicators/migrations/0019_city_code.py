"""The guards again, since SQLite built the table of plans anew for the code of the city."""

from django.db import migrations

from indicators.triggers import InstallGuards


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0018_redacted_texts"),
        ("measures", "0005_city_code"),
    ]

    operations = [InstallGuards()]
