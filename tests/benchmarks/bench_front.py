"""What a finished public page costs, beside an empty answer and a constant view on the same server.

The demo is served as run.py serves it; beside it, under the same server and with as many processes, an empty WSGI function
and a Django site of one constant view without middleware. wrk asks them in turns with 16 connections. Printed are
requests a second as ratios of medians, and the same as processor time a request, which other work on the machine moves less.
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import run  # noqa: E402
from tests.browser.production import served  # noqa: E402

RUNS, SECONDS = int(os.environ.get("RUNS", "3")), 3
BESIDE = {
    "an empty WSGI function": """
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
    return (b"ok",)
""",
    "a constant Django view": """
from django.conf import settings
settings.configure(SECRET_KEY="x", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, MIDDLEWARE=[])
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path
urlpatterns = [path("", lambda request: HttpResponse("x" * 12_000))]
application = get_wsgi_application()
""",
}
WSGI = (
    "--interface wsgi --http 1 --no-ws --workers 2 --blocking-threads 4 --log-level warning --host 127.0.0.1"
)


def main() -> None:
    if shutil.which("wrk") is None:
        sys.exit("wrk is needed (Debian's package of that name)")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        addresses = {"the home page": stack.enter_context(served(folder, folder / "none"))}
        for number, (name, code) in enumerate(BESIDE.items()):
            (folder / f"beside{number}.py").write_text(code)
            command = [str(run.PYTHON), "-m", "granian", *WSGI.split(), "--port", str(8971 + number)]
            process = subprocess.Popen(
                [*command, f"beside{number}:application"],
                cwd=folder,
                env={**os.environ, "PYTHONPATH": str(folder)},
            )
            stack.callback(process.terminate)
            addresses[name] = f"http://127.0.0.1:{8971 + number}"
        told: dict[str, list[tuple[float, float]]] = {name: [] for name in addresses}
        for address in addresses.values():
            until_served(address)
        for _ in range(RUNS):
            for name, address in addresses.items():
                told[name].append(measured(address))
    base = {at: statistics.median(one[at] for one in told["an empty WSGI function"]) for at in (0, 1)}
    for name, runs in told.items():
        rate, cost = (statistics.median(one[at] for one in runs) for at in (0, 1))
        sys.stdout.write(
            f"  {rate / base[0]:5.2f} times the requests, {cost / base[1]:5.2f} times the time  {name}\n"
        )


def until_served(address: str) -> None:
    for _ in range(600):
        try:
            for _ in range(20):  # both processes have made it once
                asked = urllib.request.Request(f"{address}/", headers={"Accept-Encoding": "br"})
                urllib.request.urlopen(asked, timeout=30).read()
            return
        except OSError:
            time.sleep(0.2)
    sys.exit(f"{address} does not answer")


def measured(address: str) -> tuple[float, float]:
    """Requests a second, and microseconds of the processor for one."""
    port = address.rpartition(":")[2]
    before = processor_seconds(port)
    command = ["wrk", "-t1", "-c16", f"-d{SECONDS}s", "-H", "Accept-Encoding: br", f"{address}/"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    spent = processor_seconds(port) - before
    asked = re.search(r"(\d+) requests in", said)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert asked is not None
    assert rate is not None
    return float(rate[1]), spent / int(asked[1]) * 1e6


def processor_seconds(port: str) -> float:
    """Of all processes that serve at the port (Linux)."""
    found = 0.0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
            if b"granian" in words and port.encode() in words:
                fields = (process / "stat").read_text().rpartition(")")[2].split()
                found += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        except OSError:
            continue
    return found


if __name__ == "__main__":
    main()
