"""The whole public site and the whole export in a real browser, and under a link checker that follows every link."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from django.urls import resolve

from indicators.export import ExportOptions, export_public_site
from tests.browser.charts import reach
from tests.crawling import SAID_ANEW
from tests.demo import ExportedDemo
from tests.indicators.village import Village
from tests.link_checker import Walk, walk
from tests.static_host import host

DAY = ExportedDemo.day
OF_A_YEAR = r"\d{4}-03-31"
PAST = re.compile(rf"as_of={OF_A_YEAR}")


@pytest.fixture
def exported(exported_demo: ExportedDemo, tmp_path: Path) -> Iterator[str]:
    """The address of the demo's export on a plain host."""
    with host(exported_demo.base_path) as (origin, show):
        exported_demo.put_at(origin, tmp_path / "export")
        show(tmp_path / "export")
        yield f"{origin}{exported_demo.base_path}"


def _open_some(page: Any, found: Walk, home: str) -> None:
    """A few pages of each kind in the browser: charts are drawn; the guard sees each error and each foreign request.

    Of what stands at the same depth below the same folder, with and without a chart, three are enough.
    """
    kinds: Counter[tuple[str, int, bool]] = Counter()
    missing: list[str] = []
    page.on("response", lambda answer: missing.extend([answer.url] if answer.status >= 400 else []))
    for address in found.html:
        path = re.sub(r"\?.*", "?", address.removeprefix(home)).removeprefix(f"as-of/{DAY}/")
        if path.startswith("plans/"):
            continue  # it leads on at once
        kind = (path.partition("/")[0], path.count("/"), found.pages[address].has_chart)
        kinds[kind] += 1
        if kinds[kind] > 3:
            continue
        page.goto(address)
        if found.pages[address].has_chart:
            _draw(page)
    assert missing == []


def _draw(page: Any) -> None:
    assert page.locator(".plot > .drawn").count() == 2 * page.locator(".plot").count()
    reach(page)


class _LeftOnTheLiveSite:
    """What the live site's walk leaves out: the door, and of one view's addresses all but twelve, or two as of a past day and
    where they name the plan. The export's walk has all of them."""

    def __init__(self) -> None:
        self._views: Counter[tuple[str, bool, bool]] = Counter()
        self._told: dict[str, bool] = {}

    def __call__(self, address: str) -> bool:
        if address not in self._told:
            self._told[address] = self._is_left(address)
        return self._told[address]

    def _is_left(self, address: str) -> bool:
        path, is_past = unquote(urlsplit(address).path), bool(PAST.search(address))
        if re.match(r"/(login|password)/", path) or (is_past and SAID_ANEW.search(path)):
            return True
        names_plan = path.startswith("/plans/")
        if path.startswith("/static/"):
            return False
        kind = resolve(path).view_name, is_past, names_plan
        self._views[kind] += 1
        return self._views[kind] > (2 if is_past or names_plan else 12)


def test_no_dead_link_on_the_live_site(demo: str, page: Any) -> None:
    # One past day is walked through, the end of a fiscal year, to which the comparison of two days leads. Each page leads to
    # itself as of today, too: there the walk ends.
    other_days = re.compile(rf"as_of=(?!{OF_A_YEAR})")
    found = walk(f"{demo}/", "/robots.txt", leave=_LeftOnTheLiveSite(), ends=other_days)
    assert found.problems == []
    past = [address for address in found.pages if PAST.search(address)]
    assert any(re.search(r"/indicators/\d\d[A-Z]\.csv\?", address) for address in past)
    assert any(re.search(r"/measures/\d\d/\?", address) for address in past)
    staff = tuple(f"{demo}/{first}/" for first in ("entry", "office", "dashboard", "admin"))
    assert not [address for address in found.pages if address.startswith(staff)]
    assert {
        f"{demo}{path}"
        for path in ("/", "/indicators/44B/", "/indicators/44B.csv", "/measures/44.csv", "/sitemap.xml")
    } <= set(found.pages)
    assert found.with_charts
    _open_some(page, found, f"{demo}/")


def test_no_dead_link_in_the_export(exported: str, page: Any) -> None:
    found = walk(exported, "robots.txt", "404.html", f"as-of/{DAY}/")
    assert found.problems == []
    wanted = (
        "years/2024/",
        f"as-of/{DAY}/indicators/44B/",
        f"as-of/{DAY}/search/",
        "indicators/44B/",
        "measures/44.csv",
        "measures/45/sheets/2024/versions/1/",
    )
    assert {f"{exported}{path}" for path in wanted} <= set(found.pages)
    assert not [address for address in found.pages if "?" in address]
    assert found.with_charts
    _open_some(page, found, exported)


@pytest.mark.django_db(transaction=True)
def test_no_dead_link_in_an_export_at_the_root_of_its_host(page: Any, tmp_path: Path) -> None:
    """Of a very small place: what stands on the demo's pages is looked at above."""
    village = Village()
    village.publish(2024, "980")
    with host("/") as (origin, show):
        options = ExportOptions.of(base_path="/", site_url=origin, days=[DAY], dropped=[])
        assert export_public_site(tmp_path, options).lost == {}
        show(tmp_path)
        home = f"{origin}/"
        found = walk(home, "robots.txt", "404.html", f"as-of/{DAY}/")
        assert found.problems == []
        wanted = (
            "years/2023/",
            f"as-of/{DAY}/indicators/{village.indicator.code}/",
            f"as-of/{DAY}/search/",
            "plan.csv",
        )
        assert {f"{home}{path}" for path in wanted} <= set(found.pages)
        assert not [address for address in found.pages if "?" in address]
        assert found.with_charts
        _open_some(page, found, home)


def test_the_export_without_javascript_and_at_a_wrong_address(
    exported: str, new_context: Any, assert_accessible: Any
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{exported}indicators/44B/")
    assert "120件" in page.locator("main").inner_text()
    page.goto(f"{exported}search/?q=オーガニック")
    assert "検索にはJavaScriptが必要です" in page.locator("main").inner_text()
    page = new_context().new_page()
    page.goto(f"{exported}years/2024/")
    paper = page.locator(".paper-source").text_content()
    assert re.search(r"\d{4}年\d{1,2}月\d{1,2}日に取得", paper)
    assert f"{exported}plans/3/years/2024/" in paper, "what is cited is found in the next plan, too"
    page.goto(f"{exported}404.html")
    assert_accessible(page)
    page.get_by_role("link", name="ホームへ").click()
    assert page.url == exported
