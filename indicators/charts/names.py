"""Names beside horizontal bars: wrapped by hand, since Plotly wraps nothing."""

from collections.abc import Sequence

from indicators.charts.chart import plain, width_of

LINE_LENGTH = 16


def wrapped(text: str) -> list[str]:
    """At most two lines; what does not fit is cut, the table below has it whole."""
    first, second = text[:LINE_LENGTH], text[LINE_LENGTH:]
    if len(second) > LINE_LENGTH:
        second = f"{second[: LINE_LENGTH - 1]}…"
    return [first, second] if second else [first]


def lines(wrapped: Sequence[str]) -> str:
    return "<br>".join(plain(line) for line in wrapped)


def room_for(names: Sequence[Sequence[str]]) -> int:
    """Left of the axis, in pixels."""
    return 20 + max((width_of(line) for lines in names for line in lines), default=0)
