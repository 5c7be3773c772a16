"""The published targets themselves: what was aimed at, from which year on, decided when and why (figures.md §5)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet

from indicators.frames import sources
from indicators.models import Indicator


@dataclass(frozen=True)
class ThresholdRecord:
    """One published threshold of a plan, as a share: 0.8 is 80 %."""

    plan_id: int
    value: Decimal
    first_year: int
    decided_on: date | None
    reason: str
    published_at: datetime


@dataclass(frozen=True)
class TargetRecord:
    """One published target, in the indicator's unit. `decided_on` is None for the plan's own."""

    code: str
    name: str
    unit: str
    decimals: int
    direction: str
    value: Decimal
    target_year: int
    label: str
    first_year: int
    decided_on: date | None
    reason: str
    published_at: datetime


def targets(
    indicators: QuerySet[Indicator] | None = None, *, as_of: datetime | None = None
) -> list[TargetRecord]:
    """Every published target of the indicators, by the first year that it applies to."""
    chosen = Indicator.objects.all() if indicators is None else indicators
    named = {record["indicator_id"]: record for record in sources.indicator_records(chosen, as_of)}
    found = []
    for record in sources.target_records(chosen, as_of):
        indicator = named[record.pop("indicator_id")]
        own = {name: indicator[name] for name in ("code", "name", "unit", "decimals", "direction")}
        found.append(TargetRecord(**own, **record))
    return found


def thresholds(*, as_of: datetime | None = None) -> list[ThresholdRecord]:
    """Every published threshold of every plan, by the first year that it applies to."""
    return [ThresholdRecord(**cells) for cells in sources.threshold_records(as_of)]
