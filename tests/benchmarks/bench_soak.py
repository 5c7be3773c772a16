"""Half an hour of mixed traffic (SOAK_MINUTES) on the site as run.py serves it, web server and keeper, with people killing it.

Citizens read pages of now and of past days and search; staff sign in and out and save; the office publishes. In the last third any
process but the first is killed by chance: a web worker, the web server's own process, the keeper. Watched are the memory of each kind of process, answers
that are errors (those within ten seconds of a kill apart), and at the end whether every acknowledged save is there.
"""

import os
import random
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import run  # noqa: E402
from tests.benchmarks.bench_machines import KEPT, PASSWORD, WAITING, until  # noqa: E402
from tests.benchmarks.generated_data import YEARS  # noqa: E402
from tests.benchmarks.results import row, tell  # noqa: E402
from tests.benchmarks.servers import Server, free_port, memory_mb, python_here, serving, site_env  # noqa: E402
from tests.benchmarks.visitors import Visitor  # noqa: E402

MINUTES = float(os.environ.get("SOAK_MINUTES") or (1.5 if os.environ.get("BENCH_SHORT") else 30))
INDICATORS, CITIZENS, SAVERS = 60, 4, 3
SERVE = "import sys, run; sys.exit(run.serve({}, '127.0.0.1', int(sys.argv[1])))"
AFTERMATH = 10  # seconds in which a kill may be felt
GOOD = {200, 302, 304}
REFUSED = {429}  # too many from one address: all of these people have the same
BETWEEN_KILLS = (8, 20) if MINUTES < 10 else (20, 60)


class Soak:
    """What goes on meanwhile, and what was seen of it."""

    def __init__(self, server: Server, waiting: list[list[str]], drafts: list[list[str]]) -> None:
        self.server, self.waiting, self.drafts = server, waiting, drafts
        self.began = time.monotonic()
        self.ends, self.kills_from = self.began + MINUTES * 60, self.began + MINUTES * 40
        self.killed: list[float] = []
        self.answers: Counter[str] = Counter()
        self.failures: list[str] = []
        self.felt = 0
        self.memory: list[tuple[float, dict[str, float]]] = []
        self.saved: dict[tuple[str, str], int] = {}

    def run(self) -> None:
        works: list[Callable[[], None]] = [self.read] * CITIZENS + [
            self.sign_in_and_out,
            self.publish,
            self.watch,
            self.kill,
        ]
        works += [lambda place=place: self.save(place) for place in range(min(SAVERS, len(self.drafts)))]  # type: ignore[misc]
        threads = [threading.Thread(target=work) for work in works]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def goes_on(self, pause: float) -> bool:
        time.sleep(pause)
        return time.monotonic() < self.ends

    def count(self, what: str, status: int) -> None:
        self.answers[what] += 1
        if status in GOOD | REFUSED:
            self.answers["refused, too many from one address"] += status in REFUSED
        elif self.killed and time.monotonic() - self.killed[-1] < AFTERMATH + 30 * (status == 0):
            self.felt += 1
        else:
            self.failures.append(f"{what}: {status}")

    def read(self) -> None:
        chance, citizen = random.Random(), Visitor(self.server.address)
        codes = [code for code, *_ in self.drafts]
        while self.goes_on(0.1):
            code, day = chance.choice(codes), f"2025-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
            what, path = chance.choice(
                [
                    ("page", "/"),
                    ("page", f"/indicators/{code}/"),
                    ("page", "/measures/"),
                    ("file", f"/indicators/{code}.csv"),
                    ("past day", f"/indicators/{code}/?as_of={day}"),
                    ("search", "/search/?q=%E5%B8%82%E6%B0%91"),
                ]
            )
            self.count(what, citizen.ask(path).status)

    def sign_in_and_out(self) -> None:
        while self.goes_on(5):
            person = Visitor(self.server.address)
            self.count("sign-in", 302 if person.sign_in("kikaku-3", PASSWORD) else 401)
            self.count("office", person.ask("/office/").status)

    def save(self, place: int) -> None:
        code, year, name = self.drafts[place]
        staff, number = Visitor(self.server.address), 0
        signed_in = False
        while self.goes_on(0.3):
            signed_in = signed_in or staff.sign_in(name, PASSWORD)
            number += 1
            if signed_in and staff.save(code, int(year), str(number)):
                self.saved[code, year] = number
            self.count("save", 200 if self.saved.get((code, year)) == number else 500)

    def publish(self) -> None:
        office = Visitor(self.server.address)
        signed_in, waiting = False, list(self.waiting)
        while self.goes_on(max(5, MINUTES * 60 / 40)) and waiting:
            signed_in = signed_in or office.sign_in("kikaku-2", PASSWORD)
            code, year, _ = waiting.pop()
            self.count("publication", 200 if signed_in and office.publish(code, int(year)) else 500)

    def watch(self) -> None:
        while self.goes_on(2):
            kinds: dict[str, float] = {}
            for process in self.server.processes():
                kind = _kind(process)
                kinds[kind] = kinds.get(kind, 0) + memory_mb(process)
            self.memory.append((time.monotonic(), kinds))

    def kill(self) -> None:
        while self.goes_on(random.uniform(*BETWEEN_KILLS)):
            others = [one for one in self.server.processes() if one != self.server.process.pid]
            # The last kill leaves time to come back.
            if time.monotonic() < self.kills_from or self.ends - time.monotonic() < AFTERMATH or not others:
                continue
            self.killed.append(time.monotonic())
            os.kill(random.choice(others), 9)


