"""このページを引用する（固定リンク） in a real browser: closed and calm, complete when opened, copied by one button."""

from typing import Any

import pytest


@pytest.mark.parametrize("width", [360, 1440])
def test_a_citation_is_opened_and_copied(
    demo: str, new_context: Any, assert_accessible: Any, width: int
) -> None:
    context = new_context(viewport={"width": width, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{demo}/indicators/44B/?as_of=2025-12-01")
    assert not page.locator("#citation-text").is_visible()
    page.locator(".citation summary").click()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.locator("[data-copy]").click()
    page.locator(".citation [role=status]").filter(has_text="コピーしました").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#citation-text").inner_text()


def test_without_javascript_there_is_no_dead_button(demo: str, new_context: Any) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{demo}/indicators/44B/")
    page.locator(".citation summary").click()
    assert page.locator("#citation-text").is_visible()
    assert not page.locator("[data-copy]").is_visible()
    page.fill("#as_of", "2025-12-01")
    page.get_by_role("button", name="この日の内容を見る").click()
    assert "2025年12月1日の終わりの時点" in page.locator(".as-of-band").inner_text()
