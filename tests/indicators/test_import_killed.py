"""kill -9 in the middle of an import: afterwards the database holds all rows of the file, or none (docs/trust.md §1).

The import is the page's own confirmation, in a process of its own: killed at statements spread over the whole of it,
just before and just after its commit, and at moments that the clock alone chose.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from indicators.models import Event, Evidence, Result
from tests.indicators.factories import make_alice, make_bob, make_cycle, make_indicator
from tests.indicators.files import PAGE, csv_filled, csv_rows, given, signed_in, taken
from tests.indicators.killing import Killer, Outcome

pytestmark = pytest.mark.django_db(transaction=True)

LETTERS = "ABCDEFGHIJ"
FIRST_KILLS, LATER_KILLS, CLOCK_KILLS = 30, 14, 6


def confirm(session: str, posted: dict[str, str]) -> None:
    """The step, as the child process does it: a person presses the button of the preview."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies["sessionid"] = session
    assert client.post(PAGE, posted).status_code == 302


@pytest.fixture(scope="module")
def killer(django_db_setup: None) -> Iterator[Killer]:
    with Killer() as killer:
        yield killer


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

    def __init__(self, killer: Killer, alice: Client) -> None:
        self.killer, self.alice = killer, alice
        self.value, self.kills = 0, 0
        self.new_file()

    def new_file(self) -> None:
        self.value += 1
        cells: dict[tuple[str, str], str] = {}
        for row in csv_rows(taken(self.alice, "csv"))[1:]:
            cells |= {(row[0], "値"): str(self.value), (row[0], "根拠リンク"): "https://example.jp/"}
        answer = given(self.alice, csv_filled(taken(self.alice, "csv"), cells), "a.csv")
        self.posted = {"action": "draft", "signed": signed_in(answer)}

    def kill(self, **death: Any) -> tuple[bool, Outcome]:
        """Whether all of it was saved; anything between all and nothing fails here. No death: it lives to its end."""
        before = self._stands()
        session = self.alice.cookies["sessionid"].value
        outcome = self.killer.run(f"{__name__}.confirm", session=session, posted=self.posted, **death)
        self.kills += outcome.killed
        after = self._stands()
        if after == before:
            return False, outcome
        values, events, links = after
        assert values == [self.value] * len(LETTERS)
        attached = links - before[2]
        assert attached in (0, len(LETTERS))
        assert events - before[1] == len(LETTERS) + attached
        return True, outcome

    def _stands(self) -> tuple[list[Any], int, int]:
        values = list(Result.objects.order_by("indicator").values_list("value", flat=True))
        return values, Event.objects.count(), Evidence.objects.count()

    def at_statements(self, most: int) -> None:
        """Spread over all of an import that saves nothing in the end; by turns by its own hand and by another's."""
        saved, outcome = self.kill(kill_at_commit="before")
        assert (saved, outcome.killed) == (False, True)
        last = outcome.statements
        assert last > most
        for place in range(most):
            at = 1 + place * (last - 1) // (most - 1)
            saved, outcome = self.kill(kill_after=at, from_outside=place % 2 == 1)
            assert (saved, outcome.killed) == (False, True), f"at statement {at} of {last}"


@pytest.mark.slow
def test_all_rows_or_none_wherever_an_import_is_killed(killer: Killer, alice: Client) -> None:
    importer = Importer(killer, alice)
    importer.at_statements(FIRST_KILLS)
    assert not Result.objects.exists()
    saved, outcome = importer.kill(kill_at_commit="after")
    assert (saved, outcome.killed) == (True, True)
    # What is saved already is left alone, and told so.
    assert importer.kill()[0] is False
    importer.new_file()
    importer.at_statements(LATER_KILLS)
    saved, outcome = importer.kill()
    assert (saved, outcome.killed) == (True, False)
    for place in range(CLOCK_KILLS):
        importer.new_file()
        importer.kill(kill_in=outcome.seconds * (place + 1) / (CLOCK_KILLS + 1))
    assert importer.kills >= FIRST_KILLS + LATER_KILLS + 3
