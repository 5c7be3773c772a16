"""Those who attack a server of our own on this machine: `python attackers.py drip|logins|heavy PORT SECONDS`.

A process apart, so that whoever measures beside it does not wait for it. It says at its end what it was answered.
"""

import http.client
import socket
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from datetime import date, timedelta
from urllib.parse import urlencode

SOCKETS, READERS = 200, 16
A_MINUTE = 1000
ADDRESSES = 50  # so many that no limit of one address is met
HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "

told: Counter[str] = Counter()


def drip(port: int, ends: float) -> None:
    """Two hundred who send a letter of a head every three seconds, and come again when they are put out."""
    slow: list[socket.socket] = []
    while time.monotonic() < ends:
        while len(slow) < SOCKETS:
            slow.append(socket.create_connection(("127.0.0.1", port), timeout=5))
            slow[-1].sendall(HEAD)
        for one in list(slow):
            try:
                one.sendall(b"a")
                one.setblocking(False)
                with suppress(BlockingIOError):
                    if not one.recv(1000):
                        raise ConnectionError
            except OSError:
                told["put out"] += 1
                one.close()
                slow.remove(one)
        time.sleep(3)


def logins(port: int, ends: float) -> None:
    """A thousand wrong passwords a minute, each for another name, from fifty addresses; nobody waits for an answer."""
    number = 0
    gate = {f"127.0.1.{place + 1}": _form(port, f"127.0.1.{place + 1}") for place in range(ADDRESSES)}
    began = time.monotonic()
    while time.monotonic() < ends:
        source, (cookies, token) = list(gate.items())[number % ADDRESSES]
        body = urlencode(
            {"csrfmiddlewaretoken": token, "username": f"nobody{number}", "password": "not the one"}
        )
        threading.Thread(target=_login, args=(port, source, cookies, body), daemon=True).start()
        number += 1
        time.sleep(max(0, began + number * 60 / A_MINUTE - time.monotonic()))
    told["sent"] = number


def _form(port: int, source: str) -> tuple[str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60, source_address=(source, 0))
    connection.request("GET", "/login/")
    answer = connection.getresponse()
    text = answer.read().decode()
    cookies = "; ".join(one.split(";")[0] for one in answer.headers.get_all("Set-Cookie") or [])
    connection.close()
    return cookies, text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]


def _login(port: int, source: str, cookies: str, body: str) -> None:
    headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
    _ask(port, "POST", "/login/", body, headers, source)


def heavy(port: int, ends: float) -> None:
    """Sixteen who read the workbook of one past day after the other."""

    def read(first: int) -> None:
        day = first
        while time.monotonic() < ends:
            asked = date.today() - timedelta(days=1 + day % 400)  # noqa: DTZ011 (any past day will do)
            _ask(port, "GET", f"/open-data/all.xlsx?as_of={asked}", None, {}, f"127.0.2.{first + 1}")
            day += READERS

    for first in range(READERS):
        threading.Thread(target=read, args=(first,), daemon=True).start()
    time.sleep(max(0, ends - time.monotonic()))


def _ask(port: int, method: str, path: str, body: str | None, headers: dict[str, str], source: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120, source_address=(source, 0))
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        answer.read()
        told[str(answer.status)] += 1
        if answer.status in (429, 503):
            time.sleep(1)
    except OSError as problem:
        told[type(problem).__name__] += 1
    finally:
        connection.close()


if __name__ == "__main__":
    kind, port, seconds = sys.argv[1:]
    {"drip": drip, "logins": logins, "heavy": heavy}[kind](int(port), time.monotonic() + float(seconds))
    print(", ".join(f"{what} {number}" for what, number in sorted(told.items())))
