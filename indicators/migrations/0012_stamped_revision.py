"""The public revision, hardened; names of comparison series dated.

A count gets a stamp beside its number. Where a database is restored from a backup the numbers run again, and what is
published then would have the ETags of what was lost; the stamps differ.

PostgreSQL counts as the very last thing of a transaction. A trigger that waits for the row of the revision among the
foreign key checks of the same commit can hold that row while it waits for another's, who waits for the revision:
a deadlock. So the first deferred trigger only notes the transaction, in a row that no other wants, and the note's own
deferred trigger, which comes after everything that was waiting already, counts.
"""

from importlib import import_module
from typing import Any

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

COUNTED = import_module("indicators.migrations.0011_public_revision").COUNTED
NOTES = "indicators_publicchange"
COUNT = (
    "INSERT INTO indicators_publicrevision (id, number, stamp) VALUES (1, 1, {stamp}) "
    "ON CONFLICT (id) DO UPDATE SET number = indicators_publicrevision.number + 1, stamp = excluded.stamp"
)
STAMPS = {
    "postgresql": "md5(random()::text || clock_timestamp()::text || pg_backend_pid()::text)",
    "sqlite": "lower(hex(randomblob(16)))",
}


def install(schema_editor: Any) -> None:
    """Put every trigger in its place; one that stands already is renewed."""
    vendor = schema_editor.connection.vendor
    if vendor not in STAMPS:
        raise NotImplementedError(f"no triggers are written for {vendor}")
    remove(schema_editor)
    count = COUNT.format(stamp=STAMPS[vendor])
    if vendor == "postgresql":
        for statement in (
            f"CREATE TABLE IF NOT EXISTS {NOTES} (noted_in bigint PRIMARY KEY)",
            "CREATE OR REPLACE FUNCTION kisarazu_count_revision() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN DELETE FROM {NOTES} WHERE noted_in = NEW.noted_in; {count}; RETURN NULL; END $$",
            "CREATE OR REPLACE FUNCTION kisarazu_note_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN INSERT INTO {NOTES} VALUES (txid_current()) ON CONFLICT DO NOTHING; RETURN NULL; END $$",
            f"CREATE CONSTRAINT TRIGGER {NOTES}_count AFTER INSERT ON {NOTES} DEFERRABLE INITIALLY DEFERRED "
            "FOR EACH ROW EXECUTE FUNCTION kisarazu_count_revision()",
        ):
            schema_editor.execute(statement)
    for table, seen in COUNTED.items():
        for event in ("INSERT", "UPDATE", "DELETE"):
            schema_editor.execute(_create(vendor, table, event, seen, count))


def remove(schema_editor: Any) -> None:
    postgres = schema_editor.connection.vendor == "postgresql"
    for table in COUNTED:
        on = f" ON {table}" if postgres else ""
        for event in ("insert", "update", "delete"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_revision_{event}{on}")
    if postgres:
        schema_editor.execute(f"DROP TABLE IF EXISTS {NOTES}")


def _create(vendor: str, table: str, event: str, seen: str, count: str) -> str:
    name = f"{table}_revision_{event.lower()}"
    when = seen.format(row="OLD" if event == "DELETE" else "NEW")
    if vendor == "postgresql":
        return (
            f"CREATE CONSTRAINT TRIGGER {name} AFTER {event} ON {table} DEFERRABLE INITIALLY DEFERRED "
            f"FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION kisarazu_note_change()"
        )
    return f"CREATE TRIGGER {name} AFTER {event} ON {table} WHEN {when} BEGIN {count}; END"


def give_first_records(apps: Any, schema_editor: Any) -> None:
    import_module("indicators.migrations.0010_first_history").begin(apps, "indicators", "ComparisonSeries")


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("indicators", "0011_public_revision"),
        ("measures", "0002_reorganisation"),
    ]

    operations = [
        # SQLite rebuilds a table that it alters, and refuses while triggers of other tables name it.
        migrations.RunPython(
            lambda apps, schema_editor: remove(schema_editor),
            lambda apps, schema_editor: import_module("indicators.migrations.0011_public_revision").install(
                schema_editor
            ),
        ),
        migrations.RemoveField(model_name="publicrevision", name="counted_in"),
        migrations.AddField(
            model_name="publicrevision",
            name="stamp",
            field=models.CharField(default="", max_length=32, verbose_name="印"),
        ),
        migrations.CreateModel(
            name="HistoricalComparisonSeries",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=60, verbose_name="名前")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="出所")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="indicators.indicator",
                        verbose_name="指標",
                    ),
                ),
            ],
            options={
                "verbose_name": "比較系列の履歴",
                "verbose_name_plural": "比較系列の履歴",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.RunPython(give_first_records, migrations.RunPython.noop),
        migrations.RunPython(
            lambda apps, schema_editor: install(schema_editor),
            lambda apps, schema_editor: remove(schema_editor),
        ),
    ]
