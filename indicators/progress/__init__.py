"""Progress: one rule, pure (docs/progress.md). Nothing but the standard library, no Django, no database.

judge() gives the verdict on one value of one indicator, check_rule() refuses what cannot be judged when
it is saved, roll_up() counts verdicts, pace() and outlook() look ahead, the two *_display() functions
round for the eye. next_due() gives the day on which more is due. Decimals in, Decimals out; ValueError with a Japanese message for all that is refused.
"""

from indicators.progress.case import Case
from indicators.progress.counts import RollUp, roll_up
from indicators.progress.definition import SLIGHTLY_BEHIND_FROM, check_rule
from indicators.progress.display import expected_display, progress_display
from indicators.progress.exact import RuleError
from indicators.progress.follow_up import next_due
from indicators.progress.limit_risk import LimitRisk, limit_risks
from indicators.progress.rhythm import is_survey_year, rhythm_label
from indicators.progress.straight_line import Outlook, outlook
from indicators.progress.survey_error import survey_error, within_error
from indicators.progress.trace import trace_of
from indicators.progress.verdicts import Judgement, judge
from indicators.progress.vocabulary import (
    LEVEL_REACHED,
    Counting,
    Direction,
    PaceKind,
    Rule,
    ValueState,
    Verdict,
)
from indicators.progress.yardstick import effective_baseline
from indicators.progress.year_on_year import Pace, pace

__all__ = [
    "LEVEL_REACHED",
    "SLIGHTLY_BEHIND_FROM",
    "Case",
    "Counting",
    "Direction",
    "Judgement",
    "LimitRisk",
    "Outlook",
    "Pace",
    "PaceKind",
    "RollUp",
    "Rule",
    "RuleError",
    "ValueState",
    "Verdict",
    "check_rule",
    "effective_baseline",
    "expected_display",
    "is_survey_year",
    "judge",
    "limit_risks",
    "next_due",
    "outlook",
    "pace",
    "progress_display",
    "rhythm_label",
    "roll_up",
    "survey_error",
    "trace_of",
    "within_error",
]
