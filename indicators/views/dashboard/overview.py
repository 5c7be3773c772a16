"""Where the plan stands: what is behind, who owns it, who has not reported, what comes of it, what changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from indicators import charts, frames
from indicators.frames import Row
from indicators.progress import Pace, RollUp, Verdict
from indicators.views.dashboard.changes import changes_of
from indicators.views.dashboard.door import for_readers
from indicators.views.dashboard.entry_status import entry_status
from indicators.views.dashboard.paces import paces_of
from indicators.views.dashboard.paging import page_of
from indicators.views.dashboard.seen import Seen, read_lens
from measures.models import Department, Measure

LATE = (Verdict.WORSE, Verdict.BEHIND, Verdict.SLIGHTLY_BEHIND)
# The first screen names so many; the table below has every indicator.
MOST_LATE = 12
CHANGES_ON_A_PAGE = PACES_ON_A_PAGE = 20
# From so many groups on the bars are sorted: nobody looks for a name among 48.
MANY_GROUPS = 12


@dataclass(frozen=True)
class Late:
    """An indicator that is behind, with the change a year that it would take."""

    row: Row
    pace: Pace | None


@dataclass(frozen=True)
class HeatCell:
    """One indicator in one year; `url` leads to its value. `row` is None where the frame has no such year."""

    row: Row | None
    url: str


@for_readers
def overview(request: HttpRequest) -> HttpResponse:
    seen = read_lens(request)
    changes = changes_of(request, seen)
    context = {
        **seen.context(),
        **_sections(request, seen),
        "changes": changes,
        "change_page": page_of(
            changes.lines, request, seen.lens, "changes", "changes", size=CHANGES_ON_A_PAGE
        ),
        "turn_page": page_of(changes.turns, request, seen.lens, "turns", "changes", size=CHANGES_ON_A_PAGE),
        "measures": Measure.objects.order_by("number"),
        "departments": Department.objects.all(),
    }
    return render(request, "dashboard/overview.html", context, status=400 if changes.error else 200)


def _sections(request: HttpRequest, seen: Seen) -> dict[str, Any]:
    paces = paces_of(seen)
    by_indicator = {line.row.indicator_id: line.pace for line in paces.lines}
    late = [Late(row, by_indicator.get(row.indicator_id)) for row in late_first(seen.rows)]
    compared = worst_first(seen.rows)
    heat = page_of(seen.rows, request, seen.lens, "page", "heat")
    return {
        "late": late[:MOST_LATE],
        "late_count": len(late),
        "late_words": _late_words(seen.counts),
        "late_verdicts": [
            {"verdict": verdict, "url": seen.lens.link(seen.path, verdict=verdict.value)} for verdict in LATE
        ],
        "kpis": _kpis(seen),
        "chart": charts.progress_against_expected(seen.rows),
        "compared": page_of(compared, request, seen.lens, "rank", "expected"),
        "others": [row for row in compared if row.verdict not in LATE][:MOST_LATE],
        "roll_ups": [
            _roll_ups(
                "policies", "基本政策", seen.rows, lambda row: f"{row.policy_number} {row.policy_name}"
            ),
            _roll_ups("departments", "主担当課", seen.rows, lambda row: row.department),
        ],
        # Earlier years stand on the pages of measures: here they would be a column for the few that have them.
        "heat_years": seen.reached,
        "heat": heat,
        "heat_lines": [(row, _heat_cells(row, seen)) for row in heat.items],
        "paces": paces,
        "pace_page": page_of(paces.lines, request, seen.lens, "pace", "pace", size=PACES_ON_A_PAGE),
        # What is being typed is no affair of a view that shows what citizens see.
        "entry": [] if seen.lens.is_published_only else entry_status(seen.history),
    }


def late_first(rows: Sequence[Row]) -> list[Row]:
    """What is behind, the worst verdict first, and within it what is farthest from the expected value."""
    late = [row for row in rows if row.verdict in LATE and row.applies]
    return sorted(late, key=lambda row: (LATE.index(Verdict(row.verdict)), row.gap or 0))


def worst_first(rows: Sequence[Row]) -> list[Row]:
    """The order of the chart; what has no progress comes last, in the plan's order."""
    return sorted(rows, key=lambda row: (row.gap is None, row.gap or 0))


def _heat_cells(row: Row, seen: Seen) -> list[HeatCell]:
    of_year = {other.year: other for other in seen.of_indicator[row.indicator_id]}
    address = reverse("dashboard:measure", args=[row.measure_number])
    scope = None if seen.lens.scope == "all" else seen.lens.scope
    found = []
    for year in seen.reached:
        query = f"?year={year}" + (f"&scope={scope}" if scope else "")
        found.append(HeatCell(of_year.get(year), f"{address}{query}#indicator-{row.code}"))
    return found


def _late_words(counts: RollUp) -> str:
    """後退1件、遅れ2件: the verdicts that call for somebody."""
    return "、".join(
        f"{verdict.label}{counts.counts[verdict]}件" for verdict in LATE if counts.counts[verdict]
    )


def _kpis(seen: Seen) -> dict[str, Any]:
    """The count of each verdict while every other filter stays, and the view that each leads to."""
    facet = next(facet for facet in seen.facets if facet.name == "verdict")
    return {
        "counts": {option.value: option.count for option in facet.options},
        "links": {
            option.value: seen.lens.link(seen.path, verdict=None) if option.current else option.url
            for option in facet.options
        },
        "current": seen.lens.verdict,
    }


def _roll_ups(key: str, title: str, rows: Sequence[Row], name: Callable[[Row], str]) -> dict[str, Any]:
    """Verdicts of each group, as a chart and as the table beneath it."""
    members: dict[str, list[Row]] = {}
    for row in rows:
        members.setdefault(name(row), []).append(row)
    groups = {label: frames.roll_up(found) for label, found in members.items()}
    if len(groups) > MANY_GROUPS:
        groups = dict(sorted(groups.items(), key=lambda item: -_behind(item[1])))
    return {
        "key": key,
        "title": title,
        "sorted": len(groups) > MANY_GROUPS,
        "chart": charts.verdicts_by(groups, chart_id=f"by-{key}"),
        "verdicts": list(Verdict),
        "lines": [
            {"label": label, "counts": list(counts.counts.values()), "sentence": counts.sentence}
            for label, counts in groups.items()
        ],
    }


def _behind(counts: RollUp) -> int:
    return counts.slightly_behind + counts.behind + counts.worse
