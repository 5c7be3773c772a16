"""People who save beside people who read, over the server that run.py ships: on SQLite, and on BENCH_DATABASE_URL's PostgreSQL.

1. p99 of public pages while 32 people save, beside their quiet p99: the home page (finished before) and a search (never kept).
2. Saving by 8 people on PostgreSQL: p99 beside p50.
3. A save with its history beside the same save without, p50, turn by turn in one process.
SAVING_SECONDS (10) a part, SAVING_PAUSE (1.0) seconds between two saves of one person, who reads what was saved.
"""

import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.benchmarks.results import lacking, row, tell

ROOT = Path(__file__).resolve().parent.parent.parent
SHORT = bool(os.environ.get("BENCH_SHORT"))
SECONDS = float(os.environ.get("SAVING_SECONDS", "2" if SHORT else "10"))
PAUSE = float(os.environ.get("SAVING_PAUSE", "1.0"))
TOKEN = "a" * 32
SAVERS = 32


def main() -> None:
    postgres = os.environ.get("BENCH_DATABASE_URL", "") or os.environ.get("DATABASE_URL", "")
    for url in ("", postgres) if postgres else ("",):
        env = {**os.environ, "DATABASE_URL": url}
        subprocess.run([sys.executable, "-m", "tests.benchmarks.bench_saving", "one"], env=env, check=True)
    if not postgres:
        lacking("saving: no PostgreSQL")


def on_one() -> None:
    folder = tempfile.mkdtemp()
    told = {"DATA_DIR": folder, "DEBUG": "on", "SECRET_KEY": "of a benchmark " * 3}
    os.environ.update(told, DJANGO_SETTINGS_MODULE="kisarazu_plan.settings")
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    file = f"{folder}/plan.sqlite3" if connection.vendor == "sqlite" else None
    connection.settings_dict["TEST"]["NAME"] = file
    standing = setup_databases(verbosity=0, interactive=False)
    try:
        measure(folder)
    finally:
        teardown_databases(standing, verbosity=0)
        shutil.rmtree(folder)


def measure(folder: str) -> None:
    from django.db import connection, connections

    forms, cookie, history = _city()
    print(f"{connection.vendor}、負荷 {os.getloadavg()[0]:.1f}、保存する人 {SAVERS}、間 {PAUSE} 秒")
    ratio = history()
    url = os.environ.get("DATABASE_URL", "")
    if connection.vendor == "postgresql":
        head, _, question = url.partition("?")
        name = connection.settings_dict["NAME"]
        url = f"{head.rpartition('/')[0]}/{name}" + (f"?{question}" if question else "")
    connections.close_all()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    import run

    env = {**os.environ, "DATABASE_URL": url, "PORT": str(port), "LOG_LEVEL": "ERROR"}
    server = subprocess.Popen(run.web_command("127.0.0.1", port), cwd=ROOT, env=env)
    try:
        _wait(port)
        vendor = connection.vendor
        row("saving", database=vendor, what="save with history ÷ without, p50", ratio=ratio)
        if vendor == "postgresql":
            tell("saving_with_history", ratio)
            for seconds in (SECONDS / 4, SECONDS):  # each thread has its connection and its modules first
                saves = Savers(port, forms, cookie, 8, pause=0.0).during(partial(time.sleep, seconds))
            print(f"8人：p50 {statistics.median(saves) * 1000:.0f} p99 {_p99(saves) * 1000:.0f} ミリ秒")
            tell("saving_p99_8_writers", _p99(saves) / statistics.median(saves))
        worst = max(_under_savers(port, forms, cookie, path, vendor) for path in ("/", "/search/?q="))
        tell("readers_p99_32_savers", worst)
    finally:
        server.terminate()
        server.wait(timeout=60)


def _under_savers(port: int, forms: list[str], cookie: str, path: str, vendor: str) -> float:
    """p99 of the page with 32 savers ÷ without, in turns, so that the machine's other work falls on both."""
    for _ in range(12):  # connections of their own: each process has made the page once
        _reads(port, path, 0.05)
    quiet: list[float] = []
    busy: list[float] = []
    saved: list[float] = []
    turns = 1 if SHORT else 4
    for _ in range(turns):
        quiet += _reads(port, path, SECONDS / turns)
        savers = Savers(port, forms, cookie, SAVERS, pause=PAUSE)
        saved += savers.during(lambda: busy.extend(_reads(port, path, SECONDS / turns)))
    ratio = _p99(busy) / _p99(quiet)
    print(
        f"{path}：静かなとき p50 {statistics.median(quiet) * 1000:.1f} p99 {_p99(quiet) * 1000:.1f} ミリ秒、"
        f"{SAVERS}人の保存中 p50 {statistics.median(busy) * 1000:.1f} p99 {_p99(busy) * 1000:.1f}（保存 {len(saved)} 回）"
    )
    row("saving", database=vendor, what=f"{path}: p99 under {SAVERS} savers ÷ quiet", ratio=ratio)
    return ratio


