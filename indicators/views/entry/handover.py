"""The note for the next person: of one indicator, and 引継書, the sheet of a department with everything that it leads.

Beside note and values it names the files, links and places of the newest year: what the next person looks for first.
"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from indicators.forms.handover import HandoverForm
from indicators.frames import working
from indicators.models import HandoverNote, Indicator
from indicators.permissions import departments_of, is_plan_office, may_enter
from indicators.views.shared.access import find_indicator, signed_in, staff_page
from indicators.workflow import (
    NotAllowed,
    StaleVersion,
    newest_evidence,
    newest_note,
    newest_notes,
    save_note,
)
from measures.addresses import redirect, reverse_of
from measures.models import Department

_YEARS = 3  # of values on the sheet
_EDITIONS = 20


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, code: str) -> HttpResponse:
    by, indicator = signed_in(request), find_indicator(request, code)
    if not may_enter(by, indicator):
        raise NotAllowed("引継ぎメモを読めるのは、主担当の課と企画課（計画担当）だけです。")
    before = newest_note(indicator)
    form = HandoverForm(
        request.POST if request.method == "POST" else None, initial=HandoverForm.initial_of(before)
    )
    other: HandoverNote | None = None
    if request.method == "POST" and form.is_valid():
        typed = {name: text for name, text in form.cleaned_data.items() if name != "seen"}
        try:
            saved = save_note(indicator=indicator, texts=typed, seen=form.cleaned_data["seen"], by=by)
        except StaleVersion as stale:
            other = stale.current
            form = HandoverForm(initial={**typed, "seen": other.pk if other else 0})
        else:
            words = (
                "の引継ぎメモを保存しました。"
                if saved
                else "の引継ぎメモに、変わったところはありませんでした。"
            )
            messages.success(request, f"{indicator.name}{words}")
            return redirect(reverse_of(indicator, "entry:note", indicator.code))
    editions = HandoverNote.objects.filter(indicator=indicator).select_related("by")
    context = {
        "indicator": indicator,
        "form": form,
        "other": other,
        "note": before,
        "earlier": editions[1:_EDITIONS],
    }
    return render(request, "entry/note.html", context, status=409 if other else 200)


@staff_page
@require_safe
def handover(request: HttpRequest) -> HttpResponse:
    """What a department leads, on paper for whoever comes next."""
    by = signed_in(request)
    departments = list(Department.objects.living() if is_plan_office(by) else departments_of(by))
    asked = request.GET.get("department", "")
    department = next((one for one in departments if one.slug == asked), None)
    if department is None and asked:
        raise Http404(asked)
    department = department or next(iter(departments), None)
    context = {
        "department": department,
        "departments": departments,
        "sheets": _sheets(department) if department else [],
        "today": timezone.localdate(),
        "reader": by,
    }
    return render(request, "entry/handover.html", context)


def _sheets(department: Department) -> list[dict[str, object]]:
    led = Indicator.objects.filter(lead_department=department, measure__plan__withdrawn_at=None).with_plan()
    notes, evidence = newest_notes(led), newest_evidence(led)
    found: dict[int, dict[str, object]] = {}
    for row in working(led):
        one = found.setdefault(
            row.indicator_id,
            {
                "row": row,
                "note": notes.get(row.indicator_id),
                "years": [],
                "evidence": evidence.get(row.indicator_id, []),
            },
        )
        if row.has_record or row.workflow_state:
            one["row"] = row
            one["years"] = [*one["years"], row][-_YEARS:]  # type: ignore[misc]
    return list(found.values())
