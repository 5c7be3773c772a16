"""Marks that a reader can see and point at, on a phone and on a desk (docs/look.md §5)."""

from typing import Any

import pytest

from indicators.models import Indicator
from tests.browser.charts import reach
from tests.browser.waiting import wait_until

# Marks handed over, by trace, and those that stand in the drawing itself.
MARKS = """() => {
  const plot = document.querySelector('.plot .live');
  const given = plot._fullData.filter(trace => (trace.mode || '').includes('markers'))
    .map(trace => trace.x.filter((year, place) => year !== null && trace.y[place] !== null).length);
  const inside = plot.getBoundingClientRect();
  const drawn = [...plot.querySelectorAll('.scatterlayer path.point')].map(mark => mark.getBoundingClientRect());
  return {
    given: given.reduce((sum, count) => sum + count, 0),
    drawn: drawn.length,
    outside: drawn.filter(mark => mark.left < inside.left || mark.right > inside.right
      || mark.top < inside.top || mark.bottom > inside.bottom).length,
    cut: [...plot.querySelectorAll('text')].map(text => [text.textContent, text.getBoundingClientRect()])
      .filter(([text, box]) => text && (box.left < inside.left - 1 || box.right > inside.right + 1))
      .map(([text]) => text),
  };
}"""


def open_indicator(page: Any, base: str, code: str) -> None:
    page.goto(f"{base}/indicators/{code}/")
    reach(page)


@pytest.mark.parametrize("width", [320, 1440])
def test_every_mark_is_drawn_and_no_word_is_cut(demo: str, new_context: Any, width: int) -> None:
    page = new_context(viewport={"width": width, "height": 900}).new_page()
    for indicator in Indicator.objects.with_plan():
        open_indicator(page, demo, indicator.code)
        marks = page.evaluate(MARKS)
        assert marks["given"] == marks["drawn"] > 3, indicator.code
        assert (marks["outside"], marks["cut"]) == (0, []), indicator.code


def test_the_phone_s_layout_comes_and_goes_with_the_width(demo: str, new_context: Any) -> None:
    page = new_context(viewport={"width": 360, "height": 900}).new_page()
    open_indicator(page, demo, "42A")
    begins = "document.querySelector('.plot .live').layout.xaxis.range[0]"
    narrow, marks = page.evaluate(begins), page.evaluate(MARKS)
    page.set_viewport_size({"width": 1200, "height": 900})
    wait_until(page, f"{begins} > {narrow}")
    assert page.evaluate(MARKS) == marks
    page.set_viewport_size({"width": 360, "height": 900})
    wait_until(page, f"{begins} === {narrow}")


def test_pointing_at_a_mark_tells_year_value_state_and_verdict(demo: str, new_context: Any) -> None:
    page = new_context(viewport={"width": 1200, "height": 1400}).new_page()
    open_indicator(page, demo, "44B")
    told = []
    marks = page.locator(".plot .scatterlayer path.point")
    for place in range(marks.count()):
        box = marks.nth(place).bounding_box()
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_timeout(150)
        told += page.locator(".plot .hoverlayer .hovertext").all_text_contents()
    assert any("令和6年度：121件" in text and "判定 目標の水準に到達" in text for text in told), told
