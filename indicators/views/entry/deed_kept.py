"""The drafts that the table of deeds keeps by itself (static/js/autosave.js): each row for itself, with a version of its own."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone

from indicators.models import Deed
from indicators.views.entry.deed_rows import TableRow
from indicators.views.shared.deeds import read_of
from indicators.workflow import DEEDS, Incomplete, StaleVersion, WrongState


def answer_kept(request: HttpRequest, by: User, rows: Sequence[TableRow]) -> HttpResponse:
    """`rows`: those that were touched. 200 with the version of each that was kept, 422 where one has to be mended, 409
    with both texts where somebody was first; what could be kept of the others is kept all the same."""
    kept: dict[str, Any] = {}
    errors: dict[str, Any] = {}
    again: dict[str, Any] = {}
    told = []
    for row in rows:
        if row.form is None or not row.form.is_valid():
            errors[row.key] = row.form.errors if row.form else {"": [row.why_not]}
            continue
        try:
            record = DEEDS.keep(
                owner=row.line,
                year=row.year,
                data=row.form.written(),
                by=by,
                reason=row.form.cleaned_data.get("reason"),
                **row.form.expected_version(),
            )
        except Incomplete as missing:
            errors[row.key] = missing.errors
        except (StaleVersion, WrongState) as refusal:
            current = DEEDS.current(row.line, row.year)
            told.append((row, str(refusal), current))
            if current is not None and current.is_editable and isinstance(refusal, StaleVersion):
                again[row.key] = _versions(current)
        else:
            kept |= {row.key: _versions(record)} if record is not None else {}
    if told:
        return JsonResponse({**_conflict(request, told, again), "rows": kept}, status=409)
    if errors:
        return JsonResponse({"errors": errors, "rows": kept}, status=422)
    return JsonResponse({"rows": kept, "saved_at": f"{timezone.localtime():%-H:%M}" if kept else ""})


def _versions(record: Deed) -> dict[str, Any]:
    return {"version": record.version, "record": record.pk}


def _conflict(
    request: HttpRequest, told: Sequence[tuple[TableRow, str, Deed | None]], again: dict[str, Any]
) -> dict[str, Any]:
    """Both texts of every row that somebody saved first."""
    boxes = [
        render_to_string("entry/deed_saved.html", {"read": read_of(current), "code": row.line.code}, request)
        for row, _, current in told
    ]
    words = "　".join(f"{row.line.code}：{words}" for row, words, _ in told)
    return {
        "message": words,
        "again": {"rows": again} if len(again) == len(told) else {},
        "box": "".join(boxes),
    }
