"""The demo, served to a real browser: every page of every audience."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client

from indicators.models import Role
from tests import database
from tests.crawling import walk
from tests.indicators.factories import load_fixtures


@pytest.fixture
def demo(live_server: Any, settings: Any, run_folder: Path) -> str:
    """The demo's address; its database is built once a run, as `run.py demo` builds it, and is each test's own."""
    settings.DEMO = True
    copy = run_folder / f"demo-{connection.vendor}"
    with database.one_at_a_time(run_folder / "demo-lock"):
        if not copy.exists():
            load_fixtures()
            call_command("load_demo", stdout=StringIO())
            database.copy_to(copy)
            return str(live_server.url)
    database.put_back(copy)
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
