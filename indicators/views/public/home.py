"""The plan at a glance, and each basic policy."""

from collections.abc import Iterable
from typing import Any

import pandas as pd
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from indicators import frames
from indicators.frames import Row
from indicators.models import Indicator
from indicators.views.public.answers import crumbs, csv_file, json_file, public_file, public_page
from indicators.views.public.moment import as_of
from indicators.views.public.panels import lines_of
from indicators.views.public.sentences import coverage, headline
from measures.fiscal_year import FiscalYear
from measures.models import BasicPolicy, Measure

NEWEST = 5


@public_page
def home(request: HttpRequest) -> HttpResponse:
    then = as_of(request)
    frame = frames.published(as_of=then)
    years = published_years(frame)
    year = _wanted_year(request, years)
    shown = frames.latest(frame) if year is None else frames.for_year(frame, year)
    counts = frames.roll_up(shown)
    publications = frames.history(as_of=then)
    context = {
        "headline": headline(counts, anything_published=bool(publications)),
        "coverage": coverage(counts, year),
        "counts": counts,
        "year": year,
        "years": _switch(years, year),
        "plan_rows": frames.rows(shown)[:1],
        "policies": policies_with(BasicPolicy.objects.all(), frames.rows(shown)),
        "newest": publications[:NEWEST],
        "published_at": publications[0].published_at if publications else None,
    }
    return render(request, "public/home.html", context)


@public_page
def policy(request: HttpRequest, number: str) -> HttpResponse:
    found = get_object_or_404(BasicPolicy, number=number)
    frame = frames.latest(
        frames.published(Indicator.objects.filter(measure__policy=found), as_of=as_of(request))
    )
    context = {
        "policy": policies_with(BasicPolicy.objects.filter(pk=found.pk), frames.rows(frame))[0],
        "counts": frames.roll_up(frame),
        "others": BasicPolicy.objects.filter(plan=found.plan_id).exclude(pk=found.pk),
        "crumbs": crumbs(("施策", reverse("public:measures")), (f"基本政策{found.number}", "")),
    }
    return render(request, "public/policy.html", context)


@public_file
def plan_json(request: HttpRequest) -> HttpResponse:
    then = as_of(request)
    return json_file(request, frames.published(as_of=then), "all", frames.comparisons(as_of=then))


@public_file
def plan_csv(request: HttpRequest) -> HttpResponse:
    return csv_file(request, frames.published(as_of=as_of(request)), "all")


def policies_with(policies: QuerySet[BasicPolicy], rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Policies, their measures, and the line of each indicator: three levels for the template."""
    of_measure: dict[int, list[Row]] = {}
    for row in rows:
        of_measure.setdefault(row.measure_number, []).append(row)
    with_measures = policies.prefetch_related(Prefetch("measures", Measure.objects.order_by("number")))
    return [
        {
            "policy": policy,
            "measures": [
                {"measure": measure, "lines": lines_of(of_measure.get(measure.number, ()))}
                for measure in policy.measures.all()
            ],
        }
        for policy in with_measures
    ]


def published_years(frame: pd.DataFrame) -> list[int]:
    """Years of the plan of which something was published, oldest first."""
    return sorted({row.year for row in frames.rows(frame) if row.number and row.year in _plan_years(row)})


def _plan_years(row: Row) -> range:
    return range(row.plan_first_year, row.plan_last_year + 1)


def _wanted_year(request: HttpRequest, years: list[int]) -> int | None:
    """The year of the address, typed as a person may (2024, R6, 令和6年度); None is the newest of each."""
    typed = request.GET.get("year", "")
    if not typed:
        return None
    try:
        year = FiscalYear.parse(typed).year
    except ValueError:
        raise Http404("year") from None
    if year not in years:
        raise Http404("year")
    return year


def _switch(years: list[int], current: int | None) -> list[dict[str, Any]]:
    address = reverse("public:home")
    choices = [
        {"label": FiscalYear(year).wareki, "url": f"{address}?year={year}", "current": year == current}
        for year in years
    ]
    return [*choices, {"label": "最新", "url": address, "current": current is None}]
