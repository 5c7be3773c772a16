"""What a drawing consists of: shapes, words and patterns, in whole units, with colours of the figure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from indicators.charts.chart import MUTED
from indicators.charts.label_places import Box


@dataclass(frozen=True)
class Paint:
    """How a shape is painted; colours are those of the figure."""

    stroke: str = ""
    fill: str = ""
    width: float = 1
    dash: str = ""
    cap: str = ""
    opacity: float = 1


@dataclass(frozen=True)
class Words:
    """Lines of text from a point: `align` is start, middle or end; `y` the top of the first line."""

    lines: tuple[str, ...]
    x: float
    y: float
    align: str = "start"
    bold: bool = False
    colour: str = MUTED


@dataclass(frozen=True)
class Piece:
    """What goes with words: a leader, the ground of a band, a sample of a legend. Open paths are strokes, a filling is closed."""

    paths: tuple[tuple[tuple[float, float], ...], ...]
    stroke: str = ""
    fill: str = ""
    width: float = 1


class Shape(NamedTuple):
    layer: int
    paint: Paint
    path: str
    told: str


def number(figure: float) -> str:
    """In whole units, short and exact enough."""
    return f"{round(figure):g}"


@dataclass
class Sheet:
    """What a drawing consists of, before it is written (markup.py). `is_wide`: for screens and paper, else for phones.

    `area`: where marks and lines stand, in whole units; `across` and `upright`: the figures at its edges, for the library (live.py).
    """

    width: int
    height: int
    is_wide: bool
    area: Box = field(default=Box(0, 0, 1, 1))
    across: tuple[float, float] = (0, 1)
    upright: tuple[float, float] = (0, 1)
    words: list[Words] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    patterns: dict[str, tuple[tuple[Paint, str], ...]] = field(default_factory=dict)

    def draw(self, paint: Paint, path: str, told: str = "", *, layer: int = 0) -> None:
        """A shape; `told` is what a pointer over it is told. Layer 0 keeps its order; above it alike shapes come together."""
        self.shapes.append(Shape(layer, paint, path, told))

    def write(self, *words: Words) -> None:
        self.words += words

    def lead(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """From a mark to its word."""
        self.pieces.append(Piece(((start, end),), stroke=MUTED))
        self.draw(Paint(stroke=MUTED), self.path([start, end]))

    def ground(self, colour: str, box: Box) -> None:
        self.pieces.append(Piece((box.corners(),), fill=colour))
        self.draw(Paint(fill=colour), self.rectangle(*box))

    def pattern(self, name: str, *tile: tuple[Paint, str]) -> str:
        """Tiles of eight units, by the id."""
        self.patterns[name] = tile
        return f"url(#{name})"

    def path(self, points: Sequence[tuple[float, float]], *, closed: bool = False) -> str:
        """Through the points, by steps from one to the next: they are shorter than places."""
        found, (x0, y0), command = "", (0.0, 0.0), ""
        for place, (x, y) in enumerate((float(number(x)), float(number(y))) for x, y in points):
            dx, dy = number(x - x0), number(y - y0)
            wanted = "M" if place == 0 else "h" if dy == "0" else "v" if dx == "0" else "l"
            step = {"h": dx, "v": dy}.get(wanted, f"{dx}{'' if dy[0] == '-' else ' '}{dy}")
            found += wanted if wanted != command else "" if step[0] == "-" else " "
            found += step
            (x0, y0), command = (x, y), wanted
        return f"{found}{'z' if closed else ''}"

    def rectangle(self, left: float, top: float, right: float, bottom: float) -> str:
        # Of rounded edges: neighbours meet.
        left, top, right, bottom = (float(number(edge)) for edge in (left, top, right, bottom))
        width, height = number(right - left), number(bottom - top)
        return f"M{number(left)} {number(top)}h{width}v{height}h-{width}"
