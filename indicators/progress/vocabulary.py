"""The words of the rule: what a figure is, what may be said of it (figures.md §3, §4.4)."""

from enum import StrEnum


class Direction(StrEnum):
    """Which way is better. The last two are limits: there is no road from baseline to target."""

    INCREASE = "increase"
    DECREASE = "decrease"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"

    @property
    def is_limit(self) -> bool:
        return self in (Direction.AT_MOST, Direction.AT_LEAST)

    @property
    def sign(self) -> int:
        """s of figures.md §4.4: +1 where more is better, −1 where less is."""
        return 1 if self in (Direction.INCREASE, Direction.AT_LEAST) else -1


class Counting(StrEnum):
    """How a figure is counted. Only CUMULATIVE_FROM_ZERO changes the rule (figures.md §4)."""

    ANNUAL = "annual"
    POINT = "point"
    CUMULATIVE = "cumulative"
    CUMULATIVE_FROM_ZERO = "cumulative_from_zero"

    @property
    def is_cumulative(self) -> bool:
        return self in (Counting.CUMULATIVE, Counting.CUMULATIVE_FROM_ZERO)


class ValueState(StrEnum):
    """The state of a yearly value (figures.md §3)."""

    ACTUAL = "actual"
    PROVISIONAL = "provisional"
    ESTIMATE = "estimate"
    UNPUBLISHED = "unpublished"
    NOT_SURVEYED = "not_surveyed"
    UNMEASURABLE = "unmeasurable"
    NOT_APPLICABLE = "not_applicable"

    @property
    def label(self) -> str:
        return _STATE_LABELS[self]

    @property
    def is_judged(self) -> bool:
        """An estimate carries a value, yet it is never judged."""
        return self in (ValueState.ACTUAL, ValueState.PROVISIONAL)


class Verdict(StrEnum):
    """What is said of a figure, in the order in which a page lists the counts."""

    ACHIEVED = "achieved"
    ON_TRACK = "on_track"
    SLIGHTLY_BEHIND = "slightly_behind"
    BEHIND = "behind"
    WORSE = "worse"
    TOO_EARLY = "too_early"
    UNJUDGED = "unjudged"

    @property
    def label(self) -> str:
        return _VERDICT_LABELS[self]

    @property
    def is_judged(self) -> bool:
        """判定前 counts as not judged (figures.md §4.6)."""
        return self not in (Verdict.TOO_EARLY, Verdict.UNJUDGED)


class Rule(StrEnum):
    """Which line of figures.md §4.4–4.5 decided: the stable key beside the Japanese reason."""

    NOT_JUDGED_STATE = "not_judged_state"
    NO_VALUE = "no_value"
    TARGET_LEVEL_REACHED = "target_level_reached"  # before the target year: it can fall back
    TARGET_MET = "target_met"  # in the target year and after
    UP_TO_BASELINE_YEAR = "up_to_baseline_year"
    EXPECTED_REACHED = "expected_reached"
    WORSE_THAN_BASELINE = "worse_than_baseline"
    NEAR_EXPECTED = "near_expected"
    FAR_FROM_EXPECTED = "far_from_expected"
    INSIDE_LIMIT = "inside_limit"
    OUTSIDE_LIMIT = "outside_limit"


class PaceKind(StrEnum):
    """How the mean change stands to the needed one, worst first: the order of the pace table."""

    WRONG_WAY = "wrong_way"
    FLAT = "flat"
    TOO_SLOW = "too_slow"
    ENOUGH = "enough"
    REACHED = "reached"


_STATE_LABELS = {
    ValueState.ACTUAL: "実績",
    ValueState.PROVISIONAL: "速報",
    ValueState.ESTIMATE: "見込",
    ValueState.UNPUBLISHED: "未公表",
    ValueState.NOT_SURVEYED: "調査年外",
    ValueState.UNMEASURABLE: "把握不能",
    ValueState.NOT_APPLICABLE: "対象外",
}
_VERDICT_LABELS = {
    Verdict.ACHIEVED: "達成",
    Verdict.ON_TRACK: "順調",
    Verdict.SLIGHTLY_BEHIND: "やや遅れ",
    Verdict.BEHIND: "遅れ",
    Verdict.WORSE: "後退",
    Verdict.TOO_EARLY: "判定前",
    Verdict.UNJUDGED: "判定なし",
}
