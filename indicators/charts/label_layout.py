"""Where a word finds room in a trend chart: held against the lines, marks and words that are there, at a phone's width."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indicators.charts.axis import Scale
from indicators.charts.chart import Place, Trace, width_of

# The narrowest chart that a page has: in a panel on a phone, in pixels.
_WIDTH = 294
# The drawing area's height, about: less where more notes stand above it.
_HEIGHT = 235
_LINE = 17
# Of a mark, and from its middle to the word beside it.
_RADIUS, _OFF = 6, 8
# A line is held against a word at points as far apart, in pixels.
_STEP = 5
# A word may reach as far below the axis.
_SLACK = 5
# What cannot be read weighs more than what lies behind a word.
_WORD, _MARK = 60, 12


@dataclass(frozen=True)
class Box:
    left: float
    low: float
    right: float
    high: float

    def shares(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.low < other.high
            and other.low < self.high
        )


class Room:
    """The drawing area of one chart; what is drawn is told with take(), words find their place with settle()."""

    def __init__(self, scale: Scale, years: Sequence[int], *, left: int, right: int, before: float) -> None:
        """`left` and `right` are margins in pixels, `before` how far the axis begins before its first year."""
        self._low, self._span = float(scale.low), float(scale.high - scale.low) or 1.0
        self._first = years[0]
        span = years[-1] - years[0]
        self._year = (_WIDTH - left - right) / (span + before + 0.1)
        self._inside = Box(-before * self._year, -_SLACK, span * self._year + right, _HEIGHT + _LINE)
        self._taken: list[tuple[Box, int]] = []

    def take(self, *traces: Trace, words: bool = True) -> None:
        """Lines and marks of traces, and their words where these have their place already."""
        for trace in traces:
            points = [*zip(trace["x"], trace["y"], strict=True)]
            if "lines" in trace["mode"]:
                weight = int(trace["line"]["width"])  # a word on a thick line is harder to read
                self._taken += [(box, weight) for box in self._along(points)]
            if "markers" in trace["mode"] and trace["marker"].get("opacity") != 0:
                known = [point for point in points if None not in point]
                self._taken += [(self._around(x, y), _MARK) for x, y in known]
            if words and "text" in trace["mode"]:
                for place, (x, y) in enumerate(points):
                    position = trace["textposition"]
                    at = position if isinstance(position, str) else position[place]
                    self._write(trace["text"][place], Place(x, y, at))

    def settle(self, trace: Trace, choices: Sequence[Sequence[str]]) -> Trace:
        """The trace with each of its words at the first of its choices where it covers least."""
        found = []
        for x, y, text, positions in zip(trace["x"], trace["y"], trace["text"], choices, strict=True):
            place = self.best(text, [Place(x, y, position) for position in positions])
            self._write(text, place)
            found.append(place.position)
        return {**trace, "textposition": found}

    def best(self, text: str, places: Sequence[Place]) -> Place:
        """The first of the places where a word covers least."""
        return min(places, key=lambda place: self.covers(text, place))

    def covers(self, text: str, place: Place) -> int:
        """What a word there would hide; 0 where it stands free. Empty lines of it hide nothing."""
        box, inside = self._box(text, place), self._inside
        outside = (
            box.left < inside.left
            or box.right > inside.right
            or box.low < inside.low
            or box.high > inside.high
        )
        return sum(weight for other, weight in self._taken if box.shares(other)) + (_WORD if outside else 0)

    def _at(self, year: float, figure: float) -> tuple[float, float]:
        return (year - self._first) * self._year, (figure - self._low) / self._span * _HEIGHT

    def _write(self, text: str, place: Place) -> None:
        if text:
            self._taken.append((self._box(text, place), _WORD))

    def _around(self, year: float, figure: float) -> Box:
        x, y = self._at(year, figure)
        return Box(x - _RADIUS, y - _RADIUS, x + _RADIUS, y + _RADIUS)

    def _along(self, points: Sequence[tuple[float | None, float | None]]) -> Iterator[Box]:
        for (left, low), (right, high) in pairwise(points):
            if left is None or low is None or right is None or high is None:
                continue
            (x0, y0), (x1, y1) = self._at(left, low), self._at(right, high)
            steps = max(1, int(max(abs(x1 - x0), abs(y1 - y0)) / _STEP))
            for step in range(steps + 1):
                x, y = x0 + (x1 - x0) * step / steps, y0 + (y1 - y0) * step / steps
                yield Box(x - 1, y - 1, x + 1, y + 1)

    def _box(self, text: str, place: Place) -> Box:
        every = text.split("<br>")
        lines = [line for line in every if line]
        width, height = max(width_of(line) for line in lines), _LINE * len(lines)
        x, y = self._at(place.year, place.figure)
        vertical, horizontal = place.position.split()
        y += _LINE * (len(every) - len(lines)) * (1 if vertical == "top" else -1)
        left = {"left": x - _OFF - width, "center": x - width / 2, "right": x + _OFF}[horizontal]
        low = {"top": y + _OFF, "middle": y - height / 2, "bottom": y - _OFF - height}[vertical]
        return Box(left, low, left + width, low + height)


def paddings(text: str, places: Sequence[Place], most: int = 2) -> Iterator[tuple[str, list[Place]]]:
    """The text with empty lines, at most so many, between it and its point."""
    for count in range(most + 1):
        for side, padded in (("bottom", f"{'<br>' * count}{text}"), ("top", f"{text}{'<br>' * count}")):
            yield padded, [place for place in places if place.position.startswith(side)]
