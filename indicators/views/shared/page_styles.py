"""The styles of a public page, within it: of its style sheets what its own elements need, and of the icons those it shows.

A phone that opens the site for the first time on a slow line waits for one answer instead of two, and for a third of the
bytes (decisions/0028). The files stay as people write them; pages of staff link to them and keep them.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TypeAlias

from django.conf import settings

_STATIC = settings.BASE_DIR / "static"
# {% static %} writes a name with a hash in production: css/site.0123456789ab.css.
_LINK = re.compile(r'<link rel="stylesheet" href="[^"]*/css/([a-z_]+)(?:\.[0-9a-f]+)?\.css">\n?\s*')
_SCRIPT = re.compile(r'"[^"]*/js/([a-z_]+)(?:\.[0-9a-f]+)?\.js"')
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_WORD = re.compile(r"[A-Za-z][\w-]*")
_TAG = re.compile(r"<([a-z][\w-]*)")
# Drawings write theirs without quotes.
_NAMES = re.compile(r' (class|id)=(?:"([^"]*)"|([^\s">]+))')
_STRING = re.compile(r'"[^"\n]*"|`[^`]*`')
_SYMBOL = re.compile(r'\s*<symbol id="([\w-]+)".*?</symbol>', re.DOTALL)
_SHOWN = re.compile(r'href="#([\w-]+)"')
# In a selector: an element, a .class or an #id.
_NAMED = re.compile(r"[.#]?[A-Za-z][\w-]*")
# What a selector says of states, of what is not there and of attributes never decides: such a rule is kept.
_NOT = re.compile(r":not\((?:[^()]|\([^()]*\))*\)")
_ATTRIBUTE = re.compile(r"\[[^\]]*\]")
_PSEUDO = re.compile(r"::?[a-z-]+(\([^()]*\))?")
# Of alternatives one has to be there.
_ANY = re.compile(r":(?:is|where|has)\(([^()]*)\)")
# A token of tokens.css where it is given its value, and where it is used.
_TOKEN = re.compile(r"(--[\w-]+):[^;}]*;?")
_USE = re.compile(r"var\((--[\w-]+)")
# Lines of templates; what a box or a script holds keeps its own.
_BLANK = re.compile(r"(<(textarea|pre|script)\b.*?</\2>)|\s*\n\s*", re.DOTALL)
_COMMA = re.compile(r",(?![^(\[]*[)\]])")


class Selector(NamedTuple):
    """`needs`: the names of elements, classes and ids without which it means nothing; of each of `choices` one has to be there."""

    text: str
    needs: frozenset[str]
    choices: tuple[tuple[frozenset[str], ...], ...]

    def is_met(self, there: set[str]) -> bool:
        return self.needs <= there and all(any(one <= there for one in choice) for choice in self.choices)


class Rule(NamedTuple):
    selectors: tuple[Selector, ...]
    body: str


class Block(NamedTuple):
    """@media and @supports with the rules in them; @page, whose `rules` is None, as it is written."""

    head: str
    rules: tuple["Rule | Block", ...] | None
    body: str


Sheet: TypeAlias = tuple[Rule | Block, ...]


def with_own_styles(html: str) -> str:
    """The page with the rules it needs in the place of its links to style sheets.

    A rule is left out where it names an element, a class or an id that stands neither in the page nor as a word in a string of its
    scripts, so that what a script adds later has its look.
    """
    names = _LINK.findall(html)
    if not names:
        return html
    there = {"*", *_TAG.findall(html)}
    for attribute, written, bare in _NAMES.findall(html):
        sign = "." if attribute == "class" else "#"
        there.update(f"{sign}{name}" for name in (written or bare).split())
    for script in dict.fromkeys(_SCRIPT.findall(html)):
        there |= _added_by(*_version(_STATIC / "js" / f"{script}.js"))
    styles = "".join(_written(_sheet(*_version(_STATIC / "css" / f"{name}.css")), there) for name in names)
    used = set(_USE.findall(styles)) | set(_USE.findall(html))
    styles = _TOKEN.sub(lambda token: token[0] if token[1] in used else "", styles)
    html = _BLANK.sub(lambda found: found[1] or "\n", html)
    first = iter([f"<style>{styles}</style>\n  "])
    shown = set(_SHOWN.findall(html)) | there
    html = _SYMBOL.sub(lambda symbol: symbol[0] if symbol[1] in shown else "", html)
    return _LINK.sub(lambda link: next(first, ""), html)


def _version(path: Path) -> tuple[Path, int]:
    """While developing a file is read anew when it was changed."""
    return path, path.stat().st_mtime_ns


@lru_cache(maxsize=64)
def _added_by(path: Path, version: int) -> frozenset[str]:
    words = set(_WORD.findall(" ".join(_STRING.findall(path.read_text("utf-8")))))
    return frozenset(f"{sign}{word}" for word in words for sign in ("", ".", "#"))


@lru_cache(maxsize=64)
def _sheet(path: Path, version: int) -> Sheet:
    return tuple(_parsed(_small(path.read_text("utf-8"))))


def _small(css: str) -> str:
    # Not \s: a full-width space is a letter of a text.
    css = re.sub(r"[ \t\r\n]+", " ", _COMMENT.sub("", css))
    return re.sub(r" ?([{};,]) ?", r"\1", css).replace(": ", ":").replace(";}", "}").strip()


def _parsed(css: str) -> Iterator[Rule | Block]:
    start = 0
    while (opens := css.find("{", start)) >= 0:
        closes = _closing(css, opens)
        head, body = css[start:opens].strip(), css[opens + 1 : closes]
        if head.startswith(("@media", "@supports")):
            yield Block(head, tuple(_parsed(body)), body)
        elif head.startswith("@"):
            yield Block(head, None, body)
        else:
            yield Rule(tuple(_selector(one) for one in _COMMA.split(head)), body)
        start = closes + 1


def _closing(css: str, opens: int) -> int:
    depth = 0
    for place in range(opens, len(css)):
        depth += {"{": 1, "}": -1}.get(css[place], 0)
        if depth == 0:
            return place
    raise ValueError(f"no end: {css[opens : opens + 60]}")


def _selector(text: str) -> Selector:
    known = _ATTRIBUTE.sub("", _NOT.sub("", text))
    choices = []
    while inner := _ANY.search(known):
        choices.append(tuple(_names(one) for one in inner[1].split(",")))
        known = known[: inner.start()] + known[inner.end() :]
    return Selector(text, _names(known), tuple(choices))


def _names(known: str) -> frozenset[str]:
    return frozenset(_NAMED.findall(_PSEUDO.sub("", known)))


def _written(sheet: Sheet, there: set[str]) -> str:
    parts = []
    for one in sheet:
        if isinstance(one, Rule):
            kept = ",".join(selector.text for selector in one.selectors if selector.is_met(there))
            if kept:
                parts.append(f"{kept}{{{one.body}}}")
        elif one.rules is None:
            parts.append(f"{one.head}{{{one.body}}}")
        elif inside := _written(one.rules, there):
            parts.append(f"{one.head}{{{inside}}}")
    return "".join(parts)
