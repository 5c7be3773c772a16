"""Markup of a drawing: few, short elements, one group a style; colours by class, so that forced colours and paper can follow."""

import re
from collections.abc import Sequence
from itertools import groupby, pairwise
from operator import attrgetter
from xml.sax.saxutils import escape

from indicators.charts.chart import ALLOWED, GRID, INK, MUTED, PAPER, VALUE, VERDICT_COLOURS
from indicators.charts.label_places import FONT, LINE
from indicators.charts.svg import Paint, Shape, Sheet, Words, number
from indicators.progress import Verdict

# Colour → class of a stroke; the class of a filling is its capital (static/css/drawn.css).
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
# From the top of a line to the foot of its letters.
_FOOT = 13
_TILE = (("width", "8"), ("height", "8"), ("patternUnits", "userSpaceOnUse"))


class Markup:
    """A sheet written for a page, or `alone`: to be seen without the page's styles, with colours of its own."""

    def __init__(self, sheet: Sheet, *, alone: bool = False) -> None:
        self._sheet, self._alone = sheet, alone
        # Whether a pointer over a mark is told what it stands for.
        self._tells = sheet.is_wide

    def text(self, name: str, title: str, sentence: str) -> str:
        """The whole drawing. `name` makes the ids of title and sentence, which a narrow one leaves to the wide one beside it."""
        sheet = self._sheet
        root = f"{self._root()}{self._given('role', 'img')}"
        inner = f"{self._patterns()}{self._shapes()}{self._words()}</svg>"
        if not sheet.is_wide:
            return f'{root} aria-labelledby="{name}t {name}d">{inner}'
        if self._alone:
            root += (
                f' xmlns="http://www.w3.org/2000/svg" fill="none" font-size="{FONT}" font-family="sans-serif"'
            )
        return (
            f"{root}{self._given('aria-labelledby', f'{name}t')}{self._given('aria-describedby', f'{name}d')}>"
            f"<title{self._given('id', f'{name}t')}>{escape(title)}</title>"
            f"<desc{self._given('id', f'{name}d')}>{escape(sentence)}</desc>{inner}"
        )

    def bare(self) -> str:
        """The drawing without a name and without what its marks tell: it stands in an image that has a name."""
        self._tells = False
        return f"{self._root()}>{self._patterns()}{self._shapes()}{self._words()}</svg>"

    def _root(self) -> str:
        return f'<svg{self._given("class", "drawn")} viewBox="0 0 {self._sheet.width} {self._sheet.height}"'

    def _patterns(self) -> str:
        """Those after the first take their size from it."""
        found = ""
        for name, tile in self._sheet.patterns.items():
            first = next(iter(self._sheet.patterns))
            size = (("href", f"#{first}"),) if name != first else _TILE
            given = "".join(self._given(*one) for one in (("id", name), *size))
            found += (
                f"<pattern{given}>{''.join(self._element(paint, path) for paint, path in tile)}</pattern>"
            )
        return found

    def _element(self, paint: Paint, path: str) -> str:
        return f'<path{self._style(paint)} d="{path}"/>'

    def _shapes(self) -> str:
        ordered = sorted(self._sheet.shapes, key=attrgetter("layer"))
        below = [shape for shape in ordered if shape.layer == 0]
        above: dict[tuple[int, Paint], list[Shape]] = {}
        for shape in ordered[len(below) :]:
            above.setdefault((shape.layer, shape.paint), []).append(shape)
        groups = [[*same] for _, same in groupby(below, key=attrgetter("paint"))]
        return "".join(self._group(shapes) for shapes in [*groups, *above.values()])

    def _group(self, shapes: Sequence[Shape]) -> str:
        paint = shapes[0].paint
        if not self._tells or not any(shape.told for shape in shapes):
            return self._element(paint, _joined([shape.path for shape in shapes]))
        inner = "".join(
            f'<path d="{shape.path}">{shape.told and f"<title>{escape(shape.told)}</title>"}</path>'
            for shape in shapes
        )
        return f"<g{self._style(paint)}>{inner}</g>"

    def _style(self, paint: Paint) -> str:
        stroke, fill = CLASSES.get(paint.stroke, ""), CLASSES.get(paint.fill, "").upper()
        width = _WIDTHS.get(paint.width, "") if stroke and not self._alone else ""
        faint = (paint.width, paint.opacity) == _FAINT[1:] and not self._alone
        width = _FAINT[0] if faint else width
        short = ["", ""] if self._alone else [_SHORT.get(paint.dash, ""), _SHORT.get(paint.cap, "")]
        classes = " ".join(part for part in (stroke, fill, width, *short) if part)
        found = self._given("class", classes)
        if paint.stroke and self._alone:
            found += self._given("stroke", paint.stroke)
        if paint.fill and (self._alone or not fill):
            found += self._given("fill", paint.fill)
        if paint.stroke and paint.width != 1 and not width:
            found += self._given("stroke-width", f"{paint.width:.3g}")
        if paint.dash and self._alone:
            found += self._given("stroke-dasharray", paint.dash)
        if paint.cap and self._alone:
            found += self._given("stroke-linecap", paint.cap)
        if paint.opacity != 1 and not faint:
            found += self._given("opacity", f"{paint.opacity:g}")
        return found

    def _words(self) -> str:
        kinds: dict[tuple[str, bool, str], list[Words]] = {}
        for words in self._sheet.words:
            kinds.setdefault((words.align, words.bold, words.colour), []).append(words)
        found = []
        for (align, bold, colour), every in kinds.items():
            own = "b" if bold else "" if colour == MUTED else CLASSES[colour].upper()
            classes = " ".join(part for part in (own, "" if self._alone else _SHORT.get(align, "")) if part)
            style = self._given("class", classes)
            if self._alone:
                style += "" if align == "start" else self._given("text-anchor", align)
                style += self._given("fill", colour) + (self._given("font-weight", "700") if bold else "")
            inner = "".join(map(self._text, every))
            found.append(f"<g{style}>{inner}</g>" if style else inner)
        return "".join(found)

    def _text(self, words: Words) -> str:
        x = number(words.x)
        first, *rest = (escape(line) for line in words.lines)
        across = self._given("x", x)
        more = "".join(f"<tspan{across}{self._given('dy', str(LINE))}>{line}</tspan>" for line in rest)
        return f"<text{across}{self._given('y', number(words.y + _FOOT))}>{first}{more}</text>"

    def _given(self, name: str, text: str) -> str:
        """An attribute; in a page it needs no quotes where nothing in it asks for them."""
        if not text:
            return ""
        return f' {name}="{text}"' if self._alone or not _BARE.fullmatch(text) else f" {name}={text}"


def _joined(paths: Sequence[str]) -> str:
    """Dots one after the other by steps, too."""
    dots = [_DOT.fullmatch(path) for path in paths]
    known = [(int(dot[1]), int(dot[2])) for dot in dots if dot is not None]
    if len(known) < len(paths):
        return "".join(paths)
    steps = [(x - x0, y - y0) for (x0, y0), (x, y) in pairwise(known)]
    return paths[0] + "".join(f"m{dx}{'' if dy < 0 else ' '}{dy}h0" for dx, dy in steps)
