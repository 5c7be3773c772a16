"""Each page in a real browser: accessible, quiet, whole at 360 px, and silent to other hosts (the guard asserts that)."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import resolve

from tests.browser.charts import reach
from tests.indicators.two_plans import join_next_plan

PUBLIC = [
    "/",
    "/?year=2024",
    "/policies/03/",
    "/measures/",
    "/measures/41/",
    "/measures/44/",
    "/measures/45/",
    "/measures/46/",
    "/measures/47/",
    "/measures/44/sheets/2024/",
    "/measures/45/sheets/2024/",
    "/measures/45/sheets/2024/?number=1",
    "/measures/46/sheets/2024/",
    "/indicators/",
    "/indicators/41A/",
    "/indicators/44A/",
    "/indicators/44B/",
    "/indicators/45A/",
    "/indicators/46A/",
    "/indicators/47A/",
    "/departments/",
    "/departments/kikaku/",
    "/departments/kominkan/",
    "/search/",
    "/search/?q=オーガニック",
    "/search/?q=見つからないことば",
    "/indicators/?sort=gap&verdict=behind",
    "/indicators/?verdict=achieved&department=zaisei",
    "/open-data/",
    "/open-data/dictionary/",
    "/open-data/api/",
    "/embed/indicators/44B/",
    "/embed/indicators/46A/",
    "/embed/indicators/47A/",
    "/changes/",
    "/changes/?from=2025-03-31&to=2026-03-31",
    "/changes/?from=2026-11-26&to=2026-11-27",
    "/indicators/44B/?as_of=2025-12-01",
    "/measures/45/?as_of=2025-12-01",
    "/publications/",
    "/corrections/",
    "/corrections/?kind=target",
    "/corrections/?kind=redaction",
    "/glossary/",
    "/how-to-read/",
    "/site-map/",
    "/accessibility/",
    "/about/",
    "/login/",
]
# Where the next plan is public, too: the switch, the band of a plan that is to come, a line over both.
OF_TWO_PLANS = ["/", "/indicators/43A/", "/plans/4/", "/plans/4/measures/43/", "/plans/4/indicators/43A/"]
DASHBOARD = [
    "/dashboard/",
    "/dashboard/?year=2024&scope=published",
    "/dashboard/?verdict=behind&viewpoint=dx",
    "/dashboard/?department=zaisei&verdict=worse",
    "/dashboard/?since=2026-01-31",
    "/dashboard/measures/43/",
    "/dashboard/measures/46/",
    "/dashboard/measures/47/?year=2024",
    "/dashboard/departments/sangyo-shinko/",
    "/dashboard/departments/kikaku/",
    "/dashboard/departments/kominkan/",
    "/dashboard/briefing/",
    "/dashboard/views/?verdict=behind",
    "/mail/",
    "/comments/43A/2024/",
]
OFFICE = [
    "/office/",
    "/office/cycles/",
    "/entry/",
    "/office/sheets/?year=2024",
    "/entry/sheets/44/2025/print/",
]
PHONE, DESK = {"width": 360, "height": 900}, {"width": 1440, "height": 900}
# Pages that are laid out otherwise on a phone; of the others each text's contrast is looked at on a desk alone.
PHONE_LAYOUT = {
    "/",
    "/measures/44/",
    "/indicators/",
    "/indicators/44B/",
    "/dashboard/",
    "/entry/",
    "/office/",
}


def look(page: Any, addresses: list[str], base: str, check: Callable[..., None], narrow: set[str]) -> None:
    """Each page once: those of `narrow` as they come on a phone, then all as wide as on a desk."""
    for address in addresses:
        page.set_viewport_size(PHONE if address in narrow else DESK)
        response = page.goto(base + address)
        assert response.status == 200, f"{address}: {response.status}"
        assert page.locator("h1").count() == 1, address
        if address in narrow:
            whole(page, address)
            check(page, contrast=address in PHONE_LAYOUT)
            page.set_viewport_size(DESK)
        whole(page, address)
        check(page)


def whole(page: Any, address: str) -> None:
    """Every chart is drawn, and nothing reaches beyond the screen."""
    reach(page)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{address}: {wide} px wider than {page.viewport_size['width']} px"


def test_public_pages(demo: str, new_context: Any, assert_accessible: Any) -> None:
    page = new_context().new_page()
    look(page, PUBLIC, demo, assert_accessible, set(PUBLIC))
    assert "デモ：実績はすべて架空の値です" in page.content()
    join_next_plan()
    look(page, OF_TWO_PLANS, demo, assert_accessible, set(OF_TWO_PLANS))


def test_manager_pages(
    demo: str, people: dict[str, User], sign_in: Any, new_context: Any, assert_accessible: Any
) -> None:
    context = new_context()
    sign_in(context, people["manager"])
    look(context.new_page(), DASHBOARD, demo, assert_accessible, set(DASHBOARD))


@pytest.mark.parametrize("role", ["staff", "office"])
def test_pages_of_staff_and_office(
    demo: str,
    people: dict[str, User],
    sign_in: Any,
    new_context: Any,
    assert_accessible: Any,
    crawl: Callable[..., list[str]],
    role: str,
) -> None:
    """Pages that links lead to from their first page, a few of each view."""
    client = Client()
    client.force_login(people[role])
    starts = ["/entry/"] if role == "staff" else OFFICE
    found = crawl(client, starts, ("/entry/", "/office/"), few_alike=True)
    files = (".xlsx", ".csv", "/file/filled/", "/file/empty/", "/file/yaml/")
    addresses = [address for address in found if not urlsplit(address).path.endswith(files)]
    assert {"/entry/grid/2025/", "/entry/spreadsheet/2025/"} <= {
        urlsplit(address).path for address in addresses
    }
    views: dict[str, list[str]] = {}
    for address in addresses:
        views.setdefault(resolve(urlsplit(address).path).view_name, []).append(address)
    assert len(views) > (10 if role == "staff" else 30)
    # All states of a form on a desk; a phone has the same words below each other, so that two of each are enough. The
    # office meets the forms that the staff do, and beyond them many pages alike: of each two, too.
    two = {address for alike in views.values() for address in alike[:2]}
    context = new_context()
    sign_in(context, people[role])
    asked = addresses if role == "staff" else [address for address in addresses if address in two]
    look(context.new_page(), asked, demo, assert_accessible, two)


def test_complete_without_javascript(demo: str, new_context: Any) -> None:
    """The figures, the verdict and how it came about stand in the page before any chart is drawn."""
    page = new_context(java_script_enabled=False).new_page()
    page.goto(demo + "/indicators/44B/")
    text = page.locator("main").inner_text()
    assert "120件" in text
    assert "目標の水準に到達" in text
    assert page.locator("main table").count() >= 1
