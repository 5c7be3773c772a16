"""`python3 run.py bench`: every bench_*.py, one after the other, into docs/benchmarks.json, docs/benchmarks.md and the README.

Each script is a process of its own with a time limit, fails alone, and has told by then what it found. `--short`: a few
seconds each, written into var/bench/ instead. Names (`rivals soak`): these alone; what they found takes its place among
what docs/benchmarks.json holds already.
"""

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import run  # noqa: E402
from tests import running  # noqa: E402
from tests.benchmarks import report  # noqa: E402
from tests.benchmarks.results import Found, gathered  # noqa: E402

MINUTES = 25  # for all of them
LONGEST = 240  # seconds of one script, where nothing else is said
LIMITS = {"rivals": 720, "scale": 300}
# What has goals comes first; the others have what time is left.
FIRST = (
    "rivals",
    "attacks",
    "outage",
    "machines",
    "saving",
    "import",
    "scale",
    "export",
    "first_chart",
    "front",
)
# Measured by their names alone: half an hour; a package of npm and a site that is served already.
ASKED_BY_NAME = {"soak", "lighthouse"}


def main() -> int:
    parser = argparse.ArgumentParser(prog="run.py bench", description=__doc__)
    parser.add_argument("--short", action="store_true", help="a check in a few minutes")
    parser.add_argument("names", nargs="*", help="only these: rivals, machines, soak …")
    given = parser.parse_args()
    folder = run.VAR / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    lines = folder / "results.jsonl"
    lines.write_text("", encoding="utf-8")
    machine = described()
    ends = time.monotonic() + (5 if given.short else MINUTES) * 60
    failed = []
    with postgres() as url:
        env = {
            "BENCH_RESULTS": str(lines),
            "BENCH_DATABASE_URL": url,
            "BENCH_SHORT": "1" if given.short else "",
            "BENCH_INDICATORS": "" if given.short else "400",
            "RUNS": "1" if given.short else "3",
        }
        for script in scripts(given.names):
            words = measured(script, env, 1e9 if given.names else ends - time.monotonic())
            failed += [words] if words else []
    found = gathered(lines.read_text(encoding="utf-8"))
    found = {"machine": machine, **found, "failed": failed + found["failed"]}
    if given.short:
        (folder / "short.txt").write_text(report.document(found), encoding="utf-8")
        print(f"\n{folder / 'short.txt'}")
    else:
        report.write(joined(found, given.names) if given.names else found)
        print(f"\n{report.DOCUMENT}")
    print(*found["failed"], sep="\n")
    return 1 if failed else 0


def scripts(names: list[str]) -> list[Path]:
    """In the order in which they run; those of `names`, where any are given."""
    known = {path.stem.removeprefix("bench_"): path for path in Path(__file__).parent.glob("bench_*.py")}
    if names:
        return [known[name] for name in names if name in known]
    rest = sorted(set(known) - set(FIRST) - ASKED_BY_NAME)
    return [known[name] for name in (*FIRST, *rest) if name in known]


def measured(script: Path, env: dict[str, str], left: float) -> str:
    """Run it; "" where all went well, else what is to be said of it."""
    name = script.stem.removeprefix("bench_")
    limit = min(LIMITS.get(name, LONGEST), left) if left < 1e9 else None
    if limit is not None and limit < 10:
        return f"{script.name}: no time was left"
    print(f"\n=== {script.name}", flush=True)
    began = time.monotonic()
    told = {**os.environ, "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "kisarazu_plan.settings", **env}
    # In a session of its own: what it had started ends with it when its time is over.
    with subprocess.Popen([sys.executable, script], cwd=ROOT, env=told, start_new_session=True) as child:
        try:
            code = child.wait(timeout=limit)
        except subprocess.TimeoutExpired:
            child.terminate()
            time.sleep(2)
            os.killpg(child.pid, 9)
            return f"{script.name}: not ended after {limit:.0f} seconds"
    print(f"  {time.monotonic() - began:.0f} seconds", flush=True)
    return f"{script.name}: ended with {code}" if code else ""


def described() -> Found:
    """The machine and the versions, for people."""
    model = re.search(r"model name\s*:\s*(.+)", _read("/proc/cpuinfo"))
    memory = re.search(r"MemTotal:\s+(\d+)", _read("/proc/meminfo"))
    from importlib.metadata import version

    return {
        "date": date.today().isoformat(),  # noqa: DTZ011 (of this machine)
        "commit": _said("git", "rev-parse", "--short", "HEAD"),
        "processor": f"{os.cpu_count()} cores, {model[1] if model else platform.processor()}",
        "memory": f"{int(memory[1]) / 1024**2:.0f} GiB" if memory else "",
        "load before": " ".join(f"{one:.1f}" for one in os.getloadavg()),
        "system": platform.platform(),
        "versions": f"Python {platform.python_version()}, Django {version('django')}, granian {version('granian')}, "
        f"{_said('nginx', '-v')}, {_said('wrk', '-v').partition(' [')[0]}, {_said(running.find_chromium() or 'chromium', '--version')}",
        "beside it": ", ".join(
            (Path(__file__).parent / "rivals/requirements.txt").read_text().split("\n")[1:-1]
        ),
    }


def _read(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError:
        return ""


def _said(*command: str) -> str:
    """The first line that a command says, "" where it is not there."""
    if shutil.which(command[0]) is None:
        return ""
    done = subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    return next(iter(done.stdout.strip().splitlines()), "")


def joined(found: Found, names: list[str]) -> Found:
    """What docs/benchmarks.json holds, with what was found now in its place, and when and on which commit that was."""
    if not report.RESULTS.exists():
        return found
    before: Found = json.loads(report.RESULTS.read_text(encoding="utf-8"))
    now = found["machine"]
    apart = f"{now['date']}, commit {now['commit']}, load {now['load before']}"
    machine = {**now, **before["machine"], **{f"measured apart: {name}": apart for name in names}}
    if "date" not in before["machine"]:
        machine = now
    return {
        **before,
        "machine": machine,
        **{part: {**before[part], **found[part]} for part in ("goals", "tables")},
    }


@contextmanager
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL of this run alone, as a city would set it; "" where none can be started."""
    import tempfile

    program = re.sub(r"    # What is lost.*?pg_reload_conf.*?\n", "", running.POSTGRES, flags=re.DOTALL)
    with tempfile.TemporaryDirectory() as lock:
        command = [sys.executable, "-W", "ignore", "-c", program, lock]
        pipe = subprocess.PIPE
        with subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
        ) as server:
            assert server.stdout is not None
            yield server.stdout.readline().strip()


if __name__ == "__main__":
    sys.exit(main())
