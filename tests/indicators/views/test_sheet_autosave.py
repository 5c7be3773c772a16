"""The draft of an evaluation sheet that its page keeps by itself, and what stands beside the text while it is written."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from indicators.models import EvaluationSheet, Event
from measures.models import Statement
from tests.indicators.factories import (
    make_alice,
    make_bob,
    make_cycle,
    make_indicator,
    make_measure,
    publish_sheet,
    sheet_said,
    submit_sheet,
)
from tests.indicators.pages import client_of, text_of

pytestmark = pytest.mark.django_db
YEAR = 2024
ENTRY = f"/entry/sheets/43/{YEAR}/"


@pytest.fixture
def world() -> SimpleNamespace:
    alice, bob = make_alice(), make_bob()
    make_cycle(YEAR - 1, by=bob)
    make_cycle(YEAR, by=bob)
    make_indicator()
    return SimpleNamespace(alice=alice, bob=bob, measure=make_measure(), client=client_of(alice))


def keep(client: Client, record: int | None = None, version: int = 0, **typed: str) -> Any:
    told = {"record": record or "", "version": version, "action": "draft"}
    blank = dict.fromkeys(("achievements", "challenges", "next_steps", "rating"), "")
    return client.post(ENTRY, {**told, **blank, **typed}, headers={"accept": "application/json"})


def test_a_page_keeps_its_draft_and_says_where_it_stands(world: SimpleNamespace) -> None:
    assert keep(world.client).json() == {"record": None, "version": 0, "saved_at": ""}
    assert not EvaluationSheet.objects.exists()
    first = keep(world.client, achievements="講座を12回").json()
    assert first["saved_at"]
    # The same words again, and the same while the answer was lost on its way: nothing is written a second time.
    assert (
        keep(world.client, first["record"], first["version"], achievements="講座を12回").json()["version"]
        == 1
    )
    assert keep(world.client, achievements="講座を12回").json()["version"] == 1
    assert keep(world.client, first["record"], 1, achievements="講座を13回").json()["version"] == 2
    sheet = EvaluationSheet.objects.get()
    assert (sheet.state, sheet.achievements, Event.objects.count()) == ("draft", "講座を13回", 2)
    assert keep(world.client, sheet.pk, 2, achievements="あ" * 2001).status_code == 422


def test_of_two_people_the_second_sees_both_and_nothing_is_lost(world: SimpleNamespace) -> None:
    kept = keep(world.client, achievements="アリスの文").json()
    refused = keep(client_of(world.bob), achievements="ボブの文")
    assert refused.status_code == 409
    told = refused.json()
    assert "アリスの文" in told["box"]
    assert "ボブの文" in told["box"]
    assert told["again"] == {"record": kept["record"], "version": 1}
    assert EvaluationSheet.objects.get().achievements == "アリスの文"
    # 「自分の文で上書きを続ける」 sends it again on top of what stands.
    assert keep(client_of(world.bob), **told["again"], achievements="ボブの文").json()["version"] == 2


def test_what_was_handed_in_is_kept_no_more(world: SimpleNamespace) -> None:
    sheet = submit_sheet(world.measure, YEAR, by=world.alice)
    refused = keep(world.client, sheet.pk, sheet.version, achievements="あとから")
    assert (refused.status_code, refused.json()["again"]) == (409, None)
    assert EvaluationSheet.objects.get().achievements == sheet_said()["achievements"]


def test_the_plan_and_the_year_before_stand_beside_the_text(world: SimpleNamespace) -> None:
    Statement.objects.create(measure=world.measure, section="issue", order=1, summary="担い手が足りません")
    publish_sheet(
        world.measure, YEAR - 1, by=world.alice, publisher=world.bob, achievements="前の年の成果です"
    )
    page = text_of(world.client.get(ENTRY))
    assert "担い手が足りません" in page
    assert "前の年の成果です" in page
    assert 'data-autosave="draft"' in world.client.get(ENTRY).content.decode()


def test_a_text_of_the_year_before_is_taken_over_and_handed_in_with_a_word_alone(
    world: SimpleNamespace,
) -> None:
    publish_sheet(world.measure, YEAR - 1, by=world.alice, publisher=world.bob, challenges="前の年の課題です")
    typed = {"record": "", "version": "0", **sheet_said(), "challenges": ""}
    taken = world.client.post(ENTRY, {**typed, "take": "challenges"})
    assert "引き継いで、欄に入れました" in text_of(taken)
    assert "前の年の課題です</textarea>" in taken.content.decode()
    assert not EvaluationSheet.objects.filter(year=YEAR).exists()
    whole = {
        **typed,
        "challenges": "前の年の課題です",
        "achievements": "この年の成果",
        "next_steps": "この年から",
    }
    assert "令和5年度の課題のままです" in text_of(world.client.post(ENTRY, {**whole, "action": "submit"}))
    world.client.post(ENTRY, {**whole, "action": "submit", "confirmed": "challenges"})
    assert EvaluationSheet.objects.get(year=YEAR).state == "submitted"
