"""Confirmations of one file with real threads: pressed twice it is saved once, and against a form nothing is lost."""

from collections import Counter
from functools import partial
from typing import Any

import pytest
from django.test import Client

from indicators import workflow
from indicators.models import Event, Evidence, Indicator, Result
from tests.indicators.factories import make_alice, make_bob, make_cycle, make_indicator, said
from tests.indicators.files import PAGE, csv_filled, csv_rows, given, signed_in, taken, text_of
from tests.indicators.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)

LETTERS = "ABCDEF"
PRESSES = 4
ROUNDS = 3


@pytest.fixture
def people() -> dict[str, Any]:
    found = {"alice": make_alice(), "bob": make_bob()}
    make_cycle(2024, by=found["bob"])
    for letter in LETTERS:
        make_indicator(letter=letter, name=f"指標{letter}")
    return found


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def file_saying(alice: Client, value: int) -> str:
    """The signed field of a file in which every row says the value."""
    cells: dict[tuple[str, str], str] = {}
    for row in csv_rows(taken(alice, "csv"))[1:]:
        cells |= {(row[0], "値の状態"): "実績", (row[0], "値"): str(value), (row[0], "説明"): "事情"}
    return signed_in(given(alice, csv_filled(taken(alice, "csv"), cells), "a.csv"))


@pytest.mark.parametrize("action", ["draft", "submit"])
def test_one_file_confirmed_several_times_at_once(people: dict[str, Any], action: str) -> None:
    alice = client_of(people["alice"])
    for value in range(1, ROUNDS + 1 if action == "draft" else 2):
        posted = {
            "action": action,
            "signed": file_saying(alice, value),
            "chosen": [f"43{letter}" for letter in LETTERS],
        }
        clients = [client_of(people["alice"]) for _ in range(PRESSES)]
        answers: list[Any] = at_once(*(partial(client.post, PAGE, posted) for client in clients))
        assert [answer.status_code for answer in answers] == [302] * PRESSES
        assert list(Result.objects.values_list("value", flat=True)) == [value] * len(LETTERS)
        saves = Event.objects.filter(action__in=["created", "saved"]).count()
        assert saves == value * len(LETTERS)
    submitted = Event.objects.filter(action="submitted").count()
    assert submitted == (len(LETTERS) if action == "submit" else 0)
    assert not Evidence.objects.exists()


def test_a_file_against_a_form(people: dict[str, Any]) -> None:
    alice = client_of(people["alice"])
    for value in range(1, ROUNDS + 1):
        posted = {"action": "draft", "signed": file_saying(alice, value)}
        first = workflow.current_result(_indicator("A"), 2024)
        answer: Any
        answer, _ = at_once(
            partial(alice.post, PAGE, posted),
            partial(
                workflow.save_draft,
                owner=_indicator("A"),
                year=2024,
                data=said("99", note="ボブ"),
                by=people["bob"],
                version=first.version if first else 0,
            ),
        )
        found: Counter[Any] = Counter(Result.objects.values_list("value", flat=True))
        if answer.status_code == 302:
            # The file was first, and the form was told so: or the form came wholly after it and fitted no more.
            assert found == Counter({value: len(LETTERS)})
        else:
            assert answer.status_code == 409
            assert "99人" in text_of(answer)
            assert found[99] == 1
            assert found[value] == 0
            assert (
                client_of(people["alice"])
                .post(PAGE, {"action": "draft", "signed": signed_in(answer), "43A-resolve": "mine"})
                .status_code
                == 302
            )


def _indicator(letter: str) -> Indicator:
    return Indicator.objects.get(letter=letter)
