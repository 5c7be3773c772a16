"""What was said a year before, beside the field: taken over by one press, marked while it stands, handed in with a word."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from indicators import workflow
from indicators.models import Kind, Result
from indicators.workflow import Entry
from tests.indicators.factories import (
    make_alice,
    make_bob,
    make_cycle,
    make_indicator,
    publish_value,
    said,
)
from tests.indicators.pages import client_of, text_of

pytestmark = pytest.mark.django_db
EDIT = "/entry/43A/2024/"
LAST = {
    "note": "令和5年度は、会場を2つ増やしました。",
    "source": "産業振興課 観光入込客数調査",
    "source_url": "https://www.example.jp/r5.pdf",
    "shortfall_reason": "会場の工事が遅れました。",
    "next_step": "春に会場を決めます。",
}


@pytest.fixture
def alice() -> Client:
    indicator, person, bob = make_indicator(), make_alice(), make_bob()
    for year in (2023, 2024):
        make_cycle(year, by=bob)
    last: Entry = said("900", as_of=date(2024, 3, 31), **LAST)
    publish_value(indicator, 2023, last, by=person, publisher=bob)
    return client_of(person)


def typed(**more: Any) -> dict[str, Any]:
    return {"number": 1, "version": 0, "value_state": "actual", "value": "980", **more}


@pytest.mark.parametrize("field", [*LAST, "as_of"])
def test_one_press_fills_the_box_and_saves_nothing(alice: Client, field: str) -> None:
    page = alice.get(EDIT).content.decode()
    assert LAST.get(field, "令和7年3月31日と入れる") in page
    answer = alice.post(EDIT, typed(take=field))
    form = answer.context["form"]
    assert form[field].value() == {**LAST, "as_of": "令和7年3月31日"}[field], "the day is moved on by a year"
    assert form["value"].value() == "980", "what was typed stays"
    assert "まだ保存していません" in text_of(answer)
    assert "前の年度のまま" in text_of(answer)
    assert not Result.objects.filter(year=2024).exists()


def test_what_is_typed_is_not_covered(alice: Client) -> None:
    answer = alice.post(EDIT, typed(take="note", note="ことしの説明"))
    assert answer.context["form"]["note"].value() == "ことしの説明"
    assert "「説明」に入力があるので、引き継いでいません" in text_of(answer)
    assert "引き継げるものが、もうありません" in text_of(alice.post(EDIT, typed(take="value")))


def test_last_years_words_are_handed_in_with_a_word_alone(alice: Client) -> None:
    same = {"note": LAST["note"], "source": f" {LAST['source']}\r\n"}
    assert alice.post(EDIT, typed(action="draft", **same)).status_code == 302, "a draft may have them"
    page = alice.get(EDIT)
    assert [line.offer.field for line in page.context["carried"].same] == ["note", "source"], "the day after"
    again = {**same, "version": Result.objects.get(year=2024).version, "action": "submit"}
    for confirmed in ("", "note"):
        answer = alice.post(EDIT, typed(**again, confirmed=confirmed))
        assert "令和5年度の出典のままです" in text_of(answer), confirmed
    assert Result.objects.get(year=2024).state == "draft"
    alice.post(EDIT, typed(**again, confirmed="note source"))
    assert Result.objects.get(year=2024).state == "submitted"


def test_changed_words_ask_for_nothing(alice: Client) -> None:
    alice.post(EDIT, typed(action="submit", note="令和6年度は、会場を3つ増やしました。"))
    assert Result.objects.get(year=2024).state == "submitted"


def test_a_correction_offers_them_too(alice: Client) -> None:
    alice.post(EDIT, typed(action="submit"))
    result = Result.objects.get(year=2024)
    office = User.objects.get(username="bob")
    workflow.publish(record=result, version=result.version, by=office)
    alice.post(f"{EDIT}change/", {"kind": Kind.CORRECTION, "reason": "集計もれ"})
    answer = alice.post(EDIT, typed(take="source", number=2, version=1, reason="集計もれ"))
    assert answer.context["form"]["source"].value() == LAST["source"]
    assert answer.context["form"]["reason"].value() == "集計もれ"
