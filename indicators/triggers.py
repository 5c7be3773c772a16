"""The triggers that keep what guards.py says, on SQLite and PostgreSQL, and the migration's operations upon them."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from typing import Any

from django.db import migrations

from indicators.guards import AGREES, ALWAYS, APPEND_ONLY, COUNTED, FIXED, OF_PLAN, REFUSED


class InstallGuards(migrations.operations.base.Operation):
    """Puts every trigger of GUARDS in its place; those that stand already are made anew.

    On SQLite a migration that alters a table builds it anew, without its triggers, and it is refused while a trigger
    of another table names the one that it builds. So a migration that alters tables begins with RemoveGuards and ends
    with InstallGuards; one of `measures`, which knows no indicators, is followed by one here. Tests look for each
    trigger after all migrations. A table that a later migration makes is passed over until then.
    """

    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are no part of the models."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        remove(schema_editor)
        install(schema_editor)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        remove(schema_editor)

    def describe(self) -> str:
        return "Install the guards"


class RemoveGuards(InstallGuards):
    """Takes every trigger away, for the rest of a migration."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        remove(schema_editor)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        install(schema_editor)

    def describe(self) -> str:
        return "Remove the guards"


def install(schema_editor: Any) -> None:
    """Put every trigger in its place; none may stand yet."""
    _install_append_only(schema_editor)
    _run(schema_editor, _keep_columns(schema_editor))
    _run(schema_editor, _count_with(schema_editor))


def remove(schema_editor: Any) -> None:
    """Take every trigger away; one that does not stand is passed over."""
    _remove_append_only(schema_editor)
    _run(schema_editor, _without_columns_kept(schema_editor))
    _run(schema_editor, _without_counting(schema_editor))


# --- Append-only ----------------------------------------------------------------------------------


def _install_append_only(schema_editor: Any) -> None:
    postgres = _is_postgres(schema_editor)
    if postgres:
        _run(schema_editor, [f"CREATE OR REPLACE FUNCTION kisarazu_plan_append_only() {_REFUSE}"])
    for table in _tables(schema_editor, APPEND_ONLY):
        make = _append_only_on_postgres if postgres else _append_only_on_sqlite
        _run(schema_editor, make(table, _columns(schema_editor, table), _texts(schema_editor, table)))


def _remove_append_only(schema_editor: Any) -> None:
    names = ("update", "delete", "truncate")
    _run(
        schema_editor,
        (
            _drop(schema_editor, table, f"no_{name}")
            for table in _tables(schema_editor, APPEND_ONLY)
            for name in names
        ),
    )


# True while a redaction is being carried out that has written down the hash of this very text. Who carries one out
# closes it in the same transaction, so that nobody else ever sees it open.
_REDACTED = "indicators_redactedtext"
_IS_OPEN = (
    f"EXISTS (SELECT 1 FROM {_REDACTED} AS gone JOIN indicators_redaction AS open ON open.id = gone.redaction_id "
    "WHERE open.carried_out_at IS NOT NULL AND open.closed_at IS NULL AND gone.table_name = '{table}' "
    "AND gone.row_id = CAST(OLD.id AS TEXT) AND gone.column_name = '{column}')"
)
# An integrity error, as for a constraint: Django then raises IntegrityError, as SQLite's ABORT does.
_REFUSE = (
    "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME "
    "USING ERRCODE = 'integrity_constraint_violation'; END $$"
)


def _append_only_on_sqlite(table: str, columns: list[str], texts: list[str]) -> Iterator[str]:
    fixed = _when(APPEND_ONLY[table], lambda: columns).format(row="OLD")
    changed = f"{fixed} AND NOT ({_redacted(table, columns, texts, 'IS')})" if texts else fixed
    for event, when in (("UPDATE", changed), ("DELETE", fixed)):
        yield (
            f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
        )


def _append_only_on_postgres(table: str, columns: list[str], texts: list[str]) -> Iterator[str]:
    """PostgreSQL takes no question to another table in a trigger's condition: there the function asks it."""
    fixed = _when(APPEND_ONLY[table], lambda: columns).format(row="OLD")
    refuse = f"FOR EACH ROW WHEN ({fixed}) EXECUTE FUNCTION kisarazu_plan_append_only()"
    if texts:
        function = f"kisarazu_plan_texts_of_{table}"
        yield (
            f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {_redacted(table, columns, texts, 'IS NOT DISTINCT FROM')} THEN RETURN NEW; END IF; "
            f"RAISE EXCEPTION 'append-only: {table}' "
            "USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        yield (
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
            f"FOR EACH ROW WHEN ({fixed}) EXECUTE FUNCTION {function}()"
        )
    else:
        yield f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}"
    yield f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}"
    # TRUNCATE asks no trigger of rows. SQLite has none: there it is a DELETE.
    yield (
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION kisarazu_plan_append_only()"
    )


def _texts(schema_editor: Any, table: str) -> list[str]:
    """The columns for text, from the database and not from the models: as they are at this migration.

    Never a figure, a day or a reference: those are of other types. None before there are redactions.
    """
    if table == _REDACTED or not _tables(schema_editor, [_REDACTED]):
        return []
    return [name for name, is_text in _described(schema_editor, table) if is_text]


