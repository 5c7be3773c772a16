"""What readers of the home page notice of an attack, with run.py alone and with nginx in front; and what nginx keeps is worth.

Attacks on servers of our own, on 127.0.0.1: 200 sockets that drip, 1,000 wrong passwords a minute, 16 readers of workbooks of
past days. One reader asks for the home page fifty times a second, quietly and beside each attack, in turns; told is the
ratio of the p95. BENCH_SECONDS: how long each attack is (15; the issue asks for 60).
"""

import http.client
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import ExitStack, closing
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import run  # noqa: E402
from tests.benchmarks.generated_data import empty_site, generated  # noqa: E402
from tests.benchmarks.load import load, median  # noqa: E402
from tests.benchmarks.results import lacking, row, tell  # noqa: E402
from tests.benchmarks.servers import Server, free_port, serving, site_env  # noqa: E402
from tests.servers import deployment_of, nginx_command  # noqa: E402

SHORT = bool(os.environ.get("BENCH_SHORT"))
SECONDS = float(os.environ.get("BENCH_SECONDS") or (4 if SHORT else 15))
ROUNDS = 1 if SHORT or SECONDS < 10 else 2
# Heavy readers of run.py alone are bench_heavy_readers.py's.
ATTACKS = {"alone": ("drip", "logins"), "nginx": ("drip", "logins", "heavy")}
EVERY = 0.02  # seconds between two questions of the one who reads
BROWSER = {"Accept-Encoding": "br", "Host": "127.0.0.1"}
PUBLICATIONS = 3 if SHORT else 12
# The home page as a file, from the same nginx.
FILE = """
server {{
    listen 127.0.0.1:{port};
    root {folder};
    access_log off;
    default_type "text/html; charset=utf-8";
    add_header Content-Encoding br;
    add_header Cache-Control no-cache;
}}
"""


def main() -> int:
    failed: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        begin_from = empty_site(folder / "empty")
        run.collect_static(site_env(begin_from))
        for where in ATTACKS:
            data = generated(begin_from, folder / where, 11)
            try:
                with ExitStack() as stack:
                    measure(where, data.site, folder, stack)
            except (RuntimeError, OSError) as problem:
                failed.append(f"attacks, {where}: {problem}")
    for words in failed:
        lacking(words)
    return 1 if failed else 0


def measure(where: str, site: Path, folder: Path, stack: ExitStack) -> None:
    port = free_port()
    more = {"CLIENT_ADDRESS_HEADER": "X-Real-IP"} if where == "nginx" else {}
    env = site_env(site, **more)
    log = folder / f"{where}.log"
    server = stack.enter_context(serving(run.web_command("127.0.0.1", port), port, log, env=env))
    if where == "nginx":
        front, static = nginx(server, folder / "front", stack)
        kept_against_file(front, static)
        seen(front, site / "plan.sqlite3")
        server = front
    asked_for(server, 1)  # every process has made it
    for attack in ATTACKS[where]:
        under(where, attack, server)


def nginx(site: Server, folder: Path, stack: ExitStack) -> tuple[Server, Server]:
    """The printed nginx before the site, without a log, as the page as a file has none; and its server of that file."""
    port, static = free_port(), free_port()
    (folder / "file").mkdir(parents=True)
    asked = urllib.request.Request(f"{site.address}/", headers=BROWSER)
    (folder / "file" / "index.html").write_bytes(urllib.request.urlopen(asked, timeout=60).read())
    upstream = int(site.address.rpartition(":")[2])
    deployment = deployment_of(folder, port, upstream, run.VAR / "static")
    command = nginx_command(deployment, folder, FILE.format(port=static, folder=folder / "file"))
    printed = folder / "etc/nginx/conf.d/kisarazu-plan.conf"
    text = printed.read_text()
    printed.write_text(text.replace(f"access_log {folder / 'access.log'} plan;", "access_log off;"))
    front = stack.enter_context(serving(command, port, folder / "log.txt"))
    return front, Server(f"http://127.0.0.1:{static}", front.process)


