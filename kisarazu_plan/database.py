"""SQLite as this site opens it: a file that is there, for its owner only (docs/trust.md §1)."""

import os
import sqlite3
from pathlib import Path
from tempfile import mkstemp
from typing import Any

GONE = (
    "データベースのファイルがありません：{file}　移したのなら元の場所に戻し、これから作るのなら manage.py migrate を実行してください。"
    " / There is no database at this place: put the file back, or run manage.py migrate to make a new one."
)


class PrivateConnection(sqlite3.Connection):
    """Opens a database that is there and makes none: a site whose file was moved away would go on with an empty one.

    Only make() makes one, for `migrate`. Nobody but its owner reads it, whatever the folder that it lies in: drafts
    and password hashes are in it. SQLite would make it readable by all; -wal and -shm take its mode. A file of another
    owner is left as it is.
    """

    def __init__(self, database: Any, *args: Any, **kwargs: Any) -> None:
        if not str(database).startswith((":memory:", "file:")):
            file = Path(database).absolute()
            if not file.exists():
                raise sqlite3.OperationalError(GONE.format(file=file))
            _for_its_owner_only(file)
            database, kwargs["uri"] = f"{file.as_uri()}?mode=rw", True
        super().__init__(database, *args, **kwargs)

    @staticmethod
    def make(database: Any) -> None:
        """Make an empty database where there is none."""
        file = Path(str(database))
        if not str(database).startswith((":memory:", "file:")) and not file.exists():
            _make_empty(file)


def _for_its_owner_only(file: Path) -> None:
    """Never opens a database that is there: closing it would drop every lock that this process holds on it (POSIX),
    whereupon another process takes itself for the last one and deletes the log under a connection that still writes.
    """
    try:
        for path in (file, *(file.with_name(f"{file.name}-{part}") for part in ("wal", "shm", "journal"))):
            if path.exists() and path.stat().st_mode & 0o077:
                path.chmod(0o600)
    except OSError:
        pass  # whether it can be read and written is told by SQLite


def _make_empty(file: Path) -> None:
    """Made and closed under another name, so that nobody can hold it yet."""
    handle, made = mkstemp(dir=file.parent)  # 0600
    os.close(handle)
    try:
        os.link(made, file)
    except FileExistsError:
        pass  # somebody else was faster
    finally:
        Path(made).unlink()
