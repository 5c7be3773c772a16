"""The city whose public site is exported, and a place so small that it can be exported often."""

import pytest

from tests.indicators.city import City
from tests.indicators.village import Village


@pytest.fixture
def city(db: None) -> City:
    return City()


@pytest.fixture
def village(db: None) -> Village:
    return Village()
