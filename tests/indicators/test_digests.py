"""The mail of the day: what is due or sent back, once a day at most, to whom it concerns (docs/product.md §2)."""

from datetime import date, datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused
from types import SimpleNamespace as World
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators import digests, outbox, workflow
from indicators.models import Cycle, Digest, Mail, ManagersMail, Target
from tests.indicators.factories import (
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_department,
    make_indicator,
    make_plan,
    make_threshold,
    make_user,
    publish_value,
    said,
    submit_value,
)

JAPAN = ZoneInfo("Asia/Tokyo")


def _at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2025, month, day, hour, tzinfo=JAPAN)


@pytest.fixture
def world(db: None) -> World:
    """A cycle with reminders on May 10 and 20, due on May 30; Alice leads 43A, Erin another department's 44A."""
    make_threshold()
    other = make_department("zaisei", "財政課")
    world = World(
        alice=make_alice(), bob=make_bob(), carol=make_carol(), erin=make_user("erin", departments=(other,))
    )
    for person in (world.alice, world.bob, world.erin):
        person.email = f"{person.username}@city.example.jp"
        person.save()
    world.indicator = make_indicator()
    world.others = make_indicator(letter="B", name="ほかの課の指標", department=other)
    world.cycle = workflow.open_cycle(
        plan=make_plan(),
        year=2024,
        due_on=date(2025, 5, 30),
        first_reminder_on=date(2025, 5, 10),
        second_reminder_on=date(2025, 5, 20),
        instructions="時点を忘れずに。",
        by=world.bob,
        now=_at(4, 7),
    )
    Mail.objects.all().delete()  # the request that went out with the opening is another mail (test_year_round)
    return world


def _submit(world: World, now: datetime) -> Any:
    return workflow.submit(
        owner=world.indicator, year=2024, by=world.alice, version=0, data=said("980"), now=now
    )


def send_digests(now: datetime) -> int:
    """Write the mails of the day, and send them."""
    written = digests.write_digests(now=now)
    outbox.deliver(now=now)
    return written


def _received() -> list[tuple[str, str]]:
    found = [(message.to[0].split("@")[0], str(message.subject)) for message in mail.outbox]
    mail.outbox.clear()
    return found


def test_nobody_hears_before_the_first_reminder(world: World):
    assert send_digests(now=_at(5, 9)) == 0
    assert _received() == []


def test_reminders_go_to_who_has_something_to_enter(world: World):
    _submit(world, _at(5, 1))
    send_digests(now=_at(5, 10))
    [message] = mail.outbox
    assert message.to == ["erin@city.example.jp"]
    assert message.subject == "【基本計画のいま】入力のお願い1件"
    for words in (
        "ほかの課の指標",
        "期限 2025年5月30日",
        "時点を忘れずに。",
        "http://127.0.0.1:8000/entry/43B/2024/",
    ):
        assert words in message.body, words
    assert "移住・定住" not in message.body


def test_each_reminder_comes_once_even_when_a_day_was_missed(world: World):
    _submit(world, _at(5, 1))
    days = [(5, 12), (5, 13), (5, 24), (5, 25), (5, 30), (5, 31), (6, 1)]
    told = {day: len([send_digests(now=_at(*day)), *_received()]) - 1 for day in days}
    assert told == {(5, 12): 1, (5, 13): 0, (5, 24): 1, (5, 25): 0, (5, 30): 0, (5, 31): 1, (6, 1): 0}


def test_a_look_with_nothing_to_say_reads_no_figures(world: World):
    """However often it comes: before the first reminder, and once the day's mails are written."""

    def asks_for_targets(now: datetime) -> bool:
        with CaptureQueriesContext(connection) as asked:
            digests.write_digests(now=now)
        return any(Target._meta.db_table in query["sql"] for query in asked.captured_queries)

    assert not asks_for_targets(_at(5, 9))
    assert asks_for_targets(_at(5, 10))
    assert Digest.objects.count() == 2
    assert not asks_for_targets(_at(5, 10, 10))


def test_one_mail_a_day_at_most(world: World):
    result = _submit(world, _at(5, 1))
    send_digests(now=_at(5, 10, 8))
    assert [who for who, _ in _received()] == ["erin"]
    returned = workflow.send_back(
        record=result, version=1 + 1, reason="時点を確認してください。", by=world.bob, now=_at(5, 10, 9)
    )
    send_digests(now=_at(5, 10, 10))
    # Alice had no mail yet today: she hears of both at once, Erin of nothing again.
    assert _received() == [("alice", "【基本計画のいま】差戻し1件・入力のお願い1件")]
    send_digests(now=_at(5, 10, 11))
    send_digests(now=_at(5, 11))
    assert _received() == []
    assert returned.state == "returned"
    assert Digest.objects.count() == 2


