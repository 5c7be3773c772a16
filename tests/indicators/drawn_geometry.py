"""A drawing, and the library's figure of it, read back as boxes: words with Noto's widths and 15 % in reserve, marks, axis, size."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple
from xml.etree import ElementTree

from indicators.charts.letters import text_width

LETTERS, RESERVE = 14, 1.15
# Of a word's box from its foot.
RISE, FALL = 0.875 * LETTERS * RESERVE - 1, 0.125 * LETTERS * RESERVE + 1
_ATTRIBUTES = re.compile(r"=([\w.()#-]+)(?=[ >])")
_STEPS = re.compile(r"([MmhvlLz])([^MmhvlLz]*)")
_NUMBERS = re.compile(r"-?\d*\.?\d+")
# The classes of widths of a narrow drawing (static/css/drawn.css).
_WIDTHS = {"i": 1.5, "j": 2, "f": 2.5, "l": 3, "n": 4, "r": 9.5, "x": 13, "y": 14.5, "Y": 15}
# Bars and crosses are no longer than the target's.
_LONGEST = 24


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass
class Read:
    width: float
    height: float
    words: list[tuple[str, Box]]
    marks: list[Box]
    axis: Box | None

    def faults(self) -> Iterator[str]:
        """What touches what."""
        for place, (text, box) in enumerate(self.words):
            if box.left < 0 or box.top < 0 or box.right > self.width or box.bottom > self.height:
                yield f"{text} leaves the drawing"
            if self.axis is not None and box.meets(self.axis):
                yield f"{text} stands on the axis"
            if any(box.meets(mark) for mark in self.marks):
                yield f"{text} stands on a mark"
            for other, its in self.words[place + 1 :]:
                if box.meets(its):
                    yield f"{text} touches {other}"


def tree(markup: str) -> ElementTree.Element:
    """Of either drawing: the narrow one stands in a page only, names no namespace and quotes nothing that needs no quotes."""
    quoted = re.sub(r"<[^>]+>", lambda tag: _ATTRIBUTES.sub(r'="\1"', tag[0]), markup)
    return ElementTree.fromstring(quoted.replace(' xmlns="http://www.w3.org/2000/svg"', ""))


def read(markup: str) -> Read:
    root = tree(markup)
    _, _, width, height = map(float, root.get("viewBox", "").split())
    found = Read(width, height, [], [], None)
    for group in (root, *root.findall("g")):
        for text in group.findall("text"):
            found.words += _words(text, group)
        for path in group.findall("path"):
            _paths(path, group, found)
    return found


def read_live(figure: dict[str, Any], part: str) -> Read:
    """Of what the library is given for the place of the `part` drawing."""
    given = figure[part]
    margin = given["margin"]
    left, top = margin["l"], margin["t"]
    right, bottom = given["width"] - margin["r"], given["height"] - margin["b"]

    def across(share: float) -> float:
        return float(left + share * (right - left))

    def upright(share: float) -> float:
        return float(bottom - share * (bottom - top))

    axis = Box(left, bottom - 0.5, right, bottom + 0.5)
    found = Read(given["width"], given["height"], [], [], axis)
    for note in given["annotations"]:
        wide = text_width(note["text"], LETTERS, bold=note["font"]["weight"] == 700) * RESERVE
        x = across(note["x"]) - {"left": 0.0, "center": wide / 2, "right": wide}[note["xanchor"]]
        # The foot of its letters.
        y = upright(note["y"]) + 5.5
        found.words.append((note["text"], Box(x, y - RISE, x + wide, y + FALL)))
    (x0, x1), (y0, y1) = given["xaxis"]["range"], given["yaxis"]["range"]
    for trace in figure["data"]:
        if "markers" not in trace.get("mode", "") or trace["marker"].get("opacity") == 0:
            continue
        half = trace["marker"]["size"] / 2
        high = half * 1.4 if str(trace["marker"]["symbol"]).startswith("line-ns") else half
        half = 0 if high > half else half
        for x, y in zip(trace["x"], trace["y"], strict=True):
            at = across((x - x0) / (x1 - x0)), upright((y - y0) / (y1 - y0))
            found.marks.append(Box(at[0] - half, at[1] - high, at[0] + half, at[1] + high))
    return found


def _words(text: ElementTree.Element, group: ElementTree.Element) -> Iterator[tuple[str, Box]]:
    classes = group.get("class", "").split()
    align = group.get("text-anchor", "middle" if "c" in classes else "end" if "z" in classes else "start")
    every = []
    if " " in text.get("x", ""):  # a place for each letter
        places = zip(text.get("x", "").split(), text.get("y", "").split(), text.text or "", strict=True)
        every += [(float(x), float(y), letter) for x, y, letter in places]
    else:
        y = float(text.get("y", 0))
        for line in (text, *text.findall("tspan")):
            y += float(line.get("dy", 0))
            every.append((float(line.get("x", 0)), y, line.text or ""))
    for x, y, said in every:
        wide = text_width(said, LETTERS, bold="b" in classes) * RESERVE
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[align]
        yield said, Box(left, y - RISE, left + wide, y + FALL)


def _paths(path: ElementTree.Element, group: ElementTree.Element, found: Read) -> None:
    given = {**group.attrib, **path.attrib}
    classes = given.get("class", "").split()
    thick = float(given.get("stroke-width", next((_WIDTHS[one] for one in classes if one in _WIDTHS), 1)))
    filled = {one for one in classes if one.isupper()}
    for points, closed in _parts(given["d"]):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        long = max(max(xs) - min(xs), max(ys) - min(ys))
        if "k" in classes and thick == 1 and len(points) == 2 and ys[0] == ys[1]:
            found.axis = Box(min(xs), ys[0] - 0.5, max(xs), ys[0] + 0.5)
        is_dot = long == 0
        is_bar = (
            thick >= 2
            and not filled
            and {"k", "m"} & {*classes}
            and long <= _LONGEST
            and not _is_level(ys, long)
        )
        if is_dot or is_bar or (closed and filled - {"A", "K"}):
            grown = thick / 2 if is_dot else 0
            found.marks.append(Box(min(xs) - grown, min(ys) - grown, max(xs) + grown, max(ys) + grown))


def _is_level(ys: list[float], long: float) -> bool:
    """A limit's step is a line; the bar of a 目安 is twelve long."""
    return len({*ys}) == 1 and long != 12


def _parts(path: str) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """The points of each part of a path, and whether it is closed."""
    points: list[tuple[float, float]] = []
    closed = False
    x = y = 0.0
    for command, given in _STEPS.findall(path):
        numbers = [float(number) for number in _NUMBERS.findall(given)]
        if command in "Mm" and points:
            yield points, closed
            points, closed = [], False
        if command == "z":
            closed = True
        elif command in "hv":
            for number in numbers:
                x, y = (x + number, y) if command == "h" else (x, y + number)
                points.append((x, y))
        else:
            for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
                x, y = (dx, dy) if command in "ML" else (x + dx, y + dy)
                points.append((x, y))
    if points:
        yield points, closed
