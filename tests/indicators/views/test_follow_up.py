"""What is not final is followed up: wherever a value stands, it says from the day after that its next one is due (docs/progress.md §2)."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client

from indicators import notices, outbox, workflow
from indicators.models import Cycle, Kind
from tests.indicators.city import City
from tests.indicators.factories import publish_change, publish_value, said
from tests.indicators.pages import text_of

pytestmark = pytest.mark.django_db
# The due day's last moment in Japan, and the first of the day after.
ON_THE_DAY = datetime(2025, 10, 30, 14, 59, 59, tzinfo=UTC)
AFTER = ON_THE_DAY + timedelta(seconds=1)
WORDS = "公表予定（2025年10月30日）を過ぎています"
PUBLIC = (
    "/indicators/44A/",
    "/measures/44/",
    "/policies/02/",
    "/departments/organic-city-suishin/",
    "/indicators/",
    "/publications/",
    "/search/?q=公表予定",
    "/embed/indicators/44A/",
    "/feeds/publications.atom",
)
FILES = (
    "/indicators/44A.json",
    "/indicators/44A.csv",
    "/open-data/values.csv",
    "/open-data/publications.json",
    "/api/v1/values/44A/2024/",
)


@pytest.fixture
def estimate(city: City) -> City:
    """44A, 見込 of fiscal 2024, to be followed by October 30, 2025; its cycle is closed."""
    entry = said("60.1", "estimate", expected_on=date(2025, 10, 30))
    publish_value(city.indicator("44A"), 2024, entry, by=city.alice, publisher=city.bob)
    left = {result.pk for result in workflow.left_in(Cycle.objects.get(year=2024)) if result.is_editable}
    workflow.close_cycle(cycle=Cycle.objects.get(year=2024), by=city.bob, kept=left)
    return city


def test_every_public_page_says_so_from_midnight_in_japan_on(estimate: City, client: Client) -> None:
    """Nothing is published between the two looks: a kept copy, and an ETag that a reader holds, turn with the day."""
    seen = {}
    with time_machine.travel(ON_THE_DAY, tick=False):
        for address in ("/", *PUBLIC, *FILES):
            answer = client.get(address)
            seen[address] = answer.get("ETag")
            assert WORDS not in answer.content.decode(), address
    with time_machine.travel(AFTER, tick=False):
        for address in PUBLIC:
            answer = client.get(address, headers={"If-None-Match": seen[address] or '"none"'})
            assert answer.status_code == 200, address
            assert WORDS in text_of(answer), address
        assert "公表予定を過ぎている値が1件あります" in text_of(client.get("/"))
        for address in FILES:
            answer = client.get(address, headers={"If-None-Match": seen[address] or '"none"'})
            assert answer.status_code == 200, address
        past = client.get("/indicators/44A/?as_of=2025-10-30")
        assert WORDS not in text_of(past), "it had not passed on the day shown"


def test_files_have_the_day_and_whether_it_has_passed_at_their_end(estimate: City, client: Client) -> None:
    for now, passed in ((ON_THE_DAY, False), (AFTER, True)):
        with time_machine.travel(now, tick=False):
            value = json.loads(client.get("/api/v1/values/44A/2024/").content)
            (record,) = json.loads(client.get("/api/v1/publications/?indicator=44A").content)["items"]
        for one in (value, record):
            one = one.get("item", one)
            assert (one["next_due_on"], one["is_overdue"]) == ("2025-10-30", passed)


def test_it_is_a_task_again_though_the_cycle_is_closed(estimate: City, client: Client) -> None:
    staff = [
        (estimate.alice, "/entry/"),
        (estimate.bob, "/office/"),
        *(
            (estimate.dave, f"/dashboard/{page}")
            for page in ("", "measures/44/", "departments/organic-city-suishin/")
        ),
    ]
    for now, passed in ((ON_THE_DAY, False), (AFTER, True)):
        with time_machine.travel(now, tick=False):
            for person, address in staff:
                client.force_login(person)
                assert (WORDS in text_of(client.get(address))) is passed, address
    with time_machine.travel(AFTER, tick=False):
        client.force_login(estimate.alice)
        page = client.get("/entry/").content.decode()
        assert "次の値を入れる" in page
        assert client.get("/entry/44A/2024/change/").status_code == 200


def test_the_mail_of_the_day_tells_the_lead_department_once(estimate: City) -> None:
    workflow.close_cycle(cycle=Cycle.objects.get(year=2023), by=estimate.bob)
    estimate.alice.email = "alice@city.example.jp"
    estimate.alice.save()
    morning = AFTER + timedelta(hours=9)
    for days, mails in ((-2, 0), (-1, 1), (0, 0)):
        day = morning + timedelta(days=days)
        mail.outbox.clear()
        notices.write_digests(now=day)
        outbox.deliver(now=day)
        assert len(mail.outbox) == mails
        for message in mail.outbox:
            assert "公表予定日が来た値1件" in message.subject
            assert "公表予定日（2025年10月30日）が来ました" in message.body
            assert "/entry/44A/2024/change/" in message.body


@pytest.mark.parametrize("kind", [Kind.UPDATE, Kind.FINAL])
def test_the_next_record_ends_it(estimate: City, client: Client, kind: Kind) -> None:
    entry: dict[str, Any] = {"expected_on": date(2026, 3, 31)} if kind == Kind.UPDATE else {}
    newer = said("60.4", "provisional" if kind == Kind.UPDATE else "actual", **entry)
    people = {"by": estimate.alice, "publisher": estimate.bob}
    publish_change(estimate.indicator("44A"), 2024, kind, newer, **people, reason="", now=AFTER)
    with time_machine.travel(AFTER + timedelta(days=1), tick=False):
        text = text_of(client.get("/indicators/44A/"))
        assert WORDS not in text
        assert ("次の公表予定は2026年3月31日です" in text) is (kind == Kind.UPDATE)
        assert f"{kind.label} 令和6年度 60.4％" in text
        assert ("60.4" in text_of(client.get("/corrections/"))) is (kind == Kind.FINAL)
        assert f"【{kind.label}】" in client.get("/feeds/publications.atom").content.decode()
