"""Redactions: a passage that must go by law is blanked, and only the texts of that value, only while it is done.

PostgreSQL takes no question to another table in a trigger's condition: there the function asks it.
"""

from collections.abc import Iterable
from importlib import import_module
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

append_only = import_module("indicators.migrations.0002_append_only")
GUARDED = {"indicators_redaction": "OLD.closed_at IS NOT NULL"}
# Tables whose texts can be blanked → the columns that may differ then.
TEXTS = {"indicators_publication": ("note", "reason"), "indicators_event": ("detail", "reason")}
OPEN = (
    "EXISTS (SELECT 1 FROM indicators_redaction AS open WHERE open.indicator_id = OLD.indicator_id "
    "AND open.year = OLD.year AND open.carried_out_at IS NOT NULL AND open.closed_at IS NULL)"
)


def every_guard() -> dict[str, str]:
    """Table → the condition under which a row is fixed, of all migrations up to this one."""
    found = dict(append_only.GUARDED)
    for name in ("0004_yearly_review", "0005_cycle_at_scale"):
        found.update(import_module(f"indicators.migrations.{name}").GUARDED)
    return {**found, **GUARDED}


def install(schema_editor: Any) -> None:
    """Put every guard in its place; texts of a value under redaction are let through."""
    append_only.install(schema_editor, every_guard())
    for table, texts in TEXTS.items():
        columns = [name for name in _columns(schema_editor, table) if name not in texts]
        if schema_editor.connection.vendor == "postgresql":
            _on_postgresql(schema_editor, table, columns)
        else:
            _on_sqlite(schema_editor, table, columns)


def remove(schema_editor: Any) -> None:
    append_only.remove(schema_editor, every_guard())


def _columns(schema_editor: Any, table: str) -> list[str]:
    with schema_editor.connection.cursor() as cursor:
        return [
            field.name
            for field in schema_editor.connection.introspection.get_table_description(cursor, table)
        ]


def _same(columns: Iterable[str], operator: str) -> str:
    return " AND ".join(f'NEW."{name}" {operator} OLD."{name}"' for name in columns)


def _on_sqlite(schema_editor: Any, table: str, columns: list[str]) -> None:
    schema_editor.execute(f"DROP TRIGGER {table}_no_update")
    schema_editor.execute(
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
        f"WHEN NOT ({_same(columns, 'IS')} AND {OPEN}) "
        f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
    )


def _on_postgresql(schema_editor: Any, table: str, columns: list[str]) -> None:
    function = f"kisarazu_texts_of_{table}"
    schema_editor.execute(f"DROP TRIGGER {table}_no_update ON {table}")
    schema_editor.execute(
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {_same(columns, 'IS NOT DISTINCT FROM')} AND {OPEN} "
        "THEN RETURN NEW; END IF; "
        f"RAISE EXCEPTION 'append-only: {table}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        params=None,
    )
    schema_editor.execute(
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"
    )


def forward(apps: Any, schema_editor: Any) -> None:
    install(schema_editor)


def backward(apps: Any, schema_editor: Any) -> None:
    """Back to the guards of 0005."""
    remove(schema_editor)
    append_only.install(
        schema_editor, {table: when for table, when in every_guard().items() if table not in GUARDED}
    )


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0005_cycle_at_scale"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="action",
            field=models.CharField(
                choices=[
                    ("login", "ログイン"),
                    ("refused", "拒否"),
                    ("cycle_opened", "サイクル開始"),
                    ("cycle_closed", "サイクル締め"),
                    ("cycle_changed", "サイクルの変更"),
                    ("cycle_reopened", "サイクル再開"),
                    ("batch_scheduled", "公表の予約"),
                    ("batch_cancelled", "予約の取消し"),
                    ("batch_published", "一括公表"),
                    ("created", "下書きを作成"),
                    ("saved", "保存"),
                    ("discarded", "変更の取りやめ"),
                    ("submitted", "提出"),
                    ("sent_back", "差戻し"),
                    ("published", "公表"),
                    ("target_set", "目標の公表"),
                    ("threshold_set", "しきい値の公表"),
                    ("interim_set", "中間目標の公表"),
                    ("redaction_asked", "文の削除の申し出"),
                    ("redacted", "文の削除"),
                    ("commented", "コメント"),
                    ("uncommented", "コメントの取消し"),
                ],
                max_length=15,
                verbose_name="操作",
            ),
        ),
        migrations.CreateModel(
            name="Redaction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(help_text="西暦", verbose_name="年度")),
                ("passage", models.CharField(blank=True, max_length=300, verbose_name="消す文字列")),
                ("reason", models.CharField(max_length=300, verbose_name="理由")),
                ("hashes", models.JSONField(blank=True, default=list, verbose_name="もとの文のSHA-256")),
                ("proposed_at", models.DateTimeField(verbose_name="申し出た日時")),
                ("carried_out_at", models.DateTimeField(blank=True, null=True, verbose_name="消した日時")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="終えた日時")),
                (
                    "carried_out_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="消した人",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redactions",
                        to="indicators.indicator",
                        verbose_name="指標",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="申し出た人",
                    ),
                ),
            ],
            options={
                "verbose_name": "文の削除",
                "verbose_name_plural": "文の削除",
                "ordering": ["-proposed_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("year__range", (1989, 2100))), name="redaction_year"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="redaction_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("carried_out_at__isnull", True),
                                ("carried_out_by__isnull", True),
                                ("closed_at__isnull", True),
                            ),
                            models.Q(("carried_out_at__isnull", False), ("carried_out_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="redaction_by_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("passage__gt", "")),
                            models.Q(("closed_at__isnull", False), ("passage", "")),
                            _connector="OR",
                        ),
                        name="redaction_forgets_the_passage",
                    ),
                ],
            },
        ),
        migrations.RunPython(forward, backward),
    ]
