"""Comparison series for the plan office: what stands, what waits, publish or send back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from indicators import frames
from indicators.forms import SendBackForm
from indicators.frames import Row
from indicators.models import ComparisonSeries, ComparisonValue
from indicators.views.shared.access import check_office, signed_in, staff_page
from indicators.views.shared.comparisons import (
    find_series,
    lines_of,
    lines_of_series,
    log_of_comparison,
    read_of,
)
from indicators.views.shared.reviewing import decide, review_context
from indicators.wording.steps import steps_of_record
from indicators.workflow import COMPARISONS
from measures.fiscal_year import FiscalYear

Context = dict[str, Any]


@staff_page
@require_safe
def comparisons(request: HttpRequest) -> HttpResponse:
    """Every series with its years, newest first."""
    check_office(signed_in(request))
    known = ComparisonSeries.objects.select_related(
        "indicator__measure__policy__plan", "indicator__lead_department"
    ).order_by("indicator__measure__number", "indicator__letter", "pk")
    found = frames.series_of(frames.comparisons(drafts=True))
    years = {series.series_id: series.years for beside in found.values() for series in beside}
    own: dict[int, dict[int, Row]] = {}
    for row in frames.working():
        own.setdefault(row.indicator_id, {})[row.year] = row
    tables = [
        (series, lines_of(series, years.get(series.pk, ()), own[series.indicator_id]))
        for series in known
        if series.indicator_id in own
    ]
    return render(request, "office/comparisons.html", {"tables": tables})


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def comparison(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """The review of one figure."""
    by = signed_in(request)
    check_office(by)
    series = find_series(pk, year)
    current = COMPARISONS.current(series, year)
    if current is None:
        raise Http404("まだ入力がありません。")
    if request.method == "POST":
        return _decide(request, by, series, current)
    return _page(request, by, series, year, SendBackForm())


def _decide(
    request: HttpRequest, by: User, series: ComparisonSeries, current: ComparisonValue
) -> HttpResponse:
    """Acts on the record and the edit that the person saw, or not at all (409)."""
    action = request.POST.get("action", "")
    if action not in ("publish", "send_back"):
        return HttpResponseBadRequest("不明な操作です。")
    year, name = current.year, COMPARISONS.name(series, current.year)
    done, back, refusal = decide(request, by, COMPARISONS, current)
    if not done:
        return _page(request, by, series, year, back, refusal=refusal)
    if action == "publish":
        messages.success(request, f"{name}を公表しました。指標のページに表示されています。")
    else:
        messages.success(request, f"{name}を差し戻しました。直して提出されると、また一覧に載ります。")
    return redirect("office:comparisons")


def _page(
    request: HttpRequest,
    by: User,
    series: ComparisonSeries,
    year: int,
    back: SendBackForm,
    refusal: str = "",
) -> HttpResponse:
    """What stands now. After a refusal nothing was done, and what was typed is kept."""
    current = COMPARISONS.current(series, year)
    published = COMPARISONS.current_published(series, year)
    lines = lines_of_series(series)
    context: Context = {
        **review_context(request, by, COMPARISONS, current, back, refusal),
        "series": series,
        "indicator": series.indicator,
        "year": year,
        "read": read_of(current),
        "before": read_of(published) if published is not None and published != current else [],
        "line": next((line for line in lines if line.year == year), None),
        "lines": lines,
        "steps": steps_of_record(current, "入力"),
        "log": log_of_comparison(series, year),
        "crumbs": [
            {"label": "比較値", "url": reverse("office:comparisons")},
            {"label": f"{series} {FiscalYear(year).wareki}", "url": ""},
        ],
    }
    return render(request, "office/comparison.html", context, status=409 if refusal else 200)
