"""The evaluation sheet of one measure and year, for those who write it: draft, submit, change, give up."""

from typing import Any

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from indicators.forms.sheets import LONGEST, ReasonForm, SheetForm
from indicators.models import Cycle, EvaluationSheet
from indicators.models import WorkflowState as State
from indicators.permissions import may_read_unpublished, may_review, may_write_sheet
from indicators.views.entry.desks import begin_change, give_up, hand_in, taken_up
from indicators.views.shared.access import signed_in, staff_page
from indicators.views.shared.sheet_paper import (
    FIELDS,
    REMARKS,
    TEXTS,
    last_years,
    paper_of,
    rows_in_the_works,
    workbook_of,
)
from indicators.views.shared.sheet_story import find_measure, log_of_sheet, steps_of_sheet
from indicators.wording.days import days_left
from indicators.wording.people import person
from indicators.wording.sentences import gap_sentence
from indicators.workflow import SHEETS, NotAllowed
from measures.fiscal_year import FiscalYear
from measures.models import Measure

Context = dict[str, Any]
NOT_YET = "企画課がサイクルを始めると、この年度の評価シートを書けるようになります。"


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, number: int, year: int) -> HttpResponse:
    """The form while it can be written, else what stands."""
    measure = _to_write(signed_in(request), number, year)
    current = SHEETS.current(measure, year)
    if request.method == "POST":
        return _answer(request, measure, year, current)
    return _page(request, measure, year, current, SheetForm.of(current))


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, number: int, year: int) -> HttpResponse:
    """Begin a change of what is published, with the reason that citizens will read."""
    measure = _to_write(signed_in(request), number, year)
    form = ReasonForm(request.POST or None, initial={"edit_number": 0})
    refusal = ""
    if request.method == "POST" and form.is_valid():
        begun, refusal = begin_change(request, SHEETS, measure, year, form.cleaned_data["reason"])
        if begun:
            return redirect("entry:sheet", number, year)
    latest = SHEETS.current(measure, year)
    context = {
        **_head(measure, year, latest),
        "form": form,
        "refusal": refusal,
        "crumbs": _crumbs(measure, year, "公表したシートの変更"),
    }
    return render(request, "entry/sheet_change.html", context, status=409 if refusal else 200)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, number: int, year: int) -> HttpResponse:
    """Asked once more before a draft goes: GET shows what would be given up, POST does it."""
    measure = _to_write(signed_in(request), number, year)
    given_up, current, refusal = give_up(request, SHEETS, measure, year)
    if given_up:
        return given_up
    context = {
        **_head(measure, year, current),
        "refusal": refusal,
        "read": _read(current),
        "crumbs": _crumbs(measure, year, "取りやめ"),
    }
    return render(request, "entry/sheet_discard.html", context, status=409 if refusal else 200)


@staff_page
@require_safe
def preview(request: HttpRequest, number: int, year: int) -> HttpResponse:
    """The paper as it would go out, marked as a draft until it has."""
    measure, current = _to_read(signed_in(request), number, year)
    context = {
        "paper": paper_of(measure, year, current),
        "measure": measure,
        "year": year,
        "draft": current.state != State.PUBLISHED,
        "file_url": reverse("entry:sheet_xlsx", args=[number, year]),
        "may_write": may_write_sheet(signed_in(request), measure),
        "may_review": may_review(signed_in(request)),
        "crumbs": [],
    }
    return render(request, "entry/sheet_preview.html", context)


@staff_page
@require_safe
def xlsx(request: HttpRequest, number: int, year: int) -> HttpResponse:
    measure, current = _to_read(signed_in(request), number, year)
    return workbook_of(paper_of(measure, year, current))


# --- Inside -------------------------------------------------------------------------------------------


def _answer(
    request: HttpRequest, measure: Measure, year: int, current: EvaluationSheet | None
) -> HttpResponse:
    action = request.POST.get("action", "")
    if action not in ("submit", "draft"):
        return HttpResponseBadRequest("不明な操作です。")
    form = SheetForm(request.POST, is_change="reason" in request.POST)
    if not form.is_valid():
        return _page(request, measure, year, current, form)
    # Only a change has one, whatever fields a form was given.
    reason = form.cleaned_data.get("reason") if current and current.is_change else None
    done, refusal = hand_in(request, SHEETS, measure, year, form, reason=reason)
    if not done:
        return _page(request, measure, year, SHEETS.current(measure, year), form, refusal=refusal)
    return redirect("entry:sheet", measure.number, year) if action == "draft" else redirect("entry:tasks")


