"""A department's deeds of one year in one table: saved or handed in together, or not at all."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from indicators import frames
from indicators.forms.deeds import DeedForm
from indicators.frames import DeedRow
from indicators.models import Cycle, Deed, DeedLine
from indicators.models.reviewed import EDITABLE_STATES
from indicators.permissions import department_ids, is_plan_office, printed_department_ids
from indicators.views.shared.access import signed_in, staff_page
from indicators.views.shared.deeds import lines_of_department, words_of_lines
from indicators.views.shared.plan import plan_or_404
from indicators.views.shared.reviewing import due_context
from indicators.wording.deeds import standing_word
from indicators.workflow import DEEDS, DeedDraft, ManyDeedsRefused, NotAllowed, keep_deeds
from measures.addresses import redirect, reverse
from measures.fiscal_year import FiscalYear
from measures.models import Department, Plan


@dataclass
class TableRow:
    """A line in the year: what stands, last year's beside it, and the form while it can be typed into."""

    line: DeedLine
    words: str
    record: Deed | None
    last: DeedRow | None
    form: DeedForm | None
    why_not: str = ""
    chosen: bool = False
    refusal: str = ""
    taken: Deed | None = field(default=None)

    @property
    def last_standing(self) -> str:
        return standing_word(self.last.standing) if self.last else ""


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def deed_table(request: HttpRequest, year: int) -> HttpResponse:
    by, plan = signed_in(request), plan_or_404(request)
    if year not in plan.years:
        raise Http404(str(year))
    offered = _departments(by, plan)
    if not offered and not (is_plan_office(by) or department_ids(by)):
        raise NotAllowed("取組の実績を入力できるのは、担当の課と企画課です。")
    wanted = request.GET.get("department", "")
    department = next(
        (one for one in offered if one.slug == wanted), None if wanted else next(iter(offered), None)
    )
    if wanted and department is None:
        raise Http404(wanted)
    if department is None:
        return render(request, "entry/deed_table.html", _context(plan, year, None, offered, []))
    rows = _rows(plan, department, year)
    if request.method == "POST":
        return _answer(request, by, plan, department, year, offered, rows)
    return render(request, "entry/deed_table.html", _context(plan, year, department, offered, rows))


def _departments(by: User, plan: Plan) -> list[Department]:
    """Those that the plan prints for initiatives, and that the person writes for."""
    printed = Department.objects.filter(participations__initiative__measure__plan=plan).distinct()
    if not is_plan_office(by):
        printed = printed.filter(pk__in=printed_department_ids(by))
    return list(printed.order_by("order", "name"))


def _rows(plan: Plan, department: Department, year: int) -> list[TableRow]:
    """Every line of the department; two questions for what stands, whatever their number."""
    lines = lines_of_department(plan, {department.pk})
    words = words_of_lines(plan, lines)
    found = frames.deeds(department, plan=plan, drafts=True)
    last = {row.place: row for row in found if row.year == year - 1}
    kept = [line.pk for line in lines if line.pk is not None]
    records = {
        one.line_id: one
        for one in Deed.objects.filter(line__in=kept, year=year)
        .order_by("number")
        .select_related("edited_by")
    }
    may_begin = Cycle.objects.filter(plan=plan, year=year).exists()
    ended = {row.place: row for row in found if row.ends and row.year < year and row.number}
    rows = []
    for line in lines:
        place = (line.initiative_code, line.detail, line.department_id)
        record = records.get(line.pk or 0)
        end = ended.get(place) or ended.get((line.initiative_code, 0, line.department_id))
        why_not = _why_not(record, end, may_begin, year)
        form = None if why_not else DeedForm.of(record, prefix=line.code)
        if record is not None:
            record.line = line
        rows.append(TableRow(line, words.get(line.place, ""), record, last.get(place), form, why_not))
    return rows


def _why_not(record: Deed | None, end: DeedRow | None, may_begin: bool, year: int) -> str:
    if record is not None:
        return "" if record.state in EDITABLE_STATES else record.get_state_display()
    if end is not None:
        return f"{FiscalYear(end.year).wareki}に{standing_word(end.standing)}"
    return "" if may_begin else f"{FiscalYear(year).wareki}のサイクルが始まると入力できます"


