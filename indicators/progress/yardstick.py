"""The ものさし of an indicator: from where, to where, by when, or between which limits (docs/progress.md §3–5, §7)."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import overload

from indicators.progress.exact import Figure, to_decimal, to_fraction
from indicators.progress.vocabulary import Counting, Direction
from indicators.progress.words import to_word

Knot = tuple[int, Fraction]
# The lower and the upper limit of a year; None where that side is open.
Limits = tuple[Fraction | None, Fraction | None]


@dataclass(frozen=True)
class Yardstick:
    """A rule that passed docs/progress.md §4. `interim` is in order, and of a way lies behind its start.

    `baseline` and `baseline_year` are the effective ones (B, t0): the printed, 0 where counting restarts, or the start
    that was computed from a judged value (`is_computed`); None where nothing is known yet. A limit looks at neither.
    """

    direction: Direction
    counting: Counting
    printed_baseline: Fraction | None
    printed_baseline_year: int | None
    baseline: Fraction | None
    baseline_year: int | None
    is_computed: bool
    target: Fraction
    upper: Fraction | None
    target_year: int
    interim: tuple[Knot, ...]
    tolerance: Fraction
    first_year: int | None
    slightly_behind_from: Fraction

    @property
    def restarts(self) -> bool:
        return self.counting is Counting.CUMULATIVE_FROM_ZERO

    @property
    def start(self) -> Knot | None:
        """(t0, B) of an increase or a decrease; None for a limit, and where no start is known yet."""
        if self.direction.is_limit or self.baseline is None or self.baseline_year is None:
            return None
        return self.baseline_year, self.baseline

    @property
    def line_start(self) -> Knot | None:
        """The start, where a line leads from it to the target: a computed one may have passed the target or its year."""
        start = self.start
        if start is None or start[0] >= self.target_year or self.reaches(start[1], self.target):
            return None
        return start

    @property
    def figures(self) -> list[Fraction]:
        """Every figure that was put in."""
        found = (self.baseline, self.target, self.upper, *(figure for _, figure in self.interim))
        return [figure for figure in found if figure is not None]

    def segment(self, year: int) -> tuple[Knot, Knot]:
        """The two knots around a year of [t0, tT), where there is a line."""
        start = self.line_start
        knots = (*(() if start is None else (start,)), *self.interim, (self.target_year, self.target))
        return next((left, right) for left, right in pairwise(knots) if left[0] <= year < right[0])

    def expected(self, year: int) -> Fraction | None:
        """E(t), docs/progress.md §5; of a limit the one of that year, None for a range."""
        if self.direction.is_limit:
            return None if self.upper is not None else self.limit_of(year)
        start = self.start
        if start is None:
            return self.target if year >= self.target_year else None
        if year < start[0]:
            return None
        if year >= self.target_year or self.line_start is None:
            return self.target
        (left_year, left), (right_year, right) = self.segment(year)
        return left + (right - left) * Fraction(year - left_year, right_year - left_year)

    def limit_of(self, year: int) -> Fraction:
        """The limit of a year: of the nearest given year that is not before it, else the target."""
        return next((figure for given, figure in self.interim if given >= year), self.target)

    def limits(self, year: int) -> Limits | None:
        """Both sides of a limit in a year; None for an increase or a decrease."""
        if not self.direction.is_limit:
            return None
        if self.direction is Direction.WITHIN:
            return self.target, self.upper
        limit = self.limit_of(year)
        return (limit, None) if self.direction is Direction.AT_LEAST else (None, limit)

    def margin(self, value: Fraction, year: int) -> Fraction | None:
        """To the nearer limit, negative outside; None for an increase or a decrease (docs/progress.md §7)."""
        limits = self.limits(year)
        if limits is None:
            return None
        lower, upper = limits
        sides = (None if lower is None else value - lower, None if upper is None else upper - value)
        return min(side for side in sides if side is not None)

    def reaches(self, value: Fraction, mark: Fraction) -> bool:
        """s(value − mark) ≥ 0."""
        return self.direction.sign * (value - mark) >= 0

    def progress(self, figure: Fraction | None) -> Fraction | None:
        """(figure − B) / (T − B); None where there is no line."""
        start = self.line_start
        if figure is None or start is None:
            return None
        return (figure - start[1]) / (self.target - start[1])


@overload
def effective_baseline(*, counting: str, baseline: Figure) -> Decimal: ...


@overload
def effective_baseline(*, counting: str, baseline: None) -> Decimal | None: ...


def effective_baseline(*, counting: str, baseline: Figure | None) -> Decimal | None:
    """0 for `cumulative_from_zero`, else the printed baseline, None where none is printed (docs/progress.md §3)."""
    word = to_word(Counting, counting, field="counting", name="数え方")
    printed = None if baseline is None else to_fraction(baseline, field="baseline", name="現状値")
    if word is Counting.CUMULATIVE_FROM_ZERO:
        return Decimal(0)
    return None if printed is None else to_decimal(printed)
