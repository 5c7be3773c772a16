"""The only writer of values: each transition is atomic, checked, and recorded (docs/publication.md §2).

Every function takes its arguments by keyword, `by` the acting user and `now` the moment (default: now).
They raise NotAllowed (wrong person), WrongState (impossible now), StaleVersion (somebody was first; carries what
stands) and Incomplete (errors by field); the database is then as it was.
"""

from indicators.workflow.batch_corrections import draft_correction
from indicators.workflow.batches import (
    Chosen,
    Refused,
    cancel,
    check_batch,
    publish_due,
    publish_many,
    schedule,
    send_back_many,
    why_not,
)
from indicators.workflow.comments import add_comment, withdraw_comment
from indicators.workflow.cycle_mails import (
    AskedDepartment,
    CycleMail,
    Mailed,
    ask_for_newer,
    departments_asked,
    last_mailed,
    mailed_today,
    remind,
)
from indicators.workflow.cycles import (
    SheetDays,
    change_cycle,
    change_sheet_days,
    close_cycle,
    left_in,
    open_cycle,
    reopen_cycle,
    years_to_enter,
)
from indicators.workflow.department_change import DepartmentChange, NewDepartment
from indicators.workflow.directory_names import directory_name_of
from indicators.workflow.due import do_due
from indicators.workflow.errors import (
    Incomplete,
    ManyIncomplete,
    NotAllowed,
    StaleVersion,
    WorkflowError,
    WrongState,
)
from indicators.workflow.evidence import (
    attach_file,
    attach_link,
    attach_path,
    carry_over,
    detach,
    evidence_before,
    evidence_of,
    may_attach,
    newest_evidence,
)
from indicators.workflow.four_eyes import why_not_theirs
from indicators.workflow.grid import GridEntry, ManyRefused, save_many, submit_many
from indicators.workflow.handover import newest_note, newest_notes, save_note
from indicators.workflow.interims import Decision, draft_interims, publish_interims
from indicators.workflow.invitations import (
    Invitation,
    expired_invitations,
    invite,
    invite_again,
    invite_expired,
    invite_many,
)
from indicators.workflow.money_uploads import (
    choose_money_columns,
    discard_money_upload,
    keep_money_upload,
    known_money_layout,
    money_upload,
    put_in_money,
    taken_before,
)
from indicators.workflow.people import (
    change_contact,
    change_rights,
    confirm_account,
    confirm_accounts,
    disable,
    enable,
    set_up_last,
    unlock,
)
from indicators.workflow.powers import (
    appoint,
    ask_factor_reset,
    confirm_at_server,
    confirm_power,
    holds_power,
    nobody_confirms,
    reset_factor_at_server,
    too_few_in_office,
    withdraw_power,
)
from indicators.workflow.redactions import Place as RedactionPlace
from indicators.workflow.redactions import (
    ask_redaction,
    carry_out_redaction,
    check_redaction,
    may_ask_redaction,
    places_of,
    seal_of,
    withdraw_redaction,
)
from indicators.workflow.reorganisation import (
    apply_reorganisations,
    assign_split,
    cancel_reorganisation,
    check_reorganisation,
    confirm_reorganisation,
    is_for_two,
    prepare_reorganisation,
    why_not_confirmed_by,
)
from indicators.workflow.review.comparisons import COMPARISONS
from indicators.workflow.review.deeds import (
    DEEDS,
    DeedDraft,
    ManyDeedsRefused,
    deed_line,
    ending_before,
    keep_deeds,
    read_projects,
    words_of,
    written,
)
from indicators.workflow.review.engine import ReviewWorkflow
from indicators.workflow.review.entries import WHY, Entry, missing_fields, normalise, with_share
from indicators.workflow.review.entry_time import entry_is_open, may_go_on, why_not_counted
from indicators.workflow.review.money import (
    SPENDING,
    ManySpendingsRefused,
    SpendingDraft,
    departments_to_spend,
    initiative_codes,
    keep_spendings,
    newest_of,
    project_of,
    unknown_in,
)
from indicators.workflow.review.outside_reviews import OUTSIDE_REVIEWS, is_about_outside_review
from indicators.workflow.review.sheets import SHEETS
from indicators.workflow.review.values import VALUES, allowed_kinds
from indicators.workflow.review.warnings import (
    past_day,
    refusals,
    warnings_at_review,
    warnings_of,
    warnings_of_row,
)
from indicators.workflow.rights import (
    FEWEST_IN_OFFICE,
    Rights,
    Transfer,
    active_office,
    check_actor,
    department_names,
    transfer_of,
    transfers_of,
)
from indicators.workflow.rule_checks import check_draft, check_target
from indicators.workflow.rules import (
    discard_rule,
    draft_rule,
    drafts_of,
    publish_rule,
)
from indicators.workflow.second_factor import (
    give_up_factor,
    note_recovery_code,
    register_factor,
    renew_recovery_codes,
)
from indicators.workflow.sheet_batches import ChosenSheet, publish_sheets, send_back_sheets
from indicators.workflow.sheet_mails import AskedForSheets, departments_without_sheets, remind_of_sheets
from indicators.workflow.transfers import (
    Planned,
    cancel_transfer,
    departments_on,
    prepare_transfer,
    prepare_transfers,
)

# The steps of a value by their plain names.
save_draft, keep_draft, submit, discard = VALUES.save, VALUES.keep, VALUES.submit, VALUES.discard
send_back, publish, open_change = VALUES.send_back, VALUES.publish, VALUES.open_change
current_result = VALUES.current
