"""judge(): one value of one year against its yardstick (docs/progress.md §6–8)."""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from indicators.progress.case import Case
from indicators.progress.definition import SLIGHTLY_BEHIND_FROM, Interim, Start, read_yardstick
from indicators.progress.display import progress_display
from indicators.progress.exact import Figure, to_decimal, to_fraction, to_year
from indicators.progress.trace import trace_of
from indicators.progress.vocabulary import Rule, ValueState, Verdict
from indicators.progress.words import to_word
from indicators.progress.yardstick import Yardstick


@dataclass(frozen=True)
class Judgement:
    """What the rule says of one value. Figures are in the indicator's unit, progress is 1 at the target.

    `expected` is None before the start's year, where no start is known yet, and for a range (within). `progress` and
    `expected_progress` are None for limits (at_most, at_least, within) and where no line leads to the target, `margin`
    for everything but limits; all are None where there is nothing to judge. `limits` are the lower and the upper limit
    of the year, None where that side is open; None itself for an increase or a decrease.
    `rule` is the stable key of the rule that held, `reason` the same in Japanese; `case` is what was held against what.
    `applies` is False for 対象外, which leaves every denominator.
    """

    verdict: Verdict
    rule: Rule
    reason: str
    expected: Decimal | None
    progress: Decimal | None
    expected_progress: Decimal | None
    margin: Decimal | None
    case: Case = field(compare=False, repr=False)
    applies: bool = True
    limits: tuple[Decimal | None, Decimal | None] | None = None

    @cached_property
    def trace(self) -> tuple[str, ...]:
        """The 計算のしかた, a line each; written when it is asked for, which takes as long as the verdict."""
        return trace_of(self.case)

    @property
    def place(self) -> str:
        """Where roll_up() counts it: 対象外 in no denominator."""
        return self.verdict.value if self.applies else "not_applicable"

    @property
    def label(self) -> str:
        """The verdict in words; 達成 before the target year says that the figure can fall back."""
        return self.rule.words or self.verdict.label

    @property
    def progress_percent(self) -> Decimal | None:
        """For display, to 0.1 (docs/progress.md §11); None where there is no progress, never 0."""
        return None if self.progress is None else progress_display(self.progress, self.verdict)


def judge(
    *,
    direction: str,
    counting: str,
    baseline: Figure | None = None,
    baseline_year: int | None = None,
    start: Start | None = None,
    target: Figure,
    upper: Figure | None = None,
    target_year: int,
    value: Figure | None,
    year: int,
    state: str = "actual",
    interim: Interim = (),
    tolerance: Figure = Decimal(0),
    first_year: int | None = None,
    slightly_behind_from: Figure = SLIGHTLY_BEHIND_FROM,
) -> Judgement:
    """The verdict on `value` for fiscal `year`, exact whatever the decimal context (docs/progress.md §3–8).

    Years are fiscal years (2024 is April 2024 to March 2025; of an indicator that is counted by calendar year, that
    one), figures Decimals in the indicator's unit, `interim` pairs of year and value in any order, `value` None where
    there is none. For counting `cumulative_from_zero` the baseline counts as 0 and `baseline_year` is the year before the
    plan's first; without one it is the year before `first_year`. `start`: only without a baseline, a pair of year and
    value from which the line runs, computed by the caller; passed over where none plays a part (limits, what is counted
    from zero). Of `within` `target` is the lower limit and `upper` the upper
    one; of at_most and at_least `interim` are limits by year. `tolerance`: by how much a limit may be missed and be やや遅れ.
    `first_year`: of the promise; of a limit earlier years are 判定前.
    ValueError (RuleError, with `.field`) for all that docs/progress.md §4 refuses.
    """
    yardstick = read_yardstick(
        direction=direction,
        counting=counting,
        baseline=baseline,
        baseline_year=baseline_year,
        start=start,
        target=target,
        upper=upper,
        target_year=target_year,
        interim=interim,
        tolerance=tolerance,
        first_year=first_year,
        slightly_behind_from=slightly_behind_from,
    )
    year = to_year(year, field="year", name="値の年度")
    value_state = to_word(ValueState, state, field="state", name="値の状態")
    figure = None if value is None else to_fraction(value, field="value", name="値")
    judged = figure if value_state.is_judged else None
    expected, limits = yardstick.expected(year), yardstick.limits(year)
    verdict, rule = _decide(yardstick, year, value_state, judged)
    # Of what is not judged neither side of the way is told, so that nobody takes a missing one for 0 %.
    due = None if judged is None else expected
    case = Case(
        yardstick=yardstick,
        year=year,
        state=value_state,
        # A value typed beside 調査年外 is no value of that year: not even the trace shows it.
        value=figure if value_state.carries_value else None,
        expected=expected,
        rule=rule,
    )
    return Judgement(
        verdict=verdict,
        rule=rule,
        reason=case.reason,
        expected=_decimal(expected),
        progress=_decimal(yardstick.progress(judged)),
        expected_progress=_decimal(yardstick.progress(due)),
        margin=None if judged is None else _decimal(yardstick.margin(judged, year)),
        case=case,
        applies=value_state is not ValueState.NOT_APPLICABLE,
        limits=None if limits is None else (_decimal(limits[0]), _decimal(limits[1])),
    )


