"""Notices: whom what concerns, on the screen and by mail, once each, under the rights of the moment (docs/decisions/0047)."""

from datetime import date, datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused
from types import SimpleNamespace as World
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators import notices, outbox, workflow
from indicators.models import (
    ComparisonSeries,
    ComparisonValue,
    Cycle,
    DeedLead,
    Event,
    Mail,
    Notice,
    NoticeChoice,
    NoticeCursor,
    RouteSeat,
    Target,
)
from indicators.notices.actions import FOR_TWO, MATTERS_SETTLE
from indicators.notices.telling import OF_PLAN
from indicators.workflow import COMPARISONS, DEEDS, SHEETS, SPENDING
from tests.indicators.factories import (
    line_of,
    load_fixtures,
    make_aims,
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
    submit_comparison,
    submit_deed,
    submit_sheet,
    submit_spending,
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
    # The request that went out with the opening (test_year_round) was looked through and read.
    notices.look_through(now=_at(4, 7))
    Mail.objects.all().delete()
    Notice.objects.all().delete()
    # What waits for the office stands on Bob's screen alone, so that his mails tell of the rest.
    NoticeChoice.objects.create(user=world.bob, kind="approval", how="none", since=_at(4, 7))
    return world


def _submit(world: World, now: datetime) -> Any:
    return workflow.submit(
        owner=world.indicator, year=2024, by=world.alice, version=0, data=said("980"), now=now
    )


def keep(now: datetime) -> int:
    """What the keeper does at such a moment: look, write what goes at once, at 8 or 9 the morning's mail, send."""
    notices.look_through(now=now)
    written = notices.write_at_once(now=now)
    if now.hour in (8, 9):
        written += notices.write_digests(now=now)
    outbox.deliver(now=now)
    return written


def _received() -> list[tuple[str, str]]:
    found = [(message.to[0].split("@")[0], str(message.subject)) for message in mail.outbox]
    mail.outbox.clear()
    return found


def test_nobody_hears_before_the_first_reminder(world: World):
    assert keep(now=_at(5, 9)) == 0
    assert _received() == []


def test_reminders_go_to_who_has_something_to_enter(world: World):
    _submit(world, _at(5, 1))
    keep(now=_at(5, 10))
    [message] = mail.outbox
    assert message.to == ["erin@city.example.jp"]
    assert message.subject == "【基本計画のいま】入力のお願い1件"
    for words in (
        "ほかの課の指標",
        "期限は2025年5月30日です。",
        "時点を忘れずに。",
        "http://127.0.0.1:8000/entry/43B/2024/",
    ):
        assert words in message.body, words
    assert "移住・定住" not in message.body


def test_each_reminder_comes_once_even_when_a_day_was_missed(world: World):
    _submit(world, _at(5, 1))
    days = [(5, 12), (5, 13), (5, 24), (5, 25), (5, 30), (5, 31), (6, 1)]
    told = {day: len([keep(now=_at(*day)), *_received()]) - 1 for day in days}
    assert told == {(5, 12): 1, (5, 13): 0, (5, 24): 1, (5, 25): 0, (5, 30): 0, (5, 31): 1, (6, 1): 0}


def test_a_look_with_nothing_new_reads_no_figures_and_writes_nothing(world: World):
    """However often it comes: before the first reminder, and once the day was looked at."""

    def statements(now: datetime) -> list[str]:
        with CaptureQueriesContext(connection) as asked:
            notices.look_through(now=now)
        return [query["sql"] for query in asked.captured_queries]

    def asks_for_targets(now: datetime) -> bool:
        return any(Target._meta.db_table in sql for sql in statements(now))

    assert not asks_for_targets(_at(5, 9))
    assert asks_for_targets(_at(5, 10))
    again = statements(_at(5, 10, 10))
    assert not any(Target._meta.db_table in sql or sql.startswith(("INSERT", "UPDATE")) for sql in again)
    assert len(again) < 20


def test_one_morning_mail_a_day_with_what_waits_to_go_at_once(world: World):
    result = _submit(world, _at(5, 1))
    keep(now=_at(5, 10, 8))
    assert [who for who, _ in _received()] == ["erin"]
    sent_back = _at(5, 11, 8) - timedelta(minutes=1)
    workflow.send_back(
        record=result, version=2, reason="時点を確認してください。", by=world.bob, now=sent_back
    )
    Cycle.objects.update(first_reminder_on=date(2025, 5, 11), due_on=date(2025, 6, 1))
    keep(now=_at(5, 11, 8))
    # Alice hears of both in one mail, Erin of the cycle's new days.
    found = sorted(_received())
    assert found == [
        ("alice", "【基本計画のいま】差戻し1件・入力のお願い1件"),
        ("erin", "【基本計画のいま】入力のお願い1件"),
    ]
    keep(now=_at(5, 11, 11))
    keep(now=_at(5, 12))
    assert _received() == []


def test_each_sending_back_is_told_once_and_within_minutes(world: World):
    result = _submit(world, _at(5, 1))
    for day, reason in ((2, "一つ目"), (3, "二つ目")):
        moment = _at(5, day, 10)
        result = workflow.send_back(
            record=result, version=result.version, reason=reason, by=world.bob, now=moment
        )
        keep(now=moment + timedelta(minutes=1))
        assert "alice" not in dict(_received())
        keep(now=moment + timedelta(minutes=4))
        [body] = _bodies("alice")
        assert reason in body
        keep(now=_at(5, day, 23))
        assert _received() == []
        result = workflow.submit(
            owner=world.indicator, year=2024, by=world.alice, version=result.version, now=_at(5, day, 23)
        )
    # Handed in again: what was sent back is over, on the screen too.
    keep(now=_at(5, 4, 7))
    assert not Notice.objects.filter(user=world.alice, kind="returned", read_at__isnull=True).exists()


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
    keep(now=_at(5, 3, 10))
    told = {message.to[0].split("@")[0]: message.body for message in mail.outbox}
    assert set(told) == {"alice", "bob"}
    assert "・令和6年度実績の公表\n  1件を公表できませんでした：43A" in told["bob"]
    mail.outbox.clear()
    keep(now=_at(5, 4))
    assert _received() == []


def test_who_left_or_has_no_address_gets_no_mail(world: World):
    world.alice.is_active = False
    world.alice.save()
    world.erin.email = ""
    world.erin.save()
    assert keep(now=_at(5, 10)) == 0
    # On the screen it stands all the same, for who is still there.
    assert list(Notice.objects.values_list("user__username", flat=True)) == ["erin"]


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
        notices.write_digests(now=_at(5, 10))
        assert outbox.deliver(now=_at(5, 10)).given_up == 2
    assert list(Mail.objects.values_list("body", flat=True)) == ["", ""]
    assert notices.write_digests(now=_at(5, 10, 15)) == 0
    assert keep(now=_at(5, 11)) == 2
    assert keep(now=_at(5, 12)) == 0


def test_a_closed_cycle_asks_for_nothing(world: World):
    Cycle.objects.update(closed_at=_at(5, 9), closed_by=world.bob)
    assert keep(now=_at(5, 31) + timedelta(days=30)) == 0


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


# --- Managers -----------------------------------------------------------------------------------------


@pytest.fixture
def dave(world: World) -> Any:
    """A manager who wants the morning's mail of verdicts, requests and expected days."""
    dave = make_user("dave", manager=True, email="dave@city.example.jp")
    for kind in ("verdict", "request", "expected"):
        NoticeChoice.objects.create(user=dave, kind=kind, how="daily", since=_at(4, 8))
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
    keep(now=_at(4, 11))
    [body] = _bodies("dave")
    assert "■ 判定が変わった指標" in body
    assert "主担当 産業振興課" in body
    assert "→ 遅れ（令和5年度" in body
    assert "理由：周知が足りませんでした。\n  - 次に：窓口を増やします。" in body
    keep(now=_at(4, 12))
    assert _bodies("dave") == []
    # What is typed is no news, and no figure of it goes out; what is published is.
    result = submit_value(world.indicator, 2024, said("1300"), by=world.alice, now=_at(4, 13))
    keep(now=_at(4, 14))
    assert _bodies("dave") == []
    workflow.publish(record=result, version=result.version, by=world.bob, now=_at(4, 15))
    keep(now=_at(4, 16))
    [body] = _bodies("dave")
    assert "遅れ（令和5年度） → 順調（令和6年度" in body
    assert "理由：" not in body
    assert "1,300" not in body


def test_a_manager_hears_of_days_that_passed(world: World, dave: Any):
    keep(now=_at(5, 31))
    [body] = _bodies("dave")
    assert "報告の期限（2025年5月30日）を過ぎて届いていない値が2件あります。" in body
    assert "- 財政課　1件（43B）" in body
    keep(now=_at(6, 1))
    assert _bodies("dave") == []


def test_who_may_not_read_the_dashboard_any_more_hears_nothing_of_it(world: World, dave: Any):
    dave.memberships.all().delete()
    _publish(world, 2023, said("600", note="事情"), _at(4, 10))
    keep(now=_at(4, 11))
    assert _bodies("dave") == []


# --- Whom what concerns, on the screen ------------------------------------------------------------------


def _told(person: Any) -> list[tuple[str, str]]:
    found = notices.told(person, notices.with_subjects(Notice.objects.filter(user=person)).order_by("pk"))
    return [(one.notice.kind, one.head) for one in found]


def _kinds(*people: Any) -> dict[str, list[str]]:
    return {person.username: [kind for kind, _ in _told(person)] for person in people}


def test_who_is_told_of_a_value_a_sheet_a_comparison_value_and_a_rule(world: World, dave: Any):
    everybody = (world.alice, world.erin, world.bob, world.carol, dave)
    now, head = _at(5, 5, 12), "43A 移住・定住相談窓口利用登録者数（令和6年度）"
    result = _submit(world, now)
    sheet = submit_sheet(world.indicator.measure, 2024, by=world.alice, now=now)
    series = ComparisonSeries.objects.create(indicator=world.indicator, name="県の平均")
    submit_comparison(series, 2024, "1", by=world.alice, now=now)
    draft = {"value": 2100, "target_year": 2026, "label": "2,100件", "first_year": 2025, "reason": "見直し"}
    workflow.draft_rule(
        model=Target, owner=world.indicator, data=draft, by=world.bob, expected_versions=[], now=now
    )
    notices.look_through(now=now)
    assert _kinds(*everybody) == {
        "alice": [], "erin": [], "dave": [],
        # Who drafted the rule is not asked to publish it.
        "bob": ["approval"] * 3, "carol": ["approval"] * 4,
    }  # fmt: skip
    assert _told(world.bob)[0] == ("approval", head)
    workflow.send_back(record=result, version=result.version, reason="確認", by=world.bob, now=now)
    SHEETS.send_back(record=sheet, version=sheet.version, reason="確認", by=world.bob, now=now)
    value = ComparisonValue.objects.get()
    COMPARISONS.send_back(record=value, version=value.version, reason="確認", by=world.bob, now=now)
    rule = Target.objects.get(published_at__isnull=True)
    workflow.discard_rule(
        model=Target,
        owner=world.indicator,
        pk=rule.pk,
        by=world.carol,
        expected_versions=[rule.at_version],
        now=now,
    )
    notices.look_through(now=now)
    assert [kind for kind, _ in _told(world.alice)] == ["returned"] * 3
    assert [kind for kind, _ in _told(world.bob)] == ["approval"] * 3 + ["returned"]
    # Erin's department leads another indicator of the measure whose sheet it is.
    assert _kinds(world.erin, dave) == {"erin": ["returned"], "dave": []}
    unread = Notice.objects.filter(kind="approval", read_at__isnull=True)
    assert not unread.exists(), "whoever sends back ends what waited"


def test_who_is_told_of_a_deed_and_where_it_leads(db: None):
    """To the department's people and the office; at a level of the department to who approves there alone."""
    plan, bob, carol = load_fixtures(), make_bob(), make_carol()
    make_cycle(2024, by=bob)
    line = line_of("44-1", "organic-city-suishin")
    alice = make_alice(line.department)
    erin = make_user("erin", departments=(make_department("zaisei", "財政課"),))
    notices.look_through(now=_at(5, 1))

    def pages(person: Any) -> list[tuple[str, str]]:
        unread = Notice.objects.filter(user=person, read_at__isnull=True).order_by("pk")
        return [(one.kind, one.url) for one in notices.told(person, notices.with_subjects(unread))]

    office, entry = (f"/{room}/deeds/44-1/organic-city-suishin/2024/" for room in ("office", "entry"))
    deed = submit_deed(line, by=alice, now=_at(5, 2))
    notices.look_through(now=_at(5, 2))
    assert {one.username: pages(one) for one in (alice, erin, bob, carol)} == {
        "alice": [], "erin": [], "bob": [("approval", office)], "carol": [("approval", office)],
    }  # fmt: skip
    [head] = {head for _, head in _told(bob)}
    assert head == f"取組44-1（{line.department.name}）の令和6年度の実績"
    DEEDS.send_back(record=deed, version=deed.version, reason="数を確かめて", by=bob, now=_at(5, 3))
    notices.look_through(now=_at(5, 3))
    assert {one.username: pages(one) for one in (alice, erin, bob, carol)} == {
        "alice": [("returned", entry)], "erin": [], "bob": [], "carol": [],
    }  # fmt: skip
    chief = make_user("chief", departments=(line.department,))
    seat = {"department": line.department, "level": 1, "title": "課長", "since": date(2020, 4, 1)}
    RouteSeat.objects.create(user=chief, **seat)
    deed = submit_deed(line, by=alice, now=_at(5, 4))
    notices.look_through(now=_at(5, 4))
    assert {one.username: pages(one) for one in (alice, chief, bob)} == {
        "alice": [], "chief": [("approval", "/approvals/")], "bob": [],
    }  # fmt: skip
    DEEDS.approve(record=deed, version=deed.version, by=chief, now=_at(5, 5))
    deed.refresh_from_db()
    DEEDS.publish(record=deed, version=deed.version, by=carol, now=_at(5, 6))
    notices.look_through(now=_at(5, 6))
    assert pages(alice) == [("published", "/initiatives/44-1/")]
    assert pages(chief) == [("published", "/initiatives/44-1/")]
    assert pages(erin) == pages(bob) == []
    # Who gathers an initiative is set by two: the other of them is told, and led to its page.
    measure = line.measure
    said_of_lead = {"initiative": 1, "department": line.department, "reason": "とりまとめ"}
    workflow.draft_rule(
        model=DeedLead, owner=measure, data=said_of_lead, by=bob, expected_versions=[], now=_at(5, 7)
    )
    notices.look_through(now=_at(5, 7))
    assert pages(carol) == [("approval", "/office/deeds/44-1/lead/")]
    assert (pages(bob), plan.slug) == ([], measure.plan.slug)
    # So is what it is meant to move.
    make_aims("44-1", [["44B", 2024, None, "件数が増える"]], by=bob, publisher=None, now=_at(5, 8))
    notices.look_through(now=_at(5, 8))
    assert ("approval", "/office/deeds/44-1/aims/") in pages(carol)


# A draft of the office that two make, and what ends its waiting.
_BY_TWO = {action: [end for end, begun in MATTERS_SETTLE.items() if action in begun] for action in FOR_TWO}


@pytest.mark.parametrize("action", [action for action in FOR_TWO if action != Event.Action.RULE_DRAFTED])
def test_what_two_make_leads_the_other_to_its_page_until_it_is_over(world: World, client: Any, action: Any):
    """By the log's line, of whatever step: one page that opens for who is asked, nothing for who wrote it."""
    plan = world.cycle.plan
    detail = {"plan": plan.slug, "part": "measure-43", "revision": 1} if action in OF_PLAN else {}
    line = {"by": world.bob, "person": world.alice if action == Event.Action.POWER_ASKED else None}
    Event.objects.create(at=_at(5, 1), action=action, detail=detail, **line)
    notices.look_through(now=_at(5, 1))
    assert _kinds(world.alice, world.bob, world.carol) == {"alice": [], "bob": [], "carol": ["approval"]}
    [one] = notices.told(world.carol, notices.with_subjects(Notice.objects.filter(user=world.carol)))
    client.force_login(world.carol)
    assert client.get(one.url, follow=True).status_code == 200, one.url
    assert _BY_TWO[action], "something ends it"
    for end in _BY_TWO[action]:
        Event.objects.create(at=_at(5, 2), action=end, detail=detail, **{**line, "by": world.carol})
    notices.look_through(now=_at(5, 2))
    assert not Notice.objects.filter(user=world.carol, read_at__isnull=True).exists()


@pytest.mark.parametrize(("how", "mails"), [("once", ["approval"]), ("daily", ["digest"]), ("none", [])])
def test_who_approves_at_a_level_is_told_once_and_the_office_when_it_has_come_there(
    world: World, how: str, mails: list[str]
):
    department = world.indicator.lead_department
    chief = make_user("chief", departments=(department,), email="chief@city.example.jp")
    RouteSeat.objects.create(level=1, title="係長", user=chief, department=department, since=date(2020, 4, 1))
    for kind in ("approval", "request"):
        NoticeChoice.objects.create(
            user=chief, kind=kind, how=how if kind == "approval" else "none", since=_at(4, 1)
        )
    result = _submit(world, _at(5, 6, 10))
    keep(now=_at(5, 6, 11))
    assert _kinds(chief, world.bob, world.alice) == {"chief": ["approval"], "bob": [], "alice": []}
    keep(now=_at(5, 7))
    assert list(Mail.objects.filter(user=chief).values_list("kind", flat=True)) == mails
    workflow.VALUES.approve(record=result, version=result.version, by=chief, now=_at(5, 8))
    keep(now=_at(5, 8, 10))
    assert _kinds(world.bob, world.alice) == {"bob": ["approval"], "alice": []}
    assert not Notice.objects.filter(user=chief, kind="approval", read_at__isnull=True).exists()


def test_a_comment_is_told_to_the_department_the_office_and_who_spoke_and_never_in_its_words(world: World):
    dave = make_user("dave", manager=True, email="dave@city.example.jp")
    say = {"indicator": world.indicator, "year": 2024}
    workflow.add_comment(**say, body="ひみつの問い", by=dave, now=_at(5, 5))
    notices.look_through(now=_at(5, 5))
    assert _kinds(world.alice, world.erin, world.bob, dave) == {
        "alice": ["comment"], "erin": [], "bob": [], "dave": [],
    }  # fmt: skip
    answer = workflow.add_comment(**say, body="ひみつの答え", by=world.alice, now=_at(5, 5, 10))
    notices.look_through(now=_at(5, 5, 10))
    assert _kinds(world.bob, dave) == {"bob": ["comment"], "dave": ["comment"]}
    keep(now=_at(5, 6))
    bodies = " ".join(str(message.body) for message in mail.outbox)
    assert "コメントしました" in bodies
    assert "ひみつ" not in bodies
    workflow.withdraw_comment(comment=answer, by=world.alice, now=_at(5, 7))
    notices.look_through(now=_at(5, 7))
    assert _kinds(world.bob, dave) == {"bob": [], "dave": []}


def test_who_went_to_another_department_is_not_told_of_what_came_before(world: World):
    """The rights of the moment at which it is read or mailed, not of that at which it happened."""
    result = _submit(world, _at(5, 1))
    workflow.send_back(record=result, version=2, reason="ひみつの理由", by=world.bob, now=_at(5, 2, 10))
    notices.look_through(now=_at(5, 2, 10))
    assert _told(world.alice) != []
    world.alice.memberships.all().delete()
    alice = User.objects.get(pk=world.alice.pk)
    assert _told(alice) == []
    keep(now=_at(5, 2, 11))
    assert _bodies("alice") == []


def test_what_was_redacted_meanwhile_stands_in_no_notice(world: World):
    result = _submit(world, _at(5, 1))
    workflow.send_back(record=result, version=2, reason="山田太郎さんの件", by=world.bob, now=_at(5, 2, 10))
    notices.look_through(now=_at(5, 2, 10))
    asked = workflow.ask_redaction(passage="山田太郎", reason="法令", by=world.bob, now=_at(5, 2, 10))
    workflow.carry_out_redaction(redaction=asked, by=world.carol, now=_at(5, 2, 10))
    keep(now=_at(5, 2, 11))
    [body] = _bodies("alice")
    assert "差し戻しました" in body
    assert "山田" not in body


@pytest.mark.parametrize(
    ("how", "at_once", "in_the_morning"), [("once", 1, 0), ("daily", 0, 1), ("none", 0, 0)]
)
def test_each_choice_is_honoured_and_the_screen_has_it_in_any_case(
    world: World, how: str, at_once: int, in_the_morning: int
):
    NoticeChoice.objects.create(user=world.alice, kind="returned", how=how, since=_at(4, 1))
    result = _submit(world, _at(5, 1))
    workflow.send_back(record=result, version=2, reason="確認", by=world.bob, now=_at(5, 2, 10))
    keep(now=_at(5, 2, 11))
    assert len(_bodies("alice")) == at_once
    keep(now=_at(5, 3, 8))
    assert len(_bodies("alice")) == in_the_morning
    assert [kind for kind, _ in _told(world.alice)] == ["returned"]


def test_the_request_of_a_cycle_is_mailed_as_chosen_and_once(world: World):
    NoticeChoice.objects.create(user=world.erin, kind="request", how="daily", since=_at(4, 1))
    workflow.remind(cycle=world.cycle, by=world.bob, now=_at(5, 5, 10))
    outbox.deliver(now=_at(5, 5, 10))
    assert [who for who, _ in _received()] == ["alice"]
    keep(now=_at(5, 5, 11))
    keep(now=_at(5, 6))
    assert [who for who, _ in _received()] == ["erin"]
    keep(now=_at(5, 7))
    assert _received() == []
    assert _kinds(world.alice, world.erin) == {"alice": ["request"], "erin": ["request"]}


def test_two_keepers_and_a_lost_cursor_say_nothing_twice(world: World):
    result = _submit(world, _at(5, 1))
    workflow.send_back(record=result, version=2, reason="確認", by=world.bob, now=_at(5, 2, 10))
    for _ in range(2):
        keep(now=_at(5, 2, 11))
    NoticeCursor.objects.update(low=0, mark=0, marked_at=None, seen=[], day=None)
    keep(now=_at(5, 2, 12))
    assert [who for who, _ in _received() if who == "alice"] == ["alice"]
    assert Notice.objects.filter(user=world.alice, kind="returned").count() == 1


def test_a_line_of_a_long_transaction_is_seen_when_it_comes(world: World):
    """Its id is lower than that of lines that were seen before it was there."""
    result = _submit(world, _at(5, 1))
    notices.look_through(now=_at(5, 1))
    late = Event.objects.order_by("-pk").first()
    assert late is not None
    hidden = {field.attname: getattr(late, field.attname) for field in Event._meta.concrete_fields}
    gap = hidden["id"] + 1
    later = hidden["id"] + 2
    Event.objects.create(**{**hidden, "id": later, "action": "saved"})
    notices.look_through(now=_at(5, 1, 10))
    Event.objects.create(
        **{**hidden, "id": gap, "action": "sent_back", "by_id": world.bob.pk, "reason": "遅れて"}
    )
    notices.look_through(now=_at(5, 1, 10) + timedelta(minutes=1))
    assert [kind for kind, _ in _told(world.alice)] == ["returned"]
    assert result.pk


def test_a_mail_that_could_not_be_written_leaves_nothing_half_done(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    result = _submit(world, _at(5, 1))
    workflow.send_back(record=result, version=2, reason="確認", by=world.bob, now=_at(5, 2, 10))

    def killed(*args: Any, **kwargs: Any) -> Any:
        outbox.post(*args, **kwargs)
        raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        patch.setattr("indicators.notices.mails.post", killed)
        with pytest.raises(RuntimeError, match="killed"):
            keep(now=_at(5, 2, 11))
    assert not Mail.objects.filter(user=world.alice).exists()
    keep(now=_at(5, 2, 12))
    assert len(_bodies("alice")) == 1


# --- The pages ------------------------------------------------------------------------------------------


def test_the_list_and_the_number_in_the_head(world: World, client: Any):
    result = _submit(world, _at(5, 1))
    workflow.send_back(record=result, version=2, reason="時点を確認", by=world.bob, now=_at(5, 2, 10))
    notices.look_through(now=_at(5, 2, 10))
    [notice] = Notice.objects.filter(user=world.alice)
    client.force_login(world.alice)
    page = client.get("/notices/").content.decode()
    assert 'お知らせ<span class="count">1</span>' in page
    assert "時点を確認" in page
    opened = client.post("/notices/", {"open": str(notice.pk)})
    assert opened["Location"] == "/entry/43A/2024/"
    assert 'class="count"' not in client.get("/notices/").content.decode()
    # Nobody opens another person's.
    client.force_login(world.erin)
    assert client.post("/notices/", {"open": str(notice.pk)})["Location"] == "/notices/"
    assert client.post("/notices/", {"open": "x"}).status_code == 400


def test_the_list_asks_as_often_for_one_notice_as_for_many(world: World, client: Any):
    client.force_login(world.alice)
    asked = []
    for number in range(2):
        for extra in range(1 if number == 0 else 12):
            workflow.add_comment(
                indicator=world.indicator, year=2024, body=f"{number}-{extra}", by=world.bob, now=_at(5, 5)
            )
        notices.look_through(now=_at(5, 5))
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/notices/").status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_a_choice_is_saved_and_what_waits_follows_it(world: World, client: Any):
    result = _submit(world, _at(5, 1))
    workflow.send_back(record=result, version=2, reason="確認", by=world.bob, now=_at(5, 2, 10))
    notices.look_through(now=_at(5, 2, 10))
    client.force_login(world.alice)
    page = client.get("/mail/").content.decode()
    assert page.count('type="radio"') == 24
    said = dict.fromkeys(
        ("request", "approval", "comment", "published", "failed", "expected", "verdict"), "none"
    )
    assert client.post("/mail/", {**said, "returned": "daily"}).status_code == 302
    assert client.post("/mail/", {**said, "returned": "often"}).status_code == 200
    keep(now=_at(5, 2, 11))
    assert _bodies("alice") == []
    keep(now=_at(5, 3))
    assert len(_bodies("alice")) == 1


def test_who_is_told_of_a_cost_and_where_it_leads(db: None):
    """As of a deed: the people of the department that the record names, and the office; it leads to the form, the review, the page."""
    load_fixtures()
    bob, carol, own = make_bob(), make_carol(), make_department("organic-city-suishin")
    alice, erin = make_alice(own), make_user("erin", departments=(make_department("zaisei", "財政課"),))
    helper = make_user("helper", departments=(own,))
    notices.look_through(now=_at(5, 1))

    def pages() -> dict[str, list[tuple[Any, str]]]:
        notices.look_through(now=_at(5, 9))
        unread = {
            one.username: Notice.objects.filter(user=one, read_at__isnull=True).order_by("pk")
            for one in (alice, helper, erin, bob, carol)
        }
        people = {one.username: one for one in (alice, helper, erin, bob, carol)}
        found = {
            name: [(one.kind, one.url) for one in notices.told(people[name], notices.with_subjects(rows))]
            for name, rows in unread.items()
        }
        return {name: told for name, told in found.items() if told}

    record = submit_spending(by=alice, department=own, now=_at(5, 2))
    office, entry = (f"/{room}/money/{record.project_id}/2024/" for room in ("office", "entry"))
    assert pages() == {"bob": [("approval", office)], "carol": [("approval", office)]}
    assert {head for _, head in _told(bob)} == {"事務事業「移住相談事業」の令和6年度の費用"}
    SPENDING.send_back(record=record, version=record.version, reason="額を確かめて", by=bob, now=_at(5, 3))
    assert pages() == {"alice": [("returned", entry)], "helper": [("returned", entry)]}
    record = submit_spending(by=alice, department=own, now=_at(5, 4))
    SPENDING.publish(record=record, version=record.version, by=carol, now=_at(5, 6))
    public = [("published", "/initiatives/44-1/")]
    assert pages() == {"alice": public, "helper": public}
    assert Client().get("/initiatives/44-1/").status_code == 200
    # What a later draft calls it is nobody's to read yet.
    SPENDING.open_change(owner=record.project, year=2024, by=alice, reason="名前が変わった", now=_at(5, 7))
    submit_spending(by=alice, department=own, name="まだ見せない名前", now=_at(5, 7))
    assert "事務事業「移住相談事業」の令和6年度の費用" in {head for _, head in _told(helper)}
    assert not any("まだ見せない名前" in head for _, head in _told(helper))
