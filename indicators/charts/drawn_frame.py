"""What every drawing has around its marks: notes above, ticks and their names, the area between; read off Plotly's layout."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import unescape
from typing import Any

from indicators.charts.chart import GRID, INK, PAPER
from indicators.charts.label_places import FONT, LINE, Box
from indicators.charts.letters import RESERVE, text_width
from indicators.charts.svg import Paint, Sheet, Words, number

_EDGE = 2


@dataclass(frozen=True)
class Axis:
    """From figures to places: `low` stands at `start`, `high` at `end`."""

    low: float
    high: float
    start: float
    end: float

    def between(self, start: float, end: float) -> tuple[float, float]:
        """The figures at two places."""
        a_unit = (self.high - self.low) / ((self.end - self.start) or 1)
        low, high = (self.low + (place - self.start) * a_unit for place in (start, end))
        return round(low, 4), round(high, 4)

    def at(self, figure: float) -> float:
        return self.start + (figure - self.low) / ((self.high - self.low) or 1) * (self.end - self.start)


def lines_of(text: str) -> tuple[str, ...]:
    """A label of Plotly as plain lines, without the empty ones that push it away from its mark."""
    return tuple(line for part in text.split("<br>") if (line := unescape(part).strip()))


def widest(lines: Sequence[str], *, bold: bool = False) -> float:
    return max((text_width(line, FONT, bold=bold) for line in lines), default=0.0) * RESERVE


def box_of(words: Words) -> Box:
    width = widest(words.lines, bold=words.bold)
    left = words.x - {"start": 0.0, "middle": width / 2, "end": width}[words.align]
    return Box(left, words.y, left + width, words.y + LINE * len(words.lines))


def write_notes(sheet: Sheet, layout: dict[str, Any]) -> list[Box]:
    """Beside each other where they fit; one on a dark ground (the demo's) as on the page itself. Their boxes."""
    boxes: list[Box] = []
    x, y = float(_EDGE), 3.0
    for note in layout.get("annotations", ()):
        lines = tuple(_filled(lines_of(note["text"]), sheet.width - 2 * _EDGE))
        band = note.get("bgcolor") == INK
        width = widest(lines) + (8 if band else 0)
        if boxes and x + width > sheet.width - _EDGE:
            x, y = float(_EDGE), boxes[-1].bottom + 6
        box = Box(x, y - 1, x + width, y + LINE * len(lines) + 1)
        if band:
            sheet.ground(INK, box)
        colour = PAPER if band else note["font"]["color"]
        sheet.write(Words(lines, x + (4 if band else 0), y, colour=colour))
        boxes.append(box)
        x += width + 16
    return boxes


def write_beneath(sheet: Sheet, told: Sequence[tuple[str, str]], *, between: str) -> None:
    """What has no room in the drawing, below it, with its year; the same word of several years once. The sheet grows.

    `between`: several years.
    """
    of_word: dict[str, list[str]] = {}
    for year, text in told:
        of_word.setdefault(text, []).append(year)
    if not of_word:
        return
    lines = _filled(
        [f"{between.join(years)} {text}".strip() for text, years in of_word.items()], sheet.width - 2 * _EDGE
    )
    sheet.write(*(Words((line,), _EDGE, sheet.height + LINE * place) for place, line in enumerate(lines)))
    sheet.height += LINE * len(lines) + 5


def _filled(texts: Sequence[str], room: float) -> list[str]:
    """As many texts in a line as fit; one that is longer than a line goes on in the next."""
    found = [""]
    for text in texts:
        joined = f"{found[-1]}　{text}" if found[-1] else text
        if widest([joined]) <= room:
            found[-1] = joined
            continue
        found += [""] if found[-1] else []
        for letter in text:
            if widest([found[-1] + letter]) > room:
                found.append("")
            found[-1] += letter
    return found


def grid(sheet: Sheet, layout: dict[str, Any], axis: Axis, left: float, right: float) -> list[Box]:
    """Even lines across with their figures; the boxes of the figures."""
    boxes = []
    path = ""
    ends = number(right - left)
    for tick, text in zip(layout["yaxis"]["tickvals"], layout["yaxis"]["ticktext"], strict=True):
        y = axis.at(tick)
        path += f"M{number(left)} {number(y)}h{ends}"
        words = Words(lines_of(text), left - 7, y - LINE / 2, "end")
        sheet.write(words)
        boxes.append(box_of(words))
    sheet.draw(Paint(stroke=GRID), path)
    return boxes


def year_names(sheet: Sheet, layout: dict[str, Any], axis: Axis, top: float) -> list[Box]:
    """Under the axis; of names that would touch, those that tell more than the year stay."""
    every = [
        Words(lines, axis.at(tick), top, "middle")
        for tick, text in zip(layout["xaxis"]["tickvals"], layout["xaxis"]["ticktext"], strict=True)
        if (lines := lines_of(text))
    ]
    kept: list[Words] = []
    for words in sorted(every, key=lambda one: (-len(one.lines), -one.x)):
        words = _inside(words, sheet.width)
        if all(not _touch(words, other) for other in kept):
            kept.append(words)
        elif len(words.lines) > 1:
            kept.append(_beside(words, kept))
    sheet.write(*sorted(kept, key=lambda one: one.x))
    return [box_of(words) for words in kept]  # nothing else stands below the axis


def _touch(one: Words, other: Words) -> bool:
    """Line by line: a year may stand beside another that has a wider word under it."""
    return any(
        box_of(replace(one, lines=(mine,))).meets(box_of(replace(other, lines=(its,))))
        for mine, its in zip(one.lines, other.lines, strict=False)
    )


def _inside(words: Words, width: float) -> Words:
    box = box_of(words)
    moved = min(width - _EDGE - box.right, 0) + max(_EDGE - box.left, 0)
    return Words(words.lines, words.x + moved, words.y, words.align)


def _beside(words: Words, kept: Sequence[Words]) -> Words:
    """As far to the left as the nearest of the others asks for."""
    left = min(box_of(other).left for other in kept if _touch(words, other))
    return Words(words.lines, left - widest(words.lines) / 2 - 1, words.y, "middle")
