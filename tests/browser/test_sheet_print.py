"""The evaluation sheet on paper: A4 by a real browser, a usual sheet on two pages at the most, nothing cut off."""

import re
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from indicators.models import EvaluationSheet
from indicators.workflow import SHEETS
from measures.models import Measure

SENTENCE = "相談会を月に一度開き、仕事と住まいの話を一つの窓口で聞けるようにしました。"
A4_POINTS = (595, 842)


def text_of(length: int) -> str:
    """A text of exactly so many characters, in paragraphs as people write them."""
    paragraph = SENTENCE * 4 + "\n"
    return (paragraph * (length // len(paragraph) + 1))[: length - 1] + "。"


def pages_of(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of each page, from the page objects of Chromium's file."""
    found = []
    for page in re.findall(rb"/Type\s*/Page\b(?!s).*?endobj|<<[^>]*/Type\s*/Page\b(?!s).*?endobj", pdf, re.S):
        box = re.search(rb"/MediaBox\s*\[\s*([\d.]+)\s+([\d.]+)\s+([\d.]+)\s+([\d.]+)", page)
        assert box, "a page without its size"
        found.append((float(box[3]), float(box[4])))
    return found


def drawn_pages(pdf: bytes) -> int:
    """How many content streams draw something: an empty page would be a fault of the layout."""
    streams = re.findall(rb"/FlateDecode[^>]*>>\s*stream\r?\n(.*?)endstream", pdf, re.S)
    drawn = 0
    for stream in streams:
        try:
            content = zlib.decompress(stream)
        except zlib.error:
            continue
        drawn += b" Tf" in content and b"BT" in content
    return drawn


def printed(page: Any, address: str) -> bytes:
    assert page.goto(address).status == 200
    return bytes(page.pdf(format="A4", prefer_css_page_size=True))


def sheet_with(measure: int, length: int, people: dict[str, User]) -> EvaluationSheet:
    """A submitted sheet of fiscal 2023, with every text as long as told."""
    offices = list(User.objects.filter(memberships__role="office").order_by("username"))
    owner = Measure.objects.get(number=measure)
    written = {name: text_of(length) for name in ("achievements", "challenges", "next_steps")}
    sheet = SHEETS.submit(owner=owner, year=2023, by=offices[0], version=0, data={**written, "rating": "B"})
    sheet = SHEETS.add_remarks(
        record=sheet,
        version=sheet.version,
        external_evaluation=text_of(length),
        office_remark=text_of(length),
        by=offices[0],
    )
    return SHEETS.publish(record=sheet, version=sheet.version, by=offices[1])


@pytest.mark.parametrize("number", [41, 43, 44, 45, 46])
def test_the_demos_sheets_take_two_pages_at_the_most(demo: str, page: Any, number: int) -> None:
    pdf = printed(page, f"{demo}/measures/{number}/sheets/2024/")
    pages = pages_of(pdf)
    assert 1 <= len(pages) <= 2
    assert all(abs(width - A4_POINTS[0]) < 2 and abs(height - A4_POINTS[1]) < 2 for width, height in pages)
    assert drawn_pages(pdf) == len(pages)


def test_a_sheet_of_four_hundred_letters_a_text(demo: str, people: dict[str, User], page: Any) -> None:
    """Two indicators, three texts of 400 letters, and as much from the council and from the office."""
    sheet_with(44, 400, people)
    assert len(pages_of(printed(page, f"{demo}/measures/44/sheets/2023/"))) <= 2


def test_the_longest_sheet_goes_on_and_loses_nothing(demo: str, people: dict[str, User], page: Any) -> None:
    """Five texts of 2,000 letters are more than two pages hold; they flow on, whole and without empty pages."""
    sheet_with(45, 2000, people)
    pdf = printed(page, f"{demo}/measures/45/sheets/2023/")
    assert 3 <= len(pages_of(pdf)) <= 6
    assert drawn_pages(pdf) == len(pages_of(pdf))
    page.emulate_media(media="print")
    cut = page.evaluate(
        """[...document.querySelectorAll('.sheet *')].filter(one => {
             const style = getComputedStyle(one);
             return style.overflow === 'hidden' && !one.closest('.sr') && one.scrollHeight > one.clientHeight + 1;
           }).length"""
    )
    assert cut == 0


def test_paper_has_no_navigation_and_names_its_source(demo: str, page: Any) -> None:
    page.goto(f"{demo}/measures/45/sheets/2024/")
    page.emulate_media(media="print")
    for gone in (".site-nav", ".site-foot", ".crumbs", ".sheet-tools", ".sheet-more", "[data-print]"):
        assert not page.locator(gone).first.is_visible(), gone
    assert page.locator(".sheet-source").is_visible()
    assert page.locator(".demo-band").is_visible()
    # Who was rated how must be seen without colour: the chosen step has a thick frame and a ring.
    assert (
        page.locator(".sheet-scale .chosen").evaluate("one => getComputedStyle(one).borderTopWidth") == "3px"
    )


def test_a_draft_says_so_on_paper(
    demo: str, people: dict[str, User], sign_in: Callable[[Any, User], None], context: Any
) -> None:
    sign_in(context, people["office"])
    page = context.new_page()
    page.goto(f"{demo}/entry/sheets/44/2025/print/")
    page.emulate_media(media="print")
    assert page.locator(".sheet-draft").is_visible()
    mark = page.locator(".sheet.draft").evaluate("one => getComputedStyle(one, '::after').content")
    assert "下書き" in mark
    page.goto(f"{demo}/entry/sheets/44/2024/print/")
    assert page.locator(".sheet-draft").count() == 0


def test_without_javascript_the_paper_is_whole(demo: str, new_context: Any) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{demo}/measures/45/sheets/2024/")
    text = page.locator("main").inner_text()
    for words in ("151団体", "順調", "自己評価", "見本市", "公表していたものです"):
        assert words in text
    assert not page.locator("[data-print]").is_visible()


def test_letters_are_counted_while_they_are_typed(
    demo: str, people: dict[str, User], sign_in: Callable[[Any, User], None], context: Any
) -> None:
    sign_in(context, people["office"])
    page = context.new_page()
    page.goto(f"{demo}/entry/sheets/41/2025/")
    page.fill("#id_achievements", "あいう\n𠮷")
    count = page.locator("[data-counts=id_achievements]")
    assert count.inner_text() == "5字／2,000字まで"
    page.fill("#id_achievements", "あ" * 2001)
    assert "over" in str(count.get_attribute("class"))
