"""Comparison series as staff read them: their years beside the indicator's own, their contents, their log."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from indicators import frames
from indicators.frames import Comparison, Row
from indicators.models import ComparisonSeries, ComparisonValue, Event, Indicator
from indicators.views.shared.access import check_year
from indicators.wording.cells import number
from indicators.wording.figures import with_unit
from indicators.wording.log import LogLine, log_of_events

FIELDS = {"value": "値", "source": "出所", "note": "説明"}
# How many years before the plan are offered; an address of an earlier one works too.
YEARS_OF_HISTORY = 5


@dataclass(frozen=True)
class ComparisonYear:
    """One year of a series: what stands, and the indicator's own row beside it."""

    year: int
    one: Comparison | None
    row: Row | None


def lines_of(
    series: ComparisonSeries, known: Sequence[Comparison], own: dict[int, Row]
) -> list[ComparisonYear]:
    """Newest first: the plan's years, some before it, and every other one that has something."""
    plan = series.indicator.measure.policy.plan
    by_year = {one.year: one for one in known}
    offered = range(plan.first_year - YEARS_OF_HISTORY, plan.last_year + 1)
    return [
        ComparisonYear(year, by_year.get(year), own.get(year))
        for year in sorted({*offered, *by_year}, reverse=True)
    ]


def years_of_each(
    known: Iterable[ComparisonSeries], indicators: QuerySet[Indicator]
) -> list[tuple[ComparisonSeries, list[ComparisonYear]]]:
    """Each series with its years, newest first; without those of an indicator that no row has.

    `indicators`: theirs.
    """
    found = frames.series_of(frames.comparisons(indicators, drafts=True))
    years = {series.series_id: series.years for of_one in found.values() for series in of_one}
    own: dict[int, dict[int, Row]] = {}
    for row in frames.working(indicators):
        own.setdefault(row.indicator_id, {})[row.year] = row
    return [
        (series, lines_of(series, years.get(series.pk, ()), own[series.indicator_id]))
        for series in known
        if series.indicator_id in own
    ]


def lines_of_series(series: ComparisonSeries) -> list[ComparisonYear]:
    only = Indicator.objects.filter(pk=series.indicator_id)
    known = [one for one in frames.comparisons(only, drafts=True) if one.series_id == series.pk]
    return lines_of(series, known, {row.year: row for row in frames.working(only)})


def log_of_comparison(series: ComparisonSeries, year: int) -> list[LogLine]:
    """What happened to all records of one year, oldest first."""
    indicator = series.indicator

    def said(name: str, text: str) -> str:
        return with_unit(Decimal(text), indicator) if name == "value" and text else ""

    events = Event.objects.filter(series=series, year=year).select_related("by")
    return log_of_events(events, FIELDS, said)


def find_series(pk: int, year: int) -> ComparisonSeries:
    """Http404 for what is not, for a year that it cannot have, and beside an indicator that no row has."""
    there = ComparisonSeries.objects.filter(indicator__measure__plan__withdrawn_at=None)
    known = there.select_related("indicator__measure__policy__plan", "indicator__lead_department")
    series = get_object_or_404(known, pk=pk)
    check_year(series.indicator, year)
    if not series.indicator.targets.filter(published_at__isnull=False).exists():
        raise Http404(str(pk))
    return series


def read_of(record: ComparisonValue | None) -> list[tuple[str, str]]:
    """The contents of a record under their labels, to be read."""
    if record is None:
        return []
    empty = "取下げ（値なし）" if record.is_change else "（まだありません）"
    value = empty if record.value is None else number(record.value, record.series.indicator)
    found = [("値", value), ("出所", record.source), ("説明", record.note)]
    if record.is_change:
        found.insert(0, ("変更の理由", record.reason))
    return found
