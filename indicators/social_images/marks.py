"""The marks of the site on a canvas: its sign, the pill of a verdict, the bullet chart, the tally."""

from collections.abc import Callable, Mapping

from indicators.bullet_chart import lay_bullet_chart
from indicators.frames import Row
from indicators.progress import Verdict
from indicators.social_images import colours
from indicators.social_images.canvas import Canvas, width_of
from indicators.wording.figures import held_limit

Point = tuple[float, float]
# On a field of 16 × 16, as the sprite of the pages draws them.
_CHECK = ((6.2, 13.6), (0.9, 8.3), (2.9, 6.3), (6.2, 9.6), (13.1, 2.6), (15.1, 4.6))
_UP = (
    (8, 1.5),
    (14.5, 8),
    (12.7, 9.8),
    (9.3, 6.4),
    (9.3, 14.5),
    (6.7, 14.5),
    (6.7, 6.4),
    (3.3, 9.8),
    (1.5, 8),
)
_DOWN = tuple((x, 16 - y) for x, y in _UP)


def brand(canvas: Canvas, x: float, y: float, size: float) -> None:
    """The sign of the site: a road, a ring on it, and where it leads."""
    unit = size / 40
    canvas.rectangle((x, y + 16.5 * unit, x + 34 * unit, y + 23.5 * unit), colours.ZONE_IN, radius=3.5 * unit)
    canvas.rectangle(
        (x, y + 16.5 * unit, x + 22 * unit, y + 23.5 * unit), colours.VERDICTS["on_track"], radius=3.5 * unit
    )
    canvas.circle(x + 23 * unit, y + 20 * unit, 10 * unit, colours.BRAND)
    canvas.circle(x + 23 * unit, y + 20 * unit, 5 * unit, colours.PAPER)
    canvas.rectangle((x + 35 * unit, y + 5 * unit, x + 38.5 * unit, y + 35 * unit), colours.INK)


def pill(canvas: Canvas, x: float, y: float, verdict: str, label: str, *, size: int = 34) -> float:
    """Icon, word and colour; gives the place to its right."""
    colour = colours.VERDICTS[verdict]
    height, icon = size * 1.9, size * 0.95
    width = size * 0.8 + icon + size * 0.4 + width_of(label, size) + size * 0.9
    filled = verdict in colours.FILLED
    ink = colours.PAPER if filled else colour
    inside = colour if filled else colours.PAPER
    canvas.outline((x, y, x + width, y + height), colour, radius=height / 2, width=3, inside=inside)
    _icon(canvas, x + size * 0.8, y + (height - icon) / 2, icon, verdict, ink, inside)
    canvas.text(x + size * 1.2 + icon, y + height / 2, label, size=size, colour=ink, bold=True, anchor="lm")
    return x + width


def bullet_chart(canvas: Canvas, row: Row, x: float, y: float, width: float) -> tuple[float, str]:
    """The road from baseline to target with the ring on it, or the allowed zone of a limit; `y` is its middle.

    Gives the place of the target or the limit, and beyond which end the value lies ("low", "high", or "").
    """
    marks = lay_bullet_chart(
        direction=row.direction,
        baseline=row.baseline if row.is_limit or row.has_line else None,
        target=row.target if row.upper is not None or not row.is_limit else held_limit(row),
        value=row.value,
        expected=row.expected,
        upper=row.upper,
    )
    colour = colours.VERDICTS[row.verdict]

    def at(place: float) -> float:
        return x + width * place / 100

    if marks.allowed is None:
        canvas.rectangle((x, y - 9, x + width, y + 9), colours.RAIL, radius=9)
        if marks.ring is not None:
            canvas.rectangle((x, y - 9, max(at(marks.ring), x + 18), y + 9), colour, radius=9)
    else:
        start, length = marks.allowed
        canvas.rectangle((x, y - 9, x + width, y + 9), colours.ZONE_OUT, radius=9)
        canvas.rectangle((at(start), y - 9, at(start + length), y + 9), colours.ZONE_IN)
    if marks.due is not None:
        for dash in range(-30, 30, 14):
            canvas.rectangle((at(marks.due) - 2, y + dash, at(marks.due) + 2, y + dash + 8), colours.INK)
    for goal in (marks.goal, marks.other_goal):
        if goal is not None:
            canvas.rectangle((at(goal) - 4, y - 32, at(goal) + 4, y + 32), colours.INK)
    if marks.ring is not None:
        canvas.circle(at(marks.ring), y, 21, colour)
        canvas.circle(at(marks.ring), y, 12, colours.PAPER)
    return at(marks.goal), marks.out


def tally(canvas: Canvas, counts: Mapping[Verdict, int], x: float, y: float, width: float) -> None:
    """One bar of all verdicts, each as wide as its count, and each named with its count below."""
    total = sum(counts.values())
    if not total:
        return
    start = x
    for verdict, count in counts.items():
        end = start + width * count / total
        if count:
            canvas.rectangle((start, y, max(start, end - 4), y + 44), colours.VERDICTS[verdict.value])
        start = end
    place = x
    for verdict, count in counts.items():
        if count:
            _icon(canvas, place, y + 72, 26, verdict.value, colours.VERDICTS[verdict.value], colours.PAPER)
            label = f"{verdict.label} {count}"
            canvas.text(place + 36, y + 85, label, size=28, anchor="lm")
            place += 36 + width_of(label, 28) + 34


def _icon(canvas: Canvas, x: float, y: float, size: float, verdict: str, ink: str, paper: str) -> None:
    unit = size / 16

    def placed(points: tuple[Point, ...]) -> list[Point]:
        return [(x + left * unit, y + top * unit) for left, top in points]

    def bar(left: float, top: float, right: float, bottom: float, colour: str) -> None:
        canvas.rectangle((x + left * unit, y + top * unit, x + right * unit, y + bottom * unit), colour)

    def disc(radius: float, colour: str) -> None:
        canvas.circle(x + 8 * unit, y + 8 * unit, radius * unit, colour)

    def warning() -> None:
        canvas.polygon(placed(((8, 0.8), (16, 15), (0, 15))), ink)
        bar(7, 5.6, 9, 10.2, paper)
        bar(7, 11.6, 9, 13.6, paper)

    def worse() -> None:
        disc(7.2, ink)
        bar(4, 6.8, 12, 9.2, paper)

    def clock() -> None:
        disc(7.2, ink)
        disc(5.2, paper)
        bar(7, 4.4, 9, 9, ink)
        bar(7, 7.6, 11.5, 9.4, ink)

    def dashes() -> None:
        for left in (2, 6.5, 11):
            bar(left, 7, left + 3, 9.2, ink)

    shapes: dict[str, Callable[[], None]] = {
        "achieved": lambda: canvas.polygon(placed(_CHECK), ink),
        "on_track": lambda: canvas.polygon(placed(_UP), ink),
        "behind": lambda: canvas.polygon(placed(_DOWN), ink),
        "slightly_behind": warning,
        "worse": worse,
        "too_early": clock,
        "unjudged": dashes,
    }
    shapes[verdict]()
