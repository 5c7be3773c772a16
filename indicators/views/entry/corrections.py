"""A change of a published value: begun with its kind and its reason, or a draft given up."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from indicators.forms import CorrectionForm
from indicators.models import Result
from indicators.views.entry.pages import place_of
from indicators.views.entry.preselected import next_kind
from indicators.views.entry.records import Context, begin_change, discard_page
from indicators.views.shared.access import signed_in, staff_page, value_to_enter
from indicators.views.shared.reviewing import published_row, working_row
from indicators.workflow import VALUES, allowed_kinds, newest_note
from measures.addresses import redirect


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str, year: int) -> HttpResponse:
    by = signed_in(request)
    indicator = value_to_enter(request, by, code, year)
    latest = VALUES.current(indicator, year)
    kinds = allowed_kinds(latest) if latest and not latest.is_open else ()
    kind, why = request.GET.get("kind", ""), ""
    if latest and not kind:
        kind, why = next_kind(latest, kinds, newest_note(indicator), timezone.localdate())
    form = CorrectionForm(request.POST or None, kinds=kinds, initial={"kind": kind})
    place = place_of(indicator, year)
    refusal = None
    if request.method == "POST" and (not kinds or form.is_valid()):
        refusal = begin_change(by, place, form.cleaned_data if kinds else {})
        if refusal is None:
            return redirect(place.page)
        latest = place.current()
    context = {
        "indicator": indicator,
        "year": indicator.own_year(year),
        "latest": latest,
        "form": form,
        "preselected": "" if form.is_bound else why,
        "refusal": str(refusal or ""),
        "row": published_row(indicator, year),
        "crumbs": place.crumbs("公表した値の変更"),
    }
    return render(request, "entry/change.html", context, status=409 if refusal else 200)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, code: str, year: int) -> HttpResponse:
    by = signed_in(request)
    indicator = value_to_enter(request, by, code, year)

    def describe(record: Result | None) -> Context:
        row = working_row(indicator, year)
        return {"title": indicator.name, "row": row, "content": "entry/discard_value.html"}

    return discard_page(request, by, place_of(indicator, year), describe)
