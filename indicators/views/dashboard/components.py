"""What every page of the dashboard shows of its indicators, the whole plan's or a department's: from one reading."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from indicators import charts
from indicators.frames import LATE, Row, late_first
from indicators.progress import Pace, RollUp
from indicators.views.dashboard.filtered_view import FilteredView
from indicators.views.dashboard.limit_risk import RiskLine, risks_of
from indicators.views.dashboard.paging import page_of
from indicators.views.dashboard.required_pace import Paces, paces_of
from measures.addresses import reverse

# The first screen names so many; the table below has every indicator.
MOST_LATE = 12
PACES_ON_A_PAGE = 20


@dataclass(frozen=True)
class Late:
    """An indicator that is behind, with the change a year that it would take."""

    row: Row
    pace: Pace | None


@dataclass(frozen=True)
class Standing:
    """What every page of one view says of how things stand, from one reading: `late` the worst first."""

    late: list[Late]
    risks: list[RiskLine]
    paces: Paces


@dataclass(frozen=True)
class HeatCell:
    """One indicator in one year; `url` leads to its value. `row` is None where there is no such year."""

    year: int
    row: Row | None
    url: str


def standing_of(view: FilteredView) -> Standing:
    """Worked out once a view."""
    if "standing" not in view.known:
        view.known["standing"] = _standing_of(view)
    found: Standing = view.known["standing"]
    return found


def _standing_of(view: FilteredView) -> Standing:
    paces = paces_of(view)
    by_indicator = {line.row.indicator_id: line.pace for line in paces.lines}
    late = [Late(row, by_indicator.get(row.indicator_id)) for row in late_first(view.rows)]
    return Standing(late, risks_of(view), paces)


def components(request: HttpRequest, view: FilteredView, standing: Standing, *, heat: str) -> dict[str, Any]:
    """Late list, cards, chart, heat map and pace table; `heat` names the heat map's page in the address."""
    return {
        **first(view, standing),
        **compared(request, view),
        **years(request, view, heat),
        **paces(request, view, standing),
    }


def first(view: FilteredView, standing: Standing) -> dict[str, Any]:
    """What the first screen names."""
    late = standing.late
    return {
        "late": late[:MOST_LATE],
        "late_count": len(late),
        "late_words": _late_words(view.counts),
        "late_verdicts": [
            {"verdict": verdict, "url": view.filters.link(view.path, verdict=verdict.value)}
            for verdict in LATE
        ],
        "risks": standing.risks,
        "paces": standing.paces,
        "kpis": _kpis(view),
    }


def compared(request: HttpRequest, view: FilteredView) -> dict[str, Any]:
    """Against the expected value: chart and table."""
    return {
        "chart": charts.progress_against_expected(view.rows),
        "compared": page_of(view.worst_first, request, view.filters, "rank", "expected"),
    }


def years(request: HttpRequest, view: FilteredView, name: str) -> dict[str, Any]:
    """The heat map; `name` is that of its page in the address."""
    lines = page_of(view.rows, request, view.filters, name, "heat")
    return {
        # Earlier years stand on the pages of measures: here they would be a column for the few that have them.
        "heat_years": view.reached,
        "heat": lines,
        "heat_lines": [(row, _heat_cells(row, view)) for row in lines.items],
    }


def paces(request: HttpRequest, view: FilteredView, standing: Standing) -> dict[str, Any]:
    """What the years to come would have to bring."""
    found = standing.paces
    return {
        "paces": found,
        "risks": standing.risks,
        "pace_page": page_of(found.lines, request, view.filters, "pace", "pace", size=PACES_ON_A_PAGE),
    }


def _heat_cells(row: Row, view: FilteredView) -> list[HeatCell]:
    of_year = {other.year: other for other in view.of_indicator[row.indicator_id]}
    address = reverse("dashboard:measure", args=[row.measure_number])
    scope = None if view.filters.scope == "all" else view.filters.scope
    found = []
    for year in view.reached:
        query = f"?year={year}" + (f"&scope={scope}" if scope else "")
        found.append(HeatCell(year, of_year.get(year), f"{address}{query}#indicator-{row.code}"))
    return found


def _late_words(counts: RollUp) -> str:
    """後退1件、遅れ2件: the verdicts that call for somebody."""
    return "、".join(
        f"{verdict.label}{counts.counts[verdict]}件" for verdict in LATE if counts.counts[verdict]
    )


def _kpis(view: FilteredView) -> dict[str, Any]:
    """The count of each verdict while every other filter stays, and the view that each leads to."""
    facet = next(facet for facet in view.facets if facet.name == "verdict")
    return {
        "counts": {option.value: option.count for option in facet.options},
        "links": {
            option.value: view.filters.link(view.path, verdict=None) if option.current else option.url
            for option in facet.options
        },
        "current": view.filters.verdict,
    }
