"""A department's values of one year in one table: typed or pasted, saved or handed in together or not at all."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from indicators import frames
from indicators.models import Counting, Cycle, Indicator, Result, ValueState
from indicators.models.vocabulary import YEAR_FROM, YEAR_TO
from indicators.permissions import departments_of, is_plan_office
from indicators.views.access import signed_in, staff_page
from indicators.views.entry.grid_forms import HEADS, RowForm
from indicators.views.wording import days_left, person
from indicators.workflow import (
    Conflict,
    GridEntry,
    ManyRefused,
    NotAllowed,
    entry_is_open,
    may_go_on,
    save_many,
    submit_many,
)
from indicators.workflow.drafts import conflict
from measures.fiscal_year import FiscalYear
from measures.models import Department


@dataclass
class Line:
    """One row: the indicator in this year, what is typed of it, and what keeps it from being saved."""

    indicator: Indicator
    row: frames.Row | None
    given: frames.Row  # the row whose baseline is in force: the year's, or before the plan its first
    last: frames.Row | None
    result: Result | None
    form: RowForm | None
    is_open: bool
    chosen: bool = False
    refusal: str = ""
    may_cover: bool = False

    @property
    def standing(self) -> int:
        return self.result.edit_number if self.result else 0

    @property
    def saved_by(self) -> str:
        return person(self.result.edited_by) if self.result else ""


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def grid(request: HttpRequest, year: int) -> HttpResponse:
    user = signed_in(request)
    if not YEAR_FROM <= year <= YEAR_TO:
        raise Http404(str(year))
    departments = _departments(user)
    if not departments:
        raise NotAllowed("表で入力できるのは、指標の主担当課と企画課です。")
    department = _chosen(user, departments, request.GET.get("department", ""))
    lines = _lines(department, year) if department else []
    if department and not lines:
        raise Http404("この年度に、この課が主担当の指標はありません。")
    if request.method == "POST":
        if department is None:
            return HttpResponseBadRequest("課を選んでください。")
        return _answer(request, department, year, lines)
    return _page(request, departments, department, year, lines)


def _departments(user: User) -> list[Department]:
    """Those that lead an indicator and whose values the person may enter."""
    known = Department.objects.all() if is_plan_office(user) else departments_of(user)
    return list(known.filter(led_indicators__isnull=False).distinct())


def _chosen(user: User, departments: list[Department], slug: str) -> Department | None:
    if not slug:
        own = [one for one in departments_of(user) if one in departments]
        return own[0] if len(own) == 1 else departments[0] if len(departments) == 1 else None
    found = next((one for one in departments if one.slug == slug), None)
    if found is None:
        if not Department.objects.filter(slug=slug).exists():
            raise Http404(slug)
        raise NotAllowed("この課の値を入力できるのは、その課と企画課です。")
    return found


def _lines(department: Department, year: int) -> list[Line]:
    """As many queries for a hundred indicators as for one."""
    led = Indicator.objects.filter(lead_department=department, targets__published_at__isnull=False).distinct()
    led = led.filter(measure__policy__plan__last_year__gte=year)
    newest: dict[int, Result] = {}
    results = Result.objects.filter(indicator__in=led, year=year).select_related("edited_by")
    newest.update((result.indicator_id, result) for result in results.order_by("number"))
    of_each: dict[int, list[frames.Row]] = {}
    for row in frames.rows(frames.working(led)):
        of_each.setdefault(row.indicator_id, []).append(row)
    doors: dict[tuple[int, bool], bool] = {}
    lines = []
    for indicator in led.select_related("measure__policy__plan", "lead_department"):
        key = (indicator.measure.policy.plan_id, indicator.counting == Counting.CUMULATIVE_FROM_ZERO)
        if key not in doors:
            doors[key] = entry_is_open(indicator, year)
        result = newest.get(indicator.pk)
        first = result is None or (result.number == 1 and result.is_editable)
        goes_on = doors[key] or (result is not None and may_go_on(result, indicator, year))
        rows = of_each[indicator.pk]
        of_year = next((row for row in rows if row.year == year), None)
        earlier = [other for other in rows if other.year < year and other.has_value]
        form = RowForm.of(result, indicator=indicator, year=year) if first and goes_on else None
        lines.append(
            Line(
                indicator=indicator,
                row=of_year,
                given=of_year or rows[0],
                last=earlier[-1] if earlier else None,
                result=result,
                form=form,
                is_open=form is not None,
            )
        )
    return lines


def _answer(request: HttpRequest, department: Department, year: int, lines: list[Line]) -> HttpResponse:
    action = request.POST.get("action", "")
    if action not in ("draft", "submit"):
        return HttpResponseBadRequest("不明な操作です。")
    here = f"{reverse('entry:grid', args=[year])}?department={department.slug}"
    typed = _read(request, year, lines)
    chosen = [line for line in typed if line.chosen]
    if action == "submit" and not chosen:
        return _refused(request, department, year, lines, "提出する行を選んでください。")
    gone = [line for line in typed if not line.is_open]
    for line in gone:
        line.refusal = conflict(line.indicator, year).message
    if gone:
        return _refused(request, department, year, lines, status=409)
    if any(not line.form.is_valid() for line in typed if line.form):
        return _refused(request, department, year, lines)
    touched = [line for line in typed if line.form and line.form.is_touched]
    if action == "draft" and not touched:
        messages.info(request, "変わったところがないので、保存するものはありません。")
        return redirect(here)
    try:
        if action == "draft":
            save_many(year=year, entries=[_entry(line) for line in touched], by=signed_in(request))
        else:
            others = [_entry(line) for line in touched if not line.chosen]
            submit_many(
                year=year, chosen=[_entry(line) for line in chosen], others=others, by=signed_in(request)
            )
    except ManyRefused as refusal:
        return _many_refused(request, department, year, lines, refusal)
    told = f"{len(touched)}件を下書きに保存しました。"
    if action == "submit":
        told = f"{len(chosen)}件を提出しました。次は企画課が確認します。"
        if left := len([line for line in touched if not line.chosen]):
            told += f"選ばなかった{left}件は下書きに保存しました。"
    messages.success(request, told)
    return redirect(here)


def _read(request: HttpRequest, year: int, lines: list[Line]) -> list[Line]:
    """The rows that were posted, with what was typed; those that somebody took meanwhile too, if they were touched."""
    ticked = set(request.POST.getlist("chosen"))
    read = []
    for line in lines:
        code = line.indicator.code
        if f"{code}-seen" not in request.POST:
            continue
        form = RowForm.posted(request.POST, indicator=line.indicator, year=year)
        if form.cleaned_data.get("resolve") == "saved":
            continue  # theirs stands; what was typed is given up, as the person chose
        line.chosen = code in ticked
        if line.form is None and not (form.is_touched or line.chosen):
            continue
        line.form = form
        read.append(line)
    return read


def _entry(line: Line) -> GridEntry:
    assert line.form is not None
    unchanged = line.result is not None and not line.form.is_touched
    return GridEntry(line.indicator, None if unchanged else line.form.said(), line.form.edit_seen)


def _many_refused(
    request: HttpRequest, department: Department, year: int, lines: list[Line], refusal: ManyRefused
) -> HttpResponse:
    """Nothing was written: errors in their cells, and rows of others beside one's own."""
    fresh = {line.indicator.pk: line for line in _lines(department, year)}
    for line in lines:
        pk = line.indicator.pk
        if pk in refusal.errors and line.form:
            line.form.add_missing(refusal.errors[pk])
        if pk in refusal.taken:
            now = fresh.get(pk, line)
            line.result, line.row = now.result, now.row
            line.refusal = refusal.taken[pk].message
            line.may_cover = now.form is not None and isinstance(refusal.taken[pk], Conflict)
    return _refused(request, department, year, lines, status=409 if refusal.taken else 200)