def _kind(process: int) -> str:
    try:
        words = Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return "gone"
    return (
        "keeper"
        if b"keeper" in words
        else "web"
        if b"granian" in words or b"multiprocessing" in words
        else "others"
    )


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        env = site_env(folder / "data", API_REQUESTS_A_MINUTE="0")
        python_here(
            "from django.core.management import call_command; call_command('migrate', verbosity=0)\n"
            "from tests.indicators.generated import generate; generate(departments=6, indicators=int(sys.argv[1]), years=int(sys.argv[2]))",
            INDICATORS,
            YEARS,
            env=env,
        )
        run.collect_static(env)
        waiting, drafts = (
            [line.split() for line in python_here(WAITING, state, env=env).splitlines()]
            for state in ("submitted", "draft")
        )
        port = free_port()
        command = [sys.executable, "-c", SERVE, port]
        with serving(
            command, port, folder / "log", env={**env, "PORT": str(port)}, asked="/health/live/"
        ) as server:
            soak = Soak(server, waiting, drafts)
            soak.run()
            until(lambda: Visitor(server.address).ask("/health/ready/").status == 200)
        lost = sum(
            max(0.0, number - float(python_here(KEPT, code, year, env=env)))
            for (code, year), number in soak.saved.items()
        )
        show(soak, lost)
        if soak.failures or lost:
            print((folder / "log").read_text(errors="replace")[-3000:])
    return 0


def show(soak: Soak, lost: float) -> None:
    title = f"Soak, {MINUTES:g} minutes"
    for what, count in sorted(soak.answers.items()):
        row(title, what=what, found=count)
    row(title, what="processes killed", found=len(soak.killed))
    row(title, what="answers lost within seconds of a kill", found=soak.felt)
    quiet = [kinds for at, kinds in soak.memory if at < soak.kills_from]
    fifth = max(1, len(quiet) // 5)
    for kind in ("web", "keeper"):
        held = [kinds.get(kind, 0.0) for kinds in quiet]
        then, now = statistics.median(held[fifth : 2 * fifth] or held), statistics.median(held[-fifth:])
        row(
            title,
            what=f"memory of {kind}, MB, after a fifth and before the kills",
            found=f"{then:.0f}, {now:.0f}",
        )
        if kind == "web" and then:
            tell("soak_memory_growth", now / then)
    for failure, count in Counter(soak.failures).most_common(10):
        row(title, what=f"error: {failure}", found=count)
    tell("soak_errors", len(soak.failures))
    tell("soak_lost", lost)


if __name__ == "__main__":
    sys.exit(main())
