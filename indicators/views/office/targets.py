"""The rules of every indicator: what holds, and how many drafts wait."""

from collections import Counter
from itertools import groupby
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators import frames
from indicators.forms import percent
from indicators.models import RULES_OF_INDICATOR, Indicator, Threshold
from indicators.views.shared.access import office_page
from indicators.views.shared.plan import about, plan_of
from measures.models import Plan

Context = dict[str, Any]


@office_page("GET", "HEAD")
def targets(request: HttpRequest, by: User) -> HttpResponse:
    """Every indicator, and those that wait for their first target."""
    last = {
        row.indicator_id: row for row in frames.published(about(request)) if row.year == row.plan_last_year
    }
    counts: Counter[int] = Counter()
    for kind in RULES_OF_INDICATOR:
        drafts: Any = kind._default_manager.filter(published_at__isnull=True)
        counts.update(drafts.values_list("indicator_id", flat=True))
    waiting = Indicator.objects.of_plan(plan_of(request)).with_plan().exclude(pk__in=last)
    lines: list[Context] = [{"row": row, "drafts": counts[pk]} for pk, row in last.items()]
    context = {
        "measures": [
            (rows[0]["row"], rows)
            for _, group in groupby(lines, key=lambda line: line["row"].measure_number)
            if (rows := list(group))
        ],
        "drafted": [line for line in lines if line["drafts"]],
        "waiting": [(indicator, counts[indicator.pk]) for indicator in waiting],
        "thresholds": _thresholds(),
    }
    return render(request, "office/targets.html", context)


def _thresholds() -> list[Context]:
    """Each plan with the threshold of its last year and how many drafts wait."""
    shares = {
        one.plan_id: percent(one.value)
        for one in frames.thresholds(Indicator.objects.all())
        if one.value is not None
    }
    waiting = Counter(Threshold.objects.filter(published_at__isnull=True).values_list("plan_id", flat=True))
    return [
        {
            "plan": plan,
            "drafts": waiting[plan.pk],
            "share": shares.get(plan.pk, ""),
        }
        for plan in Plan.objects.all()
    ]
