"""The city whose public site is exported, and a place so small that it can be exported often."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from indicators.export import pages
from indicators.views.public.site.addresses import Address, public_addresses
from tests.crawling import few_of_each
from tests.indicators.city import City
from tests.indicators.village import Village


@pytest.fixture
def city(db: None) -> City:
    return City()


@pytest.fixture
def village(db: None) -> Village:
    return Village()


@pytest.fixture
def few_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of each kind of page the first two, for what is said of a folder and not of its pages: two thirds are left out."""

    def few(as_of: datetime | None = None) -> Iterator[Address]:
        return few_of_each(public_addresses(as_of), 2)

    monkeypatch.setattr(pages, "public_addresses", few)
