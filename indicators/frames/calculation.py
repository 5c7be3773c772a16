"""計算のしかた of one year, written when a page asks for it: that takes as long as the verdict itself, and few pages show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

from indicators.progress import Case, trace_of
from measures.fiscal_year import by_calendar


@dataclass(frozen=True, slots=True, eq=False)
class Calculation(Sequence[str]):
    """Its lines. `before`: those that stand before the ones of the case. `in_calendar_years`: the rule knows one kind of year."""

    before: tuple[str, ...] = ()
    case: Case | None = None
    in_calendar_years: bool = False

    @property
    def lines(self) -> tuple[str, ...]:
        found = (*self.before, *(() if self.case is None else trace_of(self.case)))
        return tuple(map(by_calendar, found)) if self.in_calendar_years else found

    @overload
    def __getitem__(self, place: int) -> str: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[str, ...]: ...

    def __getitem__(self, place: int | slice) -> str | tuple[str, ...]:
        return self.lines[place]

    def __len__(self) -> int:
        return len(self.lines)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Calculation):
            return NotImplemented
        if (self.before, self.case, self.in_calendar_years) == (
            other.before,
            other.case,
            other.in_calendar_years,
        ):
            return True
        return self.lines == other.lines

    def __hash__(self) -> int:
        return 0  # equal ones may be written and not written yet; what else a row says tells it apart
