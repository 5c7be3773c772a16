"""Public pages on A4: chart and table, nothing cut off, no navigation, and where and when it was printed."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from indicators.wording.days import japanese_date
from measures.models import Department, Measure
from tests.browser.test_sheet_print import A4_POINTS, drawn_pages, pages_of
from tests.indicators import factories

A3_POINTS = (842, 1191)
# A4 less the margins of site.css, in CSS pixels.
PAPER = 688
# The table of all indicators has ten columns: that page lies on its side.
ACROSS = {"/indicators/": 1017}
PAGES = [
    "/",
    "/?year=2024",
    "/policies/03/",
    "/measures/",
    "/measures/41/",
    "/measures/44/",
    "/initiatives/",
    "/initiatives/44-1/",
    "/measures/46/",
    "/indicators/",
    "/indicators/44B/",
    "/indicators/46A/?as_of=2026-01-15",
    "/departments/",
    "/departments/kikaku/?as_of=2026-01-15",
    "/search/?q=オーガニック",
    "/open-data/",
    "/corrections/",
    "/changes/?from=2025-03-31",
    "/glossary/",
    "/accessibility/",
    "/about/",
]
NAVIGATION = (".site-nav", ".site-foot", ".crumbs", ".skip", ".downloads", ".citation", ".search")


def open_for_paper(page: Any, address: str, width: int = PAPER) -> None:
    """The page as paper lays it out: print media, A4's width; on paper the drawings stand, reached for or not."""
    assert page.goto(address).status == 200
    page.emulate_media(media="print")
    page.set_viewport_size({"width": width, "height": 1000})


def put_away(page: Any) -> None:
    page.emulate_media(media="null")  # as the browser itself chooses
    page.set_viewport_size({"width": 1280, "height": 900})


CUT = """[...document.querySelectorAll('main *')].filter(one => {
  if (one.closest('.sr, svg') || !one.getClientRects().length) return false;
  const style = getComputedStyle(one);
  const hides = style.overflowX !== 'visible' || style.overflowY !== 'visible';
  return hides && (one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1);
}).map(one => one.outerHTML.slice(0, 80))"""
BEYOND = """[...document.querySelectorAll('body *')].filter(one =>
  !one.closest('.sr, svg.sprite, .drawn') && one.getBoundingClientRect().right > innerWidth + 1)
  .map(one => one.outerHTML.slice(0, 80))"""
CHARTS = """[...document.querySelectorAll('.plot')].map(plot => {
  const drawing = [...plot.querySelectorAll('.drawn')].find(one => one.getBoundingClientRect().width);
  const svg = drawing.getBoundingClientRect();
  const column = plot.parentElement.getBoundingClientRect();
  const inside = plot.closest('.panel') || document.querySelector('main');
  const table = [...inside.querySelectorAll('table')].find(table => table.getBoundingClientRect().height > 40);
  return {width: svg.width, height: svg.height, column: column.width, lines: drawing.querySelectorAll('path').length,
          table: Boolean(table)};
})"""


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_whole_on_paper(demo: str, page: Any, address: str) -> None:
    paper = ACROSS.get(address, PAPER)
    open_for_paper(page, demo + address, paper)
    assert page.evaluate("document.documentElement.scrollWidth") <= paper
    assert page.evaluate(CUT) == []
    assert page.evaluate(BEYOND) == []
    for chart in page.evaluate(CHARTS):
        assert chart["lines"] > 3, "nothing is drawn"
        assert chart["table"], "the figures of a chart stand on the same paper"
        assert abs(chart["width"] - chart["column"]) < 2
        assert 150 < chart["height"] < 600
    for gone in NAVIGATION:
        found = page.locator(gone)
        assert not any(found.nth(place).is_visible() for place in range(found.count())), gone
    put_away(page)
    pdf = bytes(page.pdf(format="A4", prefer_css_page_size=True))
    sizes = pages_of(pdf)
    a4 = A4_POINTS if paper == PAPER else A4_POINTS[::-1]
    assert all(abs(width - a4[0]) < 2 and abs(height - a4[1]) < 2 for width, height in sizes)
    assert drawn_pages(pdf) >= len(sizes), "an empty page"


@pytest.mark.parametrize(("address", "day"), [("/indicators/44B/", ""), ("/measures/44/", "2026-01-15")])
def test_paper_says_where_and_when_it_was_printed(demo: str, page: Any, address: str, day: str) -> None:
    there = f"{demo}{address}{f'?as_of={day}' if day else ''}"
    page.goto(there)
    assert not page.locator(".paper-source").is_visible()
    page.emulate_media(media="print")
    text = page.locator(".paper-source").inner_text()
    # Paper keeps: it names the plan, so that the address leads there when another plan is in force.
    assert there.replace(address, f"/plans/3{address}") in text
    assert f"{japanese_date(timezone.localdate())}に取得" in text
    assert page.locator(".demo-band").is_visible()
    if day:
        assert f"{japanese_date(date.fromisoformat(day))}の終わりの時点" in text
        assert page.locator(".as-of-band").is_visible()
        assert not page.locator(".as-of-band a").first.is_visible()
    else:
        assert "時点" not in text


