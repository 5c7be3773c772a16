"""What the styles of a workbook make of its cells: kind and format of a number, look of letters, by the style's number."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from indicators.spreadsheets.upload.conditions import RuleLook
from indicators.spreadsheets.upload.errors import RETYPE, refuse
from indicators.spreadsheets.upload.formats import kind_of_format
from indicators.spreadsheets.upload.looks import WHITE, Look, name_of
from indicators.spreadsheets.upload.markup import Attributes, named, refuse_broken, walk
from indicators.spreadsheets.upload.number_format import BUILT_IN
from indicators.spreadsheets.upload.sheet import CellKind

_PATTERN = "pattern"  # no letters have its colour
_MOST_FORMATS = 70_000
_WHOLE = re.compile(r"[0-9]{1,9}", re.ASCII)
_LISTS = ("numFmts", "fonts", "fills", "cellStyleXfs", "cellXfs", "dxfs")


@dataclass(frozen=True, slots=True)
class CellStyle:
    """`code`: the number format's text. `behind`: the colour behind the letters, paper's where none is laid."""

    kind: CellKind = CellKind.NUMBER
    code: str = ""
    look: Look = field(default_factory=Look)
    behind: str = WHITE


@dataclass(slots=True)
class Styles:
    """`conditional`: what the rules of conditional formatting change, by number."""

    cells: list[CellStyle] = field(default_factory=list)
    conditional: list[RuleLook] = field(default_factory=list)


class _StylesReader:
    """State between the events. Elements of the same names stand in several lists."""

    def __init__(self) -> None:
        self.inside = ""
        self.codes: dict[int, str] = {}
        self.fonts: list[Look] = []
        self.fills: list[str] = []
        self.bases: list[Attributes] = []
        self.formats: list[Attributes] = []
        self.conditional: list[RuleLook] = []
        self.is_solid = False

    def starts(self) -> dict[str, Callable[[Attributes], None]]:
        found: dict[str, Callable[[Attributes], None]] = {name: self._enters(name) for name in _LISTS}
        return found | {
            "numFmt": self.number_format,
            "font": self.font_begins,
            "dxf": lambda _: self._add(self.conditional, RuleLook()),
            "strike": lambda attributes: self._of_either("strike", attributes),
            "color": lambda attributes: self._of_either("colour", attributes),
            "vertAlign": lambda attributes: self._of_look(Look.align, attributes),
            "sz": lambda attributes: self._of_look(Look.measure, attributes),
            "fill": lambda _: self._add(self.fills, WHITE) if self.inside == "fills" else None,
            "patternFill": self.pattern,
            "fgColor": self.laid_behind,
            "bgColor": self.laid_behind_by_rule,
            "gradientFill": lambda _: self._set_fill(_PATTERN),
            "xf": self.cell_format,
        }

    def ends(self) -> dict[str, Callable[[], None]]:
        return {**dict.fromkeys(_LISTS, self._leaves), "font": self.font_ends}

    def _enters(self, name: str) -> Callable[[Attributes], None]:
        def enter(attributes: Attributes) -> None:
            self.inside = name

        return enter

    def _leaves(self) -> None:
        self.inside = ""

    def _add(self, items: list[Any], item: Any) -> None:
        if len(items) >= _MOST_FORMATS:
            refuse(f"書式が多すぎます。{RETYPE}")
        items.append(item)

    def number_format(self, attributes: Attributes) -> None:
        code = attributes.get("formatCode", "")
        if self.inside == "numFmts" and len(self.codes) < _MOST_FORMATS:
            self.codes[_whole(attributes.get("numFmtId"))] = code
        elif rule := self._rule():
            rule.code = code

    def _rule(self) -> RuleLook | None:
        return self.conditional[-1] if self.inside == "dxfs" and self.conditional else None

    def font_begins(self, attributes: Attributes) -> None:
        if self.inside == "fonts":
            self._add(self.fonts, Look())
        elif rule := self._rule():
            rule.in_font = True

    def font_ends(self) -> None:
        if rule := self._rule():
            rule.in_font = False

    def _of_look(self, what: Callable[[Look, Attributes], None], attributes: Attributes) -> None:
        if self.inside == "fonts" and self.fonts:
            what(self.fonts[-1], attributes)

    def _of_either(self, what: str, attributes: Attributes) -> None:
        """Of a font, or of the font that a rule gives."""
        look = self._rule() or (self.fonts[-1] if self.inside == "fonts" and self.fonts else None)
        if look is not None:
            getattr(look, what)(attributes)

    def laid_behind_by_rule(self, attributes: Attributes) -> None:
        if rule := self._rule():
            rule.laid_behind(attributes)

    def _set_fill(self, colour: str) -> None:
        if self.inside == "fills" and self.fills:
            self.fills[-1] = colour

    def pattern(self, attributes: Attributes) -> None:
        self.is_solid = attributes.get("patternType", "none") == "solid"
        self._set_fill(WHITE if attributes.get("patternType", "none") == "none" else _PATTERN)

    def laid_behind(self, attributes: Attributes) -> None:
        # What a system's own colour is (64, 65, auto) nobody knows here.
        if self.is_solid and "auto" not in attributes and attributes.get("indexed") not in ("64", "65"):
            self._set_fill(name_of(attributes))

    def cell_format(self, attributes: Attributes) -> None:
        if self.inside == "cellStyleXfs":
            self._add(self.bases, attributes)
        elif self.inside == "cellXfs":
            self._add(self.formats, attributes)

    # --- After the last event ---------------------------------------------------------------------

    def styles(self) -> Styles:
        """Many cells' formats share few number formats, fonts and fills."""
        known: dict[int, tuple[CellKind, str]] = {}
        cells = []
        for attributes in self.formats:
            number = self._number("numFmtId", attributes)
            if number not in known:
                code = self.codes.get(number)
                known[number] = kind_of_format(number, code), code or BUILT_IN.get(number, "")
            fill = self._number("fillId", attributes)
            font = self._number("fontId", attributes)
            cells.append(
                CellStyle(
                    *known[number],
                    self.fonts[font] if font < len(self.fonts) else Look(),
                    self.fills[fill] if fill < len(self.fills) else WHITE,
                )
            )
        return Styles(cells, self.conditional)

    def _number(self, name: str, attributes: Attributes) -> int:
        """Where a cell's format does not say it, the named style that it stands on does."""
        if name not in attributes:
            base = _whole(attributes.get("xfId", "0"))
            attributes = self.bases[base] if base < len(self.bases) else {}
        return _whole(attributes.get(name, "0"))


def read_styles(data: bytes) -> Styles:
    reader = _StylesReader()
    walk(data, starts=named(reader.starts()), ends=named(reader.ends()))
    return reader.styles()


def _whole(text: str | None) -> int:
    if text is None or not _WHOLE.fullmatch(text):
        refuse_broken()
    return int(text)
