"""Approval by the levels of a department: who may approve what on a day, read for many records in a fixed number of questions.

Steps are taken in workflow/review/approval_steps.py; the rule in words is docs/publication.md §4.
"""

from indicators.approvals.ahead import chains_ahead, levels_ahead, start_of
from indicators.approvals.hands import Hands, Step, hands_of
from indicators.approvals.kinds import KINDS, ApprovedKind, kind_of
from indicators.approvals.routes import Acting, Level, Routes, may_sit_of
from indicators.approvals.waiting import (
    Waiting,
    WaitingRecord,
    in_departments,
    is_waiting_in_department,
    may_look_into,
    sits_anywhere,
    waiting_for,
    waiting_of,
)

__all__ = [
    "KINDS",
    "Acting",
    "ApprovedKind",
    "Hands",
    "Level",
    "Routes",
    "Step",
    "Waiting",
    "WaitingRecord",
    "chains_ahead",
    "hands_of",
    "in_departments",
    "is_waiting_in_department",
    "kind_of",
    "levels_ahead",
    "may_look_into",
    "may_sit_of",
    "sits_anywhere",
    "start_of",
    "waiting_for",
    "waiting_of",
]
