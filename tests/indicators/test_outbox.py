"""The outbox: each mail goes out once, whatever fails and whoever dies; a link to a password lies nowhere meanwhile."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes
from functools import partial
from pathlib import Path
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from time_machine import travel

from indicators import outbox
from indicators.models import Event, Mail, PasswordRequest
from tests.indicators.factories import NOON, make_bob, make_department, make_user
from tests.indicators.killing import Killer
from tests.indicators.test_races import at_once

HERE = "tests.indicators.test_outbox"
LINK = re.compile(r"/password/reset/[^/\s]+/[^/\s]+/")


def person(name: str = "alice", **more: Any) -> User:
    user = make_user(name, **more)
    user.email = f"{name}@example.jp"
    user.save()
    return user


def notice(user: User, *, now: datetime = NOON) -> Mail:
    return outbox.post(user, Mail.Kind.NOTICE, subject="お知らせ", body="本文", now=now)


def everything_kept() -> str:
    """Each text of each row of the two tables."""
    return str([*Mail.objects.values(), *PasswordRequest.objects.values()])


# --- Who forgot a password ----------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_request_does_the_same_work_whoever_has_the_address():
    """Statement by statement; nobody is looked up, and nothing is sent, while the person waits for the answer."""
    person()
    left = person("dave")
    User.objects.filter(pk=left.pk).update(is_active=False)
    work = []
    for address in ("alice@example.jp", "dave@example.jp", "nobody@example.jp"):
        with travel(NOON, tick=False), CaptureQueriesContext(connection) as queries:
            answer = Client().post("/password/reset/", {"email": address}, follow=True)
        work.append([answer.content, *(query["sql"].replace(address, "…") for query in queries)])
    assert work[0] == work[1] == work[2]
    assert not any("auth_user" in statement for statement in work[0][1:])
    assert mail.outbox == []


@pytest.mark.django_db
def test_nobody_gets_more_than_three_links_an_hour():
    person()
    minutes = list(range(0, 121, 5))
    sent = []
    for minute in minutes:
        now = NOON + timedelta(minutes=minute)
        outbox.ask("ALICE@example.jp", now=now)
        outbox.ask("alice@example.jp", now=now)
        outbox.answer_requests(now=now)
        sent += [minute] * outbox.deliver(now=now).sent
    # Ten minutes from one to the next, three within any hour.
    assert sent == [0, 10, 20, 60, 70, 80, 120]
    assert not PasswordRequest.objects.exists()


@pytest.mark.django_db
def test_a_flood_of_requests_fills_no_table():
    PasswordRequest.objects.bulk_create(PasswordRequest(address=f"{n}@example.jp") for n in range(1000))
    outbox.ask("alice@example.jp")
    assert PasswordRequest.objects.count() == 1000
    outbox.answer_requests()
    assert PasswordRequest.objects.count() == 0


@pytest.mark.django_db
def test_no_row_ever_holds_a_link():
    alice = person()
    outbox.ask("alice@example.jp", now=NOON)
    outbox.answer_requests(now=NOON)
    outbox.post(alice, Mail.Kind.INVITATION, now=NOON)
    notice(alice)
    assert "/password/" not in everything_kept()
    outbox.deliver(now=NOON)
    assert [bool(LINK.search(str(one.body))) for one in mail.outbox] == [True, True, False]
    assert "/password/" not in everything_kept()
    assert set(Mail.objects.values_list("body", flat=True)) == {""}


@pytest.mark.django_db
def test_a_link_that_was_asked_for_yesterday_is_not_sent():
    person()
    outbox.ask("alice@example.jp", now=NOON)
    outbox.answer_requests(now=NOON)
    assert outbox.deliver(now=NOON + timedelta(hours=25)).sent == 0
    assert not Mail.objects.exists()


# --- Without a mail server ----------------------------------------------------------------------------


@pytest.fixture
def _no_mail_server(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"


@pytest.mark.django_db
@pytest.mark.usefixtures("_no_mail_server")
def test_whoever_invites_hands_the_link_over(capsys: pytest.CaptureFixture[str], settings: Any):
    settings.SITE_URL = "http://127.0.0.1:8765"
    make_department("zaisei", "財政課")
    client, bob = Client(), make_bob()
    client.force_login(bob)
    typed = {"username": "hanako", "last_name": "山田", "email": "h@example.jp", "departments": ["zaisei"]}
    page = client.post("/office/people/new/", typed).content.decode()
    assert "メールは送れません。次のリンクを本人に渡してください" in page
    assert "メールを送りました" not in page
    [link] = re.findall(r"http://127\.0\.0\.1:8765/password/reset/[^<\s]+", page)
    assert Client().get(link.removeprefix("http://127.0.0.1:8765"), follow=True).status_code == 200
    assert Event.objects.get(action="link_shown").by == bob
    # Once: neither the person's page nor the list, nor a row, nor the server's log has it.
    for address in ("/office/people/hanako/", "/office/people/"):
        assert "/password/reset/" not in client.get(address).content.decode()
    assert "/password/" not in everything_kept()
    outbox.deliver()
    assert "/password/" not in "".join(capsys.readouterr())
    again = client.post("/office/people/hanako/", {"action": "invite"}).content.decode()
    assert "次のリンクを本人に渡してください" in again
    assert Event.objects.filter(action="link_shown", by=bob).count() == 2


@pytest.mark.django_db
@pytest.mark.usefixtures("_no_mail_server")
def test_who_forgot_a_password_is_told_that_no_mail_goes():
    person()
    client = Client()
    assert "いまメールを送れません" in client.get("/password/reset/").content.decode()
    answer = client.post("/password/reset/", {"email": "alice@example.jp"}, follow=True)
    assert "いまメールを送れません" in answer.content.decode()
    assert not PasswordRequest.objects.exists()


@pytest.mark.django_db
def test_the_servers_command_line_makes_a_link(capsys: pytest.CaptureFixture[str]):
    person()
    call_command("password_link", "alice")
    link = LINK.search(capsys.readouterr().out)
    assert link is not None
    assert "パスワードを決める" in Client().get(link[0], follow=True).content.decode()
    assert Event.objects.get(action="link_shown").person.username == "alice"
    with pytest.raises(CommandError, match="nobody"):
        call_command("password_link", "nobody")


# --- What fails ---------------------------------------------------------------------------------------


class Refusing(EmailBackend):
    """A mail server that takes no mail for some: `codes` by the name before the @."""

    codes: dict[str, int] = {}

    def send_messages(self, messages: Any) -> int:
        name = messages[0].to[0].split("@")[0]
        if code := self.codes.get(name):
            raise SMTPRecipientsRefused({messages[0].to[0]: (code, b"not now")})
        return super().send_messages(messages)


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> type[Refusing]:
    monkeypatch.setattr(Refusing, "codes", {})
    monkeypatch.setattr("indicators.outbox.delivery.get_connection", Refusing)
    return Refusing


@pytest.mark.django_db
def test_a_mail_that_fails_holds_up_no_other_and_is_tried_again_ever_later(refusing: type[Refusing]):
    refusing.codes = {"alice": 451}
    failing, other = notice(person()), notice(person("erin"))
    tried = []
    for minute in range(0, 24 * 60, 5):
        done = outbox.deliver(now=NOON + timedelta(minutes=minute))
        tried += [minute] if done.failed else []
    # 5, 10, 20, 40, 80, 160, 320 minutes from one try to the next; the eighth is the last.
    assert tried == [0, 5, 15, 35, 75, 155, 315, 635]
    failing.refresh_from_db()
    other.refresh_from_db()
    assert other.sent_at == NOON
    assert failing.given_up_at == NOON + timedelta(minutes=635)
    assert failing.problem == "宛先が受け取りを断りました：451 not now"
    assert [one.to for one in mail.outbox] == [["erin@example.jp"]]


@pytest.mark.django_db
def test_a_mail_that_was_given_up_keeps_no_text_and_only_one_with_a_link_goes_again(refusing: type[Refusing]):
    refusing.codes = {"alice": 550}
    alice = person()
    mails = [notice(alice), outbox.post(alice, Mail.Kind.INVITATION, now=NOON)]
    assert outbox.deliver(now=NOON).given_up == 2
    assert list(Mail.objects.values_list("body", flat=True)) == ["", ""]
    refusing.codes = {}
    for one in mails:
        outbox.try_again(one, now=NOON + timedelta(days=2))
    assert outbox.deliver(now=NOON + timedelta(days=2)).sent == 1
    assert "/password/reset/" in str(mail.outbox[0].body)


@pytest.mark.django_db
def test_an_address_that_is_refused_for_good_is_given_up_at_once(refusing: type[Refusing]):
    refusing.codes = {"alice": 550}
    notice(person())
    assert outbox.deliver(now=NOON) == outbox.Delivery(failed=1, given_up=1)
    assert Mail.objects.given_up().count() == 1


@pytest.mark.django_db
def test_a_mail_server_that_is_away_costs_no_mail_a_try(settings: Any):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    one = notice(person())
    for day in range(20):
        with pytest.raises(OSError, match="refused"):
            outbox.deliver(now=NOON + timedelta(days=day))
    one.refresh_from_db()
    assert (one.tries, one.given_up_at) == (0, None)


@pytest.mark.django_db
def test_what_went_out_is_forgotten_after_thirty_days():
    alice = person()
    notice(alice)
    outbox.deliver(now=NOON)
    waiting = notice(alice)
    outbox.forget_old(now=NOON + timedelta(days=29))
    assert Mail.objects.count() == 2
    outbox.forget_old(now=NOON + timedelta(days=31))
    assert list(Mail.objects.all()) == [waiting]


# --- Who dies over it, and two at once ----------------------------------------------------------------


def deliver_to(folder: str, minutes: int) -> None:
    """As the child process does it: mails are files of `folder`."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = folder
    outbox.deliver(now=NOON + timedelta(minutes=minutes))


