"""Lists of a plan that is too long for a page: page by page, with what was chosen kept, and all of it in the static copy."""

import re

import pytest
from django.test import Client

from indicators.views.public.site.addresses import public_addresses
from tests.indicators.generated import generate

pytestmark = [pytest.mark.django_db, pytest.mark.reads]


def test_long_lists_are_read_page_by_page() -> None:
    city = generate(departments=2, indicators=310, years=1, under_way=False)
    client = Client()
    codes = [one.code for one in city.indicators]
    found: list[str] = []
    for number, shown in ((1, 100), (2, 100), (3, 100), (4, 10)):
        html = client.get(f"/indicators/?page={number}").content.decode()
        here = re.findall(r'<td class="code">(\w+)</td>', html)
        assert len(here) == shown
        assert f"{number}<span" in html
        assert "全4ページ" in html
        found += here
    assert found == codes
    # What was chosen stays: 155 of each department, two pages.
    first = client.get("/indicators/?department=ka-0&sort=gap").content.decode()
    link = re.search(r'rel="next" href="([^"]+)"', first)
    assert link is not None
    assert {"department=ka-0", "sort=gap", "page=2"} <= set(link[1].removeprefix("?").split("&amp;"))
    assert (
        len(
            re.findall(
                r'<td class="code">',
                client.get(f"/indicators/{link[1]}".replace("&amp;", "&")).content.decode(),
            )
        )
        == 55
    )
    # Sixty-two measures: sixty stand on the first page.
    measures = [client.get(f"/measures/?page={number}").context["policies"] for number in (1, 2)]
    assert [sum(len(group["measures"]) for group in one) for one in measures] == [60, 2]
    assert 'rel="prev"' in client.get("/measures/?page=2").content.decode()
    addresses = {(one.name, one.query) for one in public_addresses()}
    assert {("indicators", (("page", "4"),)), ("measures", (("page", "2"),))} <= addresses
    assert ("indicators", (("page", "5"),)) not in addresses
    assert ("indicators", (("sort", "gap"), ("page", "4"))) in addresses
    # The home page tells policies by their counts.
    home = client.get("/").content.decode()
    assert "施策7・指標35件" in home
    assert home.count('class="mchip"') == 0


def test_a_filter_with_too_many_choices_is_typed() -> None:
    generate(departments=1, indicators=1010, years=1, under_way=False)
    client = Client()
    html = client.get("/indicators/").content.decode()
    assert '<input type="text" name="measure" value=""' in html
    assert '<select name="policy">' in html
    chosen = client.get("/indicators/?measure=150")
    assert 'name="measure" value="150"' in chosen.content.decode()
    assert chosen.context["found"] == 5
    assert client.get("/indicators/?measure=9999").status_code == 404
