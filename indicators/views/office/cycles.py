"""The yearly round: open, set its days, close with an answer for every draft, open again with a reason."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from indicators.forms import CloseForm, CycleDaysForm, CycleForm, RefusableForm, ReopenForm, SheetDaysForm
from indicators.forms.cycles import proposed_days
from indicators.frames import Row, asked_of_year, working
from indicators.models import Cycle, Event, Result
from indicators.outbox import can_send
from indicators.views.office.frame import crumbs
from indicators.views.office.year_round import next_year
from indicators.views.shared.access import office_page
from indicators.views.shared.plan import plan_of, plan_or_404
from indicators.wording.days import days_left
from indicators.wording.people import person
from indicators.workflow import (
    AskedDepartment,
    CycleMail,
    Incomplete,
    StaleVersion,
    WrongState,
    change_cycle,
    change_sheet_days,
    close_cycle,
    departments_asked,
    last_mailed,
    left_in,
    open_cycle,
    reopen_cycle,
    years_to_enter,
)
from measures.addresses import redirect, reverse
from measures.fiscal_year import FiscalYear
from measures.models import Plan

NO_MAIL = (
    "メールサーバーが設定されていないので、依頼のメールは送れません。下の「依頼の紙」を印刷して渡してください。"
    "メールで送るには、サーバーの設定 EMAIL_URL を決めます。"
)
# So many are listed one by one; more are a press away, and can be answered together.
FEW = 20
_TOLD = {
    Event.Action.CYCLE_OPENED: "始めました",
    Event.Action.CYCLE_CHANGED: "期限・催促・お願いを変えました",
    Event.Action.CYCLE_CLOSED: "締めました",
    Event.Action.CYCLE_REOPENED: "再開しました",
}


@office_page("GET", "HEAD", "POST")
def cycles(request: HttpRequest, user: User) -> HttpResponse:
    """The list, and the form that opens another year."""
    plan = plan_of(request)
    if plan is None:
        return render(request, "office/no_plan.html", {"tab": "cycles", "title": "サイクル"})
    existing = list(Cycle.objects.filter(plan=plan).select_related("opened_by", "closed_by"))
    taken = {cycle.year for cycle in existing}
    begun = [year for year in years_to_enter(plan) if FiscalYear(year).start <= timezone.localdate()]
    years = [year for year in begun if year not in taken]
    form = CycleForm(
        request.POST if request.method == "POST" else None,
        years=years,
        initial=_proposed(plan, years),
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            opened = open_cycle(plan=plan, by=user, **form.written())
        except Incomplete as missing:
            form.add_missing(missing.errors)
        except WrongState as refusal:
            form.add_error("year", str(refusal))
            status = 409
        else:
            messages.success(request, f"{opened}を始めました。主担当課の「わたしの入力」に載りました。")
            _tell_request(request, opened)
            return redirect("office:cycles")
    rows = working(plan)
    logs = _logs(plan)
    context = {
        "cycles": [_line(cycle, asked_of_year(rows, cycle.year), logs) for cycle in existing],
        "years": years,
        "form": form,
        "alone": [one.name for one in departments_asked(_asked_of_any(rows, years)) if not one.people],
        "no_mail": not can_send(),
    }
    return render(request, "office/cycles.html", context, status=status)


def _proposed(plan: Plan, years: Sequence[int]) -> dict[str, Any]:
    """What the form begins with: the year that is due next, and days."""
    today = timezone.localdate()
    year = next_year(plan, today) or next(reversed(years), None)
    # Of a year that is still running no whole value is known: its days are counted from its end.
    start = today if year is None else max(today, FiscalYear(year).end)
    return {"year": year, **proposed_days(start)}


def _asked_of_any(rows: Sequence[Row], years: Sequence[int]) -> list[Row]:
    """What any of the years that can be opened would ask."""
    return [row for year in years for row in asked_of_year(rows, year)]


def _tell_request(request: HttpRequest, cycle: Cycle) -> None:
    """To how many the request goes, and who is not reached by it; without a mail server that, and what to do, instead."""
    asked = _departments_missing(cycle)
    if not can_send():
        messages.warning(request, NO_MAIL)
        if alone := [one.name for one in asked if not one.people]:
            messages.warning(request, f"担当者のいない課があります：{'、'.join(alone)}")
        return
    mailed = last_mailed(CycleMail.REQUEST, cycle.plan, cycle.year)
    if mailed is not None and mailed.detail["people"]:
        departments = len(mailed.detail["departments"])
        messages.success(request, f"{departments}課の{mailed.detail['people']}人に、依頼のメールを送ります。")
    if unreached := [one.name for one in asked if not one.reached]:
        messages.warning(request, f"メールの届く担当者がいない課があります：{'、'.join(unreached)}")


def _departments_missing(cycle: Cycle) -> list[AskedDepartment]:
    """Who has not handed in, with what."""
    return departments_asked(row for row in asked_of_year(working(cycle.plan), cycle.year) if row.is_missing)


@office_page("GET", "HEAD")
def requests(request: HttpRequest, user: User, year: int) -> HttpResponse:
    """The request on paper, a slip a department that has not handed in; for who gets no mail."""
    cycle = get_object_or_404(Cycle, plan=plan_or_404(request), year=year)
    context = {
        "cycle": cycle,
        "departments": _departments_missing(cycle) if cycle.is_open else [],
        "address": f"{settings.SITE_URL}{reverse('entry:tasks')}",
        "crumbs": _crumbs(cycle.year, "依頼の紙"),
    }
    return render(request, "office/requests.html", context)


@office_page("GET", "HEAD", "POST")
def days(request: HttpRequest, user: User, year: int) -> HttpResponse:
    """The due date, the reminders and the instructions of an open cycle."""
    cycle = get_object_or_404(Cycle, plan=plan_or_404(request), year=year)
    initial = {name: getattr(cycle, name) for name in CycleDaysForm.base_fields}
    form = CycleDaysForm(request.POST if request.method == "POST" else None, initial=initial)
    refusal = "" if cycle.is_open else "このサイクルは締められています。"
    page = ("office/cycle_days.html", "期限とお願い")
    return _change(
        request, cycle, form, partial(change_cycle, by=user), "の期限とお願いを変えました。", refusal, page
    )


@office_page("GET", "HEAD", "POST")
def sheet_days(request: HttpRequest, user: User, year: int) -> HttpResponse:
    """The due date and the reminders of the evaluation sheets; of a closed cycle, too."""
    cycle = get_object_or_404(Cycle, plan=plan_or_404(request), year=year)
    initial = {name: getattr(cycle, name) for name in SheetDaysForm.base_fields}
    form = SheetDaysForm(request.POST if request.method == "POST" else None, initial=initial)
    page = ("office/cycle_sheets.html", "評価シートの期限")
    step = partial(change_sheet_days, by=user)
    return _change(request, cycle, form, step, "の評価シートの期限を変えました。", "", page)


@office_page("GET", "HEAD", "POST")
def reopen(request: HttpRequest, user: User, year: int) -> HttpResponse:
    """Take first values again after the closing: until a new day, for a reason."""
    cycle = get_object_or_404(Cycle, plan=plan_or_404(request), year=year)
    form = ReopenForm(request.POST if request.method == "POST" else None)
    refusal = "" if not cycle.is_open else "このサイクルは締められていません。"
    page = ("office/reopen.html", "再開")
    return _change(request, cycle, form, partial(reopen_cycle, by=user), "を再開しました。", refusal, page)


def _change(
    request: HttpRequest,
    cycle: Cycle,
    form: RefusableForm,
    step: Callable[..., object],
    done: str,
    refusal: str,
    page: tuple[str, str],
) -> HttpResponse:
    """A step with what the form says. `refusal`: why it is not possible as things are; `page`: template and name."""
    if request.method == "POST" and form.is_valid():
        try:
            said = form.written() if isinstance(form, SheetDaysForm) else form.cleaned_data
            step(cycle=cycle, **said)
        except Incomplete as missing:
            form.add_missing(missing.errors)
        except WrongState as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"{cycle}{done}")
            if isinstance(form, ReopenForm):
                _tell_request(request, cycle)
            return redirect("office:cycles")
    template, name = page
    context = {"cycle": cycle, "form": form, "refusal": refusal, "crumbs": _crumbs(cycle.year, name)}
    status = 409 if refusal and request.method == "POST" else 200
    return render(request, template, context, status=status)


@office_page("GET", "HEAD", "POST")
def close(request: HttpRequest, user: User, year: int) -> HttpResponse:
    """Asked once more, with what is still open and what becomes of it; POST closes."""
    cycle = get_object_or_404(Cycle, plan=plan_or_404(request), year=year)
    refusal = ""
    form = CloseForm(request.POST if request.method == "POST" else None, drafts=_drafts(cycle))
    if request.method == "POST" and form.is_valid():
        try:
            close_cycle(cycle=cycle, by=user, kept=form.kept, discarded=form.discarded)
        except Incomplete:
            # Somebody began another draft while this page was being read.
            refusal = "この画面を開いたあとに、新しい下書きができました。もう一度確かめてください。"
        except StaleVersion:
            refusal = "この画面を開いたあとに、下書きが保存されたか提出されました。もう一度確かめてください。"
        except WrongState as refused:
            refusal = str(refused)
            cycle.refresh_from_db()
        else:
            messages.success(request, f"{cycle}を締めました。公表した値の変更は、これからもできます。")
            return redirect("office:cycles")
    if refusal:
        form = CloseForm(drafts=_drafts(cycle))
    left = [row for row in asked_of_year(working(cycle.plan), year) if not row.number]
    context = {
        "cycle": cycle,
        "left": left,
        "missing": [row for row in left if not row.workflow_state],
        "submitted": [row for row in left if row.workflow_state == "submitted"],
        "few": FEW,
        "form": form,
        "refusal": refusal,
        "crumbs": _crumbs(year, "締める"),
    }
    return render(request, "office/close.html", context, status=409 if refusal else 200)


def _drafts(cycle: Cycle) -> list[Result]:
    """What closing asks about: the others that are left wait for review."""
    return [result for result in left_in(cycle) if result.is_editable]


def _crumbs(year: int, last: str) -> list[dict[str, str]]:
    return crumbs("cycles", f"{FiscalYear(year).wareki}　{last}")


def _logs(plan: Plan) -> dict[int, list[dict[str, Any]]]:
    """What happened to each cycle of the plan, oldest first. Lines of before there were several plans name none."""
    found: dict[int, list[dict[str, Any]]] = {}
    events = Event.objects.filter(action__in=_TOLD, year__in=years_to_enter(plan)).select_related("by")
    for event in events.order_by("at", "pk"):
        if event.detail.get("plan", plan.slug) == plan.slug:
            done = _TOLD[Event.Action(event.action)]
            line = {"at": event.at, "who": person(event.by), "what": done, "why": event.reason}
            found.setdefault(event.year or 0, []).append(line)
    return found


def _line(cycle: Cycle, of_year: Sequence[Row], logs: dict[int, list[dict[str, Any]]]) -> dict[str, Any]:
    out = sum(1 for row in of_year if row.number)
    return {
        "cycle": cycle,
        "opened_by": person(cycle.opened_by),
        "closed_by": person(cycle.closed_by) if cycle.closed_by else "",
        "days": days_left(cycle.due_on, timezone.localdate()) if cycle.is_open else "",
        "late": cycle.is_open and cycle.due_on < timezone.localdate(),
        "published": out,
        "total": len(of_year),
        "log": logs.get(cycle.year, []),
    }
