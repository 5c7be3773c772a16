"""judge(): one value of one year against its yardstick (docs/progress.md §6–8)."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from indicators.progress.display import progress_display
from indicators.progress.exact import Figure, to_decimal, to_fraction, to_year
from indicators.progress.trace import Case
from indicators.progress.vocabulary import LEVEL_REACHED, Rule, ValueState, Verdict
from indicators.progress.yardstick import (
    SLIGHTLY_BEHIND_FROM,
    Interim,
    Yardstick,
    read_yardstick,
    to_word,
)


@dataclass(frozen=True)
class Judgement:
    """What the rule says of one value. Figures are in the indicator's unit, progress is 1 at the target.

    `expected` is None before the baseline's year. `progress` and `expected_progress` are None for limits
    (at_most, at_least), `margin` for everything else; both are None where there is nothing to judge.
    `rule` is the stable key of the rule that held, `reason` the same in Japanese, `trace` the 計算のしかた.
    `applies` is False for 対象外, which leaves every denominator.
    """

    verdict: Verdict
    rule: Rule
    reason: str
    expected: Decimal | None
    progress: Decimal | None
    expected_progress: Decimal | None
    margin: Decimal | None
    trace: tuple[str, ...]
    applies: bool = True

    @property
    def label(self) -> str:
        """The verdict in words; 達成 before the target year says that the figure can fall back."""
        return LEVEL_REACHED if self.rule is Rule.TARGET_LEVEL_REACHED else self.verdict.label

    @property
    def progress_percent(self) -> Decimal | None:
        """For display, to 0.1 (docs/progress.md §11); None where there is no progress, never 0."""
        return None if self.progress is None else progress_display(self.progress, self.verdict)


def judge(
    *,
    direction: str,
    counting: str,
    baseline: Figure,
    baseline_year: int,
    target: Figure,
    target_year: int,
    value: Figure | None,
    year: int,
    state: str = "actual",
    interim: Interim = (),
    slightly_behind_from: Figure = SLIGHTLY_BEHIND_FROM,
) -> Judgement:
    """The verdict on `value` for fiscal `year`, exact whatever the decimal context (docs/progress.md §3–8).

    Years are fiscal years (2024 is April 2024 to March 2025), figures Decimals in the indicator's unit,
    `interim` pairs of year and value in any order, `value` None where there is none. For counting
    `cumulative_from_zero` the baseline counts as 0 and `baseline_year` is the year before the plan's first.
    ValueError (RuleError, with `.field`) for all that docs/progress.md §4 refuses.
    """
    yardstick = read_yardstick(
        direction=direction,
        counting=counting,
        baseline=baseline,
        baseline_year=baseline_year,
        target=target,
        target_year=target_year,
        interim=interim,
        slightly_behind_from=slightly_behind_from,
    )
    year = to_year(year, field="year", name="値の年度")
    value_state = to_word(ValueState, state, field="state", name="値の状態")
    figure = None if value is None else to_fraction(value, field="value", name="値")
    judged = figure if value_state.is_judged else None
    expected = yardstick.expected(year)
    verdict, rule = _decide(yardstick, year, value_state, judged, expected)
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
        progress=_decimal(_progress(yardstick, judged)),
        expected_progress=_decimal(_progress(yardstick, expected)),
        margin=_decimal(_margin(yardstick, judged)),
        trace=case.trace,
        applies=value_state is not ValueState.NOT_APPLICABLE,
    )


def _decide(
    yardstick: Yardstick,
    year: int,
    state: ValueState,
    value: Fraction | None,
    expected: Fraction | None,
) -> tuple[Verdict, Rule]:
    """The first line of docs/progress.md §6, §7 for limits, that holds."""
    if not state.is_judged:
        return Verdict.UNJUDGED, Rule.NOT_JUDGED_STATE
    if value is None:
        return Verdict.UNJUDGED, Rule.NO_VALUE
    due = year >= yardstick.target_year
    reached = yardstick.reaches(value, yardstick.target)
    if reached and due:
        return Verdict.ACHIEVED, Rule.TARGET_MET
    if yardstick.direction.is_limit:
        if reached:
            return Verdict.ON_TRACK, Rule.INSIDE_LIMIT
        return Verdict.BEHIND, Rule.OUTSIDE_LIMIT
    if reached:
        return Verdict.ACHIEVED, Rule.TARGET_LEVEL_REACHED
    if year <= yardstick.baseline_year or expected is None:
        return Verdict.TOO_EARLY, Rule.UP_TO_BASELINE_YEAR
    if yardstick.reaches(value, expected):
        return Verdict.ON_TRACK, Rule.EXPECTED_REACHED
    if not yardstick.reaches(value, yardstick.baseline):
        return Verdict.WORSE, Rule.WORSE_THAN_BASELINE
    # B ≤ A < E here (mirrored for decrease), so that E − B cannot be zero, even where an interim target
    # dips below the baseline.
    share = (value - yardstick.baseline) / (expected - yardstick.baseline)
    if share >= yardstick.slightly_behind_from:
        return Verdict.SLIGHTLY_BEHIND, Rule.NEAR_EXPECTED
    return Verdict.BEHIND, Rule.FAR_FROM_EXPECTED


def _progress(yardstick: Yardstick, figure: Fraction | None) -> Fraction | None:
    if figure is None or yardstick.direction.is_limit:
        return None
    return yardstick.progress(figure)


def _margin(yardstick: Yardstick, value: Fraction | None) -> Fraction | None:
    """T − A for at_most, A − T for at_least: negative outside the limit."""
    if value is None or not yardstick.direction.is_limit:
        return None
    return yardstick.direction.sign * (value - yardstick.target)


def _decimal(number: Fraction | None) -> Decimal | None:
    return None if number is None else to_decimal(number)