def _answer(
    request: HttpRequest,
    by: User,
    plan: Plan,
    department: Department,
    year: int,
    offered: list[Department],
    rows: list[TableRow],
) -> HttpResponse:
    action = request.POST.get("action", "")
    if action not in ("draft", "submit"):
        return HttpResponseBadRequest("不明な操作です。")
    ticked = set(request.POST.getlist("chosen"))
    typed = [row for row in rows if _read(request, row, ticked)]
    page: dict[str, Any] = {
        "plan": plan,
        "year": year,
        "department": department,
        "offered": offered,
        "rows": rows,
    }
    if action == "submit" and not any(row.chosen for row in typed):
        return _shown(request, **page, refusal="提出する行を選んでください。")
    gone = [row for row in typed if row.form is None]
    for row in gone:
        row.refusal = str(DEEDS.conflict(row.line, year, by))
    if gone:
        return _shown(request, **page, status=409)
    if any(row.form.errors for row in typed if row.form):
        return _shown(request, **page)
    submitted = [row for row in typed if action == "submit" and row.chosen]
    changed = [row for row in typed if row.form and (row.form.is_touched or row in submitted)]
    if not changed:
        messages.info(request, "変わったところがないので、保存するものはありません。")
        return redirect(_address(year, department))
    drafts = {row.line.place: _draft(row) for row in changed}
    try:
        keep_deeds(
            year=year,
            drafts=list(drafts.values()),
            submitted=[drafts[row.line.place] for row in submitted],
            by=by,
        )
    except ManyDeedsRefused as refused:
        for row in changed:
            if row.form and (errors := refused.errors.get(row.line.place)):
                row.form.add_missing(errors)
            if problem := refused.taken.get(row.line.place):
                row.refusal, row.taken = str(problem), getattr(problem, "current", None)
        return _shown(request, **page, status=409 if refused.taken else 200)
    done = f"{len(submitted)}件を提出しました。次は企画課が確認します。" if submitted else ""
    if left := len(changed) - len(submitted):
        done += f"{left}件を下書きに保存しました。"
    messages.success(request, done)
    return redirect(_address(year, department))


def _read(request: HttpRequest, row: TableRow, ticked: set[str]) -> bool:
    """Whether the row was posted and says something; those that somebody took meanwhile too, if they were touched."""
    prefix = row.line.code
    if f"{prefix}-version" not in request.POST:
        return False
    row.chosen = prefix in ticked
    stands = DeedForm.of(row.record).initial
    form = DeedForm(request.POST, is_change=f"{prefix}-reason" in request.POST, initial=stands, prefix=prefix)
    said = form.is_valid() and not form.is_touched and not row.chosen
    if said:
        return False
    if row.form is not None:
        row.form = form
    return True


def _draft(row: TableRow) -> DeedDraft:
    assert row.form is not None
    seen = row.form.expected_version()
    return DeedDraft(
        row.line,
        row.form.written() if row.form.is_touched or row.record is None else None,
        seen["version"],
        seen["record_id"],
        row.form.cleaned_data.get("reason"),
    )


def _shown(
    request: HttpRequest,
    *,
    plan: Plan,
    year: int,
    department: Department,
    offered: list[Department],
    rows: list[TableRow],
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context = _context(plan, year, department, offered, rows) | {"refusal": refusal}
    return render(request, "entry/deed_table.html", context, status=status)


def _address(year: int, department: Department) -> str:
    return f"{reverse('entry:deed_table', args=[year])}?department={department.slug}"


def _context(
    plan: Plan,
    year: int,
    department: Department | None,
    offered: list[Department],
    rows: list[TableRow],
) -> dict[str, Any]:
    cycle = Cycle.objects.filter(plan=plan, year=year).first()
    return {
        "year": year,
        "department": department,
        "departments": [
            {"label": one.name, "url": _address(year, one), "current": one == department} for one in offered
        ],
        "rows": rows,
        "typeable": any(row.form for row in rows),
        "wrong": [row for row in rows if row.form and row.form.is_bound and row.form.errors],
        "taken": [row for row in rows if row.refusal],
        **due_context(cycle),
        "crumbs": [
            {"label": "入力", "url": reverse("entry:tasks")},
            {"label": f"{FiscalYear(year).wareki} 取組の実績", "url": ""},
        ],
    }
