"""A redaction reaches every text: its hashes become rows of their own, which name any table (docs/publication.md §10)."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from indicators.triggers import InstallGuards, RemoveGuards

_PUBLIC = ("publication",)


def hashes_into_rows(apps: Any, schema_editor: Any) -> None:
    """ "publication 12 note 9f86…" of a value's redaction: a row that names table, row, column, indicator and year."""
    text = apps.get_model("indicators", "RedactedText")
    for redaction in apps.get_model("indicators", "Redaction").objects.all():
        for line in redaction.hashes:
            model, row, column, digest = line.split()
            text.objects.create(
                redaction=redaction,
                table_name=f"indicators_{model}",
                row_id=row,
                column_name=column,
                sha256=digest,
                is_public=model in _PUBLIC,
                indicator=redaction.indicator,
                year=redaction.year,
            )
    # PostgreSQL alters no table whose foreign keys are still to be checked.
    schema_editor.connection.check_constraints()


def forget_texts_of_mails(apps: Any, schema_editor: Any) -> None:
    """Those that were given up kept theirs until now."""
    apps.get_model("indicators", "Mail").objects.filter(given_up_at__isnull=False).update(body="")


def _about(model: str, verbose_name: str) -> Any:
    return models.ForeignKey(
        blank=True,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=model,
        verbose_name=verbose_name,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0017_kinds_of_promise"),
    ]

    operations = [
        RemoveGuards(),
        migrations.AlterField(
            model_name="event",
            name="action",
            field=models.CharField(
                choices=[
                    ("login", "ログイン"),
                    ("login_failed", "ログインの失敗"),
                    ("locked", "ログインの停止"),
                    ("refused", "拒否"),
                    ("cycle_opened", "サイクル開始"),
                    ("cycle_closed", "サイクル締め"),
                    ("cycle_changed", "サイクルの変更"),
                    ("cycle_reopened", "サイクル再開"),
                    ("batch_scheduled", "公表の予約"),
                    ("batch_cancelled", "予約の取消し"),
                    ("batch_published", "一括公表"),
                    ("batch_corrected", "一括公表の訂正"),
                    ("created", "下書きを作成"),
                    ("saved", "保存"),
                    ("discarded", "変更の取りやめ"),
                    ("submitted", "提出"),
                    ("sent_back", "差戻し"),
                    ("published", "公表"),
                    ("target_set", "目標の公表"),
                    ("threshold_set", "やや遅れの基準の公表"),
                    ("interim_set", "中間目標の公表"),
                    ("baseline_set", "現状値の公表"),
                    ("passport_set", "指標の説明の公表"),
                    ("figure_set", "参考図表の数値の公表"),
                    ("rule_drafted", "目標・現状値・やや遅れの基準の下書き"),
                    ("rule_discarded", "目標・現状値・やや遅れの基準の下書きの削除"),
                    ("redaction_asked", "文の削除の申し出"),
                    ("redaction_drop", "文の削除の申し出の取りやめ"),
                    ("redacted", "文の削除"),
                    ("commented", "コメント"),
                    ("uncommented", "コメントの取消し"),
                    ("attached", "資料の添付"),
                    ("detached", "資料の取外し"),
                    ("invited", "招待"),
                    ("link_shown", "リンクの表示"),
                    ("contact_changed", "氏名・メールの変更"),
                    ("rights_changed", "所属・権限の変更"),
                    ("transfer_set", "異動の準備"),
                    ("transfer_cancel", "異動の取消し"),
                    ("transferred", "異動"),
                    ("power_asked", "計画担当の権限の申し出"),
                    ("power_dropped", "計画担当の権限の申し出の取りやめ"),
                    ("appointed", "サーバーでの計画担当の任命"),
                    ("disabled", "利用の停止"),
                    ("enabled", "利用の再開"),
                    ("unlocked", "ロックの解除"),
                    ("password_asked", "パスワード再設定の依頼"),
                    ("password_set", "パスワードの設定"),
                    ("reorg_prepared", "課の変更の準備"),
                    ("reorg_cancelled", "課の変更の取消し"),
                    ("reorg_applied", "課の変更"),
                    ("lead_moved", "主担当の移管"),
                    ("wording_drafted", "計画の文の下書き"),
                    ("wording_dropped", "計画の文の下書きの削除"),
                    ("wording_set", "計画の文の変更"),
                    ("depts_made", "課の登録"),
                    ("plan_drafted", "計画の公表の下書き"),
                    ("plan_discarded", "計画の公表の下書きの削除"),
                    ("plan_published", "計画の公表"),
                ],
                max_length=15,
                verbose_name="操作",
            ),
        ),
        migrations.CreateModel(
            name="RedactedText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("table_name", models.CharField(max_length=63, verbose_name="表")),
                ("row_id", models.CharField(max_length=64, verbose_name="行")),
                ("column_name", models.CharField(max_length=63, verbose_name="列")),
                ("sha256", models.CharField(max_length=64, verbose_name="もとの文のSHA-256")),
                ("is_public", models.BooleanField(default=False, verbose_name="公表していた文")),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="西暦", null=True, verbose_name="年度"
                    ),
                ),
                ("indicator", _about("indicators.indicator", "指標")),
                ("measure", _about("measures.measure", "施策")),
                ("series", _about("indicators.comparisonseries", "比較系列")),
                (
                    "redaction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="texts",
                        to="indicators.redaction",
                        verbose_name="文の削除",
                    ),
                ),
            ],
            options={
                "verbose_name": "削除のあった文",
                "verbose_name_plural": "削除のあった文",
                "ordering": ["redaction", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("redaction", "table_name", "row_id", "column_name"), name="text_redacted_once"
                    ),
                ],
            },
        ),
        migrations.RunPython(hashes_into_rows, migrations.RunPython.noop),
        migrations.RunPython(forget_texts_of_mails, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="redaction", name="redaction_year"),
        migrations.RemoveField(model_name="redaction", name="hashes"),
        migrations.RemoveField(model_name="redaction", name="indicator"),
        migrations.RemoveField(model_name="redaction", name="year"),
        migrations.AddField(
            model_name="redaction",
            name="kept",
            field=models.JSONField(blank=True, default=list, verbose_name="文を残すもの"),
        ),
        InstallGuards(),
    ]
