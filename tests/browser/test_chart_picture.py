"""A chart can be taken along as a picture that says what it shows and where it comes from."""

from pathlib import Path
from typing import Any

from django.conf import settings

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


STANDING = """[...document.querySelectorAll('.plot')].filter(plot => plot.clientWidth).map(plot => {
  const shown = [...plot.querySelectorAll('.drawn')].filter(one => one.getBoundingClientRect().width);
  const box = shown[0]?.getBoundingClientRect();
  return shown.length === 1 && box.right <= innerWidth + 1 && box.height > 100
    && getComputedStyle(shown[0]).visibility === 'visible' && shown[0].querySelectorAll('text').length > 4;
})"""
READERS: dict[str, dict[str, Any]] = {
    "phone": {"viewport": {"width": 360, "height": 740}, "java_script_enabled": False},
    "desk": {"viewport": {"width": 1440, "height": 900}, "java_script_enabled": False},
    "forced-colours": {
        "viewport": {"width": 1440, "height": 900},
        "forced_colors": "active",
        "java_script_enabled": False,
    },
    "zoom-200": {
        "viewport": {"width": 640, "height": 450},
        "device_scale_factor": 2,
        "java_script_enabled": False,
    },
}


def test_every_chart_stands_without_a_script_and_on_paper_at_once(demo: str, new_context: Any) -> None:
    """What was seen is kept in var/charts/ for people to look at."""
    kept = settings.BASE_DIR / "var" / "charts"
    kept.mkdir(parents=True, exist_ok=True)
    for address in ("/indicators/46A/", "/measures/44/"):
        name = address.strip("/").replace("/", "-")
        for reader, options in READERS.items():
            page = new_context(**options).new_page()
            page.goto(demo + address)
            standing = page.evaluate(STANDING)
            assert standing, address
            assert all(standing), (address, reader)
            page.screenshot(path=kept / f"{name}-{reader}.png", full_page=True)
        page = new_context().new_page()
        page.goto(demo + address, wait_until="domcontentloaded")
        page.pdf(path=kept / f"{name}.pdf", format="A4", prefer_css_page_size=True)
        page.emulate_media(media="print")
        assert all(page.evaluate(STANDING)), address
