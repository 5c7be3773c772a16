"""The office's first page says what is next; the request, the reminder and the question for newer values really go out."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from indicators import outbox, workflow
from indicators.models import Cycle, Event, Mail
from tests.indicators.city import City
from tests.indicators.factories import (
    NOON,
    make_bob,
    make_carol,
    make_cycle,
    publish_value,
    said,
    submit_value,
)
from tests.indicators.pages import client_of, text_of

pytestmark = pytest.mark.django_db
APRIL = datetime(2026, 4, 10, 0, tzinfo=UTC)


@pytest.fixture
def office(city: City) -> Client:
    return client_of(city.bob)


def _address(person: Any, address: str) -> None:
    person.email = address
    person.save()


def _sent() -> list[tuple[list[str], str, str]]:
    outbox.deliver(now=datetime.now(UTC) + timedelta(minutes=1))
    return [(one.to, str(one.subject), str(one.body)) for one in mail.outbox]


def test_the_request_of_a_cycle_is_mailed_to_each_person_with_what_is_asked(city: City) -> None:
    """Alice tends three departments (41A, 43A, 44A, 44B and 47A): hers are named, another department's are not."""
    _address(city.alice, "alice@city.example")
    with time_machine.travel(APRIL, tick=False):
        client = client_of(city.bob)
        page = client.get(reverse("office:cycles"))
        assert "担当者のいない主担当課があります" in text_of(page)
        # Two months on, at a month's end; two weeks and three days before, on a Friday where that is a Saturday.
        for proposed in ("令和8年6月30日", "令和8年6月16日", "令和8年6月26日"):
            assert proposed in page.content.decode(), proposed
        said_so = client.post(
            reverse("office:cycles"),
            {"year": "2025", "due_on": "令和8年6月30日", "instructions": "資料を付けてください"},
            follow=True,
        )
        assert "3課の1人に、依頼のメールを送ります" in text_of(said_so)
        assert "メールの届く担当者がいない課があります" in text_of(said_so)
        (to, subject, body) = _sent()[0]
    assert (to, len(mail.outbox)) == (["alice@city.example"], 1)
    assert "令和7年度" in subject
    own = city.indicator("43A")
    assert "（5件）" in subject
    assert "期限は2026年6月30日です" in body
    assert f"43A {own.name}" in body
    assert "/entry/43A/2025/" in body
    assert "資料を付けてください" in body
    assert "46A" not in body
    event = Event.objects.get(action="cycle_mailed")
    assert (event.year, event.detail["people"], event.by) == (2025, 1, city.bob)


def test_a_refused_opening_mails_nobody(city: City) -> None:
    _address(city.alice, "alice@city.example")
    with pytest.raises(workflow.WrongState):
        workflow.open_cycle(
            plan=Cycle.objects.get(year=2024).plan, year=2024, due_on=date(2099, 1, 1), by=city.bob
        )
    assert not Mail.objects.exists()


def test_late_departments_are_reminded_by_one_press_once_a_day(city: City) -> None:
    _address(city.alice, "alice@city.example")
    cycle = Cycle.objects.get(year=2024)
    with time_machine.travel(APRIL, tick=False):
        client = client_of(city.bob)
        page = text_of(client.get(reverse("office:board")))
        days = (date(2026, 4, 10) - cycle.due_on).days
        assert f"{days}日超過" in page
        assert "に催促する" in page
        told = client.post(reverse("office:board"), {"remind": cycle.pk}, follow=True)
        assert "2課の1人にメールを送ります" in text_of(told)
        assert "最後の催促は2026年4月10日" in text_of(told)
        again = client.post(reverse("office:board"), {"remind": cycle.pk}, follow=True)
        assert "きょうすでに送りました" in text_of(again)
        bodies = [body for _, subject, body in _sent() if "催促" in subject]
    assert len(bodies) == 1
    assert "で、過ぎています" in bodies[0]
    with time_machine.travel(APRIL + timedelta(days=1), tick=False):
        workflow.remind(cycle=cycle, by=city.bob)
    assert Mail.objects.count() == 2


