"""The styles of a public page, within it: of its style sheets what its own elements need, and of the icons those it shows.

A phone that opens the site for the first time on a slow line waits for one answer instead of two, and for a third of the
bytes (decisions/0028). The files stay as people write them; pages of staff link to them and keep them.
"""

import itertools
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TypeAlias

from django.conf import settings

from indicators.views.shared.page_outline import Outline, outline
from indicators.views.shared.page_tokens import with_short_tokens

_STATIC = settings.BASE_DIR / "static"
# {% static %} writes a name with a hash in production: css/site.0123456789ab.css.
_LINK = re.compile(r'<link rel="stylesheet" href="[^"]*/css/([a-z_]+)(?:\.[0-9a-f]+)?\.css">\n?\s*')
_SCRIPT = re.compile(r'"[^"]*/js/([a-z_]+)(?:\.[0-9a-f]+)?\.js"')
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_WORD = re.compile(r"[A-Za-z][\w-]*")
_STRING = re.compile(r'"[^"\n]*"|`[^`]*`')
_SYMBOL = re.compile(r'\s*<symbol id="([\w-]+)".*?</symbol>', re.DOTALL)
_SHOWN = re.compile(r'href="#([\w-]+)"')
# In a selector: an element, a .class or an #id.
_NAMED = re.compile(r"[.#]?[A-Za-z][\w-]*")
# What a selector says of states, of what is not there and of attributes never decides: such a rule is kept.
_NOT = re.compile(r":not\((?:[^()]|\([^()]*\))*\)")
_TYPE = re.compile(r"\[type=(\w+)\]")  # of a box: it counts as a class
_ATTRIBUTE = re.compile(r"\[[^\]]*\]")
_PSEUDO = re.compile(r"::?[a-z-]+(\([^()]*\))?")
# Of alternatives one has to be there.
_ANY = re.compile(r":(?:is|where|has)\(([^()]*)\)")
# What stands between two combinators of a selector, and the combinator before it.
_PART = re.compile(r"(\s*[>+~]\s*|\s+|^)([^\s>+~]+)")
# Lines of templates; what a box or a script holds keeps its own.
_BLANK = re.compile(r"(<(textarea|pre|script)\b.*?</\2>)|\s*\n\s*", re.DOTALL)
# Beside what begins a line of its own a blank is nothing.
_LINE = re.compile(
    r"\n(?=</?(?:div|p|dl|dt|dd|t[dhr]|thead|tbody|tfoot|table|caption|section|article|aside|header|footer|main|figure|figcaption|nav|ul|ol|li"
    r"|h[1-4]|title|meta|link|script|form|details|summary|svg|symbol|rect)\b)"
)
_NO_CLASS = ' class=""'
# The tiles of a hatched bar, where no bar is hatched.
_HATCH = re.compile(r'\s*<pattern id="hatch".*?</pattern>', re.DOTALL)
_HATCHED = "c-behind"
_COMBINATOR = re.compile(r" ?([>+~]) ?")


class Selector(NamedTuple):
    """`needs`: the names of elements, classes and ids without which it means nothing; of each of `choices` one has to be there.

    `alike`: names that one element has to have; `nested`: names of an element and of one that it stands in.
    """

    text: str
    needs: frozenset[str]
    choices: tuple[tuple[frozenset[str], ...], ...]
    alike: tuple[frozenset[str], ...]
    nested: tuple[tuple[str, str], ...]

    def is_met(self, page: Outline) -> bool:
        return (
            self.needs <= page.names
            and all(any(one <= page.names for one in choice) for choice in self.choices)
            and all(page.has_within(*pair) for pair in self.nested)
            and all(page.has_one(one) for one in self.alike)
        )


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
    scripts, so that what a script adds later has its look; or some that stand there, but not on one element or not in each other.
    """
    names = _LINK.findall(html)
    if not names:
        return html
    if _HATCHED not in html:
        html = _HATCH.sub("", html)
    added = frozenset[str]().union(
        *(
            _added_by(*_version(_STATIC / "js" / f"{script}.js"))
            for script in dict.fromkeys(_SCRIPT.findall(html))
        )
    )
    page = outline(html, added)
    styles = "".join(_written(_sheet(*_version(_STATIC / "css" / f"{name}.css")), page) for name in names)
    styles = with_short_tokens(styles, html)
    html = _LINE.sub("", _BLANK.sub(lambda found: found[1] or "\n", html)).replace(_NO_CLASS, "")
    first = iter([f"<style>{styles}</style>"])
    shown = set(_SHOWN.findall(html)) | page.names
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
            yield Rule(tuple(_selector(_COMBINATOR.sub(r"\1", one)) for one in _listed(head)), body)
        start = closes + 1


def _closing(css: str, opens: int) -> int:
    depth = 0
    for place in range(opens, len(css)):
        depth += {"{": 1, "}": -1}.get(css[place], 0)
        if depth == 0:
            return place
    raise ValueError(f"no end: {css[opens : opens + 60]}")


def _listed(head: str) -> Iterator[str]:
    """The selectors of a rule: a comma within brackets parts none."""
    start = depth = 0
    for place, sign in enumerate(head):
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(sign, 0)
        if sign == "," and depth == 0:
            yield head[start:place]
            start = place + 1
    yield head[start:]


def _selector(text: str) -> Selector:
    known = _ATTRIBUTE.sub("", _TYPE.sub(r".\1", _NOT.sub("", text)))
    choices = []
    while inner := _ANY.search(known):
        choices.append(tuple(_names(one) for one in inner[1].split(",")))
        known = known[: inner.start()] + known[inner.end() :]
    known = _PSEUDO.sub("", known)
    parts = [(frozenset(_NAMED.findall(one)), sign.strip()) for sign, one in _PART.findall(known)]
    return Selector(
        text,
        _names(known),
        tuple(choices),
        tuple(one for one, _ in parts if len(one) > 1),
        # Of what stands beside each other nothing is asked.
        tuple(
            (above, below)
            for (outer, _), (inner_names, sign) in itertools.pairwise(parts)
            if sign in ("", ">")
            for above in outer
            for below in inner_names
        ),
    )


def _names(known: str) -> frozenset[str]:
    return frozenset(_NAMED.findall(_PSEUDO.sub("", known)))


def _written(sheet: Sheet, page: Outline) -> str:
    parts = []
    for one in sheet:
        if isinstance(one, Rule):
            kept = ",".join(selector.text for selector in one.selectors if selector.is_met(page))
            if kept:
                parts.append(f"{kept}{{{one.body}}}")
        elif one.rules is None:
            # A sheet with a name is that of a class: @page across that of .paper-across.
            if one.head.startswith("@page ") and f".paper-{one.head[6:]}" not in page.names:
                continue
            parts.append(f"{one.head}{{{one.body}}}")
        elif inside := _written(one.rules, page):
            parts.append(f"{one.head}{{{inside}}}")
    return "".join(parts)
