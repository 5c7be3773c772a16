"""The words of a figure's traces and shapes, each with what it belongs to; where they stand is decided by label_places."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from indicators.charts.chart import INK, MUTED, Trace
from indicators.charts.drawn_frame import Axis, lines_of, widest
from indicators.charts.judged import GAP
from indicators.charts.label_places import LINE, Anchor, Box, Label

NAME = "の名札"
# Who chooses its place first, and how little it should stand beneath the drawing; what the verdict went by before all.
_ORDER = {
    "target": 4,
    "due": 4,
    "struck": 3,
    "baseline": 3,
    "other-baseline": 3,
    "other-target": 3,
    "value": 2,
    "interim": 2,
    "label": 1,
    "earlier": 1,
    "no-value": 1,
}
_JUDGED = 4
_COMPASS = {
    "top left": "nw",
    "top center": "n",
    "top right": "ne",
    "middle left": "w",
    "middle right": "e",
    "bottom left": "sw",
    "bottom center": "s",
    "bottom right": "se",
}
_OPPOSITE = {"n": "s", "s": "n", "e": "w", "w": "e", "nw": "se", "se": "nw", "ne": "sw", "sw": "ne"}


def words_of(
    data: Sequence[Trace],
    shapes: Sequence[Mapping[str, Any]],
    x: Axis,
    y: Axis,
    area: Box,
    *,
    band: str,
) -> list[Label]:
    """Every word of the figure, the most important first. `band`: what a shaded zone is called beneath the drawing."""
    marks = _radii(data, x, y)
    judged = next((trace["x"][0] for trace in data if trace["meta"] in ("gap", "due")), None)
    found = [
        label
        for trace in data
        if "text" in trace.get("mode", "")
        for label in _of_trace(trace, data, marks, x, y, area, judged)
    ]
    return [*sorted(found, key=lambda label: -label.weight), *_of_shapes(shapes, x, y, area, band)]


def _radii(data: Sequence[Trace], x: Axis, y: Axis) -> dict[tuple[int, int], float]:
    """Point → how far its largest mark reaches."""
    found: dict[tuple[int, int], float] = {}
    for trace in data:
        marker = trace.get("marker", {})
        if "markers" not in trace.get("mode", "") or marker.get("opacity") == 0:
            continue
        for place in zip(trace["x"], trace["y"], strict=True):
            at = (round(x.at(place[0])), round(y.at(place[1])))
            found[at] = max(found.get(at, 0.0), marker["size"] / 2)
    return found


def _of_trace(
    trace: Trace,
    data: Sequence[Trace],
    marks: Mapping[tuple[int, int], float],
    x: Axis,
    y: Axis,
    area: Box,
    judged: float | None,
) -> Iterator[Label]:
    font = trace.get("textfont", {})
    bold = font.get("weight") == 700
    for place, (at_x, at_y) in enumerate(zip(trace["x"], trace["y"], strict=True)):
        lines = lines_of(trace["text"][place])
        if not lines:
            continue
        position = trace.get("textposition", "top center")
        side = _COMPASS[position if isinstance(position, str) else position[place]]
        point = (x.at(at_x), y.at(at_y))
        if trace["meta"] == "target" and "markers" not in trace["mode"]:
            point = (area.right, point[1])
        radius = marks.get((round(point[0]), round(point[1])), 0.0)
        anchors = [Anchor(*point, radius)]
        of_break = trace["meta"] == "label" and any(
            at_x == one["x"][0] for one in data if one["meta"] == "break"
        )
        if of_break:
            anchors = [*_down(point[0], area)]
        elif trace["name"].endswith(NAME):
            anchors = [*_along(trace["name"].removesuffix(NAME), data, marks, x, y), anchors[0]]
            if len(anchors) > 1:
                anchors[-1] = anchors[-1]._replace(cost=3)
        names_gap = trace["name"] == f"{GAP}{NAME}"
        crowded = trace["meta"] == "no-value" and _is_crowded(trace, place, x)
        is_judged = names_gap or (trace["meta"] == "value" and at_x == judged)
        yield Label(
            ("".join(lines),) if crowded else lines,
            anchors,
            _sides(side),
            bold=bold,
            style=INK if bold else font.get("color", MUTED),
            beneath=crowded,
            on_side=of_break,
            listed=" ".join(lines) if len(anchors) > 1 and not names_gap else "",
            weight=_JUDGED if is_judged else _ORDER.get(trace["meta"], 1),
        )


def _down(x: float, area: Box) -> Iterator[Anchor]:
    """Along an upright line, from its top."""
    steps = int((area.bottom - area.top) / LINE)
    for step in range(steps):
        yield Anchor(x, area.top + LINE * (step + 1), 2, cost=0.3 * step)


def _is_crowded(trace: Trace, place: int, x: Axis) -> bool:
    """Whether a year without a value, or another with the same word, has too near a neighbour for its word."""
    words = [(x.at(at), lines_of(text)) for at, text in zip(trace["x"], trace["text"], strict=True)]
    own = words[place][1]
    return any(
        abs(at - other) < (widest(own) + widest(its)) / 2 + 2
        for at, text in words
        for other, its in words
        if text == own and at != other
    )


def _sides(side: str) -> tuple[str, ...]:
    """The one that the figure asks for, and the others by how near they are to it."""
    if len(side) == 2:  # Plotly's corners are for words that a phone would cut
        return (side[0], side, side[1], _OPPOSITE[side[0]], _OPPOSITE[side[1]])
    return (
        side,
        _OPPOSITE[side],
        *(one for one in ("n", "s", "e", "w") if one not in (side, _OPPOSITE[side])),
    )


def _along(
    name: str, data: Sequence[Trace], marks: Mapping[tuple[int, int], float], x: Axis, y: Axis
) -> list[Anchor]:
    """Points of the trace that a word names: its marks, or of a line also what lies between."""
    found: list[Anchor] = []
    for trace in data:
        if trace["name"] != name or trace["meta"] == "label":
            continue
        points = [
            (x.at(one), y.at(two))
            for one, two in zip(trace["x"], trace["y"], strict=True)
            if one is not None and two is not None
        ]
        if "markers" in trace["mode"]:
            found += [
                Anchor(*point, marks.get((round(point[0]), round(point[1])), 4.0), cost=0.4 * place)
                for place, point in enumerate(reversed(points))
            ]
        elif not found:
            for before, after in itertools.pairwise(points):
                for share in (0.5, 0.3, 0.7):
                    found.append(
                        Anchor(
                            before[0] + (after[0] - before[0]) * share,
                            before[1] + (after[1] - before[1]) * share,
                            0,
                        )
                    )
    return found


def _of_shapes(
    shapes: Sequence[Mapping[str, Any]], x: Axis, y: Axis, area: Box, band: str
) -> Iterator[Label]:
    for shape in shapes:
        label = shape.get("label")
        if not label:
            continue
        left, right = area.left, area.right
        if shape.get("xref") != "paper":
            left, right = max(left, x.at(shape["x0"])), min(right, x.at(shape["x1"]))
        top, bottom = sorted((y.at(shape["y0"]), y.at(shape["y1"])))
        lines = lines_of(label["text"])
        if shape["type"] == "line":
            shares = (0.5, 0.25, 0.75, 0.1, 0.9)
            anchors = [
                Anchor(left + (right - left) * share, top, 0, cost=0.2 * place)
                for place, share in enumerate(shares)
            ]
            if widest(lines) > right - left:
                lines = tuple(part for line in lines for part in line.replace("（", " （").split(" "))
            yield Label(lines, anchors, ("n", "s"), span=(left, right))
            continue
        within = Box(left, top, right, bottom)
        is_thin = bottom - top < 24
        anchors = [
            Anchor(left + 4 + 24 * column, bottom - 12 - 20 * row, 0, cost=0.1 * column + 0.2 * row)
            for column in range(int((right - left) / 24))
            for row in range(max(1, int((bottom - top) / 20)))
        ]
        free = None if is_thin else within
        yield Label(lines, anchors, ("e",), within=free, listed=f"{band}{lines[0]}")
