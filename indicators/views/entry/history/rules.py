"""The history of one indicator: its rules with their drafts, its own texts, and the way to each year's values."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from indicators.models import Event, Indicator
from indicators.permissions import may_read_value
from indicators.views.entry.history.lines import DRAFTED_RULES, PUBLISHED_RULES, line_of_rule
from indicators.views.entry.history.texts import lines_of_texts
from indicators.views.shared.access import find_indicator, signed_in, staff_page
from indicators.workflow import NotAllowed
from measures.addresses import reverse


@staff_page
@require_safe
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    found = find_indicator(request, code, public=False)
    if not may_read_value(signed_in(request), found):
        raise NotAllowed("記録を読めるのは、主担当課・企画課・管理職だけです。")
    of_rules = Event.objects.filter(action__in=(*PUBLISHED_RULES, *DRAFTED_RULES)).select_related("by")
    plan = found.measure.policy.plan
    of_the_plan = Q(indicator=None, detail__plan=plan.slug)
    rules = of_rules.filter(Q(indicator=found) | of_the_plan).order_by("-at", "-pk")
    years = Event.objects.filter(indicator=found, number__isnull=False).values_list("year", flat=True)
    context = {
        "indicator": found,
        "rules": [line_of_rule(event, found if event.indicator_id else None) for event in rules],
        "texts": lines_of_texts([(Indicator, found.history.all())]),
        "years": sorted({found.own_year(year) for year in years if year is not None}, reverse=True),
        "crumbs": [
            {"label": "記録", "url": reverse("entry:histories")},
            {"label": f"{found.code} {found.name}", "url": ""},
        ],
    }
    return render(request, "entry/history_indicator.html", context)
