"""Atom feeds: valid, steady, and of published records alone."""

import io
import re
import zipfile
from datetime import UTC, date, datetime
from typing import Any
from xml.etree import ElementTree

import pytest
import time_machine
from django.test import Client

from indicators import workflow
from indicators.models import Indicator
from measures.models import Measure, Plan
from tests.indicators import factories
from tests.indicators.city import City
from tests.indicators.factories import said

pytestmark = [pytest.mark.django_db, pytest.mark.reads]
ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ("/feeds/publications.atom", "/feeds/corrections.atom")


def read(client: Client, address: str, **query: str) -> ElementTree.Element:
    answer = client.get(address, query)
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)


def entries(feed: ElementTree.Element) -> list[ElementTree.Element]:
    return feed.findall(f"{ATOM}entry")


def said_by(element: ElementTree.Element, name: str) -> str:
    return element.findtext(f"{ATOM}{name}") or ""


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_has_all_that_atom_asks_for(city: City, client: Client, address: str):
    """RFC 4287 §4.1: id, title and updated once, an author, a link to itself, moments of RFC 3339, ids once."""
    city.correct("44B", 2024, "118", now=datetime(2025, 8, 1, tzinfo=UTC))
    feed = read(client, address)
    assert feed.tag == f"{ATOM}feed"
    moment = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d|Z)")
    for element in (feed, *entries(feed)):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
            assert said_by(element, name)
        assert said_by(element, "id").startswith("urn:uuid:")
        assert moment.fullmatch(said_by(element, "updated"))
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "木更津市"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == f"http://testserver{address}"
    assert client.get(str(links["alternate"])).status_code == 200
    found = entries(feed)
    ids = [said_by(entry, "id") for entry in found]
    assert len(set(ids)) == len(ids) > 0
    assert said_by(feed, "updated") == max(said_by(entry, "updated") for entry in found)
    for entry in found:
        link = entry.find(f"{ATOM}link").get("href")
        assert client.get(link.partition("#")[0]).status_code == 200
        assert said_by(entry, "summary")


def test_what_went_out_together_is_one_entry(city: City, client: Client):
    results = [
        factories.submit_value(city.indicator(code), 2023, said(value), by=city.alice)
        for code, value in (("43A", "700"), ("47A", "0"))
    ]
    count = len(entries(read(client, FEEDS[0])))
    workflow.publish_many(
        chosen=[workflow.Chosen(result, result.version) for result in results],
        title="令和5年度実績の公表",
        announced_on=date(2026, 7, 1),
        by=city.bob,
    )
    found = entries(read(client, FEEDS[0]))
    assert len(found) == count + 1
    assert said_by(found[0], "title") == "令和5年度実績の公表"
    link = str(found[0].find(f"{ATOM}link").get("href"))
    assert link.partition("#")[2] in client.get(link).content.decode(), "the link leads to the batch itself"
    assert "700人" in said_by(found[0], "summary")
    assert "0件" in said_by(found[0], "summary")


def test_a_feed_is_steady_and_the_same_on_every_host(city: City, client: Client, settings: Any):
    settings.ALLOWED_HOSTS = ["testserver", "plan.example.jp"]
    city.correct("44B", 2024, "118", now=datetime(2025, 8, 1, tzinfo=UTC))
    for address in FEEDS:
        first = client.get(address).content
        with time_machine.travel(datetime(2031, 1, 1, tzinfo=UTC), tick=False):
            assert client.get(address).content == first
        ids = [said_by(entry, "id") for entry in entries(read(client, address))]
        elsewhere = ElementTree.fromstring(client.get(address, headers={"host": "plan.example.jp"}).content)
        assert [said_by(entry, "id") for entry in entries(elsewhere)] == ids


def test_an_entry_keeps_its_id_when_more_is_published(city: City, client: Client):
    before = {said_by(entry, "id"): said_by(entry, "title") for entry in entries(read(client, FEEDS[0]))}
    city.correct("44B", 2024, "118", now=datetime(2025, 8, 1, tzinfo=UTC))
    after = {said_by(entry, "id"): said_by(entry, "title") for entry in entries(read(client, FEEDS[0]))}
    assert before.items() <= after.items()
    assert len(after) == len(before) + 1


def test_a_correction_says_both_values_and_why(city: City, client: Client):
    city.correct("44B", 2024, "118", now=datetime(2025, 8, 1, tzinfo=UTC))
    entry = entries(read(client, FEEDS[1]))[0]
    assert said_by(entry, "title").startswith("訂正：")
    assert said_by(entry, "summary") == "121件 → 118件。理由：集計漏れ"
    assert entries(read(client, FEEDS[1], as_of="2025-07-31")) == []


