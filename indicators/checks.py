"""What is checked before the database is migrated (`migrate` and run.py do): that it is of this line of migrations."""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.checks import Error, Tags, register
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

# With which migration the line of each of our apps begins.
FIRST = {"measures": "0001_schema", "indicators": "0001_schema"}


@register(Tags.database)
def check_line_of_migrations(*, databases: Any = None, **options: Any) -> list[Error]:
    """One Error a database that was migrated by names of before the first release.

    Migrated on, it would end in "table already exists", which tells nobody what to do.
    """
    there = [alias for alias in databases or () if _is_there(alias)]
    return [_of_another_line(alias) for alias in there if not _is_of_this_line(alias)]


def _is_there(alias: str) -> bool:
    """False of an SQLite file that is yet to be made: `migrate` does it, and no look before it."""
    connection = connections[alias]
    name = str(connection.settings_dict["NAME"])
    return connection.vendor != "sqlite" or name.startswith((":memory:", "file:")) or Path(name).exists()


def _is_of_this_line(alias: str) -> bool:
    """Whether each app of ours that was migrated at all began with its first migration; true of an empty database.

    Until the first release that migration is made anew under the same name: where nothing waits to be migrated, every
    column of the models must be there, too.
    """
    applied = set(MigrationRecorder(connections[alias]).applied_migrations())
    if any((app, FIRST[app]) not in applied for app, _ in applied if app in FIRST):
        return False
    known = MigrationLoader(None).disk_migrations
    waiting = {key for key in known if key[0] in FIRST} - applied
    return bool(waiting) or not any(_lacks_columns(alias, model) for model in apps.get_models())


def _lacks_columns(alias: str, model: type[Model]) -> bool:
    connection, table = connections[alias], model._meta.db_table
    if model._meta.app_label not in FIRST:
        return False
    # Asked of an empty answer: Django's own look at a table of SQLite stumbles over a backslash in one of its constraints.
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} WHERE 1 = 0")
        there = {column[0] for column in cursor.description}
    return not there.issuperset(field.column for field in model._meta.concrete_fields)


def _of_another_line(alias: str) -> Error:
    name = connections[alias].settings_dict["NAME"]
    return Error(
        f"データベース {name} は、最初の公開版より前の版で作られたもので、この版では使えません。"
        f" / The database {name} was made by a version from before the first release; this one cannot use it.",
        hint="残したいときは別の名前で取っておき（SQLite はファイルを移す。PostgreSQL は空のデータベースを作り、"
        "DATABASE_URL に書く）、もう一度動かしてください。新しく作られます。"
        " / Keep it under another name (SQLite: move the file; PostgreSQL: create an empty database and name it in "
        "DATABASE_URL), then run this again: a new one is made.",
        id="indicators.E001",
    )
