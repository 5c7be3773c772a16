"""A database of each release, migrated to this commit: nothing that was published changes (README, upgrades).

Columns and keys that a release had keep name, place and content; new ones stand behind them. The databases are kept as
text beside this file, of both kinds (make.py).
"""

import gzip
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from tests.releases.answers import LISTED

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
RELEASES = sorted(folder.name for folder in HERE.iterdir() if (folder / "answers.json.gz").exists())
# Files that describe others, in sentences that may be said better: only the names in them stay.
DESCRIBING = ("datapackage.json", "catalog.jsonld")


def _kept(release: str, name: str) -> str:
    return gzip.decompress((HERE / release / name).read_bytes()).decode()


@pytest.fixture
def database(release: str, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The settings of a process that works on the release's database, which is one of its own."""
    settings = {"DATA_DIR": str(tmp_path), "DEMO": "on", "DATABASE_URL": ""}
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(tmp_path / "plan.sqlite3")) as opened:
            opened.executescript(_kept(release, "sqlite.sql.gz"))
        yield settings
        return
    own = f"{connection.settings_dict['NAME']}_upgraded"
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{own}"')
    try:
        there = {**connection.get_connection_params(), "dbname": own}
        with closing(connection.get_new_connection(there)) as opened, opened, opened.cursor() as cursor:
            cursor.execute(_kept(release, "postgresql.sql.gz"))
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{own}")
        yield {**settings, "DATABASE_URL": urlunsplit(url)}
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{own}" WITH (FORCE)')


def _run(env: dict[str, str], *command: str) -> str:
    everything = {**os.environ, "DJANGO_SETTINGS_MODULE": "kisarazu_plan.settings", **env}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=everything,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("release", RELEASES)
def test_what_was_published_stays(release: str, database: dict[str, str]) -> None:
    _run(database, "manage.py", "migrate", "--verbosity=0")
    _run(database, "manage.py", "check", "--database=default")
    answers = json.loads(_run(database, "-m", "tests.releases.answers"))
    differing = {
        address: differs
        for address, said in json.loads(_kept(release, "answers.json.gz")).items()
        if (differs := _difference(address, said, answers.get(address)))
    }
    assert not differing, "\n".join(f"{address}{differs}" for address, differs in differing.items())


def _difference(address: str, before: Any, after: Any) -> str:
    """The first thing that a reader of `before` would miss; "" where there is none."""
    if before in (200, LISTED) and after in (200, LISTED):
        return ""
    if address.partition(" ")[0].partition("?")[0].endswith(DESCRIBING):
        return _missing(_names(before), _names(after), grows=True)
    if isinstance(before, list):  # a table: its columns are the first ones
        after = [row[: len(before[0])] for row in after or []]
    return _missing(before, after, grows=False)


def _missing(before: Any, after: Any, *, grows: bool, place: str = "") -> str:
    """`grows`: of a list, what stands behind is new and misses to nobody (columns, tables, words that one may be)."""
    if isinstance(before, dict) and isinstance(after, dict):
        found = (
            _missing(said, after.get(key), grows=grows, place=f"{place}/{key}")
            for key, said in before.items()
        )
        return next(filter(None, found), "")
    if isinstance(before, list) and isinstance(after, list):
        after = after[: len(before)] if grows else after
        if len(before) == len(after):
            pairs = enumerate(zip(before, after, strict=True))
            found = (_missing(*pair, grows=grows, place=f"{place}/{n}") for n, pair in pairs)
            return next(filter(None, found), "")
    return "" if before == after else f"{place}: {str(before)[:200]} → {str(after)[:200]}"


def _names(described: Any) -> Any:
    """A description without its sentences."""
    if isinstance(described, dict):
        return {
            key: _names(said)
            for key, said in described.items()
            if isinstance(said, dict | list) or key == "name"
        }
    return [_names(one) for one in described] if isinstance(described, list) else described
