"""The plan office's part of the evaluation sheets: where each stands, remarks, publish or send back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from indicators.forms import SendBackForm
from indicators.forms.sheets import RemarksForm
from indicators.models import Cycle, EvaluationSheet, Indicator
from indicators.models import WorkflowState as State
from indicators.views.shared.access import check_office, signed_in, staff_page
from indicators.views.shared.reviewing import decide, is_submitted, review_context
from indicators.views.shared.sheet_paper import REMARKS, differences, newest_sheets, paper_of, rows_today
from indicators.views.shared.sheet_story import find_measure, log_of_sheet
from indicators.wording.people import person
from indicators.wording.sentences import gap_sentence
from indicators.wording.steps import steps_of_record
from indicators.workflow import SHEETS
from measures.fiscal_year import FiscalYear
from measures.models import Measure

Context = dict[str, Any]
STATES = ("", "draft", "returned", "submitted", "published")
ACTIONS = ("remarks", "publish", "send_back")


@staff_page
@require_safe
def sheets(request: HttpRequest) -> HttpResponse:
    """Every measure with the state of its sheet in a year."""
    check_office(signed_in(request))
    cycles = list(Cycle.objects.order_by("-year"))
    cycle = _chosen(request, cycles)
    lines = _lines(cycle) if cycle else []
    counts = dict.fromkeys(STATES, 0)
    for line in lines:
        counts[line["state"]] += 1
    context = {
        "cycle": cycle,
        "lines": lines,
        "counts": list(counts.items()),
        "years": [
            {
                "label": FiscalYear(other.year).wareki,
                "url": f"{reverse('office:sheets')}?year={other.year}",
                "current": other == cycle,
            }
            for other in reversed(cycles)
        ],
    }
    return render(request, "office/sheets.html", context)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, number: int, year: int) -> HttpResponse:
    """One sheet, whole: remarks are added here, and it is published or sent back."""
    by = signed_in(request)
    check_office(by)
    measure = find_measure(number, year)
    current = SHEETS.current(measure, year)
    if current is None:
        raise Http404("まだ書かれていません。")
    if request.method == "POST":
        return _decide(request, by, current)
    return _page(request, by, measure, year, SendBackForm(), RemarksForm.of(current))


def _decide(request: HttpRequest, by: User, current: EvaluationSheet) -> HttpResponse:
    """Acts on the record and the edit that the person saw, or not at all (409)."""
    action = request.POST.get("action", "")
    if action not in ACTIONS:
        return HttpResponseBadRequest("不明な操作です。")
    measure, year = current.measure, current.year
    name = SHEETS.name(measure, year)
    remarks = RemarksForm.of(current)
    if action == "remarks":
        remarks = RemarksForm(request.POST)
        if not remarks.is_valid():
            return _page(request, by, measure, year, SendBackForm(), remarks)

    def add(**acting: Any) -> None:
        SHEETS.add_remarks(**acting, **{field: remarks.cleaned_data[field] for field in REMARKS})

    done, back, refusal = decide(request, by, SHEETS, current, add)
    if not done:
        return _page(request, by, measure, year, back, remarks, refusal=refusal)
    then = {
        "remarks": "に外部評価と所見を保存しました。公表は、ほかの人が行います。",
        "publish": "を公表しました。指標の数値は、いま公表している値に固定しました。",
        "send_back": "を差し戻しました。直して提出されると、また一覧に載ります。",
    }
    messages.success(request, f"{name}{then[action]}")
    return (
        redirect("office:sheet", measure.number, year) if action == "remarks" else redirect("office:sheets")
    )


def _page(
    request: HttpRequest,
    by: User,
    measure: Measure,
    year: int,
    back: SendBackForm,
    remarks: RemarksForm,
    refusal: str = "",
) -> HttpResponse:
    """What stands now. After a refusal nothing was done, and what was typed is kept."""
    current = SHEETS.current(measure, year)
    others: list[tuple[str, str]] = []
    if refusal and current is not None:
        remarks, others = _taken_up(request, current)
    paper = paper_of(measure, year, current)
    published = SHEETS.current_published(measure, year)
    context: Context = {
        **review_context(request, by, SHEETS, current, back, refusal),
        "measure": measure,
        "year": year,
        "paper": paper,
        "before": paper_of(measure, year, published) if published and current != published else None,
        "figures": [(row, gap_sentence(row)) for row in paper.rows],
        "unpublished": any(row.unpublished for row in paper.rows),
        "differences": differences(paper.rows, rows_today(measure, year)) if paper.is_published else [],
        "steps": steps_of_record(current, "作成"),
        "waiting_for": SHEETS.waits_for(measure, year) if current and is_submitted(current) else [],
        "log": log_of_sheet(measure, year),
        "remarks": remarks,
        "others": others,
        "crumbs": [
            {"label": "評価シート", "url": f"{reverse('office:sheets')}?year={year}"},
            {"label": f"{FiscalYear(year).wareki} 施策{measure.number}", "url": ""},
        ],
    }
    return render(request, "office/sheet.html", context, status=409 if refusal else 200)


def _taken_up(request: HttpRequest, current: EvaluationSheet) -> tuple[RemarksForm, list[tuple[str, str]]]:
    """The remarks as they were typed, on top of what stands now, and what stands where it is another text."""
    form = RemarksForm.of(current)
    if request.POST.get("action") != "remarks":
        return form, []
    others = []
    for name, label in REMARKS.items():
        typed = request.POST.get(name, "").replace("\r\n", "\n")
        if typed.strip() != getattr(current, name):
            others.append((label, getattr(current, name)))
        form.initial[name] = typed
    return form, others


def _chosen(request: HttpRequest, cycles: list[Cycle]) -> Cycle | None:
    """The cycle of ?year=, else the newest."""
    wanted = request.GET.get("year")
    if not wanted:
        return next(iter(cycles), None)
    found = next((cycle for cycle in cycles if str(cycle.year) == wanted), None)
    if found is None:
        raise Http404(wanted)
    return found


def _lines(cycle: Cycle) -> list[Context]:
    measures = list(Measure.objects.filter(policy__plan=cycle.plan_id).select_related("policy"))
    found = newest_sheets(measures, [cycle.year])
    leads: dict[int, list[str]] = {}
    for indicator in Indicator.objects.filter(measure__in=measures).select_related("lead_department"):
        names = leads.setdefault(indicator.measure_id, [])
        if indicator.lead_department.name not in names:
            names.append(indicator.lead_department.name)
    return [_line(measure, cycle.year, found.get((measure.pk, cycle.year)), leads) for measure in measures]


def _line(
    measure: Measure, year: int, current: EvaluationSheet | None, leads: dict[int, list[str]]
) -> Context:
    state = current.state if current else ""
    return {
        "measure": measure,
        "sheet": current,
        "state": state,
        "departments": "、".join(leads.get(measure.pk, [])),
        "by": person(current.published_by or current.submitted_by or current.edited_by) if current else "",
        "at": (current.published_at or current.submitted_at or current.edited_at) if current else None,
        "is_out": current is not None and (state == State.PUBLISHED or current.is_change),
        "url": reverse("office:sheet" if current else "entry:sheet", args=[measure.number, year]),
        "action": "確認する" if state == State.SUBMITTED else "内容を見る" if current else "代わりに書く",
    }
