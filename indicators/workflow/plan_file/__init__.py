"""A plan's file on its way into the plan: checked whole, kept between look and step, written all or nothing (docs/input.md §9)."""

from indicators.workflow.plan_file.checks import Checked, check_file
from indicators.workflow.plan_file.steps import (
    choose_deletes,
    discard_upload,
    hand_in_upload,
    keep_columns,
    keep_upload,
    known_layout,
    open_uploads,
    publish_upload,
    publish_uploads_due,
    put_in_upload,
    read_upload,
)

__all__ = [
    "Checked",
    "check_file",
    "choose_deletes",
    "discard_upload",
    "hand_in_upload",
    "keep_columns",
    "keep_upload",
    "known_layout",
    "open_uploads",
    "publish_upload",
    "publish_uploads_due",
    "put_in_upload",
    "read_upload",
]