def test_each_sending_back_is_told_once(world: World):
    result = _submit(world, _at(5, 1))
    for day, reason in ((2, "一つ目"), (3, "二つ目")):
        result = workflow.send_back(
            record=result, version=result.version, reason=reason, by=world.bob, now=_at(5, day, 8)
        )
        send_digests(now=_at(5, day))
        assert reason in mail.outbox[0].body
        assert _received() == [("alice", "【基本計画のいま】差戻し1件")]
        send_digests(now=_at(5, day, 23))
        assert _received() == []
        result = workflow.submit(owner=world.indicator, year=2024, by=world.alice, version=result.version)


def test_the_office_hears_what_a_schedule_left_behind(world: World):
    result = _submit(world, _at(5, 1))
    workflow.schedule(
        chosen=[workflow.Chosen(result, result.version)],
        title="令和6年度実績の公表",
        announced_on=date(2025, 5, 3),
        scheduled_for=_at(5, 3),
        by=world.bob,
        now=_at(5, 1),
    )
    workflow.send_back(record=result, version=2, reason="確認", by=world.carol, now=_at(5, 2))
    workflow.publish_due(now=_at(5, 3))
    send_digests(now=_at(5, 3, 10))
    told = {message.to[0].split("@")[0]: message.body for message in mail.outbox}
    assert set(told) == {"alice", "bob"}
    assert "令和6年度実績の公表：移住・定住相談窓口利用登録者数" in told["bob"]
    mail.outbox.clear()
    send_digests(now=_at(5, 4))
    assert _received() == []


def test_who_left_or_has_no_address_gets_no_mail(world: World):
    world.alice.is_active = False
    world.alice.save()
    world.erin.email = ""
    world.erin.save()
    assert send_digests(now=_at(5, 10)) == 0
    assert not Digest.objects.exists()


def test_a_mail_that_fails_is_sent_at_a_later_run(
    world: World, monkeypatch: pytest.MonkeyPatch, time_machine: Any
):
    """The mail server is away at first, and takes only the second of two mails when it is back."""
    time_machine.move_to(_at(5, 10))
    good = mail.get_connection

    def away(*args: Any, **kwargs: Any) -> Any:
        raise ConnectionRefusedError("mail server away")

    class TakesOne(type(good())):  # type: ignore[misc]
        def send_messages(self, messages: list[Any]) -> int:
            if messages[0].to[0].startswith("alice"):
                raise SMTPDataError(451, b"try again later")
            return super().send_messages(messages)

    monkeypatch.setattr("indicators.outbox.delivery.get_connection", away)
    with pytest.raises(CommandError, match="メールサーバーにつながりません"):
        call_command("send_reminders")
    assert _received() == []
    monkeypatch.setattr("indicators.outbox.delivery.get_connection", TakesOne)
    with pytest.raises(CommandError, match="送れなかったメールが1通"):
        call_command("send_reminders")
    assert [who for who, _ in _received()] == ["erin"]
    monkeypatch.setattr("indicators.outbox.delivery.get_connection", good)
    time_machine.move_to(_at(5, 10, 10))
    call_command("send_reminders")
    assert [who for who, _ in _received()] == ["alice"]


