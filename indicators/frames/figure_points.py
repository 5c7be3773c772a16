"""The points of reference figures as they were verified (docs/publication.md §6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from indicators.frames.sources import Asked, Source
from indicators.models import FigurePoints


@dataclass(frozen=True)
class FigureEdition:
    """One verified edition. `points`: (label, series, value) in the figure's order, in its unit."""

    chart: str
    unit: str
    decimals: int
    points: tuple[tuple[str, str, Decimal], ...]
    reason: str
    published_at: datetime


def figure_points(asked: Asked, *, as_of: datetime | None = None) -> Mapping[int, FigureEdition]:
    """The measure's id → the edition that stands; as of a moment if one is given."""
    found = {}
    for record in Source.of(asked, as_of).rules(FigurePoints):  # oldest first
        points = tuple((label, series, Decimal(value)) for label, series, value in record["points"])
        own = {name: record[name] for name in ("chart", "unit", "decimals", "reason", "published_at")}
        found[record["measure_id"]] = FigureEdition(points=points, **own)
    return found
