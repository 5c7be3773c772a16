"""One measure or one department: the components of the overview, narrowed, with a panel for each indicator."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from indicators import frames
from indicators.models import Indicator
from indicators.views.dashboard.lens import asked, common, for_readers, of_year
from indicators.views.public.panels import panels_of
from measures.models import Department, Initiative, Measure


@for_readers
def measure(request: HttpRequest, number: int) -> HttpResponse:
    found = get_object_or_404(Measure.objects.select_related("policy"), number=number)
    context = {
        "measure": found,
        **_narrowed(request, Indicator.objects.filter(measure=found), f"施策{found.number} {found.name}"),
    }
    return render(request, "dashboard/measure.html", context)


@for_readers
def department(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Department, slug=slug)
    if len(now := found.living_successors()) == 1:
        # With the view that the address carries: a link that was sent before the reorganisation still works.
        address = reverse("dashboard:department", args=[now[0].slug])
        return redirect(f"{address}?{request.GET.urlencode()}" if request.GET else address)
    printed = Department.objects.with_predecessors([found.pk])
    context = {
        "department": found,
        "now": now,
        "initiatives": Initiative.objects.filter(departments__in=printed)
        .select_related("measure")
        .order_by("measure__number", "number")
        .distinct(),
        **_narrowed(request, Indicator.objects.filter(lead_department=found), found.name),
    }
    return render(request, "dashboard/department.html", context)


def _narrowed(request: HttpRequest, indicators: QuerySet[Indicator], title: str) -> dict[str, Any]:
    """The components of one measure or department: counts, the year before beside this one, a panel each."""
    frame, choice = asked(request, indicators)
    shown = of_year(frame, choice)
    by_year = {(row.indicator_id, row.year): row for row in frames.rows(frame)}
    rows = frames.rows(shown)
    return {
        **common(request, choice, shown),
        "crumbs": [
            {"label": "ダッシュボード", "url": choice.link(reverse("dashboard:overview"))},
            {"label": title, "url": ""},
        ],
        "pairs": [{"row": row, "before": by_year.get((row.indicator_id, row.year - 1))} for row in rows],
        "panels": panels_of(frame, shown=shown),
    }
