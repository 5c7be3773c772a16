"""The only reader of figures: tuples of Row, one row an indicator × fiscal year (docs/architecture.md §2).

published() is what citizens see and asks for publications alone; working() is what staff see. Chart, table,
JSON and CSV of a page come from the same rows, so that they cannot disagree. Figures are Decimal, what is missing
is None. No DataFrame leaves this package: where one is used, and why, is in reading.py.
"""

from indicators.frames.aims import (
    Aim,
    AimsEdition,
    aims,
    initiatives_aiming,
    read_aims,
    standing_aims,
)
from indicators.frames.breaks import Break, BreakCause
from indicators.frames.chains import Record, awaited, history, overdue
from indicators.frames.comparison_series import Comparison, Series, comparisons, series_of
from indicators.frames.correction_list import (
    CORRECTIONS,
    Correction,
    corrections,
    value_corrections,
    with_turned,
)
from indicators.frames.decisions import (
    RuleRecord,
    baselines,
    interims,
    recounts,
    rhythms,
    targets,
    thresholds,
)
from indicators.frames.deed_editions import DEED, DeedRecord, deed_records
from indicators.frames.deeds import (
    DeedLeadRow,
    DeedRow,
    InitiativeYear,
    Part,
    deed_leads,
    deed_years,
    deeds,
    year_of_initiatives,
)
from indicators.frames.departments import plans_naming, public_departments
from indicators.frames.diff import changes_between
from indicators.frames.diff_lines import DiffKind, DiffLine
from indicators.frames.earlier import Earlier, earlier_series
from indicators.frames.figure_points import FigureEdition, figure_points
from indicators.frames.figures import published, working
from indicators.frames.frozen import freeze, thaw
from indicators.frames.holes import Holes, Unaimed, Unanswered, Undone, holes_of, is_done
from indicators.frames.initiatives_out import InitiativesOut, initiatives_out
from indicators.frames.interim_targets import straight_line
from indicators.frames.kept import beside, kept
from indicators.frames.latest import latest
from indicators.frames.limit_risk import AtRisk, at_risk
from indicators.frames.lineage import Relative, relatives_after
from indicators.frames.money import (
    Amounts,
    CostSum,
    InitiativeMoney,
    PartOfCost,
    SpendingRow,
    divided,
    money_of_initiatives,
    money_of_measure,
    money_years,
    money_years_of_measures,
    spending_records,
    spendings,
    total,
)
from indicators.frames.money_editions import MONEY
from indicators.frames.outside_reviews import (
    OutsideComment,
    OutsideComments,
    outside_comments,
    outside_comments_of,
    said_outside,
)
from indicators.frames.passports import PassportEdition, passport_editions, passports
from indicators.frames.plan_news import Missed, missed_cycles, overdue_since, touched_since, turned_since
from indicators.frames.preparation import as_if_out, drafts_read_as_out, reads_drafts
from indicators.frames.previews import assuming, preview, previews, publishing
from indicators.frames.redacted_texts import RedactionRecord, redactions
from indicators.frames.releases import Announcement, SaidAnew, announcements
from indicators.frames.required_pace import outlook_of, pace_of
from indicators.frames.row import Overdue, Row, Superseded, Why
from indicators.frames.selection import (
    LATE,
    asked_of_year,
    counted,
    late_first,
    newest,
    of_year,
    severity,
    unexplained,
    worst_first,
    years,
)
from indicators.frames.sheets_asked import SheetAsked, sheet_reminder, sheets_asked
from indicators.frames.since_last_year import SinceLastYear, since_last_year
from indicators.frames.sources import Source
from indicators.frames.text_editions import TRANSLATION, TextEdition, text_editions
from indicators.frames.turned import TurnedVerdict
from indicators.frames.year_before import year_before
from indicators.progress import roll_up
