"""The demo, served to a real browser: every page of every audience."""

import re
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from indicators.permissions import MANAGERS, PLAN_OFFICE

FEW = 3
HTML = re.compile(r'href="(/[^"#]*)')


@pytest.fixture
def demo(live_server: Any, settings: Any) -> str:
    """The demo's address; its database is built as `run.py demo` builds it."""
    settings.DEMO = True
    call_command("load_plan", stdout=StringIO())
    call_command("load_demo", stdout=StringIO())
    return str(live_server.url)


@pytest.fixture
def people(demo: str) -> dict[str, User]:
    """One account of each role: staff, manager, office."""
    users = User.objects.filter(is_active=True)
    staff = users.filter(memberships__department__slug="sangyo-shinko").exclude(groups__isnull=False).first()
    found = {
        "staff": staff,
        "manager": users.filter(groups__name=MANAGERS).first(),
        "office": users.filter(groups__name=PLAN_OFFICE).first(),
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
    """Return every address below `prefixes` that can be reached by links from `starts`, in order of discovery.

    Of addresses that begin with the same of `alike` (a table of each department and year) the first few are enough.
    """

    def walk(
        client: Client,
        starts: list[str],
        prefixes: tuple[str, ...],
        most: int = 200,
        alike: tuple[str, ...] = (),
    ) -> list[str]:
        seen: list[str] = []
        waiting = list(starts)
        while waiting and len(seen) < most:
            address = waiting.pop(0)
            if address in seen:
                continue
            shape = next((prefix for prefix in alike if address.startswith(prefix)), "")
            if shape and sum(other.startswith(shape) for other in seen) >= FEW:
                continue
            response = client.get(address)
            assert response.status_code in (200, 301, 302), f"{address}: {response.status_code}"
            seen.append(address)
            if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
                for found in HTML.findall(response.content.decode()):
                    found = found.replace("&amp;", "&")
                    if found.startswith(prefixes) and not found.startswith("/static/"):
                        waiting.append(found)
        return seen

    return walk
