"""The draft that a page keeps by itself: what autosave.js asks, answered in JSON."""

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone

from indicators.forms import EntryForm
from indicators.views.entry.pages import conflict_context
from indicators.workflow import VALUES, Incomplete, StaleVersion, WrongState


def answer_autosave(request: HttpRequest, by: User, form: EntryForm) -> HttpResponse:
    """200 with the version that stands now, 422 with errors by field, 409 with both versions as the page shows them."""
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    try:
        result = VALUES.keep(
            owner=form.indicator,
            year=form.year,
            data=form.written(),
            by=by,
            reason=form.cleaned_data.get("reason"),
            **form.expected_version(),
        )
    except Incomplete as missing:
        return JsonResponse({"errors": missing.errors}, status=422)
    except (StaleVersion, WrongState) as refusal:
        context = conflict_context(request, form, refusal)
        answer = {
            "message": str(refusal),
            "again": context["again"],
            "box": render_to_string("entry/both.html", context, request),
        }
        return JsonResponse(answer, status=409)
    if result is None:
        return JsonResponse({"number": 1, "version": 0, "saved_at": ""})
    saved_at = f"{timezone.localtime():%-H:%M}"
    return JsonResponse({"number": result.number, "version": result.version, "saved_at": saved_at})