def _columns(schema_editor: Any, table: str) -> list[str]:
    return [name for name, _ in _described(schema_editor, table)]


_TEXTS = ("CharField", "TextField", "JSONField")


def _described(schema_editor: Any, table: str) -> list[tuple[str, bool]]:
    """Name of each column, and whether it is one for text.

    Django's look at a table of SQLite parses the whole statement that made it, for collations: half of what migrating took.
    """
    found = schema_editor.connection.introspection
    with schema_editor.connection.cursor() as cursor:
        if _is_postgres(schema_editor):
            columns = found.get_table_description(cursor, table)
            return [(one.name, found.get_field_type(one.type_code, one) in _TEXTS) for one in columns]
        cursor.execute(f"PRAGMA table_info({schema_editor.connection.ops.quote_name(table)})")
        return [(name, found.data_types_reverse[kind] in _TEXTS) for _, name, kind, *_ in cursor.fetchall()]


def _redacted(table: str, columns: Iterable[str], texts: Collection[str], operator: str) -> str:
    """Something changes, and nothing but texts whose hash was written down: saving a row as it is stays refused."""
    same = {name: f'NEW."{name}" {operator} OLD."{name}"' for name in columns}
    allowed = (
        f"({equal} OR {_IS_OPEN.format(table=table, column=name)})" if name in texts else equal
        for name, equal in same.items()
    )
    changed = " AND ".join(same[name] for name in texts)
    return f"{' AND '.join(allowed)} AND NOT ({changed})"


# --- Columns that keep or agree ---------------------------------------------------------------------

# What is refused of a new row, by the name of its trigger. Each is an SQL condition.
_DIFFERS = 'NEW."{column}" <> OLD."{column}"'
_DISAGREES = 'NOT EXISTS (SELECT 1 FROM {other} AS other WHERE other.id = NEW."{by}" AND other."{column}" = NEW."{column}")'


def _kept(schema_editor: Any) -> Iterator[tuple[str, str, str, str]]:
    """Table, name, event and refused condition of each trigger, of the columns that there are at this migration."""
    for table in _tables(schema_editor, FIXED):
        for column in FIXED[table]:
            if column in _columns(schema_editor, table):
                yield table, f"fixed_{column}", "UPDATE", _DIFFERS.format(column=column)
    for table in _tables(schema_editor, AGREES):
        column, by, other = AGREES[table]
        if column in _columns(schema_editor, table):
            refused = _DISAGREES.format(column=column, by=by, other=other)
            for event in ("INSERT", "UPDATE"):
                yield table, f"agrees_{event.lower()}", event, refused
    for table in _tables(schema_editor, REFUSED):
        # Not before the migration that made the columns: the two came with one.
        if "continues_id" in _columns(schema_editor, table) and _tells_plans_apart(schema_editor):
            for name, refused in REFUSED[table].items():
                for event in ("INSERT", "UPDATE"):
                    yield table, f"{name}_{event.lower()}", event, refused


def _keep_columns(schema_editor: Any) -> Iterator[str]:
    for table, name, event, refused in _kept(schema_editor):
        head = f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table}"
        if not _is_postgres(schema_editor):
            yield f"{head} WHEN {refused} BEGIN SELECT RAISE(ABORT, 'kept: {table}_{name}'); END"
            continue
        function = f"kisarazu_plan_{table}_{name}"
        yield (
            f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {refused} THEN RAISE EXCEPTION 'kept: {table}_{name}' "
            "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
        )
        yield f"{head} FOR EACH ROW EXECUTE FUNCTION {function}()"


def _without_columns_kept(schema_editor: Any) -> Iterator[str]:
    for table, name, _, _ in _kept(schema_editor):
        yield _drop(schema_editor, table, name)


# --- The public revision --------------------------------------------------------------------------