def test_nobody_but_the_office_reminds(city: City) -> None:
    cycle = Cycle.objects.get(year=2024)
    for person in (city.alice, city.dave):
        with pytest.raises(workflow.NotAllowed):
            workflow.remind(cycle=cycle, by=person)
        with pytest.raises(workflow.NotAllowed):
            workflow.ask_for_newer(plan=cycle.plan, by=person)
        assert client_of(person).post(reverse("office:follow_up")).status_code == 403
    assert not Mail.objects.exists()


def test_a_reminder_that_reaches_nobody_says_so_and_leaves_no_line(city: City, office: Client) -> None:
    cycle = Cycle.objects.get(year=2024)
    told = office.post(reverse("office:board"), {"remind": cycle.pk}, follow=True)
    assert "メールアドレスのある担当者が、どの課にもいません" in text_of(told)
    assert not Event.objects.filter(action="cycle_mailed").exists()


def test_what_is_not_final_has_a_list_and_one_mail(city: City) -> None:
    """44A's 見込 was due on October 30, 2025: on November 2 it is three days over."""
    _address(city.alice, "alice@city.example")
    own = city.indicator("44A")
    publish_value(
        own,
        2024,
        said("60.1", "provisional", expected_on=date(2025, 10, 30)),
        by=city.alice,
        publisher=city.bob,
    )
    with time_machine.travel(datetime(2025, 11, 2, 3, tzinfo=UTC), tick=False):
        client = client_of(city.bob)
        page = client.get(reverse("office:follow_up"))
        assert "3日超過" in text_of(page)
        assert "速報" in text_of(page)
        assert "公表予定を過ぎた1件の新しい値を頼む" in text_of(client.get(reverse("office:board")))
        told = client.post(reverse("office:follow_up"), follow=True)
        assert "1課の1人にメールを送ります" in text_of(told)
        assert "きょうすでに送りました" in text_of(client.post(reverse("office:follow_up"), follow=True))
        (_, subject, body) = _sent()[0]
    assert "公表予定を過ぎた値のお願い（1件）" in subject
    assert "公表予定 2025年10月30日" in body
    assert "/entry/44A/2024/change/" in body


def test_the_first_page_begins_with_what_waits_longest_for_this_reader(city: City) -> None:
    """Of the city: 43A was submitted on May 1, 2025."""
    with time_machine.travel(NOON + timedelta(days=5)):
        page = client_of(city.bob).get(reverse("office:board"))
    text = text_of(page)
    assert "43Aを確認する。5日待っています。" in text
    assert text.index("次にすること") < text.index("確認を待っているもの")
    assert "令和6年度（2024年度）は、11件のうち2件を公表しました" in text
    assert "1件が待っています" in text


def test_what_the_reader_entered_is_not_theirs_to_check_next(city: City) -> None:
    submit_value(city.indicator("44A"), 2024, said("60.1"), by=city.bob)
    carol = make_carol()
    own, other = (text_of(client_of(one).get(reverse("office:board"))) for one in (city.bob, carol))
    assert "ほかに1件あります" not in own
    assert "ほかに1件あります" in other


