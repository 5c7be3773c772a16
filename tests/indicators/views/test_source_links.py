"""Where a value comes from: typed in form, table and file, published with it, seen by citizens in page, files and by the day."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from indicators.models import Indicator, Publication, Result
from tests.indicators.factories import (
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_indicator,
    publish_change,
    publish_value,
    said,
)
from tests.indicators.files import confirmed, filled, given, problems, taken
from tests.indicators.pages import fields_of

pytestmark = pytest.mark.django_db
LINK = "https://www.example.jp/kessan/r6.pdf"


@pytest.fixture
def people() -> dict[str, Any]:
    make_indicator()
    found = {"alice": make_alice(), "bob": make_bob(), "carol": make_carol()}
    make_cycle(2024, by=found["bob"])
    return found


@pytest.fixture
def alice(people: dict[str, Any]) -> Client:
    client = Client()
    client.force_login(people["alice"])
    return client


def kept() -> tuple[str, str]:
    record = Result.objects.get()
    return record.source, record.source_url


def test_the_form_keeps_it_and_refuses_what_citizens_cannot_open(alice: Client) -> None:
    address = reverse("entry:edit", args=["43A", 2024])
    typed = {"number": 1, "version": 0, "value_state": "actual", "value": "980", "source": "決算の概要"}
    for link, words in (("http://example.jp/", "「https://」で始まる"), ("https://intra/", "庁内だけ")):
        page = alice.post(address, {**typed, "source_url": link, "action": "draft"})
        assert words in page.content.decode()
        assert not Result.objects.exists()
    alice.post(address, {**typed, "source_url": LINK, "action": "draft"})
    assert kept() == ("決算の概要", LINK)
    assert LINK in alice.get(address).content.decode()


def test_the_table_and_the_file_keep_it(alice: Client) -> None:
    grid = reverse("entry:grid", args=[2024])
    page = fields_of(alice, grid, "43")
    page |= {"43A-value_state": "実績", "43A-value": "980", "43A-source_url": "https://10.1.2.3/"}
    assert "庁内だけ" in alice.post(grid, {**page, "action": "draft"}).content.decode()
    page |= {"43A-source": "決算の概要", "43A-source_url": LINK}
    alice.post(grid, {**page, "action": "draft"})
    assert kept() == ("決算の概要", LINK)
    answer = given(
        alice, filled(taken(alice), {("43A", "出典"): "決算書", ("43A", "出典のリンク"): "ftp://x"})
    )
    assert "「https://」" in "".join(map(str, problems(answer)))
    confirmed(alice, given(alice, filled(taken(alice), {("43A", "出典"): "決算書"})))
    assert kept() == ("決算書", LINK)


def test_a_file_of_before_leaves_the_source_as_it_stands(alice: Client) -> None:
    def without_sources(entry: Any) -> None:
        entry.delete_cols(entry.max_column - 1, 2)

    grid = reverse("entry:grid", args=[2024])
    page = fields_of(alice, grid, "43")
    page |= {"43A-value_state": "実績", "43A-value": "980", "43A-source": "決算の概要"}
    alice.post(grid, {**page, "action": "draft"})
    answer = given(alice, filled(taken(alice), {("43A", "値"): 990}, without_sources))
    assert problems(answer) == []
    confirmed(alice, answer)
    assert (Result.objects.get().value, kept()) == (990, ("決算の概要", ""))


def test_citizens_see_it_in_page_files_and_api_and_on_its_day(people: dict[str, Any]) -> None:
    indicator = Indicator.objects.get()
    who = {"by": people["alice"], "publisher": people["bob"]}
    first, later = datetime(2025, 5, 1, tzinfo=UTC), datetime(2025, 8, 1, tzinfo=UTC)
    publish_value(indicator, 2024, said("980", source="決算の概要", source_url=LINK), now=first, **who)
    publish_change(indicator, 2024, "correction", said("990", source="決算書（訂正）"), now=later, **who)
    assert list(Publication.objects.values_list("source", flat=True).order_by("number")) == [
        "決算の概要",
        "決算書（訂正）",
    ]
    page = reverse("public:indicator", args=["43A"])
    yearly = re.compile(r"出典：(.*?)</span>", re.S)
    now, then = (
        yearly.findall(Client().get(page, query).content.decode()) for query in ({}, {"as_of": "2025-06-01"})
    )
    assert now[0] == "決算書（訂正）"
    assert then[0] == f'<a href="{LINK}" rel="external noopener">決算の概要</a>'
    told = Client().get(reverse("api:value", args=["43A", 2024]), {"as_of": "2025-06-01"}).json()["item"]
    assert (told["source"], told["source_url"]) == ("決算の概要", LINK)
    csv = Client().get(reverse("public:dataset_csv", args=["publications"])).content.decode("utf-8-sig")
    assert "is_overdue,source,source_url," in csv.splitlines()[0]
    assert f"決算の概要,{LINK}" in csv
