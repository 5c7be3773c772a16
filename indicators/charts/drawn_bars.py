"""Bars as drawings: verdicts of groups one after the other, reference figures below each other."""

from collections.abc import Iterator
from typing import Any

from indicators.charts.chart import GRID, INK, PAPER, Trace
from indicators.charts.drawn_frame import Axis, lines_of, widest, write_notes
from indicators.charts.label_places import LINE, Box
from indicators.charts.svg import Paint, Piece, Sheet, Words, number

_EDGE = 2
_SWATCH = 14
# Of a row's height: all bars of a row together.
_BARS = 0.6
# The strokes of a pattern in a square of eight.
_PATTERNS = {
    "/": (((0, 8), (8, 0)),),
    "\\": (((0, 0), (8, 8)),),
    "x": (((0, 0), (8, 8)), ((0, 8), (8, 0))),
    "-": (((0, 4), (8, 4)),),
    "+": (((0, 4), (8, 4)), ((4, 0), (4, 8))),
    ".": (((3, 4), (5, 4)),),
}


def draw_bars(figure: dict[str, Any], *, width: int, height: int, is_wide: bool, name: str) -> Sheet:
    """The sheet of a figure whose traces are all bars. `name` makes the ids of its patterns."""
    return _Bars(figure, Sheet(width, height, is_wide), name).sheet


class _Bars:
    def __init__(self, figure: dict[str, Any], sheet: Sheet, name: str) -> None:
        self.sheet, self._data, self._id = sheet, figure["data"], name
        layout = figure["layout"]
        rows = {**layout["yaxis"], **({} if sheet.is_wide else figure["narrow"].get("yaxis", {}))}
        self._names = [lines_of(text) for text in rows["ticktext"]]
        self._stacked = layout["barmode"] == "stack"
        notes = write_notes(sheet, layout)
        top = (notes[-1].bottom if notes else 2) + 8
        ticks = layout["xaxis"].get("tickvals", ())
        foot = (LINE + 8 if ticks else 8) + self._legend(layout)
        left = 11 + max((widest(lines) for lines in self._names), default=0)
        beside = (
            10
            if self._stacked
            else 8 + max((widest([text]) for trace in self._data for text in trace["text"]), default=0)
        )
        self._area = Box(round(left), round(top), round(sheet.width - beside), round(sheet.height - foot))
        low, high = layout["xaxis"]["range"]
        sheet.area, sheet.across, sheet.upright = self._area, (low, high), rows["range"]
        self._x = Axis(low, high, self._area.left, self._area.right)
        last, first = rows["range"]
        self._y = Axis(first, last, self._area.top, self._area.bottom)
        self._frame(ticks)
        self._colours = {trace["name"]: self._fill(trace) for trace in self._data}
        self._draw_all()

    def _legend(self, layout: dict[str, Any]) -> float:
        """Swatches with their names at the foot; how high they are."""
        if not layout["showlegend"]:
            return 0
        x, lines = float(_EDGE), 1
        places: list[tuple[Trace, float, int]] = []
        for trace in self._data:
            taken = _SWATCH + 5 + widest(lines_of(trace["name"])) + 10
            if x + taken > self.sheet.width and places:
                x, lines = float(_EDGE), lines + 1
            places.append((trace, x, lines))
            x += taken
        for trace, left, line in places:
            top = self.sheet.height - (lines - line + 1) * (LINE + 4)
            fill = self._fill(trace)
            sample = Box(left, top + 2, left + _SWATCH, top + 2 + _SWATCH)
            self.sheet.draw(Paint(fill=fill), self.sheet.rectangle(*sample), layer=1)
            self.sheet.pieces += _sample(trace, sample)
            self.sheet.write(Words(lines_of(trace["name"]), left + _SWATCH + 5, top))
        return lines * (LINE + 4) + 4

    def _fill(self, trace: Trace) -> str:
        """The colour, or the address of a pattern of it."""
        colour, shape = trace["marker"]["color"], trace["marker"]["pattern"]["shape"]
        if not shape:
            return str(colour)
        strokes = "".join(self.sheet.path(ends) for ends in _PATTERNS[shape])
        width = 2 if shape == "." else 1
        return self.sheet.pattern(
            f"{self._id}{list(_PATTERNS).index(shape)}",
            (Paint(fill=colour), "M0 0h8v8H0"),
            (Paint(stroke=PAPER, width=width), strokes),
        )

    def _frame(self, ticks: list[float]) -> None:
        sheet, area = self.sheet, self._area
        high = number(area.bottom - area.top)
        if ticks:
            sheet.draw(
                Paint(stroke=GRID),
                "".join(f"M{number(self._x.at(tick))} {number(area.top)}v{high}" for tick in ticks),
            )
            sheet.write(
                *(Words((f"{tick:,}",), self._x.at(tick), area.bottom + 5, "middle") for tick in ticks)
            )
        sheet.draw(Paint(stroke=INK), f"M{number(self._x.at(0))} {number(area.top)}v{high}")
        for place, lines in enumerate(self._names):
            sheet.write(Words(lines, area.left - 8, self._y.at(place) - LINE * len(lines) / 2, "end"))

    def _draw_all(self) -> None:
        row = abs(self._y.at(1) - self._y.at(0)) * _BARS
        count = 1 if self._stacked else len(self._data)
        starts: dict[int, float] = {}
        for series, trace in enumerate(self._data):
            told = trace["hovertext"]
            paint = Paint(fill=self._colours[trace["name"]])
            for place, (at, length) in enumerate(zip(trace["y"], trace["x"], strict=True)):
                top = self._y.at(at) - row / 2 + (0 if self._stacked else row / count * series)
                bottom = top + row / count - (0 if self._stacked else 1.5)
                start = starts.get(at, 0.0) if self._stacked else 0.0
                starts[at] = start + length
                if not length:
                    continue
                left, right = sorted((self._x.at(start), self._x.at(start + length)))
                self.sheet.draw(
                    paint,
                    self.sheet.rectangle(left, top, right - (1.5 if self._stacked else 0), bottom),
                    "\n".join(lines_of(told[place])),
                    layer=1,
                )
                self.sheet.write(*self._figure(trace, place, Box(left, top, right, bottom)))

    def _figure(self, trace: Trace, place: int, bar: Box) -> Iterator[Words]:
        """Of a count within its part, of a figure at its end."""
        middle = (bar.top + bar.bottom - LINE) / 2
        if not self._stacked:
            yield Words(lines_of(trace["text"][place]), bar.right + 5, middle, colour=INK)
        elif bar.right - bar.left > 18:
            yield Words(
                (f"{trace['x'][place]}",), (bar.left + bar.right) / 2, middle, "middle", bold=True, colour=INK
            )


def _sample(trace: Trace, box: Box) -> Iterator[Piece]:
    """The colour and its pattern, for the library: four squares of it."""
    colour, shape = trace["marker"]["color"], trace["marker"]["pattern"]["shape"]
    yield Piece((box.corners(),), fill=colour)
    scale = (box.right - box.left) / 16
    paths = [
        tuple((box.left + (x + across) * scale, box.top + (y + down) * scale) for x, y in ends)
        for ends in _PATTERNS.get(shape, ())
        for across in (0, 8)
        for down in (0, 8)
    ]
    if paths:
        yield Piece(tuple(paths), stroke=PAPER)
