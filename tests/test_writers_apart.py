"""Somebody holds the database's lock: whoever saves waits in threads apart, and readers never notice (kisarazu_plan/rsgi.py).

The real server over the test's database, SQLite and PostgreSQL. The lock is let go once the readers were answered, so
that no clock judges.
"""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from threading import Barrier
from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import connection, connections, transaction
from django.test import Client

import run
from indicators.models import Event, Result
from tests.indicators.factories import make_alice, make_bob, make_cycle, make_indicator, make_user

ROOT = Path(__file__).resolve().parent.parent
TOKEN = "a" * 32
LETTERS = "ABCDEFGHIJKL"  # more than all threads of both processes
PEOPLE = 32

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def served(folder: Path, **env: str) -> Iterator[int]:
    """The web server as run.py starts it, over the test's database; its port."""
    if connection.vendor == "sqlite":
        (folder / "plan.sqlite3").symlink_to(connection.settings_dict["NAME"])
    named = connection.settings_dict
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    url = os.environ.get("DATABASE_URL", "")
    told = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "kisarazu_plan.settings",
        "DATA_DIR": str(folder),
        "SECRET_KEY": settings.SECRET_KEY,
        "DATABASE_URL": url and urlsplit(url)._replace(path=f"/{named['NAME']}").geturl(),
        "DEBUG": "on",
        "PYTHONUTF8": "1",
        "PORT": str(port),
        **env,
    }
    server = subprocess.Popen(run.web_command("127.0.0.1", port), cwd=ROOT, env=told)
    try:
        ends = time.monotonic() + 120  # of patience with a busy machine
        while not _is_there(port):
            assert time.monotonic() < ends
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=60)


def _is_there(port: int) -> bool:
    try:
        return asked(port, "/health/live/")[0] == 200
    except OSError:
        return False


def asked(port: int, path: str, cookies: str = "", **form: str) -> tuple[int, str]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=120)) as server:
        body = urlencode({**form, "csrfmiddlewaretoken": TOKEN}) if form else None
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
        cookies = f"csrftoken={TOKEN}; {cookies}" if cookies else ""
        headers |= {"Cookie": cookies} if cookies else {}
        server.request("POST" if form else "GET", path, body, headers)
        answer = server.getresponse()
        return answer.status, answer.read().decode()


@contextmanager
def locked() -> Iterator[None]:
    """As one who writes and does not come to an end: SQLite's one lock, or the tables on PostgreSQL."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE indicators_result, indicators_event IN EXCLUSIVE MODE")
        yield


@pytest.fixture
def saving(tmp_path: Path) -> tuple[list[str], str]:
    """Addresses of forms that can be saved, and the cookie of who may."""
    make_cycle(2024, by=make_bob())
    codes = [make_indicator(letter=letter).code for letter in LETTERS]
    person = Client()
    person.force_login(make_alice())
    cookie = f"{settings.SESSION_COOKIE_NAME}={person.cookies[settings.SESSION_COOKIE_NAME].value}"
    return [f"/entry/{code}/2024/" for code in codes], cookie


@pytest.mark.slow
def test_readers_do_not_wait_for_twelve_who_save(saving: tuple[list[str], str], tmp_path: Path) -> None:
    addresses, cookie = saving
    with served(tmp_path) as port, ThreadPoolExecutor(len(addresses)) as people:
        with locked():
            saves = [
                people.submit(asked, port, address, cookie, value="12", value_state="actual", action="draft", number="1", version="0")
                for address in addresses
            ]  # fmt: skip
            for number in range(20):  # with a question: not a page that was finished before
                assert asked(port, f"/search/?q={number}")[0] == 200
                assert asked(port, "/entry/", cookie)[0] == 200
            assert sum(one.done() for one in saves) == 0
        assert {one.result()[0] for one in saves} == {302}
    assert Result.objects.filter(value=12).count() == len(addresses)


@pytest.mark.slow
@pytest.mark.postgres
def test_who_waits_too_long_gets_the_form_back(saving: tuple[list[str], str], tmp_path: Path) -> None:
    [address, *_], cookie = saving
    said = {"value": "12", "value_state": "actual", "note": "夏に数えました", "action": "draft", "number": "1", "version": "0"}  # fmt: skip
    with served(tmp_path, DATABASE_LOCK_SECONDS="1") as port:
        with locked():
            status, page = asked(port, address, cookie, **said)
            assert status == 503
            for words in ("記録できませんでした", "時間内に順番が来ませんでした", "同じ内容をもう一度送る"):
                assert words in page
            assert page.count("夏に数えました") == 2, "to be read, and to be sent once more"
        assert not Result.objects.filter(value=12).exists()
        assert asked(port, address, cookie, **said)[0] == 302
    assert Result.objects.get(value=12).note == "夏に数えました"


@pytest.mark.sqlite
def test_who_waits_too_long_for_the_file_gets_the_form_back(saving: tuple[list[str], str]) -> None:
    """The patience of 20 seconds cut short."""
    [address, *_], _ = saving
    person = Client(raise_request_exception=False)
    person.force_login(User.objects.get(username="alice"))
    said = {"value": "12", "value_state": "actual", "note": "夏に数えました", "action": "draft", "number": "1", "version": "0"}  # fmt: skip
    gate = Barrier(2)

    def hold() -> None:
        with locked():
            gate.wait(60)
            gate.wait(60)
        connections.close_all()

    with ThreadPoolExecutor(1) as other:
        held = other.submit(hold)
        gate.wait(60)
        connection.cursor().execute("PRAGMA busy_timeout = 1")
        answer = person.post(address, said)
        gate.wait(60)
        held.result()
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) <= 10
    assert "時間内に順番が来ませんでした" in answer.content.decode()
    assert "夏に数えました" in answer.content.decode()
    assert person.post(address, said).status_code == 302


def test_everybody_signs_in_at_one_moment() -> None:
    """Half with their password, half with a wrong one: sessions, log and counts of failures are all written."""
    people = [make_user(f"person{number}") for number in range(PEOPLE)]
    gate = Barrier(PEOPLE)

    def sign_in(number: int) -> int:
        try:
            password = "somebody's own" if number % 2 else "somebody else's"
            gate.wait(60)
            return Client().post("/login/", {"username": f"person{number}", "password": password}).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(PEOPLE) as threads:
        answers = list(threads.map(sign_in, range(PEOPLE)))
    assert answers == [302 if number % 2 else 200 for number in range(PEOPLE)]
    signed_in = {int(one.get_decoded()[SESSION_KEY]) for one in Session.objects.all()}
    assert signed_in == {one.pk for one in people[1::2]}
    lines = Event.objects.filter(action__in=("login", "login_failed"))
    assert sorted(lines.values_list("action", flat=True)) == ["login"] * 16 + ["login_failed"] * 16
