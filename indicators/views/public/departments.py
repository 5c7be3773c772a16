"""Departments: the initiatives that each takes part in, and the indicators that it leads."""

from collections import Counter

import pandas as pd
from django.db.models import Count, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from indicators import frames
from indicators.frames import Comparison
from indicators.models import Indicator
from indicators.views.public.answers import crumbs, csv_file, json_file, public_file, public_page
from indicators.views.public.panels import panels_of
from measures.models import Department, Initiative, InitiativeDepartment


@public_page
def department_list(request: HttpRequest) -> HttpResponse:
    led = Counter(row.department_slug for row in frames.rows(frames.latest(frames.published())))
    departments = Department.objects.annotate(taken=Count("participations"))
    context = {
        "departments": [
            {"department": department, "led": led[department.slug], "taken": department.taken}
            for department in departments
        ],
        "crumbs": crumbs(("担当課", "")),
    }
    return render(request, "public/departments.html", context)


@public_page
def department(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Department, slug=slug)
    frame = _frame(found)
    context = {
        "department": found,
        "panels": panels_of(frame, comparisons=_beside(found)),
        "counts": frames.roll_up(frames.latest(frame)),
        "initiatives": _initiatives(found),
        "crumbs": crumbs(("担当課", reverse("public:departments")), (found.name, "")),
    }
    return render(request, "public/department.html", context)


@public_file
def department_json(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Department, slug=slug)
    return json_file(_frame(found), f"department-{found.slug}", _beside(found))


@public_file
def department_csv(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Department, slug=slug)
    return csv_file(_frame(found), f"department-{found.slug}")


def _frame(department: Department) -> pd.DataFrame:
    return frames.published(Indicator.objects.filter(lead_department=department))


def _beside(department: Department) -> list[Comparison]:
    return frames.comparisons(Indicator.objects.filter(lead_department=department))


def _initiatives(department: Department) -> list[Initiative]:
    participations = InitiativeDepartment.objects.select_related("department").order_by("order")
    found = (
        Initiative.objects.filter(participations__department=department)
        .select_related("measure")
        .prefetch_related("details", Prefetch("participations", participations))
    )
    return list(found.order_by("measure__number", "number"))
