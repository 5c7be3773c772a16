"""Canvas: text and shapes on a picture, in the card's own pixels."""

import io
import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache

import pylopdf_fonts_jp
from PIL import Image, ImageDraw, ImageFont

from indicators.social_images import colours

WIDTH, HEIGHT = 1200, 630  # what OpenGraph readers show uncut (1.91 : 1)
# Drawn larger and made smaller: shapes get smooth edges.
SCALE = 2
# A Japanese line begins with none of these.
NO_LINE_START = "、。，．）」』】〉》・：；？！％%)]}ー々〜ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
_MARKS = "\u3099\u309a"  # voiced marks that NFC joined with nothing
# Digits and their signs above the line: what they say hangs on their height.
_RAISED = re.compile("[⁰¹²³⁴-⁹⁺⁻⁼⁽⁾ⁿ]+")
_FRACTION = re.compile("(?<=[0-9０-９])(?=[⅐-⅟↉])|(?<=[⅐-⅞↉])(?=[0-9０-９])")
_FRACTION_SLASH = "\u2044"
Box = tuple[float, float, float, float]


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(pylopdf_fonts_jp.sans_path()), size * SCALE)


@cache
def _missing() -> tuple[tuple[int, int], bytes]:
    return _mask("\U0010fffe")  # no letter, so that every font draws its box of a missing one


@cache
def _unshaped() -> ImageFont.FreeTypeFont:
    """Shaping draws a vowel sign on a dotted circle and parts a letter from its accent: two signs, and one of them a box."""
    return ImageFont.truetype(str(pylopdf_fonts_jp.sans_path()), 48, layout_engine=ImageFont.Layout.BASIC)


def _mask(sign: str) -> tuple[tuple[int, int], bytes]:
    mask = _unshaped().getmask(sign)
    return mask.size, bytes(mask)


@lru_cache(maxsize=2**12)
def _drawn(sign: str) -> str:
    """The sign, or what stands for it where the font lacks it: ₂ is drawn as 2, an old kanji as the new one, Č as C, what
    else is a letter or a figure as 〓, the printers' sign for one that is missing; a picture and a vowel sign are left out."""
    if unicodedata.category(sign) in ("Cc", "Cf", "Mn") and sign not in _MARKS:
        return ""
    if _mask(sign) != _missing():
        return sign
    if sign.isspace():
        return " "
    if sign == _FRACTION_SLASH:
        return "/"
    plain = unicodedata.normalize("NFKC", sign)
    if plain != sign:
        return "".join(_drawn(part) for part in plain)
    base, *marks = list(unicodedata.normalize("NFD", sign))
    if marks and all(unicodedata.category(mark) == "Mn" for mark in marks):
        return _drawn(base)
    return "〓" if unicodedata.category(sign)[0] in "LN" else ""


def _raised(run: re.Match[str]) -> str:
    """10⁶ as 10^6 where the font lacks one of the raised signs: at the foot of the line it would be 106."""
    if all(_mask(sign) != _missing() for sign in run[0]):
        return run[0]
    return f"^{unicodedata.normalize('NFKC', run[0])}"


def _as_written(text: str) -> str:
    """Raised digits and fractions so that they are no other number: 2⅓ as 2 1/3."""
    return _RAISED.sub(_raised, _FRACTION.sub(" ", text))


@lru_cache(maxsize=2**10)
def drawable(text: str) -> str:
    """The text in signs that the font has. Selectors and joiners go: the letter before them is drawn."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_drawn(sign) for sign in _as_written(unicodedata.normalize("NFC", text)))


class Canvas:
    """Coordinates are those of the finished picture, the origin at its upper left."""

    def __init__(self) -> None:
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), colours.PAPER)
        self.draw = ImageDraw.Draw(self.image)

    def rectangle(self, box: Box, colour: str, *, radius: float = 0) -> None:
        self.draw.rounded_rectangle([place * SCALE for place in box], radius * SCALE, fill=colour)

    def outline(self, box: Box, colour: str, *, radius: float, width: float, inside: str) -> None:
        scaled = [place * SCALE for place in box]
        self.draw.rounded_rectangle(
            scaled, radius * SCALE, fill=inside, outline=colour, width=int(width * SCALE)
        )

    def circle(self, x: float, y: float, radius: float, colour: str) -> None:
        box = (x - radius, y - radius, x + radius, y + radius)
        self.draw.ellipse([place * SCALE for place in box], fill=colour)

    def polygon(self, points: Sequence[tuple[float, float]], colour: str) -> None:
        self.draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=colour)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: int,
        colour: str = colours.INK,
        bold: bool = False,
        anchor: str = "la",
    ) -> None:
        """The font has one weight: bold is a stroke around each sign."""
        self.draw.text(
            (x * SCALE, y * SCALE),
            drawable(text),
            font=_font(size),
            fill=colour,
            anchor=anchor,
            stroke_width=max(1, size * SCALE // 44) if bold else 0,
            stroke_fill=colour,
        )

    def paragraph(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: int,
        width: float,
        lines: int,
        colour: str = colours.INK,
        bold: bool = False,
    ) -> float:
        """At most so many lines, the last one cut with …; gives the place below them."""
        for line in wrapped(text, size=size, width=width, lines=lines):
            self.text(x, y, line, size=size, colour=colour, bold=bold)
            y += size * 1.45
        return y

    def png(self) -> bytes:
        # 256 colours take less than half the bytes, and in flat areas and text nobody sees the difference.
        small = self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).quantize(256)
        made = io.BytesIO()
        small.save(made, "PNG", optimize=True)
        return made.getvalue()


def width_of(text: str, size: int) -> float:
    return _font(size).getlength(drawable(text)) / SCALE


def wrapped(text: str, *, size: int, width: float, lines: int) -> list[str]:
    """The text in lines that fit the width; what does not fit into so many lines ends in …."""
    found = [""]
    for letter in drawable(text):
        full = width_of(found[-1] + letter, size) > width
        if full and letter not in NO_LINE_START:
            found.append("")
        found[-1] += letter
    if len(found) <= lines:
        return found
    last = found[lines - 1]
    while last and width_of(f"{last}…", size) > width:
        last = last[:-1]
    return [*found[: lines - 1], f"{last}…"]
