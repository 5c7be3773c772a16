"""What a department did for an initiative in one year, for those who write it: draft, submit, change, give up."""

from functools import partial

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from indicators import frames
from indicators.forms import ReasonOfChangeForm
from indicators.forms.deeds import DeedForm
from indicators.models import Deed, DeedLine
from indicators.permissions import may_review
from indicators.views.entry.deed_carried import offers_of, taken_over
from indicators.views.entry.records import (
    RecordPlace,
    Refusal,
    begin_change,
    discard_page,
    hand_in,
    on_top_of,
)
from indicators.views.shared.access import signed_in, staff_page
from indicators.views.shared.approving import approval_context
from indicators.views.shared.autosave import asks_for_json
from indicators.views.shared.carried import TAKE, carried_into, unconfirmed
from indicators.views.shared.deeds import find_line, is_kept, log_of_deed, read_of, title_of
from indicators.views.shared.reviewing import Context, who_context
from indicators.wording.approvals import who_looks
from indicators.wording.steps import steps_of_record
from indicators.workflow import DEEDS, Incomplete, StaleVersion, WrongState
from measures.addresses import redirect, reverse
from measures.fiscal_year import FiscalYear


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def deed(request: HttpRequest, initiative: str, department: str, year: int) -> HttpResponse:
    """The form while it can be written, else what stands, with the form of a change."""
    by = signed_in(request)
    line = _to_write(request, by, initiative, department, year)
    place = _place(line, year)
    page = partial(_page, request, by, line, year)
    if request.POST.get("action") == "change":
        change = ReasonOfChangeForm(request.POST)
        if not change.is_valid():
            return page(change=change)
        refusal = begin_change(by, place, change.cleaned_data)
        return page(refusal=refusal, change=change) if refusal else redirect(place.page)
    if request.method == "POST":
        current = DEEDS.current(line, year)
        form = DeedForm(
            request.POST, is_change="reason" in request.POST, initial=DeedForm.of(current).initial
        )
        offers = offers_of(_last(line, year))
        if TAKE in request.POST:
            return page(form=taken_over(request, form, offers))
        if asks_for_json(request):
            return _kept(request, by, line, year, form)
        if request.POST.get("action") == "submit" and (asked := unconfirmed(form, offers, request)):
            form.add_missing(asked)
        return hand_in(request, by, place, form, page)
    return page()


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, initiative: str, department: str, year: int) -> HttpResponse:
    by = signed_in(request)
    line = _to_write(request, by, initiative, department, year)

    def describe(record: Deed | None) -> Context:
        return {
            "title": f"{title_of(line)} {FiscalYear(year).wareki}",
            "read": read_of(record),
            "content": "entry/discard_comparison.html",
        }

    return discard_page(request, by, _place(line, year), describe)


# --- Inside -------------------------------------------------------------------------------------------


def _kept(request: HttpRequest, by: User, line: DeedLine, year: int, form: DeedForm) -> HttpResponse:
    """What autosave.js asks: 200 with the version that stands now, 422 with errors by field, 409 with both texts."""
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    try:
        record = DEEDS.keep(
            owner=line,
            year=year,
            data=form.written(),
            by=by,
            reason=form.cleaned_data.get("reason"),
            **form.expected_version(),
        )
    except Incomplete as missing:
        return JsonResponse({"errors": missing.errors}, status=422)
    except (StaleVersion, WrongState) as refusal:
        current = DEEDS.current(line, year)
        again = {}
        if current is not None and current.is_editable and isinstance(refusal, StaleVersion):
            again = {"version": current.version, "record": current.pk, "number": current.number}
        box = render_to_string("entry/deed_saved.html", {"read": read_of(current)}, request)
        return JsonResponse({"message": str(refusal), "again": again, "box": box}, status=409)
    if record is None:
        return JsonResponse({"version": 0, "number": 1, "saved_at": ""})
    saved_at = f"{timezone.localtime():%-H:%M}"
    return JsonResponse(
        {
            "version": record.version,
            "record": record.pk,
            "number": record.number,
            "saved_at": saved_at,
        }
    )


def _page(
    request: HttpRequest,
    by: User,
    line: DeedLine,
    year: int,
    form: DeedForm | None = None,
    refusal: Refusal | None = None,
    change: ReasonOfChangeForm | None = None,
) -> HttpResponse:
    """After a refusal nothing was saved: what stands is shown beside what was typed, which stays in the form."""
    current, published = DEEDS.current(line, year), DEEDS.current_published(line, year)
    why_not = "" if current is not None else DEEDS.why_not_asked(line, year)
    may_type = current.is_editable if current is not None else not why_not
    form = form or DeedForm.of(current)
    if refusal and may_type and form.is_bound:
        data, is_change = on_top_of(form, current)
        form = DeedForm(data, is_change=is_change)
    last = DEEDS.current(line, year - 1)
    carried = carried_into(form, offers_of(_last(line, year)), request)
    context: Context = {
        "line": line,
        "title": title_of(line),
        "year": year,
        "record": current,
        "read": read_of(current),
        "published": published if published != current else None,
        "steps": steps_of_record(current, "入力", who_looks(Deed, line.department_id, current, by)),
        "form": form,
        "fields": [(field, carried.lines.get(field.name)) for field in form.visible_fields()],
        "carried": carried,
        "change": change or ReasonOfChangeForm(),
        "may_type": may_type,
        "why_not": why_not,
        "refusal": str(refusal or ""),
        "last": read_of(last),
        "last_year": year - 1,
        "log": log_of_deed(line, year),
        **who_context(current),
        **approval_context(current, by),
        "may_review": may_review(by),
        "crumbs": _place(line, year).crumbs(line.department.name),
    }
    return render(request, "entry/deed.html", context, status=409 if refusal else 200)


def _last(line: DeedLine, year: int) -> frames.DeedRow | None:
    """What staff see of the year before."""
    if not is_kept(line):
        return None
    found = frames.deeds(line.measure, drafts=True)
    return next((row for row in found if row.line_id == line.pk and row.year == year - 1), None)


def _to_write(request: HttpRequest, by: User, initiative: str, department: str, year: int) -> DeedLine:
    line = find_line(request, initiative, department, year)
    DEEDS.check_person(by, line)
    return line


def _place(line: DeedLine, year: int) -> RecordPlace:
    page = reverse("entry:deed", args=[line.code, line.department.slug, year])
    return RecordPlace(DEEDS, line, year, f"取組{line.code}", "記録", page)
