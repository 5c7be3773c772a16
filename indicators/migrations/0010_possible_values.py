"""What an indicator's values can be: whether they may be negative, and the lowest and the highest possible one."""

from typing import Any

from django.db import migrations, models

import indicators.models.vocabulary
from indicators.triggers import InstallGuards, RemoveGuards


def keep_negative_promises(apps: Any, schema_editor: Any) -> None:
    """Where the plan itself names a negative baseline or target, values may be negative."""
    indicator = apps.get_model("indicators", "Indicator")
    promised = models.Q(baseline_value__lt=0) | models.Q(targets__value__lt=0)
    known = list(indicator.objects.filter(promised).values_list("pk", flat=True))
    indicator.objects.filter(pk__in=known).update(may_be_negative=True)


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0009_superusers_and_office"),
        ("measures", "0001_schema"),
    ]

    operations = [
        RemoveGuards(),
        migrations.AddField(
            model_name="historicalindicator",
            name="highest",
            field=indicators.models.vocabulary.FigureField(
                blank=True,
                decimal_places=6,
                help_text="これより大きい値は入力できません。空は制限なし",
                max_digits=21,
                null=True,
                verbose_name="とりうる最大の値",
            ),
        ),
        migrations.AddField(
            model_name="historicalindicator",
            name="lowest",
            field=indicators.models.vocabulary.FigureField(
                blank=True,
                decimal_places=6,
                help_text="これより小さい値は入力できません。空は制限なし",
                max_digits=21,
                null=True,
                verbose_name="とりうる最小の値",
            ),
        ),
        migrations.AddField(
            model_name="historicalindicator",
            name="may_be_negative",
            field=models.BooleanField(
                default=False,
                help_text="増減や収支のように、0より小さくなることがある指標だけ。件数・人数・団体数・割合はなりません",
                verbose_name="負の値をとる",
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="highest",
            field=indicators.models.vocabulary.FigureField(
                blank=True,
                decimal_places=6,
                help_text="これより大きい値は入力できません。空は制限なし",
                max_digits=21,
                null=True,
                verbose_name="とりうる最大の値",
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="lowest",
            field=indicators.models.vocabulary.FigureField(
                blank=True,
                decimal_places=6,
                help_text="これより小さい値は入力できません。空は制限なし",
                max_digits=21,
                null=True,
                verbose_name="とりうる最小の値",
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="may_be_negative",
            field=models.BooleanField(
                default=False,
                help_text="増減や収支のように、0より小さくなることがある指標だけ。件数・人数・団体数・割合はなりません",
                verbose_name="負の値をとる",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lowest__isnull", True),
                    ("highest__isnull", True),
                    ("lowest__lt", models.F("highest")),
                    _connector="OR",
                ),
                name="indicator_lowest_below_highest",
            ),
        ),
        migrations.RunPython(keep_negative_promises, migrations.RunPython.noop),
        InstallGuards(),
    ]
