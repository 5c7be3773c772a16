"""Rows of the plan that were loaded before their history began get its first line: as they are, from the plan's first day."""

from datetime import datetime, timedelta, timezone
from typing import Any

from django.db import migrations

JAPAN = timezone(timedelta(hours=9))
WITH_HISTORY = (
    "BasicPolicy",
    "Measure",
    "Contribution",
    "Department",
    "Initiative",
    "InitiativeDetail",
    "InitiativeDepartment",
    "RelatedPlan",
    "Statement",
    "Viewpoint",
)


def begin(apps: Any, schema_editor: Any) -> None:
    plan = apps.get_model("measures", "Plan").objects.order_by("first_year", "slug").first()
    if plan is None:
        return
    day = datetime(plan.first_year, 4, 1, tzinfo=JAPAN)
    for name in WITH_HISTORY:
        model = apps.get_model("measures", name)
        history = apps.get_model("measures", f"Historical{name}")
        fields = [field.attname for field in model._meta.concrete_fields]
        history.objects.bulk_create(
            history(
                **{field: getattr(row, field) for field in fields},
                history_date=day,
                history_type="+",
                history_change_reason="計画の読み込み",
            )
            for row in model.objects.exclude(pk__in=history.objects.values("id"))
        )


class Migration(migrations.Migration):
    dependencies = [("measures", "0003_history_of_relations")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
