"""The pages below /easy/: every public page has one, with readings above all of our words and the figures of the ordinary page."""

import re
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import brotli
import pytest
import time_machine
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from indicators.caching.finished_pages import finished_under
from indicators.views.public import urlpatterns
from indicators.views.public.site.addresses import public_addresses
from indicators.views.shared.languages import EASIER, IN_ENGLISH, NO_EASIER, WITH_EASIER
from indicators.views.stale_fallback import StaleFallback
from measures.models import Translation
from tests.indicators.city import City
from tests.indicators.pages import bare_words, japanese_in
from tests.indicators.two_plans import AFTER, BETWEEN, make_two_plans

pytestmark = [pytest.mark.django_db, pytest.mark.reads]


@pytest.mark.slow
def test_every_kanji_of_ours_has_its_reading_on_every_easy_page_of_the_demo(client: Client, demo_rows: None):
    bare, large = {}, {}
    for address in public_addresses():
        if address.name.startswith("easy_") and not address.moved:
            answer = client.get(address.url)
            assert answer.status_code == 200, address.url
            if found := bare_words(answer.content.decode()):
                bare[address.url] = found
            if (size := len(brotli.compress(answer.content, quality=7))) > 20_000:
                large[address.url] = size
    assert (bare, large) == ({}, {})


def test_frames_have_their_readings_whoever_looks_and_on_whatever_day(client: Client):
    """Bands of a past day and of another plan, paper's source, footer, the bar of the staff."""
    pages = ("/easy/", "/easy/indicators/43A/", "/easy/search/")
    both = [f"{begins}{page}" for begins in ("/plans/3", "/plans/4") for page in pages]
    seen: dict[str, list[str]] = {}

    def look(*addresses: str) -> str:
        for address in addresses:
            answer = client.get(address)
            assert answer.status_code == 200, address
            seen[address] = bare_words(answer.content.decode())
        return answer.content.decode()

    with time_machine.travel(BETWEEN, tick=False):
        two = make_two_plans()
        assert "見ました" in re.sub("<rt>.*?</rt>|</?ruby>", "", look(*pages))
        look(*(f"{page}?as_of=2026-06-01" for page in pages))
        client.force_login(two.bob)
        assert "まだ" in look(both[3])  # in preparation
        two.publish()
        assert "これから" in look(*both)
    with time_machine.travel(AFTER, tick=False):
        client.force_login(two.alice)
        look(*both)
        client.logout()
        assert "職員" in re.sub("<rt>.*?</rt>|</?ruby>", "", look(*both))
    assert {address: found for address, found in seen.items() if found} == {}


def test_every_public_page_has_an_easy_one_or_leads_to_one():
    """A page answers HTML; files, pictures, feeds and what other sites frame are none."""
    ordinary = {
        str(found.name): str(found.pattern)
        for found in urlpatterns
        if str(found.pattern).endswith("/") or not str(found.pattern)
    }
    easier = {name for name in ordinary if name.startswith("easy_")}
    english = {f"en_{name}" for name in IN_ENGLISH}
    assert {*ordinary} - easier - {*EASIER} == {"embed"} | english
    assert {*EASIER.values()} == easier
    assert {*WITH_EASIER} & {*NO_EASIER} == set()
    for name in (*WITH_EASIER, *NO_EASIER):
        assert ordinary[f"easy_{name}"] == f"easy/{ordinary[name]}"


def links(html: str, kind: str) -> list[str]:
    return [unescape(one) for one in re.findall(rf'<link rel="{kind}"[^>]* href="([^"]*)"', html)]


def test_a_page_and_its_easy_one_lead_to_each_other_on_the_same_day_and_in_the_same_plan(
    client: Client, city: City
):
    day = timezone.localdate().isoformat()
    for begins in ("", "/plans/3"):
        for asked in ("", f"?as_of={day}"):
            ordinary, easy = f"{begins}/measures/44/{asked}", f"{begins}/easy/measures/44/{asked}"
            assert easy in links(client.get(ordinary).content.decode(), "alternate")
            html = client.get(easy).content.decode()
            assert ordinary in links(html, "alternate")
            assert bare_words(html) == []
            assert [urlsplit(one).path for one in links(html, "canonical")] == ["/plans/3/easy/measures/44/"]
            assert f"{begins}/easy/indicators/44B/{asked}" in re.findall(r'href="([^"]*)"', html)


