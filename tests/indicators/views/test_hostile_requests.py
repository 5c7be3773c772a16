"""Whatever a visitor sends, the next one gets what a fresh process would give them (docs/trust.md §6)."""

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from indicators.caching.response_cache import DAYS, NOW
from indicators.views.public.site.addresses import public_addresses
from tests.indicators.city import City

pytestmark = pytest.mark.django_db

DAY = "2025-08-03"
MARK = "stranger"
# What a proxy would write, what a cache would tell pages apart by, and what a browser may send besides.
HOSTILE: dict[str, Any] = {
    "HTTP_X_FORWARDED_FOR": "198.51.100.66",
    "HTTP_X_FORWARDED_HOST": f"{MARK}.example",
    "HTTP_X_FORWARDED_PORT": "6666",
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_FORWARDED_PREFIX": f"/{MARK}",
    "HTTP_X_SCRIPT_NAME": f"/{MARK}",
    "HTTP_X_ORIGINAL_URL": f"/{MARK}/",
    "HTTP_X_REWRITE_URL": f"/{MARK}/",
    "HTTP_X_HTTP_METHOD_OVERRIDE": "POST",
    "HTTP_FORWARDED": f"for=198.51.100.66;host={MARK}.example;proto=https",
    "HTTP_ACCEPT": "application/xml",
    "HTTP_ACCEPT_LANGUAGE": "en",
    "HTTP_ACCEPT_ENCODING": "gzip",
    "HTTP_RANGE": "bytes=0-9",
    "HTTP_IF_MODIFIED_SINCE": "Fri, 01 Jan 2038 00:00:00 GMT",
    "HTTP_REFERER": f"https://{MARK}.example/",
    "HTTP_COOKIE": f"csrftoken={MARK}{'x' * 24}; django_language=en; theme={MARK}",
}
QUERIES = (
    f"as_of={MARK}&as_of={DAY}",
    f"as_of={DAY}&as_of={DAY}",
    f"as_of=%20{DAY}",
    f"as_of={DAY.replace('-', '%2D')}",
    f"as_of={DAY}&",
    f"utm_source={MARK}",
    "&",
)


@pytest.fixture
def kept(settings: Any, tmp_path: Path) -> None:
    """The real kind of cache, in a folder of the test's own."""
    kind = "django.core.cache.backends.filebased.FileBasedCache"
    own = {name: {"BACKEND": kind, "LOCATION": tmp_path / name} for name in (NOW, DAYS)}
    settings.CACHES = {**settings.CACHES, **own}
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]


def one_of_each() -> list[str]:
    """An address of every public page and file."""
    found: dict[str, str] = {}
    for address in public_addresses():
        if not address.query and not address.moved:
            found.setdefault(address.name, address.path)
    return list(found.values())


def forget() -> None:
    """As a process that has answered nobody yet."""
    for store in caches.all(initialized_only=True):
        store.clear()


def clean(address: str) -> tuple[int, bytes]:
    answer = Client().get(address)
    return answer.status_code, answer.content


@pytest.mark.slow
@pytest.mark.reads
def test_no_stranger_changes_what_the_next_visitor_gets(kept: None):
    City()
    paths = one_of_each()
    assert len(paths) > 35
    forget()
    right = {path: clean(path) for path in paths}
    forget()
    for path in paths:
        Client().get(path, HTTP_HOST="TESTSERVER.:6666", **HOSTILE)
        Client().head(f"{path}?as_of={MARK}&as_of={DAY}", **HOSTILE)
    for path in paths:
        assert MARK.encode() not in right[path][1]
        assert b"6666" not in right[path][1]
        assert clean(path) == right[path], path


@pytest.mark.parametrize(
    "path", ["/measures/48/", "/plan.json", "/embed/indicators/44B/", "/feeds/publications.atom"]
)
def test_no_odd_spelling_of_a_day_is_kept_for_the_day(kept: None, path: str):
    City()
    address = f"{path}?as_of={DAY}"
    right = clean(address)
    forget()
    for query in QUERIES:
        Client().get(f"{path}?{query}", **HOSTILE)
        Client().get(f"{path}?{query}", HTTP_HOST="localhost:6666")
    Client().get(address, HTTP_HOST="testserver:6666")
    assert clean(address) == right


@pytest.mark.parametrize("prefix", ["/measures/48", "/measures", f"/{MARK}"])
def test_a_prefix_that_nobody_set_is_refused(kept: None, prefix: str):
    City()
    right = clean("/measures/48/")
    forget()
    told = Client().get("/", SCRIPT_NAME=prefix)
    assert told.status_code == 400
    assert MARK.encode() not in told.content
    assert clean("/measures/48/") == right


def test_a_page_has_one_address(kept: None):
    City()
    for odd, own in (
        ("/measures/048/", "/measures/48/"),
        ("/measures/0000048.csv?as_of=2025-08-03", "/measures/48.csv?as_of=2025-08-03"),
        ("/cards/measures/048.png", "/cards/measures/48.png"),
        ("/indicators/44b/", "/indicators/44B/"),
    ):
        answer = Client().get(odd)
        assert (answer.status_code, answer["Location"]) == (301, own)
    twice = Client().get(f"/measures/48/?as_of={MARK}&as_of={DAY}")
    assert twice.status_code == 400
    assert "1つだけ指定してください" in twice.content.decode()


def test_where_the_site_has_an_address_no_host_that_somebody_asked_is_on_a_page(kept: None, settings: Any):
    City()
    settings.SITE_ORIGIN = "https://plan.city.example.jp"
    for path in (
        "/",
        "/indicators/44B/",
        "/feeds/publications.atom",
        "/sitemap.xml",
        "/open-data/catalog.ttl",
    ):
        text = Client().get(path, HTTP_HOST="localhost:6666").content.decode()
        assert "https://plan.city.example.jp" in text
        assert "localhost" not in text


def test_a_method_that_no_page_takes_is_refused_as_such_before_a_token_is_missed():
    client = Client(enforce_csrf_checks=True)
    for address in ("/login/", "/", "/easy/", "/dashboard/", "/logout/"):
        for method in ("PUT", "DELETE", "PATCH"):
            answer = client.generic(method, address)
            assert answer.status_code == 405, (method, address)
            assert answer["Allow"]
    assert client.post("/login/", {}).status_code == 403
