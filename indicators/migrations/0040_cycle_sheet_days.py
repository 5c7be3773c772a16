"""The evaluation sheets of a cycle have a day and reminders of their own (docs/publication.md §8)."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0039_approvals"),
        ("measures", "0002_translation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="cycle",
            name="sheets_due_on",
            field=models.DateField(blank=True, null=True, verbose_name="評価シートの期限"),
        ),
        migrations.AddField(
            model_name="cycle",
            name="sheets_first_reminder_on",
            field=models.DateField(blank=True, null=True, verbose_name="評価シートの1回目の催促"),
        ),
        migrations.AddField(
            model_name="cycle",
            name="sheets_second_reminder_on",
            field=models.DateField(blank=True, null=True, verbose_name="評価シートの2回目の催促"),
        ),
        migrations.AddConstraint(
            model_name="cycle",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("sheets_first_reminder_on__isnull", True),
                        models.Q(
                            ("sheets_due_on__isnull", False),
                            ("sheets_first_reminder_on__lte", models.F("sheets_due_on")),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("sheets_second_reminder_on__isnull", True),
                        models.Q(
                            ("sheets_first_reminder_on__isnull", False),
                            ("sheets_second_reminder_on__gt", models.F("sheets_first_reminder_on")),
                        ),
                        _connector="OR",
                    ),
                ),
                name="cycle_sheet_reminders_in_order",
            ),
        ),
    ]
