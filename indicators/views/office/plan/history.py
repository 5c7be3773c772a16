"""What changed in the plan's wording, newest first: who, when, why, from what to what."""

from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators.views.office.plan.frame import crumbs, find_plan, part_address
from indicators.views.shared.access import office_page
from indicators.wording.parts import changes, part_name
from indicators.wording.people import person
from measures.models import WordingDraft

A_PAGE = 20


@office_page("GET", "HEAD")
def history(request: HttpRequest, by: User, key: str) -> HttpResponse:
    """Of one part with ?part=, else of all."""
    plan = find_plan(key)
    done = WordingDraft.objects.filter(plan=plan, published_at__isnull=False)
    if part := request.GET.get("part", ""):
        done = done.filter(part=part)
    ordered = done.select_related("created_by", "edited_by", "published_by", "revision").order_by(
        "-published_at", "-pk"
    )
    page = Paginator(ordered, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "plan": plan,
        "page_obj": page,
        "lines": [
            {
                "draft": one,
                "name": part_name(one.part),
                "address": part_address(plan, one.part),
                "written_by": person(one.edited_by),
                "published_by": person(one.published_by),
                "changes": changes(one.part, one.before, one.content),
                "is_new": one.before is None,
            }
            for one in page
        ],
        "crumbs": crumbs(plan, "変更の記録"),
    }
    return render(request, "office/plan/history.html", context)
