"""Public answers as finished bytes, before Django begins (docs/trust.md §1): the same bytes, never another's, never old."""

import time
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from indicators import workflow
from indicators.caching.finished_pages import LOOK_EVERY, Finished, FinishedPages, Shelf
from indicators.caching.response_cache import NOW
from indicators.models import Indicator, Result
from tests.indicators import factories
from tests.indicators.factories import said

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = "/indicators/43A/"
ADDRESSES = (
    "/",
    PAGE,
    "/measures/43/",
    "/indicators/43A.json",
    "/indicators/43A.csv",
    "/plan.csv",
    "/feeds/publications.atom",
    "/sitemap.xml",
    "/glossary/",
    f"{PAGE}?as_of=2025-07-01",
    "/?year=2024",
    "/api/v1/",
    "/api/v1/values/?as_of=2025-07-01&page=1",
    "/robots.txt",
)


@dataclass
class Answer:
    status: str
    headers: dict[str, str]
    body: bytes
    by_django: bool


class Site:
    """The application as a server asks it; each answer says whether Django was asked for it."""

    def __init__(self) -> None:
        self.django_asked = 0
        handler = WSGIHandler()

        def counted(environ: Any, start_response: Any) -> Any:
            self.django_asked += 1
            return handler(environ, start_response)

        self.pages = FinishedPages(counted)

    def ask(self, address: str, method: str = "GET", **environ: str) -> Answer:
        asked: dict[str, Any] = {}
        setup_testing_defaults(asked)
        path, _, query = address.partition("?")
        asked |= {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "wsgi.input": BytesIO()}
        asked |= {"HTTP_HOST": "testserver", "REMOTE_ADDR": "127.0.0.1", **environ}
        said_of: list[Any] = []
        before = self.django_asked
        response = self.pages(asked, lambda status, headers, *_: said_of.append((status, headers)))
        body = b"".join(response)
        if close := getattr(response, "close", None):
            close()
        status, headers = said_of[0]
        return Answer(status, dict(headers), body, self.django_asked > before)


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def city() -> Indicator:
    """43A of fiscal 2024, 980 published; the submitted 985 of 2025 is nobody's business."""
    alice, bob = factories.make_alice(), factories.make_bob()
    for year in (2024, 2025):
        factories.make_cycle(year, by=bob)
    indicator = factories.make_indicator()
    factories.publish_value(indicator, 2024, said("980"), by=alice, publisher=bob)
    factories.submit_value(indicator, 2025, said("985"), by=alice)
    return indicator


@pytest.mark.slow
def test_a_finished_answer_is_what_django_would_say(city: Indicator, site: Site):
    for address, packed in product(ADDRESSES, ("br", "gzip", "")):
        where, asked = (address, packed), {"HTTP_ACCEPT_ENCODING": packed}
        first, again = site.ask(address, **asked), site.ask(address, **asked)
        assert first.status == "200 OK", where
        assert (first.by_django, again.by_django) == (True, False), where
        assert (again.status, again.headers, again.body) == (first.status, first.headers, first.body), where
        head = site.ask(address, "HEAD", **asked)
        assert (head.by_django, head.headers, head.body) == (False, first.headers, b""), where

        asked["HTTP_IF_NONE_MATCH"] = first.headers["ETag"]
        own, other = site.ask(address, **asked), Site().ask(address, **asked)
        assert (own.by_django, own.status, own.body) == (False, "304 Not Modified", b""), where
        assert (other.by_django, other.status) == (True, "304 Not Modified"), where
        # Django's own 304 is made before the page: it knows nothing of keeping and packing, and counts no bytes.
        own_alone, others_alone = (
            own.headers.items() - other.headers.items(),
            other.headers.items() - own.headers.items(),
        )
        assert {name for name, _ in own_alone} <= {"Cache-Control", "Vary", "ETag"}, where
        assert {name for name, _ in others_alone} <= {"Content-Length", "Vary", "ETag"}, where
        assert own.headers["ETag"] == first.headers["ETag"], where


def test_a_finished_answer_asks_the_database_no_more_than_the_look(
    city: Indicator, site: Site, django_assert_max_num_queries: Any
):
    site.ask(PAGE)
    site.ask(PAGE)
    with django_assert_max_num_queries(1):
        for _ in range(3):
            assert not site.ask(PAGE).by_django
            site.pages.is_look_due = lambda: False  # type: ignore[method-assign]


def test_a_publication_elsewhere_is_seen_within_a_second(city: Indicator, site: Site):
    site.ask(PAGE)
    assert "985人" not in site.ask(PAGE).body.decode()
    result = Result.objects.get(year=2025)
    workflow.publish(record=result, version=result.version, by=factories.make_carol())
    time.sleep(2 * LOOK_EVERY)
    assert 2 * LOOK_EVERY < 1
    assert "985人" in site.ask(PAGE).body.decode()
    assert not site.ask(PAGE).by_django


def test_what_the_process_itself_wrote_is_seen_at_once(city: Indicator, site: Site):
    site.ask(PAGE)
    site.ask(PAGE)
    result = Result.objects.get(year=2025)
    workflow.publish(record=result, version=result.version, by=factories.make_carol())
    site.ask("/login/", "POST")
    assert "985人" in site.ask(PAGE).body.decode()


