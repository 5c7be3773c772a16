"""The web server as run.py starts it (kisarazu_plan/rsgi.py): slow senders, long bodies, killed processes, odd headers."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlencode

import pytest

import run

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120  # seconds for a server of a busy machine to begin; never what is judged

pytestmark = [
    pytest.mark.slow,
    pytest.mark.sqlite,
    pytest.mark.skipif(os.name == "nt", reason="POSIX signals"),
]


class Server:
    def __init__(self, data: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.env = {**os.environ, "DJANGO_SETTINGS_MODULE": "kisarazu_plan.settings", "DATA_DIR": str(data)}
        self.env |= {"DATABASE_URL": "", "DEBUG": "on", "PYTHONUTF8": "1", "PORT": str(self.port)}
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(run.web_command("127.0.0.1", self.port), cwd=ROOT, env=self.env)
        until(self.answers)

    def answers(self) -> bool:
        try:
            return self.ask("/health/live/").status == 200
        except OSError:
            return False

    def ask(
        self, path: str, method: str = "GET", body: bytes | Iterator[bytes] | None = None, **headers: str
    ) -> HTTPResponse:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            named = {name.replace("_", "-"): text for name, text in headers.items()}
            connection.request(method, path, body, named, encode_chunked=not isinstance(body, bytes | None))
            answer = connection.getresponse()
            answer.text = answer.read().decode()  # type: ignore[attr-defined]
            return answer

    def workers(self) -> set[int]:
        told = subprocess.run(
            ["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True, check=False
        )
        return {int(number) for number in told.stdout.split()}

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=60)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Server]:
    data = tmp_path_factory.mktemp("front")
    if migrated_file.exists():
        shutil.copyfile(migrated_file, data / "plan.sqlite3")
    env = {**os.environ, "DATA_DIR": str(data), "DATABASE_URL": "", "DEBUG": "on", "PYTHONUTF8": "1"}
    for command in ("migrate", "load_plan"):
        subprocess.run(
            [sys.executable, "manage.py", command, "-v0"], cwd=ROOT, env=env, check=True, capture_output=True
        )
    served = Server(data)
    yield served
    served.stop()


def until(true: Callable[[], bool]) -> None:
    ends = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.1)


def runs(process: int) -> bool:
    """One that has ended and that nobody asked about is still listed, as Z (a zombie)."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize(
    "begun",
    [
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
        b"POST /login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        b"Content-Length: 5000\r\n\r\nusername=",
        b"POST /login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nuser",
    ],
    ids=["head", "body", "chunks"],
)
def test_who_sends_slowly_holds_up_nobody(server: Server, begun: bytes):
    """A hundred at once, while there are eight threads in all: pages come as if they were not there."""
    slow = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(100)]
    try:
        for one in slow:
            one.sendall(begun)
        for one in slow:
            one.sendall(b"a")
        assert server.ask("/glossary/").status == 200
        assert server.ask("/search/?q=a").status == 200  # not a finished page: a thread is free
        assert (
            server.ask(
                "/login/", "POST", b"username=a", Content_Type="application/x-www-form-urlencoded"
            ).status
            == 403
        )
    finally:
        for one in slow:
            one.close()


def test_a_form_comes_whole_in_pieces_too(server: Server):
    form = server.ask("/login/")
    cookies = "; ".join(text.split(";")[0] for text in form.headers.get_all("Set-Cookie") or [])
    token = form.text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]  # type: ignore[attr-defined]
    body = urlencode({"csrfmiddlewaretoken": token, "username": "だれか", "password": "x" * 300}).encode()
    headers = {"Cookie": cookies, "Content_Type": "application/x-www-form-urlencoded"}
    whole = server.ask("/login/", "POST", body, **headers)
    pieces = server.ask("/login/", "POST", (body[i : i + 100] for i in range(0, len(body), 100)), **headers)
    for answer in (whole, pieces):
        assert answer.status == 200
        assert "だれか" in answer.text  # type: ignore[attr-defined]


@pytest.mark.parametrize("body", [b"a" * 3_000_000, [b"a" * 100_000] * 30], ids=["told", "untold"])
def test_a_stranger_sends_no_more_than_a_form_holds(server: Server, body: bytes | list[bytes]):
    with suppress(ConnectionError):  # refused before all was sent
        assert server.ask("/login/", "POST", body if isinstance(body, bytes) else iter(body)).status == 413
    with suppress(ConnectionError):  # a cookie that anybody could write makes nobody known
        sent = body if isinstance(body, bytes) else iter(body)
        assert server.ask("/login/", "POST", sent, Cookie=f"sessionid={'z' * 32}").status == 413
    assert server.ask("/login/").status == 200


def test_what_a_visitor_writes_into_headers_moves_no_page(server: Server):
    """Names with an underscore would stand for those with a hyphen, which a proxy had checked."""
    odd = {
        "SCRIPT_NAME": "/evil",
        "PATH_INFO": "/evil/",
        "X_Forwarded_Proto": "https",
        "X_Forwarded_Host": "evil.example",
    }
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=60)) as connection:
        connection.request("GET", "/measures/48/", headers=odd)
        answer = connection.getresponse()
        text = answer.read().decode()
    assert answer.status == 200
    assert "evil" not in text
    assert server.ask("/measures/48/").text == text  # type: ignore[attr-defined]


def test_pages_files_and_letters_arrive_as_they_are(server: Server):
    page = server.ask("/", Accept_Encoding="identity")
    assert int(page.headers["Content-Length"]) == len(page.text.encode())  # type: ignore[attr-defined]
    head = server.ask("/", "HEAD", Accept_Encoding="identity")
    assert (head.status, head.headers["Content-Length"]) == (200, page.headers["Content-Length"])
    assert server.ask("/", If_None_Match=page.headers["ETag"]).status == 304
    found = server.ask("/search/?q=%E7%A7%BB%E4%BD%8F")
    assert "移住" in found.text  # type: ignore[attr-defined]
    assert server.ask("/%E7%A7%BB%E4%BD%8F/%ff/%00/").status == 404
    assert server.ask("/static/css/site.css").status == 200


def test_a_killed_worker_comes_back_by_itself(server: Server):
    before = server.workers()
    assert len(before) >= 2
    os.kill(min(before), signal.SIGKILL)
    until(lambda: len(server.workers() - before) == 1 and server.answers())


@pytest.mark.skipif(
    sys.platform != "linux", reason="elsewhere nobody tells a child that its parent was killed"
)
def test_a_killed_server_leaves_its_port_to_the_next(server: Server):
    workers = server.workers()
    server.process.kill()
    server.process.wait()
    until(lambda: not any(runs(worker) for worker in workers))
    server.start()
    assert server.ask("/").status == 200
