"""Rows of the indicators' side: what is measured, what was typed, what was published, who did it."""

from indicators.models.cycle import Cycle
from indicators.models.event import Event
from indicators.models.indicator import Counting, Direction, Indicator
from indicators.models.membership import Membership
from indicators.models.publication import Publication
from indicators.models.result import Result
from indicators.models.target import Target, Threshold
from indicators.models.vocabulary import CARRIES_VALUE, Kind, ValueState, WorkflowState

__all__ = [
    "CARRIES_VALUE",
    "Counting",
    "Cycle",
    "Direction",
    "Event",
    "Indicator",
    "Kind",
    "Membership",
    "Publication",
    "Result",
    "Target",
    "Threshold",
    "ValueState",
    "WorkflowState",
]
