"""Drafts of the plan's wording and the text that it is read from; one of 要約 and 原文 is enough."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("measures", "0003_several_plans"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TextSource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("layout", models.JSONField(default=dict, verbose_name="計画書の形")),
                ("text", models.TextField(blank=True, verbose_name="文字データ")),
                ("settled", models.JSONField(blank=True, default=dict, verbose_name="手で決めたところ")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="保存の回数")),
                ("edited_at", models.DateTimeField(verbose_name="最後に保存した日時")),
            ],
            options={
                "verbose_name": "計画書の文字データ",
                "verbose_name_plural": "計画書の文字データ",
            },
        ),
        migrations.CreateModel(
            name="WordingDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        help_text="policies、または measure-41", max_length=20, verbose_name="どこ"
                    ),
                ),
                ("content", models.JSONField(verbose_name="内容")),
                ("before", models.JSONField(blank=True, null=True, verbose_name="変更前の内容")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="理由")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="決めた日")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="保存の回数")),
                ("edited_at", models.DateTimeField(verbose_name="最後に保存した日時")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="反映した日時")),
            ],
            options={
                "verbose_name": "計画の文の下書き",
                "verbose_name_plural": "計画の文の下書き",
                "ordering": ["plan", "part", "published_at"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="contribution",
            name="contribution_has_summary",
        ),
        migrations.RemoveConstraint(
            model_name="initiativedetail",
            name="detail_has_summary",
        ),
        migrations.RemoveConstraint(
            model_name="measure",
            name="measure_has_name",
        ),
        migrations.RemoveConstraint(
            model_name="statement",
            name="statement_has_summary",
        ),
        migrations.AlterField(
            model_name="contribution",
            name="summary",
            field=models.CharField(blank=True, max_length=200, verbose_name="要約"),
        ),
        migrations.AlterField(
            model_name="historicalcontribution",
            name="summary",
            field=models.CharField(blank=True, max_length=200, verbose_name="要約"),
        ),
        migrations.AlterField(
            model_name="historicalinitiativedetail",
            name="summary",
            field=models.CharField(blank=True, max_length=200, verbose_name="要約"),
        ),
        migrations.AlterField(
            model_name="historicalmeasure",
            name="goal",
            field=models.CharField(blank=True, max_length=200, verbose_name="目標（要約）"),
        ),
        migrations.AlterField(
            model_name="historicalstatement",
            name="summary",
            field=models.CharField(blank=True, max_length=200, verbose_name="要約"),
        ),
        migrations.AlterField(
            model_name="initiativedetail",
            name="summary",
            field=models.CharField(blank=True, max_length=200, verbose_name="要約"),
        ),
        migrations.AlterField(
            model_name="measure",
            name="goal",
            field=models.CharField(blank=True, max_length=200, verbose_name="目標（要約）"),
        ),
        migrations.AlterField(
            model_name="statement",
            name="summary",
            field=models.CharField(blank=True, max_length=200, verbose_name="要約"),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("summary", ""), _negated=True),
                    models.Q(("original", ""), _negated=True),
                    _connector="OR",
                ),
                name="contribution_has_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="initiativedetail",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("summary", ""), _negated=True),
                    models.Q(("original", ""), _negated=True),
                    _connector="OR",
                ),
                name="detail_has_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name", ""), _negated=True),
                    models.Q(
                        models.Q(("goal", ""), _negated=True),
                        models.Q(("goal_original", ""), _negated=True),
                        _connector="OR",
                    ),
                ),
                name="measure_has_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("summary", ""), _negated=True),
                    models.Q(("original", ""), _negated=True),
                    _connector="OR",
                ),
                name="statement_has_text",
            ),
        ),
        migrations.AddField(
            model_name="textsource",
            name="edited_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="最後に保存した人",
            ),
        ),
        migrations.AddField(
            model_name="textsource",
            name="plan",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="text_source",
                to="measures.plan",
                verbose_name="計画",
            ),
        ),
        migrations.AddField(
            model_name="wordingdraft",
            name="created_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="はじめた人",
            ),
        ),
        migrations.AddField(
            model_name="wordingdraft",
            name="edited_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="最後に保存した人",
            ),
        ),
        migrations.AddField(
            model_name="wordingdraft",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="wording_drafts",
                to="measures.plan",
                verbose_name="計画",
            ),
        ),
        migrations.AddField(
            model_name="wordingdraft",
            name="published_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="反映した人",
            ),
        ),
        migrations.AddConstraint(
            model_name="wordingdraft",
            constraint=models.UniqueConstraint(
                condition=models.Q(("published_at__isnull", True)),
                fields=("plan", "part"),
                name="wording_one_open_draft",
            ),
        ),
    ]
