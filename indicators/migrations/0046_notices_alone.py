"""The mails of the day and the managers' wish are notices now."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("indicators", "0045_notices")]

    operations = [
        migrations.DeleteModel(name="Digest"),
        migrations.DeleteModel(name="ManagersMail"),
    ]
