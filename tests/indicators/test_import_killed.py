"""kill -9 in the middle of an import: afterwards the database holds all rows of the file, or none (trust.md, "Storage").

The import is the page's own confirmation, in a process of its own: killed at statements spread over the whole of it,
just before and just after its commit, and at moments that the clock alone chose.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from indicators.models import Event, Evidence, Result
from tests.indicators import killed
from tests.indicators.factories import make_alice, make_bob, make_cycle, make_indicator
from tests.indicators.files import PAGE, csv_filled, csv_rows, given, signed_in, taken

pytestmark = pytest.mark.django_db(transaction=True)

LETTERS = "ABCDEFGHIJ"
FIRST_KILLS, LATER_KILLS, CLOCK_KILLS = 30, 14, 6
KILLED = -signal.SIGKILL


@pytest.fixture
def program() -> Iterator[subprocess.Popen[str]]:
    """It finds the test database by its name, and the rest as this process does."""
    root = str(Path(__file__).resolve().parents[2])
    started = subprocess.Popen(
        [sys.executable, killed.__file__, str(connection.settings_dict["NAME"])],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": root, "DJANGO_SETTINGS_MODULE": "kisarazu_plan.settings"},
    )
    yield started
    started.communicate(timeout=60)
    assert started.returncode == 0


@pytest.fixture
def alice() -> Client:
    make_cycle(2024, by=make_bob())
    for letter in LETTERS:
        make_indicator(letter=letter, name=f"指標{letter}")
    client = Client()
    client.force_login(make_alice())
    return client


class Importer:
    """Kills imports of a file in which every row says the same value, and looks at what is left."""

    def __init__(self, program: subprocess.Popen[str], alice: Client) -> None:
        self.program, self.alice = program, alice
        self.value, self.kills = 0, 0
        self.new_file()

    def new_file(self) -> None:
        self.value += 1
        cells: dict[tuple[str, str], str] = {}
        for row in csv_rows(taken(self.alice, "csv"))[1:]:
            cells |= {(row[0], "値"): str(self.value), (row[0], "根拠リンク"): "https://example.jp/"}
        answer = given(self.alice, csv_filled(taken(self.alice, "csv"), cells), "a.csv")
        self.posted = {"action": "draft", "signed": signed_in(answer)}

    def kill(self, when: str, at: float = 0) -> tuple[bool, dict[str, Any]]:
        """Whether all of it was saved; anything between all and nothing fails here."""
        before = self._stands()
        order = {"page": PAGE, "posted": self.posted, "session": self.alice.cookies["sessionid"].value}
        told = self._ask({**order, "when": when, "at": at})
        self.kills += told["ended"] == KILLED
        assert told["ended"] in (KILLED, 3), "302, unless it was killed"
        after = self._stands()
        if after == before:
            return False, told
        values, events, links = after
        assert values == [self.value] * len(LETTERS)
        attached = links - before[2]
        assert attached in (0, len(LETTERS))
        assert events - before[1] == len(LETTERS) + attached
        return True, told

    def _ask(self, order: dict[str, Any]) -> dict[str, Any]:
        assert self.program.stdin is not None
        assert self.program.stdout is not None
        self.program.stdin.write(json.dumps(order) + "\n")
        self.program.stdin.flush()
        told: dict[str, Any] = json.loads(self.program.stdout.readline())
        return told

    def _stands(self) -> tuple[list[Any], int, int]:
        values = list(Result.objects.order_by("indicator").values_list("value", flat=True))
        return values, Event.objects.count(), Evidence.objects.count()

    def at_statements(self, most: int) -> None:
        """Spread over all of an import that saves nothing in the end; by turns before and after the statement."""
        saved, told = self.kill("before")
        assert (saved, told["ended"]) == (False, KILLED)
        last = told["statements"]
        assert last > most
        for place in range(most):
            at = 1 + place * (last - 1) // (most - 1)
            saved, told = self.kill(("statement", "answered")[place % 2], at)
            assert (saved, told["ended"]) == (False, KILLED), f"at statement {at} of {last}"


def test_all_rows_or_none_wherever_an_import_is_killed(program: subprocess.Popen[str], alice: Client) -> None:
    importer = Importer(program, alice)
    importer.at_statements(FIRST_KILLS)
    assert not Result.objects.exists()
    saved, told = importer.kill("after")
    assert (saved, told["ended"]) == (True, KILLED)
    # What is saved already is left alone, and told so.
    assert importer.kill("never")[0] is False
    importer.new_file()
    importer.at_statements(LATER_KILLS)
    saved, told = importer.kill("never")
    assert (saved, told["ended"]) == (True, 3)
    for place in range(CLOCK_KILLS):
        importer.new_file()
        importer.kill("wait", told["seconds"] * (place + 1) / (CLOCK_KILLS + 1))
    assert importer.kills >= FIRST_KILLS + LATER_KILLS + 3
