"""Whoever was of the plan office and a superuser is of the plan office alone: nobody is both (indicators/permissions.py)."""

from typing import Any

from django.conf import settings
from django.db import migrations
from django.utils import timezone


def part(apps: Any, schema_editor: Any) -> None:
    people = apps.get_model(settings.AUTH_USER_MODEL)
    for person in people.objects.filter(is_superuser=True, memberships__role="office").distinct():
        person.is_superuser = False
        person.save(update_fields=["is_superuser"])
        apps.get_model("indicators", "Event").objects.create(
            at=timezone.now(),
            action="rights_changed",
            person=person,
            reason="計画担当とシステム管理者を兼ねられなくなったため、システム管理者の権限を外しました",
        )


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0008_power_requests"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [migrations.RunPython(part, migrations.RunPython.noop)]
