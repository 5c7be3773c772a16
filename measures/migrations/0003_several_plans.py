"""Several plans: a plan's address, its publication, and numbers of measures that are one plan's."""

from datetime import date, datetime, timedelta, timezone
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

JAPAN = timezone(timedelta(hours=9))


def act_at_once(apps: Any, schema_editor: Any) -> None:
    """PostgreSQL alters no table whose deferred triggers wait, and those of the public revision do."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def give_addresses(apps: Any, schema_editor: Any) -> None:
    """The last part of the slug, as of city-3; where another plan has it, the slug itself."""
    taken: set[str] = set()
    for plan in apps.get_model("measures", "Plan").objects.order_by("first_year", "pk"):
        short = plan.slug.rpartition("-")[2][:20]
        plan.key = f"{plan.pk}" if short in taken else short
        taken.add(plan.key)
        plan.save(update_fields=["key"])


def publish_what_stands(apps: Any, schema_editor: Any) -> None:
    """Every plan was public from its first day on: there was no other way."""
    publication = apps.get_model("measures", "PlanPublication")
    for plan in apps.get_model("measures", "Plan").objects.all():
        publication.objects.create(
            plan=plan,
            in_force_on=date(plan.first_year, 4, 1),
            reason="計画の読み込み",
            published_at=datetime(plan.first_year, 4, 1, tzinfo=JAPAN),
        )


def give_measures_their_plan(apps: Any, schema_editor: Any) -> None:
    for policy in apps.get_model("measures", "BasicPolicy").objects.all():
        for name in ("Measure", "HistoricalMeasure"):
            of_policy = apps.get_model("measures", name).objects.filter(policy_id=policy.pk)
            of_policy.update(plan_id=policy.plan_id)


class Migration(migrations.Migration):
    dependencies = [
        ("measures", "0002_reference_figure_unit"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(act_at_once, migrations.RunPython.noop),
        migrations.CreateModel(
            name="PlanPublication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "in_force_on",
                    models.DateField(
                        help_text="この日から、この計画を現在の計画として表示します。",
                        verbose_name="計画が始まる日",
                    ),
                ),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="決定日")),
                (
                    "reason",
                    models.CharField(
                        help_text="例：議会の議決を経て策定しました。", max_length=300, verbose_name="説明"
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="保存の回数"),
                ),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="公表日時")),
            ],
            options={
                "verbose_name": "計画の公表",
                "verbose_name_plural": "計画の公表",
                "ordering": ["plan", "published_at"],
            },
        ),
        migrations.AlterModelOptions(
            name="measure",
            options={"ordering": ["plan", "number"], "verbose_name": "施策", "verbose_name_plural": "施策"},
        ),
        migrations.RemoveConstraint(
            model_name="plan",
            name="plan_has_name",
        ),
        migrations.AddField(
            model_name="historicalmeasure",
            name="plan",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="measures.plan",
                verbose_name="計画",
            ),
        ),
        migrations.AddField(
            model_name="measure",
            name="plan",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="measures",
                to="measures.plan",
                verbose_name="計画",
            ),
        ),
        migrations.RunPython(give_measures_their_plan, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="measure",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="measures",
                to="measures.plan",
                verbose_name="計画",
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="key",
            field=models.CharField(
                default="",
                help_text="/plans/3/ の 3。計画の何次かなど、短いもの。登録したあとは変えられません。",
                max_length=20,
                verbose_name="アドレスでの名前",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(give_addresses, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="plan",
            name="key",
            field=models.SlugField(
                help_text="/plans/3/ の 3。計画の何次かなど、短いもの。登録したあとは変えられません。",
                max_length=20,
                unique=True,
                verbose_name="アドレスでの名前",
            ),
        ),
        migrations.AlterField(
            model_name="historicalmeasure",
            name="number",
            field=models.PositiveSmallIntegerField(verbose_name="番号"),
        ),
        migrations.AlterField(
            model_name="measure",
            name="number",
            field=models.PositiveSmallIntegerField(verbose_name="番号"),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.UniqueConstraint(fields=("plan", "number"), name="measure_unique_number"),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("slug", ""), _negated=True),
                    models.Q(("key", ""), _negated=True),
                    models.Q(("name", ""), _negated=True),
                    models.Q(("city", ""), _negated=True),
                ),
                name="plan_has_name",
            ),
        ),
        migrations.AddField(
            model_name="planpublication",
            name="drafted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="下書きした人",
            ),
        ),
        migrations.AddField(
            model_name="planpublication",
            name="plan",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="publication",
                to="measures.plan",
                verbose_name="計画",
            ),
        ),
        migrations.AddField(
            model_name="planpublication",
            name="published_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="公表した人",
            ),
        ),
        migrations.AddConstraint(
            model_name="planpublication",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="plan_publication_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="planpublication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_by", models.F("drafted_by")), _negated=True),
                    ("published_by__isnull", True),
                    _connector="OR",
                ),
                name="plan_publication_four_eyes",
            ),
        ),
        migrations.RunPython(publish_what_stands, migrations.RunPython.noop),
    ]
