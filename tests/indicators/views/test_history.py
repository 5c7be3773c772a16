"""The history of a value: who reads it, and what it says."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from indicators import workflow
from indicators.models import Event, Indicator
from tests.indicators.factories import (
    NOON,
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_dave,
    make_department,
    make_indicator,
    make_target,
    make_user,
    said,
)

pytestmark = pytest.mark.django_db
HISTORY = "/entry/43A/2024/history/"


@pytest.fixture
def indicator() -> Indicator:
    return make_indicator()


@pytest.fixture
def people(indicator: Indicator) -> dict[str, Any]:
    found = {
        "alice": make_alice(),
        "bob": make_bob(),
        "carol": make_carol(),
        "dave": make_dave(),
        "erin": make_user("erin", departments=(make_department("zaisei", "財政課"),)),
    }
    make_cycle(2024, by=found["bob"])
    return found


def page_of(user: Any) -> Any:
    client = Client()
    if user:
        client.force_login(user)
    return client.get(HISTORY)


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


@pytest.mark.parametrize(
    ("who", "status"),
    [("alice", 200), ("bob", 200), ("carol", 200), ("dave", 200), ("erin", 403), (None, 302)],
)
def test_who_may_read_it(people: dict[str, Any], who: str | None, status: int) -> None:
    assert page_of(people[who] if who else None).status_code == status


def test_it_tells_who_when_from_to_and_why(people: dict[str, Any], indicator: Indicator) -> None:
    told: dict[str, Any] = {"owner": indicator, "year": 2024}
    draft = workflow.save_draft(**told, data=said("5", note="はじめの説明"), by=people["alice"], now=NOON)
    later = NOON + timedelta(hours=2)
    result = workflow.submit(
        **told,
        data=said("6", note="なおした説明"),
        by=people["alice"],
        version=draft.version,
        now=later,
    )
    workflow.send_back(
        record=result, version=result.version, reason="出所を確認", by=people["bob"], now=later
    )
    text = text_of(page_of(people["dave"]))
    assert "2025年5月1日 12:00 アリス" in text
    assert "はじめの説明 → なおした説明" in text
    assert "5人 → 6人" in text
    assert "下書き → 提出済" in text
    assert "提出済 → 差戻し" in text
    assert "理由：出所を確認" in text
    assert text.index("出所を確認") < text.index("はじめの説明"), "newest first"


def test_saves_of_one_sitting_are_told_as_one(people: dict[str, Any], indicator: Indicator) -> None:
    told: dict[str, Any] = {"owner": indicator, "year": 2024}
    workflow.save_draft(**told, data=said("1"), by=people["alice"], now=NOON)
    for minute, (who, value) in enumerate([("alice", "2"), ("alice", "3"), ("bob", "4"), ("alice", "5")], 1):
        workflow.save_draft(
            **told,
            data=said(value),
            by=people[who],
            version=minute,
            now=NOON + timedelta(minutes=minute),
        )
    workflow.save_draft(
        **told,
        data=said("6", note="窓口の休止"),
        by=people["alice"],
        version=5,
        now=NOON + timedelta(minutes=30),
    )
    text = text_of(page_of(people["alice"]))
    assert re.findall(r"(\d)人 → (\d)人", text) == [("5", "6"), ("4", "5"), ("3", "4"), ("1", "3")]
    assert Event.objects.filter(action="saved").count() == 5, "the log itself keeps each"


def test_a_draft_that_was_given_up_is_told(people: dict[str, Any], indicator: Indicator) -> None:
    draft = workflow.save_draft(owner=indicator, year=2024, data=said("5"), by=people["alice"])
    workflow.discard(record=draft, version=draft.version, by=people["alice"])
    text = text_of(page_of(people["alice"]))
    assert "変更の取りやめ" in text
    assert "5人" in text


def test_evidence_and_targets_have_their_place(people: dict[str, Any], indicator: Indicator) -> None:
    link = workflow.attach_link(
        indicator=indicator, year=2024, url="https://example.jp/a", by=people["alice"]
    )
    workflow.detach(evidence=link, by=people["bob"])
    for first, value in ((2024, "1800"), (2025, "1700")):
        draft = make_target(indicator, value, published=False, first_year=first, reason=f"見直し{first}")
        workflow.publish_rule(rule=draft, by=people["carol"])
    text = text_of(page_of(people["alice"]))
    assert "資料の添付（https://example.jp/a）" in text
    assert "外された資料" in text
    assert "1,800人" in text
    assert "見直し2024" in text
    assert "1,700人" not in text, "that target says nothing of this year"


def test_it_is_linked_from_form_and_review(people: dict[str, Any], indicator: Indicator) -> None:
    client = Client()
    client.force_login(people["bob"])
    workflow.save_draft(owner=indicator, year=2024, data=said("5"), by=people["alice"])
    for address in ("/entry/43A/2024/", "/office/43A/2024/"):
        assert f'href="{HISTORY}"' in client.get(address).content.decode()
