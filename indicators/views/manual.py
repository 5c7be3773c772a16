"""The manual for staff: a page for each role, and what to do in trouble (templates/manual/, wording/manual.py).

Its pictures are made by tests/browser/test_manual.py, which does each role's task by the manual's own words.
"""

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from indicators.approvals import sits_anywhere
from indicators.forms.corrections import KIND_HINTS
from indicators.forms.entry import STATE_HINTS
from indicators.permissions import department_ids, is_manager, is_plan_office
from indicators.views.shared.access import signed_in, staff_page
from indicators.wording.manual import BY_SLUG, PAGES


@staff_page
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every page, the person's own first."""
    own = _own(signed_in(request))
    return render(request, "manual/index.html", {"pages": PAGES, "own": own})


@staff_page
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    if slug not in BY_SLUG:
        raise Http404(slug)
    context = {
        "page": BY_SLUG[slug],
        "pages": PAGES,
        "states": [(state.label, hint) for state, hint in STATE_HINTS.items()],
        "kinds": [(kind.label, hint) for kind, hint in KIND_HINTS.items()],
    }
    return render(request, f"manual/{slug}.html", context)


def _own(user: User) -> set[str]:
    """Slugs of the pages about what the person does today."""
    whose = {
        "entry": bool(department_ids(user)),
        "approver": sits_anywhere(user),
        "office": is_plan_office(user),
        "manager": is_manager(user),
    }
    return {slug for slug, is_theirs in whose.items() if is_theirs}


app_name = "manual"
urlpatterns = [path("", index, name="index"), path("<slug:slug>/", page, name="page")]
