"""Guards: published rows and the log cannot be changed or deleted, by SQL either (trust.md).

`install` and `remove` are also used by the tests that empty tables between cases. A later migration that
alters one of these tables on SQLite rebuilds the table, which drops its triggers: it must run `install` again
(a test looks for every guard after all migrations).
"""

from typing import Any

from django.db import migrations

# Table → the condition under which a row is fixed.
GUARDED = {
    "indicators_publication": "TRUE",
    "indicators_event": "TRUE",
    "indicators_target": "OLD.published_at IS NOT NULL",
    "indicators_threshold": "OLD.published_at IS NOT NULL",
}
MESSAGE = "append-only: {table}"


def install(schema_editor: Any, guarded: dict[str, str] = GUARDED) -> None:
    """Put every guard in its place; one that stands already is renewed."""
    remove(schema_editor, guarded)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION kisarazu_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME "
            "USING ERRCODE = 'integrity_constraint_violation'; END $$",
            params=None,  # the % above is PostgreSQL's, not a placeholder
        )
    for table, condition in guarded.items():
        for event in ("UPDATE", "DELETE"):
            schema_editor.execute(_create(schema_editor.connection.vendor, table, event, condition))
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION kisarazu_append_only()"
            )


def remove(schema_editor: Any, guarded: dict[str, str] = GUARDED) -> None:
    """Take every guard away."""
    for table in guarded:
        for event in ("update", "delete", "truncate"):
            name = f"{table}_no_{event}"
            on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def _create(vendor: str, table: str, event: str, condition: str) -> str:
    name = f"{table}_no_{event.lower()}"
    if vendor == "postgresql":
        return (
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW WHEN ({condition}) "
            "EXECUTE FUNCTION kisarazu_append_only()"
        )
    if vendor == "sqlite":
        return (
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE.format(table=table)}'); END"
        )
    raise NotImplementedError(f"no guards are written for {vendor}")


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_indicators")]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: install(schema_editor),
            lambda apps, schema_editor: remove(schema_editor),
        )
    ]