def test_nobody_who_is_signed_in_gets_or_leaves_a_finished_page(city: Indicator, site: Site):
    browser = Client()
    browser.force_login(User.objects.get(username="bob"))
    session = f"theme=dark; sessionid={browser.cookies['sessionid'].value}"
    own = site.ask(PAGE, HTTP_COOKIE=session)
    assert own.by_django
    assert "ログアウト" in own.body.decode()
    everybodys = site.ask(PAGE)
    assert everybodys.by_django
    assert "ログアウト" not in everybodys.body.decode()
    assert site.ask(PAGE, HTTP_COOKIE=session).by_django
    assert not site.ask(PAGE, HTTP_COOKIE="theme=dark").by_django


@pytest.mark.parametrize(
    "address",
    ["/login/", "/search/?q=移住", "/indicators/?verdict=late", "/api/v1/values/?indicator=43A", "/entry/"],
)
def test_what_differs_by_person_or_by_words_is_asked_each_time(city: Indicator, site: Site, address: str):
    site.ask(address)
    assert site.ask(address).by_django


@pytest.mark.parametrize("address", ["/nowhere/", "/nowhere.txt", "/measures/99/", "/indicators/99Z.csv"])
def test_what_is_not_there_is_told_from_finished_words(city: Indicator, site: Site, address: str):
    first, again = site.ask(address), site.ask(address)
    assert (first.status, again.status) == ("404 Not Found", "404 Not Found")
    assert (first.by_django, again.by_django) == (True, False)
    assert (again.headers, again.body) == (first.headers, first.body)
    browser = Client()
    browser.force_login(User.objects.get(username="bob"))
    own = site.ask(address, HTTP_COOKIE=f"sessionid={browser.cookies['sessionid'].value}")
    assert own.by_django
    assert "ログアウト" in own.body.decode()
    assert "ログアウト" not in site.ask(address).body.decode()


@pytest.mark.parametrize(
    "more",
    [
        {"HTTP_HOST": "127.0.0.1"},
        {"wsgi.url_scheme": "https"},
        {"SCRIPT_NAME": "/evil"},
        {"HTTP_RANGE": "bytes=0-9"},
        {"HTTP_IF_MATCH": '"x"'},
    ],
)
def test_another_question_is_no_finished_one(
    city: Indicator, site: Site, settings: Any, more: dict[str, str]
):
    settings.ALLOWED_HOSTS = ["testserver", "127.0.0.1"]
    site.ask(PAGE)
    assert not site.ask(PAGE).by_django
    assert site.ask(PAGE, **more).by_django


def test_what_strangers_write_into_headers_makes_no_page_of_its_own(city: Indicator, site: Site):
    site.ask(PAGE)
    for number in range(3):
        forged = {"HTTP_X_FORWARDED_FOR": f"192.0.2.{number}", "HTTP_X_FORWARDED_HOST": "evil.example"}
        answer = site.ask(PAGE, **forged)
        assert not answer.by_django
        assert b"evil.example" not in answer.body


def test_the_day_turns_overdue_words_with_it(city: Indicator, site: Site, monkeypatch: pytest.MonkeyPatch):
    site.ask(PAGE)
    before = site.ask(PAGE).headers["ETag"]
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: tomorrow)
    time.sleep(2 * LOOK_EVERY)
    answer = site.ask(PAGE)
    assert answer.by_django
    assert answer.headers["ETag"] != before


def test_none_of_yesterday_leaves_after_midnight_in_japan(city: Indicator, site: Site):
    with time_machine.travel("2026-03-31T23:59:59+09:00", tick=False):
        site.ask(PAGE)
        before = site.ask(PAGE)
        assert not before.by_django
    with time_machine.travel("2026-04-01T00:00:00+09:00", tick=False):
        site.pages.is_look_due = lambda: False  # type: ignore[method-assign]  # the last look was a moment ago
        after = site.ask(PAGE)
    assert after.by_django
    assert "残り2年度" in before.body.decode()
    assert "残り1年度" in after.body.decode()


def test_without_a_database_django_says_what_is_to_be_said(
    city: Indicator, site: Site, settings: Any, tmp_path: Path
):
    files = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache"}
    settings.CACHES = {**settings.CACHES, NOW: {**files, "LOCATION": tmp_path / NOW}}
    site.ask(PAGE)
    fresh = site.ask(PAGE)
    assert not fresh.by_django
    config = connections["default"].settings_dict
    standing = dict(config)
    connection.close()
    config.update(
        {"HOST": "127.0.0.1", "PORT": "1"} if connection.vendor == "postgresql" else {"NAME": "/gone/x"}
    )
    try:
        time.sleep(2 * LOOK_EVERY)
        answer = site.ask(PAGE)
        assert answer.by_django
        assert answer.status == "200 OK"
        assert "いまデータベースにつながらない" in answer.body.decode()
        again = site.ask(PAGE)
        assert not again.by_django, "nobody waits for a server that does not answer"
        assert again.body == answer.body
    finally:
        connection.close()
        config.update(standing)
    time.sleep(2 * LOOK_EVERY)
    assert site.ask(PAGE).body == fresh.body


def test_a_shelf_holds_so_many_bytes_and_no_more():
    shelf = Shelf(10)
    for name in "abc":
        shelf.put((name,), Finished(name, [], b"1234"))
    assert [shelf.get((name,)) is not None for name in "abc"] == [False, True, True]
    shelf.put(("c",), Finished("c", [], b"12"))  # in its own place
    shelf.put(("d",), Finished("d", [], b"1234"))
    assert [shelf.get((name,)) is not None for name in "bcd"] == [True, True, True]
    shelf.put(("e",), Finished("e", [], b"12345678901"))
    assert [shelf.get((name,)) for name in "bcde"] == [None] * 4
    shelf.put(("f",), Finished("f", [], b"1234567890"))
    assert shelf.get(("f",)) is not None
    shelf.clear()
    assert shelf.get(("f",)) is None
