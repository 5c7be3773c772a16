"""What stands in a page, as far as its styles ask: the names of its elements, and which stand in which."""

import re
from collections.abc import Mapping, Set
from typing import NamedTuple

_ELEMENT = re.compile(r"<(/?)([a-z][\w-]*)([^>]*)>")
# Drawings write theirs without quotes.
_NAMES = re.compile(r' (class|id|type)=(?:"([^"]*)"|([^\s">]+))')
_EMPTY = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)


class Outline(NamedTuple):
    """`names` are elements, .classes (the type of a box is one) and #ids, `elements` those of one element each; `around`: of a name, all that one with it stands in.

    `added`: names of what scripts may add, which can stand anywhere.
    """

    names: frozenset[str]
    elements: Set[frozenset[str]]
    around: Mapping[str, Set[frozenset[str]]]
    added: frozenset[str]

    def has_one(self, names: frozenset[str]) -> bool:
        """An element with all of these names."""
        wanted = names - self.added
        return any(wanted <= one for one in self.elements)

    def has_within(self, above: str, below: str) -> bool:
        """An element of the one name in one of the other."""
        if above in self.added or below in self.added:
            return True
        return any(above in around for around in self.around.get(below, ()))


def outline(html: str, added: frozenset[str]) -> Outline:
    """An element that is not closed holds what follows: then more is said to stand in others than does, never less."""
    known: dict[tuple[str, str], frozenset[str]] = {}
    stand: dict[frozenset[str], set[frozenset[str]]] = {}
    open_ones: list[str] = []
    arounds = [frozenset[str]()]
    for closes, element, attributes in _ELEMENT.findall(html):
        if closes:
            if element in open_ones:
                while open_ones.pop() != element:
                    arounds.pop()
                arounds.pop()
            continue
        names = known.get((element, attributes))
        if names is None:
            names = known[(element, attributes)] = _named(element, attributes)
        stand.setdefault(names, set()).add(arounds[-1])
        if attributes[-1:] != "/" and element not in _EMPTY:
            open_ones.append(element)
            arounds.append(arounds[-1] | names)
    around: dict[str, set[frozenset[str]]] = {}
    for names, those in stand.items():
        for name in names:
            around.setdefault(name, set()).update(those)
    return Outline(frozenset[str](["*", *around]) | added, stand.keys(), around, added)


def _named(element: str, attributes: str) -> frozenset[str]:
    names = [element]
    for attribute, written, bare in _NAMES.findall(attributes):
        sign = "#" if attribute == "id" else "."
        names += [f"{sign}{name}" for name in (written or bare).split()]
    return frozenset(names)
