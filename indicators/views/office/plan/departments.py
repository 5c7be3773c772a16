"""Departments that the plan names and nobody has registered: each needs a romanised name for its address."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators.forms.departments import NewNamesForm
from indicators.views.office.plan.frame import crumbs, find_plan
from indicators.views.shared.access import office_page
from indicators.workflow.wording import register_departments
from measures.addresses import redirect
from measures.models import Department, Plan, WordingDraft


@office_page("GET", "HEAD", "POST")
def departments(request: HttpRequest, by: User, key: str) -> HttpResponse:
    plan = find_plan(key)
    names = unknown_departments(plan)
    form = NewNamesForm(request.POST if request.method == "POST" else None, names=names)
    if request.method == "POST" and form.is_valid():
        made = register_departments(names=form.slugs, by=by)
        messages.success(request, f"{len(made)}の課を登録しました。")
        return redirect("office:plan_departments", plan.key)
    context = {
        "plan": plan,
        "form": form,
        "names": names,
        "known": Department.objects.order_by("order", "name"),
        "crumbs": crumbs(plan, "課"),
    }
    return render(request, "office/plan/departments.html", context)


def unknown_departments(plan: Plan) -> list[str]:
    """Names in open drafts of the plan that no department has, in the plan's order."""
    known = set(Department.objects.values_list("name", flat=True))
    found: dict[str, None] = {}
    for draft in WordingDraft.objects.filter(plan=plan, published_at__isnull=True).order_by("part"):
        for initiative in draft.content.get("initiatives", []):
            found |= dict.fromkeys(initiative["departments"])
    return [name for name in found if name not in known]
