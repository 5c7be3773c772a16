"""Many readers at once: wrk where it is installed, else a small client of our own, whose figures are lower for all alike."""

import http.client
import re
import shutil
import statistics
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from tests.benchmarks.servers import Server

CONNECTIONS = 16
_UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3, "m": 6e4}


class Load(NamedTuple):
    """`p50`, `p99` in milliseconds; `cost`: processor microseconds of the server for one answer."""

    rate: float
    p50: float
    p99: float
    cost: float


def load(server: Server, path: str, seconds: float, headers: Mapping[str, str] | None = None) -> Load:
    """RuntimeError where not every answer is a good one (304 is)."""
    before = server.processor_seconds()
    by = _by_wrk if shutil.which("wrk") else _by_ourselves
    count, rate, p50, p99 = by(server.address + path, seconds, headers or {})
    return Load(rate, p50, p99, (server.processor_seconds() - before) / max(1, count) * 1e6)


def median(loads: Sequence[Load]) -> Load:
    return Load(*map(statistics.median, zip(*loads, strict=True)))


def _by_wrk(address: str, seconds: float, headers: Mapping[str, str]) -> tuple[int, float, float, float]:
    told = [part for name, text in headers.items() for part in ("-H", f"{name}: {text}")]
    whole = max(1, round(seconds))
    command = [
        "wrk",
        "-t1",
        f"-c{CONNECTIONS}",
        f"-d{whole}s",
        "--timeout",
        "30s",
        "--latency",
        *told,
        address,
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 60).stdout
    count, rate = re.search(r"(\d+) requests in", said), re.search(r"Requests/sec:\s+([\d.]+)", said)
    if count is None or rate is None or "Non-2xx" in said or int(count[1]) == 0:
        raise RuntimeError(f"{address}: {said[-400:]}")
    return int(count[1]), float(rate[1]), _share(said, 50), _share(said, 99)


def _share(said: str, percent: int) -> float:
    found = re.search(rf"^\s+{percent}%\s+([\d.]+)(us|ms|s|m)\b", said, re.MULTILINE)
    return float(found[1]) * _UNITS[found[2]] if found else float("nan")


def _by_ourselves(
    address: str, seconds: float, headers: Mapping[str, str]
) -> tuple[int, float, float, float]:
    parts = urlsplit(address)
    taken: list[float] = []
    bad: list[int] = []
    began = time.perf_counter()

    def ask() -> None:
        connection = http.client.HTTPConnection(parts.netloc, timeout=30)
        while time.perf_counter() < began + seconds and not bad:
            start = time.perf_counter()
            connection.request("GET", f"{parts.path}?{parts.query}".rstrip("?"), headers=dict(headers))
            answer = connection.getresponse()
            answer.read()
            taken.append((time.perf_counter() - start) * 1e3)
            if answer.status not in (200, 304):
                bad.append(answer.status)

    threads = [threading.Thread(target=ask) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if bad or len(taken) < 2:
        raise RuntimeError(f"{address}: {bad}")
    share = statistics.quantiles(taken, n=100)
    return len(taken), len(taken) / (time.perf_counter() - began), share[49], share[98]
