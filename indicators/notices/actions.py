"""Which lines of the log are news, of which kind, and which of them are the end of a matter."""

from indicators.models import Event, NoticeKind

Action = Event.Action

# A draft of one of the office, which another publishes: the address and the words of what waits.
FOR_TWO = {
    Action.RULE_DRAFTED: "",  # by the kind of rule (telling.py)
    Action.PLAN_DRAFTED: "計画の公表",
    Action.WITHDRAWAL_ASKED: "計画の取下げの申し出",
    Action.PLAN_FILE_HANDED: "計画のファイルの公表",
    Action.REDACTION_ASKED: "文の削除の申し出",
    Action.POWER_ASKED: "計画担当の権限の申し出",
    Action.REORG_PREPARED: "課の変更",
    Action.SITE_DRAFTED: "サイトの設定",
    Action.WORDING_DRAFTED: "計画の文の下書き",
    Action.TRANSLATIONS_DRAFTED: "読み・英語などの下書き",
    Action.REVISION_SAVED: "中間見直しの下書き",
}
# After one of these a submitted record waits for somebody else (docs/publication.md §4).
ASKS = frozenset({Action.SUBMITTED, Action.APPROVED, Action.APPROVER_CORRECTED, Action.LEVEL_PASSED})
RULES_PUBLISHED = (
    Action.TARGET_PUBLISHED,
    Action.THRESHOLD_PUBLISHED,
    Action.INTERIM_PUBLISHED,
    Action.BASELINE_PUBLISHED,
    Action.RECOUNT_PUBLISHED,
    Action.RHYTHM_PUBLISHED,
    Action.PASSPORT_PUBLISHED,
    Action.FIGURE_PUBLISHED,
    Action.DEED_LEAD_PUBLISHED,
)
# After one of these a verdict may be another one.
TURNS = frozenset({Action.PUBLISHED, Action.REVISION_DONE, Action.PLAN_PUBLISHED, *RULES_PUBLISHED})
# What is over with a record or a rule when such a line comes after it.
SETTLES = {
    Action.SUBMITTED: (NoticeKind.RETURNED, NoticeKind.APPROVAL),
    Action.APPROVED: (NoticeKind.APPROVAL,),
    Action.APPROVER_CORRECTED: (NoticeKind.APPROVAL,),
    Action.LEVEL_PASSED: (NoticeKind.APPROVAL,),
    Action.TAKEN_BACK: (NoticeKind.APPROVAL,),
    Action.SENT_BACK: (NoticeKind.APPROVAL,),
    Action.DISCARDED: (NoticeKind.RETURNED, NoticeKind.APPROVAL),
    Action.PUBLISHED: (NoticeKind.APPROVAL, NoticeKind.RETURNED),
}
RULES_SETTLE = frozenset({Action.RULE_DRAFTED, Action.RULE_DISCARDED, *RULES_PUBLISHED})
# An older line of the same matter is over: by what the log says of it (a plan, a person, a request).
MATTERS_SETTLE = {
    Action.PLAN_DRAFTED: (Action.PLAN_DRAFTED,),
    Action.PLAN_DISCARDED: (Action.PLAN_DRAFTED,),
    Action.PLAN_BOOKED: (Action.PLAN_DRAFTED,),
    Action.PLAN_PUBLISHED: (Action.PLAN_DRAFTED,),
    Action.WITHDRAWAL_DROPPED: (Action.WITHDRAWAL_ASKED,),
    Action.PLAN_WITHDRAWN: (Action.WITHDRAWAL_ASKED,),
    Action.PLAN_FILED: (Action.PLAN_FILE_HANDED,),
    Action.PLAN_FILE_DROPPED: (Action.PLAN_FILE_HANDED,),
    Action.REDACTED: (Action.REDACTION_ASKED,),
    Action.REDACTION_DROPPED: (Action.REDACTION_ASKED,),
    Action.POWER_DROPPED: (Action.POWER_ASKED,),
    Action.RIGHTS_CHANGED: (Action.POWER_ASKED,),
    Action.REORG_CONFIRMED: (Action.REORG_PREPARED,),
    Action.REORG_CANCELLED: (Action.REORG_PREPARED,),
    Action.WORDING_DRAFTED: (Action.WORDING_DRAFTED,),
    Action.WORDING_DISCARDED: (Action.WORDING_DRAFTED,),
    Action.WORDING_PUBLISHED: (Action.WORDING_DRAFTED,),
    Action.TRANSLATIONS_DRAFTED: (Action.TRANSLATIONS_DRAFTED,),
    Action.TRANSLATIONS_PUBLISHED: (Action.TRANSLATIONS_DRAFTED,),
    Action.REVISION_SAVED: (Action.REVISION_SAVED,),
    Action.REVISION_DROPPED: (Action.REVISION_SAVED,),
    Action.REVISION_BOOKED: (Action.REVISION_SAVED,),
    Action.REVISION_DONE: (Action.REVISION_SAVED,),
    Action.SITE_DRAFTED: (Action.SITE_DRAFTED,),
    Action.SITE_DISCARDED: (Action.SITE_DRAFTED,),
    Action.SITE_PUBLISHED: (Action.SITE_DRAFTED,),
    Action.CYCLE_CLOSED: (Action.CYCLE_MAILED,),
}
# By which of the log's details lines are of one matter; the person beside them.
SAME_MATTER = ("plan", "part", "revision", "redaction", "reorganisation")
# What a notice comes of; the others only end one.
NEWS = frozenset(
    {
        Action.CYCLE_MAILED,
        *ASKS,
        Action.SENT_BACK,
        Action.RULE_DISCARDED,
        Action.COMMENTED,
        Action.PUBLISHED,
        Action.BATCH_PUBLISHED,
        Action.PLAN_PUBLISHED,
        *RULES_PUBLISHED,
        *FOR_TWO,
    }
)
LOOKED_AT = NEWS | TURNS | SETTLES.keys() | RULES_SETTLE | MATTERS_SETTLE.keys() | {Action.UNCOMMENTED}
OF_OFFICE = frozenset({*FOR_TWO, Action.RULE_DISCARDED, Action.BATCH_PUBLISHED})
