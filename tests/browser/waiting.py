"""Waiting for a page. Playwright's own evaluates in the page, which our Content-Security-Policy forbids, as it should."""

import time
from typing import Any


def wait_until(page: Any, expression: str, seconds: float = 20) -> None:
    """Until a JavaScript expression is true; AssertionError after `seconds`."""
    ends = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < ends, f"{page.url}: never {expression}"
        page.wait_for_timeout(50)
