"""Marks of a drawing: the symbols that a figure names, as paths. Round and square ones are dots of a pen, which are shortest."""

from collections.abc import Iterator
from math import cos, pi, sin

from indicators.charts.chart import PAPER
from indicators.charts.svg import Paint, Sheet, number

_CORNERS = {
    "triangle-up": (3, -90),
    "triangle-down": (3, 90),
    "pentagon": (5, -90),
    "hexagon": (6, -90),
    "diamond": (4, -90),
}
_DOTS = {"circle": "round", "square": "square"}


def draw_mark(
    sheet: Sheet,
    x: float,
    y: float,
    *,
    symbol: str,
    size: float,
    fill: str,
    edge: str,
    edge_width: float,
    told: str = "",
) -> None:
    """`fill` is the colour within, `edge` of the line around it, as Plotly has them. The uppermost stroke has the hover."""
    strokes = [*_strokes(sheet, x, y, symbol, size, fill, edge, edge_width)]
    for place, (paint, path) in enumerate(strokes):
        sheet.draw(paint, path, told if place == len(strokes) - 1 else "", layer=1 + place)


def _strokes(
    sheet: Sheet, x: float, y: float, symbol: str, size: float, fill: str, edge: str, width: float
) -> Iterator[tuple[Paint, str]]:
    name, _, _ending = symbol.partition("-open")
    is_open = symbol != name
    half = size / 2
    at = f"M{number(x)} {number(y)}"
    if name == "line-ns":
        yield Paint(stroke=edge, width=width), f"M{number(x)} {number(y - half)}v{size:g}"
    elif name == "line-ew":
        yield Paint(stroke=edge, width=width), f"M{number(x - half)} {number(y)}h{size:g}"
    elif name == "x-thin":
        yield Paint(stroke=edge, width=width), _cross(sheet, x, y, half * 0.8)
    elif name in ("x", "star"):
        path = _star(sheet, x, y, half) if name == "star" else _cross(sheet, x, y, half * 0.55)
        if name == "star":
            yield Paint(fill=PAPER if is_open else fill, stroke=fill if is_open else PAPER, width=width), path
        else:
            yield Paint(stroke=fill, width=2 if is_open else size / 3), path
    elif (kind := name.removesuffix("-dot").removesuffix("-cross")) in _DOTS:
        cap = _DOTS[kind]
        outer, inner = (fill, PAPER) if is_open else (edge, fill)
        if outer in (inner, PAPER):
            yield Paint(stroke=inner, width=size + (0 if outer == PAPER else 1), cap=cap), f"{at}h0"
        else:
            yield Paint(stroke=outer, width=size + width, cap=cap), f"{at}h0"
            yield Paint(stroke=inner, width=size - width, cap=cap), f"{at}h0"
        if name.endswith("-dot"):
            yield Paint(stroke=edge, width=4, cap="round"), f"{at}h0"
        elif name.endswith("-cross"):
            yield Paint(stroke=edge, width=1.5), f"M{number(x - 4)} {number(y)}h8m-4-4v8"
    else:
        corners, turn = _CORNERS.get(name, _CORNERS["diamond"])
        path = _polygon(sheet, x, y, half * 1.15, corners, turn)
        inner = PAPER if is_open else fill
        yield Paint(fill=inner, stroke=fill if is_open else edge, width=width), path


def _cross(sheet: Sheet, x: float, y: float, arm: float) -> str:
    arm = round(arm)
    both = f"{2 * arm}"
    left, top = number(x - arm), number(y - arm)
    return f"M{left} {top}l{both} {both}m0-{both}l-{both} {both}"


def _polygon(sheet: Sheet, x: float, y: float, radius: float, corners: int, turn: float) -> str:
    angles = [(turn + 360 * place / corners) * pi / 180 for place in range(corners)]
    x, y = round(x), round(y)
    return sheet.path(
        [(x + round(radius * cos(one)), y + round(radius * sin(one))) for one in angles], closed=True
    )


def _star(sheet: Sheet, x: float, y: float, radius: float) -> str:
    radius *= 1.25
    points = []
    for place in range(10):
        one = (-90 + 36 * place) * pi / 180
        reach = radius * (1 if place % 2 == 0 else 0.42)
        points.append((x + reach * cos(one), y + reach * sin(one)))
    return sheet.path(points, closed=True)