def _refused(
    request: HttpRequest,
    department: Department,
    year: int,
    lines: list[Line],
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    departments = _departments(signed_in(request))
    return _page(request, departments, department, year, lines, refusal=refusal, status=status)


def _page(
    request: HttpRequest,
    departments: list[Department],
    department: Department | None,
    year: int,
    lines: list[Line],
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    cycle = Cycle.objects.filter(year=year).first()
    label = FiscalYear(year).wareki
    context: dict[str, Any] = {
        "departments": departments,
        "department": department,
        "year": year,
        "lines": lines,
        "heads": HEADS,
        "states": [state.label for state in ValueState],
        "typeable": [line for line in lines if line.is_open],
        "wrong": [line for line in lines if line.is_open and line.form and line.form.errors],
        "taken": [line for line in lines if line.refusal],
        "refusal": refusal,
        "cycle": cycle,
        "left": days_left(cycle.due_on, timezone.localdate()) if cycle and cycle.is_open else "",
        "late": cycle is not None and cycle.due_on < timezone.localdate(),
        "crumbs": [
            {"label": "入力", "url": reverse("entry:tasks")},
            {"label": f"{label} {department.name if department else ''}の表".strip(), "url": ""},
        ],
    }
    return render(request, "entry/grid.html", context, status=status)
