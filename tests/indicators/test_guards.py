"""The one table of what the database watches over, and the operation that puts its triggers in their place."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from indicators.guards import AGREES, APPEND_ONLY, COUNTED, FIXED, GUARDS, REFUSED
from indicators.models import PublicRevision
from indicators.triggers import InstallGuards, RemoveGuards

TABLES = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}


def _triggers() -> set[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return {name for (name,) in cursor.fetchall()}


def _of(tables: Any) -> set[str]:
    events = ["no_update", "no_delete", *(["no_truncate"] if connection.vendor == "postgresql" else [])]
    notes = {"indicators_publicchange_count"} if connection.vendor == "postgresql" else set()
    return (
        notes
        | {f"{table}_fixed_{column}" for table in FIXED if table in tables for column in FIXED[table]}
        | {f"{table}_agrees_{event}" for table in AGREES if table in tables for event in ("insert", "update")}
        | {
            f"{table}_{name}_{event}"
            for table in REFUSED
            if table in tables
            for name in REFUSED[table]
            for event in ("insert", "update")
        }
        | {f"{table}_{event}" for table in APPEND_ONLY if table in tables for event in events}
        | {
            f"{table}_revision_{event}"
            for table in COUNTED
            if table in tables
            for event in ("insert", "update", "delete")
        }
    )


def _build_anew(editor: Any, model: Any) -> None:
    """As Django alters a table on SQLite."""
    editor._remake_table(model)


def test_every_table_of_the_list_is_a_model():
    assert set(GUARDS) <= set(TABLES)


@pytest.mark.django_db(transaction=True)
def test_every_trigger_stands_again_after_a_migration_that_builds_tables_anew():
    """As a migration does that alters tables on SQLite: guards away, tables anew, guards back."""
    assert _triggers() == _of(GUARDS)
    with connection.schema_editor() as editor:
        RemoveGuards().database_forwards("indicators", editor, None, None)
        assert _triggers() == set()
        if connection.vendor == "sqlite":
            for model in (*(TABLES[table] for table in APPEND_ONLY), PublicRevision):
                _build_anew(editor, model)
        InstallGuards().database_forwards("indicators", editor, None, None)
    assert _triggers() == _of(GUARDS)


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_a_table_that_was_built_anew_has_lost_its_triggers_and_gets_them_back():
    table = "indicators_target"
    with connection.schema_editor() as editor:
        _build_anew(editor, TABLES[table])
        assert not any(name.startswith(f"{table}_") for name in _triggers())
        InstallGuards().database_forwards("indicators", editor, None, None)
    assert _triggers() == _of(GUARDS)


@pytest.mark.django_db(transaction=True)
def test_a_table_that_a_later_migration_makes_is_passed_over(monkeypatch: pytest.MonkeyPatch):
    names = connection.introspection.table_names()
    later = "indicators_baseline"
    with connection.schema_editor() as editor, monkeypatch.context() as patch:
        RemoveGuards().database_forwards("indicators", editor, None, None)
        patch.setattr(
            connection.introspection,
            "table_names",
            lambda *args, **options: [name for name in names if name != later],
        )
        InstallGuards().database_forwards("indicators", editor, None, None)
        assert _triggers() == _of(set(GUARDS) - {later})
    with connection.schema_editor() as editor:
        InstallGuards().database_forwards("indicators", editor, None, None)
    assert _triggers() == _of(GUARDS)


@pytest.mark.django_db(transaction=True)
def test_the_operations_undo_each_other():
    with connection.schema_editor() as editor:
        InstallGuards().database_backwards("indicators", editor, None, None)
        assert _triggers() == set()
        RemoveGuards().database_backwards("indicators", editor, None, None)
    assert _triggers() == _of(GUARDS)