@pytest.fixture
def killer(django_db_setup: None) -> Iterator[Killer]:
    with Killer() as killer:
        yield killer


@pytest.mark.django_db(transaction=True)
def test_a_sender_that_is_killed_anywhere_loses_no_mail(killer: Killer, tmp_path: Path):
    """At each statement, and the sender after it finds the mail due again; what came twice bears one Message-ID."""
    alice = person()
    for statement in range(1, 7):
        for one in Mail.objects.all():
            one.delete()
        folder = tmp_path / str(statement)
        folder.mkdir()
        posted = {f"<{notice(alice).key}@localhost>" for _ in range(2)}
        outcome = killer.run(f"{HERE}.deliver_to", kill_after=statement, folder=str(folder), minutes=0)
        killer.run(f"{HERE}.deliver_to", folder=str(folder), minutes=6)
        arrived = [
            message_from_bytes(part)["Message-ID"]
            for file in folder.iterdir()
            for part in file.read_bytes().split(b"-" * 79 + b"\n")
            if part.strip()
        ]
        assert set(arrived) == posted, statement
        assert len(arrived) <= 3, statement
        assert Mail.objects.filter(sent_at__isnull=False).count() == 2
        if not outcome.killed:
            assert len(arrived) == 2
            break
    else:
        pytest.fail("it never came to its end")


@pytest.mark.django_db(transaction=True)
def test_of_two_senders_one_sends(monkeypatch: pytest.MonkeyPatch):
    alice = person()
    for _ in range(5):
        notice(alice)
    outcomes = at_once(*(partial(outbox.deliver, now=NOON) for _ in range(4)))
    assert sum(getattr(one, "sent", 0) for one in outcomes) == 5
    assert len({one.extra_headers["Message-ID"] for one in mail.outbox}) == len(mail.outbox) == 5


@pytest.mark.django_db(transaction=True)
def test_a_request_is_answered_once_by_many():
    person()
    outbox.ask("alice@example.jp", now=NOON)
    at_once(*(partial(outbox.answer_requests, now=NOON) for _ in range(4)))
    assert Mail.objects.count() == 1
    assert Event.objects.filter(action="password_asked").count() == 1
