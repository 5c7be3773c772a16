"""kill -9 in the middle of a step: what a process had begun and not committed must be as if it had never been.

A child process is started once, with Django ready and no connection open; for each step it forks a process of its own,
which opens a connection, counts its SQL statements and dies at the one that it was told, by its own hand or, stopped
there, by another process's. So a kill costs milliseconds, and fifty of them a few seconds.

    with Killer() as killer:
        for death in killer.deaths("tests.indicators.test_kill.publish_batch", ids=[1, 2]):
            assert nothing_is_written(), death
        assert everything_is_written()

A step is a function that can be imported, with arguments that JSON can carry. The tests that use it need
`django_db(transaction=True)`: the child sees what is committed and nothing else.
"""

import json
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).parent.parent.parent


class StepFailed(Exception):
    """The step ended by an exception of its own; this is its traceback."""


@dataclass(frozen=True)
class Outcome:
    """`killed`: the process died of SIGKILL. `statements`: how many were done, 0 where the clock killed it."""

    killed: bool
    statements: int
    seconds: float


class Killer:
    """The child that forks. Use it as a context manager."""

    def __enter__(self) -> Self:
        from django.conf import settings
        from django.db import connection

        told = {
            "database": connection.settings_dict["NAME"],
            "evidence": str(settings.EVIDENCE_DIR),
        }
        self._child = subprocess.Popen(
            [sys.executable, "-m", "tests.indicators.killing", json.dumps(told)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._child.stdin.close()
        self._child.wait(timeout=30)
        self._child.stdout.close()

    def deaths(self, step: str, *, every: int = 1, **arguments: Any) -> Iterator[str]:
        """Kill the step after its first statement, after its second, and so on, then let it live to its end.

        Yields after each death, with words for it. `every`: only after each so many statements, where a step sends
        hundreds. Each fifth death comes from another process.
        """
        for place, statement in enumerate(count(1, every)):
            outside = place % 5 == 4
            outcome = self.run(step, kill_after=statement, from_outside=outside, **arguments)
            if not outcome.killed:
                return
            yield f"killed {'from outside ' if outside else ''}after statement {statement}"

    def run(
        self,
        step: str,
        *,
        kill_after: int | None = None,
        from_outside: bool = False,
        kill_at_commit: str = "",
        kill_in: float | None = None,
        **arguments: Any,
    ) -> Outcome:
        """Do a step in a process of its own. StepFailed where it raises.

        `kill_after`: it dies when that many statements are done; `from_outside`: it stops there and is killed by
        another process. `kill_at_commit`: it dies "before" its first COMMIT, or "after" the database has answered it.
        `kill_in`: it is killed from outside after so many seconds, wherever it is then, unless it was done before.
        """
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        order = {
            "step": step,
            "arguments": arguments,
            "kill_after": kill_after,
            "from_outside": from_outside,
            "kill_at_commit": kill_at_commit,
            "kill_in": kill_in,
        }
        self._child.stdin.write(json.dumps(order) + "\n")
        self._child.stdin.flush()
        answer = json.loads(self._child.stdout.readline())
        if answer["failed"]:
            raise StepFailed(answer["failed"])
        return Outcome(answer["signal"] == signal.SIGKILL, answer["statements"], answer["seconds"])


# --- Inside the child -----------------------------------------------------------------------------------


def _serve(told: dict[str, str]) -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection

    settings.EVIDENCE_DIR = Path(told["evidence"])
    none = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}  # as in tests/conftest.py
    settings.CACHES = {**settings.CACHES, "responses": none, "responses_of_days": none}
    import_module(settings.ROOT_URLCONF)  # with every view, once: a fork that posts has none to load
    connection.settings_dict["NAME"] = told["database"]
    for line in sys.stdin:
        order = json.loads(line)
        import_module(order["step"].rpartition(".")[0])  # once, and not in each fork
        sys.stdout.write(json.dumps(_fork(order)) + "\n")
        sys.stdout.flush()


def _fork(order: dict[str, Any]) -> dict[str, Any]:
    """Fork, kill the fork where that was asked, and wait for its end."""
    heard, said = os.pipe()
    began = time.monotonic()
    pid = os.fork()
    if pid == 0:
        os.close(heard)
        _act(order, said)
    os.close(said)
    if order["kill_in"] is not None:
        time.sleep(order["kill_in"])
        os.kill(pid, signal.SIGKILL)
    words = b""
    while part := os.read(heard, 65536):
        words += part
        if words.endswith(b"\n"):  # it has stopped, and waits for its end
            os.kill(pid, signal.SIGKILL)
    os.close(heard)
    _, status = os.waitpid(pid, 0)
    dead = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    told = {"statements": 0, "failed": "", **(json.loads(words) if words else {})}
    return {"signal": dead, "seconds": time.monotonic() - began, **told}


def _act(order: dict[str, Any], said: int) -> None:
    """The step itself, in the forked process, which never returns."""
    from django.db import connection

    # What the step prints goes nowhere: the child's output is where the next answer is read.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    done = 0

    def die(end: str = "") -> None:
        os.write(said, json.dumps({"statements": done}).encode() + end.encode())
        if end:
            signal.pause()
        os.kill(os.getpid(), signal.SIGKILL)

    def counting(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        nonlocal done
        answer = execute(sql, params, many, context)
        done += 1
        if done == order["kill_after"]:
            die("\n" if order["from_outside"] else "")
        return answer

    commit = connection._commit  # type: ignore[attr-defined]

    def committing() -> None:
        if order["kill_at_commit"] == "before":
            die()
        commit()
        if order["kill_at_commit"] == "after":
            die()

    connection._commit = committing  # type: ignore[attr-defined]
    failed = ""
    try:
        module, _, name = order["step"].rpartition(".")
        step = getattr(import_module(module), name)
        connection.ensure_connection()
        with connection.execute_wrapper(counting):
            step(**order["arguments"])
    except Exception:  # noqa: BLE001 - whatever it was, it is told
        failed = traceback.format_exc()
    connection.close()
    os.write(said, json.dumps({"statements": done, "failed": failed}).encode())
    os._exit(0)


if __name__ == "__main__":
    _serve(json.loads(sys.argv[1]))
