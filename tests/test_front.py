"""The web server as run.py starts it (kisarazu_plan/rsgi.py): slow senders, long bodies, killed processes, odd headers."""

import fcntl
import os
import select
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.servers import PATIENCE, Server, filled, runs, until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.sqlite,
    pytest.mark.skipif(os.name == "nt", reason="POSIX signals"),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Server]:
    served = Server(filled(tmp_path_factory.mktemp("front"), migrated_file))
    yield served
    served.stop()


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
    token = form.text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    body = urlencode({"csrfmiddlewaretoken": token, "username": "だれか", "password": "x" * 300}).encode()
    headers = {"Cookie": cookies, "Content_Type": "application/x-www-form-urlencoded"}
    whole = server.ask("/login/", "POST", body, **headers)
    pieces = server.ask("/login/", "POST", (body[i : i + 100] for i in range(0, len(body), 100)), **headers)
    for answer in (whole, pieces):
        assert answer.status == 200
        assert "だれか" in answer.text


@pytest.mark.parametrize(
    "begun",
    [b"Content-Length: 5000\r\n\r\nusername=a", b"Transfer-Encoding: chunked\r\n\r\na\r\nusername=a\r\n"],
    ids=["told", "untold"],
)
def test_what_broke_off_is_no_form_and_takes_no_turn(server: Server, begun: bytes):
    """While nobody's turn ends: a hundred go away in the middle, and whoever signs in then is not told of a crowd."""
    head = b"POST /login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
    with (Path(server.env["DATA_DIR"]) / "sign-in.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        for _ in range(100):
            with socket.create_connection(("127.0.0.1", server.port)) as one:
                one.sendall(head + begun)
                one.shutdown(socket.SHUT_WR)
                assert one.recv(100).startswith(b"HTTP/1.1 400 ")
        whole = socket.create_connection(("127.0.0.1", server.port))
        whole.sendall(head + b"Content-Length: 10\r\n\r\nusername=a")
    assert whole.recv(100).startswith(b"HTTP/1.1 403 ")
    whole.close()


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
    assert server.ask("/measures/48/").text == text


def test_pages_files_and_letters_arrive_as_they_are(server: Server):
    page = server.ask("/", Accept_Encoding="identity")
    assert int(page.headers["Content-Length"]) == len(page.text.encode())
    head = server.ask("/", "HEAD", Accept_Encoding="identity")
    assert (head.status, head.headers["Content-Length"]) == (200, page.headers["Content-Length"])
    assert server.ask("/", If_None_Match=page.headers["ETag"]).status == 304
    found = server.ask("/search/?q=%E7%A7%BB%E4%BD%8F")
    assert "移住" in found.text
    assert server.ask("/%E7%A7%BB%E4%BD%8F/%ff/%00/").status == 404
    assert server.ask("/static/css/site.css").status == 200


def test_a_page_that_is_known_at_once_goes_to_whom_it_is_for(server: Server):
    """What was answered to one way of asking is not given to another, whatever stood before: each is asked in turns."""

    def asked(*headers: tuple[str, str]) -> tuple[int, str | None, bytes]:
        with closing(HTTPConnection("127.0.0.1", server.port, timeout=60)) as connection:
            connection.putrequest("GET", "/measures/48/", skip_accept_encoding=True)
            for name, text in headers:
                connection.putheader(name, text)
            connection.endheaders()
            answer = connection.getresponse()
            return answer.status, answer.headers["Content-Encoding"], answer.read()

    etag = server.ask("/measures/48/").headers["ETag"]
    ways = {
        (): (200, None),
        (("Accept-Encoding", "gzip"),): (200, "gzip"),
        (("Accept-Encoding", "gzip"), ("If-None-Match", etag)): (304, None),
        (("Accept-Encoding", "gzip"), ("If-None-Match", '"other"')): (200, "gzip"),
    }
    for _ in range(5):  # two processes answer, in any order
        # A header sent twice is not what others sent once.
        assert asked(("Accept-Encoding", "gzip"), ("Accept-Encoding", "br"))[1] in ("gzip", "br")
        assert asked(("Accept-Encoding", "identity"), ("Accept-Encoding", "br"))[0] == 200
        assert asked(("Accept-Encoding", "identity"))[1] is None
        for headers, wanted in ways.items():
            assert asked(*headers)[:2] == wanted, headers
    bodies = {asked(("Accept-Encoding", "gzip"))[2] for _ in range(5)}
    assert len(bodies) == 1
    # Whoever names a session is asked for, each time: what answers is Django.
    assert "Cookie" in server.ask("/measures/48/", Cookie="sessionid=" + "z" * 32).headers["Vary"]


def test_a_request_without_a_host_or_with_an_odd_method_is_refused(server: Server):
    with socket.create_connection(("127.0.0.1", server.port)) as one:
        one.sendall(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n")
        assert one.recv(1000).startswith(b"HTTP/1.1 400 ")
    for path in ("/login/", "/password/reset/"):
        assert server.ask(path, "PUT", b"username=a", Content_Type="text/plain").status in (403, 405)


def test_a_crowd_that_signs_in_holds_up_no_page(server: Server):
    """While nobody's turn ends, some wait, the others are told when to come again, and pages are made."""
    form = b"POST /login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: 10\r\n\r\nusername=a"
    with (Path(server.env["DATA_DIR"]) / "sign-in.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        crowd = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(100)]
        for one in crowd:
            one.sendall(form)
        assert server.ask("/search/?q=a").status == 200  # not a finished page: a thread is free
        # Two processes let 32 of one address wait each.
        told = select.select(crowd, [], [], PATIENCE)[0]
        assert told
        refusal = told[0].recv(4000)
        assert refusal.startswith(b"HTTP/1.1 429 ")
        assert b"retry-after: " in refusal.lower()
        assert "ログインが混み合っています".encode() in refusal
    answers = [one.recv(100)[:12] for one in crowd if one is not told[0]]
    assert set(answers) == {b"HTTP/1.1 403", b"HTTP/1.1 429"}
    assert answers.count(b"HTTP/1.1 403") == 64
    for one in crowd:
        one.close()


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
