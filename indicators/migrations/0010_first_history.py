"""The first line of a history that has none: the plan was loaded without, so that a change did not say from what."""

from typing import Any

from django.db import migrations
from django.utils import timezone

KEPT = {
    "measures": (
        "BasicPolicy",
        "Contribution",
        "Department",
        "Initiative",
        "InitiativeDetail",
        "Measure",
        "Statement",
        "Viewpoint",
    ),
    "indicators": ("Indicator",),
}
REASON = "計画の読み込み（記録の始まり）"


def forward(apps: Any, schema_editor: Any) -> None:
    now = timezone.now()
    for app, names in KEPT.items():
        for name in names:
            model, history = apps.get_model(app, name), apps.get_model(app, f"Historical{name}")
            known = set(history.objects.values_list("id", flat=True))
            columns = [field.attname for field in model._meta.concrete_fields]
            history.objects.bulk_create(
                history(
                    **{column: getattr(row, column) for column in columns},
                    history_date=now,
                    history_type="+",
                    history_change_reason=REASON,
                )
                for row in model.objects.exclude(pk__in=known)
            )


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0009_baseline"),
        ("measures", "0002_reorganisation"),
    ]

    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
