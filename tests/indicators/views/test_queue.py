"""The review queue: many values published, scheduled or sent back at once, through the client."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from indicators import workflow
from indicators.models import Batch, Event, Publication, Result
from indicators.wording.people import person
from tests.indicators.factories import (
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_dave,
    make_department,
    make_indicator,
    make_threshold,
    said,
    submit_value,
)
from tests.indicators.pages import client_of, confirm, publish_by_hand

QUEUE, BATCHES = reverse("office:queue"), reverse("office:batches")


@pytest.fixture
def people(db: None) -> dict[str, Any]:
    return {"alice": make_alice(), "bob": make_bob(), "carol": make_carol(), "dave": make_dave()}


@pytest.fixture
def results(people: dict[str, Any]) -> list[Result]:
    """43A and 43B of 産業振興課, 43C of 財政課 with a warning: its value is that of the year before."""
    make_threshold()
    make_cycle(2024, by=people["bob"])
    other = make_department("zaisei", "財政課")
    indicators = [
        make_indicator(),
        make_indicator(letter="B", name="もう一つの指標"),
        make_indicator(letter="C", name="財政の指標", department=other, baseline_year=2023),
    ]
    values = [said("980"), said("990"), said("584", note="前の年度と同じでした。")]
    return [
        submit_value(indicator, 2024, entry, by=people["carol" if indicator.letter == "C" else "alice"])
        for indicator, entry in zip(indicators, values, strict=True)
    ]


def text_of(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def bob(people: dict[str, Any], results: list[Result]) -> Client:
    return client_of(people["bob"])


def _keys(results: list[Result]) -> list[str]:
    return [f"{result.pk}:{result.version}" for result in results]


def _posted(results: list[Result], **data: Any) -> dict[str, Any]:
    told = {"action": "publish", "title": "令和6年度実績の公表", "announced_on": "2025/6/30", "when": "now"}
    return {**told, "chosen": _keys(results), **data}


def test_the_queue_shows_what_a_reviewer_weighs(bob: Client):
    text = text_of(bob.get(QUEUE))
    assert "3件のうち3件を表示" in text
    assert 'value="令和6年度実績の公表"' in text
    assert "まったく同じ" in text
    assert "前の年度と同じでした。" in text


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({"department": "zaisei"}, ["43C"]),
        ({"show": "warned"}, ["43C"]),
        ({"show": "changes"}, []),
        ({"year": "2023"}, []),
        ({"department": "sangyo-shinko", "year": "2024", "show": "mine"}, ["43A", "43B"]),
        ({"department": "なし"}, []),
        ({"year": "x", "show": "x"}, []),
    ],
)
def test_filters(bob: Client, query: dict[str, str], codes: list[str]):
    text = text_of(bob.get(QUEUE, query))
    for code in ("43A", "43B", "43C"):
        assert (reverse("office:review", args=[code, 2024]) in text) == (code in codes)


def test_many_go_out_under_one_title(bob: Client, results: list[Result]):
    text = text_of(publish_by_hand(bob, QUEUE, _posted(results[:2]), follow=True))
    assert "「令和6年度実績の公表」として2件を公表しました" in text
    assert "1件のうち1件を表示" in text
    batch = Batch.objects.get()
    assert (batch.announced_on, batch.publications.count()) == (date(2025, 6, 30), 2)
    assert "令和6年度実績の公表" in text_of(bob.get(BATCHES))


def test_what_is_refused_is_named_with_its_reason(people: dict[str, Any], results: list[Result]):
    carol = client_of(people["carol"])
    page = carol.post(QUEUE, _posted(results))
    text = text_of(page)
    assert "2件を公表します、1件は残ります" in text
    assert "43C 財政の指標（令和6年度）" in text
    assert not Publication.objects.exists()
    assert "2件を公表しました" in text_of(confirm(carol, page, follow=True))
    assert Publication.objects.count() == 2


def test_an_edit_that_nobody_looked_at_stays_behind(
    bob: Client, people: dict[str, Any], results: list[Result]
):
    posted = _posted(results[:2])
    returned = workflow.send_back(
        record=results[0], version=results[0].version, reason="確認", by=people["carol"]
    )
    workflow.submit(
        owner=results[0].indicator,
        year=2024,
        by=people["alice"],
        version=returned.version,
        data=said("12345", note="増えました。"),
    )
    page = bob.post(QUEUE, posted)
    assert "1件を公表します、1件は残ります" in text_of(page)
    confirm(bob, page)
    assert [p.indicator.letter for p in Publication.objects.all()] == ["B"]
    # What it says now stands in the queue with what changed since it was sent back.
    assert "差戻しのあとの変更：値 980人 → 12,345人" in text_of(bob.get(QUEUE))


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "あ" * 101}, "title"),
        ({"announced_on": "6月"}, "announced_on"),
        ({"announced_on": ""}, "announced_on"),
        ({"when": "later", "day": "", "time": "9:00"}, "day"),
        ({"when": "later", "day": "2099/6/30", "time": "朝"}, "time"),
        ({"when": "later", "day": "2020/6/30", "time": "9:00"}, "day"),
        ({"action": "send_back", "return_reason": ""}, "return_reason"),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_is_lost(
    bob: Client, results: list[Result], data: dict[str, str], field: str
):
    text = text_of(bob.post(QUEUE, _posted(results[:1], **data)))
    assert f'href="#id_{field}"' in text
    assert f'value="{_keys(results)[0]}" checked' in text
    assert not Batch.objects.exists()
    assert set(Result.objects.values_list("state", flat=True)) == {"submitted"}


@pytest.mark.parametrize("chosen", [[], ["x"], ["1"], ["²:1"], ["99999999:1"], ["1:1:1", ":"]])
def test_nothing_chosen_is_said_in_words(bob: Client, chosen: list[str]):
    for action, words in (("publish", "公表するものを選んで"), ("send_back", "差し戻すものを選んで")):
        response = bob.post(
            QUEUE, {**_posted([]), "chosen": chosen, "action": action, "return_reason": "確認"}
        )
        assert words in text_of(response)


def test_a_publication_is_scheduled_and_given_up(bob: Client, results: list[Result]):
    day = timezone.localdate() + timedelta(days=3)
    data = _posted(results[:2], when="later", day=f"{day:%Y/%m/%d}", time="９時30分")
    assert "に予約しました" in text_of(publish_by_hand(bob, QUEUE, data, follow=True))
    batch = Batch.objects.get()
    moment = timezone.localtime(batch.scheduled_for)
    assert (moment.date(), moment.hour, moment.minute) == (day, 9, 30)
    assert not Publication.objects.exists()
    text = text_of(bob.get(BATCHES))
    assert "9:30に公表" in text
    cancel = reverse("office:cancel_batch", args=[batch.pk])
    assert "取り消しました" in text_of(bob.post(cancel, {"reason": "日を改める"}, follow=True))
    assert Event.objects.get(action="batch_cancelled").reason == "日を改める"
    assert "取り消されています" in text_of(bob.post(cancel, follow=True))


def test_many_are_sent_back(bob: Client, results: list[Result]):
    data = _posted(results[:2], action="send_back", return_reason="時点を確認してください。")
    assert "2件を差し戻しました" in text_of(bob.post(QUEUE, data, follow=True))
    assert Result.objects.filter(state="returned", return_reason="時点を確認してください。").count() == 2


@pytest.mark.parametrize("who", ["alice", "dave"])
def test_only_the_plan_office(people: dict[str, Any], results: list[Result], who: str):
    client = client_of(people[who])
    assert client.get(QUEUE).status_code == 403
    assert client.get(BATCHES).status_code == 403
    assert client.post(QUEUE, _posted(results)).status_code == 403
    assert client.post(reverse("office:cancel_batch", args=[1])).status_code == 403
    assert not Batch.objects.exists()


def test_unknown_actions_and_methods(bob: Client):
    assert bob.post(QUEUE, {"action": "delete"}).status_code == 400
    assert bob.get(reverse("office:cancel_batch", args=[1])).status_code == 405
    assert bob.post(reverse("office:cancel_batch", args=[1])).status_code == 404


def test_the_queue_asks_as_often_for_three_as_for_thirty(
    people: dict[str, Any], results: list[Result], django_assert_num_queries: Any
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    bob = client_of(people["bob"])
    bob.get(QUEUE)
    with CaptureQueriesContext(
        connection,
    ) as few:
        bob.get(QUEUE)
    for letter in "DEFGHIJKLMNOPQRSTUVWXYZ":
        submit_value(make_indicator(letter=letter), 2024, said("900"), by=people["alice"])
    with django_assert_num_queries(len(few)):
        bob.get(QUEUE)


def _away(how: str, record: Result, people: dict[str, Any]) -> None:
    """Somebody does something else with a record that bob has on his screen."""
    alice, carol = people["alice"], people["carol"]
    about: dict[str, Any] = {"record": record, "version": record.version}
    if how == "published":
        workflow.VALUES.publish(**about, by=carol)
    elif how == "taken back":
        workflow.VALUES.take_back(**about, by=alice)
    else:
        returned = workflow.send_back(**about, reason="確認", by=carol)
        if how == "discarded":
            workflow.discard(record=returned, version=returned.version, by=alice)


@pytest.mark.parametrize("action", ["publish", "send_back"])
@pytest.mark.parametrize(
    ("how", "who", "words"),
    [
        ("published", "carol", "すでに「公表済」になっています（{who}が{day}に公表しました）"),
        ("sent back", "carol", "差し戻されています（{who}が{day}に差し戻しました）。いまは「差戻し」です"),
        ("taken back", "alice", "引き戻されています（{who}が{day}に引き戻しました）。いまは「下書き」です"),
        ("discarded", "alice", "すでに取りやめられています（{who}が{day}に取りやめました）"),
    ],
    ids=["published", "sent back", "taken back", "discarded"],
)
def test_what_is_gone_meanwhile_is_named_with_who_and_when(
    bob: Client, people: dict[str, Any], results: list[Result], how: str, who: str, words: str, action: str
):
    posted = _posted(results[:2], action=action, return_reason="確認")
    _away(how, results[0], people)
    day = r"\d+月\d+日 \d+:\d\d"
    said = re.escape(words).replace(r"\{who\}", person(people[who])).replace(r"\{day\}", day)
    page = bob.post(QUEUE, posted)
    assert re.search(rf"43A [^<]*（令和6年度）：[^<]*{said}", text_of(page)), text_of(page)
    if action == "publish":
        assert "1件を公表します、1件は残ります" in text_of(page)
        confirm(bob, page)
        assert [one.indicator.letter for one in Publication.objects.filter(published_by=people["bob"])] == [
            "B"
        ]
    else:
        returned = Event.objects.filter(action="sent_back", by=people["bob"])
        assert [one.indicator.letter for one in returned if one.indicator] == ["B"]
        # Of one that is gone alone nothing is done, and it is told all the same.
    answer = text_of(bob.post(QUEUE, {**posted, "chosen": posted["chosen"][:1]}))
    assert re.search(rf"43A[^<]*（令和6年度）：[^<]*{said}", answer), answer
