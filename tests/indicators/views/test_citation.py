"""このページを引用する（固定リンク）: a permanent link, words that can be copied, and a day picker on every page with figures."""

import re
from html import unescape
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client

from indicators.models import Indicator
from indicators.views.public.sharing.citation import CITED
from tests.indicators import factories
from tests.indicators.views.test_as_of import city, on

__all__ = ["city"]

pytestmark = [pytest.mark.django_db, pytest.mark.reads]

PAGES = {
    "/": "基本計画のいま",
    "/policies/01/": "基本政策01",
    "/measures/": "施策の一覧",
    "/measures/43/": "施策43",
    "/indicators/": "指標の一覧",
    "/indicators/43A/": "移住・定住相談窓口利用登録者数",
    "/departments/": "担当課の一覧",
    "/departments/sangyo-shinko/": "産業振興課",
    "/corrections/": "更新と訂正：訂正・改定",
    "/open-data/": "オープンデータ",
}
WITHOUT = ["/search/", "/search/?q=移住", "/glossary/", "/about/", "/accessibility/", "/changes/"]


def cited(html: str) -> tuple[str, str]:
    """The permanent link and the words, as a reader sees them."""
    link = re.search(r'class="citation-address" data-now href="([^"]+)"', html)
    words = re.search(r'id="citation-text">([^<]+)<', html)
    assert link
    assert words
    return unescape(link[1]), unescape(words[1])


@pytest.mark.parametrize(("address", "title"), PAGES.items())
def test_a_page_of_a_day_is_cited_by_city_title_day_address_and_licence(
    client: Client, city: Indicator, address: str, title: str
):
    link, words = cited(client.get(on(address, "2025-07-01")).content.decode())
    assert link == f"http://testserver/plans/3{on(address, '2025-07-01')}"
    for part in ("木更津市", title, "2025年7月1日の終わりの時点", link, "CC BY 4.0"):
        assert part in words
    assert "暫定" not in words


@pytest.mark.parametrize("address", PAGES)
def test_a_page_of_now_is_cited_as_of_today_which_is_provisional(
    client: Client, city: Indicator, address: str
):
    with time_machine.travel("2026-07-01T23:00:00+09:00", tick=False):
        html = client.get(address).content.decode()
    link, words = cited(html)
    assert link == f"http://testserver/plans/3{on(address, '2026-07-01')}"
    assert "当日は暫定" in words
    assert "今日が終わるまでは" in html


def test_the_link_shows_the_same_content_when_the_day_is_over(client: Client, city: Indicator):
    with time_machine.travel("2026-07-01T12:00:00+09:00", tick=False):
        link, _ = cited(client.get("/indicators/43A/").content.decode())
    parts = urlsplit(link)
    with time_machine.travel("2026-08-01T12:00:00+09:00", tick=False):
        html = client.get(f"{parts.path}?{parts.query}").content.decode()
    assert "2026年7月1日の終わりの時点" in html
    assert "990人" in html


def test_what_else_the_address_asks_for_is_in_the_link_and_in_the_day_picker(client: Client, city: Indicator):
    html = client.get("/?year=2024&as_of=2025-07-01&utm_source=mail").content.decode()
    link, _ = cited(html)
    assert link == "http://testserver/plans/3/?year=2024&as_of=2025-07-01"
    assert '<input type="hidden" name="year" value="2024">' in html
    assert "utm_source" not in html.partition("<main")[2].partition("</main>")[0]


def test_a_past_day_leads_to_what_changed_since(client: Client, city: Indicator):
    html = client.get(on("/indicators/43A/", "2025-07-01")).content.decode()
    assert html.count('href="/changes/?from=2025-07-01"') == 2, "in the band and in the citation"
    assert "この日のあとの変更" in html


@pytest.mark.parametrize("address", WITHOUT)
def test_pages_without_figures_have_none(client: Client, city: Indicator, address: str):
    assert 'id="citation"' not in client.get(address).content.decode()


def test_a_day_that_is_none_has_nothing_to_cite(client: Client, city: Indicator):
    assert 'id="citation"' not in client.get(on("/", "2025-02-30")).content.decode()
    page = client.get(on("/indicators/43A/", "2020-01-01")).content.decode()
    assert 'id="citation"' not in page
    assert page.count('id="as_of"') == 1


def test_an_evaluation_sheet_is_cited_with_its_version(client: Client, city: Indicator):
    alice, bob = factories.make_user("erin", office=True), factories.make_carol()
    with time_machine.travel("2025-09-01T12:00:00+09:00", tick=False):
        factories.publish_sheet(city.measure, 2024, by=alice, publisher=bob)
    link, _ = cited(client.get("/measures/43/sheets/2024/?number=1&as_of=2025-10-01").content.decode())
    assert link == "http://testserver/plans/3/measures/43/sheets/2024/?number=1&as_of=2025-10-01"


def test_every_name_that_is_cited_is_an_address():
    from indicators.views.public import urlpatterns

    names = {str(pattern.name) for pattern in urlpatterns}
    assert CITED - names <= {"publications"}


def test_a_title_is_escaped_once(client: Client, city: Indicator):
    city.name = "登録者 <b>& 仲間"
    city.save()
    html = client.get("/indicators/43A/").content.decode()
    assert "登録者 &lt;b&gt;&amp; 仲間" in html.partition('id="citation-text">')[2]
