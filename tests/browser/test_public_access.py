"""What WCAG asks of a public page beyond axe: reflow, zoom, text spacing, targets, forced colours, motion, paper, names."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from tests.browser.charts import reach

PHONE, DESK = {"width": 360, "height": 900}, {"width": 1440, "height": 900}
# One page of each type, with the values that are hard: corrected, withdrawn, zero, a ceiling, no value.
PAGES = [
    "/",
    "/policies/02/",
    "/measures/",
    "/measures/44/",
    "/initiatives/",
    "/initiatives/44-1/",
    "/measures/47/",
    "/indicators/",
    "/indicators/45B/",
    "/indicators/46A/",
    "/departments/",
    "/departments/kikaku/",
    "/search/?q=市民",
    "/open-data/",
    "/corrections/",
    "/glossary/",
    "/how-to-read/",
    "/site-map/",
    "/about/",
    "/accessibility/",
    "/measures/44/sheets/2024/",
    "/easy/",
    "/easy/measures/44/",
    "/easy/indicators/44A/",
    "/en/",
    "/en/indicators/46A/",
]
# States of pages, with the status that each answers.
STATES = {
    "/?as_of=2025-07-01": 200,
    "/?as_of=2099-01-01": 400,
    "/?year=1999": 404,
    "/indicators/?sort=-gap&verdict=behind": 200,
    "/indicators/?verdict=achieved&department=zaisei": 200,
    "/indicators/?sort=upside-down": 404,
    "/indicators/44B/?as_of=2025-07-01": 200,
    "/indicators/44B/?as_of=2000-01-01": 404,
    "/search/?q=移住 どこにもないことば": 200,
    "/search/?q=市&kind=texts": 200,
    "/nowhere/": 404,
    "/entry/nowhere/": 404,
}
SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }"""
MOVING = """() => [...document.querySelectorAll('*')].filter(one => {
  const style = getComputedStyle(one);
  return style.animationName !== 'none' || style.transitionDuration.split(',').some(time => parseFloat(time) > 0);
}).map(one => one.outerHTML.slice(0, 100))"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Boxes whose text does not fit: cut at an edge that hides it.
CUT = """() => [...document.querySelectorAll('main *, header *, footer *')].filter(box => {
  const style = getComputedStyle(box);
  const hides = style.overflowX === 'hidden' || style.overflowX === 'clip';
  return hides && !box.closest('.sr, svg, .sprite, thead') && box.scrollWidth > box.clientWidth + 1;
}).map(box => box.outerHTML.slice(0, 120))"""
# Tables with a part beyond the edge, and dashes that stand beside no word of what they are about.
HIDDEN = """() => [...document.querySelectorAll('main :is(.scroll, .years-table tr:not(.year-words) > td)')].filter(one =>
  one.localName === 'td'
    ? one.getClientRects().length && one.innerText.trim()[0] === '—' && !one.dataset.label && !one.matches('th + td, .of-verdict')
    : one.scrollWidth > one.clientWidth + 1
).map(one => one.outerHTML.slice(0, 120))"""
# WCAG 2.5.8: 24 px each way, but for links within a sentence.
SMALL = """() => [...document.querySelectorAll('a[href], button, summary, input, select')].filter(one => {
  const box = one.getBoundingClientRect();
  if (!box.width || !box.height || one.closest('.skip, .sr')) return false;
  const sentence = one.closest('p, li, dd, td, th, span');
  const inline = one.tagName === 'A' && getComputedStyle(one).display === 'inline' && sentence;
  return !inline && (box.width < 24 || box.height < 24);
}).map(one => one.outerHTML.slice(0, 120))"""


def test_states_of_pages(
    demo: str, new_context: Any, assert_accessible: Callable[[Any], None], guard: Any
) -> None:
    guard.expect("the server responded with a status of 40")
    page = new_context().new_page()
    for address, status in STATES.items():
        page.set_viewport_size(PHONE)
        assert page.goto(demo + address).status == status, address
        assert page.locator("h1").count() == 1, address
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            assert page.evaluate(OVERFLOW) <= 0, f"{address} at {size['width']} px"
            assert page.locator("main a[href]").count() >= 1, f"{address} is a dead end"
            assert_accessible(page)


def test_every_page_on_a_phone_on_a_desk_and_for_those_who_see_it_otherwise(
    demo: str, new_context: Any, assert_accessible: Callable[[Any], None]
) -> None:
    """Each page is opened once, 320 CSS px wide (400 % of 1280), and widened from there."""
    page = new_context().new_page()
    for address in PAGES:
        page.set_viewport_size({"width": 320, "height": 256})
        page.goto(demo + address)
        flows_anew(page, address)
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            assert page.evaluate(SMALL) == [], f"{address} at {size['width']} px"
        is_well_built(page, address)
        page.emulate_media(forced_colors="active", reduced_motion="reduce")
        assert_accessible(page)
        bears_forced_colours_and_no_motion(page, address)
        page.emulate_media(forced_colors="none", reduced_motion="no-preference")


def test_zoom(demo: str, new_context: Any) -> None:
    """200 % of a 1280 px screen."""
    page = new_context(viewport={"width": 640, "height": 450}, device_scale_factor=2).new_page()
    for address in PAGES:
        page.goto(demo + address)
        flows_anew(page, address)


# Address → how many screens of 1440 × 900 and of 360 × 740 the demo's page takes at most.
SCREENS = {"/": (1.5, 3), **{f"/measures/{number}/": (3, 6) for number in range(41, 49)}}


def test_a_page_is_as_short_as_it_should_be(demo: str, new_context: Any) -> None:
    for place, (width, height) in enumerate(((1440, 900), (360, 740))):
        page = new_context(viewport={"width": width, "height": height}).new_page()
        for address, most in SCREENS.items():
            page.goto(demo + address)
            assert page.evaluate("document.documentElement.scrollHeight") <= most[place] * height, address


def test_a_phone_shows_the_first_chart_soon_and_each_column_of_a_table(demo: str, new_context: Any) -> None:
    """The chart is whole after 1.3 screens; a line of a table is a card, with no column to be pushed into sight and no empty one."""
    page = new_context(viewport={"width": 360, "height": 740}).new_page()
    for address in ("/indicators/44B/", "/indicators/46A/"):
        page.goto(demo + address)
        first = page.locator("main .plot").first.bounding_box()
        assert first["y"] + first["height"] <= 1.3 * 740, address
        assert page.evaluate(HIDDEN) == [], address
    for address in (
        "/changes/?from=2025-03-31&to=2025-09-30",
        "/changes/?from=2026-03-31",
        "/initiatives/44-1/",
        "/departments/kikaku/",
    ):
        page.goto(demo + address)
        assert page.locator("main table").count() > 0, address
        assert page.evaluate(HIDDEN) == [], address


def flows_anew(page: Any, address: str) -> None:
    """Nothing reaches beyond the screen or is cut, with the reader's own spacing of text, too."""
    told = f"{address} at {page.viewport_size['width']} px"
    assert page.evaluate(OVERFLOW) <= 0, told
    spacing = page.add_style_tag(content=SPACING)
    assert page.evaluate(OVERFLOW) <= 0, f"{told}, spaced"
    assert page.evaluate(CUT) == [], f"{told}, spaced"
    spacing.evaluate("one => one.remove()")


