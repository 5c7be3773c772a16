"""The city of the dashboard's tests, and a manager's browser."""

import pytest
from django.test import Client

from tests.indicators.city import City


@pytest.fixture
def city() -> City:
    return City()


@pytest.fixture
def manager(city: City) -> Client:
    client = Client()
    client.force_login(city.dave)
    return client
