"""The site as run.py starts it, its keeper beside it: copies are made, a publication is seen, the database goes and comes.

docs/trust.md §1. On both databases, with real processes over the test's own.
"""

import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

import run
from indicators import workflow
from indicators.caching.copy_files import CopyFiles
from indicators.caching.finished_pages import LOOK_EVERY
from indicators.models import Result
from tests.indicators import factories
from tests.indicators.factories import said

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 600  # seconds on a busy machine; never what is judged
BAND = ("に保存した内容を表示しています", "つながりません", "The database cannot be reached")
PAGE = "/indicators/43A/"

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


class Relay:
    """A door to the database's server that can be shut: connections break, and new ones are refused."""

    def __init__(self) -> None:
        self._pairs: list[socket.socket] = []
        self.port = 0
        self.open()

    def open(self) -> None:
        self._door = socket.create_server(("127.0.0.1", self.port))
        self.port = self._door.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._door,), daemon=True).start()

    def shut(self) -> None:
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        for one in self._pairs:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)  # whoever waits in it hears of the end
            one.close()
        self._pairs.clear()

    def _accept(self, door: socket.socket) -> None:
        with suppress(OSError):
            while True:
                outer, _ = door.accept()
                inner = _to_server()
                self._pairs += [outer, inner]
                for one, other in ((outer, inner), (inner, outer)):
                    threading.Thread(target=_carry, args=(one, other), daemon=True).start()


def _to_server() -> socket.socket:
    told = connection.settings_dict
    host, port = told["HOST"] or told["OPTIONS"].get("host") or "/var/run/postgresql", told["PORT"] or "5432"
    if not host.startswith("/"):
        return socket.create_connection((host, int(port)))
    inner = socket.socket(socket.AF_UNIX)
    inner.connect(f"{host}/.s.PGSQL.{port}")
    return inner


