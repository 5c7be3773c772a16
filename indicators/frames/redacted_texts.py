"""What was blanked in published texts, and when; never what it said."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from indicators.models import Indicator, Redaction


@dataclass(frozen=True)
class RedactionRecord:
    """A passage of the texts of one value that went by law."""

    code: str
    name: str
    year: int
    reason: str
    done_at: datetime


def redactions(indicators: QuerySet[Indicator], *, as_of: datetime | None = None) -> list[RedactionRecord]:
    """Those that were carried out, newest first."""
    done = Redaction.objects.filter(indicator__in=indicators, closed_at__isnull=False)
    if as_of is not None:
        done = done.filter(closed_at__lte=as_of)
    return [
        RedactionRecord(found.indicator.code, found.indicator.name, found.year, found.reason, found.closed_at)
        for found in done.select_related("indicator__measure").order_by("-closed_at", "-pk")
        if found.closed_at is not None
    ]
