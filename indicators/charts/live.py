"""A figure as the library gets it: in the places of its two drawings, whose words stand where label_places put them."""

from collections.abc import Iterator, Sequence
from typing import Any

from indicators.charts.chart import Trace, plain
from indicators.charts.label_places import LINE, Box
from indicators.charts.svg import Piece, Sheet, Words

# Letters stand as much above the middle of the box that a browser draws around them.
_RAISED = 1
# As in the drawing; the library's own are longer, and so are its bars.
_DASHES = {"solid": "solid", "dash": "6px,4px", "dot": "2px,4px"}
_BAR = 1.4
_GROUND = "rgba(255,255,255,0.75)"


def live(figure: dict[str, Any], wide: Sheet, narrow: Sheet) -> dict[str, Any]:
    """Data and layout for Plotly, and for each drawing what is laid over the layout there: as large as the drawing, whose scale
    the page gives to both. Marks and lines are the library's, every word and what belongs to it a note or a shape at its place."""
    layout = {**figure["layout"]}
    shapes = [
        {name: part for name, part in shape.items() if name != "label"} for shape in layout.pop("shapes", ())
    ]
    layout |= {"showlegend": False, "annotations": [], "bargap": 0.4}
    # A line of the grid would stand on that of a limit or a target.
    for axis, of in (("xaxis", "x0"), ("yaxis", "y0")):
        lines = {shape[of] for shape in shapes if shape["type"] == "line"}
        ticks = [tick for tick in layout[axis].get("tickvals", ()) if tick not in lines]
        layout[axis] = {**layout[axis], **({"tickvals": ticks} if ticks else {})}
    return {
        "data": [
            _wordless(trace)
            for trace in figure["data"]
            if trace.get("mode") != "text" or "customdata" in trace
        ],
        "layout": layout,
        "wide": _part(wide, shapes),
        "narrow": _part(narrow, shapes),
    }


def _wordless(trace: Trace) -> Trace:
    found = {name: part for name, part in trace.items() if name not in ("text", "textposition", "textfont")}
    if "mode" in trace:
        found["mode"] = trace["mode"].removesuffix("+text")
    if "dash" in trace.get("line", {}):
        found["line"] = {**trace["line"], "dash": _DASHES[trace["line"]["dash"]]}
    if str(trace.get("marker", {}).get("symbol", "")).startswith("line"):
        found["marker"] = {**trace["marker"], "size": trace["marker"]["size"] / _BAR}
    if trace.get("mode") == "text":  # a limit, whose words stand at its line: a figure to point at
        found |= {"mode": "markers", "marker": {**found["marker"], "opacity": 0}}
    return found


def _part(sheet: Sheet, shapes: Sequence[dict[str, Any]]) -> dict[str, Any]:
    area = sheet.area
    return {
        "width": sheet.width,
        "height": sheet.height,
        "margin": {
            "autoexpand": False,
            "l": area.left,
            "t": area.top,
            "r": sheet.width - area.right,
            "b": sheet.height - area.bottom,
        },
        "xaxis": {"range": sheet.across, "showticklabels": False},
        "yaxis": {"range": sheet.upright, "showticklabels": False},
        "annotations": [note for words in sheet.words for note in _notes(words, area)],
        "shapes": [*shapes, *(_shape(piece, area) for piece in sheet.pieces)],
    }


def _on_paper(x: float, y: float, area: Box) -> tuple[float, float]:
    """As shares of the drawing area, upwards."""
    across = (x - area.left) / (area.right - area.left)
    return round(across, 4), round((area.bottom - y) / (area.bottom - area.top), 4)


def _notes(words: Words, area: Box) -> Iterator[dict[str, Any]]:
    """One a line: the library's own lines are farther apart."""
    anchor = {"start": "left", "middle": "center", "end": "right"}[words.align]
    for place, line in enumerate(words.lines):
        x, y = _on_paper(words.x, words.y + LINE * (place + 0.5) - _RAISED, area)
        yield {
            "text": plain(line),
            "xref": "paper",
            "yref": "paper",
            "x": x,
            "y": y,
            "xanchor": anchor,
            "yanchor": "middle",
            "showarrow": False,
            "borderpad": 0,
            "font": {"color": words.colour, "weight": 700 if words.bold else 400},
            # Upon bars and lines.
            **({"bgcolor": _GROUND} if words.bold else {}),
        }


def _shape(piece: Piece, area: Box) -> dict[str, Any]:
    parts = []
    for points in piece.paths:
        places = [_on_paper(x, y, area) for x, y in points]
        parts.append("M" + "L".join(f"{x},{y}" for x, y in places))
    return {
        "type": "path",
        "xref": "paper",
        "yref": "paper",
        "path": "".join(parts) + ("Z" if piece.fill else ""),
        "fillcolor": piece.fill or "rgba(0,0,0,0)",
        "line": {
            "width": 0 if piece.fill else piece.width,
            **({"color": piece.stroke} if piece.stroke else {}),
        },
    }
