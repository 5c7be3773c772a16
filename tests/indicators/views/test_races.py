"""Races through the pages themselves, each person with a session of their own: what was answered as done is done.

Losers get 409 with what stands beside what they typed; nobody gets an error page, and nobody is kept waiting for ever.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from indicators import workflow
from indicators.models import Batch, Event, Publication, Result
from tests.indicators.factories import (
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_department,
    make_indicator,
    make_measure,
    make_user,
    said,
    submit_value,
)
from tests.indicators.pages import (
    asked_to_confirm,
    client_of,
    confirm,
    confirmed_form,
    fields_of,
    text_of,
)
from tests.indicators.test_races import ROUNDS, WRITERS, YEARS, at_once

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "tanuki-bayashi-1234"


@pytest.fixture
def world() -> SimpleNamespace:
    bob = make_bob()
    make_cycle(2024, by=bob)
    indicators = [make_indicator(letter=letter) for letter in "ABCD"]
    return SimpleNamespace(
        indicators=indicators, indicator=indicators[0], alice=make_alice(), bob=bob, carol=make_carol()
    )


def posting(client: Client, address: str, data: dict[str, Any]) -> Callable[[], Any]:
    return partial(client.post, address, data)


def confirming(client: Client, address: str, data: dict[str, Any]) -> Callable[[], Any]:
    """The button of the page of confirmation, which is shown first."""
    return posting(client, *confirmed_form(client.post(address, data)))


def answers(steps: Sequence[Callable[[], Any]]) -> tuple[list[Any], list[Any]]:
    """Who was sent on (done), and who got 409; any other answer has no place here."""
    found: list[Any] = list(at_once(*steps))
    codes = Counter(answer.status_code for answer in found)
    assert set(codes) <= {302, 409}, codes
    return [one for one in found if one.status_code == 302], [one for one in found if one.status_code == 409]


def entry(year: int = 2024) -> str:
    return f"/entry/43A/{year}/"


def typed(value: str, version: int, action: str = "draft") -> dict[str, Any]:
    note = f"{value}人と数えた"
    return {
        "number": 1,
        "version": version,
        "value_state": "actual",
        "value": value,
        "note": note,
        "action": action,
    }


def test_two_editors(world: SimpleNamespace):
    draft = workflow.save_draft(owner=world.indicator, year=2024, data=said("1"), by=world.alice)
    clients = [client_of(world.alice), client_of(world.bob)]
    edit = draft.version
    for number in range(ROUNDS):
        values = [str(1100 + number), str(2200 + number)]
        done, lost = answers(
            [posting(one, entry(), typed(value, edit)) for one, value in zip(clients, values, strict=True)]
        )
        assert (len(done), len(lost)) == (1, 1)
        stands = Result.objects.get()
        mine = next(value for value in values if int(value) != stands.value)
        page = text_of(lost[0])
        assert f"{stands.value:,.0f}人" in page
        assert f"{int(mine):,}人" in page
        assert f"{mine}人と数えた" in page, "what was typed beside it is kept, too"
        edit = stands.version
    assert Event.objects.filter(action="saved").count() == ROUNDS


def test_a_double_submit(world: SimpleNamespace):
    """A double click, in one session: one is done, the other is told that it is, and the value is handed in once."""
    alice = client_of(world.alice)
    for year in YEARS:
        # A text of its own: of last year's it would be asked whether it still holds.
        step = posting(alice, entry(year), {**typed("1300", 0, "submit"), "note": f"{year}年度に数えた"})
        done, lost = answers([step, step])
        assert (len(done), len(lost)) == (1, 1)
        assert "すでに「提出済」になっています" in text_of(lost[0])
        assert "1,300人" in text_of(lost[0])
        assert Result.objects.get(year=year).state == "submitted"
    assert Event.objects.filter(action="submitted").count() == ROUNDS


def test_two_publishers(world: SimpleNamespace):
    clients = [client_of(world.bob), client_of(world.carol)]
    for year in YEARS:
        result = submit_value(world.indicator, year, said("1300"), by=world.alice)
        decision = {"action": "publish", "version": result.version}
        done, lost = answers([confirming(one, f"/office/43A/{year}/", decision) for one in clients])
        assert (len(done), len(lost)) == (1, 1)
        assert "すでに「公表済」になっています" in text_of(lost[0])
        assert "1,300人" in text_of(lost[0])
    assert Publication.objects.count() == ROUNDS
    assert Event.objects.filter(action="published").count() == ROUNDS


def test_publish_against_edit(world: SimpleNamespace):
    """The office mends what it sent back while a colleague, who has the page from before, publishes."""
    bob, carol = client_of(world.bob), client_of(world.carol)
    for year in YEARS:
        result = submit_value(world.indicator, year, said("1300"), by=world.alice)
        back = {"action": "send_back", "version": result.version, "return_reason": "内訳を確かめて"}
        publish = {"action": "publish", "version": result.version}
        done, lost = answers(
            [posting(bob, f"/office/43A/{year}/", back), confirming(carol, f"/office/43A/{year}/", publish)]
        )
        assert (len(done), len(lost)) == (1, 1)
        state = Result.objects.get(year=year).state
        assert Publication.objects.filter(year=year).exists() is (state == "published")
        page = text_of(lost[0])
        assert ("差戻し" if state == "returned" else "公表済") in page
        # Whoever types from the page of before does not change what is out.
        answer = client_of(world.alice).post(entry(year), typed("9", 1))
        assert answer.status_code == 409
        assert "9人" in text_of(answer)
        assert "1,300人" in text_of(answer)
        assert Result.objects.get(year=year).value == 1300


def test_a_schedule_at_its_moment_against_a_sending_back(world: SimpleNamespace):
    carol = client_of(world.carol)
    for year in YEARS:
        results = [submit_value(one, year, said("1300"), by=world.alice) for one in world.indicators]
        now = timezone.now()
        batch, _ = workflow.schedule(
            chosen=[workflow.Chosen(one, one.version) for one in results],
            title=f"{year}年度の公表",
            announced_on=now.date(),
            scheduled_for=now + timedelta(microseconds=1),
            by=world.bob,
            now=now,
        )
        back = {"action": "send_back", "version": results[0].version, "return_reason": "確認"}
        _, answer = at_once(
            partial(call_command, "publish_due", verbosity=0), posting(carol, f"/office/43A/{year}/", back)
        )
        assert isinstance(answer, HttpResponse)
        state = Result.objects.get(pk=results[0].pk).state
        assert (answer.status_code, state) in [(302, "returned"), (409, "published")]
        refusals = list(batch.items.exclude(refusal="").values_list("result", flat=True))
        assert refusals == ([results[0].pk] if state == "returned" else [])
        assert Publication.objects.filter(batch=batch).count() == len(results) - len(refusals)
        assert Batch.objects.get(pk=batch.pk).published_at is not None


def test_the_queue_against_one_of_its_values(world: SimpleNamespace):
    """One is published alone while a colleague publishes all: who comes second reads which, and why."""
    bob, carol = client_of(world.bob), client_of(world.carol)
    for year in YEARS:
        results = [submit_value(one, year, said("1300"), by=world.alice) for one in world.indicators]
        many = {
            "action": "publish",
            "chosen": [f"{one.pk}:{one.version}" for one in results],
            "title": f"{year}年度の公表",
            "announced_on": "2026/6/30",
            "when": "now",
        }
        one = {"action": "publish", "version": results[0].version}
        done, lost = answers(
            [confirming(bob, "/office/queue/", many), confirming(carol, f"/office/43A/{year}/", one)]
        )
        assert (len(done), len(lost)) == (1, 1)
        assert "43A" in text_of(lost[0])
        assert "すでに「公表済」になっています" in text_of(lost[0])
        if asked_to_confirm(lost[0]):  # the queue: nothing went out, and what can go is asked anew
            assert Publication.objects.filter(year=year).count() == 1
            assert confirm(bob, lost[0]).status_code == 302
        assert Publication.objects.filter(year=year).count() == len(results)
    assert Event.objects.filter(action="published").count() == ROUNDS * 4


def test_a_table_against_the_form_of_one_of_its_rows(world: SimpleNamespace):
    alice, bob = client_of(world.alice), client_of(world.bob)
    for year in YEARS:
        grid = f"/entry/grid/{year}/?department=sangyo-shinko"
        table = fields_of(alice, grid, "43")
        for letter in "ABCD":
            table |= {f"43{letter}-value_state": "実績", f"43{letter}-value": "1,111"}
        form = typed("2222", 0)
        done, lost = answers(
            [posting(alice, grid, {**table, "action": "draft"}), posting(bob, entry(year), form)]
        )
        assert (len(done), len(lost)) == (1, 1)
        saved = Counter(int(result.value or 0) for result in Result.objects.filter(year=year))
        assert saved in (Counter({1111: 4}), Counter({2222: 1}))
        page = text_of(lost[0])
        assert "2,222" in page or "2222" in page
        assert "1,111" in page or "1,111" in lost[0].content.decode()


def test_thirty_two_who_saw_the_same(world: SimpleNamespace):
    """One is saved; thirty-one read what stands beside what they typed."""
    draft = workflow.save_draft(owner=world.indicator, year=2024, data=said("1"), by=world.alice)
    values = [1000 + number for number in range(WRITERS)]
    clients = [client_of(world.alice if number % 2 else world.bob) for number in range(WRITERS)]
    done, lost = answers(
        [
            posting(client, entry(), typed(str(value), draft.version))
            for client, value in zip(clients, values, strict=True)
        ]
    )
    assert (len(done), len(lost)) == (1, WRITERS - 1)
    stands = Result.objects.get().value
    assert stands is not None
    pages = [text_of(answer) for answer in lost]
    assert all(f"{stands:,.0f}人" in page for page in pages)
    for value in set(values) - {int(stands)}:
        assert sum(f"{value:,}人 まだ保存されていません" in page for page in pages) == 1
    assert Event.objects.filter(action="saved").count() == 1


def test_thirty_two_departments_on_the_last_day():
    """Each signs in, opens its table and its form, saves one and hands in the other; all at once, from one address."""
    make_cycle(2024, by=make_bob())
    desks: list[tuple[User, str]] = []
    for number in range(WRITERS):
        department = make_department(f"ka-{number}", f"第{number}課")
        measure = make_measure(100 + number)
        for letter in "AB":
            make_indicator(measure=measure, letter=letter, department=department)
        person = make_user(f"staff{number}", departments=(department,), password=PASSWORD)
        desks.append((person, str(measure.number)))

    def day(person: User, code: str) -> list[int]:
        client = Client()
        signed_in = client.post(
            "/login/", {"username": person.username, "password": PASSWORD, "next": "/entry/"}
        )
        form = {**fields_of(client, f"/entry/{code}A/2024/"), **typed(f"1{code}", 0, "submit")}
        handed_in = client.post(f"/entry/{code}A/2024/", form)
        grid = fields_of(client, "/entry/grid/2024/", code)
        grid |= {f"{code}B-value_state": "実績", f"{code}B-value": f"2{code}", "action": "draft"}
        saved = client.post("/entry/grid/2024/", grid)
        return [answer.status_code for answer in (signed_in, handed_in, saved, client.get("/entry/"))]

    found = at_once(*(partial(day, person, code) for person, code in desks))
    assert found == [[302, 302, 302, 200]] * WRITERS
    stored = Result.objects.values_list("indicator__measure__number", "indicator__letter", "state", "value")
    expected = {(int(code), "A", "submitted", int(f"1{code}")) for _, code in desks}
    expected |= {(int(code), "B", "draft", int(f"2{code}")) for _, code in desks}
    assert set(stored) == expected
    actions = Counter(Event.objects.values_list("action", flat=True))
    assert actions == {"login": WRITERS, "created": 2 * WRITERS, "submitted": WRITERS}
