"""Trends and dumbbells as drawings: the traces of points and lines of a figure, and their words with places of their own."""

from collections.abc import Iterator, Sequence
from typing import Any

from indicators.charts.chart import GRID, INK, MUTED, Trace
from indicators.charts.drawn_frame import (
    Axis,
    box_of,
    grid,
    lines_of,
    widest,
    write_beneath,
    write_notes,
    year_names,
)
from indicators.charts.drawn_words import words_of
from indicators.charts.label_places import LINE, Box, Label, Placed, Room
from indicators.charts.marks import draw_mark
from indicators.charts.svg import Paint, Sheet, Words, number
from measures.fiscal_year import FiscalYear

_EDGE = 2
_DASHES = {"solid": "", "dash": "6 4", "dot": "2 4"}
# How much of the width the words of the target may take beside the drawing area.
_MOST_BESIDE = 0.3
# A phone's drawing is as much lower than Plotly's.
_NARROW_HEIGHT = 0.88


def draw_points(figure: dict[str, Any], *, width: int, height: int, is_wide: bool, name: str) -> Sheet:
    """The sheet of a figure whose traces are all points and lines."""
    is_trend = _is_trend(figure["layout"])
    if is_trend and not is_wide:
        height = round(height * _NARROW_HEIGHT)
    return _Drawing(figure, width, height, is_wide).sheet


def _is_trend(layout: dict[str, Any]) -> bool:
    low, high = layout["yaxis"]["range"]
    return bool(low < high)


