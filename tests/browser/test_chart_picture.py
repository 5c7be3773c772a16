"""A chart can be taken along as a picture that says what it shows and where it comes from."""

from pathlib import Path
from typing import Any

PNG = b"\x89PNG\r\n\x1a\n"


def test_a_chart_is_saved_as_a_picture_by_mouse_and_by_keys(demo: str, page: Any, tmp_path: Path):
    page.goto(f"{demo}/indicators/44B/")
    button = page.get_by_role("button", name="図を画像（PNG）で保存").first
    for press in (button.click, lambda: button.press("Enter")):
        with page.expect_download() as download:
            press()
        path = tmp_path / "chart.png"
        download.value.save_as(path)
        assert download.value.suggested_filename == "trend-44B.png"
        picture = path.read_bytes()
        assert picture.startswith(PNG)
        width, height = (int.from_bytes(picture[start : start + 4]) for start in (16, 20))
        assert width == 2000  # twice the 1000 that it is drawn at
        page.locator(".plot[data-drawn]").first.wait_for()
        # The chart, and above and below it the lines that say what it is.
        assert height > 2 * page.locator(".plot[data-drawn]").first.bounding_box()["height"]
        button.wait_for(state="visible")


def test_without_a_script_there_is_no_button_that_does_nothing(demo: str, new_context: Any):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{demo}/indicators/44B/")
    assert page.locator(".plot").count() == 1
    assert not page.locator(".chart-tools").first.is_visible()
