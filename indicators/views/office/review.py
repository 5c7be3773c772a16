"""The review of one value: everything that a reviewer needs to publish it or to send it back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from indicators import frames
from indicators.forms import EditNumberForm, SendBackForm
from indicators.models import Cycle, Indicator, Kind, Result, WorkflowState
from indicators.permissions import may_publish
from indicators.views.entry.pages import evidence_context
from indicators.views.shared.access import check_office, check_year, find_indicator, signed_in, staff_page
from indicators.views.shared.comment_threads import thread_of
from indicators.wording.log import log_of
from indicators.wording.people import person
from indicators.wording.sentences import gap_sentence
from indicators.wording.steps import steps_of
from indicators.workflow import Conflict, Incomplete, current_result, publish, send_back, warnings_of
from measures.fiscal_year import FiscalYear


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, code: str, year: int) -> HttpResponse:
    check_office(signed_in(request))
    indicator = find_indicator(code)
    check_year(indicator, year)
    result = current_result(indicator, year)
    if result is None:
        raise Http404("まだ入力がありません。")
    if request.method == "POST":
        return _decide(request, result)
    form = SendBackForm(initial={"edit_number": result.edit_number})
    return _page(request, indicator, year, form)


def _decide(request: HttpRequest, result: Result) -> HttpResponse:
    action = request.POST.get("action", "")
    if action not in ("publish", "send_back"):
        return HttpResponseBadRequest("不明な操作です。")
    seen = EditNumberForm(request.POST)
    form = SendBackForm(request.POST)
    indicator, year = result.indicator, result.year
    what = f"{indicator.name}（{FiscalYear(year).wareki}）"
    try:
        if not seen.is_valid():
            raise Conflict("画面を開いたときの内容が分かりません。いまの内容を確かめてください。", result)
        edit_number = seen.cleaned_data["edit_number"]
        if action == "publish":
            publish(record=result, edit_number=edit_number, by=signed_in(request))
            messages.success(request, f"{what}を公表しました。公開ページに表示されています。")
            return redirect("office:board")
        if not form.is_valid():
            return _page(request, indicator, year, form)
        send_back(
            record=result,
            edit_number=edit_number,
            reason=form.cleaned_data["return_reason"],
            by=signed_in(request),
        )
    except Incomplete as missing:
        for name, message in missing.errors.items():
            form.add_error(name, message)
        return _page(request, indicator, year, form)
    except Conflict as refusal:
        current = refusal.current
        again = current is not None and current.state == WorkflowState.SUBMITTED
        words = "見ていたあとに、内容が変わりました。" if again else str(refusal)
        return _page(request, indicator, year, form, refusal=words)
    messages.success(
        request,
        f"{what}を{indicator.lead_department.name}に差し戻しました。直して提出されると、また一覧に載ります。",
    )
    return redirect("office:board")


def _page(
    request: HttpRequest, indicator: Indicator, year: int, form: SendBackForm, refusal: str = ""
) -> HttpResponse:
    """What stands now. After a refusal it is what the person has not seen yet, and nothing was done (409)."""
    result = current_result(indicator, year)
    only = Indicator.objects.filter(pk=indicator.pk)
    working = frames.working(only)
    row = next((row for row in working if row.year == year), None)
    published = next((row for row in frames.published(only) if row.year == year), None)
    cycle = Cycle.objects.filter(plan=indicator.measure.policy.plan, year=year).first()
    waits = result is not None and result.state == WorkflowState.SUBMITTED
    if refusal:
        # The buttons below act on what is shown now, not on what was seen before.
        kept = {"return_reason": request.POST.get("return_reason", "")}
        form = SendBackForm(initial={**kept, "edit_number": result.edit_number if result else 0})
    context: dict[str, Any] = {
        "indicator": indicator,
        "year": year,
        "result": result,
        "kind": Kind(result.kind) if result else None,
        "row": row,
        "gap": gap_sentence(row) if row else "",
        "published_row": published if published and published.number else None,
        "earlier": [other for other in working if other.year != year and other.has_record],
        "warnings": warnings_of(indicator, year, result.value) if result else (),
        "waits": waits,
        "may_publish": result is not None and may_publish(signed_in(request), result),
        "submitted_by": person(result.submitted_by) if result and result.submitted_by else "",
        "edited_by": person(result.edited_by) if result else "",
        "log": log_of(indicator, year),
        "thread": thread_of(indicator, year, signed_in(request), request.path),
        "steps": _steps(result, cycle),
        "overdue": waits and cycle is not None and cycle.due_on < timezone.localdate(),
        **evidence_context(indicator, year, result),
        "form": form,
        "edit_number": result.edit_number if result else 0,
        "refusal": refusal,
        "crumbs": [
            {"label": "確認と公表", "url": reverse("office:board")},
            {"label": f"{FiscalYear(year).wareki} {indicator.name}", "url": ""},
        ],
    }
    return render(request, "office/review.html", context, status=409 if refusal else 200)


def _steps(result: Result | None, cycle: Cycle | None) -> list[dict[str, str]]:
    return steps_of(result, cycle, office=True)
