"""Names beside horizontal bars: wrapped by hand, since Plotly wraps nothing."""

from collections.abc import Sequence

from indicators.charts.chart import plain

LINE_LENGTH = 16


def wrapped(text: str, *, length: int = LINE_LENGTH, most: int = 2) -> list[str]:
    """At most `most` lines; what does not fit is cut, the table below has it whole."""
    found = [text[start : start + length] for start in range(0, len(text), length)]
    if len(found) > most:
        found = [*found[: most - 1], f"{found[most - 1][: length - 1]}…"]
    return found or [""]


def lines(wrapped: Sequence[str]) -> str:
    return "<br>".join(plain(line) for line in wrapped)
