"""The only reader of figures: tuples of Row, one row an indicator × fiscal year (architecture.md).

published() is what citizens see and asks for publications alone; working() is what staff see. Chart, table,
JSON and CSV of a page come from the same rows, so that they cannot disagree. Figures are Decimal, what is missing
is None. No DataFrame leaves this package: where one is used, and why, is in reading.py.
"""

from indicators.frames.alterations import ALTERATIONS, Alteration, alterations, value_alterations
from indicators.frames.announcements import Announcement, announcements
from indicators.frames.chains import Record, history
from indicators.frames.changes import Change, ChangeKind, changes_between
from indicators.frames.comparisons import Comparison, Series, comparisons, series_of
from indicators.frames.decisions import (
    BaselineRecord,
    InterimRecord,
    TargetRecord,
    ThresholdRecord,
    baselines,
    interims,
    targets,
    thresholds,
)
from indicators.frames.figures import assuming, preview, previews, published, working
from indicators.frames.frozen import freeze, thaw
from indicators.frames.narrow import newest, of_year, roll_up, years
from indicators.frames.paces import outlook_of, pace_of
from indicators.frames.redactions import RedactionRecord, redactions
from indicators.frames.row import Row, Struck
from indicators.frames.waypoints import straight_line

__all__ = [
    "ALTERATIONS",
    "Alteration",
    "Announcement",
    "BaselineRecord",
    "Change",
    "ChangeKind",
    "Comparison",
    "InterimRecord",
    "Record",
    "RedactionRecord",
    "Row",
    "Series",
    "Struck",
    "TargetRecord",
    "ThresholdRecord",
    "alterations",
    "announcements",
    "assuming",
    "baselines",
    "changes_between",
    "comparisons",
    "freeze",
    "history",
    "interims",
    "newest",
    "of_year",
    "outlook_of",
    "pace_of",
    "preview",
    "previews",
    "published",
    "redactions",
    "roll_up",
    "series_of",
    "straight_line",
    "targets",
    "thaw",
    "thresholds",
    "value_alterations",
    "working",
    "years",
]