# The number says what is newer, the stamp that it is not another's: where a database is restored from a backup the
# numbers run again, and what is published then would have the ETags of what was lost.
_COUNT = (
    "INSERT INTO indicators_publicrevision (id, number, stamp) VALUES (1, 1, {stamp}) "
    "ON CONFLICT (id) DO UPDATE SET number = indicators_publicrevision.number + 1, stamp = excluded.stamp"
)
_ON_SQLITE = _COUNT.format(stamp="lower(hex(randomblob(16)))")
_ON_POSTGRES = _COUNT.format(stamp="md5(random()::text || clock_timestamp()::text || pg_backend_pid()::text)")
# PostgreSQL counts once a transaction, as its very last thing (deferred triggers): two publishers then never wait for
# each other's count while they hold values. A trigger that waited for the row of the revision among the foreign key
# checks of the same commit could hold that row while it waits for another's, who waits for the revision: a deadlock.
# So the first deferred trigger only notes the transaction, in a row that no other wants, and the note's own deferred
# trigger, which comes after everything that was waiting already, counts. SQLite has one writer at a time, and no
# deferred triggers: it counts each statement.
_NOTES = "indicators_publicchange"
_COUNTING_ON_POSTGRES = (
    f"CREATE TABLE IF NOT EXISTS {_NOTES} (noted_in bigint PRIMARY KEY)",
    "CREATE OR REPLACE FUNCTION kisarazu_plan_count_revision() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN DELETE FROM {_NOTES} WHERE noted_in = NEW.noted_in; {_ON_POSTGRES}; RETURN NULL; END $$",
    "CREATE OR REPLACE FUNCTION kisarazu_plan_note_change() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN INSERT INTO {_NOTES} VALUES (txid_current()) ON CONFLICT DO NOTHING; RETURN NULL; END $$",
    f"CREATE CONSTRAINT TRIGGER {_NOTES}_count AFTER INSERT ON {_NOTES} DEFERRABLE INITIALLY DEFERRED "
    "FOR EACH ROW EXECUTE FUNCTION kisarazu_plan_count_revision()",
)
# How a counting trigger is made; {when} is the condition under which a citizen can see the row.
_COUNTING = {
    "sqlite": f"CREATE TRIGGER {{name}} AFTER {{event}} ON {{table}} WHEN {{when}} BEGIN {_ON_SQLITE}; END",
    "postgresql": "CREATE CONSTRAINT TRIGGER {name} AFTER {event} ON {table} DEFERRABLE INITIALLY DEFERRED "
    "FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {function}()",
}
_EVENTS = ("INSERT", "UPDATE", "DELETE")


def _count_with(schema_editor: Any) -> Iterator[str]:
    is_postgres = _is_postgres(schema_editor)
    yield from _COUNTING_ON_POSTGRES if is_postgres else ()
    create = _COUNTING[schema_editor.connection.vendor]
    by_plan = OF_PLAN if _tells_plans_apart(schema_editor) else {}
    for table in _tables(schema_editor, COUNTED):
        for event in _EVENTS:
            row = "OLD" if event == "DELETE" else "NEW"
            asked = {"name": f"{table}_revision_{event.lower()}", "event": event, "table": table}
            condition = _when(COUNTED[table], partial(_columns, schema_editor, table))
            when, function = condition.format(row=row), "kisarazu_plan_note_change"
            if table in by_plan:
                public = _IS_PUBLIC.format(plan=by_plan[table].format(row=row))
                if is_postgres:  # which takes no question to another table in a trigger's condition
                    function = f"kisarazu_plan_{asked['name']}"
                    yield _NOTE_IF.format(function=function, public=public, notes=_NOTES)
                else:
                    when = f"{when} AND {public}"
            yield create.format(**asked, when=when, function=function)


_IS_PUBLIC = (
    "EXISTS (SELECT 1 FROM measures_planpublication AS its_own "
    "WHERE its_own.published_at IS NOT NULL AND its_own.plan_id = {plan})"
)
_NOTE_IF = (
    "CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {public} THEN "
    "INSERT INTO {notes} VALUES (txid_current()) ON CONFLICT DO NOTHING; END IF; RETURN NULL; END $$"
)


def _tells_plans_apart(schema_editor: Any) -> bool:
    """Not before the migration that gave publications their edition: those before it build tables anew that are asked here."""
    table = "measures_planpublication"
    return bool(_tables(schema_editor, [table])) and "edition" in _columns(schema_editor, table)


def _without_counting(schema_editor: Any) -> Iterator[str]:
    for table in _tables(schema_editor, COUNTED):
        for event in _EVENTS:
            yield _drop(schema_editor, table, f"revision_{event.lower()}")
    if _is_postgres(schema_editor):
        yield f"DROP TABLE IF EXISTS {_NOTES}"  # its trigger goes with it


# --- Both -----------------------------------------------------------------------------------------


def _is_postgres(schema_editor: Any) -> bool:
    vendor = schema_editor.connection.vendor
    if vendor not in _COUNTING:
        raise NotImplementedError(f"no guards are written for {vendor}")
    return bool(vendor == "postgresql")


def _tables(schema_editor: Any, wanted: Iterable[str]) -> list[str]:
    """Those of the wanted tables that there are at this migration."""
    there = set(schema_editor.connection.introspection.table_names())
    return [table for table in wanted if table in there]


def _when(condition: str, columns: Callable[[], Collection[str]]) -> str:
    """The condition; at a migration before its column, when the table had no drafts yet, it holds for every row."""
    asked = set(re.findall(r"{row}\.(\w+)", condition))
    return condition if not asked or asked <= set(columns()) else ALWAYS


def _drop(schema_editor: Any, table: str, name: str) -> str:
    """A trigger's name is its table's on PostgreSQL, and the whole database's on SQLite."""
    on = f" ON {table}" if _is_postgres(schema_editor) else ""
    return f"DROP TRIGGER IF EXISTS {table}_{name}{on}"


def _run(schema_editor: Any, statements: Iterable[str]) -> None:
    for statement in statements:
        schema_editor.execute(statement, params=None)  # a % in it is PostgreSQL's, not a placeholder
