"""What is chosen beforehand, and why: the state of a value, and how a published one goes on. By the rhythm of the survey,
the day, and what was said of it last year."""

import re
from collections.abc import Collection, Sequence
from datetime import date

from indicators.frames import Row
from indicators.models import HandoverNote, Indicator, Kind, Result, ValueState
from indicators.wording.days import japanese_date

# 値がわかる時期, as people write it: 毎年10月, 翌年度の5月ごろ.
_MONTH = re.compile(r"(1[0-2]|[1-9])月")
_NOT_YET = "まだ確定していなければ、「更新」を選びます。"
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


def next_kind(
    latest: Result, kinds: Collection[Kind], note: HandoverNote | None, today: date
) -> tuple[str, str]:
    """確定 or 更新 of a published value that is not final, and why that one; two empty texts where nothing tells, and where
    neither is offered."""
    if Kind.FINAL not in kinds:
        return "", ""
    indicator, year = latest.indicator, latest.year
    if today <= _last_day(indicator, year):
        period = "年" if indicator.is_calendar else "年度"
        return Kind.UPDATE, f"この{period}はまだ終わっていないので、「更新」を選んであります。"
    known_in = note.known_in if note else ""
    month = _month_known(known_in)
    if month and today < date(year + 1, month, 1):
        return (
            Kind.UPDATE,
            f"引継ぎメモに、値がわかるのは「{known_in}」とあるため、「更新」を選んであります。",
        )
    if latest.expected_on is not None and latest.expected_on <= today:
        day = japanese_date(latest.expected_on)
        return Kind.FINAL, f"公表予定日（{day}）になったので、「確定」を選んであります。{_NOT_YET}"
    if month:
        return Kind.FINAL, f"値がわかる時期（{known_in}）になったので、「確定」を選んであります。{_NOT_YET}"
    return "", ""


def _last_day(indicator: Indicator, year: int) -> date:
    return date(year, 12, 31) if indicator.is_calendar else date(year + 1, 3, 31)


def _month_known(text: str) -> int:
    """The only month that is named; 0 where none is, or several are."""
    months = {int(found) for found in _MONTH.findall(text.translate(_FULL_WIDTH))}
    return months.pop() if len(months) == 1 else 0