def test_a_sheet_of_paper_leads_to_the_easy_page_of_what_it_is_of(client: Client, city: City):
    html = client.get("/print/one-page/measures/44/").content.decode()
    assert "/easy/measures/44/" in links(html, "alternate")


def test_the_switch_takes_the_readings_away_and_is_kept_by_links_without_a_cookie(client: Client, city: City):
    with_readings = client.get("/easy/measures/44/")
    assert "<rt>" in with_readings.content.decode()
    assert "/easy/measures/44/?furigana=off" in re.findall(r'href="([^"]*)"', with_readings.content.decode())
    answer = client.get("/easy/measures/44/?furigana=off")
    html = answer.content.decode()
    assert "<rt>" not in html
    assert not answer.cookies
    followed = [unescape(one) for one in re.findall(r'href="([^"]*)"', html)]
    assert "/easy/indicators/44B/?furigana=off" in followed
    assert "/easy/measures/44/" in followed, "the way back"
    assert "/measures/44/" in followed, "an ordinary page knows no switch"
    assert [urlsplit(one).query for one in links(html, "canonical")] == [""]
    assert 'rel="nofollow" href="/easy/measures/44/"' in html
    page, day = "/easy/measures/44/", timezone.localdate().isoformat()
    known = ("?furigana=off", f"?furigana=off&as_of={day}")
    others = ("?furigana=off&", "?x=1&furigana=off")
    kept = [asked for asked in (*known, *others) if finished_under(client.get(f"{page}{asked}"))]
    assert kept == [*known], "there are only so many that are kept"
    assert client.get("/easy/?furigana=yes").status_code == 404
    assert client.get("/easy/?furigana=off&furigana=off").status_code == 400


def test_names_have_the_reading_that_was_confirmed_and_texts_the_office_s_easier_version(
    client: Client, city: City
):
    indicator = city.indicator("44B")
    measure = indicator.measure
    before = client.get("/easy/measures/44/").content.decode()
    assert f'<h1 class="city">{measure.name}</h1>' in before, "no reading is guessed"
    for original, said in (
        (measure.name, {"reading": "オーガニックなまちづくりの推進《すいしん》"}),
        (measure.goal_words, {"easy": "町《まち》を よくします。"}),
    ):
        Translation.objects.create(
            plan=measure.plan,
            original=original,
            published_at=timezone.now(),
            created_by=city.alice,
            edited_by=city.alice,
            edited_at=timezone.now(),
            published_by=city.bob,
            **said,
        )
    html = client.get("/easy/measures/44/").content.decode()
    assert "オーガニックなまちづくりの<ruby>推進<rt>すいしん</rt></ruby>" in html
    assert '<p class="city" lang="ja"><ruby>町<rt>まち</rt></ruby>を よくします。</p>' in html
    away = f'<details class="easier"><summary>もとの <ruby>文章<rt>ぶんしょう</rt></ruby></summary><p class="city original" lang="ja">{escape(measure.goal_words)}</p>'
    assert away in html, "the city's own words are a step away"
    plain = client.get("/easy/measures/44/?furigana=off").content.decode()
    assert '<p class="city" lang="ja">町を よくします。</p>' in plain


