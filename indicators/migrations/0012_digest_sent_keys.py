"""The column that names what a digest has said once and for all gets a name that tells so."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("indicators", "0011_batch_corrections")]

    operations = [migrations.RenameField("digest", "told", "sent_keys")]
