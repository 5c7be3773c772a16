"""What sixteen readers of workbooks of past days cost everybody else, on the server that run.py starts, without nginx.

The demo is served as a city serves it. In turns, quiet and while sixteen readers ask for all.xlsx, each time of another day: the home page
(finished bytes), a page that is not kept (a search), a past day of the home page. Printed are p50 and p95 as ratios to the quiet
turns beside them, and what became of the readers. BENCH_SECONDS (15) a turn, RUNS (3) of each; the readers are a process of their own.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.results import tell  # noqa: E402
from tests.browser.production import served  # noqa: E402

SHORT = bool(os.environ.get("BENCH_SHORT"))
RUNS = int(os.environ.get("RUNS", "1" if SHORT else "3"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "3" if SHORT else "15"))
ASKED = {
    "the home page": "/",
    "a search (not kept)": "/search/?q=%E7%A7%BB%E4%BD%8F",
    "the home page of a past day": "/?as_of=2026-07-01",
}
READERS = """
import collections, itertools, json, sys, threading, time, urllib.error, urllib.request
from datetime import date, timedelta
base, seconds, begin = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
days, told, ends = itertools.count(begin), collections.Counter(), time.monotonic() + seconds
def read():
    while time.monotonic() < ends:
        day = date(2026, 6, 1) - timedelta(days=next(days) % 1000)
        try:
            with urllib.request.urlopen(f"{base}/open-data/all.xlsx?as_of={day}", timeout=60) as answer:
                answer.read()
                told[answer.status] += 1
        except urllib.error.HTTPError as refusal:
            told[refusal.code] += 1
        except OSError:
            told["none"] += 1
readers = [threading.Thread(target=read) for _ in range(16)]
[one.start() for one in readers]
[one.join() for one in readers]
print(json.dumps(told))
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), Path(folder) / "none") as address:
        for path in ASKED.values():
            for _ in range(20):  # both processes have made it once
                took(address, path)
        found: dict[tuple[str, bool], list[float]] = defaultdict(list)
        readers: list[str] = []
        for number in range(RUNS):
            for heavy in (False, True):
                command = [sys.executable, "-c", READERS, address, str(SECONDS), str(number * 300)]
                process = subprocess.Popen(command, stdout=subprocess.PIPE) if heavy else None
                ends = time.monotonic() + SECONDS
                while time.monotonic() < ends:
                    for name, path in ASKED.items():
                        found[name, heavy].append(took(address, path))
                    time.sleep(0.01)
                if process is not None:
                    readers.append(process.communicate()[0].decode().strip())
        for name, path in ASKED.items():
            quiet, loaded = (sorted(found[name, heavy]) for heavy in (False, True))
            ratios = [point(loaded, at) / point(quiet, at) for at in (50, 95)]
            if path == "/":
                tell("attack_heavy_alone", ratios[1])
            quietly = f"quiet {point(quiet, 50) * 1000:.1f} and {point(quiet, 95) * 1000:.1f} ms"
            sys.stdout.write(
                f"  p50 {ratios[0]:5.2f} times, p95 {ratios[1]:5.2f} times  {name} ({quietly})\n"
            )
        told = [json.loads(one) for one in readers]
        total = {
            key: sum(one.get(key, 0) for one in told) for key in sorted({key for one in told for key in one})
        }
        sys.stdout.write(f"  answers to the sixteen: {total}\n")


def point(sorted_times: list[float], at: int) -> float:
    return statistics.quantiles(sorted_times, n=100, method="inclusive")[at - 1]


def took(address: str, path: str) -> float:
    """Seconds for one page, on a connection of its own: both processes are asked."""
    began = time.perf_counter()
    link = HTTPConnection(address.removeprefix("http://"), timeout=120)
    link.request("GET", path, headers={"Accept-Encoding": "br"})
    answer = link.getresponse()
    answer.read()
    link.close()
    if answer.status != 200:
        sys.exit(f"{path}: {answer.status}")
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