def test_first_steps_name_people_mail_and_the_first_cycle(city: City, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    _address(city.bob, "bob@city.example")
    client = client_of(city.bob)
    text = text_of(client.get(reverse("office:first_steps")))
    for words in (
        "あなたのパスワード",
        "最初のまま",
        "主担当課の担当者",
        "最初のサイクル",
        "まだ送っていません",
    ):
        assert words in text, words
    told = client.post(reverse("office:first_steps"), follow=True)
    assert "bob@city.exampleにテストメールを送ります" in text_of(told)
    assert [to for to, _, _ in _sent()] == [["bob@city.example"]]
    assert "送れることを確かめました" in text_of(client.get(reverse("office:first_steps")))


def test_reminders_that_were_only_proposed_follow_the_day_that_is_typed(city: City) -> None:
    """Due on June 10, 2026: three days before is Sunday, so Friday the 5th; two weeks before is May 27."""
    with time_machine.travel(APRIL, tick=False):
        data = {"year": "2025", "first_reminder_on": "令和8年6月16日", "second_reminder_on": "令和8年6月26日"}
        answer = client_of(city.bob).post(reverse("office:cycles"), {**data, "due_on": "令和8年6月10日"})
    assert answer.status_code == 302
    cycle = Cycle.objects.get(year=2025)
    assert (cycle.first_reminder_on, cycle.second_reminder_on) == (date(2026, 5, 27), date(2026, 6, 5))


def test_the_days_proposed_for_a_running_year_come_after_its_end(city: City) -> None:
    make_cycle(2025, by=city.bob)
    with time_machine.travel(APRIL, tick=False):
        page = client_of(city.bob).get(reverse("office:cycles")).content.decode()
    assert 'name="due_on" value="令和9年5月31日"' in page


def test_a_year_that_has_not_begun_has_no_cycle(city: City) -> None:
    plan = Cycle.objects.get(year=2024).plan
    with time_machine.travel(APRIL, tick=False):
        page = client_of(city.bob).get(reverse("office:cycles")).content.decode()
        assert 'value="2026"' in page
        with pytest.raises(workflow.WrongState, match="期間にありません"):
            workflow.open_cycle(plan=plan, year=2027, due_on=date(2099, 1, 1), by=city.bob)
    early = datetime(2026, 3, 31, 14, 59, tzinfo=UTC)  # the last minute of fiscal 2025 in Japan
    with time_machine.travel(early, tick=False):
        assert 'value="2026"' not in client_of(city.bob).get(reverse("office:cycles")).content.decode()
        with pytest.raises(workflow.WrongState, match="まだ始まっていません"):
            workflow.open_cycle(plan=plan, year=2026, due_on=date(2099, 1, 1), by=city.bob)


def test_a_new_cycle_hides_no_department_that_owes_the_year_before(city: City) -> None:
    _address(city.alice, "alice@city.example")
    with time_machine.travel(APRIL, tick=False):
        workflow.open_cycle(
            plan=Cycle.objects.get(year=2024).plan, year=2025, due_on=date(2026, 6, 30), by=city.bob
        )
        text = text_of(client_of(city.bob).get(reverse("office:board")))
        assert "令和7年度（2025年度）は、11件のうち0件を公表しました" in text
        assert "令和6年度の期限を過ぎた" in text


def test_without_a_mail_server_nothing_claims_to_have_been_sent(city: City, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    _address(city.alice, "alice@city.example")
    cycle = Cycle.objects.get(year=2024)
    with time_machine.travel(APRIL, tick=False):
        client = client_of(city.bob)
        assert "催促のメールを送る" not in text_of(client.get(reverse("office:board")))
        told = client.post(reverse("office:board"), {"remind": cycle.pk}, follow=True)
        assert "メールサーバーが設定されていないので、メールは送れません" in text_of(told)
        page = client.get(reverse("office:cycles"))
        days = {"due_on": "令和8年6月30日", "remind_on": "", "instructions": "まず43から"}
        said = text_of(client.post(reverse("office:cycles"), {"year": 2025, **days}, follow=True))
        assert "依頼のメールは送れません。下の「依頼の紙」を印刷して渡してください" in said, text_of(page)
        assert "メールの届く担当者がいない課" not in said
        paper = text_of(client.get(reverse("office:cycle_requests", args=[2025])))
        for words in (
            "産業振興課",
            "43A 移住・定住相談窓口利用登録者数",
            "期限は2026年6月30日",
            "まず43から",
            "/entry/",
        ):
            assert words in paper, words
    assert not Mail.objects.exists()
    assert Event.objects.get(action="cycle_mailed").detail["people"] == 0


def test_before_a_plan_is_public_the_first_steps_come_first(client: Client, db: None) -> None:
    text = text_of(client_of(make_bob()).get(reverse("office:board")))
    assert "はじめの準備が、あと" in text
