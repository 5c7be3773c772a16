"""A plan that was loaded by mistake: asked for by one of the office, withdrawn by another."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render

from indicators.forms.fields import read_reason
from indicators.views.office.plan.frame import crumbs, find_plan
from indicators.views.shared.access import office_page
from indicators.wording.people import person
from indicators.workflow import Incomplete, NotAllowed, WrongState
from indicators.workflow.plan_withdrawal import (
    ask_withdrawal,
    carry_out_withdrawal,
    drop_withdrawal,
    why_not_withdrawn,
)
from measures.addresses import redirect
from measures.models import Plan, PlanWithdrawal


@office_page("GET", "HEAD", "POST")
def withdrawal(request: HttpRequest, by: User, key: str) -> HttpResponse:
    plan = find_plan(key)
    if request.method != "POST":
        return _page(request, by, plan)
    action, reason = request.POST.get("action", ""), request.POST.get("reason", "")
    try:
        if action == "ask":
            ask_withdrawal(plan=plan, reason=read_reason(reason), by=by)
            messages.success(request, "取下げを申し出ました。ほかの計画担当が確かめて取り下げます。")
        elif action == "drop":
            drop_withdrawal(plan=plan, by=by)
            messages.success(request, "取下げの申し出をやめました。")
        elif action == "carry_out":
            carry_out_withdrawal(plan=plan, by=by)
            messages.success(request, f"{plan}を取り下げました。")
            return redirect("office:plans")
        else:
            return HttpResponseBadRequest("不明な操作です。")
    except (Incomplete, NotAllowed, WrongState) as refusal:
        return _page(request, by, plan, refusal.message, reason)
    return redirect("office:plan_withdrawal", plan.key)


def _page(request: HttpRequest, by: User, plan: Plan, refusal: str = "", typed: str = "") -> HttpResponse:
    asked = PlanWithdrawal.objects.filter(plan=plan).select_related("asked_by").first()
    context = {
        "plan": plan,
        "refusal": refusal,
        "typed": typed,
        "asked": asked,
        "asked_by": person(asked.asked_by) if asked else "",
        "is_own": asked is not None and asked.asked_by_id == by.pk,
        "reasons": why_not_withdrawn(plan),
        "crumbs": crumbs(plan, "取下げ"),
    }
    return render(request, "office/plan/withdrawal.html", context, status=409 if refusal else 200)
