"""Figures of others beside an indicator (models/comparison.py): tidy, one record a series × fiscal year. Never judged."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby, pairwise
from operator import attrgetter

from indicators.frames.reading import Record
from indicators.frames.sources import Asked, Source, grouped
from indicators.models import WorkflowState


@dataclass(frozen=True)
class ReplacedComparison:
    """An earlier published figure that a change replaced; shown struck through."""

    value: Decimal | None
    source: str
    reason: str
    replaced_at: datetime


@dataclass(frozen=True)
class Comparison:
    """One year of one series, in the indicator's unit. `value` None: withdrawn, or a draft that has none yet.

    `source` is of this figure, `series_source` of the whole series. `unpublished` marks what citizens cannot see.
    """

    indicator_id: int
    code: str
    indicator_name: str
    unit: str
    decimals: int
    series_id: int
    series: str
    series_source: str
    year: int
    value: Decimal | None
    source: str
    note: str
    number: int
    reason: str
    published_at: datetime | None
    superseded: tuple[ReplacedComparison, ...]
    workflow_state: str
    unpublished: bool

    @property
    def is_withdrawn(self) -> bool:
        return self.value is None and not self.unpublished


@dataclass(frozen=True)
class Series:
    """Every year of one series, oldest first."""

    indicator_id: int
    series_id: int
    name: str
    source: str
    years: tuple[Comparison, ...]

    @property
    def newest(self) -> Comparison | None:
        """The newest year with a figure."""
        return next((one for one in reversed(self.years) if one.value is not None), None)

    def of_year(self, year: int) -> Comparison | None:
        return next((one for one in self.years if one.year == year), None)


def comparisons(asked: Asked, *, as_of: datetime | None = None, drafts: bool = False) -> list[Comparison]:
    """What citizens see, as of a moment; with `drafts` what staff see: the open record where there is one.

    In the plan's order of indicators, then by series and year.
    """
    source = Source.of(asked, as_of)
    known = grouped(source.comparisons_and_drafts() if drafts else source.comparisons(), "indicator_id")
    if not known:
        return []
    return [
        _record(indicator, list(chain))
        for indicator in source.indicators()
        for _, chain in groupby(
            known.get(indicator["indicator_id"], ()),
            key=lambda record: (record["series_id"], record["year"]),
        )
    ]


def series_of(found: Iterable[Comparison]) -> dict[int, tuple[Series, ...]]:
    """indicator_id → its series, as a page draws them; an indicator without one is not there."""
    by_indicator: dict[int, tuple[Series, ...]] = {}
    for (pk, series_id), group in groupby(found, key=attrgetter("indicator_id", "series_id")):
        of_one = tuple(group)
        one = Series(pk, series_id, of_one[0].series, of_one[0].series_source, of_one)
        by_indicator[pk] = (*by_indicator.get(pk, ()), one)
    return by_indicator


def _record(indicator: Record, chain: Sequence[Record]) -> Comparison:
    """The newest of a chain that was read oldest first; an open one is always its last."""
    said = chain[-1]
    out = [record for record in chain if record["state"] == WorkflowState.PUBLISHED]
    names = ("indicator_id", "code", "unit", "decimals")
    shown = ("series_id", "series", "series_source", "year", "value", "source", "note", "reason")
    return Comparison(
        **{name: indicator[name] for name in names},
        **{name: said[name] for name in shown},
        indicator_name=indicator["name"],
        number=out[-1]["number"] if out else 0,
        published_at=out[-1]["published_at"] if out else None,
        superseded=tuple(
            ReplacedComparison(old["value"], old["source"], new["reason"], new["published_at"])
            for old, new in pairwise(out)
        ),
        workflow_state=said["state"],
        unpublished=said["state"] != WorkflowState.PUBLISHED,
    )
