"""The draft that a page keeps by itself: what autosave.js asks, answered in JSON."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone

from indicators.forms import EntryForm
from indicators.models import Indicator
from indicators.views.entry.pages import conflict_context
from indicators.views.shared.access import signed_in
from indicators.workflow import Conflict, Incomplete, WrongState, keep_draft


def asks_for_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def answer_autosave(request: HttpRequest, indicator: Indicator, year: int, form: EntryForm) -> HttpResponse:
    """200 with the edit that stands now, 422 with errors by field, 409 with both versions as the page shows them."""
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    try:
        result = keep_draft(
            owner=indicator,
            year=year,
            data=form.entry(),
            by=signed_in(request),
            number=form.cleaned_data["number"],
            edit_number=form.cleaned_data["edit_number"],
            reason=form.cleaned_data.get("reason"),
        )
    except Incomplete as missing:
        return JsonResponse({"errors": missing.errors}, status=422)
    except (Conflict, WrongState) as refusal:
        context = conflict_context(request, indicator, year, form, refusal)
        told = {
            "message": str(refusal),
            "again": context["again"],
            "box": render_to_string("entry/both.html", context, request),
        }
        return JsonResponse(told, status=409)
    saved_at = f"{timezone.localtime():%-H:%M}"
    if result is None:
        return JsonResponse({"number": 1, "edit_number": 0, "saved_at": ""})
    return JsonResponse({"number": result.number, "edit_number": result.edit_number, "saved_at": saved_at})
