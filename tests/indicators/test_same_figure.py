"""The same figure is equal in page, chart, table, CSV, JSON, XLSX, API, feed and embed: every value, not samples."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client

from indicators import frames
from tests.indicators.factories import EVERY, publish_value, said
from tests.indicators.generated import generate
from tests.indicators.same_figure import PLACES, assert_same_everywhere, marked
from tests.indicators.two_plans import AFTER, make_two_plans

pytestmark = [pytest.mark.django_db, pytest.mark.reads]


@pytest.fixture
def fetch(client: Client, settings: Any) -> Any:
    settings.API_REQUESTS_A_MINUTE = 0

    def read(address: str) -> bytes:
        parts = urlsplit(address)
        answer = client.get(f"{parts.path}?{parts.query}")
        assert answer.status_code == 200, address
        return bytes(answer.content)

    return read


@pytest.mark.slow
def test_on_the_demo(fetch: Any, demo_rows: None):
    rows = frames.published(EVERY)
    assert {row.value for row in rows} >= {0, None}, "a real 0 and years without a value"
    assert any(row.superseded for row in rows), "corrections"
    assert_same_everywhere(fetch, rows)


@pytest.mark.slow
def test_beside_what_was_done(fetch: Any, demo_rows: None):
    """On the page of each initiative the figures and verdicts of the years that stand there are those of the indicators."""
    wanted = {(row.code, row.year): row for row in frames.published(EVERY)}
    told = [
        one for code in ("44-1", "45-2", "46-2") for one in marked(fetch(f"/initiatives/{code}/").decode())
    ]
    assert {(one.code, one.year) for one in told} >= {
        ("44A", 2024),
        ("44B", 2025),
        ("45B", 2023),
        ("46A", 2025),
    }
    for one in told:
        row = wanted[one.code, one.year]
        assert (one.value, one.verdict) == (row.value, row.label), one


@pytest.mark.slow
def test_on_two_plans_with_the_same_codes(fetch: Any):
    """One continues the other's indicator: whichever plan a place is of, it has that plan's figures."""
    city = make_two_plans()
    city.publish()
    with time_machine.travel(AFTER, tick=False):
        publish_value(city.new, 2027, said("700"), by=city.alice, publisher=city.bob, now=AFTER)
        own, other = frames.published(city.following), frames.published(city.this)
        assert {row.code for row in own} == {row.code for row in other} == {"43A", "43B"}
        assert_same_everywhere(fetch, own)
        assert_same_everywhere(lambda address: fetch(f"/plans/3{address}"), other)


@pytest.mark.slow
def test_on_a_generated_plan(fetch: Any):
    generate(departments=3, indicators=18, years=3)
    rows = frames.published(EVERY)
    assert len({row.code for row in rows}) == 18
    assert_same_everywhere(fetch, rows)


@pytest.mark.slow
def test_a_place_that_says_something_else_would_be_noticed(fetch: Any):
    generate(departments=1, indicators=12, years=2)
    rows = frames.published(EVERY)
    # Of three digits, so that it is written alike with and without separators; a newest one that is missed, which every place tells.
    newest = (str(row.value) for row in frames.late_first(frames.newest(rows))[:7] if row.value is not None)
    told = next(figure for figure in newest if re.fullmatch(r"[1-9]\d\d", figure))

    def wrong(address: str) -> bytes:
        return fetch(address).replace(told.encode(), b"7777777")

    noticed = 0
    for name, place in PLACES.items():
        if "XLSX" not in name:  # packed: no figure can be exchanged in its bytes
            with pytest.raises(AssertionError):
                assert_same_everywhere(wrong, rows, {name: place})
            noticed += 1
    assert noticed == len(PLACES) - 2
