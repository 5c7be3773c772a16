"""What a page of a long text is answered that keeps its draft by itself (static/js/autosave.js), whatever record it is of."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone

from indicators.views.entry.records import RecordPlace
from indicators.views.shared.reviewing import who_context
from indicators.workflow import Incomplete, StaleVersion, WrongState

# (label, what is saved, what was typed) of each text that differs.
Both = Sequence[tuple[str, str, str]]


def answer_kept(
    request: HttpRequest, by: User, place: RecordPlace, form: Any, both: Callable[[Any], Both]
) -> HttpResponse:
    """200 with the record and version that stand now, 422 with errors by field, 409 with both texts and nothing lost.

    `both(record)`: what differs between what stands and what was typed.
    """
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    try:
        kept = place.workflow.keep(  # type: ignore[attr-defined]
            owner=place.owner,
            year=place.year,
            data=form.written(),
            by=by,
            reason=form.cleaned_data.get("reason"),
            **form.expected_version(),
        )
    except Incomplete as missing:
        return JsonResponse({"errors": missing.errors}, status=422)
    except (StaleVersion, WrongState) as refusal:
        current = place.current()
        told = {"both": both(current), **who_context(current)}
        again = {"record": current.pk if current else None, "version": current.version if current else 0}
        answer = {
            "message": str(refusal),
            "again": again if current is None or current.is_editable else None,
            "box": render_to_string("entry/sheet_both.html", told, request),
        }
        return JsonResponse(answer, status=409)
    if kept is None:
        return JsonResponse({"record": None, "version": 0, "saved_at": ""})
    saved_at = f"{timezone.localtime():%-H:%M}"
    return JsonResponse({"record": kept.pk, "version": kept.version, "saved_at": saved_at})


def differing(labels: dict[str, str], saved: dict[str, str], typed: dict[str, str]) -> Both:
    """Field by field, where what is saved is another text than what was typed."""
    found = []
    for name, label in labels.items():
        was, now = (said.get(name, "").replace("\r\n", "\n").strip() for said in (saved, typed))
        if was != now:
            found.append((label, was, now))
    return found
