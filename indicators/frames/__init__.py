"""The only reader of figures: one tidy frame, one row an indicator × fiscal year (architecture.md).

published() is what citizens see and asks for publications alone; working() is what staff see. Chart, table,
JSON and CSV of a page come from one such frame, so that they cannot disagree. Columns are the fields of Row;
object dtype, figures Decimal, missing None.
"""

from indicators.frames.chains import Record, history
from indicators.frames.comparisons import Comparison, Series, comparisons, series_of
from indicators.frames.figures import assuming, preview, previews, published, working
from indicators.frames.frozen import freeze, thaw
from indicators.frames.interims import InterimRecord, interims, straight_line
from indicators.frames.narrow import for_year, frame_of, latest, narrow, newest, roll_up, rows, years
from indicators.frames.paces import outlook_of, pace_of
from indicators.frames.redactions import RedactionRecord, redactions
from indicators.frames.row import Row, Struck
from indicators.frames.targets import TargetRecord, ThresholdRecord, targets, thresholds

__all__ = [
    "Comparison",
    "InterimRecord",
    "Record",
    "RedactionRecord",
    "Row",
    "Series",
    "Struck",
    "TargetRecord",
    "ThresholdRecord",
    "assuming",
    "comparisons",
    "for_year",
    "frame_of",
    "freeze",
    "history",
    "interims",
    "latest",
    "narrow",
    "newest",
    "outlook_of",
    "pace_of",
    "preview",
    "previews",
    "published",
    "redactions",
    "roll_up",
    "rows",
    "series_of",
    "straight_line",
    "targets",
    "thaw",
    "thresholds",
    "working",
    "years",
]
