"""What 10,000 indicators and ten years cost beside 11 and 100: processor time of pages, their sizes, memory of a process.

Each city is generated into an SQLite file of its own and served by a process of its own, without copies of finished
pages; all are asked in turns. `first`: the first time after a public change, `changed`: after the change of one name,
`later`: while nothing is published, the median. Ratios of processor time stand beside those of the city of 100.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.results import lacking, row, tell

SHORT = bool(os.environ.get("BENCH_SHORT"))
SIZES = (11, 100) if SHORT else (11, 100, 1_000, 10_000)
ROUNDS = 3 if SHORT else 7
PAGES = {
    "home": "/",
    "list of indicators": "/indicators/",
    "list of measures": "/measures/",
    "one indicator": "/indicators/101A/",
    "dashboard": "/dashboard/",
    "dashboard, one verdict": "/dashboard/?verdict=behind",
    "dashboard, one year": "/dashboard/?year=2024",
}
Taken = tuple[float, int, int]  # seconds of the processor, bytes, megabytes of the process


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        cities = {size: City(size, Path(folder) / str(size)) for size in SIZES}
        try:
            for city in cities.values():
                city.made()
            compare(cities)
        finally:
            for city in cities.values():
                city.end()


class City:
    """A process with one city. It answers a line, which names an address, by a line with what that took."""

    def __init__(self, size: int, folder: Path) -> None:
        folder.mkdir()
        env = {**os.environ, "DATA_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder}/city.sqlite3"}
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(size)],
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def made(self) -> None:
        self._line()

    def ask(self, address: str) -> Taken:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{address}\n")
        self._process.stdin.flush()
        seconds, size, memory = self._line().split()
        return float(seconds), int(size), int(memory)

    def end(self) -> None:
        self._process.terminate()
        self._process.wait()

    def _line(self) -> str:
        assert self._process.stdout is not None
        found = self._process.stdout.readline()
        if not found:
            raise RuntimeError("the process of a city ended")
        return found


def compare(cities: dict[int, City]) -> None:
    first = {size: {name: city.ask(page)[0] for name, page in PAGES.items()} for size, city in cities.items()}
    later: dict[tuple[int, str], list[Taken]] = {}
    for _ in range(ROUNDS):
        for name, page in PAGES.items():
            for size, city in cities.items():
                later.setdefault((size, name), []).append(city.ask(page))
    changed = {size: city.ask("/dashboard/ changed")[0] for size, city in cities.items()}
    seconds = {key: statistics.median(one for one, *_ in taken) for key, taken in later.items()}
    for name in PAGES:
        for size in SIZES:
            row(
                "scale",
                page=name,
                indicators=size,
                per_100=seconds[size, name] / seconds[100, name],
                kilobytes=later[size, name][-1][1] / 1000,
                first_per_later=first[size][name] / seconds[size, name],
                memory_mb=later[size, name][-1][2],
            )
    for size in SIZES:
        row(
            "scale, dashboard after one change",
            indicators=size,
            per_later=changed[size] / seconds[size, "dashboard"],
        )
    if 10_000 not in SIZES:
        lacking("10,000 indicators: left out of a short run")
        return
    tell("dashboard_10000_per_100", seconds[10_000, "dashboard"] / seconds[100, "dashboard"])
    tell("dashboard_10000_first_kb", later[10_000, "dashboard"][-1][1] / 1000)
    tell("home_10000_per_11", seconds[10_000, "home"] / seconds[11, "home"])


def serve(size: int) -> None:
    """Make the city, then answer."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kisarazu_plan.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    plain_files = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain_files}
    nothing = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    settings.CACHES = dict.fromkeys(settings.CACHES, nothing)
    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    from indicators.models import Indicator
    from tests.indicators.generated import generate

    city = generate(departments=max(1, min(48, size // 8)), indicators=size, years=10)
    citizen, manager = Client(), Client()
    manager.force_login(city.managers[0])
    sys.stdout.write("made\n")
    sys.stdout.flush()
    for line in sys.stdin:
        address, _, change = line.strip().partition(" ")
        if change:
            Indicator.objects.filter(pk=city.indicators[0].pk).update(name="改めた名前の件数")
        client = manager if address.startswith("/dashboard") else citizen
        start = time.process_time()
        answer = client.get(address)
        taken = time.process_time() - start
        assert answer.status_code == 200, (address, answer.status_code)
        sys.stdout.write(f"{taken} {len(answer.content)} {_memory()}\n")
        sys.stdout.flush()


def _memory() -> int:
    """Megabytes of this process now; 0 where nobody tells."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") // 1_000_000


if __name__ == "__main__":
    serve(int(sys.argv[1])) if len(sys.argv) > 1 else main()
