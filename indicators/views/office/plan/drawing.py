"""The line that a definition means, as a small drawing: marks on years and figures (docs/look.md §5). Floats are coordinates only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH, HEIGHT = 640, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 594, 30, 150
# So many names of years stand beside each other.
_MOST_NAMES = 14
# Beyond the outermost figures, as a share of what lies between them.
_HEADROOM = 0.15


@dataclass(frozen=True)
class Mark:
    """A point with its figure in words; `css` says what it is: start, interim, goal, limit."""

    x: float
    y: float
    words: str
    css: str


@dataclass(frozen=True)
class Drawing:
    """`line` is the way of what is due ("x,y x,y …"), `zone` the outline of what a limit allows, "" where there is none."""

    line: str
    upper: str
    zone: str
    marks: Sequence[Mark]
    years: Sequence[tuple[float, str]]
    width: int = WIDTH
    height: int = HEIGHT
    floor: int = _BOTTOM


@dataclass(frozen=True)
class Due:
    """What is due in a year: E, or the limits; None where there is none. `name`: of the year, short."""

    year: int
    name: str
    expected: Decimal | None
    lower: Decimal | None
    upper: Decimal | None


def draw(years: Sequence[Due], marks: Iterable[tuple[int, Decimal, str, str]]) -> Drawing:
    """`marks`: (year, figure, words, css) of what is named on the drawing."""
    known = list(marks)
    figures = [float(figure) for _, figure, _, _ in known]
    for due in years:
        figures += [float(one) for one in (due.expected, due.lower, due.upper) if one is not None]
    first = min([due.year for due in years] + [year for year, *_ in known])
    last = max(due.year for due in years)
    step = -(-(last - first) // _MOST_NAMES) or 1
    low, high = min(figures), max(figures)
    room = (high - low or abs(high) or 1.0) * _HEADROOM
    scale = _Scale(first, last, low - room, high + room)
    lower = [(due.year, due.lower) for due in years if due.lower is not None]
    upper = [(due.year, due.upper) for due in years if due.upper is not None]
    way = [(due.year, due.expected) for due in years if due.expected is not None]
    return Drawing(
        line=scale.path(lower or ([] if upper else way)),
        upper=scale.path(upper),
        zone=_zone(scale, lower, upper),
        marks=[Mark(scale.x(year), scale.y(figure), words, css) for year, figure, words, css in known],
        years=[(scale.x(due.year), due.name) for due in years if not (last - due.year) % step],
    )


@dataclass(frozen=True)
class _Scale:
    first: int
    last: int
    low: float
    high: float

    def x(self, year: int) -> float:
        span = (self.last - self.first) or 1
        return round(_LEFT + (year - self.first) / span * (_RIGHT - _LEFT), 1)

    def y(self, figure: Decimal) -> float:
        share = (float(figure) - self.low) / (self.high - self.low)
        return round(_BOTTOM - share * (_BOTTOM - _TOP), 1)

    def path(self, points: Iterable[tuple[int, Decimal]]) -> str:
        return " ".join(f"{self.x(year)},{self.y(figure)}" for year, figure in points)


def _zone(scale: _Scale, lower: list[tuple[int, Decimal]], upper: list[tuple[int, Decimal]]) -> str:
    """Between the two limits; of one alone up to the edge of the drawing on its open side."""
    if not lower and not upper:
        return ""
    edge = _TOP - 12 if lower and not upper else _BOTTOM
    known = upper or lower
    inner = scale.path(known)
    others = (
        " ".join(f"{scale.x(year)},{scale.y(figure)}" for year, figure in reversed(lower))
        if lower and upper
        else f"{scale.x(known[-1][0])},{edge} {scale.x(known[0][0])},{edge}"
    )
    return f"{inner} {others}"
