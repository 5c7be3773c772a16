"""The plans, and one plan in its own order: what there is, what waits, what is incomplete."""

from collections import defaultdict
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from indicators.models import Indicator
from indicators.views.office.plan.frame import crumbs, find_plan, part_address
from indicators.views.shared.access import office_page
from indicators.wording.parts import number_of_part, part_name, part_of
from indicators.wording.people import person
from indicators.workflow.closed_plans import why_closed
from indicators.workflow.plan_booking import booking_of
from indicators.workflow.translations import standing_of as translations_standing
from measures.documents import Document, document_of, lacking, lines_without
from measures.models import Measure, Plan, PlanPublication, WordingDraft
from measures.plans import published_plans, standing_of

Line = dict[str, Any]


@office_page("GET", "HEAD")
def plans(request: HttpRequest, by: User) -> HttpResponse:
    waiting: dict[int, int] = defaultdict(int)
    for plan_id in WordingDraft.objects.filter(published_at__isnull=True).values_list("plan_id", flat=True):
        waiting[plan_id] += 1
    drafted = set(PlanPublication.objects.filter(published_at__isnull=True).values_list("plan_id", flat=True))
    public, today = published_plans(), timezone.localdate()
    found = [
        {
            "plan": plan,
            "waiting": waiting[plan.pk],
            "standing": standing_of(plan, public, today),
            "is_drafted": plan.pk in drafted,
        }
        for plan in Plan.objects.order_by("-first_year", "slug").select_related("publication")
    ]
    return render(request, "office/plan/plans.html", {"plans": found, "crumbs": []})


@office_page("GET", "HEAD")
def overview(request: HttpRequest, by: User, key: str) -> HttpResponse:
    plan = find_plan(key)
    open_drafts = WordingDraft.objects.filter(plan=plan, published_at__isnull=True).select_related(
        "edited_by"
    )
    drafts = {one.part: one for one in open_drafts}
    lines = _measures(plan, drafts)
    policies: list[Line] = [
        {"policy": one, "measures": [line for line in lines if line["policy"] == one.number]}
        for one in plan.policies.all()
    ]
    known = {one["policy"].number for one in policies}
    context = {
        "plan": plan,
        "booking": booking_of(plan),
        "policies": policies,
        "without_policy": [line for line in lines if line["policy"] not in known],
        "drafts": [
            {
                "draft": one,
                "name": part_name(one.part),
                "title": one.content.get("name", ""),
                "address": part_address(plan, one.part),
                "by": person(one.edited_by),
            }
            for one in drafts.values()
        ],
        "incomplete": [line for line in lines if line["lacking"]],
        "summaries": sum(line["without_summary"] for line in lines),
        "originals": sum(line["without_original"] for line in lines),
        "measures": len(lines),
        "indicators": _indicators(plan),
        "words": translations_standing(plan),
        "standing": standing_of(plan, published_plans(), timezone.localdate()),
        "closed": why_closed(plan),
        "crumbs": crumbs(plan),
    }
    return render(request, "office/plan/overview.html", context)


def _measures(plan: Plan, drafts: dict[str, WordingDraft]) -> list[Line]:
    """Each measure that is there or drafted, by its number; what would be incomplete of it once its draft is in."""
    rows = Measure.objects.filter(plan=plan).select_related("policy")
    rows = rows.prefetch_related("statements", "contributions", "viewpoints", "related_plans")
    known = {one.number: one for one in rows}
    numbers = {number for part in drafts if (number := number_of_part(part)) is not None}
    return [
        _line(number, known.get(number), drafts.get(part_of(number))) for number in sorted({*known, *numbers})
    ]


def _line(number: int, measure: Measure | None, draft: WordingDraft | None) -> Line:
    content: Document = draft.content if draft else document_of(measure) if measure else {}
    return {
        "number": number,
        "name": content["name"],
        "policy": content["policy"],
        "is_new": measure is None,
        "draft": draft,
        "lacking": lacking(content),
        "without_summary": lines_without(content, "summary"),
        "without_original": lines_without(content, "original"),
        "initiatives": len(content["initiatives"]),
        "rows": len(content["indicators"]),
    }


def _indicators(plan: Plan) -> Line:
    """Of all: how many there are, have no published target yet, have a lead nobody confirmed, say nothing of what they mean."""
    rows = list(Indicator.objects.filter(measure__policy__plan=plan))
    public = set(Indicator.objects.public().values_list("pk", flat=True))
    return {
        "count": len(rows),
        "without_target": sum(one.pk not in public for one in rows),
        "without_lead": sum(not one.lead_confirmed for one in rows),
        "without_meaning": sum(not one.meaning for one in rows),
    }
