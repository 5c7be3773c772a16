"""Markup of a drawing: few, short elements, one group a style; colours by class, so that forced colours and paper can follow."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from operator import itemgetter
from xml.sax.saxutils import escape

from indicators.charts.chart import ALLOWED, GRID, INK, MUTED, PAPER, VALUE, VERDICT_COLOURS
from indicators.charts.label_places import FONT, LINE, Box
from indicators.progress import Verdict

# Colour → class of a stroke; the class of a filling is its capital (static/css/site.css).
CLASSES = {
    INK: "k",
    MUTED: "m",
    GRID: "g",
    PAPER: "p",
    ALLOWED: "a",
    VALUE: "v",
    VERDICT_COLOURS[Verdict.ACHIEVED]: "d",
    VERDICT_COLOURS[Verdict.SLIGHTLY_BEHIND]: "s",
    VERDICT_COLOURS[Verdict.BEHIND]: "e",
    VERDICT_COLOURS[Verdict.UNJUDGED]: "u",
}
# Classes that say in a letter what takes an attribute in a drawing that is seen alone.
_SHORT = {"round": "o", "square": "q", "6 4": "h", "2 4": "t", "middle": "c", "end": "z"}
_WIDTHS = {1.5: "i", 2: "j", 2.5: "f", 3: "l", 4: "n", 9.5: "r", 13: "x", 14.5: "y", 15: "Y"}
# A thick line that is seen through: class, width, opacity.
_FAINT = ("F", 6, 0.35)
_DOT = re.compile(r"M(\d+) (\d+)h0")
_BARE = re.compile(r"[\w.()#-]+")
_DIGITS = {(digit,) for digit in "0123456789"}
# From the top of a line to the foot of its letters.
_FOOT = 13


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


@dataclass
class Sheet:
    """`alone`: it may be seen without the page's styles, and carries its colours itself.

    `area`: where marks and lines stand, in whole units; `across` and `upright`: the figures at its edges, for the library (live.py).
    """

    width: int
    height: int
    alone: bool
    area: Box = field(default=Box(0, 0, 1, 1))
    across: tuple[float, float] = (0, 1)
    upright: tuple[float, float] = (0, 1)
    words: list[Words] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    _shapes: list[tuple[int, Paint, str, str]] = field(default_factory=list)
    _definitions: dict[str, str] = field(default_factory=dict)

    def draw(self, paint: Paint, path: str, told: str = "", *, layer: int = 0) -> None:
        """A shape; `told` is what a pointer over it is told. Layer 0 keeps its order; above it alike shapes come together."""
        self._shapes.append((layer, paint, path, told if self.alone else ""))

    def write(self, *words: Words) -> None:
        self.words += words

    def lead(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """From a mark to its word."""
        self.pieces.append(Piece(((start, end),), stroke=MUTED))
        self.draw(Paint(stroke=MUTED), self.path([start, end]))

    def ground(self, colour: str, box: Box) -> None:
        self.pieces.append(Piece((box.corners(),), fill=colour))
        self.draw(Paint(fill=colour), self.rectangle(*box))

    def pattern(self, name: str, markup: str) -> str:
        """Tiles of eight units, by the id; those after the first take their size from it."""
        first = next(iter(self._definitions), "")
        size = (
            self._given("href", f"#{first}")
            if first
            else "".join(
                self._given(key, text)
                for key, text in (("width", "8"), ("height", "8"), ("patternUnits", "userSpaceOnUse"))
            )
        )
        if name not in self._definitions:
            self._definitions[name] = f"<pattern{self._given('id', name)}{size}>{markup}</pattern>"
        return f"url(#{name})"

    def element(self, paint: Paint, path: str) -> str:
        return f'<path{self._style(paint)} d="{path}"/>'

    def number(self, figure: float) -> str:
        """As short as it is exact enough: a tenth where there is room for it."""
        return f"{round(figure, 1 if self.alone else 0):g}"

    def path(self, points: Sequence[tuple[float, float]], *, closed: bool = False) -> str:
        """Through the points, by steps from one to the next: they are shorter than places."""
        found, (x0, y0), command = "", (0.0, 0.0), ""
        for place, (x, y) in enumerate((float(self.number(x)), float(self.number(y))) for x, y in points):
            dx, dy = self.number(x - x0), self.number(y - y0)
            wanted = "M" if place == 0 else "h" if dy == "0" else "v" if dx == "0" else "l"
            step = {"h": dx, "v": dy}.get(wanted, f"{dx}{'' if dy[0] == '-' else ' '}{dy}")
            found += wanted if wanted != command else "" if step[0] == "-" else " "
            found += step
            (x0, y0), command = (x, y), wanted
        return f"{found}{'z' if closed else ''}"

    def rectangle(self, left: float, top: float, right: float, bottom: float) -> str:
        # Of rounded edges: neighbours meet.
        left, top, right, bottom = (float(self.number(edge)) for edge in (left, top, right, bottom))
        width, height = self.number(right - left), self.number(bottom - top)
        return f"M{self.number(left)} {self.number(top)}h{width}v{height}h-{width}"

    def markup(self, name: str, title: str, sentence: str) -> str:
        """The whole drawing. `name` makes the ids of title and sentence, which one that is not alone leaves to the other."""
        inner = f"{''.join(self._definitions.values())}{self._shapes_markup()}{self._words_markup()}</svg>"
        root = f'<svg{self._given("class", "drawn")} viewBox="0 0 {self.width} {self.height}"{self._given("role", "img")}'
        if not self.alone:
            return f'{root} aria-labelledby="{name}t {name}d">{inner}'
        return (
            f'{root} xmlns="http://www.w3.org/2000/svg" fill="none" font-size="{FONT}" font-family="sans-serif"'
            f' aria-labelledby="{name}t" aria-describedby="{name}d">'
            f'<title id="{name}t">{escape(title)}</title><desc id="{name}d">{escape(sentence)}</desc>{inner}'
        )

    def _shapes_markup(self) -> str:
        ordered = sorted(self._shapes, key=itemgetter(0))
        below = [shape for shape in ordered if shape[0] == 0]
        above: dict[tuple[int, Paint], list[tuple[int, Paint, str, str]]] = {}
        for shape in ordered[len(below) :]:
            above.setdefault(shape[:2], []).append(shape)
        groups = [[*same] for _, same in groupby(below, key=itemgetter(1))]
        return "".join(self._group(shapes) for shapes in [*groups, *above.values()])

    def _group(self, shapes: Sequence[tuple[int, Paint, str, str]]) -> str:
        paint = shapes[0][1]
        if not any(told for *_, told in shapes):
            return self.element(paint, self._joined([path for _, _, path, _ in shapes]))
        inner = "".join(
            f'<path d="{path}">{told and f"<title>{escape(told)}</title>"}</path>'
            for _, _, path, told in shapes
        )
        return f"<g{self._style(paint)}>{inner}</g>"

    def _joined(self, paths: Sequence[str]) -> str:
        """Dots one after the other by steps, too."""
        dots = [_DOT.fullmatch(path) for path in paths]
        known = [(int(dot[1]), int(dot[2])) for dot in dots if dot is not None]
        if len(known) < len(paths) or self.alone:
            return "".join(paths)
        steps = [(x - x0, y - y0) for (x0, y0), (x, y) in pairwise(known)]
        return paths[0] + "".join(f"m{dx}{'' if dy < 0 else ' '}{dy}h0" for dx, dy in steps)

    def _style(self, paint: Paint) -> str:
        stroke, fill = CLASSES.get(paint.stroke, ""), CLASSES.get(paint.fill, "").upper()
        width = _WIDTHS.get(paint.width, "") if stroke and not self.alone else ""
        faint = (paint.width, paint.opacity) == _FAINT[1:] and not self.alone
        width = _FAINT[0] if faint else width
        short = ["", ""] if self.alone else [_SHORT.get(paint.dash, ""), _SHORT.get(paint.cap, "")]
        classes = " ".join(part for part in (stroke, fill, width, *short) if part)
        found = self._given("class", classes)
        if paint.stroke and self.alone:
            found += self._given("stroke", paint.stroke)
        if paint.fill and (self.alone or not fill):
            found += self._given("fill", paint.fill)
        if paint.stroke and paint.width != 1 and not width:
            found += self._given("stroke-width", f"{paint.width:.3g}")
        if paint.dash and self.alone:
            found += self._given("stroke-dasharray", paint.dash)
        if paint.cap and self.alone:
            found += self._given("stroke-linecap", paint.cap)
        if paint.opacity != 1 and not faint:
            found += self._given("opacity", f"{paint.opacity:g}")
        return found

    def _words_markup(self) -> str:
        kinds: dict[tuple[str, bool, str], list[Words]] = {}
        for words in self.words:
            kinds.setdefault((words.align, words.bold, words.colour), []).append(words)
        found = []
        for (align, bold, colour), every in kinds.items():
            own = "b" if bold else "" if colour == MUTED else CLASSES[colour].upper()
            classes = " ".join(part for part in (own, "" if self.alone else _SHORT.get(align, "")) if part)
            style = self._given("class", classes)
            if self.alone:
                style += "" if align == "start" else self._given("text-anchor", align)
                style += self._given("fill", colour) + (self._given("font-weight", "700") if bold else "")
            digits = [] if self.alone else [one for one in every if one.lines in _DIGITS]
            inner = "".join(self._text(one) for one in every if one not in digits) + self._digits(digits)
            found.append(f"<g{style}>{inner}</g>" if style else inner)
        return "".join(found)

    def _text(self, words: Words) -> str:
        x = self.number(words.x)
        first, *rest = (escape(line) for line in words.lines)
        across = self._given("x", x)
        more = "".join(f"<tspan{across}{self._given('dy', str(LINE))}>{line}</tspan>" for line in rest)
        return f"<text{across}{self._given('y', self.number(words.y + _FOOT))}>{first}{more}</text>"

    def _digits(self, every: Sequence[Words]) -> str:
        """Each at its own place, which a list of places gives to one letter."""
        if not every:
            return ""
        xs = " ".join(self.number(one.x) for one in every)
        ys = " ".join(self.number(one.y + _FOOT) for one in every)
        digits = "".join(one.lines[0] for one in every)
        return f"<text{self._given('x', xs)}{self._given('y', ys)}>{digits}</text>"

    def _given(self, name: str, text: str) -> str:
        """An attribute; in a page it needs no quotes where nothing in it asks for them."""
        if not text:
            return ""
        return f' {name}="{text}"' if self.alone or not _BARE.fullmatch(text) else f" {name}={text}"
