"""Reads XML as a stream of events, from bytes that nobody trusts.

expat is given the whole member at once (in small pieces it would scan a long token again and again) and builds no
tree. A DOCTYPE ends the reading before an entity can be declared, so nothing can be multiplied and nothing be
fetched; encodings that could hide one are refused too.
"""

from collections.abc import Callable
from typing import Any, NoReturn
from xml.parsers import expat

from indicators.spreadsheets.upload.errors import RETYPE, refuse
from indicators.spreadsheets.upload.limits import MAX_DEPTH, MAX_ELEMENTS, WHOLE_PLAN

# Both dialects of the format: Transitional, which Excel writes, and Strict.
MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_LONGEST = WHOLE_PLAN.text  # of whatever file
_NO_MEMORY = expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]
_ENCODINGS = (None, "utf-8", "utf-16", "utf-16be", "utf-16le", "us-ascii", "ascii")

Attributes = dict[str, str]
Starts = dict[str, Callable[[Attributes], None]]
Ends = dict[str, Callable[[], None]]


def walk(
    data: bytes,
    *,
    starts: Starts,
    ends: Ends | None = None,
    text: Callable[[str], None] | None = None,
    most: int = MAX_ELEMENTS,
) -> None:
    """Call `starts` and `ends` by full name ("namespace local"), and `text` with all letters in between; `most` elements."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    depth = elements = 0
    begin, finish = starts.get, (ends or {}).get

    def start(name: str, attributes: Attributes) -> None:
        nonlocal depth, elements
        depth += 1
        elements += 1
        if depth > MAX_DEPTH:
            refuse_broken()
        if elements > most:
            refuse(f"ブックの中身が多すぎます。使っていない行や書式を消すか、{RETYPE}")
        handler = begin(name)
        if handler is not None:
            handler(attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        handler = finish(name)
        if handler is not None:
            handler()

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    if text is not None:
        parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _no_declarations
    parser.EntityDeclHandler = _no_declarations
    parser.XmlDeclHandler = _check_encoding
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        if getattr(error, "code", None) == _NO_MEMORY:
            raise MemoryError from None
        refuse_broken()


class TypedText:
    """Gathers the letters of a cell or shared text while `reads` says so, from as many elements as there are.

    Of a text longer than a cell may hold some letters too many are kept: enough to refuse its cells by their addresses.
    """

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        # The reading of a Japanese word (furigana) stands beside it and is no part of what was typed.
        self.reads = self.in_phonetic = False

    def __str__(self) -> str:
        return "".join(self.pieces)

    def phonetic_begins(self, attributes: Attributes) -> None:
        self.in_phonetic = True

    def phonetic_ends(self) -> None:
        self.in_phonetic = False

    def ends(self) -> None:
        self.reads = False

    def letters_come(self, text: str) -> None:
        if self.reads:
            if self.length <= _LONGEST:
                self.pieces.append(text[: _LONGEST + 1])
            self.length += len(text)


def both(local: str) -> tuple[str, ...]:
    """A local name of the sheets' namespace in both dialects."""
    return tuple(f"{space} {local}" for space in MAIN)


def named(handlers: dict[str, Any]) -> dict[str, Any]:
    """Handlers by local name, for both dialects."""
    return {full: handler for local, handler in handlers.items() for full in both(local)}


def refuse_broken() -> NoReturn:
    refuse(f"ブックの中身が壊れていて、読めません。{RETYPE}")


def _no_declarations(*_: object) -> NoReturn:
    refuse(f"ブックの中に、使えない宣言（DOCTYPE）があります。{RETYPE}")


def _check_encoding(version: str, encoding: str | None, standalone: int) -> None:
    if (encoding.lower() if encoding else None) not in _ENCODINGS:
        refuse_broken()
