"""An address as a QR code, for paper: the only module that knows segno."""

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_of(address: str) -> SafeString:
    """An inline SVG that fills the box it is put into, with the white margin of four modules that readers need."""
    code = segno.make(address, error="m", micro=False)
    # Made by the library of the code's squares: nothing of the address is written into the markup.
    return mark_safe(code.svg_inline(omitsize=True, border=4, light="#fff"))
