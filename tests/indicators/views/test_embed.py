"""The frame for other sites: one indicator, complete and harmless; and no other page can be framed."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from django.test import Client

from indicators import frames
from indicators.numbers import format_number
from tests.indicators.city import City
from tests.indicators.factories import EVERY

pytestmark = [pytest.mark.django_db, pytest.mark.reads]


def test_it_shows_what_the_page_of_each_indicator_begins_with(city: City, client: Client):
    for row in frames.newest(frames.published(EVERY)):
        html = client.get(f"/embed/indicators/{row.code}/").content.decode()
        text = re.sub(r"<[^>]+>", "", html)
        assert row.name in text
        assert row.label in text
        assert f'href="/indicators/{row.code}/"' in html
        if row.value is not None:
            assert format_number(row.value, decimals=row.decimals, unit=row.unit) in text
        assert 'class="track' in html
        assert "出典：木更津市「基本計画のいま」（CC BY 4.0）" in text


def test_it_may_be_framed_by_every_site_and_can_do_nothing(city: City, client: Client):
    client.force_login(city.bob)
    for address, status in (
        ("/embed/indicators/44B/", 200),
        ("/embed/indicators/99Z/", 404),
        ("/embed/indicators/44B/?as_of=soon", 400),
    ):
        answer = client.get(address)
        assert answer.status_code == status
        assert "X-Frame-Options" not in answer
        policy = answer["Content-Security-Policy"]
        assert "frame-ancestors *" in policy
        assert "script-src 'none'" in policy
        html = answer.content.decode()
        assert "<script" not in html
        assert "<form" not in html
        assert "ボブ" not in html, "the same for everybody"
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")


def test_no_other_page_may_be_framed(city: City, client: Client):
    for address in (
        "/", "/indicators/44B/", "/measures/44/", "/open-data/", "/open-data/api/", "/login/", "/search/",
        "/open-data/values.csv", "/api/v1/values/", "/feeds/publications.atom", "/nothing/", "/?as_of=soon",
    ):  # fmt: skip
        answer = client.get(address)
        assert answer["X-Frame-Options"] == "DENY", address
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"], address


def test_it_can_be_fixed_to_a_day(city: City, client: Client):
    city.correct("44B", 2024, "118", now=datetime(2025, 8, 1, tzinfo=UTC))
    html = client.get("/embed/indicators/44B/", {"as_of": "2025-07-31"}).content.decode()
    assert "121件" in re.sub(r"<[^>]+>", "", html)
    assert "2025年7月31日の時点" in html
    assert "118" in client.get("/embed/indicators/44B/").content.decode()
    page = client.get("/indicators/44B/", {"as_of": "2025-07-31"}).content.decode()
    assert "/embed/indicators/44B/?as_of=2025-07-31" in unescape(page.split('id="snippet"')[1])
    assert 'href="/indicators/44B/?as_of=2025-07-31"' in html


def test_the_snippet_is_html_that_can_be_pasted(city: City, client: Client):
    indicator = city.indicator("44B")
    indicator.name = 'A&B "の" <数>'
    indicator.save()
    page = client.get("/indicators/44B/").content.decode()
    found = re.search(r'<textarea id="snippet"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert found
    snippet = unescape(found[1])
    assert snippet.startswith(
        '<iframe src="http://testserver/plans/3/embed/indicators/44B/" title="A&amp;B &quot;の&quot; &lt;数&gt;"'
    )
    assert snippet.endswith("</iframe>")


def test_another_spelling_leads_to_the_one_address(city: City, client: Client):
    answer = client.get("/embed/indicators/44b/")
    assert (answer.status_code, answer["Location"]) == (301, "/embed/indicators/44B/")
    assert (
        client.get(
            "/embed/indicators/44B/", headers={"if-none-match": client.get("/embed/indicators/44B/")["ETag"]}
        ).status_code
        == 304
    )


def test_the_demo_says_so(city: City, client: Client, settings):
    settings.DEMO = True
    assert "架空の値" in client.get("/embed/indicators/44B/").content.decode()