class _Drawing:
    def __init__(self, figure: dict[str, Any], width: int, height: int, is_wide: bool) -> None:
        self.sheet = Sheet(width, height, is_wide)
        narrow = {} if is_wide else figure["narrow"]
        self._layout = {
            **figure["layout"],
            "yaxis": {**figure["layout"]["yaxis"], **narrow.get("yaxis", {})},
        }
        self._data = figure["data"]
        self._is_trend = _is_trend(self._layout)
        notes = write_notes(self.sheet, self._layout)
        self._area = self._measured(notes[-1].bottom if notes else 4, is_wide)
        self._x, self._y = self._axes(is_wide)
        self.sheet.area, self.sheet.across = self._area, self._x.between(self._area.left, self._area.right)
        self.sheet.upright = self._layout["yaxis"]["range"]
        self._room = Room(Box(_EDGE, _EDGE, width - _EDGE, self._area.bottom - 1))
        self._room.block(*notes)
        self._frame()
        for trace in self._data:
            self._line(trace)
        for trace in self._data:
            self._marks(trace)
        placed, left = self._room.place(
            words_of(
                self._data,
                self._layout.get("shapes", ()),
                self._x,
                self._y,
                self._area,
                band=figure.get("band", "色の帯は"),
            )
        )
        self._write(placed)
        told = [(self._stands_for(label), label.text) for label in left]
        write_beneath(self.sheet, told, between=figure.get("between", "・"))

    def _stands_for(self, label: Label) -> str:
        """The year, or of a dumbbell the row, that a word beneath the drawing belongs to."""
        if label.listed:
            return ""
        anchor = label.anchors[0]
        if self._is_trend:
            axis = self._layout["xaxis"]
            names = dict(zip(axis["tickvals"], map(lines_of, axis["ticktext"]), strict=True))
            year = min(names, key=lambda year: abs(self._x.at(year) - anchor.x))
            return names[year][0] if names[year] else FiscalYear(year).short
        rows = self._layout["yaxis"]
        named = zip(rows["tickvals"], rows["ticktext"], strict=True)
        return lines_of(min(named, key=lambda row: abs(self._y.at(row[0]) - anchor.y))[1])[0]

    def _measured(self, top: float, is_wide: bool) -> Box:
        """The drawing area: what notes, ticks and the target's words leave."""
        names = [lines_of(text) for text in self._layout["yaxis"]["ticktext"]]
        left = 11 + max((widest(lines) for lines in names), default=0)
        right = 14.0
        for trace in self._data:
            if trace["meta"] == "target":
                beside = widest(lines_of(trace["text"][0]), bold=True) + 14
                right = beside if beside < self.sheet.width * _MOST_BESIDE else right
        under = max((len(lines_of(text)) for text in self._layout["xaxis"]["ticktext"]), default=1)
        bottom = self.sheet.height - 3 - self._under_axis() - LINE * under
        return Box(round(left), round(top + 12), round(self.sheet.width - right), round(bottom))

    def _under_axis(self) -> float:
        """From the axis to the names of the years: more where a target's bar reaches below it."""
        low = self._layout["yaxis"]["range"][0]
        bars = [
            trace["marker"]["size"] / 2
            for trace in self._data
            if trace["meta"] in ("target", "other-target")
            and "markers" in trace["mode"]
            and low in trace["y"]
        ]
        return max([9, *(bar + 3 for bar in bars)])

    def _axes(self, is_wide: bool) -> tuple[Axis, Axis]:
        area = self._area
        low, high = self._layout["yaxis"]["range"]
        upright = Axis(low, high, area.bottom, area.top)
        if not self._is_trend:
            first, last = self._layout["xaxis"]["range"]
            return Axis(first, last, area.left, area.right), upright
        years = self._layout["xaxis"]["tickvals"]
        before = 30 if is_wide else 18
        return Axis(years[0], years[-1], area.left + before, area.right - 6), upright

    def _frame(self) -> None:
        area, sheet = self._area, self.sheet
        for shape in self._layout.get("shapes", ()):
            if shape["type"] == "rect":
                left, top, right, bottom = self._extent(shape)
                sheet.draw(Paint(fill=shape["fillcolor"]), sheet.rectangle(left, top, right, bottom))
        if self._is_trend:
            self._room.block(*grid(sheet, self._layout, self._y, area.left, area.right))
        else:
            self._names_of_rows()
        sheet.draw(
            Paint(stroke=INK),
            f"M{number(area.left)} {number(area.bottom)}h{number(area.right - area.left)}",
        )
        self._room.block(Box(area.left, area.bottom - 0.5, area.right, area.bottom + 0.5))
        self._room.block(*year_names(sheet, self._layout, self._x, area.bottom + self._under_axis()))
        for shape in self._layout.get("shapes", ()):
            if shape["type"] == "line":
                left, top, right, bottom = self._extent(shape)
                sheet.draw(
                    Paint(stroke=shape["line"]["color"], width=shape["line"]["width"]),
                    sheet.path([(left, top), (right, bottom)]),
                )
                self._room.cross([(left, top), (right, bottom)], 10)

    def _names_of_rows(self) -> None:
        """Of a dumbbell: a name a row, and lines upright."""
        sheet, area, axis = self.sheet, self._area, self._layout["xaxis"]
        sheet.draw(
            Paint(stroke=GRID),
            "".join(
                f"M{number(self._x.at(tick))} {number(area.top)}v{number(area.bottom - area.top)}"
                for tick in axis["tickvals"]
            ),
        )
        rows = self._layout["yaxis"]
        for tick, text in zip(rows["tickvals"], rows["ticktext"], strict=True):
            lines = lines_of(text)
            words = Words(lines, area.left - 9, self._y.at(tick) - LINE * len(lines) / 2, "end")
            sheet.write(words)
            self._room.block(box_of(words))

    def _extent(self, shape: dict[str, Any]) -> tuple[float, float, float, float]:
        """Held within the area."""
        area = self._area

        def across(figure: float) -> float:
            place = (
                area.left + figure * (area.right - area.left)
                if shape.get("xref") == "paper"
                else self._x.at(figure)
            )
            return min(max(place, area.left), area.right)

        def upright(figure: float) -> float:
            place = (
                area.bottom - figure * (area.bottom - area.top)
                if shape.get("yref") == "paper"
                else self._y.at(figure)
            )
            return min(max(place, area.top), area.bottom)

        ys = sorted((upright(shape["y0"]), upright(shape["y1"])))
        return across(shape["x0"]), ys[0], across(shape["x1"]), ys[1]

    def _points(self, trace: Trace) -> Iterator[list[tuple[float, float]]]:
        """The parts of a line between its gaps."""
        part: list[tuple[float, float]] = []
        for x, y in zip(trace["x"], trace["y"], strict=True):
            if x is None or y is None:
                if part:
                    yield part
                part = []
            else:
                part.append((self._x.at(x), self._y.at(y)))
        if part:
            yield part

    def _line(self, trace: Trace) -> None:
        if "lines" not in trace["mode"]:
            return
        line = trace["line"]
        parts = [_bent(part) for part in _joined([*self._points(trace)]) if len({*part}) > 1]
        if not parts:
            return
        if "fillcolor" in trace:
            self.sheet.draw(
                Paint(fill=trace["fillcolor"]), "".join(self.sheet.path(part, closed=True) for part in parts)
            )
            return
        for part in parts:
            self._room.cross(part, 4 + 4 * min(line["width"], 3))
        self.sheet.draw(
            Paint(
                stroke=line["color"],
                width=line["width"],
                dash=_DASHES[line.get("dash", "solid")],
                opacity=trace.get("opacity", 1),
            ),
            "".join(self.sheet.path(part) for part in parts),
        )

    def _marks(self, trace: Trace) -> None:
        marker = trace.get("marker")
        if "markers" not in trace["mode"] or marker is None or marker.get("opacity") == 0:
            return
        told = trace.get("hovertext") or [""] * len(trace["x"])
        for place, (x, y) in enumerate(zip(trace["x"], trace["y"], strict=True)):
            at = (self._x.at(x), self._y.at(y))
            size = marker["size"]
            draw_mark(
                self.sheet,
                *at,
                symbol=_of(marker["symbol"], place),
                size=size,
                fill=_of(marker["color"], place),
                edge=_of(marker["line"]["color"], place),
                edge_width=_of(marker["line"]["width"], place),
                told="\n".join(lines_of(told[place])),
            )
            upright = "line-ns" in _of(marker["symbol"], place)
            wide = (
                marker["line"]["width"] / 2
                if upright and not isinstance(marker["line"]["width"], list)
                else size / 2
            )
            self._room.block(Box(at[0] - wide, at[1] - size / 2, at[0] + wide, at[1] + size / 2))

    def _write(self, placed: Sequence[Placed]) -> None:
        for word in placed:
            if word.leader is not None:
                ends = word.leader
                self.sheet.lead((ends.x0, ends.y0), (ends.x1, ends.y1))
        for word in placed:
            label, box = word.label, word.box
            x = {"start": box.left, "middle": (box.left + box.right) / 2, "end": box.right}
            colour = label.style or MUTED
            self.sheet.write(
                Words(tuple(label.lines), x[word.align], box.top, word.align, label.bold, colour)
            )


def _joined(parts: list[list[tuple[float, float]]]) -> list[list[tuple[float, float]]]:
    """Parts that meet end to start are one line."""
    found: list[list[tuple[float, float]]] = []
    for part in parts:
        if found and found[-1][-1] == part[0]:
            found[-1] = [*found[-1], *part[1:]]
        else:
            found.append([*part])
    return found


def _bent(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Without the points on a straight line between their neighbours."""
    found = points[:1]
    for place in range(1, len(points) - 1):
        (x0, y0), (x1, y1), (x2, y2) = found[-1], points[place], points[place + 1]
        if abs((x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)) > 0.4 * abs(x2 - x0):
            found.append(points[place])
    return [*found, *points[1:][-1:]]


def _of(given: Any, place: int) -> Any:
    """One for all, or a list."""
    return given[place] if isinstance(given, list) else given
