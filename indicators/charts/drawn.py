"""A chart as SVG, drawn by the server from the figure that Plotly gets: same scales, marks and words (docs/look.md §5)."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from zlib import crc32

from indicators.charts.chart import Chart
from indicators.charts.drawn_bars import draw_bars
from indicators.charts.drawn_points import draw_points
from indicators.charts.live import live
from indicators.charts.markup import Markup
from indicators.charts.svg import Sheet

# For screens and paper from 40em on, and for phones; letters are 14 units high.
WIDE, NARROW = 640, 328


@dataclass(frozen=True)
class Drawn:
    """Two drawings of one chart, safe markup: text is escaped, nothing in it is a script, a style or an address.

    Both fill the width of their place (`class="drawn"`, static/css/drawn.css); the narrow one is for less than 40em, stands
    beside the wide one and is named by its ids. `live`: the figure for the library, in the same places (live.py). `bare`: both,
    without title, sentence and what a mark tells a pointer, for a page of several charts that says all of it beside them.
    """

    wide: str
    narrow: str
    bare: str
    live: dict[str, Any]


class _Content:
    """A chart as a key: a page, its print, its embedding and its card each make one of the same content."""

    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        self._said = chart.id, chart.title, chart.sentence, chart.height, repr(chart.figure)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Content) and self._said == other._said

    def __hash__(self) -> int:
        return hash(self._said)


def drawn(chart: Chart) -> Drawn:
    """Ids are made of the chart's own, which is unique on a page. What was drawn last is kept: where labels go takes longest."""
    return _drawn(_Content(chart))


@lru_cache(maxsize=128)
def _drawn(content: _Content) -> Drawn:
    chart = content.chart
    wide, narrow = _sheet(chart, WIDE), _sheet(chart, NARROW)
    bare = "".join(Markup(sheet).bare() for sheet in (wide, narrow))
    return Drawn(_text(chart, wide), _text(chart, narrow), bare, live(chart.figure, wide, narrow))


def alone(chart: Chart) -> str:
    """The wide drawing with colours of its own, for places without the page's styles."""
    return _text(chart, _sheet(chart, WIDE), alone=True)


def _name(chart: Chart) -> str:
    """Short: ids are written often."""
    return f"d{crc32(chart.id.encode()) % 16**5:x}"  # a name in XML begins with a letter


def _text(chart: Chart, sheet: Sheet, *, alone: bool = False) -> str:
    title = chart.title or chart.sentence.partition("。")[0]
    return Markup(sheet, alone=alone).text(_name(chart), title, chart.sentence)


def _sheet(chart: Chart, width: int) -> Sheet:
    has_bars = "barmode" in chart.figure["layout"]  # also of a chart without any bar yet
    is_wide = width == WIDE
    draw = draw_bars if has_bars else draw_points
    name = f"{_name(chart)}{'w' if is_wide else 'n'}"
    return draw(chart.figure, width=width, height=chart.height, is_wide=is_wide, name=name)
