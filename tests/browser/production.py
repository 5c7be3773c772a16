"""The demo as a city serves it: static files named by their hash and compressed, in a process of its own."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# The next plan is public, too, so that each page carries the switch between plans. Every indicator is led by one department: its page has as many panels as there are indicators.
SERVER = """
import sys
import django
django.setup()
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["admin"])
from indicators.models import Indicator
from measures.models import Department, Plan
if not Plan.objects.exists():
    call_command("load_plan")
    call_command("load_demo")
Indicator.objects.update(lead_department=Department.objects.get(slug="kikaku"))
from tests.indicators.two_plans import join_next_plan
join_next_plan()
import os
import run
command = run.web_command("127.0.0.1", int(sys.argv[1]))
os.execv(command[0], command)
"""
PATIENCE = 300


@contextmanager
def served(folder: Path, begins_from: Path) -> Iterator[str]:
    """The address of a server over a database and static files in `folder`; what `begins_from` lacks (tables, the plan and
    the demo; it need not be there) is made.
    """
    static, data = folder / "static", folder / "data"
    static.mkdir()
    data.mkdir()
    if begins_from.exists():
        shutil.copyfile(begins_from, data / "plan.sqlite3")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.browser.production_settings",
        "STATIC_ROOT": str(static),
        "DATA_DIR": str(data),
        "DATABASE_URL": "",
        "DEMO": "on",
        "DEBUG": "off",
    }
    log = folder / "log.txt"
    with log.open("w") as said:
        command = [sys.executable, "-c", SERVER, str(port)]
        server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=said, stderr=said)
    try:
        _wait_for(f"http://127.0.0.1:{port}/about/", server, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        assert server.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(address, timeout=10):
                return
        except OSError:  # not there yet, or slow on a busy machine
            time.sleep(0.3)
    raise AssertionError(f"never answered\n{log.read_text()}")