def test_a_card_of_a_measure_is_whole_and_the_first_sheet_is_not_left_empty(demo: str, page: Any) -> None:
    open_for_paper(page, f"{demo}/measures/44/")
    first = page.locator("main .plot").first.bounding_box()
    assert first["y"] + first["height"] < 1000
    cards = page.evaluate(
        "[...document.querySelectorAll('.panel')]"
        ".map(one => [getComputedStyle(one).breakInside, one.getBoundingClientRect().height])"
    )
    # None waits for another sheet but what does not fit on this one, and none is longer than half a sheet.
    assert [inside for inside, _ in cards] == ["avoid", "avoid"]
    assert all(height < 500 for _, height in cards)


@pytest.mark.parametrize(
    ("address", "size"),
    [
        ("/print/one-page/", A4_POINTS),
        ("/print/one-page/measures/44/", A4_POINTS),
        ("/print/one-page/departments/kikaku/", A4_POINTS),
        ("/print/poster/", A3_POINTS),
        ("/print/poster/measures/45/", A3_POINTS),
    ],
)
def test_a_sheet_is_one_sheet(demo: str, page: Any, address: str, size: tuple[int, int]) -> None:
    assert page.goto(demo + address).status == 200
    page.emulate_media(media="print")
    smallest = page.evaluate(
        """Math.min(...[...document.querySelectorAll('.paper :is(p, h1, h2, span, dd, text)')]
             .filter(one => one.getClientRects().length && one.textContent.trim())
             .map(one => parseFloat(getComputedStyle(one).fontSize) * (one.currentCSSZoom || 1)))"""
    )
    assert smallest >= (16 if size == A3_POINTS else 11), "too small to be read"
    page.emulate_media(media="null")
    [(width, height)] = pages_of(bytes(page.pdf(prefer_css_page_size=True)))
    assert abs(width - size[0]) < 2
    assert abs(height - size[1]) < 2


SMALLEST = """Math.min(...[...document.querySelectorAll('main :is(p, h1, h2, h3, li, dt, dd, th, td, small, span, summary, text)')]
  .filter(one => one.getBoundingClientRect().height && one.textContent.trim() && !one.closest('.sr'))
  .map(one => parseFloat(getComputedStyle(one).fontSize) * (one.getScreenCTM && one.closest('svg.drawn') ? one.getScreenCTM().a : 1)))"""


def test_home_measures_and_indicators_take_two_sheets_at_most_in_letters_that_can_be_read(
    demo: str, page: Any
) -> None:
    """9 pt are 12 CSS px; 46A has ten records of seven years, figures of others, and a revision."""
    indicators = ("41A", "43A", "44A", "46A", "47A")
    for address in (
        "/",
        *(f"/measures/{number}/" for number in range(41, 49)),
        *(f"/indicators/{code}/" for code in indicators),
    ):
        open_for_paper(page, demo + address)
        assert page.evaluate(SMALLEST) >= 12, address
        put_away(page)
        assert len(pages_of(bytes(page.pdf(prefer_css_page_size=True)))) <= 2, address


def test_a_measure_of_six_indicators_takes_two_sheets_and_breaks_no_card(demo: str, page: Any) -> None:
    bob, carol = factories.make_bob(), factories.make_carol()
    for letter, value in zip("CDEF", ("900", "1300", "1500", "500"), strict=True):
        one = factories.make_indicator(
            measure=Measure.objects.get(number=44),
            letter=letter,
            name=f"地区まちづくり協議会への登録者の数{letter}",
            department=Department.objects.get(slug="sangyo-shinko"),
        )
        factories.publish_value(one, 2025, factories.said(value), by=carol, publisher=bob)
    open_for_paper(page, f"{demo}/measures/44/")
    cards = page.locator(".panels.many > .panel")
    assert cards.count() == 6
    assert set(cards.evaluate_all("all => all.map(one => getComputedStyle(one).breakInside)")) == {"avoid"}
    assert page.locator(".many .panel .drawn:visible").count() == 6
    assert page.locator(".many .track").count() == 6
    assert (
        page.locator(".many .four dd:visible").all_inner_texts()
        == ["オーガニックシティ推進課（初期設定）"] * 2 + ["産業振興課（初期設定）"] * 4
    )
    assert page.evaluate(SMALLEST) >= 12
    assert page.evaluate(CUT) == []
    put_away(page)
    assert len(pages_of(bytes(page.pdf(prefer_css_page_size=True)))) <= 2


def test_what_is_folded_opens_for_an_anchor(demo: str, page: Any) -> None:
    page.goto(f"{demo}/measures/44/#initiative-44-1")
    lines = page.locator("#initiative-44-1")
    lines.wait_for(state="visible")
    assert lines.locator("xpath=ancestor::details").get_attribute("open") is not None


def test_bar_charts_of_the_dashboard_have_the_paper_to_themselves(
    demo: str, people: dict[str, User], sign_in: Any, context: Any
) -> None:
    sign_in(context, people["manager"])
    page = context.new_page()
    open_for_paper(page, f"{demo}/dashboard/")
    halves = page.evaluate(
        """[...document.querySelectorAll('.half .plot')].map(plot => {
             const svg = plot.querySelector('.drawn').getBoundingClientRect();
             return [svg.width, svg.height, plot.querySelector('.drawn').viewBox.baseVal.height];
           })"""
    )
    assert halves
    for width, height, meant in halves:
        assert width > PAPER * 0.9
        assert abs(height - meant) < meant * 0.1, "drawn larger than it was laid out"