def test_a_name_is_shown_as_the_office_put_it_easier_and_its_own_page_names_the_original(
    client: Client, city: City
):
    """In lists, heads and sentences alike, without readings too; a letter more and it is another name."""
    indicator = city.indicator("44B")
    names = {
        indicator.name: "森《もり》を まもる 会社《かいしゃ》",
        indicator.measure.name: "みどりの まち",
        indicator.lead_department.name: "みどりの 課《か》",
    }
    for original, easy in names.items():
        Translation.objects.create(
            plan=indicator.measure.plan,
            original=original,
            easy=easy,
            reading="",
            edited_at=timezone.now(),
            published_at=timezone.now(),
            created_by=city.alice,
            edited_by=city.alice,
            published_by=city.bob,
        )
    easier = "<ruby>森<rt>もり</rt></ruby>を まもる <ruby>会社<rt>かいしゃ</rt></ruby>"
    for address in ("/easy/indicators/", "/easy/measures/44/", "/easy/indicators/44B/"):
        html = client.get(address).content.decode()
        assert easier in html, address
        assert bare_words(html) == []
    assert (
        f'もとの <ruby>名前<rt>なまえ</rt></ruby>：<span class="city original" lang="ja">{indicator.name}</span>'
        in html
    )
    assert "みどりの <ruby>課<rt>か</rt></ruby></a>" in html
    plain = client.get("/easy/indicators/44B/?furigana=off").content.decode()
    assert '<h1 class="city">森を まもる 会社</h1>' in plain
    assert "<rt>" not in plain
    type(indicator).objects.filter(pk=indicator.pk).update(name=f"{indicator.name}等")
    html = client.get("/easy/indicators/44B/").content.decode()
    assert f'<h1 class="city">{indicator.name}等</h1>' in html
    assert "もとの" not in html


@pytest.mark.parametrize("begins", ["", "/plans/3"])
def test_what_is_not_there_or_cannot_be_read_is_told_in_the_words_of_the_page(
    client: Client, city: City, begins: str
):
    for address, status in (
        ("/easy/nothing/", 404),
        ("/easy/measures/99/", 404),
        ("/easy/measures/44/?as_of=2099-01-01", 400),
        ("/easy/measures/44/?as_of=yesterday", 400),
        ("/easy/?furigana=yes", 404),
        ("/easy/measures/44/?year=2024&year=2025", 400),
    ):
        answer = client.get(f"{begins}{address}")
        html = answer.content.decode()
        assert answer.status_code == status, address
        assert 'class="easy"' in html, address
        assert bare_words(html) == [], address
        assert f'href="{begins}/easy/' in html, address
        assert 'rel="canonical"' not in html, address
    for address, status in (
        ("/en/nothing/", 404),
        ("/en/measures/99/", 404),
        ("/en/measures/44/?as_of=yesterday", 400),
        ("/en/?as_of=2024-01-01&as_of=2024-01-02", 400),
    ):
        answer = client.get(f"{begins}{address}")
        html = answer.content.decode()
        assert answer.status_code == status, address
        assert '<html lang="en">' in html, address
        assert japanese_in(html) == [], address
    assert client.get("/easy/indicators/44b/")["Location"] == "/easy/indicators/44B/"
    assert client.get("/easy/measures/044/")["Location"] == "/easy/measures/44/"


def test_a_page_that_says_nothing_easier_says_so_and_leads_to_what_it_is(client: Client, city: City):
    html = client.get("/easy/search/?furigana=off").content.decode()
    assert "やさしい日本語では 読めません" in html
    assert 'href="/search/"' in html


def test_the_site_map_names_easy_pages_and_the_search_finds_none_of_them(client: Client, city: City):
    listed = client.get("/sitemap.xml").content.decode()
    assert "/easy/measures/44/</loc>" in listed
    assert "/easy/search/" not in listed
    assert "/easy/measures/" not in client.get("/search/?q=44").content.decode()


def test_an_outage_is_told_in_the_words_of_the_page_and_asks_the_database_nothing(rf: Any):
    """Where nothing was kept of it; a form that was sent has its ordinary page, with all that was typed."""
    for address, words in (("/easy/x/", "ことが できません"), ("/plans/3/en/x/", "cannot be shown now")):
        request = rf.get(address)
        answer = StaleFallback(lambda _: HttpResponse()).process_exception(request, OperationalError("gone"))
        assert answer is not None
        assert answer.status_code == 503
        assert answer["Retry-After"]
        html = answer.content.decode()
        assert words in html
        assert (bare_words(html) if "easy" in address else japanese_in(html)) == []
