"""The only writer of values: each transition is atomic, checked, and recorded (product.md, trust.md).

Every function takes its arguments by keyword, `by` the acting user and `now` the moment (default: now).
They raise NotAllowed (wrong person), WrongState (impossible now), Conflict (somebody was first; carries what
stands) and Incomplete (errors by field); the database is then as it was.
"""

from indicators.workflow.changes import allowed_kinds, discard, open_change
from indicators.workflow.comments import add_comment, withdraw_comment
from indicators.workflow.comparisons import COMPARISONS
from indicators.workflow.cycles import close_cycle, open_cycle
from indicators.workflow.drafts import Entry, current_result, entry_is_open, save_draft, submit, warnings_of
from indicators.workflow.errors import Conflict, Incomplete, NotAllowed, WorkflowError, WrongState
from indicators.workflow.interims import (
    Decision,
    Outdated,
    discard_interim,
    draft_interims,
    interim_drafts,
    mark,
    publish_interims,
)
from indicators.workflow.review import publish, send_back
from indicators.workflow.sheets import SHEETS
from indicators.workflow.targets import (
    check_interim,
    check_target,
    publish_interim,
    publish_target,
    publish_threshold,
)

__all__ = [
    "COMPARISONS",
    "SHEETS",
    "Conflict",
    "Decision",
    "Entry",
    "Incomplete",
    "NotAllowed",
    "Outdated",
    "WorkflowError",
    "WrongState",
    "add_comment",
    "allowed_kinds",
    "check_interim",
    "check_target",
    "close_cycle",
    "current_result",
    "discard",
    "discard_interim",
    "draft_interims",
    "entry_is_open",
    "interim_drafts",
    "mark",
    "open_change",
    "open_cycle",
    "publish",
    "publish_interim",
    "publish_interims",
    "publish_target",
    "publish_threshold",
    "save_draft",
    "send_back",
    "submit",
    "warnings_of",
    "withdraw_comment",
]
