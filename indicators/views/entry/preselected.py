"""Which state of a value is chosen beforehand, and why: the rhythm of the survey, the day, and what was said of it last year."""

import re
from collections.abc import Sequence
from datetime import date

from indicators.frames import Row
from indicators.models import HandoverNote, Indicator, ValueState

# 値がわかる時期, as people write it: 毎年10月, 翌年度の5月ごろ.
_MONTH = re.compile(r"(1[0-2]|[1-9])月")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


def preselected(
    indicator: Indicator, year: int, rows: Sequence[Row], note: HandoverNote | None, today: date
) -> tuple[str, str]:
    """The state and the sentence that says why; two empty texts where nothing tells. Of a first value alone."""
    row = next((one for one in rows if one.year == year), None)
    if row is not None and row.off_survey:
        return ValueState.NOT_SURVEYED, "調査をしない年度なので、「調査年外」を選んであります。"
    if today <= _last_day(indicator, year):
        return "", ""  # it goes on: 年度途中, 見込 or nothing yet
    month = _month_known(note.known_in if note else "")
    if month and today < date(year + 1, month, 1):
        return (
            ValueState.UNPUBLISHED,
            f"引継ぎメモに、値がわかるのは「{note.known_in if note else ''}」とあるため、「未公表」を選んであります。",
        )
    return ValueState.ACTUAL, ""


def _last_day(indicator: Indicator, year: int) -> date:
    return date(year, 12, 31) if indicator.is_calendar else date(year + 1, 3, 31)


def _month_known(text: str) -> int:
    """The only month that is named; 0 where none is, or several are."""
    months = {int(found) for found in _MONTH.findall(text.translate(_FULL_WIDTH))}
    return months.pop() if len(months) == 1 else 0
