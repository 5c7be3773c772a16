"""The demo, served to a real browser: every page of every audience."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from indicators.models import Role
from tests.crawling import walk


@pytest.fixture
def demo(live_server: Any, demo_rows: None) -> str:
    """The demo's address."""
    return str(live_server.url)


@pytest.fixture
def people(demo: str) -> dict[str, User]:
    """One account of each role: staff, manager, office."""
    users = User.objects.filter(is_active=True)
    staff = users.filter(memberships__department__slug="sangyo-shinko").first()
    found = {
        "staff": staff,
        "manager": users.filter(memberships__role=Role.MANAGER).first(),
        "office": users.filter(memberships__role=Role.OFFICE).first(),
    }
    assert all(found.values()), found
    return found  # type: ignore[return-value]


@pytest.fixture
def sign_in(demo: str) -> Callable[[Any, User], None]:
    """Give a browser context the session of a person."""

    def enter(context: Any, user: User) -> None:
        client = Client()
        client.force_login(user)
        cookie = client.cookies["sessionid"]
        context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": demo}])

    return enter


@pytest.fixture
def crawl() -> Callable[..., list[str]]:
    """See tests/crawling.py."""
    return walk
