"""What the members of a council said of a measure's year, and the city's answers (docs/publication.md §5)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from indicators.triggers import InstallGuards, RemoveGuards


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0040_cycle_sheet_days"),
        ("measures", "0002_translation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        RemoveGuards(),
        migrations.CreateModel(
            name="OutsideReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(help_text="西暦", verbose_name="年度")),
                ("number", models.PositiveSmallIntegerField(default=1, verbose_name="回")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="変更の理由")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "下書き"),
                            ("submitted", "提出済"),
                            ("returned", "差戻し"),
                            ("published", "公表済"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="進み",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="保存の回数")),
                ("edited_at", models.DateTimeField(verbose_name="最後に保存した日時")),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="提出した日時")),
                ("return_reason", models.CharField(blank=True, max_length=300, verbose_name="差戻しの理由")),
                ("approval_level", models.PositiveSmallIntegerField(default=0, verbose_name="承認を待つ段")),
                ("looked_at", models.DateTimeField(blank=True, null=True, verbose_name="初めて見られた日時")),
                (
                    "decision_number",
                    models.CharField(
                        blank=True, help_text="公表されません", max_length=60, verbose_name="決裁番号"
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="公表した日時")),
                ("meeting", models.CharField(blank=True, max_length=100, verbose_name="会議の名前")),
                ("held_on", models.DateField(blank=True, null=True, verbose_name="会議の日")),
                ("comments", models.JSONField(blank=True, default=list, verbose_name="意見と市の答え")),
                (
                    "edited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="最後に保存した人",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="入力した人",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outside_reviews",
                        to="measures.measure",
                        verbose_name="施策",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="公表した人",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提出した人",
                    ),
                ),
            ],
            options={
                "verbose_name": "外部評価の意見",
                "verbose_name_plural": "外部評価の意見",
                "ordering": ["measure", "year", "number"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "submitted", "returned", "published"])),
                        name="outsidereview_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1), ("year__range", (1989, 2100))),
                        name="outsidereview_year",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "draft"),
                                ("submitted_at__isnull", True),
                                ("submitted_by__isnull", True),
                            ),
                            models.Q(("submitted_at__isnull", False), ("submitted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="outsidereview_submitted_by_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "returned"), _negated=True),
                            models.Q(("return_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="outsidereview_return_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("approval_level", 0), ("state", "submitted"), _connector="OR"),
                        name="outsidereview_level",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number", 1), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="outsidereview_change_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("published_at__isnull", False),
                                ("published_by__isnull", False),
                                ("state", "published"),
                            ),
                            models.Q(
                                models.Q(("state", "published"), _negated=True),
                                ("published_at__isnull", True),
                                ("published_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="outsidereview_published_by_someone",
                    ),
                    models.UniqueConstraint(
                        fields=("measure", "year", "number"), name="outside_review_number_in_chain"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("draft", "returned", "submitted"))),
                        fields=("measure", "year"),
                        name="one_open_outside_review",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("draft", "returned")),
                            models.Q(
                                models.Q(("meeting", ""), _negated=True),
                                ("held_on__isnull", False),
                                models.Q(("comments", []), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="outside_review_complete",
                    ),
                ],
            },
        ),
        InstallGuards(),
    ]
