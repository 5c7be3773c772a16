"""Without a mouse: a citizen from the skip link to a figure and its calculation, the office through what waits."""

from typing import Any

from django.contrib.auth.models import User

from indicators import workflow
from indicators.models import Indicator
from tests.indicators.factories import said

FOCUSED = """() => {
  const one = document.activeElement;
  const box = one.getBoundingClientRect();
  const style = getComputedStyle(one);
  const x = Math.min(Math.max(box.left + Math.min(box.width / 2, 40), 1), innerWidth - 1);
  const y = Math.min(Math.max(box.top + Math.min(box.height / 2, 12), 1), innerHeight - 1);
  const top = document.elementFromPoint(x, y);
  return {
    name: (one.textContent || one.getAttribute('aria-label') || '').trim(),
    tag: one.tagName, id: one.id, href: one.getAttribute('href') || '', region: one.getAttribute('aria-label') || '',
    body: one === document.body,
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    covered: !(top && (one.contains(top) || top.contains(one))),
    outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
  };
}"""
MOST_STEPS = 120


def tab_to(page: Any, wanted: Any, key: str = "Tab") -> dict[str, Any]:
    """Step until `wanted(focus)`; on the way every focus can be seen: in the window, outlined, under nothing."""
    for _ in range(MOST_STEPS):
        page.keyboard.press(key)
        focus = page.evaluate(FOCUSED)
        if focus["body"]:
            continue
        assert focus["inside"], focus
        assert not focus["covered"], focus
        assert focus["outlined"], focus
        if wanted(focus):
            return dict(focus)
    raise AssertionError(f"never reached on {page.url}")


def test_from_the_skip_link_to_a_calculation_and_back(demo: str, new_context: Any) -> None:
    for width in (360, 1440):
        page = new_context(viewport={"width": width, "height": 800}).new_page()
        page.goto(demo + "/")
        page.keyboard.press("Tab")
        skip = page.evaluate(FOCUSED)
        assert skip["name"] == "本文へ移動"
        assert skip["inside"]
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"

        tab_to(page, lambda focus: focus["href"] == "/search/")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/")
        tab_to(page, lambda focus: focus["id"] == "q")
        page.keyboard.type("きょうどう")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/?*")
        assert "見つかりました" in page.locator("main").inner_text()

        page.goto(demo + "/search/?q=移住")
        tab_to(page, lambda focus: focus["href"] == "/indicators/43A/")
        page.keyboard.press("Enter")
        page.wait_for_url("**/indicators/43A/")

        region = tab_to(page, lambda focus: "年度ごとの表" in focus["region"])
        assert region["tag"] == "DIV"
        before = page.evaluate("document.activeElement.scrollLeft")
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(300)
        can_move = page.evaluate("document.activeElement.scrollWidth > document.activeElement.clientWidth")
        assert (page.evaluate("document.activeElement.scrollLeft") > before) == can_move

        tab_to(page, lambda focus: focus["tag"] == "SUMMARY")
        was_open = page.evaluate("document.activeElement.parentElement.open")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.parentElement.open") != was_open

        page.go_back()
        page.wait_for_url("**/search/**")
        page.context.close()


def test_sorting_and_filtering_by_keys(demo: str, new_context: Any) -> None:
    page = new_context(viewport={"width": 1440, "height": 800}).new_page()
    page.goto(demo + "/indicators/")
    tab_to(page, lambda focus: focus["tag"] == "BUTTON" and focus["name"].startswith("目安との差"))
    page.keyboard.press("Enter")
    page.wait_for_url("**sort=gap**")
    assert page.locator("th[aria-sort=ascending]").count() == 1
    first = page.locator("td.code").first.inner_text()
    assert first == "44A"


def test_no_page_traps_the_keyboard(demo: str, new_context: Any) -> None:
    """Forward through the whole page, to its last link, and back again."""
    page = new_context(viewport={"width": 360, "height": 740}).new_page()
    for address in ("/how-to-read/", "/accessibility/", "/search/?q=どこにもないことば"):
        page.goto(demo + address)
        tab_to(page, lambda focus: focus["href"].startswith("/login/"))
        tab_to(page, lambda focus: focus["name"] == "本文へ移動", key="Shift+Tab")


def test_what_waits_is_ticked_by_keys(
    demo: str, people: dict[str, User], sign_in: Any, new_context: Any
) -> None:
    """All that can go out, none, one by one: without a new page, and told as it changes. Nobody's own is among them."""
    own = Indicator.objects.get_by_code("47A")
    workflow.submit(owner=own, year=2025, by=people["office"], version=0, data=said("2", note="窓口の休止"))
    context = new_context(viewport={"width": 1440, "height": 900})
    sign_in(context, people["office"])
    page = context.new_page()
    page.goto(f"{demo}/office/queue/")
    page.evaluate("window.same = true")
    told, boxes = page.locator("[data-picked]"), page.locator("input[name=chosen]")
    ready = page.locator("input[name=chosen]:not([data-own])").count()
    assert 0 < ready < boxes.count()

    every = page.get_by_role("button", name=f"公表できる{ready}件をすべて選ぶ")
    every.press(" ")
    assert told.inner_text() == f"{ready}件を選んでいます"
    assert [box.is_checked() for box in boxes.all()] == [
        box.get_attribute("data-own") is None for box in boxes.all()
    ]
    page.get_by_role("button", name="選択を外す").press("Enter")
    assert told.inner_text() == ""
    assert page.locator("input[name=chosen]:checked").count() == 0
    boxes.first.press(" ")
    assert told.inner_text() == "1件を選んでいます"
    # The Enter or space that ends a conversion is no key of the page.
    every.evaluate(
        "link => link.dispatchEvent(new KeyboardEvent('keydown', { key: ' ', keyCode: 229, bubbles: true }))"
    )
    assert told.inner_text() == "1件を選んでいます"
    assert page.evaluate("window.same")