def kept_against_file(front: Server, static: Server) -> None:
    """Requests a second from what nginx keeps, beside the same page as a file; the same of 304."""
    seconds, rounds = (1, 1) if SHORT else (3, 3)
    servers = {"kept": front, "file": static}
    etags = {}
    for name, server in servers.items():
        asked = urllib.request.Request(f"{server.address}/", headers=BROWSER)
        etags[name] = urllib.request.urlopen(asked, timeout=60).headers["ETag"]
    told: dict[str, list] = {}
    for _ in range(rounds):
        for name, server in servers.items():
            told.setdefault(name, []).append(load(server, "/", seconds, BROWSER))
            unchanged = {**BROWSER, "If-None-Match": etags[name]}
            told.setdefault(f"{name}, 304", []).append(load(server, "/", seconds, unchanged))
    found = {name: median(loads) for name, loads in told.items()}
    for name, one in found.items():
        row(
            "nginx, 16 connections",
            what=name,
            **{"requests a second": one.rate, "p50, ms": one.p50, "p99, ms": one.p99},
        )
    tell("nginx_kept_per_static", found["kept"].rate / found["file"].rate)
    tell("nginx_unchanged_per_static", found["kept, 304"].rate / found["file, 304"].rate)


def seen(front: Server, database: Path) -> None:
    """How long a change of the public revision takes until it is seen through nginx by a reader who asks all the time."""
    taken = []
    for number in range(PUBLICATIONS):
        before = home(front)[1]
        time.sleep(0.08 * number)  # at another part of the second each time
        with closing(sqlite3.connect(database, timeout=20)) as connection, connection:
            connection.execute("UPDATE indicators_publicrevision SET number = number + 1")
        began = time.monotonic()
        while home(front)[1] == before:
            time.sleep(0.005)
        taken.append(time.monotonic() - began)
    tell("nginx_kept_seen_seconds", max(taken))


def under(where: str, attack: str, server: Server) -> None:
    port = server.address.rpartition(":")[2]
    quiet: list[float] = []
    loud: list[float] = []
    said = ""
    for _ in range(ROUNDS):
        quiet += asked_for(server, SECONDS / ROUNDS / 2)
        command = [
            sys.executable,
            str(Path(__file__).parent / "attackers.py"),
            attack,
            port,
            str(SECONDS / ROUNDS),
        ]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as attackers:
            time.sleep(1)  # they have begun
            loud += asked_for(server, SECONDS / ROUNDS - 1)
            said = attackers.communicate()[0].strip() or said
        quiet += asked_for(server, SECONDS / ROUNDS / 2)
    p95 = {name: statistics.quantiles(times, n=100)[94] for name, times in (("quiet", quiet), ("loud", loud))}
    cells: dict[str, str | float] = {
        "attack": f"{attack}, {where}",
        "quiet p95, ms": p95["quiet"] * 1e3,
        "p95, ms": p95["loud"] * 1e3,
        "longest, ms": max(loud) * 1e3,
        "attackers were answered": said,
    }
    row("Home page under attack", **cells)
    tell(f"attack_{attack}_{where}", p95["loud"] / p95["quiet"])


def asked_for(server: Server, seconds: float) -> list[float]:
    """Seconds of each answer; the reader asks at set moments, and waits no longer because the last answer was late."""
    taken = []
    began = due = time.monotonic()
    while due < began + seconds:
        time.sleep(max(0, due - time.monotonic()))
        start = min(due, time.monotonic())
        status, _ = home(server)
        if status != 200:
            raise RuntimeError(f"{server.address}: {status}")
        taken.append(time.monotonic() - start)
        due += EVERY
    return taken


def home(server: Server) -> tuple[int, str | None]:
    connection = http.client.HTTPConnection(server.address.removeprefix("http://"), timeout=60)
    try:
        connection.request("GET", "/", headers=BROWSER)
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.headers["ETag"]
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
