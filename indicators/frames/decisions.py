"""The published rules themselves: targets, baselines, interim targets, thresholds; from which year on, when, why (docs/publication.md §6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from indicators.frames.reading import Record
from indicators.frames.sources import Source, grouped
from indicators.models import Baseline, Indicator, InterimTarget, Target, Threshold


@dataclass(frozen=True)
class Decided:
    """What every rule says. `decided_on` is None for the plan's own."""

    decided_on: date | None
    reason: str


@dataclass(frozen=True)
class OfIndicator(Decided):
    """In the indicator's unit."""

    code: str
    name: str
    unit: str
    decimals: int
    direction: str


@dataclass(frozen=True)
class ThresholdRecord(Decided):
    """One published threshold of a plan, as a share: 0.8 is 80 %."""

    plan_id: int
    value: Decimal
    first_year: int
    published_at: datetime


@dataclass(frozen=True)
class TargetRecord(OfIndicator):
    """One published target."""

    value: Decimal
    target_year: int
    label: str
    first_year: int
    published_at: datetime


@dataclass(frozen=True)
class BaselineRecord(OfIndicator):
    """One baseline. The plan's own has no first year and was not published by itself."""

    value: Decimal
    baseline_year: int
    label: str
    first_year: int | None
    published_at: datetime | None


@dataclass(frozen=True)
class InterimRecord(OfIndicator):
    """One published interim target; `value` None took an earlier one away."""

    year: int
    value: Decimal | None
    first_year: int
    published_at: datetime


def targets(
    indicators: QuerySet[Indicator] | None = None, *, as_of: datetime | None = None
) -> list[TargetRecord]:
    """Every published target of the indicators, by the first year that it applies to."""
    source = Source(indicators, as_of)
    return [TargetRecord(**cells) for cells in _named(source, source.rules(Target))]


def interims(
    indicators: QuerySet[Indicator] | None = None, *, as_of: datetime | None = None
) -> list[InterimRecord]:
    """Every published interim target of the indicators, by its year and the first year that it applies to."""
    source = Source(indicators, as_of)
    return [InterimRecord(**cells) for cells in _named(source, source.rules(InterimTarget))]


def baselines(
    indicators: QuerySet[Indicator] | None = None, *, as_of: datetime | None = None
) -> list[BaselineRecord]:
    """The plan's own baseline of each indicator and its published revisions, by first year."""
    source = Source(indicators, as_of)
    revised = grouped(source.rules(Baseline), "indicator_id")
    found = []
    for indicator in source.indicators():
        own = _own(indicator)
        printed = {
            "value": indicator["printed_baseline"],
            "baseline_year": indicator["printed_baseline_year"],
            "label": indicator["baseline_label"],
            **dict.fromkeys(("first_year", "decided_on", "published_at")),
            "reason": "",
        }
        for cells in (printed, *revised.get(indicator["indicator_id"], ())):
            cells.pop("indicator_id", None)
            found.append(BaselineRecord(**own, **cells))
    return found


def thresholds(*, as_of: datetime | None = None) -> list[ThresholdRecord]:
    """Every published threshold of every plan, by the first year that it applies to."""
    return [ThresholdRecord(**cells) for cells in Source(as_of=as_of).rules(Threshold)]


def _named(source: Source, records: Iterable[Record]) -> Iterable[dict[str, Any]]:
    known = {record["indicator_id"]: record for record in source.indicators()}
    for record in records:
        yield {**_own(known[record.pop("indicator_id")]), **record}


def _own(indicator: Record) -> dict[str, Any]:
    return {name: indicator[name] for name in ("code", "name", "unit", "decimals", "direction")}
