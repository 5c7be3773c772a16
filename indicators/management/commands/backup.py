"""Copies the database whole while it is being written to, and checks the copy (docs/trust.md §1)."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

# Files that people uploaded, in the copy.
FILES = "evidence"


class Command(BaseCommand):
    help = (
        "データベースと添付ファイルの写しを、フォルダーの中に日時の名前で作り、確かめます。"
        "書き込みの最中でも使えます。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="写しを置くフォルダー")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        target = folder / timezone.localtime().strftime("%Y%m%d-%H%M%S")
        # Made under another name and renamed at the end: a copy that was cut short never looks like a whole one.
        working = target.with_name(f".{target.name}.part")
        if target.exists():
            raise CommandError(f"{target} はすでにあります。")
        try:
            working.mkdir(mode=0o700, parents=True)
            if connection.vendor == "sqlite":
                _copy_sqlite(working / "db.sqlite3")
            else:
                _dump_postgresql(working / "database.dump")
            files = Path(settings.EVIDENCE_DIR)
            if files.is_dir():
                shutil.copytree(files, working / FILES)
            _write_sums(working)
            for path in working.rglob("*"):  # wherever the copy is carried afterwards
                path.chmod(0o700 if path.is_dir() else 0o600)
            working.rename(target)
        except OSError as problem:
            raise CommandError(f"写しを作れませんでした：{problem}") from None
        finally:
            shutil.rmtree(working, ignore_errors=True)
        self.stdout.write(f"{target} に写しを作り、確かめました。")


def _copy_sqlite(target: Path) -> None:
    """SQLite's own online backup: a consistent copy in the middle of writes, which a copied file is not."""
    # A connection of its own: one with an open transaction would wait for itself.
    file = Path(connection.settings_dict["NAME"]).absolute()
    try:
        source = sqlite3.connect(
            f"{file.as_uri()}?mode=rw", uri=True, timeout=20
        )  # none is made by looking for it
    except sqlite3.OperationalError as problem:
        raise CommandError(f"データベース {file} を開けません：{problem}") from None
    with closing(source), closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        found = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if found != "ok":
        raise CommandError(f"写しが壊れています：{found}")


def _dump_postgresql(target: Path) -> None:
    command = shutil.which("pg_dump")
    if command is None:
        raise CommandError("pg_dump が見つかりません。PostgreSQL のクライアントを入れてください。")
    told = connection.settings_dict
    env = {**os.environ, "PGPASSWORD": str(told["PASSWORD"] or "")}
    options = ["--format=custom", f"--file={target}", f"--dbname={told['NAME']}"]
    for name, option in (("HOST", "--host"), ("PORT", "--port"), ("USER", "--username")):
        if told[name]:
            options.append(f"{option}={told[name]}")
    done = subprocess.run([command, *options], env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CommandError(f"写しを作れませんでした：{done.stderr.strip()}")


def _write_sums(folder: Path) -> None:
    """SHA256SUMS as `sha256sum --check` reads it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [
        f"{sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n" for path in files
    ]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")
