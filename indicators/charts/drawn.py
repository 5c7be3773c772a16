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
    beside the wide one and is named by its ids. `alone`: the wide one with colours of its own, for places without the page's styles. `live`: the figure for the library, in the same places (live.py).
    """

    wide: str
    narrow: str
    alone: str
    live: dict[str, Any]


@lru_cache(maxsize=32)
def drawn(chart: Chart) -> Drawn:
    """Ids are made of the chart's own, which is unique on a page. Kept for the page that asks again for the figure."""
    name = f"{crc32(chart.id.encode()) % 16**6:x}"  # ids are written often
    wide, narrow = _sheet(chart, WIDE, f"{name}w"), _sheet(chart, NARROW, f"{name}n")
    title = chart.title or chart.sentence.partition("。")[0]
    told = (name, title, chart.sentence)
    return Drawn(
        Markup(wide).text(*told),
        Markup(narrow).text(*told),
        Markup(wide, alone=True).text(*told),
        live(chart.figure, wide, narrow),
    )


def _sheet(chart: Chart, width: int, name: str) -> Sheet:
    has_bars = any(trace["type"] == "bar" for trace in chart.figure["data"])
    draw = draw_bars if has_bars else draw_points
    return draw(chart.figure, width=width, height=chart.height, is_wide=width == WIDE, name=name)
