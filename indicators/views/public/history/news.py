"""What went out and what was changed afterwards: announcements, and the list of every change."""

from collections import Counter
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from indicators import frames
from indicators.views.shared.answers import crumbs, public_page
from indicators.views.shared.filters import kind_links
from indicators.views.shared.plan import plans_to_see, source_of
from measures.addresses import naming, reverse
from measures.models import Plan
from measures.plans import told_among

A_PAGE = 30


@public_page
def publications(request: HttpRequest) -> HttpResponse:
    source = source_of(request)
    page = Paginator(frames.announcements(source), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "new_plans": _new_plans(request) if page.number == 1 else [],
        "overdue": frames.overdue(source),
        "crumbs": crumbs(("更新と訂正", "")),
    }
    return render(request, "public/publications.html", context)


def _new_plans(request: HttpRequest) -> list[tuple[Plan, str]]:
    """Each plan that joined the first one, with its address."""
    found = []
    for plan in told_among(plans_to_see(request)):
        with naming(plan.key):
            found.append((plan, reverse("public:home")))
    return found


@public_page
def corrections(request: HttpRequest) -> HttpResponse:
    """All changes after publication, or those of one kind."""
    kind = request.GET.get("kind", "")
    if kind and kind not in frames.CORRECTIONS:
        raise Http404("kind")
    source = source_of(request)
    found = frames.corrections(source)
    chosen = [one for one in found if one.kind == kind] if kind else found
    context = {
        "page_obj": Paginator(chosen, A_PAGE).get_page(request.GET.get("page")),
        "kinds": _kinds(found, kind),
        "kind": kind,
        "overdue": frames.overdue(source),
        "crumbs": crumbs(("更新と訂正", reverse("public:publications")), ("訂正・改定", "")),
    }
    return render(request, "public/corrections.html", context)


def _kinds(found: list[frames.Correction], current: str) -> list[dict[str, Any]]:
    counts = Counter(one.kind for one in found)
    counts[""] = len(found)
    address = reverse("public:corrections")
    return kind_links(
        frames.CORRECTIONS, counts, current, lambda kind: f"{address}?kind={kind}" if kind else address
    )
