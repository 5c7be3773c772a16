"""The keeper: it waits for its database, one of two leads, what fails holds up nothing else, and it says how it is."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, connections
from django.test import Client

from indicators import keeper, outbox, workflow
from indicators.keeper.process import LEASE, STUCK, Keeper, give_up, take
from indicators.models import Batch, Duty, Event, KeeperLease, Mail, Publication, Result
from indicators.workflow import Chosen
from tests.indicators.factories import (
    NOON,
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_indicator,
    make_user,
    said,
    submit_value,
)
from tests.indicators.killing import ROOT, Killer

HERE = "tests.indicators.test_keeper"
SOON = NOON + timedelta(minutes=1)
PUBLICATIONS, MAILS, _, REMINDERS, _ = keeper.DUTIES
JAPAN = ZoneInfo("Asia/Tokyo")


@pytest.fixture
def batches(db: None) -> list[Batch]:
    """Two schedules of a value each, for the same moment."""
    bob, alice = make_bob(), make_alice()
    make_cycle(2024, by=bob)
    made = []
    for letter in "AB":
        result = submit_value(make_indicator(letter=letter), 2024, said("900"), by=alice)
        batch, _ = workflow.schedule(
            chosen=[Chosen(result, result.version)],
            title=f"予約{letter}",
            announced_on=SOON.date(),
            scheduled_for=SOON,
            by=bob,
            now=NOON,
        )
        made.append(batch)
    return made


def notice(name: str = "erin") -> Mail:
    person = make_user(name, email=f"{name}@example.jp")
    return outbox.post(person, Mail.Kind.NOTICE, subject="お知らせ", body="本文", now=NOON)


# --- One look -----------------------------------------------------------------------------------------


def test_a_look_publishes_what_is_due_and_says_when_it_looked(batches: list[Batch]):
    assert keeper.look(PUBLICATIONS, now=NOON).done == []
    done = keeper.look(PUBLICATIONS, now=SOON)
    assert done.done == [f"「予約{letter}」を公表しました（公表できなかった値 0件）。" for letter in "AB"]
    assert Publication.objects.count() == 2
    assert keeper.look(PUBLICATIONS, now=SOON).done == []
    assert Duty.objects.get(name="publications").looked_at == SOON


def test_a_schedule_that_fails_holds_up_no_other(batches: list[Batch], monkeypatch: pytest.MonkeyPatch):
    """Whatever it is: an error that nobody thought of, in the first of two."""
    publish = workflow.batches._publish_one

    def broken(batch: Batch, *args: Any) -> None:
        if batch == batches[0]:
            raise ZeroDivisionError("odd")
        publish(batch, *args)

    monkeypatch.setattr(workflow.batches, "_publish_one", broken)
    looked = keeper.look(PUBLICATIONS, now=SOON)
    assert looked.problems == ["予約した公表「予約A」を行えませんでした：odd"]
    assert [one.title for one in Batch.objects.filter(published_at=SOON)] == ["予約B"]
    assert "予約A" in Duty.objects.get(name="publications").problem
    monkeypatch.undo()
    assert keeper.look(PUBLICATIONS, now=SOON).done
    assert Duty.objects.get(name="publications").problem == ""


def test_a_mail_server_in_trouble_holds_up_no_publication_and_the_other_way_round(
    batches: list[Batch], settings: Any, monkeypatch: pytest.MonkeyPatch
):
    notice()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(CommandError, match="メールサーバーにつながりません"):
        call_command("keeper", once=True)
    assert Publication.objects.count() == 2
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    def away(**_: Any) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr("indicators.keeper.duties.do_due", away)
    with pytest.raises(CommandError, match="予約した公表と課の変更を確かめられません"):
        call_command("keeper", once=True)
    assert len(mail.outbox) == 1


def at(day: int, hour: int) -> datetime:
    return datetime(2025, 6, day, hour, tzinfo=JAPAN)


def test_reminders_are_looked_at_once_a_day_from_eight_in_japan():
    assert REMINDERS.next_look(None, at(1, 7)) == at(1, 8)
    assert REMINDERS.next_look(None, at(1, 15)) == at(1, 8)
    assert REMINDERS.next_look(at(1, 8), at(1, 9)) == at(2, 8)
    assert REMINDERS.next_look(at(1, 7), at(1, 9)) == at(1, 8)
    assert not REMINDERS.is_late(at(1, 8), at(2, 9))
    assert REMINDERS.is_late(at(1, 8), at(2, 10))


def test_pauses_grow_and_stay_below_a_minute():
    assert [MAILS.pause(failures).total_seconds() for failures in range(6)] == [5, 10, 20, 40, 60, 60]


# --- Who leads ----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_one_of_two_leads_until_its_lease_is_over_or_given_up():
    assert take("one", now=NOON)
    assert not take("two", now=NOON + timedelta(seconds=30))
    assert take("one", now=NOON + timedelta(seconds=30))
    assert not take("two", now=NOON + LEASE)
    assert take("two", now=NOON + timedelta(seconds=30) + LEASE)
    assert not take("one", now=NOON + timedelta(seconds=30) + LEASE)
    take("two")
    give_up("one")  # which it has not
    assert not take("one")
    give_up("two")
    assert take("one")


# --- The process --------------------------------------------------------------------------------------


@pytest.fixture
def running() -> Iterator[Callable[[], tuple[Keeper, threading.Event]]]:
    """Starts keepers in threads of this process, and stops them."""
    started: list[tuple[threading.Event, threading.Thread]] = []

    def start() -> tuple[Keeper, threading.Event]:
        stop = threading.Event()
        one = Keeper(stop)
        thread = threading.Thread(target=one.run)
        thread.start()
        started.append((stop, thread))
        return one, stop

    yield start
    for stop, _ in started:
        stop.set()
    for _, thread in started:
        thread.join(timeout=60)
        assert not thread.is_alive()


def until(what: Callable[[], Any], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


@pytest.mark.django_db(transaction=True)
def test_it_waits_for_its_database_and_comes_back(
    batches: list[Batch], running: Any, monkeypatch: pytest.MonkeyPatch
):
    """Away at the start, and once more later: what is due goes out as soon as it is there."""
    away = threading.Event()
    away.set()
    backend = type(connections["default"])
    connect = backend.connect

    def connecting(self: Any) -> None:
        if away.is_set() and threading.current_thread() is not threading.main_thread():
            raise OperationalError("could not connect to server")
        connect(self)

    monkeypatch.setattr(backend, "connect", connecting)
    monkeypatch.setattr("indicators.keeper.process.BEAT", timedelta(seconds=0.2))
    one, _ = running()
    time.sleep(1)
    assert not one.leads.is_set()
    assert Publication.objects.count() == 0
    away.clear()
    until(lambda: Publication.objects.count() == 2)
    away.set()
    until(lambda: not one.leads.is_set())
    notice()
    away.clear()
    until(lambda: Mail.objects.filter(sent_at__isnull=False).exists())


@pytest.mark.django_db(transaction=True)
def test_the_second_of_two_takes_over_when_the_first_stops(running: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("indicators.keeper.process.BEAT", timedelta(seconds=0.2))
    first, stop = running()
    until(first.leads.is_set)
    second, _ = running()
    time.sleep(1)
    assert not second.leads.is_set()
    stop.set()
    until(second.leads.is_set)
    assert KeeperLease.objects.get().holder == second.holder


@pytest.mark.django_db(transaction=True)
def test_it_ends_to_be_started_anew_where_a_look_hangs(monkeypatch: pytest.MonkeyPatch):
    hang = threading.Event()

    def wait(now: datetime) -> keeper.duties.Looked:
        hang.wait()
        return keeper.duties.Looked()

    hanging = keeper.duties.Work("mails", "メール", wait, MAILS.every, MAILS.late)
    monkeypatch.setattr("indicators.keeper.process.DUTIES", (hanging,))
    monkeypatch.setattr("indicators.keeper.process.HANGS", timedelta(seconds=0.5))
    stop = threading.Event()
    assert Keeper(stop).run() == STUCK
    stop.set()
    hang.set()
    for thread in threading.enumerate():  # else it writes down its look when this test's database is closed
        if thread.name in ("mails", "lease"):
            thread.join(timeout=30)


@pytest.mark.django_db(transaction=True)
def test_the_command_ends_in_peace_when_it_is_told_to(tmp_path: Path):
    """The real process, from its database's settings on: it leads, and gives the lease back."""
    script = (
        "import sys, django; from django.conf import settings; django.setup();"
        "from django.db import connection; connection.settings_dict['NAME'] = sys.argv[1];"
        "settings.DATABASES['default']['NAME'] = sys.argv[1];"
        "none = {'BACKEND': 'django.core.cache.backends.dummy.DummyCache'};"
        "settings.CACHES = {**settings.CACHES, 'responses': none};"  # tests/test_outage.py lets it make copies
        "from django.core.management import call_command; call_command('keeper')"
    )
    child = subprocess.Popen([sys.executable, "-c", script, str(connection.settings_dict["NAME"])], cwd=ROOT)
    try:
        until(lambda: Duty.objects.filter(name="mails", looked_at__isnull=False).exists(), 120)
        child.send_signal(signal.SIGTERM)
        assert child.wait(timeout=60) == 0
    finally:
        child.kill()
    assert take("the next one")


