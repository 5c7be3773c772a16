"""What was blanked in published texts, and when; never what it said."""

from dataclasses import dataclass
from datetime import datetime

from indicators.frames.sources import Asked, Source
from indicators.models import Redaction


@dataclass(frozen=True)
class RedactionRecord:
    """A passage of the texts of one value that went by law."""

    code: str
    name: str
    year: int
    reason: str
    done_at: datetime


def redactions(asked: Asked = None, *, as_of: datetime | None = None) -> list[RedactionRecord]:
    """Those that were carried out, newest first."""
    source = Source.of(asked, as_of)
    done = Redaction.objects.filter(indicator__in=source.chosen, closed_at__isnull=False)
    if source.as_of is not None:
        done = done.filter(closed_at__lte=source.as_of)
    return [
        RedactionRecord(found.indicator.code, found.indicator.name, found.year, found.reason, found.closed_at)
        for found in done.select_related("indicator__measure").order_by("-closed_at", "-pk")
        if found.closed_at is not None
    ]
