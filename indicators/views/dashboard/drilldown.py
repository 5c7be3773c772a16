"""One measure or one department: the components of the overview, narrowed, with a panel for each indicator.

A measure has at most as many indicators as the alphabet has letters, so its page is whole, and a link to one of them
always arrives. A department's panels come page by page.
"""

from dataclasses import replace
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from indicators.models import Comment, Indicator
from indicators.permissions import measures_written_by
from indicators.views.dashboard.access import for_readers
from indicators.views.dashboard.components import components, standing_of
from indicators.views.dashboard.contributions import contributions_of
from indicators.views.dashboard.filtered_view import FilteredView, read_filters
from indicators.views.dashboard.open_tasks import OpenTasks, TaskRights, tasks_of
from indicators.views.dashboard.paging import page_of
from indicators.views.dashboard.panels import staff_panels
from indicators.views.dashboard.sheets import sheets_of
from indicators.views.shared.access import signed_in
from indicators.views.shared.chart_page import page_with_charts
from indicators.views.shared.comment_threads import CommentLine, line_of, told
from indicators.views.shared.plan import plan_of
from measures.addresses import redirect, reverse
from measures.levels import in_levels
from measures.models import Department, Initiative, Measure
from measures.texts import initiatives_of_measure

PANELS_ON_A_PAGE = MEASURES_ON_A_PAGE = NEWEST_COMMENTS = 10
# Of fewer indicators nobody looks for some.
WORTH_A_FILTER = 3
# Two rings and more make a chart to compare.
WORTH_A_CHART = 2


@for_readers
def measure(request: HttpRequest, number: int) -> HttpResponse:
    found = get_object_or_404(Measure.objects.select_related("policy"), plan=plan_of(request), number=number)
    view = read_filters(request, Indicator.objects.filter(measure=found), fixed={"measure": found.number})
    rights = TaskRights.of(signed_in(request))
    context = {
        "measure": found,
        "leads": list({row.department_slug: row for row in view.rows}.values()),
        "sheets": sheets_of(found, view, rights),
        "initiatives": initiatives_of_measure(found),
        **_narrowed(
            request, view, tasks_of(view, rights), title=f"{in_levels('施策')}{found.number} {found.name}"
        ),
    }
    return _page(request, "dashboard/measure.html", context)


@for_readers
def department(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Department, slug=slug)
    if len(now := found.living_successors()) == 1:
        # With the view that the address carries: a link that was sent before the reorganisation still works.
        address = reverse("dashboard:department", args=[now[0].slug])
        return redirect(f"{address}?{request.GET.urlencode()}" if request.GET else address)
    printed = Department.objects.with_predecessors([found.pk])
    # Asked once, as a short list: nested in every question to the figures, a database plans it anew and badly.
    joined_ids = set(Initiative.objects.filter(departments__in=printed).values_list("measure", flat=True))
    joined = Measure.objects.filter(plan=plan_of(request), pk__in=joined_ids)
    fixed = {"department": found.slug}
    view = read_filters(
        request, Indicator.objects.of_plan(plan_of(request)).filter(lead_department=found), fixed=fixed
    )
    leads = bool(view.total)
    if not leads:
        # Who leads nothing still wants to see how the measures stand that it works for.
        view = read_filters(
            request, Indicator.objects.of_plan(plan_of(request)).filter(measure__in=joined_ids)
        )
    written = measures_written_by([found.pk], printed).order_by("number")
    # Other departments' values are their own tasks.
    mine = view if leads else replace(view, rows=[], history=[])
    tasks = tasks_of(mine, TaskRights.of(signed_in(request)), list(written))
    measures = page_of(
        list(joined.order_by("number")), request, view.filters, "measures", "joined", size=MEASURES_ON_A_PAGE
    )
    context = {
        "department": found,
        "now": now,
        "leads": leads,
        "measures": measures,
        "joined": contributions_of(found, measures.items, view),
        "newest_comments": _newest_comments(found, view, signed_in(request)),
        **_narrowed(request, view, tasks, title=found.name, panels=PANELS_ON_A_PAGE if leads else 0),
    }
    return _page(request, "dashboard/department.html", context)


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """With the figures of its charts at an address of their own."""
    shown = [context["chart"]] if context["has_chart"] else []
    shown += [one.panel.chart for one in context["panels"]]
    return page_with_charts(request, template, lambda: context, shown, request.GET.dict())


def _narrowed(
    request: HttpRequest, view: FilteredView, tasks: OpenTasks, *, title: str, panels: int | None = None
) -> dict[str, Any]:
    """What both pages show. `panels`: so many on a page, None for all of them, 0 for none."""
    size = len(view.rows) if panels is None else panels
    page = page_of(view.rows, request, view.filters, "page", "indicators", size=max(1, size))
    shown = page.items if size else []
    back = request.get_full_path()
    shared = components(request, view, standing_of(view), heat="heat")
    return {
        **view.context(),
        **shared,
        # A filter with one choice is none.
        "facets": [
            facet
            for facet in view.facets
            if facet.chosen or (len(facet.options) > 1 and view.total >= WORTH_A_FILTER)
        ],
        "has_chart": sum(row.progress_gap is not None for row in view.rows) >= WORTH_A_CHART,
        "tasks": tasks,
        "panel_page": page,
        "panels": staff_panels(view, shown, tasks, signed_in(request), back),
        "crumbs": [
            {"label": "ダッシュボード", "url": f"{reverse('dashboard:overview')}{view.filters.query}"},
            {"label": title, "url": ""},
        ],
    }


def _newest_comments(department: Department, view: FilteredView, user: User) -> list[CommentLine]:
    """What was said last of the indicators that the department leads; staff's affair alone."""
    if view.filters.is_published_only:
        return []
    comments = Comment.objects.filter(indicator__lead_department=department, withdrawn_at__isnull=True)
    newest = told(comments).order_by("-at", "-pk")[:NEWEST_COMMENTS]
    return [line_of(comment, user) for comment in newest]
