"""Colours that a city may give its site: refused where people could not read them. Pure.

Contrast as WCAG 2.2 counts it (1.4.3): text needs 4.5 : 1. The site has no dark mode, so that its surfaces are these.
"""

import re

# Every light surface of tokens.css on which a heading or a link stands, by what people call it.
SURFACES = {
    "白": "#ffffff",
    "うすい灰色": "#f8f8fb",
    "選んだものの背景": "#eaf0ff",
    "目印の背景": "#fff0b3",
}
LEAST = 4.5
_COLOUR = re.compile(r"#[0-9a-f]{6}")


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def read_colour(typed: str) -> str:
    """#00118f; ValueError in words where it is no colour, or text in it, and white text on it, could not be read."""
    colour = typed.strip().lower()
    if not _COLOUR.fullmatch(colour):
        raise ValueError("色は #00118f のように、# と6桁の英数字（0〜9、a〜f）で入力してください。")
    name, least = min(
        ((name, contrast(colour, surface)) for name, surface in SURFACES.items()), key=lambda one: one[1]
    )
    if least < LEAST:
        # Cut, never rounded up: 4.49 is not 4.5.
        shown = int(least * 100) / 100
        raise ValueError(
            f"この色の文字は読みにくくなります：{name}（{SURFACES[name]}）との明るさの差が {shown:.2f} : 1 です。"
            f"{LEAST} : 1 以上（WCAG 2.2 の AA）になる、もっと濃い色にしてください。"
        )
    return colour


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
