"""Where the words of a drawing stand: held as boxes against marks, axes, edges, lines and each other.

Units are those of the drawing, y downwards. No word is left out: one without room beside its mark stands farther away, with a
thin line to it, and where no such place is free, beneath the drawing with its year.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from indicators.charts.letters import RESERVE, text_width

FONT = 14
LINE = 17
# Between a word and what it must not touch.
_CLEAR = 2.0
# What it costs to stand there: what cannot be read, a thick and a thin line behind the word, the way of a leader.
HARD = 1000.0
_LEADER = 5.0
_ASTRAY = 25.0
_RINGS = (0.0, 9.0, 18.0, 30.0, 44.0, 60.0, 80.0)


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def corners(self) -> tuple[tuple[float, float], ...]:
        return (
            (self.left, self.top),
            (self.right, self.top),
            (self.right, self.bottom),
            (self.left, self.bottom),
        )

    def grown(self, by: float) -> "Box":
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other: "Box") -> bool:
        return (
            self.left <= other.left
            and self.top <= other.top
            and self.right >= other.right
            and self.bottom >= other.bottom
        )


class Segment(NamedTuple):
    x0: float
    y0: float
    x1: float
    y1: float
    weight: float

    def crosses(self, box: Box) -> bool:
        """Liang and Barsky's test, after the quick one."""
        if (
            (self.x0 < box.left and self.x1 < box.left)
            or (self.x0 > box.right and self.x1 > box.right)
            or (self.y0 < box.top and self.y1 < box.top)
            or (self.y0 > box.bottom and self.y1 > box.bottom)
        ):
            return False
        dx, dy = self.x1 - self.x0, self.y1 - self.y0
        enters, leaves = 0.0, 1.0
        for way, room in (
            (-dx, self.x0 - box.left),
            (dx, box.right - self.x0),
            (-dy, self.y0 - box.top),
            (dy, box.bottom - self.y0),
        ):
            if way == 0:
                if room < 0:
                    return False
            elif way < 0:
                enters = max(enters, room / way)
            else:
                leaves = min(leaves, room / way)
            if enters > leaves:
                return False
        return True


class Anchor(NamedTuple):
    """What a word belongs to: a mark of a radius, or a point of a line (0). `cost`: how unwelcome, among several."""

    x: float
    y: float
    radius: float
    cost: float = 0.0


@dataclass
class Label:
    """A word of one or more lines. `sides`: where it stands best, as compass points, first first; `within`: it may not
    leave this box; `span`: it had better not stand beside what lies left and right of that; `beneath`: it stands beneath
    the drawing from the start. `on_side`: on the first of its sides or nowhere: on the other it would say something else. `listed`: its text there, else its lines. `weight`: how little it should stand there."""

    lines: Sequence[str]
    anchors: Sequence[Anchor]
    sides: Sequence[str] = ("n", "s", "e", "w")
    bold: bool = False
    style: str = ""
    within: Box | None = None
    span: tuple[float, float] | None = None
    beneath: bool = False
    on_side: bool = False
    weight: int = 1
    listed: str = ""
    size: tuple[float, float] = field(init=False)

    @property
    def text(self) -> str:
        return self.listed or " ".join(self.lines)

    def __post_init__(self) -> None:
        widest = max(text_width(line, FONT, bold=self.bold) for line in self.lines)
        self.size = (widest * RESERVE, LINE * len(self.lines))


class Placed(NamedTuple):
    """`align`: start, middle, end; `leader`: from the mark to the word, or None; `cost`: HARD or more where it touches."""

    label: Label
    box: Box
    align: str
    leader: Segment | None
    cost: float


_EVERY = ("n", "s", "e", "w", "ne", "nw", "se", "sw")


