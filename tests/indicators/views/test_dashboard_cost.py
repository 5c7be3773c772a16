"""The dashboard at a city's scale: as many queries for a hundred and twenty indicators as for eleven, and a page that ends."""

import re
import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.models import Indicator
from measures.models import Plan
from tests.indicators.city import City
from tests.indicators.generated import generate

pytestmark = [pytest.mark.django_db, pytest.mark.reads]
ADDRESSES = [
    "/dashboard/?since=2025-05-01",
    "/dashboard/?scope=published&year=2024&since=2025-05-01&verdict=behind",
    "/dashboard/parts/heat/?year=2024",
    "/dashboard/figures.csv",
    "/dashboard/figures.xlsx",
    "/dashboard/figures.json?all_years=1",
]
# Of the processor, not on the wall, and far above what a page takes here (about two), so that only another order of
# growth fails, on a busy machine too.
MOST_SECONDS = 15


@pytest.mark.slow
def test_a_hundred_and_twenty_indicators_cost_as_many_queries_as_eleven(city: City, manager: Client) -> None:
    assert Indicator.objects.count() == 11
    manager.get("/dashboard/")
    few, many, seconds = {}, {}, {}
    for address in ADDRESSES:
        manager.get(address)  # what a public state is asked for once is kept (frames/kept.py)
        with CaptureQueriesContext(connection) as asked:
            assert manager.get(address).status_code == 200
        few[address] = len(asked)
    generate(indicators=109, years=2, plan=Plan.objects.get())
    assert Indicator.objects.count() == 120
    for address in ADDRESSES:
        start = time.process_time()
        manager.get(address)
        seconds[address] = time.process_time() - start
        with CaptureQueriesContext(connection) as asked:
            page = manager.get(address)
        many[address] = len(asked)
        text = page.content.decode() if "/?" in address else ""
        if "heat" in address:
            heat = text[text.index('<table class="heat">') :]
            assert len(re.findall(r'<th scope="row">', heat)) == 50
        elif text:
            assert len(page.content) < 100_000
            # Those that the first screen has room for, and the others below it.
            assert text.count('class="behind-row"') + text.count('class="late-line"') == 12
            assert 3 <= text.count('class="behind-row"') <= 5
    assert {address: asked for address, asked in many.items() if asked > few[address]} == {}
    assert max(seconds.values()) < MOST_SECONDS, seconds
