"""The tokens of a page's styles, written short: one that has one value is that value, of the others the name is short."""

import itertools
import re
import string
from collections.abc import Iterator

_GIVEN = re.compile(r"(--[\w-]+):([^;}]*)(;?)")
_USED = re.compile(r"var\((--[\w-]+)(?:,[^()]*)?\)")
_NAME = re.compile(r"--[A-Za-z][\w-]*")
_ROOT = re.compile(r":root\{([^}]*)\}")
# Long ones stay where they are used often: the reader's fonts.
_LONG = 40


def with_short_tokens(styles: str, html: str) -> str:
    """What the page itself names outside of these styles (a city's colours) keeps name and place."""
    kept = set(_NAME.findall(html))
    values: dict[str, list[str]] = {}
    for name, value, _ in _GIVEN.findall(styles):
        values.setdefault(name, []).append(value)
    first = _ROOT.match(styles)
    at_root = {name for name, _, _ in _GIVEN.findall(first[1])} if first else set()
    single = {
        name: value[0]
        for name, value in values.items()
        if len(value) == 1
        and name in at_root
        and name not in kept
        and len(value[0]) < _LONG
        and "var(" not in value[0]
    }
    styles = _USED.sub(lambda use: single.get(use[1], use[0]), styles)
    used = set(re.findall(r"var\((--[\w-]+)", styles)) | kept
    styles = _GIVEN.sub(lambda token: token[0] if token[1] in used else "", styles).replace(";}", "}")
    short = (one for one in _short() if one not in kept)
    names = {name: next(short) for name in dict.fromkeys(_NAME.findall(styles)) if name not in kept}
    return _NAME.sub(lambda name: names.get(name[0], name[0]), styles)


def _short() -> Iterator[str]:
    for length in itertools.count(1):
        for letters in itertools.product(string.ascii_lowercase, repeat=length):
            yield f"--{''.join(letters)}"
