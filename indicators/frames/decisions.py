"""The published rules themselves: targets, baselines, interim targets, rhythms of surveys, recounts, thresholds; from which year on, when, why (docs/publication.md §6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from typing import Any

from indicators.frames.reading import Record
from indicators.frames.sources import Asked, Source
from indicators.models import (
    RULES_OF_INDICATOR,
    Baseline,
    DatedRule,
    InterimTarget,
    Recount,
    Rhythm,
    Target,
    Threshold,
)
from indicators.progress import Direction

# What a rule calls the year that it speaks of.
YEARS = {"target_year": "year", "baseline_year": "year", "survey_year": "year"}
OF_INDICATOR = ("code", "name", "unit", "decimals", "direction")


@dataclass(frozen=True)
class RuleRecord:
    """One published rule; `kind` is its kind's key (models/rule.py). In the unit of its indicator.

    `year`: by when a target is to be reached, of when a baseline is, for when an interim target is; one without a
    `value` took an earlier one away. The plan's own baseline has no first year and was not published by itself. A
    recount has none either: `rebased` holds [year, figure] of earlier years in the new way. A rhythm has no value: a survey is made `every` so many years from `year` on. A threshold is a plan's: it has no indicator, and is a share (0.8 is 80 %). `decided_on` is None for the plan's own.
    """

    kind: str
    value: Decimal | None
    first_year: int | None
    decided_on: date | None
    reason: str
    published_at: datetime | None
    year: int | None = None
    label: str = ""
    plan_id: int | None = None
    code: str = ""
    name: str = ""
    unit: str = ""
    decimals: int = 0
    direction: str = ""
    upper: Decimal | None = None
    tolerance: Decimal = Decimal(0)
    wording: str = ""
    every: int | None = None
    rebased: Sequence[Sequence[Any]] = ()

    @property
    def is_limit_target(self) -> bool:
        return self.kind == Target.key and Direction(self.direction).is_limit

    @property
    def rebased_figures(self) -> list[tuple[int, Decimal]]:
        """Year and figure of each earlier year that was counted anew."""
        return [(year, Decimal(said)) for year, said in self.rebased]


def targets(asked: Asked, *, as_of: datetime | None = None) -> list[RuleRecord]:
    """Every published target of the indicators, by the first year that it applies to."""
    return _records(Target, Source.of(asked, as_of))


def interims(asked: Asked, *, as_of: datetime | None = None) -> list[RuleRecord]:
    """Every published interim target of the indicators, by its year and the first year that it applies to."""
    return _records(InterimTarget, Source.of(asked, as_of))


def rhythms(asked: Asked, *, as_of: datetime | None = None) -> list[RuleRecord]:
    """Every published rhythm of the indicators' surveys, by the first year that it applies to."""
    return _records(Rhythm, Source.of(asked, as_of))


def recounts(asked: Asked, *, as_of: datetime | None = None) -> list[RuleRecord]:
    """Every year from which an indicator is counted otherwise, each with what earlier years are in the new way."""
    return _records(Recount, Source.of(asked, as_of))


def baselines(asked: Asked, *, as_of: datetime | None = None) -> list[RuleRecord]:
    """The plan's own baseline of each indicator, and after it its published revisions, by first year."""
    source = Source.of(asked, as_of)
    found = {indicator["code"]: [_printed(indicator)] for indicator in source.indicators()}
    for revised in _records(Baseline, source):
        found[revised.code].append(revised)
    return list(chain.from_iterable(found.values()))


def thresholds(asked: Asked, *, as_of: datetime | None = None) -> list[RuleRecord]:
    """Every published threshold of every plan, by the first year that it applies to."""
    return _records(Threshold, Source.of(asked, as_of))


def _records(kind: type[DatedRule], source: Source) -> list[RuleRecord]:
    indicators = source.indicators() if kind in RULES_OF_INDICATOR else ()
    known: Mapping[int | None, Record] = {one["indicator_id"]: one for one in indicators}
    found = []
    for record in source.rules(kind):
        cells = {YEARS.get(name, name): cell for name, cell in record.items() if name != "indicator_id"}
        cells.setdefault("value", None)
        found.append(RuleRecord(kind.key, **cells, **_own(known.get(record.get("indicator_id"), {}))))
    return found


def _printed(indicator: Record) -> RuleRecord:
    return RuleRecord(
        Baseline.key,
        indicator["printed_baseline"],
        first_year=None,
        decided_on=None,
        reason="",
        published_at=None,
        year=indicator["printed_baseline_year"],
        label=indicator["baseline_label"],
        **_own(indicator),
    )


def _own(indicator: Record) -> dict[str, Any]:
    return {name: indicator[name] for name in OF_INDICATOR if name in indicator}
