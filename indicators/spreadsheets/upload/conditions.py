"""Conditional formatting: what a rule may do to the cells of its range, in a sheet's own list and in Excel's later one (x14).

Whether a rule holds is not computed. Rules of the later list (those that look at another sheet, for example) bring their look
with them and name their range last; the others name a look of the workbook's styles.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from indicators.spreadsheets.upload.errors import RETYPE, refuse
from indicators.spreadsheets.upload.limits import MAX_CELL_MARKS, MAX_MERGES
from indicators.spreadsheets.upload.looks import BLACK, Look, name_of
from indicators.spreadsheets.upload.markup import Attributes, named, refuse_broken
from indicators.spreadsheets.upload.number_format import may_mislead
from indicators.spreadsheets.upload.sheet import column_of

_LATER = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_LATER_RANGE = "http://schemas.microsoft.com/office/excel/2006/main sqref"
_RANGE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})(?::([A-Z]{1,3})([1-9][0-9]{0,6}))?", re.ASCII)
_INDEX = re.compile(r"[0-9]{1,7}", re.ASCII)
_LONGEST_RANGES = 200_000
_FALSE = ("0", "false")
Place = tuple[int, int]


@dataclass(slots=True)
class RuleLook:
    """What a rule changes (a dxf): letters, number format, and the colour behind them, if it lays one.

    `hides`: only a bar or a picture is drawn.
    """

    look: Look = field(default_factory=Look)
    code: str = ""
    fill: str = ""
    hides: bool = False
    in_font: bool = False

    def strike(self, attributes: Attributes) -> None:
        if self.in_font:
            self.look.strike(attributes)

    def colour(self, attributes: Attributes) -> None:
        # The lines around a cell have colours, too.
        if self.in_font:
            self.look.colour(attributes)

    def laid_behind(self, attributes: Attributes) -> None:
        self.fill = name_of(attributes)

    def harm(self, *, behind: str) -> str:
        """In words; "" for what does none. `behind`: the colour of the cell without the rule."""
        if self.look.is_struck:
            return "取り消し線が付くことがあります"
        is_coloured = self.look.colour_name != BLACK or self.fill == BLACK
        if self.hides or (is_coloured and self.look.colour_name == (self.fill or behind)):
            return "中身が見えなくなることがあります"
        if may_mislead(self.code):
            return "入っている数と違う数に見えることがあります"
        return ""


@dataclass(frozen=True, slots=True)
class ConditionalArea:
    """A range and one look that its rules may give: its own, or by its number among the workbook's styles."""

    first: Place
    last: Place
    look: RuleLook | int

    def holds(self, row: int, column: int) -> bool:
        return self.first[0] <= row <= self.last[0] and self.first[1] <= column <= self.last[1]


class ConditionReader:
    """State between the events of one sheet; `found` is what was read."""

    def __init__(self) -> None:
        self.found: list[ConditionalArea] = []
        self.areas: list[tuple[Place, Place]] = []
        self.own: list[RuleLook] = []
        self.range = ""
        self.is_later = self.in_range = False

    def starts(self) -> dict[str, Callable[[Attributes], None]]:
        """By local name: of the sheets' namespace; some of them stand in a rule of the later list, too."""
        return {
            "conditionalFormatting": self.begins,
            "cfRule": self.rule_begins,
            "dataBar": self.picture_begins,
            "iconSet": self.picture_begins,
            **self._of_look(),
        }

    def later_starts(self) -> dict[str, Callable[[Attributes], None]]:
        """By full name."""
        found = {
            "conditionalFormatting": self.later_begins,
            "dxf": lambda _: self.own.append(RuleLook()),
            "dataBar": self.picture_begins,
            "iconSet": self.picture_begins,
            **self._of_look(),
        }
        return {f"{_LATER} {name}": handler for name, handler in found.items()} | {
            _LATER_RANGE: self.range_begins
        }

    def _of_look(self) -> dict[str, Callable[[Attributes], None]]:
        def told(what: Callable[[RuleLook, Attributes], None]) -> Callable[[Attributes], None]:
            return lambda attributes: what(self.own[-1], attributes) if self.own else None

        return {
            "font": told(lambda one, _: setattr(one, "in_font", True)),
            "strike": told(RuleLook.strike),
            "color": told(RuleLook.colour),
            "bgColor": told(RuleLook.laid_behind),
            "numFmt": told(lambda one, attributes: setattr(one, "code", attributes.get("formatCode", ""))),
        }

    def ends(self) -> dict[str, Callable[[], None]]:
        """By full name."""
        found = named({"font": self.font_ends}) | {f"{_LATER} font": self.font_ends}
        return found | {_LATER_RANGE: self.range_ends, f"{_LATER} conditionalFormatting": self.later_ends}

    # --- A sheet's own list -----------------------------------------------------------------------

    def begins(self, attributes: Attributes) -> None:
        self.areas = _areas(attributes.get("sqref", ""))

    def rule_begins(self, attributes: Attributes) -> None:
        if "dxfId" not in attributes:
            return
        if not _INDEX.fullmatch(attributes["dxfId"]):
            refuse_broken()
        self._add(int(attributes["dxfId"]))

    def picture_begins(self, attributes: Attributes) -> None:
        if attributes.get("showValue", "1") not in _FALSE:
            return
        if self.is_later:
            self.own.append(RuleLook(hides=True))
        else:
            self._add(RuleLook(hides=True))

    def _add(self, look: RuleLook | int) -> None:
        if len(self.found) + len(self.areas) > MAX_CELL_MARKS:
            refuse(f"条件付き書式が多すぎます。{RETYPE}")
        self.found += [ConditionalArea(first, last, look) for first, last in self.areas]

    # --- The later one ----------------------------------------------------------------------------

    def later_begins(self, attributes: Attributes) -> None:
        self.own, self.range, self.is_later = [], "", True

    def font_ends(self) -> None:
        if self.own:
            self.own[-1].in_font = False

    def range_begins(self, attributes: Attributes) -> None:
        self.in_range = self.is_later

    def range_ends(self) -> None:
        self.in_range = False

    def letters_come(self, text: str) -> None:
        if self.in_range and len(self.range) < _LONGEST_RANGES:
            self.range += text

    def later_ends(self) -> None:
        self.areas = _areas(self.range)
        for look in self.own:
            self._add(look)
        self.own, self.is_later = [], False


def _areas(ranges: str) -> list[tuple[Place, Place]]:
    found = []
    for area in ranges.split()[:MAX_MERGES]:
        if match := _RANGE.fullmatch(area):
            first = int(match[2]), column_of(match[1])
            found.append((first, (int(match[4]), column_of(match[3])) if match[3] else first))
    return found
