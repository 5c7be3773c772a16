"""The words of the rule: what a figure is, what may be said of it (docs/progress.md §1–2, §6).

Each word is its code, as columns and addresses have it, and its label in Japanese. The models build their choices
from these, so that a new state stands in one place.
"""

from collections.abc import Mapping
from enum import EnumMeta, StrEnum


class _Words(EnumMeta):
    """What Django's TextChoices offer, without Django: choices, values and labels of the whole vocabulary."""

    @property
    def choices(cls) -> list[tuple[str, str]]:
        words: Mapping[str, Word] = cls.__members__
        return [(word.value, word.label) for word in words.values()]

    @property
    def values(cls) -> list[str]:
        return [value for value, _ in cls.choices]

    @property
    def labels(cls) -> list[str]:
        return [label for _, label in cls.choices]


class Word(StrEnum, metaclass=_Words):
    """A code with its label: `ACTUAL = "actual", "実績"`; equal to its code, as any text."""

    label: str

    def __new__(cls, code: str, label: str = "") -> "Word":
        word = str.__new__(cls, code)
        word._value_ = code
        word.label = label
        return word


class Direction(Word):
    """Which way is better. The last three are limits: there is no road from baseline to target."""

    INCREASE = "increase", "増やす"
    DECREASE = "decrease", "減らす"
    AT_MOST = "at_most", "上限以内に保つ"
    AT_LEAST = "at_least", "下限以上に保つ"
    WITHIN = "within", "範囲内に保つ"

    @property
    def is_limit(self) -> bool:
        return self in (Direction.AT_MOST, Direction.AT_LEAST, Direction.WITHIN)

    @property
    def sign(self) -> int:
        """s of docs/progress.md §6: +1 where more is better, −1 where less is, 0 where neither is (a range)."""
        if self is Direction.WITHIN:
            return 0
        return 1 if self in (Direction.INCREASE, Direction.AT_LEAST) else -1


class Counting(Word):
    """How a figure is counted. Only CUMULATIVE_FROM_ZERO changes the rule (docs/progress.md §3)."""

    ANNUAL = "annual", "その年度の数"
    POINT = "point", "その時点の数"
    CUMULATIVE = "cumulative", "累計"
    CUMULATIVE_FROM_ZERO = "cumulative_from_zero", "累計（計画期間の初めに0から数え直す）"

    @property
    def is_cumulative(self) -> bool:
        return self in (Counting.CUMULATIVE, Counting.CUMULATIVE_FROM_ZERO)


class ValueState(Word):
    """The state of a yearly value (docs/progress.md §2)."""

    ACTUAL = "actual", "実績"
    PROVISIONAL = "provisional", "速報"
    ESTIMATE = "estimate", "見込"
    PART_YEAR = "part_year", "年度途中"
    UNPUBLISHED = "unpublished", "未公表"
    NOT_SURVEYED = "not_surveyed", "調査年外"
    UNMEASURABLE = "unmeasurable", "把握不能"
    NOT_APPLICABLE = "not_applicable", "対象外"

    @property
    def is_judged(self) -> bool:
        """見込 and 年度途中 carry a value, yet they are never judged."""
        return self in (ValueState.ACTUAL, ValueState.PROVISIONAL)

    @property
    def carries_value(self) -> bool:
        """The others carry a reason and no value."""
        return self.is_judged or self.is_preliminary

    @property
    def is_preliminary(self) -> bool:
        """A value that is drawn hollow and dotted, and judged never: a guess, or a part of the year."""
        return self in (ValueState.ESTIMATE, ValueState.PART_YEAR)

    @property
    def is_followed_up(self) -> bool:
        """Not final: the next record has a day by which it is due (docs/progress.md §2)."""
        return self in (ValueState.UNPUBLISHED, ValueState.PROVISIONAL) or self.is_preliminary


class Verdict(Word):
    """What is said of a figure, in the order in which a page lists the counts."""

    ACHIEVED = "achieved", "達成"
    ON_TRACK = "on_track", "順調"
    SLIGHTLY_BEHIND = "slightly_behind", "やや遅れ"
    BEHIND = "behind", "遅れ"
    WORSE = "worse", "後退"
    TOO_EARLY = "too_early", "判定前"
    UNJUDGED = "unjudged", "判定なし"

    @property
    def is_judged(self) -> bool:
        """判定前 counts as not judged (docs/progress.md §8)."""
        return self not in (Verdict.TOO_EARLY, Verdict.UNJUDGED)

    @property
    def is_missed(self) -> bool:
        """Short of what was expected by then, or outside a limit: it wants a reason and a next step (docs/publication.md §5)."""
        return self in (Verdict.SLIGHTLY_BEHIND, Verdict.BEHIND, Verdict.WORSE)


# 達成 before the target year, worded more carefully: the figure can fall back (docs/progress.md §6).
LEVEL_REACHED = "目標の水準に到達"


class Rule(StrEnum):
    """Which line of docs/progress.md §6–7 decided: the stable key beside the Japanese reason."""

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
    JUST_BELOW_LIMIT = "just_below_limit"  # outside, within the tolerance
    JUST_ABOVE_LIMIT = "just_above_limit"
    BEFORE_FIRST_YEAR = "before_first_year"  # of a limit: nothing was promised for that year yet
    NO_START_YET = "no_start_yet"  # no baseline, and no judged value that could be one
    TARGET_ALONE = "target_alone"  # no line leads to the target: held against it alone

    @property
    def words(self) -> str:
        """What takes the verdict's own word's place; "" where that stands."""
        return _WORDED.get(self, "")


_WORDED = {
    Rule.TARGET_LEVEL_REACHED: LEVEL_REACHED,
    Rule.JUST_BELOW_LIMIT: "わずかに届かない",
    Rule.JUST_ABOVE_LIMIT: "わずかに超えている",
}


class PaceKind(StrEnum):
    """How the mean change stands to the needed one, worst first: the order of the pace table."""

    WRONG_WAY = "wrong_way"
    FLAT = "flat"
    TOO_SLOW = "too_slow"
    TURNED = "turned"  # the mean would do, the newest change points the other way
    ENOUGH = "enough"
    REACHED = "reached"
