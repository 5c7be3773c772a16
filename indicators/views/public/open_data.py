"""The list of files that can be taken away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators import frames
from indicators.views.public.answers import crumbs, public_page
from indicators.views.public.moment import as_of
from measures.models import Department, Measure


@public_page
def open_data(request: HttpRequest) -> HttpResponse:
    then = as_of(request)
    rows = frames.rows(frames.latest(frames.published(as_of=then)))
    leading = {row.department_slug for row in rows}
    publications = frames.history(as_of=then)
    context = {
        "rows": rows,
        "measures": frames.in_words_of(Measure.objects.all(), then),
        "departments": frames.in_words_of(Department.objects.filter(slug__in=leading), then),
        "published_at": publications[0].published_at if publications else None,
        "crumbs": crumbs(("オープンデータ", "")),
    }
    return render(request, "public/open_data.html", context)