def _decide(
    yardstick: Yardstick, year: int, state: ValueState, value: Fraction | None
) -> tuple[Verdict, Rule]:
    """The first line of docs/progress.md §6, §7 for limits, that holds."""
    if not state.is_judged:
        return Verdict.UNJUDGED, Rule.NOT_JUDGED_STATE
    if value is None:
        return Verdict.UNJUDGED, Rule.NO_VALUE
    if yardstick.direction.is_limit:
        return _decide_limit(yardstick, year, value)
    due = year >= yardstick.target_year
    if yardstick.reaches(value, yardstick.target):
        return Verdict.ACHIEVED, Rule.TARGET_MET if due else Rule.TARGET_LEVEL_REACHED
    start, expected = yardstick.start, yardstick.expected(year)
    if start is None:
        return (Verdict.BEHIND, Rule.TARGET_ALONE) if due else (Verdict.TOO_EARLY, Rule.NO_START_YET)
    # A start that was computed may lie in the target year or after it: there the target alone decides.
    if expected is None or year < start[0] or year == start[0] < yardstick.target_year:
        return Verdict.TOO_EARLY, Rule.UP_TO_BASELINE_YEAR
    if yardstick.line_start is None:
        return Verdict.BEHIND, Rule.TARGET_ALONE
    return _decide_on_line(yardstick, value, start[1], expected)


def _decide_on_line(
    yardstick: Yardstick, value: Fraction, baseline: Fraction, expected: Fraction
) -> tuple[Verdict, Rule]:
    if yardstick.reaches(value, expected):
        return Verdict.ON_TRACK, Rule.EXPECTED_REACHED
    if not yardstick.reaches(value, baseline):
        return Verdict.WORSE, Rule.WORSE_THAN_BASELINE
    # B ≤ A < E here (mirrored for decrease), so that E − B cannot be zero, even where an interim target
    # dips below the baseline.
    share = (value - baseline) / (expected - baseline)
    if share >= yardstick.slightly_behind_from:
        return Verdict.SLIGHTLY_BEHIND, Rule.NEAR_EXPECTED
    return Verdict.BEHIND, Rule.FAR_FROM_EXPECTED


def _decide_limit(yardstick: Yardstick, year: int, value: Fraction) -> tuple[Verdict, Rule]:
    """Inside, outside by no more than the tolerance, or outside; not before something was promised."""
    if yardstick.first_year is not None and year < yardstick.first_year:
        return Verdict.TOO_EARLY, Rule.BEFORE_FIRST_YEAR
    margin, (lower, _) = yardstick.margin(value, year), yardstick.limits(year) or (None, None)
    assert margin is not None  # every limit has one
    if margin >= 0:
        due = year >= yardstick.target_year
        return (Verdict.ACHIEVED, Rule.TARGET_MET) if due else (Verdict.ON_TRACK, Rule.INSIDE_LIMIT)
    if -margin <= yardstick.tolerance:
        below = lower is not None and value < lower
        return Verdict.SLIGHTLY_BEHIND, Rule.JUST_BELOW_LIMIT if below else Rule.JUST_ABOVE_LIMIT
    return Verdict.BEHIND, Rule.OUTSIDE_LIMIT


def _decimal(number: Fraction | None) -> Decimal | None:
    return None if number is None else to_decimal(number)
