"""The plan office's side of the admin: indicators, targets, thresholds, people; values are only looked at here.

Whoever may edit is decided by Django's permissions (permissions.office_rights). What citizens see is written by
the workflow alone: here a target is drafted and then published by another person, and from then on it is fixed.
"""

from indicators.admin.indicators import ComparisonSeriesAdmin, IndicatorAdmin
from indicators.admin.people import PersonAdmin
from indicators.admin.records import ReadOnlyAdmin
from indicators.admin.rules import InterimTargetAdmin, TargetAdmin, ThresholdAdmin

__all__ = [
    "ComparisonSeriesAdmin",
    "IndicatorAdmin",
    "InterimTargetAdmin",
    "PersonAdmin",
    "ReadOnlyAdmin",
    "TargetAdmin",
    "ThresholdAdmin",
]
