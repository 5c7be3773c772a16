"""What is checked before the database is migrated (`migrate` and run.py do): that it is of this line of migrations."""

from typing import Any

from django.core.checks import Error, Tags, register
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

# With which migration the line of each of our apps begins.
FIRST = {"measures": "0001_schema", "indicators": "0001_schema"}


@register(Tags.database)
def check_line_of_migrations(*, databases: Any = None, **options: Any) -> list[Error]:
    """One Error a database that was migrated by names of before the first release.

    Migrated on, it would end in "table already exists", which tells nobody what to do.
    """
    return [_of_another_line(alias) for alias in databases or () if not _is_of_this_line(alias)]


def _is_of_this_line(alias: str) -> bool:
    """Whether each app of ours that was migrated at all began with its first migration; true of an empty database."""
    applied = set(MigrationRecorder(connections[alias]).applied_migrations())
    return all((app, FIRST[app]) in applied for app, _ in applied if app in FIRST)


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
