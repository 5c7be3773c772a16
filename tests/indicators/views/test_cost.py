"""Every page at two sizes of city: as many questions to the database for several times as much, and pages of a sane size.

The dashboard has a test of its own (test_dashboard_cost.py).
"""

import re
from collections.abc import Sequence

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.frames import of_year, working
from indicators.models import Result
from tests.indicators.factories import EVERY
from tests.indicators.generated import GeneratedCity, generate
from tests.indicators.pages import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.reads]
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
TICKED = '" checked><span class="sr">'


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


@pytest.mark.slow
def test_no_page_asks_more_of_a_larger_city() -> None:
    small = generate(departments=2, indicators=26, years=3)
    few = questions(small)
    # One department comes to lead forty indicators, and the city has a hundred and twenty in twenty departments.
    more = generate(departments=18, indicators=94, years=3)
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
        assert "主に担当する指標は26件" in page.content.decode()
        found += codes
    assert found == [one.code for one in city.indicators]


def test_long_lists_of_the_office_are_short_at_first() -> None:
    """Forty values wait, thirty-two are missing, a batch has eighty: each is there, and none fills the page."""
    city = generate(departments=4, indicators=80, years=3)
    bob = client_of(city.office[0])
    board = bob.get("/office/").content.decode()
    waiting = Result.objects.filter(state="submitted").count()
    assert waiting == 24
    assert board.count("確認する<span") == 20
    assert f"値{waiting}件を表で見て" in board
    untouched = [row for row in of_year(working(EVERY), city.year) if not row.workflow_state]
    # Published ones whose next record is overdue are entered by a change, at an address of its own.
    assert len(re.findall(r'/\d{4}/">代わりに入力<span', board)) == len(untouched) > 0
    # Beside a list for each department, what the office seldom opens.
    assert board.count("<summary>") == 4 + 1
    batches = bob.get("/office/batches/").content.decode()
    assert batches.count("<summary>80件</summary>") == 3


def test_all_of_the_queue_is_ticked_by_one_address() -> None:
    """Without scripts, too; what nobody but others may publish is left out."""
    city = generate(departments=4, indicators=80, years=3)
    own = Result.objects.filter(state="submitted").first()
    assert own is not None
    Result.objects.filter(pk=own.pk).update(submitted_by=city.office[0])
    bob = client_of(city.office[0])
    queue = bob.get("/office/queue/").content.decode()
    assert TICKED not in queue
    assert "公表できる23件をすべて選ぶ" in queue
    ticked = bob.get("/office/queue/?tick=all").content.decode()
    assert ticked.count(TICKED) == 23
    narrowed = bob.get("/office/queue/?department=ka-0&tick=all").context
    assert {line.row.department_slug for line in narrowed["lines"]} == {"ka-0"}
    assert all(line.ticked is not line.own for line in narrowed["lines"])


@pytest.mark.both
def test_a_closing_keeps_all_drafts_by_one_answer() -> None:
    city = generate(departments=4, indicators=80, years=3)
    bob = client_of(city.office[0])
    drafts = list(Result.objects.filter(state__in=["draft", "returned"]))
    close = f"/office/cycles/{city.year}/close/"
    assert 'name="others"' in bob.get(close).content.decode()
    given_up = f"discard-{drafts[0].version}"
    answer = bob.post(close, {"others": "keep", f"draft-{drafts[0].pk}": given_up}, follow=True)
    assert "締めました" in answer.content.decode()
    assert set(Result.objects.filter(kept_open=True)) == set(drafts[1:])
    assert not Result.objects.filter(pk=drafts[0].pk).exists()
