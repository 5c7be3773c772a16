"""A new plan, and what one in preparation is called and by which years it goes."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators.forms.plans import PlanForm
from indicators.views.office.confirming import differences
from indicators.views.office.plan.frame import crumbs, crumbs_to_list, find_plan
from indicators.views.shared.access import office_page
from indicators.workflow import Incomplete, StaleVersion, WrongState
from indicators.workflow.plans import PUBLIC, edition_of, save_plan
from measures.addresses import redirect
from measures.models import Plan


@office_page("GET", "HEAD", "POST")
def new_plan(request: HttpRequest, by: User) -> HttpResponse:
    return _serve(request, by, None)


@office_page("GET", "HEAD", "POST")
def settings(request: HttpRequest, by: User, key: str) -> HttpResponse:
    return _serve(request, by, find_plan(key))


def _serve(request: HttpRequest, by: User, plan: Plan | None) -> HttpResponse:
    others = Plan.objects.all() if plan is None else Plan.objects.exclude(pk=plan.pk)
    previous = others.order_by("-first_year", "slug").first()
    if request.method != "POST":
        initial = {**PlanForm.of(plan, previous), "edition": edition_of(plan)}
        return _page(request, plan, PlanForm(plan=plan, previous=previous, initial=initial))
    form = PlanForm(request.POST, plan=plan, previous=previous)
    if not form.is_valid():
        return _page(request, plan, form)
    try:
        kept = save_plan(plan=plan, data=form.said, by=by, expected_edition=form.cleaned_data["edition"])
    except Incomplete as missing:
        form.add_missing(missing.errors)
        return _page(request, plan, form)
    except StaleVersion as refusal:
        return _page(request, plan, form, str(refusal), current=refusal.current)
    except WrongState as refusal:
        return _page(request, plan, form, str(refusal))
    messages.success(request, f"{kept.name}を保存しました。公表するまで、職員だけに見えます。")
    return redirect("office:plan", kept.key)


def _page(
    request: HttpRequest, plan: Plan | None, form: PlanForm, refusal: str = "", current: Plan | None = None
) -> HttpResponse:
    """`current`: as somebody saved it meanwhile; the next save of what was typed puts that in its place."""
    both: list[tuple[str, str, str]] = []
    if current is not None:
        both = differences(form.words(current), form.typed_words())
        data: Any = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict, whose copy can be written
        data["edition"] = edition_of(current)
        form.data = data
    context = {
        "plan": plan,
        "form": form,
        "refusal": refusal,
        "both": both,
        "closed": PUBLIC if plan is not None and plan.is_public else "",
        "crumbs": crumbs(plan, "名称と年度")
        if plan
        else [*crumbs_to_list(), {"label": "新しい計画", "url": ""}],
    }
    return render(request, "office/plan/settings.html", context, status=409 if refusal else 200)
