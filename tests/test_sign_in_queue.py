"""Who signs in waits for their turn, and a crowd of strangers keeps nobody out whose browser is known (kisarazu_plan/sign_in_queue.py)."""

import asyncio
import io
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.core import signing

from indicators.sign_in import KNOWN_BROWSER
from kisarazu_plan.sign_in_queue import (
    MOST_OF_AN_ADDRESS,
    MOST_WAITING,
    Crowded,
    SignInQueue,
    is_sign_in,
)

Environ = dict[str, Any]


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.TURNS_DIR = tmp_path


def asked(address: str, cookies: str = "") -> Environ:
    return {"REMOTE_ADDR": address, "HTTP_COOKIE": cookies}


def known(person: int = 1) -> str:
    return f"{KNOWN_BROWSER}={signing.dumps([person], salt=KNOWN_BROWSER)}"


async def crowd(
    queue: SignInQueue, number: int, addresses: int, make: Any
) -> tuple[list[asyncio.Task[Any]], list[Crowded]]:
    """`number` sign-ins from as many `addresses`: those that wait, and what the others were told."""
    tasks = [
        asyncio.create_task(queue.run(asked(f"192.0.2.{place % addresses}"), make)) for place in range(number)
    ]
    await asyncio.sleep(0)  # each has begun, and waits or was refused
    await asyncio.sleep(0)
    refused = [task.exception() for task in tasks if task.done()]
    return [task for task in tasks if not task.done()], [one for one in refused if isinstance(one, Crowded)]


def in_a_loop_of_its_own(main: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run it in a thread that has no loop yet: where a test with a browser ran before, Playwright's runs in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(main())).result()


def test_strangers_wait_up_to_a_number_and_a_known_browser_passes_them() -> None:
    may_go, order = Event(), list[str]()

    def make(environ: Environ) -> None:
        may_go.wait()
        order.append(environ["REMOTE_ADDR"])

    async def all_at_once() -> None:
        queue = SignInQueue()
        waiting, refused = await crowd(queue, MOST_WAITING + 10, 250, make)
        assert (len(waiting), len(refused)) == (MOST_WAITING, 10)
        is_of_one, seconds = refused[0].args
        assert not is_of_one
        assert seconds > 0
        with pytest.raises(Crowded):  # a cookie that somebody made up
            await queue.run(asked("198.51.100.1", f"{KNOWN_BROWSER}=abc"), make)
        colleague = asyncio.create_task(queue.run(asked("198.51.100.1", known()), make))
        await asyncio.sleep(0)
        may_go.set()
        await colleague
        await asyncio.gather(*waiting)
        queue.shutdown()

    in_a_loop_of_its_own(all_at_once)
    assert len(order) == MOST_WAITING + 1
    assert order.index("198.51.100.1") < MOST_WAITING // 2


def test_one_address_does_not_fill_the_queue() -> None:
    may_go = Event()

    async def all_at_once() -> None:
        queue = SignInQueue()
        waiting, refused = await crowd(queue, MOST_OF_AN_ADDRESS + 1, 1, lambda _: may_go.wait())
        assert [one.args[0] for one in refused] == [True]
        other = asyncio.create_task(queue.run(asked("198.51.100.1"), lambda _: may_go.wait()))
        await asyncio.sleep(0)
        assert not other.done()
        may_go.set()
        await asyncio.gather(*waiting, other)
        queue.shutdown()

    in_a_loop_of_its_own(all_at_once)


@pytest.mark.parametrize(
    ("method", "path", "body", "is_stranger", "waits"),
    [
        ("POST", "/login/", b"", False, True),
        ("POST", "/login/here/", b"", False, True),
        ("POST", "/admin/login/", b"", False, True),
        ("POST", "/password/reset/MQ/set-password/", b"", False, True),
        ("POST", "/entry/44A/2024/", b"value=1", True, True),
        ("POST", "/entry/44A/2024/", b"value=1&again-password=x", False, True),
        ("POST", "/entry/44A/2024/", b"x" * (64 * 1024 - 5) + b"again-password=x", False, True),
        ("POST", "/entry/44A/2024/", b"value=1", False, False),
        ("GET", "/login/", b"", True, False),
    ],
)
def test_what_may_hold_a_password_waits(
    method: str, path: str, body: bytes, is_stranger: bool, waits: bool
) -> None:
    file = io.BytesIO(body)
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path}
    assert is_sign_in(environ, file, is_stranger) is waits
    assert file.read() == body
