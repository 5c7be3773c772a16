"""What a public page costs a phone on a slow line: every byte on the wire before the chart library, headers included."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from indicators.views.shared import answers
from tests.browser.charts import reach
from tests.browser.production import served

MOST = 30_000
PAGES = [
    "/",
    "/policies/02/",
    "/measures/",
    "/measures/44/",
    "/initiatives/",
    "/initiatives/44-1/",
    "/measures/46/",
    "/indicators/",
    "/indicators/44B/",
    "/indicators/46A/",
    "/departments/",
    # All eleven indicators with chart, table and calculation on one page.
    "/departments/kikaku/",
    "/search/?q=市",
    "/glossary/",
    "/how-to-read/",
    "/site-map/",
    "/open-data/",
    "/corrections/",
    "/accessibility/",
    "/measures/44/sheets/2024/",
    # The next plan's, and the line over both.
    "/plans/4/",
    "/plans/4/indicators/43A/",
]
# Of HTML, styles and scripts together, packed: what ten packets of a line's first round trip carry.
BODIES = {
    "/": 20 * 1024,
    "/indicators/44B/": 14 * 1024,
    "/indicators/46A/": 14 * 1024,
    "/measures/44/": 14 * 1024,
    "/measures/45/": 14 * 1024,
}
# The chart script and its figures, fetched when a chart is reached for.
LIBRARY = ("plotly", "drawing", "figures.json")


# On a fast line the chart library comes by itself, when it likes, with a style of its own.
SLOW = "Object.defineProperty(navigator, 'connection', {value: {effectiveType: '3g'}})"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path, run_folder: Path) -> Iterator[str]:
    demo = run_folder / "demo-sqlite"  # where another test of this run has built it (conftest.py)
    with served(tmp_path_factory.mktemp("site"), demo if demo.exists() else migrated_file) as address:
        yield address


def carried(page: Any, address: str) -> tuple[dict[str, int], set[str]]:
    """Bytes on the wire of each request of a page until it is quiet, and the ways in which its texts were packed."""
    session = page.context.new_cdp_session(page)
    urls: dict[str, str] = {}
    sizes: dict[str, int] = {}
    packed: set[str] = set()

    def answered(event: dict[str, Any]) -> None:
        urls[event["requestId"]] = event["response"]["url"]
        if event["response"]["mimeType"] in ("text/html", "text/css", "text/javascript"):
            packed.add(
                {k.lower(): v for k, v in event["response"]["headers"].items()}.get("content-encoding", "")
            )

    def finished(event: dict[str, Any]) -> None:
        sizes[urls[event["requestId"]]] = int(event["encodedDataLength"])

    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", finished)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.goto(address, wait_until="networkidle")
    session.detach()
    return sizes, packed


def test_a_public_page_carries_at_most_30_kb_before_its_chart_library(site: str, new_context: Any) -> None:
    heavy = {}
    for address in PAGES:
        context = new_context(viewport={"width": 360, "height": 740})
        sizes, packed = carried(context.new_page(), site + address)
        assert packed == {"br"}, f"{address}: {packed}"
        total = sum(size for url, size in sizes.items() if not any(name in url for name in LIBRARY))
        assert total > 1000, address
        if total > MOST:
            heavy[address] = (total, sizes)
        context.close()
    assert heavy == {}


def test_html_styles_and_scripts_before_the_chart_library_stay_small(site: str, new_context: Any) -> None:
    """Their packed bodies, in at most three requests."""
    for address, most in BODIES.items():
        page = new_context(viewport={"width": 360, "height": 740}).new_page()
        page.add_init_script(SLOW)
        sizes: dict[str, int] = {}

        def came(answer: Any, sizes: dict[str, int] = sizes) -> None:
            if answer.request.resource_type in ("document", "stylesheet", "script"):
                sizes[answer.url] = int(answer.headers["content-length"])

        page.on("response", came)
        page.goto(site + address, wait_until="networkidle")
        assert len(sizes) <= 3, sizes
        assert 5_000 < sum(sizes.values()) <= most, (address, sizes)
        page.context.close()


def test_the_chart_library_comes_only_where_a_chart_is_near(site: str, new_context: Any) -> None:
    page = new_context(viewport={"width": 360, "height": 740}).new_page()
    without, _ = carried(page, f"{site}/glossary/")
    assert not [url for url in without if any(name in url for name in LIBRARY)]
    page.goto(f"{site}/indicators/44B/")
    reach(page)


def test_where_the_chart_library_cannot_be_fetched_the_drawing_stays(
    site: str, new_context: Any, guard: Any, tmp_path: Path
) -> None:
    guard.expect("net::ERR_FAILED")
    page = new_context().new_page()
    page.route("**/*plotly*", lambda route: route.abort())
    page.goto(f"{site}/indicators/44B/")
    with page.expect_event("requestfailed"):
        page.locator(".plot").first.hover()
    page.wait_for_timeout(300)
    assert page.locator(".plot > .drawn").first.is_visible()
    assert page.locator(".plot[data-drawn]").count() == 0


@pytest.mark.parametrize("line", ["{saveData: true, effectiveType: '4g'}", "{effectiveType: '2g'}"])
def test_on_a_line_to_be_spared_the_chart_library_never_comes(site: str, new_context: Any, line: str) -> None:
    page = new_context().new_page()
    page.add_init_script(f"Object.defineProperty(navigator, 'connection', {{value: {line}}})")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}/indicators/44B/", wait_until="networkidle")
    page.locator(".plot").first.hover()
    page.locator(".plot").first.click()
    page.wait_for_timeout(300)
    assert asked
    assert not [url for url in asked if any(name in url for name in LIBRARY)]
    assert page.locator(".plot > .drawn").first.is_visible()


LOOKS = """() => [...document.querySelectorAll('body, body *')].filter(one => !one.closest('.sprite, svg svg *, .plot *')).map(one =>
  [null, '::before', '::after'].map(part => {
    const style = getComputedStyle(one, part);
    return part && style.content === 'none' ? '' : [...style].filter(name => !name.startsWith('--'))
      .map(name => style.getPropertyValue(name)).join();
  }).join('|'))"""


def test_a_page_looks_with_its_own_styles_as_with_the_whole_files(
    demo: str, new_context: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every computed style of every element and of what stands before and after it, on a phone and on a desk."""
    for address in ("/", "/measures/44/", "/indicators/46A/", "/embed/indicators/44B/"):
        for width in (360, 1280):
            looks = []
            for own in (True, False):
                with monkeypatch.context() as patch:
                    if not own:
                        patch.setattr(answers, "with_own_styles", lambda html: html)
                    page = new_context(
                        viewport={"width": width, "height": 900}, reduced_motion="reduce"
                    ).new_page()
                    page.add_init_script(SLOW)
                    page.goto(demo + address)
                    assert page.locator("head style").count() == own
                    looks.append(page.evaluate(LOOKS))
                    page.context.close()
            assert len(looks[0]) > 20
            assert looks[0] == looks[1], address
