"""Reaching for charts as a person does, so that the library's take the place of the drawings."""

from typing import Any

from tests.browser.waiting import wait_until

VISIBLE = "[...document.querySelectorAll('.plot')].filter(plot => plot.offsetParent)"


def reach(page: Any) -> None:
    """A pointer passes over every chart that can be seen, and each is the library's; in frames nothing runs a script."""
    if not page.locator("script[src]").count():
        return
    page.evaluate(
        f"{VISIBLE}.forEach(plot => plot.dispatchEvent(new Event('pointerover', {{bubbles: true}})))"
    )
    wait_until(page, f"{VISIBLE}.every(plot => plot.dataset.drawn === '1')", seconds=60)
