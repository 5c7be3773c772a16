"""The only writer of values: each transition is atomic, checked, and recorded (product.md, trust.md).

Every function takes its arguments by keyword, `by` the acting user and `now` the moment (default: now).
They raise NotAllowed (wrong person), WrongState (impossible now), Conflict (somebody was first; carries what
stands) and Incomplete (errors by field); the database is then as it was.
"""

from indicators.workflow.autosave import keep_draft
from indicators.workflow.batches import (
    Chosen,
    Refused,
    cancel,
    publish_due,
    publish_many,
    schedule,
    send_back_many,
)
from indicators.workflow.changes import allowed_kinds, discard, open_change
from indicators.workflow.comparisons import COMPARISONS
from indicators.workflow.cycles import change_cycle, close_cycle, left_in, open_cycle, reopen_cycle
from indicators.workflow.drafts import (
    Entry,
    current_result,
    entry_is_open,
    may_go_on,
    save_draft,
    submit,
    tidy,
    warnings_of,
)
from indicators.workflow.errors import Conflict, Incomplete, NotAllowed, WorkflowError, WrongState
from indicators.workflow.evidence import attach_file, attach_link, detach, evidence_of, may_attach
from indicators.workflow.grid import GridEntry, ManyRefused, save_many, submit_many
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
    "Chosen",
    "Conflict",
    "Entry",
    "GridEntry",
    "Incomplete",
    "ManyRefused",
    "NotAllowed",
    "Refused",
    "WorkflowError",
    "WrongState",
    "allowed_kinds",
    "attach_file",
    "attach_link",
    "cancel",
    "change_cycle",
    "check_interim",
    "check_target",
    "close_cycle",
    "current_result",
    "detach",
    "discard",
    "entry_is_open",
    "evidence_of",
    "keep_draft",
    "left_in",
    "may_attach",
    "may_go_on",
    "open_change",
    "open_cycle",
    "publish",
    "publish_due",
    "publish_interim",
    "publish_many",
    "publish_target",
    "publish_threshold",
    "reopen_cycle",
    "save_draft",
    "save_many",
    "schedule",
    "send_back",
    "send_back_many",
    "submit",
    "submit_many",
    "tidy",
    "warnings_of",
]