def _page(
    request: HttpRequest,
    measure: Measure,
    year: int,
    current: EvaluationSheet | None,
    form: SheetForm,
    refusal: str = "",
) -> HttpResponse:
    """After a refusal nothing was saved: what stands is shown beside what was typed, which stays in the form."""
    began = Cycle.objects.filter(plan=measure.policy.plan, year=year).first()
    may_type = began is not None and (current is None or current.is_editable)
    if refusal and may_type:
        data, is_change = taken_up(form, current)
        form = SheetForm(data, is_change=is_change)
    typed = {name: form.data.get(name, "").strip() for name in (*TEXTS, "rating")} if form.is_bound else {}
    figures = rows_in_the_works(measure, year)
    context: Context = {
        **_head(measure, year, current),
        "cycle": began,
        "left": days_left(began.due_on, timezone.localdate()) if began and began.is_open else "",
        "form": form,
        "fields": [_field(form, name, current if refusal else None) for name in TEXTS] if may_type else [],
        "other_rating": _other_rating(form, current) if refusal and may_type else "",
        "longest": LONGEST,
        "may_type": may_type,
        "not_yet": "" if began else NOT_YET,
        "refusal": refusal,
        "typed": [(FIELDS[name], text) for name, text in typed.items() if text] if not may_type else [],
        "read": _read(current),
        "remarks": [(label, text) for name, label in REMARKS.items() if (text := getattr(current, name, ""))],
        "figures": [(row, gap_sentence(row)) for row in figures],
        "unpublished": any(row.unpublished for row in figures),
        "last": last_years(measure, year),
        "log": log_of_sheet(measure, year),
        "standing": SHEETS.current_published(measure, year),
        "edited_by": person(current.edited_by) if current else "",
        "published_by": person(current.published_by) if current and current.published_by else "",
        "submitted_by": person(current.submitted_by) if current and current.submitted_by else "",
        "may_review": may_review(signed_in(request)),
    }
    return render(request, "entry/sheet.html", context, status=409 if refusal else 200)


def _field(form: SheetForm, name: str, standing: EvaluationSheet | None) -> Context:
    """A text's field, and what somebody else saved there meanwhile, where it differs."""
    typed = form[name].value() or ""
    other = getattr(standing, name, "")
    return {
        "field": form[name],
        "length": len(typed.replace("\r\n", "\n")),
        "differs": standing is not None and other.strip() != typed.replace("\r\n", "\n").strip(),
        "other": other,
    }


def _other_rating(form: SheetForm, standing: EvaluationSheet | None) -> str:
    if standing is None or standing.rating == form["rating"].value():
        return ""
    return standing.get_rating_display() or "選ばれていません"


def _head(measure: Measure, year: int, current: EvaluationSheet | None) -> Context:
    return {
        "measure": measure,
        "year": year,
        "sheet": current,
        "steps": steps_of_sheet(current),
        "crumbs": [
            {"label": "入力", "url": reverse("entry:tasks")},
            {"label": FiscalYear(year).wareki, "url": ""},
            {"label": f"施策{measure.number}の評価シート", "url": ""},
        ],
    }


def _read(sheet: EvaluationSheet | None) -> list[tuple[str, str]]:
    """Every content of a sheet under its label, to be read."""
    if sheet is None:
        return []
    said = {name: getattr(sheet, name) for name in FIELDS} | {"rating": sheet.get_rating_display()}
    return [(FIELDS[name], text) for name, text in said.items() if text or name not in REMARKS]


def _to_write(user: User, number: int, year: int) -> Measure:
    measure = find_measure(number, year)
    if not may_write_sheet(user, measure):
        raise NotAllowed(f"「{measure}」の評価シートを書けるのは、主担当の課と企画課です。")
    return measure


def _to_read(user: User, number: int, year: int) -> tuple[Measure, EvaluationSheet]:
    """What stands, for those who write it and those who read everything before publication."""
    measure = find_measure(number, year)
    if not (may_write_sheet(user, measure) or may_read_unpublished(user)):
        raise NotAllowed("公表前の評価シートを見られるのは、主担当の課と企画課、管理職です。")
    current = SHEETS.current(measure, year)
    if current is None:
        raise Http404(f"{number} {year}")
    return measure, current


def _crumbs(measure: Measure, year: int, last: str) -> list[dict[str, str]]:
    return [
        {"label": "入力", "url": reverse("entry:tasks")},
        {
            "label": f"{FiscalYear(year).wareki} 施策{measure.number}の評価シート",
            "url": reverse("entry:sheet", args=[measure.number, year]),
        },
        {"label": last, "url": ""},
    ]
