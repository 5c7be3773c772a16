"""Where the plan stands: what is behind, who owns it, who has not reported, what comes of it, what changed."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators import charts, frames
from indicators.frames import LATE, Row, worst_first
from indicators.progress import RollUp, Verdict
from indicators.views.dashboard.access import for_readers
from indicators.views.dashboard.components import MOST_LATE, components
from indicators.views.dashboard.diff import changes_of
from indicators.views.dashboard.entry_status import entry_status
from indicators.views.dashboard.filtered_view import FilteredView, read_filters
from indicators.views.dashboard.paging import page_of
from indicators.views.shared.plan import plan_of
from measures.levels import in_levels
from measures.models import Department, Measure

# From so many groups on the bars are sorted: nobody looks for a name among 48.
MANY_GROUPS = 12
CHANGES_ON_A_PAGE = 20


@for_readers
def overview(request: HttpRequest) -> HttpResponse:
    view = read_filters(request)
    changes = changes_of(request, view)
    context = {
        **view.context(),
        **_sections(request, view),
        "changes": changes,
        "change_page": page_of(
            changes.lines, request, view.filters, "changes", "changes", size=CHANGES_ON_A_PAGE
        ),
        "turn_page": page_of(
            changes.turns, request, view.filters, "turns", "changes", size=CHANGES_ON_A_PAGE
        ),
        "measures": Measure.objects.filter(plan=plan_of(request)).order_by("number"),
        "departments": Department.objects.living(),
    }
    return render(request, "dashboard/overview.html", context, status=400 if changes.error else 200)


def _sections(request: HttpRequest, view: FilteredView) -> dict[str, Any]:
    return {
        **components(request, view, heat="page"),
        "others": [row for row in worst_first(view.rows) if row.verdict not in LATE][:MOST_LATE],
        "overdue": [row for row in view.rows if row.overdue],
        "roll_ups": [
            _roll_ups(
                "policies",
                in_levels("基本政策"),
                view.rows,
                lambda row: f"{row.policy_number} {row.policy_name}",
            ),
            _roll_ups("departments", "主担当課", view.rows, lambda row: row.department),
        ],
        # What is being typed is no affair of a view that shows what citizens see.
        "entry": [] if view.filters.is_published_only else entry_status(view.history),
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
