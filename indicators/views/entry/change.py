"""A change of a published value: begin it with kind and reason, or give it up."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from indicators import frames
from indicators.forms import ChangeForm, EditNumberForm
from indicators.models import Indicator
from indicators.views.shared.access import check_year, indicator_to_enter, signed_in, staff_page
from indicators.workflow import Conflict, WrongState, allowed_kinds, current_result, open_change
from indicators.workflow import discard as give_up
from measures.fiscal_year import FiscalYear


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str, year: int) -> HttpResponse:
    indicator = indicator_to_enter(signed_in(request), code)
    check_year(indicator, year)
    latest = current_result(indicator, year)
    kinds = allowed_kinds(latest) if latest and not latest.is_open else ()
    form = ChangeForm(request.POST or None, kinds=kinds)
    status = 200
    refusal = ""
    if request.method == "POST" and (not kinds or form.is_valid()):
        try:
            open_change(
                owner=indicator,
                year=year,
                kind=form.cleaned_data.get("kind", "") if kinds else "",
                reason=form.cleaned_data.get("reason", "") if kinds else "",
                by=signed_in(request),
            )
        except (Conflict, WrongState) as refused:
            status, refusal, latest = 409, str(refused), current_result(indicator, year)
        else:
            return redirect("entry:edit", indicator.code, year)
    published = frames.published(Indicator.objects.filter(pk=indicator.pk))
    context = {
        "indicator": indicator,
        "year": year,
        "latest": latest,
        "form": form,
        "refusal": refusal,
        "row": next((row for row in published if row.year == year), None),
        "crumbs": _crumbs(indicator, year, "公表した値の変更"),
    }
    return render(request, "entry/change.html", context, status=status)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Asked once more before a draft goes: GET shows what would be given up, POST does it."""
    indicator = indicator_to_enter(signed_in(request), code)
    check_year(indicator, year)
    result = current_result(indicator, year)
    status, refusal = 200, ""
    if request.method == "POST":
        form = EditNumberForm(request.POST)
        try:
            if result is None or not form.is_valid():
                raise Conflict("この下書きはすでに取りやめられているか、内容が変わっています。", result)
            give_up(record=result, edit_number=form.cleaned_data["edit_number"], by=signed_in(request))
        except Conflict as refused:
            status, refusal = 409, str(refused)
            result = current_result(indicator, year)
        else:
            what = "変更" if result.is_change else "下書き"
            messages.success(
                request,
                f"{indicator.name}（{FiscalYear(year).wareki}）の{what}を取りやめました。記録には残ります。",
            )
            return redirect("entry:tasks")
    working = frames.working(Indicator.objects.filter(pk=indicator.pk))
    context = {
        "indicator": indicator,
        "year": year,
        "result": result,
        "refusal": refusal,
        "row": next((row for row in working if row.year == year), None),
        "crumbs": _crumbs(indicator, year, "取りやめ"),
    }
    return render(request, "entry/discard.html", context, status=status)


def _crumbs(indicator: Indicator, year: int, last: str) -> list[dict[str, str]]:
    edit = reverse("entry:edit", args=[indicator.code, year])
    return [
        {"label": "入力", "url": reverse("entry:tasks")},
        {"label": f"{FiscalYear(year).wareki} {indicator.name}", "url": edit},
        {"label": last, "url": ""},
    ]
