"""Every page of the site on one page, by the plan's own order."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators import frames
from indicators.views.public.plan.home import policies_of, policies_with
from indicators.views.public.plan.sheets import published_versions
from indicators.views.public.site.explanations import explanations
from indicators.views.shared.answers import crumbs, public_page
from indicators.views.shared.moment import as_of, past_day
from indicators.views.shared.plan import plan_of, source_of
from indicators.views.shared.static_copy import static_copy_of
from measures.models import Department
from measures.past import as_worded


@public_page
def site_map(request: HttpRequest) -> HttpResponse:
    then = as_of(request)
    rows = frames.latest(source_of(request))
    public = frames.public_departments(then)
    living = [one for one in Department.objects.living_on(past_day(request)) if one.pk in public]
    years: dict[int, list[int]] = {}
    for number, year in published_versions(plan_of(request), then):
        years.setdefault(number, []).append(year)
    policies = policies_with(policies_of(request), rows, then)
    for group in policies:
        for item in group["measures"]:
            item["sheet_years"] = years.get(item["measure"].number, [])
    context = {
        "policies": policies,
        "departments": as_worded(living, then),
        "explanations": explanations(with_server=static_copy_of(request) is None),
        "crumbs": crumbs(("サイトマップ", "")),
    }
    return render(request, "public/site_map.html", context)