def test_a_changed_rule_is_told_like_a_changed_value(city: City, client: Client):
    """What the page of changes shows is in its feed: baseline, target, threshold, each by its own figure."""
    indicator, june = city.indicator("44B"), datetime(2025, 6, 10, tzinfo=UTC)
    asked: dict[str, Any] = {"first_year": 2025, "published": False, "published_at": june, "reason": "見直し"}
    factories.make_baseline(indicator, "80", **asked)
    factories.make_target(indicator, "150", **asked)
    factories.make_threshold(indicator.measure.policy.plan, "0.85", **asked)
    found = {said_by(entry, "title"): said_by(entry, "summary") for entry in entries(read(client, FEEDS[1]))}
    after = "令和7年度の判定から使います。理由：見直し"
    assert found["目標の見直し：オーガニックアクション宣言企業認定数（累計）"].endswith(
        f" → 150件（令和8年度まで）。{after}"
    )
    assert (
        f" → 80件（令和４年度末（再集計））。{after}"
        in found["現状値の見直し：オーガニックアクション宣言企業認定数（累計）"]
    )
    assert found["やや遅れの基準：すべての指標"] == f"80％ → 85％。{after}"
    page = client.get("/corrections/").content.decode()
    assert page.count("見直し</p>") == len(found) == 3


def test_an_empty_feed_is_a_feed(client: Client, db: None):
    factories.load_fixtures()
    for address in FEEDS:
        feed = read(client, address)
        assert entries(feed) == []
        assert said_by(feed, "updated") == "2023-04-01T00:00:00+09:00"


def test_text_from_people_is_no_markup(city: City, client: Client):
    city.correct("44B", 2024, "118", reason="<b>集計</b> & 漏れ")
    summary = entries(read(client, FEEDS[1]))[0].find(f"{ATOM}summary")
    assert "&lt;b&gt;集計" in str(summary.text), "escaped once for XML and once for HTML"


def test_no_stored_sign_breaks_what_machines_read(city: City, client: Client):
    """What came in by a door that did not look: Atom, Turtle, JSON-LD and the parts of a workbook stay well-formed."""
    odd = "\u000b\u001b\ufffe\u200b"
    for model, fields in ((Indicator, ("name", "unit", "meaning")), (Measure, ("name", "goal"))):
        for row in model._default_manager.all():
            texts = {field: f"{getattr(row, field)[:3]}{odd}目" for field in fields}
            model._default_manager.filter(pk=row.pk).update(**texts)
    Plan.objects.update(city=f"木更津{odd}市")
    city.correct("44B", 2024, "118", now=datetime(2025, 8, 1, tzinfo=UTC))
    for address in FEEDS:
        feed = read(client, address)
        assert feed.findtext(f"{ATOM}author/{ATOM}name") == "木更津市"
        assert "目" in said_by(entries(feed)[0], "title")
    for address in (
        "/sitemap.xml",
        "/open-data/catalog.ttl",
        "/open-data/catalog.jsonld",
        "/open-data/all.xlsx",
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        body = answer.getvalue()
        if address.endswith(".xml"):
            ElementTree.fromstring(body)
        elif address.endswith("xlsx"):
            with zipfile.ZipFile(io.BytesIO(body)) as book:
                for name in book.namelist():
                    text = book.read(name).decode()
                    assert not set(odd) & set(text), name
                    ElementTree.fromstring(text)
        else:
            assert not set(odd) & set(body.decode()), address


def test_every_public_page_names_the_feeds_and_no_page_of_the_staff_does(city: City, client: Client):
    for address in ("/", "/measures/44/", "/indicators/44B/", "/open-data/"):
        html = client.get(address).content.decode()
        for feed in FEEDS:
            assert f'type="application/atom+xml" href="{feed}"' in html, address
    client.force_login(city.bob)
    assert "atom+xml" not in client.get("/office/").content.decode()


def test_the_demo_says_so(city: City, client: Client, settings: Any):
    before = {said_by(entry, "id") for entry in entries(read(client, FEEDS[0]))}
    settings.DEMO = True
    feed = read(client, FEEDS[0])
    assert "デモ" in said_by(feed, "title")
    assert "架空" in said_by(feed, "subtitle")
    assert not before & {said_by(entry, "id") for entry in entries(feed)}, "made-up values are other entries"
