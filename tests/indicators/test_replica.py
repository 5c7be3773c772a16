"""Public pages are read from a replica while it follows; whoever is signed in, and whatever is written, is not."""

import socket
from typing import Any

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from indicators.caching import replica
from indicators.caching.redis_store import RedisStore
from indicators.caching.replica import PRIMARY, REPLICA, Choice, PlaceOfReading, read_at_choice
from indicators.models import Publication
from tests.indicators.factories import make_bob


class Two:
    """Two databases that say which public state they show; None is away."""

    def __init__(self) -> None:
        self.said: dict[str, str | None] = {PRIMARY: "one", REPLICA: "one"}
        self.choice = Choice()

    def look(self) -> str:
        return self.choice.look(self._ask)

    def _ask(self) -> str:
        said = self.said[PlaceOfReading().db_for_read(Publication)]
        if said is None:
            raise OperationalError("away")
        return said


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1000.0]
    monkeypatch.setattr("indicators.caching.replica.time.monotonic", lambda: now[0])
    return now


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch, clock: list[float]) -> Two:
    monkeypatch.setattr(replica, "has_replica", lambda: True)

    class Connection:
        def close(self) -> None:
            pass

    monkeypatch.setattr(replica, "connections", {PRIMARY: Connection(), REPLICA: Connection()})
    return Two()


def test_the_replica_is_read_while_it_follows(two: Two, clock: list[float]) -> None:
    assert (two.look(), two.choice.place) == ("one", REPLICA)
    two.said[PRIMARY] = "two"
    clock[0] += 1
    assert (two.look(), two.choice.place) == ("one", REPLICA), "it may be behind for a moment"
    clock[0] += 2.5
    assert (two.look(), two.choice.place) == ("two", PRIMARY), "but no longer"
    two.said[REPLICA] = "two"
    assert (two.look(), two.choice.place) == ("two", REPLICA)


def test_either_answers_alone(two: Two, clock: list[float]) -> None:
    two.said[REPLICA] = None
    assert (two.look(), two.choice.place) == ("one", PRIMARY)
    two.said = {PRIMARY: None, REPLICA: "one"}
    clock[0] += 1
    assert (two.look(), two.choice.place) == ("one", REPLICA)
    two.said[REPLICA] = None
    assert two.look() == ""


def test_who_is_signed_in_reads_the_database_itself(
    two: Two, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    two.look()
    monkeypatch.setattr(replica, "choice", two.choice)

    @read_at_choice
    def view(request: HttpRequest) -> HttpResponse:
        assert PlaceOfReading().db_for_write(Publication) == PRIMARY
        return HttpResponse(PlaceOfReading().db_for_read(Publication))

    request = RequestFactory().get("/")
    assert view(request).content.decode() == REPLICA
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "somebody"
    assert view(request).content.decode() == PRIMARY


def test_a_replica_that_goes_away_costs_no_page(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    two.look()
    monkeypatch.setattr(replica, "choice", two.choice)

    @read_at_choice
    def view(request: HttpRequest) -> HttpResponse:
        place = PlaceOfReading().db_for_read(Publication)
        if place == REPLICA:
            raise OperationalError("terminating connection")
        return HttpResponse(place)

    assert view(RequestFactory().get("/")).content.decode() == PRIMARY
    assert two.choice.place == PRIMARY


def test_tables_are_made_in_the_database_alone() -> None:
    router = PlaceOfReading()
    assert router.allow_migrate(PRIMARY, "indicators")
    assert not router.allow_migrate(REPLICA, "indicators")


def test_a_cdn_is_told_apart_from_browsers_what_it_may_keep(client: Client, db: None, settings: Any) -> None:
    settings.CDN_SECONDS = 1
    answer = client.get("/about/")
    assert answer["Cache-Control"] == "public, no-cache"
    assert answer["CDN-Cache-Control"] == "public, max-age=1, stale-if-error=86400"
    client.force_login(make_bob(), backend=settings.AUTHENTICATION_BACKENDS[-1])
    assert "CDN-Cache-Control" not in client.get("/about/").headers


def test_a_shared_store_that_is_away_is_told_as_a_folder_is() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # and does not listen
        store = RedisStore(f"redis://127.0.0.1:{nobody.getsockname()[1]}/0", {})
        for asked in (lambda: store.get("/"), lambda: store.set("/", b""), store.clear):
            with pytest.raises(OSError, match="does not answer"):
                asked()
