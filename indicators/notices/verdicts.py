"""Verdicts that what went out turned: of the newest published value of an indicator, held against the moment before."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from indicators.frames import turned_since
from indicators.models import Event, Indicator, Notice, NoticeKind
from indicators.notices.readers import Crowd
from measures.plans import published_plans

_BEFORE = timedelta(microseconds=1)


def turned(crowd: Crowd, events: Sequence[Event], now: datetime) -> Iterator[Notice]:
    """To the lead department, managers and the office. `detail` keeps the two verdicts: the program's words, no text."""
    since = min(event.at for event in events) - _BEFORE
    newest = max(event.pk for event in events)
    everybody = {*crowd.office, *crowd.managers}
    found = turned_since(since, published_plans())
    indicators = Indicator.objects.in_bulk([row.indicator_id for _, row in found])
    for old, row in found:
        indicator = indicators[row.indicator_id]
        for user in sorted(everybody | crowd.of_departments({indicator.lead_department_id})):
            yield Notice(
                user=crowd.readers[user].user,
                kind=NoticeKind.VERDICT,
                key=f"verdict-{indicator.pk}-{newest}",
                indicator=indicator,
                year=row.year,
                at=now,
                detail={"was": old.label, "was_year": old.year if old.has_record else None, "is": row.label},
            )
