"""The dashboard as a manager meets it on Monday: the first screen, without JavaScript, on paper."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from indicators import frames
from indicators.progress import Verdict
from tests.browser.charts import reach
from tests.browser.test_sheet_print import A4_POINTS, pages_of
from tests.indicators.factories import EVERY

BEHIND = (Verdict.WORSE, Verdict.BEHIND, Verdict.SLIGHTLY_BEHIND)

ON_SCREEN = """() => [...document.querySelectorAll('main a, main p, main dd, main b')]
  .filter(one => { const box = one.getBoundingClientRect();
    return box.height > 0 && box.top >= 0 && box.bottom <= innerHeight; })
  .map(one => one.textContent.trim()).join('\\n')"""


@pytest.fixture
def manager(
    demo: str, people: dict[str, User], sign_in: Callable[[Any, User], None], new_context: Any
) -> Any:
    """Opens a context of a manager; takes what new_context takes."""

    def open_context(**options: Any) -> Any:
        context = new_context(**options)
        sign_in(context, people["manager"])
        return context

    return open_context


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (768, 1024), (360, 740)])
def test_the_first_screen_names_what_is_behind_and_who_owns_it(
    demo: str, manager: Any, width: int, height: int
) -> None:
    """Nothing is pressed and nothing scrolled: names and owners of all that is behind stand there."""
    late = [row for row in frames.newest(frames.working(EVERY)) if row.verdict in BEHIND]
    assert len(late) >= 3
    page = manager(viewport={"width": width, "height": height}).new_page()
    page.goto(f"{demo}/dashboard/")
    seen = page.evaluate(ON_SCREEN)
    for row in late:
        assert row.name in seen, row.name
        assert row.department in seen, row.department


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1366, 768)])
def test_three_answers_stand_within_the_first_screen(
    demo: str, manager: Any, width: int, height: int
) -> None:
    """What is behind and whose, who has not reported, where it leads: whole, beside each other, without scrolling."""
    page = manager(viewport={"width": width, "height": height}).new_page()
    page.goto(f"{demo}/dashboard/")
    for name in ("late", "reports", "ahead"):
        box = page.locator(f'section[aria-labelledby="{name}"]').bounding_box()
        assert box["x"] >= 0, name
        assert box["x"] + box["width"] <= width, name
        assert box["y"] + box["height"] <= height, name
    assert page.locator(".behind-row .track").count() >= 3
    assert page.locator(".waiting .days:visible").count() >= 3
    assert page.locator(".ahead .pace-word:visible").count() >= 3
    assert "範囲を出るおそれ" in page.locator(".risk-box").inner_text()


def test_the_briefing_is_one_sheet_of_a4(demo: str, manager: Any) -> None:
    page = manager().new_page()
    for query in ("", "?scope=published&year=2024"):
        page.goto(f"{demo}/dashboard/briefing/{query}")
        [(width, height)] = pages_of(bytes(page.pdf(prefer_css_page_size=True)))
        assert (round(width), round(height)) == A4_POINTS, query


def test_complete_without_javascript(demo: str, manager: Any) -> None:
    page = manager(java_script_enabled=False).new_page()
    page.goto(f"{demo}/dashboard/")
    page.locator("summary", has_text="数値の表").first.click()
    assert page.locator("table:visible").count() >= 3
    # A filter is a form: it narrows, the address says so, and the way back is there.
    page.locator("summary", has_text="絞り込み").click()
    page.locator("select[name=department]").select_option("kikaku")
    page.get_by_role("form", name="絞り込み", exact=True).get_by_role("button", name="絞り込む").click()
    assert "department=kikaku" in page.url
    assert "2件を表示" in page.locator("main").inner_text()
    page.get_by_role("link", name="企画課").filter(has_text="を外す").click()
    assert "department" not in page.url
    page.goto(f"{demo}/dashboard/measures/43/")
    for words in ("このまま進むと", "前の年度", "動いている入力と確認"):
        assert words in page.locator("main").inner_text()


def test_a_filtered_view_is_sent_by_its_address(demo: str, manager: Any) -> None:
    """Another manager who opens the address sees the same."""
    first = manager().new_page()
    address = f"{demo}/dashboard/?verdict=behind&year=2024&scope=published"
    first.goto(address)
    second = manager().new_page()
    second.goto(address)
    texts = [page.locator("main").inner_text() for page in (first, second)]
    assert texts[0] == texts[1]
    assert "判定：遅れ" in texts[0]


def test_charts_are_laid_out_for_paper_and_back(demo: str, manager: Any) -> None:
    page = manager(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(f"{demo}/dashboard/measures/43/")
    reach(page)
    plot = page.locator(".plot[data-drawn='1']").first
    plot.scroll_into_view_if_needed()
    before = plot.bounding_box()
    page.emulate_media(media="print")
    assert not plot.locator(".live").is_visible()
    drawing = plot.locator(".drawn:visible").first
    assert drawing.get_attribute("viewBox")
    inside, outside = drawing.bounding_box(), plot.bounding_box()
    assert inside["width"] <= outside["width"] + 1
    assert inside["height"] > 100
    page.emulate_media(media="screen")
    assert plot.locator(".live").is_visible()
    after = plot.bounding_box()
    assert (after["width"], after["height"]) == (before["width"], before["height"])
