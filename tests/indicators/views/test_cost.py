"""Every page at two sizes of city: as many questions to the database for forty times as much, and pages of a sane size.

The dashboard has a test of its own (test_dashboard_cost.py).
"""

from collections.abc import Sequence

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.indicators.generated import GeneratedCity, generate
from tests.indicators.pages import client_of

pytestmark = pytest.mark.django_db
PUBLIC = [
    "/",
    "/?year=2023",
    "/measures/",
    "/measures/101/",
    "/policies/50/",
    "/indicators/",
    "/indicators/101A/",
    "/departments/",
    "/departments/ka-0/",
    "/search/?q=市民",
    "/open-data/",
    "/corrections/",
    "/sitemap.xml",
    "/glossary/",
    "/plan.csv",
    "/plan.json",
    "/measures/101.csv",
    "/indicators/101A.json",
    "/departments/ka-0.csv",
]
STAFF = [
    "/entry/",
    "/entry/grid/2025/",
    "/entry/101A/2025/",
    "/entry/101A/2023/history/",
    "/entry/101A/2023/",
    "/entry/spreadsheet/2025/",
    "/entry/spreadsheet/2025/entry.csv",
    "/entry/spreadsheet/2025/entry.xlsx",
]
OFFICE = [
    "/office/",
    "/office/?year=2024",
    "/office/queue/",
    "/office/queue/?show=warned",
    "/office/batches/",
    "/office/cycles/",
    "/office/cycles/2025/close/",
    "/office/101C/2025/",
    "/office/sheets/",
    "/office/comparisons/",
    "/office/targets/",
    "/office/targets/101A/",
    "/office/people/",
    "/office/people/ka-0-1/",
    "/office/people/transfers/",
    "/office/departments/",
    "/office/redactions/",
    "/comments/101A/2023/",
]
# Of a page that lists the whole plan: some kilobytes an indicator, not some for each of its years.
MOST_BYTES = 700_000


def questions(city: GeneratedCity) -> dict[str, int]:
    asked: dict[str, int] = {}
    person = city.staff["ka-0"][0]
    for client, addresses in (
        (Client(), PUBLIC),
        (client_of(person), STAFF),
        (client_of(city.office[0]), OFFICE),
    ):
        asked |= _asked(client, addresses)
    return asked


def _asked(client: Client, addresses: Sequence[str]) -> dict[str, int]:
    client.get(addresses[0])  # what is asked once a process is asked here
    found = {}
    for address in addresses:
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        if not address.endswith((".json", ".csv")):
            assert len(answer.content) < MOST_BYTES, (address, len(answer.content))
        found[address] = len(captured)
    return found


def test_no_page_asks_more_of_a_larger_city() -> None:
    small = generate(departments=2, indicators=26, years=3)
    few = questions(small)
    # One department comes to lead forty indicators, and the city has four hundred in forty-eight departments.
    more = generate(departments=46, indicators=374, years=3)
    for one in more.indicators[:27]:
        one.lead_department = small.departments[0]
        one.save(update_fields=["lead_department"])
    many = questions(small)
    assert {address: (few[address], many[address]) for address in few if many[address] > few[address]} == {}


def test_a_department_with_many_indicators_is_read_page_by_page() -> None:
    city = generate(departments=1, indicators=26, years=3)
    found: list[str] = []
    for number, shown in ((1, 10), (2, 10), (3, 6)):
        page = Client().get(f"/departments/ka-0/?page={number}")
        codes = [panel.row.code for panel in page.context["panels"]]
        assert len(codes) == page.content.decode().count('class="plot"') == shown
        assert "主担当の指標は26" in page.content.decode()
        found += codes
    assert found == [one.code for one in city.indicators]
