"""The test database copied whole and put back as it was.

Transactional tests end by it: emptying every table costs a second on PostgreSQL (TRUNCATE makes new files for each table
and index) and is refused by the append-only triggers, which a copy that lies underneath them never meets. The demo comes
by it too: it is built once a run, and a test that begins from it may write what it likes.
"""

import pickle
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import BytesIO
from pathlib import Path

from django.db import connection, transaction


def copy_to(file: Path) -> None:
    """Keep the database, as it is now, in `file`, which is there once it is whole."""
    part = file.with_suffix(".part")
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(part)) as copy:
            connection.connection.backup(copy)
    else:
        part.write_bytes(pickle.dumps((_rows(), _sequences())))
    part.rename(file)


def put_back(file: Path) -> None:
    """Make the database what it was at `copy_to`; waits for whoever still writes."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(file)) as copy:
            copy.backup(connection.connection)
    else:
        _write(*pickle.loads(file.read_bytes()))


@contextmanager
def one_at_a_time(file: Path) -> Iterator[None]:
    """Hold `file` against the other workers of the run; what ends without letting go lets go."""
    with closing(sqlite3.connect(file, timeout=600, isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        yield


# --- PostgreSQL -----------------------------------------------------------------------------------


def _rows() -> dict[str, bytes]:
    """Table → its rows as COPY writes them."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            rows = BytesIO()
            cursor.copy_expert(f'COPY "{table}" TO STDOUT', rows)
            found[table] = rows.getvalue()
    return found


def _sequences() -> dict[str, int | None]:
    """Sequence → the number that it gave last, None where it gave none yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema()"
        )
        return dict(cursor.fetchall())


def _write(rows: dict[str, bytes], sequences: dict[str, int | None]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        # As a replica takes rows over: no trigger refuses or counts. Needs a superuser, as the server of run.py has.
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in rows:
            cursor.execute(f'DELETE FROM "{table}"')
        for table, copied in rows.items():
            if copied:
                cursor.copy_expert(f'COPY "{table}" FROM STDIN', BytesIO(copied))
        for sequence, last in sequences.items():
            cursor.execute(
                "SELECT setval(%s::regclass, %s, %s)", [f'"{sequence}"', last or 1, last is not None]
            )
