"""Rows of the indicators' side: what is measured, what was typed, what was published, who did it."""

from indicators.models.aim import InitiativeAims
from indicators.models.approval import Deputy, RouteSeat
from indicators.models.batch import Batch, BatchCorrection, BatchItem
from indicators.models.comment import Comment
from indicators.models.comparison import ComparisonSeries, ComparisonValue
from indicators.models.cycle import Cycle
from indicators.models.deed import ENDING, Deed, DeedLead, DeedLine, Standing
from indicators.models.directory_name import DirectoryName
from indicators.models.drafted import Drafted
from indicators.models.event import Event
from indicators.models.evidence import Evidence
from indicators.models.figure_points import FigurePoints
from indicators.models.handover import HandoverNote
from indicators.models.indicator import Indicator, YearKind
from indicators.models.keeper import Duty, KeeperLease
from indicators.models.mail import Mail, PasswordRequest
from indicators.models.membership import Membership, Role
from indicators.models.money import MoneyUpload, Project, Spending
from indicators.models.notice import HowTold, Notice, NoticeChoice, NoticeCursor, NoticeKind
from indicators.models.outside_review import OutsideReview
from indicators.models.passport import Factor, Goal, Passport
from indicators.models.plan_booking import PlanBooking
from indicators.models.plan_upload import PlanUpload, TableLayout
from indicators.models.power import PowerRequest
from indicators.models.publication import Publication
from indicators.models.redaction import RedactedText, Redaction
from indicators.models.reorganisation import Reorganisation
from indicators.models.result import Result
from indicators.models.reviewed import Reviewed
from indicators.models.revision import PublicRevision
from indicators.models.rule import (
    RULE_KINDS,
    RULES_OF_INDICATOR,
    Baseline,
    DatedRule,
    InterimTarget,
    LimitWording,
    Recount,
    Rhythm,
    Target,
    Threshold,
)
from indicators.models.saved_view import SavedView
from indicators.models.sheet import EvaluationSheet
from indicators.models.vocabulary import CARRIES_VALUE, FOLLOWED_UP, Kind, WorkflowState
from indicators.progress import Counting, Direction, ValueState

# Whatever of a plan one of the office drafts and another publishes, in the order in which lists name it. A BatchCorrection
# is of values, whatever plan they are of.
DRAFTED_KINDS: tuple[type[Drafted], ...] = (*RULE_KINDS, Passport, FigurePoints, DeedLead, InitiativeAims)
