"""What a process that serves citizens does not load until somebody asks for it: pandas, plotly and their like."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Each takes tens of megabytes or most of a second, and is loaded where it is used.
HEAVY = ("pandas", "plotly", "rdflib", "sudachipy", "django_pandas")
STARTED = """
import sys
import django
django.setup()
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver
get_wsgi_application()
get_resolver().url_patterns
"""
ASKED = """
from io import StringIO
from django.core.management import call_command
from django.conf import settings
from django.test import Client
settings.ALLOWED_HOSTS = ["*"]
settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
call_command("migrate", verbosity=0)
call_command("load_plan", stdout=StringIO())
client = Client()
for address in ("/", "/measures/", "/measures/44/", "/indicators/", "/indicators/44A/", "/departments/", "/publications/",
                "/corrections/", "/indicators/44A.json", "/glossary/", "/login/", "/robots.txt"):
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
"""
TOLD = f"print(' '.join(name for name in {HEAVY!r} if name in sys.modules))"


def loaded_by(script: str, folder: Path) -> set[str]:
    """The heavy packages that a process of its own holds at the end of a script."""
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "kisarazu_plan.settings",
        "DATA_DIR": str(folder),
        "DATABASE_URL": "",
        "DEBUG": "off",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-c", f"{script}\n{TOLD}"],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return set(done.stdout.split("\n")[-2].split())


@pytest.mark.slow
def test_a_worker_starts_and_serves_citizens_without_what_few_pages_need(
    tmp_path: Path, migrated_file: Path
) -> None:
    if migrated_file.exists():
        shutil.copyfile(migrated_file, tmp_path / "plan.sqlite3")
    assert loaded_by(STARTED + ASKED, tmp_path) == set()
