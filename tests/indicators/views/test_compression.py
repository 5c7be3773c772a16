"""Public answers are compressed for readers who are not signed in, and mean the same in every packing."""

import gzip

import brotli
import pytest
from django.test import Client

from tests.indicators import factories

pytestmark = [pytest.mark.django_db, pytest.mark.reads]


@pytest.fixture(autouse=True)
def plan() -> None:
    factories.load_fixtures()


@pytest.mark.parametrize("address", ["/", "/indicators/44B/", "/plan.csv", "/plan.json", "/sitemap.xml"])
def test_each_packing_holds_the_same_bytes(client: Client, address: str):
    plain = client.get(address)
    packed = client.get(address, headers={"accept-encoding": "gzip, deflate, br"})
    older = client.get(address, headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in plain
    assert (packed["Content-Encoding"], older["Content-Encoding"]) == ("br", "gzip")
    assert brotli.decompress(packed.content) == gzip.decompress(older.content) == plain.content
    assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content) / 2
    for answer in (plain, packed, older):
        assert "Accept-Encoding" in answer["Vary"]


@pytest.mark.parametrize("asked", ["br;q=0, gzip;q=0", "identity", "", "br;q=0.000"])
def test_who_takes_no_packing_gets_none(client: Client, asked: str):
    assert "Content-Encoding" not in client.get("/", headers={"accept-encoding": asked})


def test_the_same_file_is_packed_into_the_same_bytes(client: Client):
    """gzip would write the time of day into it."""
    first, second = (client.get("/plan.csv", headers={"accept-encoding": "gzip"}).content for _ in range(2))
    assert first == second


def test_a_packed_page_is_asked_for_again_by_its_etag(client: Client, django_assert_num_queries):
    packed = client.get("/", headers={"accept-encoding": "br"})
    assert packed["ETag"].startswith('W/"')
    with django_assert_num_queries(1):
        again = client.get("/", headers={"accept-encoding": "br", "if-none-match": packed["ETag"]})
    assert again.status_code == 304
    assert "Accept-Encoding" in again["Vary"]


def test_a_page_that_holds_a_secret_is_never_packed(client: Client):
    """The page of a signed-in person carries a token (BREACH)."""
    client.force_login(factories.make_bob())
    answer = client.get("/", headers={"accept-encoding": "br, gzip"})
    assert "csrfmiddlewaretoken" in answer.content.decode()
    assert "Content-Encoding" not in answer
    assert "Content-Encoding" not in client.get("/login/", headers={"accept-encoding": "br, gzip"})
