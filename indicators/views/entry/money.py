"""Costs of 事務事業 for those who type them: a year's list, the form of one, its changes."""

from typing import Any

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from indicators import frames
from indicators.forms import ReasonOfChangeForm
from indicators.forms.money import SpendingForm
from indicators.models import Project, Spending
from indicators.permissions import is_plan_office, may_review, printed_department_ids
from indicators.views.entry.records import (
    RecordPlace,
    Refusal,
    begin_change,
    discard_page,
    hand_in,
    on_top_of,
)
from indicators.views.shared.access import signed_in, staff_page
from indicators.views.shared.money import find_project, log_of_spending
from indicators.views.shared.plan import plan_or_404
from indicators.views.shared.reviewing import Context, who_context
from indicators.wording.approvals import who_looks
from indicators.wording.money import read_of_spending, totals
from indicators.wording.steps import steps_of_record
from indicators.workflow import SPENDING, NotAllowed, departments_to_spend, newest_of, project_of
from indicators.workflow.review.money import NOT_YOURS
from measures.addresses import redirect, reverse
from measures.fiscal_year import FiscalYear
from measures.models import Plan


@staff_page
@require_safe
def money(request: HttpRequest, year: int) -> HttpResponse:
    """The costs of a year that the person may type, with where each stands."""
    by, plan = signed_in(request), plan_to_spend(request, year)
    rows = frames.spendings(plan, drafts=True)
    own = printed_department_ids(by)
    if not is_plan_office(by):
        rows = tuple(row for row in rows if row.department_id in own)
    of_year = [row for row in rows if row.year == year]
    there = {row.project_id for row in of_year}
    earlier = {row.project_id: row for row in rows if row.year == year - 1 and row.project_id not in there}
    context = {
        "year": year,
        "rows": of_year,
        "total": totals(row.amounts for row in of_year),
        "earlier": list(earlier.values()),
        "years": _years(plan, year),
        "crumbs": [{"label": "入力", "url": reverse("entry:tasks")}, {"label": label_of(year), "url": ""}],
    }
    return render(request, "entry/money.html", context)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def money_new(request: HttpRequest, year: int) -> HttpResponse:
    """A 事務事業 that nobody has written of: it comes into being with its first record."""
    by, plan = signed_in(request), plan_to_spend(request, year)
    offered = departments_to_spend(by)

    def page(form: SpendingForm, refusal: Refusal | None = None) -> HttpResponse:
        context = {
            "year": year,
            "form": form,
            "refusal": str(refusal or ""),
            "crumbs": [
                {"label": "入力", "url": reverse("entry:tasks")},
                {"label": label_of(year), "url": reverse("entry:money", args=[year])},
                {"label": "新しい事務事業", "url": ""},
            ],
        }
        return render(request, "entry/money_new.html", context, status=409 if refusal else 200)

    if request.method != "POST":
        return page(SpendingForm.of(None, offered, is_new=True))
    form = SpendingForm(request.POST, departments=offered, is_new=True, is_change=False)
    if not form.is_valid():
        return page(form)
    project = project_of(plan, form.cleaned_data["code"] or form.cleaned_data["name"])
    if not project._state.adding:
        box = "code" if form.cleaned_data["code"] else "name"
        form.add_error(box, f"「{project.code}」の事務事業は、すでにあります。一覧から選んでください。")
        return page(form)
    return hand_in(request, by, _place(project, year), form, page)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def spending(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """The form while it can be written, else what stands, with the form of a change."""
    by = signed_in(request)
    project = _to_write(request, by, pk, year)
    place = _place(project, year)

    def page(form: SpendingForm | None = None, refusal: Refusal | None = None, **more: Any) -> HttpResponse:
        return _page(request, by, project, year, form, refusal, **more)

    if request.POST.get("action") == "change":
        change = ReasonOfChangeForm(request.POST)
        if not change.is_valid():
            return page(change=change)
        refusal = begin_change(by, place, change.cleaned_data)
        return page(refusal=refusal, change=change) if refusal else redirect(place.page)
    if request.method == "POST":
        form = SpendingForm(
            request.POST,
            departments=departments_to_spend(by),
            is_new=False,
            is_change="reason" in request.POST,
        )
        return hand_in(request, by, place, form, page)
    return page()


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def spending_discard(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    by = signed_in(request)
    project = _to_write(request, by, pk, year)

    def describe(record: Spending | None) -> Context:
        return {
            "title": _place(project, year).name,
            "read": read_of_spending(record),
            "content": "entry/discard_comparison.html",
        }

    return discard_page(request, by, _place(project, year), describe)


# --- Inside -------------------------------------------------------------------------------------------


def _page(
    request: HttpRequest,
    by: User,
    project: Project,
    year: int,
    form: SpendingForm | None = None,
    refusal: Refusal | None = None,
    change: ReasonOfChangeForm | None = None,
) -> HttpResponse:
    """After a refusal nothing was saved: what stands is shown beside what was typed, which stays in the form."""
    current, published = SPENDING.current(project, year), SPENDING.current_published(project, year)
    may_type = current is None or current.is_editable
    offered = departments_to_spend(by)
    newest = newest_of(project)
    form = form or SpendingForm.of(current, offered, is_new=False)
    if current is None and newest is not None and not form.is_bound:
        carried = SpendingForm.of(newest, offered, is_new=False).initial
        form.initial = {**form.initial, **{name: carried[name] for name in ("name", "department", "shares")}}
    if refusal and may_type and form.is_bound:
        data, is_change = on_top_of(form, current)
        form = SpendingForm(data, departments=offered, is_new=False, is_change=is_change)
    department = said.department_id if (said := current or newest) else None
    context: Context = {
        "project": project,
        "title": newest.name if newest else project.code,
        "year": year,
        "record": current,
        "read": read_of_spending(current),
        "published": published if published != current else None,
        "steps": steps_of_record(current, "入力", who_looks(Spending, department, current, by)),
        "form": form,
        "change": change or ReasonOfChangeForm(),
        "may_type": may_type,
        "refusal": str(refusal or ""),
        "last": read_of_spending(SPENDING.current(project, year - 1)),
        "last_year": year - 1,
        "log": log_of_spending(project, year),
        **who_context(current),
        "may_review": may_review(by),
        "crumbs": [
            {"label": "入力", "url": reverse("entry:tasks")},
            {"label": label_of(year), "url": reverse("entry:money", args=[year])},
            {"label": newest.name if newest else project.code, "url": ""},
        ],
    }
    return render(request, "entry/spending.html", context, status=409 if refusal else 200)


def plan_to_spend(request: HttpRequest, year: int) -> Plan:
    """Of the page; Http404 for a year outside it, NotAllowed for who writes for no department."""
    plan, by = plan_or_404(request), signed_in(request)
    if not (is_plan_office(by) or printed_department_ids(by)):
        raise NotAllowed(NOT_YOURS)
    if year not in plan.years:
        raise Http404(str(year))
    return plan


def _years(plan: Plan, current: int) -> list[dict[str, Any]]:
    return [
        {
            "label": FiscalYear(year).wareki,
            "url": reverse("entry:money", args=[year]),
            "current": year == current,
        }
        for year in plan.years
    ]


def label_of(year: int) -> str:
    return f"{FiscalYear(year).wareki} 事務事業の費用"


def _to_write(request: HttpRequest, by: User, pk: int, year: int) -> Project:
    project = find_project(request, pk, year)
    SPENDING.check_person(by, project)
    return project


def _place(project: Project, year: int) -> RecordPlace:
    page = (
        reverse("entry:spending", args=[project.pk, year])
        if project.pk is not None
        else reverse("entry:money", args=[year])
    )
    return RecordPlace(SPENDING, project, year, "事務事業の費用", "記録", page)
