"""Pages that explain, in easy sentences: words, how to read, this site, its data."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators import frames
from indicators.frames import late_first
from indicators.open_data.licence import licence
from indicators.views.public.easy.page import easy_crumbs, easy_page
from indicators.views.public.plan.home import policies_of, policies_with
from indicators.views.shared.moment import as_of
from indicators.views.shared.plan import source_of
from indicators.wording.easy.terms import TERMS


@easy_page
def glossary(request: HttpRequest) -> HttpResponse:
    context = {"terms": TERMS, "crumbs": easy_crumbs(("言葉の 意味", ""))}
    return render(request, "easy/glossary.html", context)


@easy_page
def how_to_read(request: HttpRequest) -> HttpResponse:
    """With the track of one indicator of the plan."""
    rows = [row for row in frames.latest(source_of(request)) if row.applies and row.has_line]
    context = {
        "row": next((row for row in [*late_first(rows), *rows] if 0 <= (row.progress or -1) <= 1), None),
        "crumbs": easy_crumbs(("ページの 読み方", "")),
    }
    return render(request, "easy/how_to_read.html", context)


@easy_page
def site_map(request: HttpRequest) -> HttpResponse:
    rows = frames.latest(source_of(request))
    context = {
        "policies": policies_with(policies_of(request), rows, as_of(request)),
        "crumbs": easy_crumbs(("全部の ページ", "")),
    }
    return render(request, "easy/site_map.html", context)


@easy_page
def about(request: HttpRequest) -> HttpResponse:
    context = {"licence": licence(), "crumbs": easy_crumbs(("この サイトに ついて", ""))}
    return render(request, "easy/about.html", context)


@easy_page
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "easy/accessibility.html", {"crumbs": easy_crumbs(("だれでも 使えるように", ""))})


@easy_page
def open_data(request: HttpRequest) -> HttpResponse:
    context = {"licence": licence(), "crumbs": easy_crumbs(("データ", ""))}
    return render(request, "easy/open_data.html", context)
