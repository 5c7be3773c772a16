"""A closed cycle says when and by whom; a letter is one of A to Z in every collation; two more actions in the log.

None of this rebuilds a guarded table on SQLite (choices are no part of a table), so that every guard stands.
"""

from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint("cycle", "cycle_closed_by_someone"),
        migrations.AddConstraint(
            "cycle",
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_at__gte=F("opened_at"), closed_by__isnull=False),
                name="cycle_closed_by_someone",
            ),
        ),
        migrations.RemoveConstraint("indicator", "indicator_letter"),
        migrations.AddConstraint(
            "indicator",
            models.CheckConstraint(
                condition=Q(letter__in=list("ABCDEFGHIJKLMNOPQRSTUVWXYZ")), name="indicator_letter"
            ),
        ),
        migrations.AlterField(
            "event",
            "action",
            models.CharField(
                "操作",
                max_length=15,
                choices=[
                    ("login", "ログイン"),
                    ("refused", "拒否"),
                    ("cycle_opened", "サイクル開始"),
                    ("cycle_closed", "サイクル締め"),
                    ("created", "下書きを作成"),
                    ("saved", "保存"),
                    ("discarded", "変更の取りやめ"),
                    ("submitted", "提出"),
                    ("sent_back", "差戻し"),
                    ("published", "公表"),
                    ("target_set", "目標の公表"),
                    ("threshold_set", "しきい値の公表"),
                ],
            ),
        ),
    ]
