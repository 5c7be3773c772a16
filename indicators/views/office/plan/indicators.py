"""Every indicator of a plan: where it is defined, where its target is decided, what of it is missing; rows that wait in the text."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators.models import Indicator
from indicators.views.office.plan.frame import crumbs, find_plan
from indicators.views.shared.access import office_page
from indicators.wording.parts import number_of_part
from indicators.workflow import Incomplete, WrongState
from indicators.workflow.printed_rows import make_printed
from measures.addresses import redirect, reverse
from measures.models import Plan, WordingDraft


@office_page("GET", "HEAD", "POST")
def indicators(request: HttpRequest, by: User, key: str) -> HttpResponse:
    plan = find_plan(key)
    if request.method == "POST":
        return _make(request, by, plan)
    rows = Indicator.objects.filter(measure__policy__plan=plan).with_plan()
    public = set(Indicator.objects.public().values_list("pk", flat=True))
    known = {(one.measure.number, one.name) for one in rows}
    context = {
        "plan": plan,
        "lines": [
            {
                "indicator": one,
                "is_public": one.pk in public,
                "lacking": _lacking(one),
                "form": "" if one.pk in public else reverse("office:plan_indicator", args=[one.code]),
                "wording": reverse("office:plan_indicator_wording", args=[plan.key, one.code]),
            }
            for one in rows
        ],
        "printed": [row for row in _printed(plan.pk) if (row["number"], row["name"]) not in known],
        "crumbs": crumbs(plan, "指標"),
    }
    return render(request, "office/plan/indicators.html", context)


def _make(request: HttpRequest, by: User, plan: Plan) -> HttpResponse:
    """Indicators of the rows that were ticked; one that cannot be made is told, the others are made."""
    wanted = request.POST.getlist("row")
    made = 0
    for row in _printed(plan.pk):
        if f"{row['number']}:{row['name']}" not in wanted:
            continue
        try:
            make_printed(plan=plan, number=row["number"], row=row, by=by)
            made += 1
        except (Incomplete, WrongState) as refusal:
            messages.warning(request, str(refusal))
    if made:
        messages.success(request, f"{made}件の指標と、その目標の下書きを作りました。")
    return redirect("office:plan_indicators", plan.key)


def _lacking(indicator: Indicator) -> list[str]:
    found = [] if indicator.meaning else ["この指標がわかること"]
    return found if indicator.lead_confirmed else [*found, "主担当の確認"]


def _printed(plan_id: int) -> list[dict[str, Any]]:
    """Rows of indicators that the text of a measure holds, as printed; of the newest draft of each measure."""
    newest: dict[str, WordingDraft] = {}
    for draft in (
        WordingDraft.objects.filter(plan_id=plan_id).exclude(part=WordingDraft.POLICIES).order_by("pk")
    ):
        newest[draft.part] = draft
    return [
        {"number": number_of_part(part), **row}
        for part, draft in newest.items()
        for row in draft.content.get("indicators", [])
    ]
