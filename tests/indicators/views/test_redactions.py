"""Asking for a redaction, carrying it out, and what citizens see of it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from indicators.models import Redaction
from tests.indicators.factories import (
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_dave,
    make_department,
    make_indicator,
    make_threshold,
    make_user,
    publish_value,
    said,
)

NAME = "架空 花子"
ASK = reverse("entry:redaction", args=["43A", 2024])
REVIEW = reverse("office:redactions")
ASKED = {"passage": NAME, "reason": "個人の名前のため"}


@pytest.fixture
def clients(db: None) -> dict[str, Client]:
    make_threshold()
    people = {"alice": make_alice(), "bob": make_bob(), "carol": make_carol(), "dave": make_dave()}
    people["erin"] = make_user("erin", departments=(make_department("zaisei", "財政課"),))
    make_cycle(2024, by=people["bob"])
    note = f"窓口の{NAME}さんが<集計>しました。"
    publish_value(make_indicator(), 2024, said("980", note=note), by=people["alice"], publisher=people["bob"])
    found = {"citizen": Client()}
    for name, person in people.items():
        found[name] = Client()
        found[name].force_login(person)
    return found


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_from_asking_to_what_citizens_see(clients: dict[str, Client]):
    public = reverse("public:indicator", args=["43A"])
    assert NAME in text_of(clients["citizen"].get(public))
    assert "&lt;集計&gt;" in text_of(clients["alice"].get(ASK))
    assert "申し出ました" in text_of(clients["alice"].post(ASK, ASKED, follow=True))
    # Nothing is public before somebody else has looked.
    assert NAME in text_of(clients["citizen"].get(public))
    page = text_of(clients["bob"].get(REVIEW))
    assert NAME in page
    data = {"redaction": Redaction.objects.get().pk, "action": "carry_out"}
    text = text_of(clients["bob"].post(REVIEW, data, follow=True))
    assert "文を消しました" in text
    assert NAME not in text
    text = text_of(clients["citizen"].get(public))
    assert NAME not in text
    assert "980" in text
    assert "一部を、法令により消しました（個人の名前のため）" in text
    for name in ("indicator_json", "indicator_csv"):
        body = text_of(clients["citizen"].get(reverse(f"public:{name}", args=["43A"])))
        assert NAME not in body
        assert "［削除］" in body
    assert "すでに済んでいる" in text_of(clients["carol"].post(REVIEW, data, follow=True))


def test_who_asked_finds_no_button_and_is_refused(clients: dict[str, Client]):
    clients["bob"].post(ASK, ASKED)
    data = {"redaction": Redaction.objects.get().pk, "action": "carry_out"}
    assert 'value="carry_out"' not in text_of(clients["bob"].get(REVIEW))
    assert clients["bob"].post(REVIEW, data).status_code == 403
    assert 'value="carry_out"' in text_of(clients["carol"].get(REVIEW))
    text = text_of(clients["bob"].post(REVIEW, {**data, "action": "withdraw"}, follow=True))
    assert "取りやめました" in text
    assert not Redaction.objects.exists()


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({**ASKED, "passage": ""}, "passage"),
        ({**ASKED, "passage": "いない人"}, "passage"),
        ({**ASKED, "reason": ""}, "reason"),
        ({**ASKED, "reason": "あ" * 301}, "reason"),
    ],
)
def test_bad_input_is_told_at_its_field(clients: dict[str, Client], data: dict[str, str], field: str):
    text = text_of(clients["alice"].post(ASK, data))
    assert f'href="#id_{field}"' in text
    assert not Redaction.objects.exists()


@pytest.mark.parametrize("who", ["dave", "erin"])
def test_others_neither_ask_nor_carry_out(clients: dict[str, Client], who: str):
    assert clients[who].get(ASK).status_code == 403
    assert clients[who].post(ASK, ASKED).status_code == 403
    assert clients[who].get(REVIEW).status_code == 403
    assert not Redaction.objects.exists()


def test_what_is_no_redaction(clients: dict[str, Client]):
    bob = clients["bob"]
    assert bob.get(reverse("entry:redaction", args=["43A", 2023])).status_code == 404
    assert bob.post(REVIEW, {"redaction": "x", "action": "carry_out"}).status_code == 400
    assert bob.post(REVIEW, {"redaction": "999", "action": "carry_out"}).status_code == 404
    clients["alice"].post(ASK, ASKED)
    pk = Redaction.objects.get().pk
    assert bob.post(REVIEW, {"redaction": pk, "action": "erase"}).status_code == 400
