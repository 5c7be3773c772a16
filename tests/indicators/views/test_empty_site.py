"""A site without any plan answers every address: with a page that says so, with an empty file, or with 404 (README.md)."""

import pytest
from django.core.management import call_command
from django.test import Client

from indicators.views.dashboard.parts import PARTS
from measures.addresses import reverse
from tests.crawling import walk
from tests.indicators.factories import make_bob, make_dave
from tests.test_every_address import ADDRESSES

pytestmark = pytest.mark.django_db

# No keeper runs beside a test, and no directory of a city's people does.
NOT_HERE = ("health", "health_keeper", "directory", "directory_callback")
# Dave approves where a department's route names him: a site without departments has no route.
BY_A_ROUTE = (("dave", "approvals:list"), ("dave", "approvals:deputies"))


@pytest.fixture(autouse=True)
def empty() -> None:
    call_command("set_up_empty", verbosity=0)


@pytest.mark.slow
@pytest.mark.parametrize("who", ["anonymous", "bob", "dave"])
def test_every_address_is_answered(client: Client, who: str) -> None:
    people = {"bob": make_bob, "dave": make_dave}
    if who in people:
        client.force_login(people[who]())
    failed = []
    for name, (args, reads, writes) in ADDRESSES.items():
        if name in NOT_HERE or (who, name) in BY_A_ROUTE:
            continue
        address = reverse(name, args=args)
        answers = {"GET": client.get(address).status_code}
        if who in writes and name != "logout":
            answers["POST"] = client.post(address).status_code
        if not args and who in reads and answers["GET"] not in (200, 302):
            answers["GET"] += 1000
        failed += [(name, how, code) for how, code in answers.items() if code >= 500]
    assert failed == []


def test_every_part_of_the_dashboard_has_figures_of_charts_without_a_row(client: Client) -> None:
    client.force_login(make_dave())
    bars = {"by-policies-data", "by-departments-data"}
    for key in PARTS:
        assert client.get(f"/dashboard/parts/{key}/").status_code == 200, key
        figures = client.get(f"/dashboard/parts/{key}/charts.json").json()
        drawn = [figures[name]["data"] for name in bars & {*figures}]
        assert drawn == ([[], []] if key == "groups" else []), key
    assert bars < {*client.get("/dashboard/charts.json").json()}


def test_links_lead_somewhere(client: Client) -> None:
    found = walk(client, ["/", "/sitemap.xml", "/robots.txt"], ("/",), most=300)
    assert len(found) > 15
    client.force_login(make_bob())
    walk(client, ["/office/", "/dashboard/", "/entry/"], ("/office/", "/dashboard/", "/entry/"), most=100)
