"""A passage in a text, or in what is kept as JSON: where it stands, and the same without it. Figures stay."""

import json
import re
from collections.abc import Collection, Iterator
from functools import cache
from typing import Any
from unicodedata import category
from urllib.parse import quote

GONE = "［削除］"
_NARROW = "■"  # where the longer one finds no room in its column: as long as the shortest passage
_DIGIT = "[0-9０-９]"
_DIGITS_OF_A_PERSON = 9
# A wide digit and a wide point; before them, how a sign's code is written.
_WIDE = "[０-９]", "[．，]"
_IN_ADDRESS = "%[0-9a-f]{2}", "%ef%bc%9[0-9]", "%ef%bc%8[ce]"
_ESCAPED = r"\\u[0-9a-f]{4}", r"\\uff1[0-9]", r"\\uff0[ce]"
_UNSEEN = "[\u00ad\u200b-\u200f\u2060\ufeff]"  # within a number
# Of a JSON, what is a figure's whatever it says.
_OF_FIGURES = frozenset({"unit"})


# What may stand between two signs, seen or not: spaces, line ends, signs of no width (measures/typed_text.py drops the
# most of them); then the same as addresses and as JSON write them.
_BLANK = (
    r"[\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    r"\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
_BLANK_IN_ADDRESS = (
    r"%(?:20|0[9a-d]|1[c-f]|c2%(?:85|a0|ad)|cd%8f|d8%9c|e1%(?:85%(?:9f|a0)|9a%80|9e%b[45]|a0%8[b-f])"
    r"|e2%(?:80%(?:8[\da-f]|a[89a-f])|81%(?:9f|a[\da-f])|a0%80)|e3%(?:80%80|85%a4)"
    r"|ef%(?:b8%8[\da-f]|bb%bf|be%a0)|f3%a0%[\da-f]{2}%[\da-f]{2})"
)
_BLANK_ESCAPED = (
    r"\\(?:[fnrt]|u(?:00(?:0[9a-d]|1[c-f]|85|a0|ad)|034f|061c|11(?:5f|60)|1680|17b[45]|180[b-f]"
    r"|20(?:0[\da-f]|2[89a-f]|5f|6[\da-f])|2800|3000|3164|fe0[\da-f]|feff|ffa0|db4[0-3]\\ud[c-f][\da-f]{2}))"
)
_BETWEEN = re.compile(_BLANK)
_VARIANT = "[\ufe00-\ufe0f\U000e0100-\U000e01ef]*"  # of the last letter


def has_words(passage: str) -> bool:
    """Whether it is anything but a figure: it has a letter, or is as long as numbers that point to one person.

    Those are of telephones, accounts, residents: nine digits and more, without a point or a comma.
    """
    signs = _BETWEEN.sub("", passage)
    if any(category(sign).startswith("L") for sign in signs):
        return True
    digits = re.findall(_DIGIT, signs)
    return len(digits) >= _DIGITS_OF_A_PERSON and not re.search("[.,．，]", signs)


@cache
def pattern_of(passage: str) -> re.Pattern[str]:
    """The passage, however it or the text is spaced, and as addresses (%E6…) and the admin's log (\\u5c71…) write it.

    Where it begins or ends with a digit, not as a part of a longer number: a 7 is not in 97.
    """
    signs = _BETWEEN.sub("", passage)
    plain = rf"(?:{_BLANK}|(?i:{_BLANK_IN_ADDRESS}|{_BLANK_ESCAPED}))*".join(map(re.escape, signs)) + _VARIANT
    written = [_apart(signs, plain, None, *_WIDE)]
    if not signs.isascii():
        in_address = rf"(?:{_BLANK}|{_BLANK_IN_ADDRESS}|\+)*".join(
            f"(?:{re.escape(sign)}|{quote(sign, safe='')})" if sign.isascii() else quote(sign)
            for sign in signs
        )
        escaped = rf"(?:{_BLANK}|{_BLANK_ESCAPED})*".join(re.escape(json.dumps(sign)[1:-1]) for sign in signs)
        forms = ((in_address, *_IN_ADDRESS), (escaped, *_ESCAPED))
        written += [f"(?i:{_apart(signs, *form)})" for form in forms]
    return re.compile("|".join(written))


def _apart(signs: str, pattern: str, code: str | None, digit: str, point: str) -> str:
    """The pattern, outside a longer number. `digit`, `point`: wide ones; the digits of a sign's `code` are no number."""
    before = after = ""
    if re.match(_DIGIT, signs):
        narrow = f"(?<![0-9])(?<![0-9][.,])(?<![0-9]{point})(?<![0-9]{_UNSEEN})"
        if code:
            narrow = f"(?:{narrow}|(?<={code})|(?<={code}[.,])|(?<={code}{point})|(?<={code}{_UNSEEN}))"
        before = f"{narrow}(?<!{digit})(?<!{digit}[.,])(?<!{digit}{point})(?<!{digit}{_UNSEEN})"
    if re.match(_DIGIT, signs[-1]):
        after = f"(?!(?:[.,]|{point}|{_UNSEEN}+)?(?:[0-9]|{digit}))"
    return f"{before}{pattern}{after}"


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