# --- Killed -------------------------------------------------------------------------------------------


def look_once() -> None:
    """What cron does, and each thread of the process."""
    call_command("keeper", once=True, stdout=StringIO())  # the harness speaks by the real one


@pytest.mark.django_db(transaction=True)
def test_killed_anywhere_nothing_is_lost_and_nothing_goes_out_twice(batches: list[Batch]):
    with Killer() as killer:
        for death in killer.deaths(f"{HERE}.look_once", every=4):
            out = Batch.objects.filter(published_at__isnull=False).count()
            assert Publication.objects.count() == out, death
            assert Result.objects.filter(state="published").count() == out, death
            assert Event.objects.filter(action="batch_published").count() == out, death
        assert Batch.objects.filter(published_at__isnull=True).count() == 0
        killer.run(f"{HERE}.look_once")
    assert Publication.objects.count() == 2


# --- What people see of it ----------------------------------------------------------------------------


def health(part: str = "") -> tuple[int, Any]:
    answer = Client().get(f"/health/{part}")
    return answer.status_code, answer.json()


@pytest.mark.django_db
def test_the_health_address_says_live_ready_and_late():
    assert health("live/") == (200, {"live": True})
    assert health("ready/")[0] == 200
    assert health("keeper/")[0] == 503, "nothing was ever looked at"
    call_command("keeper", once=True)
    status, words = health()
    assert status == 200
    assert (words["live"], words["ready"], words["late"]) == (True, True, False)
    Duty.objects.filter(name="mails").update(looked_at=datetime.now(tz=JAPAN) - timedelta(minutes=6))
    assert health("ready/")[0] == 200
    assert health("keeper/") == (503, {**health()[1], "late": True})


