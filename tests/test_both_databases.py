"""PostgreSQL answers as SQLite does, wherever somebody only reads: the same bytes to every role, in two cities.

On the strength of this file, tests marked `reads` run on SQLite alone (tests/selection.py). The run on SQLite leaves
its answers as hashes in the folder of `--answers`; the run on PostgreSQL beside it waits for them and holds its own against
them, and starts a run on SQLite where none goes on.
"""

import hashlib
import io
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection
from django.test import Client

from indicators.models import Role
from indicators.views.public.site.addresses import Address, public_addresses
from tests.crawling import few_of_each, walk
from tests.indicators.generated import generate
from tests.indicators.pages import client_of

ROOT = Path(__file__).resolve().parents[1]
MOMENT = datetime(2026, 11, 29, 3, tzinfo=UTC)
PAST_DAY = "2026-01-15"
STAFF = ("/entry/", "/office/", "/dashboard/", "/comments/")
STARTS = {
    "staff": ["/entry/", "/entry/history/"],
    "manager": ["/dashboard/"],
    "office": ["/office/", "/entry/", "/dashboard/", "/office/sheets/?year=2024"],
}
# What the list of public addresses leaves out: it answers questions, without end.
QUESTIONS = (
    "/api/v1/",
    "/api/v1/openapi.json",
    "/indicators/?verdict=behind&sort=gap",
    "/indicators/?year=2024&sort=name",
    "/search/?q=オーガニック",
    "/search/?q=市民&kind=texts",
    "/search/?q=どこにもないことば",
    "/changes/?from=2025-03-31&to=2026-03-31",
    "/login/",
)
# Among them the indicators with a limit, a printed wording and an odd unit.
FEW, FEW_SAID_ANEW, FEW_ON_A_DAY = 4, 2, 1
# Pages that say in other words, or on other paper, what a page says.
SAID_ANEW = re.compile(r"/(easy|en|embed|print/poster)/")
NEW_EACH_TIME = re.compile(rb'((?:name="csrfmiddlewaretoken" value|nonce)=)"[^"]*"')


def make_demo() -> None:
    """Not by load_fixtures(), which writes rows again with the ids that they had when this process loaded them first."""
    call_command("load_plan", verbosity=0)
    call_command("load_demo", verbosity=0)


def make_generated_city() -> None:
    generate(departments=3, indicators=15, years=3)


CITIES: dict[str, Callable[[], None]] = {"demo": make_demo, "generated": make_generated_city}


# Committed, since PostgreSQL counts the public revision when a transaction ends.
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("city", CITIES)
def test_both_databases_answer_alike(
    city: str, settings: Any, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    settings.DEMO = city == "demo"
    with time_machine.travel(MOMENT, tick=False):
        _count_from_one()
        CITIES[city]()
        answers = dict(_answers(PAST_DAY if city == "demo" else ""))
    assert len(answers) > 200
    kept = (pytestconfig.getoption("answers") or tmp_path) / f"{city}.json"
    if connection.vendor == "sqlite":
        part = kept.with_suffix(".part")
        part.write_text(json.dumps(answers, ensure_ascii=False, indent=0), encoding="utf-8")
        part.rename(kept)
        return
    # run.py keeps this file as long as the run on SQLite goes on beside this one.
    while not kept.exists() and (kept.parent / "running").exists():
        time.sleep(0.5)
    if not kept.exists():
        _ask_sqlite(kept)
    of_sqlite = json.loads(kept.read_text(encoding="utf-8"))
    differing = [one for one in {**of_sqlite, **answers} if of_sqlite.get(one) != answers.get(one)]
    assert differing == []


def _ask_sqlite(kept: Path) -> None:
    """Run this file's test of the same city on SQLite, which writes `kept`."""
    alone = ["-q", "-p", "no:xdist", "-k", kept.stem, f"--answers={kept.parent}"]
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    command = [sys.executable, "-m", "pytest", __file__, *alone]
    subprocess.run(command, cwd=ROOT, env={**env, "DATABASE_URL": ""}, check=True)


def _count_from_one() -> None:
    """Let the next row of each table have the id that it has in a new database, whatever tests were here before."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(apps.get_models())):
            cursor.execute(statement)


def _few(addresses: Iterable[Address]) -> Iterator[Address]:
    shown = [
        one for one in addresses if not one.url.endswith(".png")
    ]  # drawn of figures that pages and files show
    yield from few_of_each((one for one in shown if not SAID_ANEW.search(one.url)), FEW)
    yield from few_of_each((one for one in shown if SAID_ANEW.search(one.url)), FEW_SAID_ANEW)


def _answers(past_day: str) -> Iterator[tuple[str, str]]:
    """Who and where → what is answered, to citizens also as of the end of `past_day`; of pages alike the first few."""
    citizen = Client()
    for one in _few(public_addresses()):
        mark = _mark(citizen.get(one.url))
        assert mark.startswith("301" if one.moved else "200"), f"{one.url}: {mark}"
        yield f"citizen {one.url}", mark
    for address in QUESTIONS:
        yield f"citizen {address}", _mark(citizen.get(address))
    if past_day:
        end = datetime.fromisoformat(f"{past_day}T23:59:59+09:00")
        for one in few_of_each(public_addresses(end), FEW_ON_A_DAY):
            if one.url.endswith((".png", ".xlsx")) or SAID_ANEW.search(one.url):
                continue  # made of figures that the other pages and files show
            mark = _mark(citizen.get(one.path, {**dict(one.query), "as_of": past_day}))
            assert mark.startswith("301" if one.moved else "200"), f"{one.url} on {past_day}: {mark}"
            yield f"citizen {one.url} on {past_day}", mark
    for role, person in _people().items():
        seen: dict[str, str] = {}

        def keep(address: str, answer: Any, seen: dict[str, str] = seen) -> None:
            seen[address] = _mark(answer)

        walk(client_of(person), STARTS[role], STAFF, 400, few_alike=True, few=2, visit=keep)
        yield from ((f"{role} {address}", mark) for address, mark in seen.items())


def _people() -> dict[str, User]:
    """One account of each role, of several the first."""
    users = User.objects.filter(is_active=True).order_by("pk")
    return {
        "staff": users.filter(memberships__department__isnull=False)[0],
        "manager": users.filter(memberships__role=Role.MANAGER)[0],
        "office": users.filter(memberships__role=Role.OFFICE)[0],
    }


def _mark(answer: Any) -> str:
    """Status, the headers that a reader meets, and the hash of the body without what is new at each answer."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"PK"):  # of a workbook what it says, without the time of its making
        with ZipFile(io.BytesIO(body)) as parts:
            body = b"".join(name.encode() + parts.read(name) for name in parts.namelist())
    said = [answer.get(name, "") for name in ("Content-Type", "Content-Disposition", "Location")]
    digest = hashlib.sha256(NEW_EACH_TIME.sub(rb"\1", body)).hexdigest()[:16]
    return " ".join([str(answer.status_code), *said, digest])
