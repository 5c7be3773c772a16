"""Mid-plan revisions: drafts gathered under one title, reason and day; measures that end."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("measures", "0008_reference_figure_history"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalmeasure",
            name="ended_on",
            field=models.DateField(
                blank=True, help_text="計画の途中で終了した施策だけ", null=True, verbose_name="終了した日"
            ),
        ),
        migrations.AddField(
            model_name="measure",
            name="ended_on",
            field=models.DateField(
                blank=True, help_text="計画の途中で終了した施策だけ", null=True, verbose_name="終了した日"
            ),
        ),
        migrations.CreateModel(
            name="PlanRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="題名")),
                ("reason", models.CharField(max_length=300, verbose_name="理由")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="決めた日")),
                (
                    "effective_on",
                    models.DateField(
                        blank=True, help_text="空なら確かめたときから", null=True, verbose_name="この日から"
                    ),
                ),
                ("gathered", models.JSONField(default=list, verbose_name="まとめた下書き")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="保存の回数")),
                ("edited_at", models.DateTimeField(verbose_name="最後に保存した日時")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="確かめた日時")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="反映した日時")),
                (
                    "refusal",
                    models.CharField(blank=True, max_length=500, verbose_name="反映できなかった理由"),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="確かめた人",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="はじめた人",
                    ),
                ),
                (
                    "edited_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="最後に保存した人",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="measures.plan",
                        verbose_name="計画",
                    ),
                ),
            ],
            options={
                "verbose_name": "中間見直し",
                "verbose_name_plural": "中間見直し",
                "ordering": ["plan", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="wordingdraft",
            name="revision",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="wordings",
                to="measures.planrevision",
                verbose_name="どの見直しで反映したか",
            ),
        ),
        migrations.AddConstraint(
            model_name="planrevision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("title", ""), _negated=True), models.Q(("reason", ""), _negated=True)
                ),
                name="revision_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="planrevision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published_at__isnull", True), ("confirmed_by__isnull", False), _connector="OR"
                ),
                name="revision_confirmed",
            ),
        ),
        migrations.AddConstraint(
            model_name="planrevision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by__isnull", True),
                    models.Q(
                        models.Q(("confirmed_by", models.F("created_by")), _negated=True),
                        models.Q(("confirmed_by", models.F("edited_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="revision_four_eyes",
            ),
        ),
    ]
