"""The unit of a reference figure is a UnitField: as read and written, not as stored, so that no table is made anew."""

from django.db import migrations

from measures.models.unit_field import UnitField


class Migration(migrations.Migration):
    dependencies = [("measures", "0001_schema")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    "referencefigure", "unit", UnitField(blank=True, max_length=10, verbose_name="単位")
                )
            ]
        )
    ]