def test_what_was_given_up_is_said_again_by_the_next_mornings_mail(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    """The mail that is given up keeps no text: nothing of it is lost all the same, and nothing is said twice a day."""
    good = outbox.delivery.get_connection  # type: ignore[attr-defined]

    class Refuses(type(good())):  # type: ignore[misc]
        def send_messages(self, messages: list[Any]) -> int:
            raise SMTPRecipientsRefused({messages[0].to[0]: (550, b"no such person")})

    with monkeypatch.context() as patch:
        patch.setattr("indicators.outbox.delivery.get_connection", Refuses)
        digests.write_digests(now=_at(5, 10))
        assert outbox.deliver(now=_at(5, 10)).given_up == 2
    assert list(Mail.objects.values_list("body", flat=True)) == ["", ""]
    assert digests.write_digests(now=_at(5, 10, 15)) == 0
    assert send_digests(now=_at(5, 11)) == 2
    assert send_digests(now=_at(5, 12)) == 0


def test_a_closed_cycle_asks_for_nothing(world: World):
    Cycle.objects.update(closed_at=_at(5, 9), closed_by=world.bob)
    assert send_digests(now=_at(5, 31) + timedelta(days=30)) == 0


def test_publications_that_are_due_are_done_by_a_command(
    world: World, capsys: pytest.CaptureFixture[str], time_machine: Any
):
    result = _submit(world, _at(5, 1))
    workflow.schedule(
        chosen=[workflow.Chosen(result, result.version)],
        title="令和6年度実績の公表",
        announced_on=date(2025, 5, 3),
        scheduled_for=_at(5, 3),
        by=world.bob,
        now=_at(5, 1),
    )
    time_machine.move_to(_at(5, 2))
    call_command("publish_due")
    time_machine.move_to(_at(5, 3))
    call_command("publish_due")
    assert capsys.readouterr().out == "「令和6年度実績の公表」を公表しました（公表できなかった値 0件）。\n"


# --- Managers who chose to be told --------------------------------------------------------------------


@pytest.fixture
def dave(world: World) -> Any:
    """A manager who chose it on April 8."""
    dave = make_user("dave", manager=True, email="dave@city.example.jp")
    ManagersMail.objects.create(user=dave, since=_at(4, 8), told_until=_at(4, 8))
    return dave


def _publish(world: World, year: int, entry: workflow.Entry, now: datetime) -> None:
    if year != 2024:
        make_cycle(year, by=world.bob)
    publish_value(world.indicator, year, entry, by=world.alice, publisher=world.bob, now=now)


def _bodies(to: str) -> list[str]:
    found = [str(message.body) for message in mail.outbox if message.to == [f"{to}@city.example.jp"]]
    mail.outbox.clear()
    return found


def test_a_manager_hears_of_a_verdict_once_with_reason_and_next_step(world: World, dave: Any):
    """43A leads from 584 (2022) to 2,000 (2026): 938 is expected in 2023, 1,292 in 2024."""
    why = {"shortfall_reason": "周知が足りませんでした。", "next_step": "窓口を増やします。"}
    _publish(world, 2023, said("600", note="事情", **why), _at(4, 10))
    send_digests(now=_at(4, 11))
    [body] = _bodies("dave")
    assert "■ 判定が変わった指標" in body
    assert "主担当 産業振興課" in body
    assert "→ 遅れ（令和5年度" in body
    assert "理由：周知が足りませんでした。\n  次に：窓口を増やします。" in body
    send_digests(now=_at(4, 12))
    assert _bodies("dave") == []
    # What is typed is no news, and no figure of it goes out; what is published is.
    result = submit_value(world.indicator, 2024, said("1300"), by=world.alice, now=_at(4, 13))
    send_digests(now=_at(4, 14))
    assert _bodies("dave") == []
    workflow.publish(record=result, version=result.version, by=world.bob, now=_at(4, 15))
    send_digests(now=_at(4, 16))
    [body] = _bodies("dave")
    assert "遅れ（令和5年度） → 順調（令和6年度" in body
    assert "理由：" not in body


def test_a_manager_hears_of_days_that_passed_after_the_choice(world: World, dave: Any):
    send_digests(now=_at(5, 31))
    [body] = _bodies("dave")
    assert "令和6年度の報告の期限（2025年5月30日）を過ぎて届いていないもの　2件" in body
    assert "・財政課　1件" in body
    send_digests(now=_at(6, 1))
    assert _bodies("dave") == []
    ManagersMail.objects.update(since=_at(6, 2))
    Digest.objects.all().delete()
    send_digests(now=_at(6, 3))
    assert _bodies("dave") == []


def test_who_may_not_read_the_dashboard_any_more_hears_nothing_of_it(world: World, dave: Any):
    dave.memberships.all().delete()
    _publish(world, 2023, said("600", note="事情"), _at(4, 10))
    send_digests(now=_at(4, 11))
    assert _bodies("dave") == []


def test_only_who_chose_it_is_told(world: World, client: Any):
    dave = make_user("dave", manager=True, email="dave@city.example.jp")
    client.force_login(dave)
    _publish(world, 2023, said("600", note="事情"), _at(4, 10))
    send_digests(now=_at(4, 11))
    assert _bodies("dave") == []
    assert client.post("/mail/", {"wanted": "1"}).status_code == 302
    assert "お知らせしています" in client.get("/mail/").content.decode()
    assert client.post("/mail/", {}).status_code == 302
    assert not ManagersMail.objects.exists()
    client.force_login(world.alice)
    assert client.post("/mail/", {"wanted": "1"}).status_code == 403
