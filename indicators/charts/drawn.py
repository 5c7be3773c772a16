"""A chart as SVG, drawn by the server from the figure that Plotly gets: same scales, marks and words (docs/look.md §5)."""

from dataclasses import dataclass

from indicators.charts.chart import Chart
from indicators.charts.drawn_bars import draw_bars
from indicators.charts.drawn_points import draw_points

# For screens and paper from 40em on, and for phones; letters are 14 units high.
WIDE, NARROW = 640, 328


@dataclass(frozen=True)
class Drawn:
    """Two drawings of one chart, safe markup: text is escaped, nothing in it is a script, a style or an address.

    Both fill the width of their place (`class="drawn"`, static/css/drawn.css); the narrow one is for less than 40em. Only
    the wide one carries colours, title, sentence and hover texts of its own, for places without the page; the narrow one
    stands beside it and is named by the same ids.
    """

    wide: str
    narrow: str


def drawn(chart: Chart) -> Drawn:
    """Ids are made of the chart's own, which is unique on a page."""
    return Drawn(wide=_markup(chart, WIDE, "w"), narrow=_markup(chart, NARROW, "n"))


def _markup(chart: Chart, width: int, ending: str) -> str:
    is_wide = width == WIDE
    has_bars = any(trace["type"] == "bar" for trace in chart.figure["data"])
    draw = draw_bars if has_bars else draw_points
    sheet = draw(chart.figure, width=width, height=chart.height, is_wide=is_wide, name=f"{chart.id}-{ending}")
    title = chart.title or chart.sentence.partition("。")[0]
    return sheet.markup(f"{chart.id}-w", title, chart.sentence)
