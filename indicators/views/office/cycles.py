"""Opening and closing the yearly round."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from indicators.forms import CycleForm
from indicators.frames import Row, for_year, rows, working
from indicators.models import Cycle
from indicators.views.access import check_office, signed_in, staff_page
from indicators.views.wording import days_left, person
from indicators.workflow import WrongState, close_cycle, open_cycle
from measures.fiscal_year import FiscalYear
from measures.models import Plan


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def cycles(request: HttpRequest) -> HttpResponse:
    """The list, and the form that opens another year."""
    user = signed_in(request)
    check_office(user)
    plan = get_object_or_404(Plan.objects.order_by("first_year", "slug")[:1])
    existing = list(Cycle.objects.filter(plan=plan).select_related("opened_by", "closed_by"))
    taken = {cycle.year for cycle in existing}
    years = [year for year in plan.years if year not in taken]
    form = CycleForm(request.POST if request.method == "POST" else None, years=years)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            opened = open_cycle(
                plan=plan, year=form.cleaned_data["year"], due_on=form.cleaned_data["due_on"], by=user
            )
        except WrongState as refusal:
            form.add_error("year", str(refusal))
            status = 409
        else:
            messages.success(request, f"{opened}を始めました。主担当課の「わたしの入力」に載りました。")
            return redirect("office:cycles")
    frame = working()
    context = {
        "cycles": [_line(cycle, rows(for_year(frame, cycle.year))) for cycle in existing],
        "years": years,
        "form": form,
    }
    return render(request, "office/cycles.html", context, status=status)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, year: int) -> HttpResponse:
    """Asked once more, with what is still open; POST closes."""
    user = signed_in(request)
    check_office(user)
    cycle = get_object_or_404(Cycle, year=year)
    refusal = ""
    if request.method == "POST":
        try:
            close_cycle(cycle=cycle, by=user)
        except WrongState as refused:
            refusal = str(refused)
            cycle.refresh_from_db()
        else:
            messages.success(request, f"{cycle}を締めました。公表した値の変更は、これからもできます。")
            return redirect("office:cycles")
    left = [row for row in rows(for_year(working(), year)) if not row.number]
    context = {
        "cycle": cycle,
        "left": left,
        "refusal": refusal,
        "crumbs": [
            {"label": "サイクル", "url": reverse("office:cycles")},
            {"label": f"{FiscalYear(year).wareki}を締める", "url": ""},
        ],
    }
    return render(request, "office/close.html", context, status=409 if refusal else 200)


def _line(cycle: Cycle, of_year: list[Row]) -> dict[str, Any]:
    out = sum(1 for row in of_year if row.number)
    return {
        "cycle": cycle,
        "opened_by": person(cycle.opened_by),
        "closed_by": person(cycle.closed_by) if cycle.closed_by else "",
        "days": days_left(cycle.due_on, timezone.localdate()) if cycle.is_open else "",
        "late": cycle.is_open and cycle.due_on < timezone.localdate(),
        "published": out,
        "total": len(of_year),
    }
