"""Keep the database of a release as text, small, with what citizens can fetch from it (tests/releases/test_upgrade.py).

    python -m tests.releases.make 1.0.0

Once a release and database (DATABASE_URL; empty is SQLite), on the commit that is released, in an empty database: it is
migrated and filled with the demo. PostgreSQL's own pg_dump must be found on the PATH, or lie where PG_DUMP says.
"""

import gzip
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
BUILD = """
import django, time_machine
from tests.releases.answers import MOMENT
django.setup()
from django.core.management import call_command
with time_machine.travel(MOMENT, tick=False):
    for name in ("migrate", "load_plan", "load_demo"):
        call_command(name, verbosity=0)
"""


def dump_of(url: str, data: Path) -> str:
    """The whole database as SQL."""
    if not url:
        with closing(sqlite3.connect(data / "plan.sqlite3")) as opened:
            return "\n".join(opened.iterdump())
    tool = os.environ.get("PG_DUMP", "pg_dump")
    wanted = ["--no-owner", "--no-privileges", "--inserts", f"--dbname={url}"]
    written = subprocess.check_output([tool, *wanted], encoding="utf-8")
    # Commands of psql, where the test restores with the driver alone; and a setting that older servers do not know.
    foreign = ("\\", "SET transaction_timeout")
    return "".join(line for line in written.splitlines(keepends=True) if not line.startswith(foreign))


def keep(file: Path, text: str) -> None:
    with gzip.GzipFile(file, "wb", compresslevel=9, mtime=0) as packed:
        packed.write(text.encode())
    sys.stdout.write(f"{file.relative_to(ROOT)}: {file.stat().st_size:,} bytes\n")


def main(version: str) -> None:
    url = os.environ.get("DATABASE_URL", "")
    folder = HERE / version
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        env = {
            **os.environ,
            "DATA_DIR": data,
            "DEMO": "on",
            "DJANGO_SETTINGS_MODULE": "kisarazu_plan.settings",
        }
        # What the demo prints are passwords.
        subprocess.run(
            [sys.executable, "-c", BUILD], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL
        )
        asked = [sys.executable, "-m", "tests.releases.answers"]
        answers = json.loads(subprocess.check_output(asked, cwd=ROOT, env=env, encoding="utf-8"))
        keep(folder / "answers.json.gz", json.dumps(answers, ensure_ascii=False, indent=0, sort_keys=True))
        keep(folder / f"{'postgresql' if url else 'sqlite'}.sql.gz", dump_of(url, Path(data)))


if __name__ == "__main__":
    main(*sys.argv[1:])
