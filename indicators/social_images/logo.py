"""The city's logo: whatever picture was given is drawn anew as a small PNG, so that nothing else of the file is handed out."""

import io
from typing import IO

from indicators.evidence.file_names import clean_name, suffix_of
from indicators.evidence.file_types import check_file
from indicators.social_images.redrawn import TooLarge, Undrawn, redrawn

LARGEST = 2 * 1024 * 1024
_SIDES = (480, 96)  # twice as large as it is shown
_MOST_PIXELS = 16_000_000
_SUFFIXES = (".png", ".jpg", ".jpeg")


def read_logo(name: str, file: IO[bytes]) -> bytes:
    """PNG of at most 480 × 96; ValueError in words for what is no picture, or too large to be opened."""
    shown = clean_name(name)
    if suffix_of(shown) not in _SUFFIXES:
        raise ValueError(
            f"「{shown}」はロゴにできません。PNGかJPEGの画像にしてください（SVGはプログラムを含められるため、受け付けません）。"
        )
    if file.seek(0, 2) > LARGEST:
        raise ValueError(f"「{shown}」は大きすぎます。ロゴは2MBまでです。")
    check_file(name, file)
    try:
        drawn = redrawn(file, most_pixels=_MOST_PIXELS, sides=_SIDES, mode="RGBA")
    except TooLarge:
        raise ValueError(f"「{shown}」の縦横が大きすぎます。小さくしてから選び直してください。") from None
    except Undrawn:
        raise ValueError(f"「{shown}」の画像を開けません。もう一度書き出してください。") from None
    out = io.BytesIO()
    drawn.save(out, "PNG", optimize=True)
    return out.getvalue()
