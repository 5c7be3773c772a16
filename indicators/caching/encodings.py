"""Which packing a reader takes (RFC 9110, 12.5.3)."""

import re
from functools import lru_cache

# The better one first.
ENCODINGS = ("br", "gzip")
_REFUSED = re.compile(r"q=0(\.0{1,3})?")


@lru_cache(maxsize=256)
def encoding_for(header: str) -> str:
    """The best of ENCODINGS that an Accept-Encoding header takes, "" for none; one with q=0 is refused."""
    accepted = set()
    for part in header.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        if name and not any(_REFUSED.fullmatch(parameter) for parameter in parameters):
            accepted.add(name)
    return next((name for name in ENCODINGS if name in accepted), "")