@pytest.mark.django_db
def test_the_health_address_answers_without_a_database(monkeypatch: pytest.MonkeyPatch):
    def away(**_: Any) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr("indicators.views.health.status", away)
    assert health("live/") == (200, {"live": True})
    assert health("ready/") == (503, {"live": True, "ready": False, "late": None, "looked_at": None})


def test_the_board_shows_the_last_look_and_what_was_given_up(batches: list[Batch]):
    client = Client()
    client.force_login(make_carol())
    page = client.get("/office/").content.decode()
    assert page.index("自動の処理がまだ動いていません") < page.index('id="queue"'), "first of all"
    told = notice()
    given_up = outbox.post(told.user, Mail.Kind.INVITATION)
    call_command("keeper", once=True)
    page = client.get("/office/").content.decode()
    assert "最後に確かめたのは" in page
    assert "自動の処理が" not in page
    Mail.objects.update(sent_at=None, given_up_at=datetime.now(tz=JAPAN), problem="550 no")
    page = client.get("/office/").content.decode()
    assert "erin@example.jp" in page
    assert "550 no" in page
    assert page.count("もう一度送る<") == 1
    assert "本文は残していません" in page
    mail.outbox.clear()
    client.post("/office/", {"mail": told.pk})
    client.post("/office/", {"mail": given_up.pk})
    outbox.deliver()
    assert [one.to for one in mail.outbox] == [["erin@example.jp"]]
    assert client.post("/office/", {"mail": "x"}).status_code == 302
