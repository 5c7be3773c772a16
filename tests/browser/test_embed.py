"""An indicator in a page of another site: it shows there, without a script, and no other page can be framed."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder served from another origin (another port), and its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield tmp_path, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def page_with(body: str) -> str:
    return (
        '<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>よその新聞</title>'
        f'<link rel="icon" href="data:,"></head><body><main><h1>記事</h1>{body}</main></body></html>'
    )


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scripts", [True, False])
def test_the_snippet_shows_the_indicator_on_another_site(
    demo: str,
    elsewhere: tuple[Path, str],
    new_context: Any,
    assert_accessible: Any,
    width: int,
    scripts: bool,
) -> None:
    """The very HTML that the indicator's page offers is pasted into another page."""
    page = new_context().new_page()
    page.goto(f"{demo}/indicators/44B/")
    page.get_by_text("ほかのサイトのページに、この指標を表示する").click()
    snippet = page.get_by_label("埋め込むHTML").input_value()
    value = page.locator('[data-of="44B-2025-value"]').inner_text()

    folder, address = elsewhere
    (folder / "index.html").write_text(page_with(snippet), encoding="utf-8")
    other = new_context(viewport={"width": width, "height": 800}, java_script_enabled=scripts).new_page()
    other.goto(address)
    frame = other.frame_locator("iframe")
    assert value in frame.locator(".embed-value").inner_text()
    assert frame.locator(".verdict").is_visible()
    assert frame.locator(".track svg").bounding_box()["width"] > 200
    assert "デモ：実績はすべて架空の値です" in frame.locator("main").inner_text()
    if scripts:
        inner = other.frames[1]
        shown = "document.documentElement"
        assert inner.evaluate(f"{shown}.scrollHeight <= {shown}.clientHeight"), "it fits without scrolling"
        assert inner.evaluate(f"{shown}.scrollWidth <= {shown}.clientWidth")
        assert inner.evaluate("document.cookie") == ""
        assert_accessible(other)
    assert other.context.cookies() == []
    with other.context.expect_page() as opened:
        frame.get_by_role("link", name="くわしく見る").click()
    assert opened.value.url == f"{demo}/plans/3/indicators/44B/"


def test_no_other_page_can_be_framed(
    demo: str, elsewhere: tuple[Path, str], new_context: Any, guard: Any
) -> None:
    guard.expect("frame-ancestors")
    guard.expect("X-Frame-Options")
    folder, address = elsewhere
    page = new_context().new_page()
    blocked = ("/", "/indicators/44B/", "/measures/44/", "/open-data/", "/login/")
    for place, path in enumerate((*blocked, "/embed/indicators/44B/")):
        # A name of its own for each: a page that was shown a moment ago may come out of the browser's cache.
        (folder / f"{place}.html").write_text(
            page_with(f'<iframe src="{demo}{path}" title="計画"></iframe>'), encoding="utf-8"
        )
        page.goto(f"{address}/{place}.html")
        if path in blocked:
            page.frames[1].wait_for_load_state()
            assert page.frames[1].url.startswith("chrome-error://"), path
        else:
            page.frame_locator("iframe").locator(".embed-value").wait_for()
