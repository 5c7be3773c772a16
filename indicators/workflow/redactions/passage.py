"""A passage in a text, or in what is kept as JSON: where it stands, and the same without it. Figures stay."""

import json
import re
from collections.abc import Collection, Iterator
from functools import cache
from typing import Any
from urllib.parse import quote

GONE = "［削除］"
_NARROW = "■"  # where the longer one finds no room in its column: as long as the shortest passage
_DIGIT, _POINT = "[0-9０-９]", "[.,．，]"
# Of a JSON, what is a figure's whatever it says.
_OF_FIGURES = frozenset({"unit"})


@cache
def pattern_of(passage: str) -> re.Pattern[str]:
    """The passage, however it is spaced, and as addresses (%E6…) and the admin's log (\\u5c71…) write it.

    Where it begins or ends with a digit, not as a part of a longer number: a 7 is not in 97.
    """
    words = passage.split()
    spaced = r"\s*".join(re.escape(word) for word in words)
    before = f"(?<!{_DIGIT})(?<!{_DIGIT}{_POINT})" if re.match(_DIGIT, words[0]) else ""
    after = f"(?!{_DIGIT})(?!{_POINT}{_DIGIT})" if re.match(_DIGIT, words[-1][-1]) else ""
    written = [f"{before}{spaced}{after}"]
    if not passage.isascii():
        in_address = r"(?:%20|\+)*".join(re.escape(quote(word)) for word in words)
        escaped = r"(?:\s|\\u3000)*".join(re.escape(json.dumps(word)[1:-1]) for word in words)
        written += [f"(?i:{in_address})", f"(?i:{escaped})"]
    return re.compile("|".join(written))


def without(found: Any, passage: str, written: Collection[str], room: int | None = None) -> Any:
    """The same text, or JSON, without the passage. `written`: the keys that hold text; `room`: a column's letters."""
    if isinstance(found, str):
        after = pattern_of(passage).sub(GONE, found)
        return after if room is None or len(after) <= room else pattern_of(passage).sub(_NARROW, found)
    if isinstance(found, dict):
        return {
            key: without(inner, passage, written) if _is_text(key, inner, written) else inner
            for key, inner in found.items()
        }
    if isinstance(found, list):
        return [
            without(inner, passage, written) if _is_text("", inner, written) else inner for inner in found
        ]
    return found


def texts_in(found: Any, written: Collection[str]) -> Iterator[str]:
    """Each text of a column: of a JSON what people wrote in their own words."""
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict):
        for key, inner in found.items():
            if _is_text(key, inner, written):
                yield from texts_in(inner, written)
    elif isinstance(found, list):
        for inner in found:
            if _is_text("", inner, written):
                yield from texts_in(inner, written)


def _is_text(key: str, inner: Any, written: Collection[str]) -> bool:
    """Figures, days, codes and addresses of pages are text in a JSON, too: all of them plain ASCII.

    So plain ASCII is people's own only under a key that is the name of a column for texts.
    """
    if isinstance(inner, str):
        return key not in _OF_FIGURES and (not inner.isascii() or key in written)
    return isinstance(inner, dict | list)
