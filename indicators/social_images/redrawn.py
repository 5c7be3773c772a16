"""Pictures that people gave, drawn anew within bounds, so that nothing else of their files is handed out.

What a camera or a maker wrote beside the picture (place, name, remarks) is not drawn. No decoder but those of PNG and JPEG is
ever asked, whatever the bytes say that they are.
"""

import io
from typing import IO

from PIL import Image, ImageOps, UnidentifiedImageError

_FORMATS = ("PNG", "JPEG")
# What Pillow meets in a broken picture; a bomb is one of many more pixels than it says.
_UNDRAWN = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    OverflowError,
    MemoryError,
    Image.DecompressionBombError,
)
_SMALL = (1200, 1200)
_MOST_PIXELS = 24_000_000  # a photo of a phone, a page of A4 at 400 dpi; 100 MB while it is drawn


class TooLarge(ValueError):
    """More pixels than are drawn."""


class Undrawn(ValueError):
    """No picture, or a broken one."""


def redrawn(file: IO[bytes], *, most_pixels: int, sides: tuple[int, int], mode: str) -> Image.Image:
    """The picture alone, turned upright, within `sides` pixels, in Pillow's `mode`; TooLarge, Undrawn."""
    try:
        with Image.open(file, formats=_FORMATS) as picture:
            if picture.width * picture.height > most_pixels:
                raise TooLarge
            picture.draft("RGB", sides)  # a JPEG is unpacked in the size that is needed, and no larger
            drawn = ImageOps.exif_transpose(picture.convert(mode))
            drawn.thumbnail(sides, Image.Resampling.LANCZOS)
    except TooLarge:
        raise
    except _UNDRAWN:
        raise Undrawn from None
    bare = Image.new(mode, drawn.size)
    bare.paste(drawn)
    return bare


def small_picture(file: IO[bytes]) -> bytes:
    """JPEG of at most 1200 × 1200, what was clear on white; TooLarge, Undrawn."""
    drawn = redrawn(file, most_pixels=_MOST_PIXELS, sides=_SMALL, mode="RGBA")
    paper = Image.new("RGB", drawn.size, "white")
    paper.paste(drawn, mask=drawn.getchannel("A"))
    out = io.BytesIO()
    paper.save(out, "JPEG", quality=85)
    return out.getvalue()
