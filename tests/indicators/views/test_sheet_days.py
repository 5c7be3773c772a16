"""The day of the evaluation sheets: set with a cycle or apart, told on every page, and mailed to those who owe one."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from indicators import outbox
from indicators.frames import sheet_reminder, sheets_asked
from indicators.models import Cycle, Event, Mail
from indicators.permissions import sheet_writers
from tests.indicators.city import City
from tests.indicators.factories import submit_sheet
from tests.indicators.pages import client_of, text_of

pytestmark = pytest.mark.django_db
APRIL = datetime(2026, 4, 10, 0, tzinfo=UTC)
AUGUST = datetime(2026, 8, 3, 0, tzinfo=UTC)
SHEETS = {
    "sheets_due_on": "令和8年7月31日",
    "sheets_first_reminder_on": "令和8年7月17日",
    "sheets_second_reminder_on": "令和8年7月28日",
}


def _open(city: City) -> Cycle:
    with time_machine.travel(APRIL, tick=False):
        client = client_of(city.bob)
        page = client.get(reverse("office:cycles")).content.decode()
        for proposed in SHEETS.values():  # a month after the values, with reminders like theirs
            assert proposed in page, proposed
        client.post(reverse("office:cycles"), {"year": "2025", "due_on": "令和8年6月30日", **SHEETS})
    return Cycle.objects.get(year=2025)


def test_a_cycle_asks_for_sheets_by_a_day_of_their_own(city: City) -> None:
    cycle = _open(city)
    assert str(cycle.sheets_due_on) == "2026-07-31"
    days = {"first": "2026-07-17", "second": "2026-07-28", "late": "2026-08-01", "": "2026-07-16"}
    for word, day in days.items():
        assert sheet_reminder(cycle, datetime.fromisoformat(day).date()) == word
    Cycle.objects.filter(pk=cycle.pk).update(closed_at=AUGUST, closed_by=city.bob)
    page = reverse("office:cycle_sheets", args=[2025])
    with time_machine.travel(AUGUST, tick=False):
        refused = client_of(city.bob).post(page, {**SHEETS, "sheets_second_reminder_on": "令和8年7月1日"})
        assert "1回目より後の日" in text_of(refused)
        client_of(city.bob).post(page, {"sheets_due_on": "令和8年9月30日"})
    cycle.refresh_from_db()
    assert (str(cycle.sheets_due_on), cycle.sheets_first_reminder_on) == ("2026-09-30", None)


def test_who_has_not_written_is_told_everywhere_and_mailed_once_a_day(city: City) -> None:
    city.alice.email = "alice@city.example"
    city.alice.save()
    cycle = _open(city)
    Cycle.objects.exclude(pk=cycle.pk).update(closed_at=AUGUST, closed_by=city.bob)
    written, *others = sheets_asked(cycle)
    with time_machine.travel(AUGUST, tick=False):
        submit_sheet(written.measure, 2025, by=city.bob)
        mine = text_of(client_of(city.alice).get(reverse("entry:tasks")))
        assert "期限 2026年7月31日（3日過ぎています）" in mine
        board = text_of(client_of(city.bob).get(reverse("office:board")))
        assert f"評価シートの期限を過ぎた{len(others)}施策の課に催促する" in board
        assert f"1件／{len(others) + 1}件" in board
        page = f"{reverse('office:sheets')}?year=2025"
        office = client_of(city.bob)
        assert "期限を過ぎて、まだ提出していない課" in text_of(office.get(page))
        mail.outbox.clear()
        Mail.objects.all().delete()
        assert "1人にメールを送ります" in text_of(office.post(page, {"action": "remind"}, follow=True))
        assert "きょうすでに送りました" in text_of(office.post(page, {"action": "remind"}, follow=True))
        outbox.deliver(now=datetime.now(UTC) + timedelta(minutes=1))
    (sent,) = mail.outbox
    owed = [one for one in others if one.measure.pk in _written_by(city)]
    assert sent.to == ["alice@city.example"]
    assert f"（{len(owed)}件）" in sent.subject
    assert "2026年7月31日で、過ぎています" in sent.body
    assert all(f"/entry/sheets/{one.measure.number}/2025/" in sent.body for one in owed)
    assert f"/entry/sheets/{written.measure.number}/2025/" not in sent.body
    line = Event.objects.filter(action=Event.Action.CYCLE_MAILED, detail__what="sheets").get()
    assert line.detail["mailed"] == [city.alice.pk]


def _written_by(city: City) -> set[int]:
    own = {one.department_id for one in city.alice.memberships.all()}
    asked = sheet_writers([one.measure.pk for one in sheets_asked(Cycle.objects.get(year=2025))])
    return {pk for pk, departments in asked.items() if own & departments}
