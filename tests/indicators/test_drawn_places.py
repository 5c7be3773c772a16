"""Where the words of drawings stand: nothing touches anything, of a whole city's charts (docs/look.md §5)."""

from collections.abc import Iterator

import pytest

from indicators import charts, frames
from indicators.charts.drawn import NARROW, WIDE
from tests.indicators.drawn_geometry import LETTERS, read
from tests.indicators.factories import EVERY
from tests.indicators.generated import generate

pytestmark = [pytest.mark.django_db, pytest.mark.reads]

# A page's width → which drawing stands there, and how wide its place is: less gutters, at most 50rem; A4 less its margins.
PLACES = {"360": (NARROW, 328), "768": (WIDE, 720), "1440": (WIDE, 800), "A4": (WIDE, 688)}
# Of a narrow drawing, in bytes: ten years and a revised target stay below it.
MOST = 2048


def city() -> Iterator[charts.Chart]:
    """Of each of 400 indicators, with ten years of values, what citizens see."""
    generate()
    rows = frames.published(EVERY)
    years: dict[int, list[frames.Row]] = {}
    for row in rows:
        years.setdefault(row.indicator_id, []).append(row)
    for shown in frames.newest(rows):
        yield charts.trend(years[shown.indicator_id], shown=shown)


def test_of_400_indicators_no_word_touches_a_word_a_mark_an_axis_or_the_edge() -> None:
    faults, sizes = {}, []
    for chart in city():
        drawn = charts.drawn(chart)
        sizes.append(len(drawn.narrow.encode()))
        for width, markup in ((WIDE, drawn.wide), (NARROW, drawn.narrow)):
            found = read(markup)
            assert found.width == width
            assert len(found.words) > 8
            assert len(found.marks) > 1
            if touching := [*found.faults()]:
                faults[chart.id, width] = touching
    assert len(sizes) == 400
    assert faults == {}
    assert max(sizes) <= MOST


def test_a_drawing_as_wide_as_its_place_has_letters_of_14_pixels_or_more() -> None:
    for drawn, place in PLACES.values():
        assert LETTERS * place / drawn >= LETTERS
