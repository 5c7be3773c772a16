"""A department's deeds of one year in one table: saved or handed in together, or not at all."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from indicators.forms.deeds import DeedForm
from indicators.models import Cycle
from indicators.permissions import department_ids, departments_of, is_plan_office, printed_department_ids
from indicators.views.entry.deed_carried import carried_of_rows, offers_of, taken_over
from indicators.views.entry.deed_kept import answer_kept
from indicators.views.entry.deed_rows import TableRow, deed_rows
from indicators.views.shared.access import signed_in, staff_page
from indicators.views.shared.autosave import asks_for_json
from indicators.views.shared.carried import TAKE, unconfirmed
from indicators.views.shared.plan import plan_or_404
from indicators.views.shared.reviewing import due_context
from indicators.wording.approvals import next_in_words, order_in_words
from indicators.workflow import DEEDS, DeedDraft, ManyDeedsRefused, NotAllowed, keep_deeds
from measures.addresses import redirect, reverse
from measures.fiscal_year import FiscalYear
from measures.models import Department, Plan


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
        return render(request, "entry/deed_table.html", _context(by, plan, year, None, offered, []))
    rows = deed_rows(plan, [department], [year])
    if request.method == "POST":
        if request.POST.get("action") == "draft" and asks_for_json(request):
            return answer_kept(request, by, [row for row in rows if _read(request, row, set())])
        return _answer(request, by, plan, department, year, offered, rows)
    return _shown(request, plan=plan, year=year, department=department, offered=offered, rows=rows)


def _departments(by: User, plan: Plan) -> list[Department]:
    """Those that the plan prints for initiatives, and that the person writes for."""
    printed = Department.objects.filter(participations__initiative__measure__plan=plan).distinct()
    if not is_plan_office(by):
        printed = printed.filter(pk__in=printed_department_ids(by))
    return list(printed.order_by("order", "name"))


def _answer(
    request: HttpRequest,
    by: User,
    plan: Plan,
    department: Department,
    year: int,
    offered: list[Department],
    rows: list[TableRow],
) -> HttpResponse:
    if TAKE in request.POST:
        _take_over(request, rows)
        return _shown(request, plan=plan, year=year, department=department, offered=offered, rows=rows)
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
    for row in typed:
        if row.form and row.chosen and action == "submit":
            row.form.add_missing(unconfirmed(row.form, offers_of(row.last, row.key), request))
    if any(row.form.errors for row in typed if row.form):
        return _shown(request, **page)
    submitted = [row for row in typed if action == "submit" and row.chosen]
    changed = [row for row in typed if row.form and (row.form.is_touched or row in submitted)]
    if not changed:
        messages.info(request, "変わったところがないので、保存するものはありません。")
        return redirect(_address(year, department))
    drafts = {row.line.place: _draft(row) for row in changed}
    try:
        kept = keep_deeds(
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
    after = next_in_words(deed.approval_level for deed in kept)
    done = f"{len(submitted)}件を提出しました。{after}" if submitted else ""
    if left := len(changed) - len(submitted):
        done += f"{left}件を下書きに保存しました。"
    messages.success(request, done)
    return redirect(_address(year, department))


def _take_over(request: HttpRequest, rows: list[TableRow]) -> None:
    """A text of the year before into its box; nothing is saved, and what else was typed stays."""
    asked = request.POST[TAKE]
    for row in rows:
        row.chosen = row.key in request.POST.getlist("chosen")
        if row.form is None or f"{row.key}-version" not in request.POST:
            continue
        row.form = posted(request, row)
        offers = offers_of(row.last, row.key)
        if any(offer.key == asked for offer in offers):
            row.form = taken_over(request, row.form, offers)


def posted(request: HttpRequest, row: TableRow) -> DeedForm:
    """What was sent of the row."""
    stands = DeedForm.of(row.record).initial
    is_change = f"{row.key}-reason" in request.POST
    return DeedForm(request.POST, is_change=is_change, initial=stands, prefix=row.key)


def _read(request: HttpRequest, row: TableRow, ticked: set[str]) -> bool:
    """Whether the row was posted and says something; those that somebody took meanwhile too, if they were touched."""
    prefix = row.key
    if f"{prefix}-version" not in request.POST:
        return False
    row.chosen = prefix in ticked
    form = posted(request, row)
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
    by = signed_in(request)
    context = _context(by, plan, year, department, offered, rows) | {"refusal": refusal}
    forms = [(row.form, offers_of(row.last, row.key)) for row in rows if row.form]
    carried = carried_of_rows(forms, request)
    for row in rows:
        if row.form:
            row.boxes = [
                (box, carried.lines.get(f"{row.key}-{box.name}")) for box in row.form.visible_fields()
            ]
    context["carried"] = carried
    context["order"] = order_in_words((row.line.department_id for row in rows if row.form), by)
    return render(request, "entry/deed_table.html", context, status=status)


def _address(year: int, department: Department) -> str:
    return f"{reverse('entry:deed_table', args=[year])}?department={department.slug}"


def _file_of(by: User, department: Department) -> Department | None:
    """Whose file holds the rows of a department that the plan prints: its own, or that of who goes on with its work."""
    if is_plan_office(by):
        return department
    own = departments_of(by)
    return next((one for one in own if department.pk in Department.objects.with_predecessors({one.pk})), None)


def _context(
    by: User,
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
        "file_of": _file_of(by, department) if department else None,
        "departments": [
            {"label": one.name, "url": _address(year, one), "current": one == department} for one in offered
        ],
        "rows": rows,
        "unsaved": any(row.form and row.form.is_bound for row in rows),
        "typeable": any(row.form for row in rows),
        "wrong": [row for row in rows if row.form and row.form.is_bound and row.form.errors],
        "taken": [row for row in rows if row.refusal],
        **due_context(cycle),
        "crumbs": [
            {"label": "入力", "url": reverse("entry:tasks")},
            {"label": f"{FiscalYear(year).wareki} 取組の実績", "url": ""},
        ],
    }
