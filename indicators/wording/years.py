"""One indicator over the years: the sign and the word of each year, and what became of it since a year ago."""

from indicators.frames import Row
from indicators.progress import Verdict
from indicators.wording.figures import STATES, verdict_label

OFF_SURVEY = "調査のない年"
WITHDRAWN = "取下げ"
ENDED = "終了"


def sign_and_word(row: Row) -> tuple[str, str]:
    """The verdict of a year and its word; without a verdict "" and why there is none, and two empty ones where nothing
    was said."""
    if row.is_judged or (row.verdict == Verdict.TOO_EARLY and row.value is not None):
        return row.verdict, verdict_label(row)
    if row.absent:
        return "", ENDED if row.absent == "ended" else ""
    if row.off_survey:
        return "", OFF_SURVEY
    if row.is_withdrawn:
        return "", WITHDRAWN
    return "", STATES[row.value_state] if row.value_state else ""


def since_words(before: Row | None, row: Row) -> str:
    """遅れ → 順調: of the latest view a year ago and of now; "" where nothing of the indicator is public."""
    if not row.has_record:
        return ""
    if before is None or not before.has_record:
        return "新しく公表"
    if before.label != row.label:
        return f"{before.label} → {row.label}"
    return "変わらず"
