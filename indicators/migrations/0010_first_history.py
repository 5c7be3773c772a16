"""The first line of the history of indicators that were loaded without one: as they are, from the plan's first day.

Without it the first change of a name would not say from what, and files of past days would take the new words. The
plan's own rows get theirs in measures.0004_first_history.
"""

from datetime import datetime, timedelta, timezone
from typing import Any

from django.db import migrations

JAPAN = timezone(timedelta(hours=9))
REASON = "計画の読み込み"


def begin(apps: Any, app: str, name: str) -> None:
    """Each row without history gets one record; nothing where there is no plan yet."""
    plan = apps.get_model("measures", "Plan").objects.order_by("first_year", "slug").first()
    if plan is None:
        return
    model, history = apps.get_model(app, name), apps.get_model(app, f"Historical{name}")
    columns = [field.attname for field in model._meta.concrete_fields]
    history.objects.bulk_create(
        history(
            **{column: getattr(row, column) for column in columns},
            history_date=datetime(plan.first_year, 4, 1, tzinfo=JAPAN),
            history_type="+",
            history_change_reason=REASON,
        )
        for row in model.objects.exclude(pk__in=history.objects.values("id"))
    )


def forward(apps: Any, schema_editor: Any) -> None:
    begin(apps, "indicators", "Indicator")


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0009_baseline"),
        ("measures", "0004_first_history"),
    ]

    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
