"""次の公表予定: the list on 更新と訂正 and the calendar that programs subscribe to (RFC 5545)."""

import re
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.indicators.factories import (
    make_alice,
    make_bob,
    make_cycle,
    make_indicator,
    publish_change,
    publish_value,
    said,
)

pytestmark = [pytest.mark.django_db, pytest.mark.reads]
LONG = "とても長い名前の指標、セミコロン;とバックスラッシュ\\を持つもの"


def moment(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}T12:00:00+09:00")


@pytest.fixture
def city() -> SimpleNamespace:
    """43A: 速報 to be followed by October 30, 2025; 43B: 見込 without a day, so by September 30, 2025; 43C: final."""
    alice, bob = make_alice(), make_bob()
    make_cycle(2024, by=bob)
    first, second, third = (
        make_indicator(letter=letter, name=name)
        for letter, name in (("A", LONG), ("B", "指標B"), ("C", "指標C"))
    )
    people: dict[str, Any] = {"by": alice, "publisher": bob, "now": moment("2025-06-01")}
    publish_value(first, 2024, said("900", "provisional", expected_on=date(2025, 10, 30)), **people)
    publish_value(second, 2024, said("800", "estimate", expected_on=date(2025, 9, 30)), **people)
    publish_value(third, 2024, said("700"), **people)
    return SimpleNamespace(first=first, alice=alice, bob=bob)


def unfolded(body: bytes) -> list[str]:
    lines = body.decode().replace("\r\n ", "").split("\r\n")
    assert lines.pop() == "", "the last line ends as every other"
    return lines


def events(client: Client, address: str = "/publications/awaited.ics") -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for line in unfolded(client.get(address).content):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found:
            found[-1][name] = value
    return found


def test_the_list_names_what_is_due_and_what_has_passed(city: SimpleNamespace, client: Client) -> None:
    with time_machine.travel(moment("2025-10-01"), tick=False):
        html = client.get("/publications/").content.decode()
        home = client.get("/").content.decode()
    listed = html.split('id="awaited"')[1].partition("</section>")[0]
    days = re.findall(r'class="when">(.*?)</span><span><a', listed)
    assert [day.partition("　")[0] for day in days] == ["2025年9月30日", "2025年10月30日"]
    assert ["予定を過ぎています" in day for day in days] == [True, False]
    assert 'href="/publications/awaited.ics"' in listed
    short = home.split('id="awaited"')[1].partition("</section>")[0]
    assert "公表予定を過ぎている値が<b>1件</b>あります" in short
    assert "2025年10月30日" in short


def test_a_calendar_is_well_formed(city: SimpleNamespace, client: Client) -> None:
    with time_machine.travel(moment("2025-10-01"), tick=False):
        answer = client.get("/publications/awaited.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    parts = answer.content.split(b"\r\n")
    assert all(len(part) <= 75 and b"\n" not in part for part in parts)
    assert any(part.startswith(b" ") for part in parts), "a long line is folded"
    for part in parts:
        part.decode()  # and never within a letter
    lines = unfolded(answer.content)
    assert (lines[0], lines[1], lines[-1]) == ("BEGIN:VCALENDAR", "VERSION:2.0", "END:VCALENDAR")
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 2
    assert any(line.startswith("PRODID:") for line in lines)


def test_each_awaited_value_is_one_day_with_a_name_of_its_own(city: SimpleNamespace, client: Client) -> None:
    with time_machine.travel(moment("2025-10-01"), tick=False):
        late, coming = events(client)
    assert (late["DTSTART;VALUE=DATE"], late["DTEND;VALUE=DATE"]) == ("20250930", "20251001")
    assert (coming["DTSTART;VALUE=DATE"], coming["DTEND;VALUE=DATE"]) == ("20251030", "20251031")
    # Noon of June 1 in Japan.
    assert coming["DTSTAMP"] == "20250601T030000Z"
    named = LONG.replace("\\", r"\\").replace(";", r"\;")
    assert coming["SUMMARY"] == f"公表予定：{named}（令和6年度）"
    assert late["SUMMARY"] == "公表予定を過ぎています：指標B（令和6年度）"
    assert coming["URL"].endswith("/indicators/43A/")
    assert late["UID"] != coming["UID"]


def test_an_event_stays_the_same_when_its_day_is_put_off(city: SimpleNamespace, client: Client) -> None:
    with time_machine.travel(moment("2025-10-01"), tick=False):
        _, before = events(client)
    publish_change(
        city.first,
        2024,
        "update",
        said("905", "provisional", expected_on=date(2025, 12, 20)),
        by=city.alice,
        publisher=city.bob,
        reason="",
        now=moment("2025-10-20"),
    )
    with time_machine.travel(moment("2025-10-25"), tick=False):
        _, after = events(client)
        then = client.get("/publications/awaited.ics?as_of=2025-10-01").content
    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == ("0", "1")
    assert after["DTSTART;VALUE=DATE"] == "20251220"
    assert b"DTSTART;VALUE=DATE:20251030" in then


def test_what_is_final_is_awaited_no_more(city: SimpleNamespace, client: Client) -> None:
    with time_machine.travel(moment("2025-10-01"), tick=False):
        assert all("指標C" not in one["SUMMARY"] for one in events(client))
    assert "BEGIN:VCALENDAR" in Client().get("/publications/awaited.ics?as_of=2020-01-01").content.decode()