class Room:
    """One drawing: `inside` is where words may stand."""

    def __init__(self, inside: Box) -> None:
        self.inside = inside
        self.walls: list[Box] = []
        self.lines: list[Segment] = []
        self._words: list[Placed] = []

    def block(self, *boxes: Box) -> None:
        """Marks, axes and words that stand already."""
        self.walls += [box.grown(_CLEAR) for box in boxes]

    def cross(self, points: Sequence[tuple[float, float]], weight: float) -> None:
        """A line, which a word had better not stand on."""
        self.lines += [Segment(*before, *after, weight) for before, after in pairwise(points)]

    def place(self, labels: Iterable[Label]) -> tuple[list[Placed], list[Label]]:
        """In the order given, most important first; then each that is not well placed once more among all the others.

        Those that find no room choose before the others another time. What then has none stands beneath the drawing,
        and comes second.
        """
        every = list(labels)
        order = [label for label in every if not label.beneath]
        placed, left = self._placed(order)
        if left:
            others = [label for label in order if not any(label is one for one in left)]
            again, still = self._placed([*sorted(left, key=lambda one: -one.weight), *others])
            if sum(label.weight for label in still) < sum(label.weight for label in left):
                placed, left = again, still
        beneath = [label for label in every if label.beneath or any(label is one for one in left)]
        return placed, sorted(beneath, key=lambda one: one.anchors[0].x)

    def _placed(self, labels: Sequence[Label]) -> tuple[list[Placed], list[Label]]:
        self._words, left = [], []
        for label in labels:
            found = self._best(label)
            if found.cost < HARD:
                self._words.append(found)
            else:
                left.append(label)
        for place, word in enumerate(self._words):
            if word.cost >= _LEADER:
                del self._words[place]
                self._words.insert(place, min(self._best(word.label), word, key=self._again))
        return self._words, left

    def _again(self, word: Placed) -> float:
        """What its place costs among the others, its distance from the mark left out."""
        length = 0.0 if word.leader is None else _LEADER + _length(word.leader) / 3
        return length + self._cost(word.label, word.box, word.leader, self._words)

    def _best(self, label: Label) -> Placed:
        best: Placed | None = None
        for ring in range(len(_RINGS)):
            for base, box, align, anchor in sorted(_candidates(label, ring), key=itemgetter(0)):
                if best is not None and base >= best.cost:
                    break
                leader = _leader(anchor, box) if ring else None
                cost = base + self._cost(label, box, leader, self._words)
                if best is None or cost < best.cost:
                    best = Placed(label, box, align, leader, cost)
            if best is not None and best.cost < _LEADER + _RINGS[min(ring + 1, len(_RINGS) - 1)] / 3:
                break
        assert best is not None
        return best

    def _cost(self, label: Label, box: Box, leader: Segment | None, words: Iterable[Placed]) -> float:
        if not self.inside.holds(box) or (label.within and not label.within.holds(box)):
            return 2 * HARD
        if any(box.meets(wall) for wall in self.walls):
            return HARD
        near = box.grown(_CLEAR / 2)
        for word in words:
            if near.meets(word.box) or (word.leader is not None and word.leader.crosses(box)):
                return HARD
            if leader is not None and leader.crosses(word.box):
                return HARD
        cost = sum(line.weight for line in self.lines if line.crosses(box))
        if label.span and not (label.span[0] - 6 <= box.left and box.right <= label.span[1] + 6):
            cost += _ASTRAY
        if leader is not None:
            inner = _shortened(leader)
            cost += 12 * sum(inner.crosses(wall) for wall in self.walls)
        return cost


def _candidates(label: Label, ring: int) -> Iterator[tuple[float, Box, str, Anchor]]:
    width, height = label.size
    ranks = {side: place for place, side in enumerate(label.sides)}
    apart = _RINGS[ring]
    far = 0.0 if ring == 0 else _LEADER + apart / 3
    for anchor in label.anchors:
        off = anchor.radius + 2.5 + apart
        for side in label.sides[:1] if label.on_side else _EVERY:
            rank = ranks.get(side, len(ranks) + 1)
            for shift, box, align in _beside(anchor, off, side, width, height):
                yield anchor.cost + far + rank * 0.5 + shift, box, align, anchor


def _beside(
    anchor: Anchor, off: float, side: str, width: float, height: float
) -> Iterator[tuple[float, Box, str]]:
    x, y = anchor.x, anchor.y
    straight = {"n": y - off - height, "s": y + off}
    if side in straight:
        for shift, left, align in (
            (0.0, x - width / 2, "middle"),
            (0.8, x - min(width / 2, 8), "start"),
            (0.8, x - width + min(width / 2, 8), "end"),
            *(((1.6, x + 9, "start"), (1.6, x - width - 9, "end")) if off > 12 else ()),
        ):
            yield shift, Box(left, straight[side], left + width, straight[side] + height), align
        return
    align = "start" if side.endswith("e") else "end"
    left = x + off if align == "start" else x - off - width
    rise = off - anchor.radius
    tops = (
        {"n": (y - rise - height + 5, y - rise - height - 1), "s": (y + rise - 5, y + rise + 1)}[side[0]]
        if len(side) == 2
        else (y - height / 2,)
    )
    for top in tops:
        yield 0.0, Box(left, top, left + width, top + height), align


def _leader(anchor: Anchor, box: Box) -> Segment | None:
    """From the mark's edge to the nearest point of the word; None where they stand side by side."""
    x = min(max(anchor.x, box.left + 2), box.right - 2)
    y = min(max(anchor.y, box.top + 3), box.bottom - 3)
    apart = ((x - anchor.x) ** 2 + (y - anchor.y) ** 2) ** 0.5
    if apart <= anchor.radius + 10:
        return None
    share = (anchor.radius + 1) / apart
    return Segment(anchor.x + (x - anchor.x) * share, anchor.y + (y - anchor.y) * share, x, y, 0)


def _shortened(line: Segment) -> Segment:
    """Without its first quarter, which starts at a mark."""
    return Segment(line.x0 + (line.x1 - line.x0) / 4, line.y0 + (line.y1 - line.y0) / 4, line.x1, line.y1, 0)


def _length(line: Segment) -> float:
    return float(((line.x1 - line.x0) ** 2 + (line.y1 - line.y0) ** 2) ** 0.5)
