"""Where the words of drawings stand: nothing touches anything, of a whole city's charts (docs/look.md §5)."""

import string
from collections.abc import Iterator
from pathlib import Path

import pylopdf_fonts_jp
import pytest
from PIL import ImageFont

from indicators import charts, frames
from indicators.charts.drawn import NARROW, WIDE
from indicators.charts.letters import text_width
from tests.indicators.drawn_geometry import LETTERS, Read, read, read_live
from tests.indicators.factories import EVERY

pytestmark = [pytest.mark.django_db, pytest.mark.reads]

# A page's width → which drawing stands there, and how wide its place is: less gutters, at most 50rem; A4 less its margins.
PLACES = {"360": (NARROW, 328), "768": (WIDE, 720), "1440": (WIDE, 800), "A4": (WIDE, 688)}
BOLD = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc")
# Of a narrow drawing, in bytes: ten years and a revised target stay below it.
MOST = 2048


def city() -> Iterator[charts.Chart]:
    """Of each of the generated city's 400 indicators, with ten years of values, what citizens see."""
    rows = frames.published(EVERY)
    years: dict[int, list[frames.Row]] = {}
    for row in rows:
        years.setdefault(row.indicator_id, []).append(row)
    for shown in frames.newest(rows):
        yield charts.trend(years[shown.indicator_id], shown=shown)


def near(drawing: Read, live: Read) -> bool:
    """Whether the library's words are those of the drawing, within a unit of their places."""
    return len(drawing.words) == len(live.words) and all(
        any(
            text == other and abs(box.left - its.left) < 1 and abs(box.top - its.top) < 1
            for other, its in live.words
        )
        for text, box in drawing.words
    )


@pytest.mark.slow
def test_of_400_indicators_no_word_touches_a_word_a_mark_an_axis_or_the_edge(generated_city: object) -> None:
    faults, sizes = {}, []
    for chart in city():
        drawn = charts.drawn(chart)
        sizes.append(len(drawn.narrow.encode()))
        for width, markup in ((WIDE, drawn.wide), (NARROW, drawn.narrow)):
            live = read_live(drawn.live, "wide" if width == WIDE else "narrow")
            for found in (read(markup), live):
                assert found.width == width
                assert len(found.words) > 8
                assert len(found.marks) > 1
                if touching := [*found.faults()]:
                    faults[chart.id, width] = touching
            assert near(read(markup), live), chart.id
    assert len(sizes) == 400
    assert faults == {}
    assert max(sizes) <= MOST


@pytest.mark.parametrize("bold", [False, True])
def test_no_letter_is_wider_in_the_font_than_it_is_taken_for(bold: bool) -> None:
    font = BOLD if bold else Path(pylopdf_fonts_jp.sans_path())
    if not font.exists():
        pytest.skip("fonts-noto-cjk is not installed")
    noto = ImageFont.truetype(str(font), 1000)
    letters = string.printable.rstrip(string.whitespace) + " −＋％・²³°℃㎡年度円人件後退遅れ"
    wider = [letter for letter in letters if noto.getlength(letter) > text_width(letter, 1000, bold=bold)]
    assert wider == []


def test_a_drawing_as_wide_as_its_place_has_letters_of_14_pixels_or_more() -> None:
    for drawn, place in PLACES.values():
        assert LETTERS * place / drawn >= LETTERS
