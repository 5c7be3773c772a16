"""The list of files that can be taken away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators import frames
from indicators.views.public.answers import crumbs, public_page
from indicators.views.public.moment import as_of
from measures.models import Department, Measure


@public_page
def open_data(request: HttpRequest) -> HttpResponse:
    rows = frames.rows(frames.latest(frames.published(as_of=as_of(request))))
    leading = {row.department_slug for row in rows}
    publications = frames.history(as_of=as_of(request))
    context = {
        "rows": rows,
        "measures": Measure.objects.all(),
        "departments": Department.objects.filter(slug__in=leading),
        "published_at": publications[0].published_at if publications else None,
        "crumbs": crumbs(("オープンデータ", "")),
    }
    return render(request, "public/open_data.html", context)
