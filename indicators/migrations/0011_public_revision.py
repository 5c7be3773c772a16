"""The revision of the public site: triggers count it up with every change that a citizen can see.

What is still a draft does not count: the number would tell that somebody is at work.

PostgreSQL counts when a transaction ends (a deferred trigger), once a transaction: two publishers then never wait
for each other's count while they hold values. A later migration that writes rows of these tables and alters them
needs two steps, since a table with waiting triggers cannot be altered. On SQLite a table that is altered is rebuilt
and loses its triggers: `install` again (tests/indicators/test_caching.py looks for each).
"""

from typing import Any

from django.db import migrations, models

PLAN = (
    "plan",
    "basicpolicy",
    "measure",
    "contribution",
    "department",
    "department_successors",
    "initiative",
    "initiativedetail",
    "initiativedepartment",
    "referencefigure",
    "referencepoint",
    "relatedplan",
    "statement",
    "viewpoint",
)
ALWAYS = "TRUE"
OUT = "{row}.published_at IS NOT NULL"
# Table → when a row of it can be seen by citizens.
COUNTED = {
    **{f"measures_{name}": ALWAYS for name in PLAN},
    "indicators_indicator": ALWAYS,
    "indicators_comparisonseries": ALWAYS,
    "indicators_publication": ALWAYS,
    "indicators_target": OUT,
    "indicators_baseline": OUT,
    "indicators_interimtarget": OUT,
    "indicators_threshold": OUT,
    "indicators_comparisonvalue": OUT,
    "indicators_evaluationsheet": OUT,
    "indicators_batch": OUT,
    "indicators_redaction": "{row}.closed_at IS NOT NULL",
}
COUNT = "INSERT INTO indicators_publicrevision (id, number, counted_in) VALUES (1, 1, {now}) ON CONFLICT (id) DO UPDATE SET number = indicators_publicrevision.number + 1, counted_in = excluded.counted_in"


def install(schema_editor: Any) -> None:
    """Put every trigger in its place; one that stands already is renewed."""
    remove(schema_editor)
    if schema_editor.connection.vendor == "postgresql":
        count = COUNT.format(now="txid_current()")
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION kisarazu_count_revision() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {count} WHERE indicators_publicrevision.counted_in <> excluded.counted_in; "
            "RETURN NULL; END $$"
        )
    for table, seen in COUNTED.items():
        for event in ("INSERT", "UPDATE", "DELETE"):
            schema_editor.execute(_create(schema_editor.connection.vendor, table, event, seen))


def remove(schema_editor: Any) -> None:
    for table in COUNTED:
        on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        for event in ("insert", "update", "delete"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_revision_{event}{on}")


def _create(vendor: str, table: str, event: str, seen: str) -> str:
    name = f"{table}_revision_{event.lower()}"
    when = seen.format(row="OLD" if event == "DELETE" else "NEW")
    if vendor == "postgresql":
        return (
            f"CREATE CONSTRAINT TRIGGER {name} AFTER {event} ON {table} DEFERRABLE INITIALLY DEFERRED "
            f"FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION kisarazu_count_revision()"
        )
    if vendor == "sqlite":
        return f"CREATE TRIGGER {name} AFTER {event} ON {table} WHEN {when} BEGIN {COUNT.format(now=0)}; END"
    raise NotImplementedError(f"no triggers are written for {vendor}")


class Migration(migrations.Migration):
    dependencies = [("indicators", "0010_first_history"), ("measures", "0002_reorganisation")]

    operations = [
        migrations.CreateModel(
            name="PublicRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveBigIntegerField(verbose_name="改訂の番号")),
                ("counted_in", models.BigIntegerField(default=0)),
            ],
            options={
                "verbose_name": "公開内容の改訂",
                "verbose_name_plural": "公開内容の改訂",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="public_revision_is_one_row")
                ],
            },
        ),
        migrations.RunPython(
            lambda apps, schema_editor: install(schema_editor),
            lambda apps, schema_editor: remove(schema_editor),
        ),
    ]
