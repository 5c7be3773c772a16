"""Every page of the site on one page, by the plan's own order."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators import frames
from indicators.views.public.answers import crumbs, public_page
from indicators.views.public.explanations import EXPLANATIONS
from indicators.views.public.home import policies_with
from indicators.views.public.moment import as_of
from indicators.views.public.sheets import published_versions
from measures.models import BasicPolicy, Department


@public_page
def site_map(request: HttpRequest) -> HttpResponse:
    rows = frames.rows(frames.latest(frames.published(as_of=as_of(request))))
    years: dict[int, list[int]] = {}
    for number, year in published_versions(as_of(request)):
        years.setdefault(number, []).append(year)
    policies = policies_with(BasicPolicy.objects.all(), rows)
    for group in policies:
        for item in group["measures"]:
            item["sheet_years"] = years.get(item["measure"].number, [])
    context = {
        "policies": policies,
        "departments": Department.objects.living(),
        "explanations": EXPLANATIONS,
        "crumbs": crumbs(("サイトマップ", "")),
    }
    return render(request, "public/site_map.html", context)
