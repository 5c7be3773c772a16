"""What a change between two moments is told as: one line each, of a kind (diff.py finds them)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum

from indicators.frames.correction_list import CORRECTIONS

NOTHING = "なし"
WHOLE_PLAN = "計画全体"


class DiffKind(Enum):
    """What kind of change a line tells; the value is its name in files, the label for people."""

    FIRST = "first"
    FINAL = "final"
    UPDATE = "update"
    CORRECTION = "correction"
    REVISION = "revision"
    WITHDRAWAL = "withdrawal"
    SUPPLEMENT = "supplement"
    VERDICT = "verdict"
    TARGET = "target"
    BASELINE = "baseline"
    INTERIM = "interim_target"
    RHYTHM = "rhythm"
    RECOUNT = "recount"
    THRESHOLD = "threshold"
    COMPARISON = "comparison"
    NAME = "name"
    LEAD = "lead_department"
    WORDING = "wording"
    PASSPORT = "passport"
    FIGURE = "figure"
    AIMS = "aims"
    DEPARTMENT = "department"
    TRANSLATION = "translation"
    SHEET = "sheet"
    OUTSIDE_REVIEW = "outside_review"
    ANNOUNCEMENT = "announcement"
    REDACTION = "redaction"
    DEED = "deed"
    MONEY = "money"

    @property
    def label(self) -> str:
        return _LABELS[self]


# Of words; and what the list of changes tells besides, and nothing of figures or rules.
_WORDS = (
    DiffKind.WORDING,
    DiffKind.PASSPORT,
    DiffKind.FIGURE,
    DiffKind.AIMS,
    DiffKind.DEPARTMENT,
    DiffKind.TRANSLATION,
    DiffKind.DEED,
    DiffKind.MONEY,
)
BESIDE = (DiffKind.SHEET, DiffKind.OUTSIDE_REVIEW, DiffKind.ANNOUNCEMENT, DiffKind.REDACTION)
_LABELS = {
    DiffKind.FIRST: "公表",
    DiffKind.FINAL: "確定",
    DiffKind.UPDATE: "更新",
    DiffKind.CORRECTION: "訂正",
    DiffKind.REVISION: "改定",
    DiffKind.WITHDRAWAL: "取下げ",
    DiffKind.SUPPLEMENT: "補足",
    DiffKind.VERDICT: "判定",
    DiffKind.TARGET: "目標",
    DiffKind.BASELINE: "現状値",
    DiffKind.INTERIM: "中間目標",
    DiffKind.RHYTHM: "調査の間隔",
    DiffKind.RECOUNT: "数え方の区切り",
    DiffKind.THRESHOLD: "やや遅れの基準",
    DiffKind.COMPARISON: "比較値",
    DiffKind.NAME: "名称",
    DiffKind.LEAD: "主担当",
    **{kind: CORRECTIONS[kind.value] for kind in (*_WORDS, *BESIDE)},
}


@dataclass(frozen=True)
class DiffLine:
    """One line: was → is, in words. `code` "" is the whole plan, or a measure; `year` None no single year.

    `initiative`: of a deed or a cost, its first initiative's code. `item`: which text it is about, "" where the kind says it.
    `was_figure` and `is_figure` are the figures themselves where the line is about one, in `unit` with `decimals`.
    `turned_by`: of a verdict, which change of a rule or of a start turned it, and its reason.
    `at` is None where two moments are compared and no single record stands behind the line (verdicts, names).
    """

    kind: DiffKind
    code: str
    name: str
    year: int | None
    was: str
    now: str
    unit: str = ""
    decimals: int = 0
    was_figure: Decimal | None = None
    is_figure: Decimal | None = None
    was_verdict: str = ""
    is_verdict: str = ""
    reason: str = ""
    at: datetime | None = None
    item: str = ""
    measure_number: int | None = None
    turned_by: str = ""
    initiative: str = ""