class Savers:
    """People who press 下書き保存 again and again, each on a value of their own, by the version that they see."""

    def __init__(self, port: int, forms: list[str], cookie: str, people: int, *, pause: float) -> None:
        self.port, self.cookie, self.pause = port, cookie, pause
        self.ends = threading.Event()
        self.seconds: list[float] = []
        self.threads = [threading.Thread(target=self._save, args=(form,)) for form in forms[:people]]

    def during(self, step: Callable[[], object]) -> list[float]:
        for one in self.threads:
            one.start()
        step()
        self.ends.set()
        for one in self.threads:
            one.join()
        return self.seconds

    def _save(self, form: str) -> None:
        chance = random.Random(form)
        while not self.ends.is_set():
            if self.pause and self.ends.wait(chance.uniform(0.5, 1.5) * self.pause):
                return
            began = time.perf_counter()
            _saved(self.port, form, self.cookie, value=chance.randrange(1, 99))
            self.seconds.append(time.perf_counter() - began)


VERSIONS: Counter[str] = Counter()  # of each value, as its person saw it last


def _saved(port: int, form: str, cookie: str, *, value: int) -> None:
    said = {
        "value": value,
        "value_state": "actual",
        "action": "draft",
        "number": 1,
        "version": VERSIONS[form],
    }
    with closing(HTTPConnection("127.0.0.1", port, timeout=120)) as server:
        body = urlencode({**said, "csrfmiddlewaretoken": TOKEN})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        server.request("POST", form, body, headers)
        answer = server.getresponse()
        answer.read()
        assert answer.status == 302, (answer.status, form, said)
        VERSIONS[form] += 1


def _reads(port: int, path: str, seconds: float) -> list[float]:
    """Two readers: a page, then a fiftieth of a second."""
    found: list[float] = []

    def read(number: int) -> None:
        ends, asked = time.monotonic() + seconds, 0
        with closing(HTTPConnection("127.0.0.1", port, timeout=120)) as server:
            while time.monotonic() < ends:
                asked += 1
                began = time.perf_counter()
                server.request("GET", f"{path}{number}{asked}" if path.endswith("=") else path)
                answer = server.getresponse()
                answer.read()
                assert answer.status == 200
                found.append(time.perf_counter() - began)
                time.sleep(0.02)

    readers = [threading.Thread(target=read, args=(number,)) for number in range(2)]
    for one in readers:
        one.start()
    for one in readers:
        one.join()
    return found


def _p99(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.99)]


def _wait(port: int) -> None:
    ends = time.monotonic() + 120
    while time.monotonic() < ends:
        try:
            with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as server:
                server.request("GET", "/")
                if server.getresponse().status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server does not answer")


def _city() -> tuple[list[str], str, Callable[[], float]]:
    """Addresses of forms of values that nobody has typed, the cookie of who may, and the third measurement."""
    from django.conf import settings
    from django.test import Client

    from indicators.models import Counting
    from tests.indicators.generated import generate

    city = generate(departments=8, indicators=60, years=2, under_way=False)
    by, year = city.office[0], city.plan.first_year - 2
    free = [one for one in city.indicators if one.counting != Counting.CUMULATIVE_FROM_ZERO]
    person = Client(SERVER_NAME="127.0.0.1")
    person.force_login(by)
    session = person.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = f"csrftoken={TOKEN}; {settings.SESSION_COOKIE_NAME}={session}"
    forms = [f"/plans/{city.plan.key}/entry/{one.code}/{year}/" for one in free]
    return (
        forms,
        cookie,
        lambda: _with_history(person, f"/plans/{city.plan.key}/entry/{free[-1].code}/{year}/"),
    )


def _with_history(person: Any, form: str) -> float:
    """The same view with and without its line of the log (the record itself is written in both), turn by turn."""
    from unittest.mock import patch

    from indicators.workflow.review.engine import ReviewWorkflow

    taken: dict[bool, list[float]] = {True: [], False: []}
    for turn in range(20 if SHORT else 200):
        kept = turn % 2 == 0
        said = {"value": turn + 1, "value_state": "actual", "action": "draft", "number": 1, "version": turn}
        with patch.object(ReviewWorkflow, "_log", ReviewWorkflow._log if kept else lambda *_, **__: None):
            began = time.perf_counter()
            answer = person.post(form, said)
            taken[kept].append(time.perf_counter() - began)
        assert answer.status_code == 302
    return statistics.median(taken[True]) / statistics.median(taken[False])


if __name__ == "__main__":
    on_one() if "one" in sys.argv else main()
