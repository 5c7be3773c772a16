"""The review of one value: everything that a reviewer needs to publish it or to send it back."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from indicators import frames
from indicators.forms import SendBackForm
from indicators.models import Cycle, Indicator, Kind, Result
from indicators.views.shared.access import check_office, check_year, find_indicator, signed_in, staff_page
from indicators.views.shared.comment_threads import thread_of
from indicators.views.shared.reviewing import Context, decide, evidence_context, review_context
from indicators.wording.log import log_of
from indicators.wording.sentences import gap_sentence
from indicators.wording.steps import steps_of
from indicators.workflow import VALUES, warnings_of
from measures.fiscal_year import FiscalYear


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, code: str, year: int) -> HttpResponse:
    by = signed_in(request)
    check_office(by)
    indicator = find_indicator(code)
    check_year(indicator, year)
    result = VALUES.current(indicator, year)
    if result is None:
        raise Http404("まだ入力がありません。")
    if request.method == "POST":
        return _decide(request, by, result)
    return _page(request, by, indicator, year, SendBackForm())


def _decide(request: HttpRequest, by: User, result: Result) -> HttpResponse:
    """Acts on the version that the person saw, or not at all (409)."""
    action = request.POST.get("action", "")
    if action not in ("publish", "send_back"):
        return HttpResponseBadRequest("不明な操作です。")
    indicator, year = result.indicator, result.year
    done, back, refusal = decide(request, by, VALUES, result)
    if not done:
        return _page(request, by, indicator, year, back, refusal=refusal)
    then = {
        "publish": "を公表しました。公開ページに表示されています。",
        "send_back": f"を{indicator.lead_department.name}に差し戻しました。直して提出されると、また一覧に載ります。",
    }
    messages.success(request, f"{VALUES.name(indicator, year)}{then[action]}")
    return redirect("office:board")


def _page(
    request: HttpRequest, by: User, indicator: Indicator, year: int, back: SendBackForm, refusal: str = ""
) -> HttpResponse:
    """What stands now. After a refusal it is what the person has not seen yet, and nothing was done (409)."""
    result = VALUES.current(indicator, year)
    only = Indicator.objects.filter(pk=indicator.pk)
    working = frames.working(only)
    row = next((row for row in working if row.year == year), None)
    published = next((row for row in frames.published(only) if row.year == year), None)
    cycle = Cycle.objects.filter(plan=indicator.measure.policy.plan, year=year).first()
    context: Context = {
        **review_context(request, by, VALUES, result, back, refusal),
        "indicator": indicator,
        "year": year,
        "kind": Kind(result.kind) if result else None,
        "row": row,
        "gap": gap_sentence(row) if row else "",
        "published_row": published if published and published.number else None,
        "earlier": [other for other in working if other.year != year and other.has_record],
        "warnings": warnings_of(indicator, year, result.value) if result else (),
        "log": log_of(indicator, year),
        "thread": thread_of(indicator, year, by, request.path),
        "steps": steps_of(result, cycle, office=True),
        **evidence_context(indicator, year, result),
        "crumbs": [
            {"label": "確認と公表", "url": reverse("office:board")},
            {"label": f"{FiscalYear(year).wareki} {indicator.name}", "url": ""},
        ],
    }
    return render(request, "office/review.html", context, status=409 if refusal else 200)