def _carry(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while part := one.recv(65536):
            other.sendall(part)
    for end in (one, other):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


class Site:
    """Web server and keeper over the test's database, which `leave` takes away."""

    def __init__(self, data: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self._relay = Relay() if connection.vendor == "postgresql" else None
        self._file = Path(connection.settings_dict["NAME"])
        self._data = data
        told = connection.settings_dict
        who = f"{quote(told['USER'] or 'postgres')}:{quote(told['PASSWORD'])}@127.0.0.1"
        self.env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.plain_static_settings",
            "DATA_DIR": str(data),
            "DATABASE_URL": f"postgresql://{who}:{self._relay.port}/{told['NAME']}"
            if self._relay
            else f"sqlite:///{self._file}",
            "DEBUG": "off",
            "PYTHONUTF8": "1",
            "PORT": str(self.port),
        }
        self.started: list[subprocess.Popen[bytes]] = []

    def start(self, command: list[str]) -> None:
        self.started.append(subprocess.Popen(command, cwd=ROOT, env=self.env))

    def stop(self) -> None:
        for process in self.started:
            process.terminate()
        for process in self.started:
            process.wait(timeout=60)
        if self._relay:
            self._relay.shut()

    def leave(self) -> None:
        connection.close()
        if self._relay:
            self._relay.shut()
        else:
            self._file.rename(self._file.with_suffix(".away"))

    def come_back(self) -> None:
        if self._relay:
            self._relay.open()
        else:
            self._file.with_suffix(".away").rename(self._file)

    def ask(self, address: str, **headers: str) -> HTTPResponse:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as link:
            named = {name.replace("_", "-"): text for name, text in headers.items()}
            link.request("GET", address, headers=named)
            answer = link.getresponse()
            answer.body = answer.read()  # type: ignore[attr-defined]
            return answer

    def text(self, address: str) -> str:
        return str(self.ask(address).body.decode())  # type: ignore[attr-defined]

    def warmed(self) -> str:
        """The state that all copies were made in; "" for none."""
        found = CopyFiles(self._data / "copies" / "now", {}).get("#warmed")
        return "" if found is None else str(found.etag)

    def until_warmed(self) -> None:
        """As pages of now are: asked of the site itself, since this process has other settings."""
        until(lambda: self.warmed() == self.ask("/about/").headers["ETag"])


def until(true: Callable[[], bool]) -> None:
    ends = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < ends, "it never came"
        time.sleep(0.2)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """43A of fiscal 2024, 980 published; the submitted 985 of 2025 is not."""
    alice, bob = factories.make_alice(), factories.make_bob()
    for year in (2024, 2025):
        factories.make_cycle(year, by=bob)
    indicator = factories.make_indicator()
    factories.publish_value(indicator, 2024, said("980"), by=alice, publisher=bob)
    factories.submit_value(indicator, 2025, said("985"), by=alice)
    made = Site(tmp_path)
    with ExitStack() as stack:
        stack.callback(made.stop)
        made.start(run.web_command("127.0.0.1", made.port))
        until(lambda: answers(made))
        yield made


def answers(site: Site) -> bool:
    try:
        return site.ask("/health/live/").status == 200
    except OSError:
        return False


def test_a_publication_is_seen_everywhere_and_a_lost_database_costs_no_page(site: Site):
    site.start([sys.executable, "manage.py", "keeper"])
    site.until_warmed()
    site.text(PAGE)
    result = Result.objects.get(year=2025)
    workflow.publish(record=result, version=result.version, by=factories.make_carol())
    time.sleep(1)
    assert 2 * LOOK_EVERY < 1
    for _ in range(30):  # a new connection each: both processes are among those who answer
        assert "985人" in site.text(PAGE)
    site.until_warmed()
    browser = Client()
    browser.force_login(User.objects.get(username="bob"))
    cookie = f"sessionid={browser.cookies['sessionid'].value}"
    pages = [urlsplit(one).path for one in re.findall(r"<loc>([^<]+)</loc>", site.text("/sitemap.xml"))]
    assert len(pages) > 30
    files = ["/plan.csv", "/indicators/43A.json", "/open-data/all.xlsx", "/feeds/publications.atom"]
    files += ["/robots.txt", "/sitemap.xml", "/cards/home.png", "/api/v1/", "/api/v1/values/"]
    current = {address: site.ask(address).body for address in files}  # type: ignore[attr-defined]
    site.leave()
    try:
        time.sleep(2 * LOOK_EVERY)
        for packing in ("br", "gzip", ""):
            for address in pages:
                answer = site.ask(address, Accept_Encoding=packing)
                assert answer.status == 200, address
                assert answer.headers["X-Copy-Made-At"], address
        for address in pages:
            assert any(words in site.text(address) for words in BAND), address
        assert "985人" in site.text(PAGE)
        for address, body in current.items():
            answer = site.ask(address)
            assert (answer.status, answer.body) == (200, body), address  # type: ignore[attr-defined]
        refused = site.ask("/api/v1/values/?indicator=43A")
        assert (refused.status, refused.headers["Content-Type"]) == (503, "application/problem+json")
        missing = site.ask("/nowhere/")
        assert missing.status == 404
        assert BAND[0] in missing.body.decode()  # type: ignore[attr-defined]
        for address in ("/office/", "/entry/", "/dashboard/"):
            staff = site.ask(address, Cookie=cookie)
            assert staff.status == 503, address
            assert "いまは表示できません" in staff.body.decode()  # type: ignore[attr-defined]
        assert site.ask("/login/").status == 503
    finally:
        site.come_back()
    until(lambda: "X-Copy-Made-At" not in site.ask(PAGE).headers)
    assert "985人" in site.text(PAGE)


@pytest.mark.sqlite  # what is waited for is a worker, not the database
def test_who_asks_for_heavy_files_holds_up_nobody(site: Site):
    """Sixteen at once, each for a day of its own, while there are eight threads in all."""
    home = site.text("/")

    def heavy(day: int) -> HTTPResponse:
        return site.ask(f"/open-data/all.xlsx?as_of=2025-06-{day:02}")

    with ThreadPoolExecutor(16) as readers:
        asked = [readers.submit(heavy, 1 + number) for number in range(16)]
        assert site.text("/") == home
        assert site.ask("/search/?q=a").status == 200
        assert site.ask("/login/").status == 200
        answered = [one.result() for one in asked]
    told = {answer.status for answer in answered}
    assert 200 in told
    assert told <= {200, 503}
    for answer in answered:
        if answer.status == 503:
            assert answer.headers["Retry-After"] == "10"
            assert "ほかの大きなファイルを作っています" in answer.body.decode()  # type: ignore[attr-defined]
        else:
            assert answer.body.startswith(b"PK")  # type: ignore[attr-defined]


@pytest.mark.sqlite  # what is waited for is a worker, not the database
def test_of_many_who_ask_the_same_one_lets_it_be_made(site: Site):
    address = "/open-data/all.xlsx?as_of=2025-06-01"
    with ThreadPoolExecutor(12) as readers:
        answered = list(readers.map(lambda _: site.ask(address), range(12)))
    found = [answer.body for answer in answered if answer.status == 200]  # type: ignore[attr-defined]
    assert len(set(found)) == 1
    assert {answer.status for answer in answered} <= {200, 503}, "the other process may have waited too long"