def bears_forced_colours_and_no_motion(page: Any, address: str) -> None:
    assert page.evaluate(MOVING) == [], address
    # Every verdict keeps an edge and its icon where the system takes the colours away.
    edges = page.evaluate(
        "[...document.querySelectorAll('main .verdict')].map(one => getComputedStyle(one).borderTopStyle)"
    )
    assert "none" not in edges, address


def is_well_built(page: Any, address: str) -> None:
    """Headings step by one, landmarks have names, one name of a link leads to one place, another language is marked."""
    levels = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(one => Number(one.tagName[1]))"
    )
    assert levels[0] == 1, address
    steps = [after - before for before, after in pairwise(levels)]
    assert max(steps, default=0) <= 1, f"{address}: {levels}"
    for name in ("banner", "main", "contentinfo"):
        assert page.get_by_role(name).count() == 1, f"{address}: {name}"
    unnamed = page.evaluate(
        "[...document.querySelectorAll('nav, aside')].filter(one => !one.getAttribute('aria-label')).length"
    )
    assert unnamed == 0, address
    pairs = page.evaluate(
        "[...document.querySelectorAll('main a[href]')].map(one => [one.textContent.trim(), one.href])"
    )
    leads: dict[str, set[str]] = {}
    for text, href in pairs:
        leads.setdefault(text, set()).add(href.split("#")[0])
    several = {text: places for text, places in leads.items() if len(places) > 1}
    assert several == {}, address


def test_charts_and_tracks_speak(demo: str, new_context: Any) -> None:
    """What a screen reader is told, from Chromium's accessibility tree: role, sentence, and where the figures stand."""
    page = new_context(viewport={"width": 1440, "height": 900}).new_page()
    for address in (
        "/measures/44/",
        "/measures/47/",
        "/indicators/45B/",
        "/indicators/46A/",
        "/departments/kikaku/",
    ):
        page.goto(demo + address)
        reach(page)
        session = page.context.new_cdp_session(page)
        nodes = session.send("Accessibility.getFullAXTree")["nodes"]
        pictures = [
            node["name"]["value"]
            for node in nodes
            if node.get("role", {}).get("value") in ("image", "img") and not node["ignored"]
        ]
        charts = [name for name in pictures if name.endswith("同じ数値が下の表にあります。")]
        assert len(charts) == page.locator(".plot").count() > 0, address
        assert all("年度" in name and len(name) > 30 for name in charts), charts
        tracks = page.locator(".track svg[role=img]").count()
        assert tracks > 0, address
        assert len(pictures) >= len(charts) + tracks, address
        assert all(pictures), address
        # Each chart has its table, named after its indicator.
        names = page.evaluate("[...document.querySelectorAll('.plot')].map(one => one.dataset.name)")
        captions = page.evaluate("[...document.querySelectorAll('main caption')].map(one => one.textContent)")
        assert all(any(name in caption for caption in captions) for name in names), address


def test_paper_shows_what_is_folded_away(demo: str, new_context: Any) -> None:
    page = new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(demo + "/measures/44/")
    reach(page)
    page.emulate_media(media="print")
    assert page.get_by_role("table").first.is_visible()
    assert not page.locator(".site-nav").is_visible()
    for folded in page.locator("main details table").all():
        assert folded.bounding_box()["height"] > 0
