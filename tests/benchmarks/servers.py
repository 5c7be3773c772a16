"""Servers of a benchmark: started on a free port, looked at (processor time, memory) with all their children, ended again."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


class Server(NamedTuple):
    address: str
    process: "subprocess.Popen[bytes]"

    def processes(self) -> list[int]:
        """Its first process and all that came of it (Linux)."""
        children: dict[int, list[int]] = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
        found, waiting = [], [self.process.pid]
        while waiting:
            found.append(waiting.pop())
            waiting += children.get(found[-1], [])
        return found

    def processor_seconds(self) -> float:
        return sum(map(_processor_seconds, self.processes()))

    def memory_mb(self) -> float:
        """What it alone holds and its share of what it holds with others (PSS)."""
        return sum(map(memory_mb, self.processes()))


def _processor_seconds(process: int) -> float:
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS


def memory_mb(process: int) -> float:
    """PSS of one process, 0 where it is gone."""
    try:
        told = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{process}/smaps_rollup").read_text(), re.MULTILINE)
    except OSError:
        return 0.0
    return int(told[1]) / 1024 if told else 0.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    command: Sequence[object],
    port: int,
    log: Path,
    *,
    env: Mapping[str, str] | None = None,
    folder: Path = ROOT,
    asked: str = "/",
) -> Iterator[Server]:
    """A server that answers at `asked` by now; RuntimeError with its last words where it does not within two minutes."""
    address = f"http://127.0.0.1:{port}"
    with log.open("ab") as said:
        process = subprocess.Popen(
            list(map(str, command)),
            cwd=folder,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
        )
    try:
        until_served(address + asked, process, log)
        yield Server(address, process)
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()


def until_served(address: str, process: "subprocess.Popen[bytes]", log: Path, patience: float = 120) -> None:
    ends = time.monotonic() + patience
    while time.monotonic() < ends and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=30).close()
            return
        except urllib.error.HTTPError:
            return  # it answers
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"{address} does not answer: {log.read_text(errors='replace')[-800:]}")


def site_env(data: Path, **more: str) -> dict[str, str]:
    """Settings of the site as a city has them, over the database in `data`; static files as run.py has gathered them."""
    return {
        "DJANGO_SETTINGS_MODULE": "kisarazu_plan.settings",
        "DATA_DIR": str(data),
        "DATABASE_URL": "",
        "SECRET_KEY": "x" * 60,
        "DEBUG": "off",
        "LOG_LEVEL": "ERROR",
        **more,
    }


def python_here(code: str, *arguments: object, env: Mapping[str, str]) -> str:
    """What a piece of Python with Django set up says, in a process of its own."""
    program = f"import sys, django\ndjango.setup()\n{code}"
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **env},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-800:])
    return done.stdout
